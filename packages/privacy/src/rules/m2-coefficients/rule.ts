/** M2: a coefficient that rests on a small group is about that group, however large the model. */
import type { Coefficient, ModelName, ModelStatistic, Policy } from '@sund/model'
import type { Rule } from '../rule.js'

const always = () => true

/**
 * Estimates that weigh no person's outcome: means and tests have rules of their own. Of all others it must be known on how many people
 * they rest.
 */
const WEIGH_NOBODY: Readonly<
  Partial<Record<ModelName, (of: Pick<Coefficient, 'equation' | 'term'>) => boolean>>
> = {
  ci: always,
  anova: always,
  normaltest: always,
  hausman: ({ equation }) => equation === 'difference',
  weibull: ({ term }) => term === 'ln_p',
  'negative-binomial': ({ term }) => term === 'lnalpha',
  'regress-mml': ({ equation }) => equation === 'random effects',
}

/**
 * The coefficients and margins of a model that rest on too few people to be shown, or of which nobody knows on how many. Margins and the
 * difference of two estimators go with any, since they would give it back.
 */
export function coefficientsOfFew(
  { model, coefficients, margins = [] }: Pick<ModelStatistic, 'model' | 'coefficients' | 'margins'>,
  { coefficientUnits }: Pick<Policy, 'coefficientUnits'>,
): Set<Coefficient> {
  const few = ({ people }: Coefficient) => people !== undefined && people < coefficientUnits
  const unknown = (of: Coefficient) =>
    of.people === undefined && coefficientUnits > 0 && !(WEIGH_NOBODY[model]?.(of) ?? false)
  const found = coefficients.filter((of) => few(of) || unknown(of))
  const differences = (of: Coefficient) => model === 'hausman' && of.equation === 'difference'
  return new Set([
    ...found,
    ...(found.length > 0 ? coefficients.filter(differences) : []),
    ...margins.filter((of) => found.length > 0 || few(of)),
  ])
}

export const M2 = {
  id: 'M2',
  parameters: ({ coefficientUnits }) => ({ people: coefficientUnits }),
  statement: ({ coefficientUnits: n }) => ({
    en: `Coefficients that rest on fewer than ${n} people are withheld, the intercept included.`,
    nb: `Koeffisienter som bygger på færre enn ${n} personer, er holdt tilbake, også konstantleddet.`,
    da: `Koefficienter, der bygger på færre end ${n} personer, er holdt tilbage, også konstantleddet.`,
  }),
  withholds: {
    reason: ({ coefficientUnits: n }) => ({
      en: `A coefficient rests on fewer than ${n} people: it tells what that group has.`,
      nb: `En koeffisient bygger på færre enn ${n} personer: den forteller hva den gruppen har.`,
      da: `En koefficient bygger på færre end ${n} personer: den fortæller, hvad den gruppe har.`,
    }),
    remedy: () => ({
      en: 'Merge small levels, choose a reference level with many people, or use fewer products of factors.',
      nb: 'Slå sammen små nivåer, velg et referansenivå med mange personer, eller bruk færre produkter av faktorer.',
      da: 'Slå små niveauer sammen, vælg et referenceniveau med mange personer, eller brug færre produkter af faktorer.',
    }),
  },
} satisfies Rule
