/**
 * The numbers of the disclosure rules, as versioned data. A holder may be stricter, never looser; which rule does
 * what with them is `privacy`'s business. Rule identifiers are those of the rule book (docs/protection.md).
 */
import { z } from 'zod'

export const RULES = [
  'P1',
  'P2',
  'P3',
  'T1',
  'T2',
  'T3',
  'T4',
  'T5',
  'S1',
  'S2',
  'M1',
  'M2',
  'M3',
  'V1',
  'G1',
  'L1',
  'L2',
  'L3',
  'D1',
] as const
export const RuleId = z.enum(RULES)
export type RuleId = z.infer<typeof RuleId>

export const Policy = z.object({
  version: z.string(),
  /** P1: least number of units in a dataset from which anything is shown. */
  minimumPopulation: z.int().positive(),
  /** P2: an edit touches, and leaves untouched, none or at least this many units. */
  minimumEdit: z.int().positive(),
  /** P3: quantiles at which continuous values are winsorised before summaries and plots. */
  winsorise: z.tuple([z.number(), z.number()]),
  /**
   * P3: in models and correlations values further from the median than `reach` times the distance of the farthest person but `units` − 1 lie at
   * that distance.
   */
  outlying: z.object({ units: z.int().nonnegative(), reach: z.number().min(1) }),
  /** T2: least number of units in a cell that is shown. */
  cellThreshold: z.int().positive(),
  /**
   * T5: bound D and variance V of the count noise; `js`: so many counts above the threshold of T2 are never told; `stay`: how likely a count
   * stays as it is, at least.
   */
  noise: z
    .object({
      bound: z.int().nonnegative(),
      variance: z.number().nonnegative(),
      js: z.int().nonnegative().optional(),
      stay: z.number().min(0).lt(1).optional(),
    })
    .refine(({ bound, js = 0 }) => js <= bound, { path: ['js'], error: 'js is at most the bound' }),
  /** S1: significant digits of a percentile, and least number of units on each side of it. */
  percentile: z.object({ digits: z.int().positive(), units: z.int().nonnegative() }),
  /** M1: least residual degrees of freedom, most parameters per unit, least units at each level of a factor. */
  model: z.object({ degreesOfFreedom: z.int(), parametersPerUnit: z.number(), levelUnits: z.int() }),
  /** V1: least number at risk, and least number of events merged into one step of a curve. */
  survival: z.object({ atRisk: z.int(), events: z.int() }),
  /** T1: a table is withheld whole when more than `share` of its cells that are not empty have fewer than `units` units. */
  sparse: z.object({ units: z.int().nonnegative(), share: z.number().min(0).max(1) }),
  /** T3: the share of a sum that its two largest contributors stay under, and the least that all others have of the largest one's. */
  dominance: z.object({ two: z.number().min(0).max(1), others: z.number().nonnegative() }),
  /** T4: least number of contributors whose value is another than the one that the others share. */
  otherValues: z.int().nonnegative(),
  /** M2: least number of people that a coefficient rests on. */
  coefficientUnits: z.int().nonnegative(),
  /** L1: two sets that are told differ by none or at least this many units. */
  difference: z.int().positive(),
  /**
   * L2: most distinct results told to a person in a day, and of one sensitive variable; and `share`: most sets that are ever told to a circle of
   * populations of a size, for each person in one.
   */
  quota: z.object({
    results: z.int().positive(),
    sensitive: z.int().positive(),
    share: z.number().positive(),
  }),
  /** D1: zero-concentrated budget ρ of a purpose at a holder. */
  differential: z.object({ rho: z.number().positive() }),
  /**
   * Rules that are taken out, for tests and for demonstrations over made-up people; absent in every policy that protects anyone. A
   * holder refuses to apply one that has it to registers of living people.
   */
  off: z.array(RuleId).nonempty().optional(),
  /** Rules that a permit relaxed, and why; results say so. */
  relaxed: z.array(z.object({ rule: RuleId, reason: z.string() })).optional(),
})
export type Policy = z.infer<typeof Policy>

/** The strictest found among the systems in use: what holds for open terms. */
export const OPEN_POLICY: Policy = {
  version: 'open-2',
  minimumPopulation: 1000,
  minimumEdit: 10,
  winsorise: [0.01, 0.99],
  outlying: { units: 10, reach: 3 },
  cellThreshold: 10,
  noise: { bound: 5, variance: 3 },
  percentile: { digits: 3, units: 10 },
  model: { degreesOfFreedom: 10, parametersPerUnit: 0.33, levelUnits: 10 },
  survival: { atRisk: 10, events: 10 },
  sparse: { units: 5, share: 0.5 },
  dominance: { two: 0.9, others: 0.1 },
  otherValues: 10,
  coefficientUnits: 10,
  difference: 10,
  quota: { results: 100, sensitive: 30, share: 0.05 },
  differential: { rho: 0.5 },
}

/** True where the policy has the rule taken out. */
export const isOff = ({ off }: Pick<Policy, 'off'>, rule: RuleId): boolean => off?.includes(rule) ?? false

/** What rules ask of those who compute: what becomes of values that are not public before they are summed or drawn. */
export interface ValueRules {
  /** P3: quantiles at which they are winsorised. */
  readonly winsorise: readonly [number, number]
  /** P3: from where on values are drawn in before they are weighed. */
  readonly outlying: Policy['outlying']
  /** T2: a level of a variable that fewer people have is left out, as one that nobody has. */
  readonly leastLevel: number
  /** G1: what an axis of them ends at: a quantile with enough people beyond it, or the least and the greatest value. */
  readonly axisEnds: 'quantiles' | 'extremes'
}
export const valueRules = (policy: Policy): ValueRules => ({
  winsorise: policy.winsorise,
  outlying: policy.outlying,
  leastLevel: policy.cellThreshold,
  axisEnds: isOff(policy, 'G1') ? 'extremes' : 'quantiles',
})

/** The strictest of each number, so that whoever answers for some of the data is never overruled. A rule is out only where all have it out. */
export function strictest(first: Policy, ...others: readonly Policy[]): Policy {
  const all = [first, ...others]
  const most = (of: (policy: Policy) => number) => Math.max(...all.map(of))
  const least = (of: (policy: Policy) => number) => Math.min(...all.map(of))
  // What a permit relaxed stays relaxed only where all whose data are used accept it.
  const relaxed = (first.relaxed ?? []).filter(({ rule }) =>
    others.every((policy) => policy.relaxed?.some((one) => one.rule === rule)),
  )
  const [off, ...more] = RULES.filter((rule) => all.every((policy) => isOff(policy, rule)))
  return {
    version: [...new Set(all.map(({ version }) => version))].join('+'),
    minimumPopulation: most((policy) => policy.minimumPopulation),
    minimumEdit: most((policy) => policy.minimumEdit),
    winsorise: [most((policy) => policy.winsorise[0]), least((policy) => policy.winsorise[1])],
    outlying: {
      units: most((policy) => policy.outlying.units),
      reach: least((policy) => policy.outlying.reach),
    },
    cellThreshold: most((policy) => policy.cellThreshold),
    noise: strictestNoise(all.map(({ noise }) => noise)),
    percentile: {
      digits: least((policy) => policy.percentile.digits),
      units: most((policy) => policy.percentile.units),
    },
    model: {
      degreesOfFreedom: most((policy) => policy.model.degreesOfFreedom),
      parametersPerUnit: least((policy) => policy.model.parametersPerUnit),
      levelUnits: most((policy) => policy.model.levelUnits),
    },
    survival: {
      atRisk: most((policy) => policy.survival.atRisk),
      events: most((policy) => policy.survival.events),
    },
    sparse: { units: most((policy) => policy.sparse.units), share: least((policy) => policy.sparse.share) },
    dominance: {
      two: least((policy) => policy.dominance.two),
      others: most((policy) => policy.dominance.others),
    },
    otherValues: most((policy) => policy.otherValues),
    coefficientUnits: most((policy) => policy.coefficientUnits),
    difference: most((policy) => policy.difference),
    quota: {
      results: least((policy) => policy.quota.results),
      sensitive: least((policy) => policy.quota.sensitive),
      share: least((policy) => policy.quota.share),
    },
    differential: { rho: least((policy) => policy.differential.rho) },
    ...(off === undefined ? {} : { off: [off, ...more] }),
    ...(relaxed.length > 0 ? { relaxed } : {}),
  }
}

/** Noise of the greatest bound and variance; what makes counts stay holds only where all ask for it, and then the least of it. */
function strictestNoise(all: readonly Policy['noise'][]): Policy['noise'] {
  const js = Math.max(...all.map((noise) => noise.js ?? 0))
  const stay = Math.min(...all.map((noise) => noise.stay ?? 0))
  return {
    bound: Math.max(...all.map(({ bound }) => bound)),
    variance: Math.max(...all.map(({ variance }) => variance)),
    ...(js > 0 ? { js } : {}),
    ...(stay > 0 ? { stay } : {}),
  }
}
