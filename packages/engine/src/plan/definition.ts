/**
 * Who is meant by the groups of a result: the same for two results whose groups are made in the same way of the same data, whatever is measured
 * of them. For the release ledger, which tells a group that is the same by chance from one that is meant to be. Apart from the question, which is all that
 * a result asks.
 */
import { createHash } from 'node:crypto'
import type { Definition } from '@sund/model'
import { columnsOfSpec, prune } from './prune.js'
import type { Plan, Show, Step } from './types.js'
import { questionOf } from './uses.js'

type Statistic = Extract<Show['what'], { kind: 'statistic' }>

/** Of the statistic `index` of `plan`; null where it has none of that number. */
export function definitionOf(plan: Plan, index: number): Definition | null {
  const before = plan.steps.findIndex((step) => step.do === 'show' && step.show.index === index)
  const step = plan.steps[before]
  if (step?.do !== 'show' || step.show.what.kind !== 'statistic') return null
  const { show } = step
  const { what } = step.show
  const made = plan.steps.slice(0, before).filter(({ do: does }) => does === 'relation')
  /** What makes the rows in which columns have what they have: the spec stands for any that reads these and nothing else. */
  const making = (columns: string[], condition: Statistic['condition']): Step[] => {
    const spec = { show: 'normaltest' as const, columns }
    const counted: Step = { do: 'show', show: { ...show, what: { ...what, condition, spec } } }
    return prune({ ...plan, steps: [...made, counted] }).steps
  }
  const hashOf = (steps: Step[]) => createHash('sha256').update(questionOf(steps)).digest('base64')
  const counting = (columns: string[], condition: Statistic['condition']) =>
    hashOf(making(columns, condition))
  const people = making([], what.condition)
  const columns = columnsOfSpec(what.spec).map((name) => [name, counting([name], null)])
  return { who: people.some(chooses) ? hashOf(people) : EVERYONE, columns: Object.fromEntries(columns) }
}

/** Whoever a register has: nobody chose among them, so that those whom two scripts bring in are the same by the same definition. */
const EVERYONE = 'everyone'

/** Whether a step chooses people by a condition, a date or a lot. */
function chooses(step: Step): boolean {
  if (step.do === 'show') return step.show.what.kind === 'statistic' && step.show.what.condition !== null
  const { relation } = step
  if (relation.op === 'scan') return relation.when.kind !== 'fixed'
  return relation.op === 'filter' || relation.op === 'sample' || relation.op === 'match'
}
