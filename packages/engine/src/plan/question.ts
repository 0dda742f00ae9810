/**
 * What a command of a plan asks, whoever asks it and wherever it stands in a script: so that the same question can be known again (rules D1 and L3).
 */
import { canonicalJson } from '@sund/model'
import { inputsOf, prune } from './prune.js'
import type { Plan, Relation } from './types.js'

export interface Question {
  /** The same text for the same relations of the same register versions, condition and statistic. */
  text: string
  /** What the answer costs, where it is one with differential privacy. */
  rho: number | null
  /** Registers behind it that are not all PUBLIC, each once. */
  registers: string[]
}

/** The question behind the result `index` of a plan; null for a text and for what the plan does not show. */
export function questionOf(plan: Plan, index: number): Question | null {
  const { relations, steps } = prune(plan)
  const show = steps.flatMap((step) =>
    step.do === 'show' && step.show.index === index ? [step.show] : [],
  )[0]
  if (show === undefined || show.what.kind === 'text') return null
  /** Numbered as they are first met, since names of relations follow their place in the script. */
  const numbers = new Map<string, number>()
  const described: unknown[] = []
  const registers = new Set<string>()
  const visit = (id: string): number => {
    const known = numbers.get(id)
    if (known !== undefined) return known
    const relation = relations.get(id) as Relation
    const inputs = inputsOf(relation).map(visit)
    if (relation.op === 'scan' && !relation.public) registers.add(relation.register)
    const { id: _, position, command, place, ...rest } = relation
    const named = Object.fromEntries(
      Object.entries(rest).filter(([key]) => !['input', 'inputs', 'left', 'right', 'cases'].includes(key)),
    )
    const number = numbers.size
    numbers.set(id, number)
    described.push({ ...named, reads: inputs })
    return number
  }
  const of = visit(show.what.relation)
  const { condition, spec } = show.what
  return {
    text: canonicalJson([described, of, condition, spec]),
    rho: spec.show === 'bounded' ? spec.rho : null,
    registers: [...registers].sort(),
  }
}
