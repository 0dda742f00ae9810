/**
 * Which sums and means are withheld: those that one or two people make up (T3), those of people who nearly all have the same value (T4),
 * and as few others as it takes that no sum gives one of them back. Apart from the rules, which judge one group at a time, and from the
 * results, which hold such groups as cells, as rows or as coefficients.
 */
import { isOff, type Measure, type Policy, type RuleId, type Summed } from '@sund/model'
import { cellNumber, cubeOfGroups, makeCube } from '../rules/t2-threshold/cube.js'
import { type Guard, type SolverSource, suppress } from '../rules/t2-threshold/suppress.js'
import { dominanceWidth, isDominated } from '../rules/t3-dominance/rule.js'
import { isShared, sharedWidth } from '../rules/t4-same-value/rule.js'

/** Measures that are a sum of values, or follow from one. */
export const SUMS: ReadonlySet<Measure> = new Set<Measure>(['sum', 'mean', 'sd', 'std', 'gini'])

/** A group of people whose values are summed. */
export interface Summand {
  at: readonly (number | null)[]
  /** People with a value. */
  units: number
  /** Null where L1 withholds it: nothing of its values may decide what else is withheld. */
  summed: Summed | null
}

/** The solver is given sums on a scale on which the protection that is needed is this wide. */
const WIDTH = 100
/** On that scale, a sum of nothing, or of what is not to be known: it has a place in the table though nothing could be taken from it. */
const NOTHING = 1e-3

/**
 * The groups whose sum, mean and spread are withheld, each with the rule that does it. Where margins are shown they are groups as well; else
 * they are taken as known from elsewhere. Protected from adding and subtracting for values that nobody has below zero: a reader who takes all
 * other sums as known cannot narrow a withheld one down further than its rule asks.
 */
export async function hiddenSums<S extends Summand>(
  sizes: readonly number[],
  groups: readonly S[],
  policy: Policy,
  solver: SolverSource,
  guard: Pick<Guard, 'marginsShown'>,
): Promise<ReadonlyMap<S, RuleId>> {
  const unknown = groups.filter(({ units, summed }) => units > 0 && summed === null)
  const filled = groups.flatMap((group) =>
    group.units > 0 && group.summed !== null
      ? [{ group, at: group.at, units: group.units, summed: group.summed }]
      : [],
  )
  const hidden = new Map(
    filled.flatMap(({ group, summed }) => {
      const rule = ruleAgainst(summed, policy)
      return rule === null ? [] : [[group, rule] as const]
    }),
  )
  if (hidden.size === 0 || sizes.length === 0) return hidden
  const reason = [...hidden.values()].includes('T3') ? 'T3' : 'T4'
  const whole = () => new Map(filled.map(({ group }) => [group, hidden.get(group) ?? reason]))
  const totals = filled.map(({ summed }) => summed.contributions?.total)
  if (totals.includes(undefined)) return whole()
  const known = filled.map((one, place) => ({ ...one, total: totals[place] as number }))
  const typical = Math.max(...known.map(({ total, units }) => total / units))
  const needed = Math.max(
    ...known.map(({ group, summed }) => (hidden.has(group) ? widthOf(summed, typical, policy) : 0)),
  )
  if (!(needed > 0)) return whole()
  const cells = [
    ...known.map(({ at, total }) => ({ at, units: Math.max(NOTHING, (total * WIDTH) / needed) })),
    ...unknown.map(({ at }) => ({ at, units: NOTHING })),
  ]
  const cube = makeCube(
    sizes,
    guard.marginsShown ? cells : cubeOfGroups(sizes, cells as { at: number[]; units: number }[]),
  )
  const primary = new Set([...hidden.keys()].map(({ at }) => cellNumber(cube, at)))
  // Whoever was told how many people are in a cell was not thereby told their sum: the cells in question are protected all the same.
  const { secondary } = await suppress(cube, { ...guard, least: 0, threshold: WIDTH, primary }, solver)
  for (const { group } of filled)
    if (!hidden.has(group) && secondary.has(cellNumber(cube, group.at))) hidden.set(group, reason)
  return hidden
}

/** The rule against showing a sum by itself. What a sum rests on is always told of data that are not public: where it is not, nothing is shown. */
function ruleAgainst({ contributions, others }: Summed, policy: Policy): 'T3' | 'T4' | null {
  if (contributions === undefined && !isOff(policy, 'T3')) return 'T3'
  // Where all but a few share a value, whether these few are dominant depends on them.
  if (isShared(others ?? 0, policy)) return 'T4'
  return contributions !== undefined && isDominated(contributions, policy) ? 'T3' : null
}

const widthOf = ({ contributions }: Summed, typical: number, policy: Policy): number =>
  contributions === undefined
    ? 0
    : Math.max(dominanceWidth(contributions, policy), sharedWidth(contributions, typical, policy))
