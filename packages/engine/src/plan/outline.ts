/**
 * A plan as a reader wants it before anything runs: what each command will show and of which variables, each with where its values come
 * from. Kept apart from compiling, which needs none of it.
 */
import type { Measure, Position } from '@sund/model'
import { columnsOfExpression, columnsOfSpec, inputsOf } from './prune.js'
import type { Column, Plan, Relation, ShowSpec } from './types.js'

/** A variable of a register behind a column. */
export interface Origin {
  register: string
  version: string
  holder: string
  variable: string
}

/** A column that a command reads. */
export interface Read {
  column: Column
  /** Every variable of a register that its values depend on. */
  origins: Origin[]
}

/** A command that will show something. */
export interface Outline {
  /** Place of its result among the script's results, from 0. */
  index: number
  command: string
  position: Position
  dataset: string | null
  /** All registers behind it are PUBLIC. */
  public: boolean
  what: {
    kind: 'table' | 'summary' | 'model' | 'survival'
    figure: boolean
    measures: readonly Measure[]
    rho?: number
  }
  reads: Read[]
}

/** What each command of a plan will show, in script order; textblocks are left out. */
export function outline({ bindings, steps }: Plan): Outline[] {
  const holders = new Map(bindings.map(({ register, holder }) => [register, holder]))
  const relations = new Map<string, Relation>()
  const lineage = new Map<string, Lineage>()
  return steps.flatMap((step): Outline[] => {
    if (step.do === 'relation') {
      relations.set(step.relation.id, step.relation)
      lineage.set(step.relation.id, lineageOf(step.relation, lineage, holders))
      return []
    }
    const { index, command, position, dataset, what } = step.show
    const relation = what.kind === 'statistic' ? relations.get(what.relation) : undefined
    if (what.kind === 'text' || relation === undefined) return []
    const names = new Set([...columnsOfSpec(what.spec), ...columnsOfExpression(what.condition)])
    const of = lineage.get(relation.id)
    const reads = relation.columns
      .filter(({ name }) => names.has(name))
      .map((column) => ({ column, origins: [...(of?.get(column.name)?.values() ?? [])] }))
    return [{ index, command, position, dataset, public: relation.public, what: shownAs(what.spec), reads }]
  })
}

/** Origins of each column by a name of their own. */
type Lineage = ReadonlyMap<string, ReadonlyMap<string, Origin>>

function lineageOf(
  relation: Relation,
  known: ReadonlyMap<string, Lineage>,
  holders: ReadonlyMap<string, string>,
): Lineage {
  const inputs = inputsOf(relation).map(
    (id) => known.get(id) ?? new Map<string, ReadonlyMap<string, Origin>>(),
  )
  /** What these columns of any input come from; `of` null: all of them. */
  const from = (...names: (string | null)[]) =>
    new Map(
      inputs.flatMap((input) => names.flatMap((name) => [...(name === null ? [] : (input.get(name) ?? []))])),
    )
  const all = () => new Map(inputs.flatMap((input) => [...input.values()].flatMap((origins) => [...origins])))
  const made = new Map<string, () => ReadonlyMap<string, Origin>>()
  switch (relation.op) {
    case 'scan':
      for (const { as, read } of relation.read) {
        if (read.what !== 'variable' && read.what !== 'link') continue
        const { register, version } = relation
        const origin = {
          register,
          version,
          holder: holders.get(register) ?? relation.place,
          variable: read.name,
        }
        made.set(as, () => new Map([[JSON.stringify([register, version, read.name]), origin]]))
      }
      break
    case 'extend':
      made.set(relation.name, () =>
        from(
          ...columnsOfExpression(relation.value),
          ...columnsOfExpression(relation.condition),
          relation.condition ? relation.name : null,
        ),
      )
      break
    case 'join':
    case 'select':
      for (const { column, as } of relation.take) made.set(as, () => from(column))
      break
    case 'collapse':
    case 'window':
      for (const { column, as } of relation.aggregates) made.set(as, () => from(column, ...relation.by))
      break
  }
  return new Map(
    relation.columns.map(({ name }) => {
      const own = made.get(name)
      if (own) return [name, own()]
      const inherited = inputs.some((input) => input.has(name))
      return [name, inherited ? from(name) : all()]
    }),
  )
}

const SHOWN: Partial<Record<ShowSpec['show'], Outline['what']['kind']>> = {
  tabulate: 'table',
  barchart: 'table',
  histogram: 'table',
  summarize: 'summary',
  'kaplan-meier': 'survival',
}

function shownAs(spec: ShowSpec): Outline['what'] {
  if (spec.show === 'bounded') {
    const { form, rho } = spec
    const figure = form.as === 'barchart' || form.as === 'histogram'
    return { kind: form.as === 'summary' ? 'summary' : 'table', figure, measures: [], rho }
  }
  const kind = SHOWN[spec.show] ?? 'model'
  const figure = spec.show === 'barchart' || spec.show === 'histogram'
  if (spec.show === 'tabulate') return { kind, figure, measures: spec.measure?.show ?? [] }
  if (spec.show === 'barchart' && spec.statistic !== 'count')
    return { kind, figure, measures: [spec.statistic] }
  return { kind, figure, measures: [] }
}
