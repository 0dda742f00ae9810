/**
 * P3: means, deviations, sums and Gini coefficients are of values drawn in to two quantiles, models and correlations of values among
 * which nobody is alone far out. The engine draws them in; the rule states by how much a number may have moved without telling the
 * shift, which would give the extremes away, and of models only that it is so.
 */
import type { ModelName, Policy } from '@sund/model'
import { NOTHING } from '../../grid.js'
import type { Rule } from '../rule.js'

/** The first bound as a share of the scale, and the factor between one bound and the next. */
const FIRST_BOUND = 0.05
const BOUND_FACTOR = 4

/**
 * An upper bound of `moved` on a grid of 5 %, 20 %, 80 %, 320 % … of `scale` (a released number: the standard
 * deviation where there is one). Zero stays zero: then nothing was drawn in.
 */
export function movedBound(moved: number, scale: number): number {
  const shift = Math.abs(moved)
  if (shift === 0) return 0
  const unit = Math.abs(scale) > NOTHING ? Math.abs(scale) : 1
  const step = Math.max(0, Math.ceil(Math.log(shift / (unit * FIRST_BOUND)) / Math.log(BOUND_FACTOR)))
  const bound = unit * FIRST_BOUND * BOUND_FACTOR ** step
  return bound >= shift ? bound : bound * BOUND_FACTOR
}

/** Models whose outcome is a level, of which nobody can have much; means are winsorised. */
const OF_LEVELS: ReadonlySet<ModelName> = new Set<ModelName>(['logit', 'probit', 'mlogit', 'ci'])

/** Whether a model is of amounts that are drawn in. */
export const drawsIn = (model: ModelName, { outlying }: Pick<Policy, 'outlying'>): boolean =>
  outlying.units > 0 && !OF_LEVELS.has(model)

const percent = (share: number) => Number((share * 100).toPrecision(3))

export const P3: Rule = {
  id: 'P3',
  parameters: ({ winsorise: [lower, upper], outlying: { units, reach } }: Policy) => ({
    lower,
    upper,
    units,
    reach,
    bound: FIRST_BOUND,
    factor: BOUND_FACTOR,
  }),
  statement: ({ winsorise: [lower, upper] }) => ({
    en: `Values below the ${percent(lower)} % and above the ${percent(upper)} % quantile were drawn in to them before this was computed.`,
    nb: `Verdier under ${percent(lower)} %- og over ${percent(upper)} %-kvantilen ble trukket inn til dem før dette ble beregnet.`,
    da: `Værdier under ${percent(lower)} %- og over ${percent(upper)} %-fraktilen blev trukket ind til dem, før dette blev beregnet.`,
  }),
  inModels: ({ outlying: { units, reach } }) => ({
    en: `In models and correlations of numbers, a value further from the median than ${reach} times the distance of person number ${units}, counted from the farthest, counts as that far off. This is said whether or not anyone is so far off.`,
    nb: `I modeller og korrelasjoner av tall regnes en verdi som ligger lenger fra medianen enn ${reach} ganger avstanden til person nummer ${units}, regnet fra den fjerneste, som akkurat så langt unna. Dette står her enten noen ligger så langt unna eller ikke.`,
    da: `I modeller og korrelationer af tal regnes en værdi, der ligger længere fra medianen end ${reach} gange afstanden til person nummer ${units}, regnet fra den fjerneste, som netop så langt væk. Det står her, uanset om nogen ligger så langt væk eller ej.`,
  }),
  ahead: ({ winsorise: [lower, upper] }) => ({
    en: `Values below the ${percent(lower)} % and above the ${percent(upper)} % quantile are drawn in to them first.`,
    nb: `Verdier under ${percent(lower)} %- og over ${percent(upper)} %-kvantilen blir først trukket inn til dem.`,
    da: `Værdier under ${percent(lower)} %- og over ${percent(upper)} %-fraktilen bliver først trukket ind til dem.`,
  }),
  withholds: null,
}
