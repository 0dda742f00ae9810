/** Registers by alias, and datasets as wholes: made, chosen, copied, renamed, forgotten. */
import { isPublic } from '@sund/model'
import { Mistake } from '../../language/reader.js'
import { findRegister, registerNames, versionsOf } from '../catalogue.js'
import { columnsOf, Explained, emptyDataset, list, unknown, variableOf } from '../state.js'
import type { Lowering } from './types.js'

export const require: Lowering<'require'> = (statement, compilation) => {
  const { register, version, alias } = statement.arguments
  compilation.fresh('register', alias, compilation.bindings)
  const entry = findRegister(compilation.catalogue, register.text, version?.text)
  if (entry) {
    compilation.bindings.set(alias.text, {
      alias: alias.text,
      register: entry.register,
      version: entry.version,
      public: isPublic(entry.register),
    })
    return
  }
  const versions = versionsOf(compilation.catalogue, register.text)
  if (versions.length === 0)
    throw unknown(
      'register',
      register,
      registerNames(compilation.catalogue),
      'Look registers up in the catalogue: sund catalogue.',
    )
  throw new Mistake(
    'script.unknown-name',
    `${register.text} has no version ${version?.text}.`,
    `It has ${list(versions)}.`,
    version ?? register,
    versions.at(-1),
  )
}

export const createDataset: Lowering<'create-dataset'> = ({ arguments: { name } }, compilation) => {
  compilation.fresh('dataset', name, compilation.datasets)
  const dataset = emptyDataset(name.text)
  compilation.datasets.set(name.text, dataset)
  compilation.activate(dataset)
}

export const use: Lowering<'use'> = ({ arguments: { name } }, compilation) => {
  compilation.activate(compilation.dataset(name))
}

export const deleteDataset: Lowering<'delete-dataset'> = ({ arguments: { name } }, compilation) => {
  compilation.forget(compilation.dataset(name))
}

export const renameDataset: Lowering<'rename-dataset'> = ({ arguments: { first, second } }, compilation) => {
  const dataset = compilation.dataset(first)
  compilation.fresh('dataset', second, compilation.datasets)
  compilation.datasets.delete(first.text)
  dataset.name = second.text
  compilation.datasets.set(second.text, dataset)
}

export const cloneDataset: Lowering<'clone-dataset'> = ({ arguments: { first, second } }, compilation) => {
  const dataset = compilation.dataset(first)
  compilation.fresh('dataset', second, compilation.datasets)
  compilation.datasets.set(second.text, {
    ...dataset,
    name: second.text,
    variables: new Map(dataset.variables),
    doubtful: new Set(dataset.doubtful),
  })
}

export const cloneUnits: Lowering<'clone-units'> = (statement, compilation) => {
  const { first, second } = statement.arguments
  const dataset = compilation.dataset(first)
  compilation.fresh('dataset', second, compilation.datasets)
  const { head, unitKey } = dataset
  if (!head || !unitKey) {
    if (dataset.lost) throw new Explained()
    throw new Mistake(
      'script.dataset',
      `The dataset ${first.text} has no units to copy.`,
      'Import into it first.',
      first,
    )
  }
  const variables = new Map([[unitKey, variableOf(dataset, { ...first, text: unitKey })]])
  const relation = compilation.emit({
    ...compilation.over(statement, head),
    op: 'select',
    input: head.id,
    columns: columnsOf(variables),
    take: [{ column: unitKey, as: unitKey }],
  })
  compilation.datasets.set(second.text, {
    ...dataset,
    name: second.text,
    head: relation,
    variables,
    panel: null,
  })
}
