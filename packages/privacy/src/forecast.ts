/**
 * What may be told of a result before it is run. Apart from `protect` because it says less: the class of the population instead of
 * anything about it, and of a table only what its release would withhold.
 */
import {
  Forecast,
  fail,
  type Measure,
  type Policy,
  type PopulationClass,
  type Protection,
  type RecordSet,
  type RuleId,
  type Shown,
  type Statistic,
} from '@sund/model'
import { protect } from './protect.js'
import { type Released, seal } from './release.js'
import { RULE_BOOK } from './rules/book.js'
import { largeEnough } from './rules/p1-population/rule.js'
import { movedUnits } from './rules/t5-count-noise/noise.js'

/** Each class ends where it is this many times as large as it began. */
const CLASS_WIDTH = 10

/**
 * The class that a population is told to be in: under the least population of P1, or between it times a power of ten and the next. The
 * count is moved by T5 before it is classed, so near the end of a class one person more or less does not decide; the move depends on
 * who is counted alone, so asking again gives the same class. Whether P1 refuses is exact, as its notice is.
 */
export function populationClass(population: RecordSet, policy: Policy): PopulationClass {
  const least = policy.minimumPopulation
  if (!largeEnough(population, policy)) return { atLeast: 0, below: least }
  const moved = Math.max(least, movedUnits(population, policy))
  let atLeast = least
  while (moved >= atLeast * CLASS_WIDTH) atLeast *= CLASS_WIDTH
  return { atLeast, below: atLeast * CLASS_WIDTH }
}

/**
 * What a run would do to a result, made from what a run would release and nothing else: the class of its population and, where
 * `compute` is given, what would be withheld of it. Deterministic, as `protect` is.
 */
export async function foresee(
  shown: Shown,
  compute: (() => Promise<Statistic>) | null,
  policy: Policy,
): Promise<Released<Forecast>> {
  const { index, position } = shown
  const refused = !shown.public && !largeEnough(shown.population, policy)
  const value = compute && !refused ? (await protect(shown, compute, policy, null)).result.value : null
  return seal<Forecast>({
    index,
    position,
    population: shown.public ? null : populationClass(shown.population, policy),
    refused,
    withheld: shown.public ? [] : value && [...value.withheld],
  })
}

/** A forecast that a room or a holder made and sent, whose signature was verified: refused where it is anything else. */
export function acceptForecast(json: unknown): Released<Forecast> {
  const parsed = Forecast.safeParse(json)
  if (!parsed.success)
    return fail(
      'permission.signature',
      'A party of the network sent a forecast in a form that is not agreed.',
      'Check that hub, holders and rooms run the same release of Sund.',
    )
  return seal(parsed.data)
}

/** What is going to be shown, as far as the rules care. */
export interface Coming {
  kind: Exclude<Statistic['kind'], 'figure'>
  /** Drawn as a figure. */
  figure: boolean
  /** What is measured of a variable in each cell. */
  measures: readonly Measure[]
  /** What it costs, where it is asked for with differential privacy. */
  rho?: number
}

const OF_KIND: Record<Coming['kind'], readonly RuleId[]> = {
  table: ['P1', 'T1', 'T2', 'T5'],
  summary: ['P1', 'T2', 'T3', 'T4', 'T5', 'P3', 'S1'],
  model: ['P1', 'P3', 'M1', 'M2'],
  survival: ['P1', 'T2', 'T5', 'V1'],
  rates: ['P1', 'T2', 'T5', 'P3', 'V1'],
  correlation: ['P1', 'P3', 'M1', 'T5'],
}
/** Of a sum, and of what rests on one. */
const OF_SUMS = ['P3', 'T3', 'T4'] as const
const OF_MEASURE: Partial<Record<Measure, readonly RuleId[]>> = {
  mean: OF_SUMS,
  sd: OF_SUMS,
  std: OF_SUMS,
  sum: OF_SUMS,
  gini: OF_SUMS,
  median: ['S1'],
  p25: ['S1'],
  p75: ['S1'],
  iqr: ['S1'],
  min: ['S2'],
  max: ['S2'],
}

/** The rules that will shape a result of registers that are not all `PUBLIC`, with their numbers and in words. */
export function rulesAhead({ kind, figure, measures, rho }: Coming, policy: Policy): Protection[] {
  const noisy: readonly RuleId[] = ['P1', 'D1']
  const plain = [
    ...OF_KIND[kind],
    'L1' as const,
    'L2' as const,
    ...measures.flatMap((measure) => OF_MEASURE[measure] ?? []),
    ...(figure ? ['G1' as const] : []),
  ]
  const weighs = kind === 'model' || kind === 'correlation'
  return [...new Set(rho === undefined ? plain : noisy)].map((id) => {
    const rule = RULE_BOOK[id]
    return {
      rule: id,
      parameters: rule.parameters(policy),
      statement: ((weighs ? rule.inModels : rule.ahead) ?? rule.ahead ?? rule.statement)(policy),
    }
  })
}
