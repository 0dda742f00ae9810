/**
 * What one result of a plan rests on: the variables that decide what it shows or whom it counts, and the question that it answers, whatever
 * the script calls things. For quotas, which count by both; apart from the outline, which tells a reader where the values that a
 * command reads come from.
 */
import { canonicalJson, type Sensitivity } from '@sund/model'
import { prune } from './prune.js'
import type { Plan, Scan, Step } from './types.js'

/** A variable of a register as a result uses it. */
export interface UsedVariable {
  register: string
  version: string
  variable: string
  sensitivity: Sensitivity
}

export interface ResultUses {
  variables: UsedVariable[]
  /** Equal for two results when they ask the same of the same versions in the same way, under whatever names of datasets. */
  question: string
}

/**
 * What the result `index` of `plan` uses: every variable that is read for it after what it does not need is left out, and every variable without a
 * value of which a person is not in one of its datasets. Nothing where the plan has no such result, or it is a text.
 */
export function usesOf(plan: Plan, index: number): ResultUses {
  const own = plan.steps.filter((step) => step.do === 'relation' || step.show.index === index)
  const { steps } = prune({ ...plan, steps: own })
  const made = new Map(scansOf(plan.steps).map((scan) => [scan.id, scan]))
  const variables = new Map<string, UsedVariable>()
  for (const scan of scansOf(steps)) {
    const { register, version, present } = scan
    const read = scan.read.flatMap(({ read }) => (read.what === 'variable' ? [read.name] : []))
    for (const variable of [...read, ...present])
      variables.set(JSON.stringify([register, version, variable]), {
        register,
        version,
        variable,
        sensitivity: sensitivityOf(made.get(scan.id) ?? scan, variable),
      })
  }
  return { variables: [...variables.values()], question: questionOf(steps) }
}

const scansOf = (steps: readonly Step[]): Scan[] =>
  steps.flatMap((step) => (step.do === 'relation' && step.relation.op === 'scan' ? [step.relation] : []))

/** As the scan's column says, before columns were left out; of what has none the strictest. */
function sensitivityOf({ read, columns }: Scan, variable: string): Sensitivity {
  const as = read.find(({ read: what }) => what.what === 'variable' && what.name === variable)?.as
  return columns.find(({ name }) => name === as)?.sensitivity ?? 'PERSON_SPECIAL'
}

/** Where a relation is named. */
const NAMES: ReadonlySet<string> = new Set(['id', 'input', 'inputs', 'left', 'right', 'cases', 'relation'])
/** What says where in the script something stands, and nothing of what it is. */
const PLACES: ReadonlySet<string> = new Set(['position', 'command', 'dataset'])

/** The steps as text, relations numbered in order, without anything that only tells where they stand in a script. */
export function questionOf(steps: readonly Step[]): string {
  const ids = new Map(
    steps.flatMap((step) => (step.do === 'relation' ? [step.relation.id] : [])).map((id, at) => [id, at]),
  )
  const renamed = (value: unknown): unknown =>
    typeof value === 'string' ? (ids.get(value) ?? value) : Array.isArray(value) ? value.map(renamed) : value
  const bare = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(bare)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, member]) =>
        PLACES.has(key) ? [] : [[key, NAMES.has(key) ? bare(renamed(member)) : bare(member)]],
      ),
    )
  }
  return canonicalJson(
    bare(steps.map((step) => (step.do === 'show' ? { what: step.show.what } : step.relation))),
  )
}
