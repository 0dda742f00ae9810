/** Figures of values and of models: boxes, pies, hexagons, flows and coefficients. */
import { Mistake, quote } from '../../language/reader.js'
import type { Statement } from '../../language/tree.js'
import { numericVariable } from '../state.js'
import { type Spec, shown, showOf } from './describing.js'
import { LOWERINGS } from './index.js'
import { count, names } from './options.js'
import type { Lowering } from './types.js'
import { some } from './variables.js'

export const boxplot: Lowering<'boxplot'> = (statement, compilation) => {
  const dataset = compilation.filled(statement.command)
  const words = some(statement.arguments.names, statement.command, statement.name)
  const columns = compilation.each(words, (name) => {
    numericVariable(dataset, name, 'boxplot')
    return name.text
  })
  const over = shown(dataset, names(statement, 'over'), compilation)
  const spec: Spec<'boxplot'> = {
    show: 'boxplot',
    columns: [...new Set(columns)],
    over: [...new Set(over)],
  }
  showOf(statement, dataset, spec, compilation)
}

export const piechart: Lowering<'piechart'> = (statement, compilation) => {
  const dataset = compilation.filled(statement.command)
  const [column] = shown(dataset, [statement.arguments.name], compilation)
  showOf(statement, dataset, { show: 'piechart', column: column as string }, compilation)
}

const GRID_SIZE = 20
const MOST_HEXAGONS = 100

export const hexbin: Lowering<'hexbin'> = (statement, compilation) => {
  const dataset = compilation.filled(statement.command)
  const { first, second } = statement.arguments
  compilation.each([first, second], (name) => numericVariable(dataset, name, 'hexbin'))
  const spec: Spec<'hexbin'> = {
    show: 'hexbin',
    x: first.text,
    y: second.text,
    size: count(statement, 'gridsize', MOST_HEXAGONS) ?? GRID_SIZE,
  }
  showOf(statement, dataset, spec, compilation)
}

export const sankey: Lowering<'sankey'> = (statement, compilation) => {
  const dataset = compilation.filled(statement.command)
  const words = statement.arguments.names
  if (words.length < 2)
    throw new Mistake(
      'script.statistics',
      'A flow goes from one variable to another.',
      'Name two variables or more, in the order of the flow.',
      words[0] ?? statement.command,
    )
  const columns = shown(dataset, words, compilation)
  const twice = words.find((word, i) => columns.indexOf(word.text) < i)
  if (twice)
    throw new Mistake(
      'script.duplicate-name',
      `${quote(twice.text)} stands twice in the flow.`,
      'Name each once.',
      twice,
    )
  showOf(statement, dataset, { show: 'sankey', columns }, compilation)
}

/** Lowers the model command as if it stood alone, and shows a figure of what it would have shown. */
export const coefplot: Lowering<'coefplot'> = (statement, compilation) => {
  const { statement: inner } = statement.arguments
  const lower = LOWERINGS[inner.name as keyof typeof LOWERINGS] as (
    statement: Statement,
    of: typeof compilation,
  ) => void
  if (typeof lower !== 'function')
    throw new Mistake(
      'script.statistics',
      `${inner.name} has no coefficients to draw.`,
      'Write a regression after coefplot, such as coefplot regress y x.',
      inner.command,
    )
  compilation.showing(
    statement,
    (what) => {
      if (what.kind !== 'statistic' || what.spec.show !== 'model')
        throw new Mistake(
          'script.statistics',
          `${inner.name} has no coefficients to draw.`,
          'Write a regression after coefplot, such as coefplot regress y x.',
          inner.command,
        )
      return { ...what, spec: { show: 'coefplot', model: what.spec } }
    },
    () => lower(inner, compilation),
  )
}
