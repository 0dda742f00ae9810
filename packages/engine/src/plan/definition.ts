/**
 * Who is meant by the groups of a result: the same for two results whose groups are made in the same way of the same data, whatever is measured
 * of them. For the release ledger, which tells a group that is the same by chance from one that is meant to be. Apart from the question, which is all that
 * a result asks. Nothing but the plan decides: no data, so that nothing secret can make two definitions the same.
 */
import { createHash } from 'node:crypto'
import type { Definition } from '@sund/model'
import { columnsOfExpression, columnsOfSpec, prune } from './prune.js'
import type { Call, Expression, Plan, Relation, Show, ShowSpec, Step } from './types.js'
import { questionOf } from './uses.js'

type Statistic = Extract<Show['what'], { kind: 'statistic' }>

/** Of the statistic `index` of `plan`; null where it has none of that number. */
export function definitionOf(plan: Plan, index: number): Definition | null {
  const before = plan.steps.findIndex((step) => step.do === 'show' && step.show.index === index)
  const step = plan.steps[before]
  if (step?.do !== 'show' || step.show.what.kind !== 'statistic') return null
  const { show } = step
  const { what } = step.show
  const { made, relation } = withoutHistories(relationsOf(plan.steps.slice(0, before)), what)
  /** What makes the rows in which columns have what they have: the spec stands for any that reads these and nothing else. */
  const making = (columns: string[], condition: Statistic['condition']): Step[] => {
    const spec = { show: 'normaltest' as const, columns }
    const counted: Step = { do: 'show', show: { ...show, what: { ...what, relation, condition, spec } } }
    const steps = made.map((relation): Step => ({ do: 'relation', relation }))
    return prune({ ...plan, steps: [...steps, counted] }).steps
  }
  const counting = (columns: string[], condition: Statistic['condition']) =>
    hashOf(making(columns, condition))
  const people = making([], what.condition)
  const columns = columnsOfSpec(what.spec).map((name) => [name, counting([name], null)])
  return { who: people.some(chooses) ? hashOf(people) : EVERYONE, columns: Object.fromEntries(columns) }
}

/** Whoever a register has: nobody chose among them, so that those whom two scripts bring in are the same by the same definition. */
const EVERYONE = 'everyone'

/** What columns are called to readers, and what their codes are called, makes nobody another. */
const hashOf = (steps: readonly Step[]): string => {
  const bare = steps.map(
    (step): Step =>
      step.do === 'relation' ? { do: 'relation', relation: { ...step.relation, columns: [] } } : step,
  )
  return createHash('sha256').update(questionOf(bare)).digest('base64')
}

const relationsOf = (steps: readonly Step[]): Relation[] =>
  steps.flatMap((step) => (step.do === 'relation' ? [step.relation] : []))

/** Whether a step chooses people by a condition, a date or a lot. */
function chooses(step: Step): boolean {
  if (step.do === 'show') return step.show.what.kind === 'statistic' && step.show.what.condition !== null
  const { relation } = step
  if (relation.op === 'scan') return relation.when.kind !== 'fixed'
  return relation.op === 'filter' || relation.op === 'sample' || relation.op === 'match'
}

/**
 * The relations of a statistic without the histories of events beside its people that decide nothing of who is in it: a person without events keeps
 * a row, and one with many is one person. A history stays where a condition, a group or what may be missing is made of it, and wherever something
 * counts rows. Time at risk cut by such a history goes with it. `relation` stands for what the statistic reads.
 */
function withoutHistories(
  made: readonly Relation[],
  { relation, condition, spec }: Statistic,
): { made: Relation[]; relation: string } {
  const relations = new Map(made.map((one) => [one.id, one]))
  const instead: Relation[] = []
  const put = (one: Relation): string => {
    instead.push({ ...one, id: `${one.id} of people` })
    return `${one.id} of people`
  }
  const isTotal = totalIn(relations)
  /** `values`: columns whose values choose; `present`: columns that must have one. */
  const leading = (id: string, values: ReadonlySet<string>, present: ReadonlySet<string>): string => {
    const one = relations.get(id)
    const needs = (name: string) => values.has(name) || present.has(name)
    switch (one?.op) {
      case 'filter': {
        const read = new Set([...values, ...columnsOfExpression(one.condition)])
        return put({ ...one, input: leading(one.input, read, present) })
      }
      case 'extend': {
        const { name, input } = one
        if (!needs(name)) return leading(input, values, present)
        const own = [...columnsOfExpression(one.value), ...columnsOfExpression(one.condition)]
        const others = (names: ReadonlySet<string>) => [...names].filter((other) => other !== name)
        const read = new Set([...others(values), ...own, ...(one.condition ? [name] : [])])
        return put({ ...one, input: leading(input, read, new Set(others(present))) })
      }
      case 'select': {
        const taken = one.take.filter(({ as }) => needs(as))
        const from = (names: ReadonlySet<string>) =>
          new Set(taken.filter(({ as }) => names.has(as)).map(({ column }) => column))
        const input = leading(one.input, from(values), from(present))
        return taken.every(({ column, as }) => column === as) ? input : put({ ...one, input })
      }
      case 'join': {
        if (one.kind !== 'left') return id
        const taken = new Set(one.take.map(({ as }) => as))
        if (![...taken].some(needs)) return leading(one.left, values, present)
        const keys = [...one.on.map(({ left }) => left), ...(one.within ? [one.within.index] : [])]
        const read = new Set([...[...values].filter((name) => !taken.has(name)), ...keys])
        const rest = new Set([...present].filter((name) => !taken.has(name)))
        return put({ ...one, left: leading(one.left, read, rest) })
      }
      case 'episodes': {
        if (values.size > 0 || one.varying.some(needs)) return id
        const cut = new Set([one.entry, one.time, one.event])
        const read = [...present].flatMap((name) =>
          cut.has(name) ? [one.index, one.exit, one.event] : [name],
        )
        return leading(one.input, values, new Set(read))
      }
      default:
        return id
    }
  }
  const measured = measuredBy(spec)
  const grouping = columnsOfSpec(spec).filter((name) => !measured.has(name))
  const present = [...measured].filter((name) => !isTotal(relation, name))
  const stands = leading(
    relation,
    new Set([...grouping, ...columnsOfExpression(condition)]),
    new Set(present),
  )
  return { made: [...made, ...instead], relation: stands }
}

/** Columns of a statistic that make no groups: a row is left out where one of them has no value, and that is all they decide. */
function measuredBy(spec: ShowSpec): ReadonlySet<string> {
  if (spec.show === 'kaplan-meier') return new Set([spec.event, spec.time])
  if (spec.show !== 'model') return new Set()
  const by = 'by' in spec ? spec.by : null
  return new Set(columnsOfSpec(spec).filter((name) => name !== by))
}

/** Calls that have a value whenever their arguments have, and those that always have one. */
const TOTAL: ReadonlySet<Call> = new Set<Call>(['==', '!=', '<', '<=', '>', '>=', '&', '|', '!', 'if'])
const ALWAYS: ReadonlySet<Call> = new Set<Call>(['sysmiss', 'rowmissing', 'rowvalid'])

/** Whether a column has a value in every row, by how it is made and whatever the data. */
function totalIn(relations: ReadonlyMap<string, Relation>): (id: string, name: string) => boolean {
  const expression = (of: Expression, input: string): boolean => {
    if (of.kind === 'literal') return of.value !== null
    if (of.kind === 'column') return column(input, of.name)
    return ALWAYS.has(of.call) || (TOTAL.has(of.call) && of.arguments.every((own) => expression(own, input)))
  }
  const column = (id: string, name: string): boolean => {
    const one = relations.get(id)
    switch (one?.op) {
      case 'filter':
        return column(one.input, name)
      case 'select':
        return one.take.some((taken) => taken.as === name && column(one.input, taken.column))
      case 'extend':
        if (one.name !== name) return column(one.input, name)
        return expression(one.value, one.input) && (one.condition === null || column(one.input, name))
      case 'join':
        return one.take.every(({ as }) => as !== name) && one.kind === 'left' && column(one.left, name)
      default:
        return false
    }
  }
  return column
}
