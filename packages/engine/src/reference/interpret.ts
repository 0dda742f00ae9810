/**
 * A whole plan over rows in memory: the steps in order, a statistic for each show, before any protection. The oracle that
 * the SQL path is held against.
 */
import { OPEN_POLICY, type Statistic, type ValueRules, valueRules } from '@sund/model'
import type { Column, Expression, Join, Match, Plan, Predict, Relation, Scan } from '../plan/types.js'
import { AGGREGATES } from './aggregates.js'
import * as cohorts from './cohorts.js'
import type { Dataset, StoredTable } from './data.js'
import { meets } from './expressions.js'
import { RULES } from './functions.js'
import { predict } from './predict.js'
import * as relations from './relations.js'
import { compute, hasReference, nameOf } from './statistics/compute.js'

export interface Interpreted {
  /** Place among the script's results. */
  index: number
  /** Throws a `Failure` where the statistic does not exist for these rows. */
  statistic(): Statistic
}

/**
 * What a plan shows. Statistics are of values as the rules ask for unless their relation is public.
 *
 * @throws Failure as a run does: a text that is no number, a merge that would multiply rows.
 */
export function interpret(
  plan: Pick<Plan, 'steps'>,
  tables: readonly StoredTable[],
  values: ValueRules = valueRules(OPEN_POLICY),
): Interpreted[] {
  const made = new Map<string, relations.Input>()
  const shown: Interpreted[] = []
  for (const step of plan.steps) {
    if (step.do === 'relation') {
      const inputs = inputNames(step.relation).map((id) => made.get(id) as relations.Input)
      made.set(step.relation.id, {
        relation: step.relation,
        rows: rowsOf(step.relation, inputs, { tables, values }).rows,
        columns: columnsOf(step.relation, inputs),
      })
      continue
    }
    const { index, position, what } = step.show
    if (what.kind === 'text') continue
    const { relation, rows, columns } = made.get(what.relation) as relations.Input
    const { condition, spec } = what
    const population = {
      rows: condition ? rows.filter((row) => meets(condition, row, position)) : rows,
      columns,
      public: relation.public,
      ...values,
      position,
    }
    shown.push({ index, statistic: () => compute(population, spec) })
  }
  return shown
}

/** The relations that a relation reads, in the order of their fields. */
function inputNames(relation: Relation): string[] {
  const { left, right, cases, input, inputs } = relation as Partial<
    Record<'left' | 'right' | 'cases' | 'input', string>
  > & { inputs?: string[] }
  return [left, right, cases, input, ...(inputs ?? [])].filter((name) => name !== undefined)
}

interface Around {
  tables: readonly StoredTable[]
  values: ValueRules
}
type Operation = (relation: never, inputs: readonly relations.Input[], around: Around) => relations.Made
/** A relation of one input. */
const one =
  <R>(of: (relation: R, input: relations.Input) => relations.Made) =>
  (relation: R, inputs: readonly relations.Input[]) =>
    of(relation, inputs[0] as relations.Input)

const OPERATIONS: Readonly<Record<string, Operation>> = {
  scan: (relation: Scan, _, { tables }) => relations.scan(relation, tables),
  join: (relation: Join, inputs) =>
    relations.join(relation, inputs as readonly [relations.Input, relations.Input]),
  stack: (relation: never, inputs) => relations.stack(relation, ...inputs),
  extend: one(relations.extend),
  filter: one(relations.filter),
  select: one(relations.select),
  collapse: one(relations.collapse),
  window: one(relations.window),
  sample: one(relations.sample),
  quantile: one(relations.quantile),
  match: (relation: Match, inputs) =>
    cohorts.match(relation, inputs as readonly [relations.Input, relations.Input]),
  episodes: one(cohorts.episodes),
  predict: (relation: Predict, inputs, { values }) => predict(relation, inputs[0] as relations.Input, values),
}

/** What a plan uses that the reference does not have, by name; `received` is never part of a whole plan. */
export function lacking(plan: Pick<Plan, 'steps'>): string[] {
  const names = plan.steps.flatMap((step): (string | false)[] => {
    if (step.do === 'show') {
      const { what } = step.show
      if (what.kind === 'text') return []
      return [!hasReference(what.spec) && nameOf(what.spec), ...callsLacking(what.condition)]
    }
    const { relation } = step
    const expressions = [
      'value' in relation ? relation.value : null,
      'condition' in relation ? relation.condition : null,
    ]
    const aggregates = 'aggregates' in relation ? relation.aggregates : []
    return [
      !(relation.op in OPERATIONS) && relation.op,
      relation.op === 'predict' && !hasReference(relation.spec) && nameOf(relation.spec),
      ...aggregates.map(({ statistic }) => !(statistic in AGGREGATES) && statistic),
      ...expressions.flatMap(callsLacking),
    ]
  })
  return [...new Set(names.filter((name) => name !== false))]
}

function callsLacking(expression: Expression | null): string[] {
  if (expression?.kind !== 'call') return []
  const own = expression.call in RULES ? [] : [expression.call]
  return [...own, ...expression.arguments.flatMap(callsLacking)]
}

function rowsOf(relation: Relation, inputs: readonly relations.Input[], around: Around): relations.Made {
  const operation = OPERATIONS[relation.op]
  if (!operation) throw new Error(`the reference has no ${relation.op}`)
  return operation(relation as never, inputs, around)
}

/** What is known of columns: as the relation says, else as its inputs do. */
function columnsOf(relation: Relation, inputs: readonly Dataset[]): ReadonlyMap<string, Column> {
  const before = inputs.flatMap(({ columns }) => [...columns.values()])
  return new Map([...before, ...relation.columns].map((column) => [column.name, column]))
}
