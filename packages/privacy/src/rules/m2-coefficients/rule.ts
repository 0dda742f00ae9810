/** M2: a coefficient that rests on a small group is about that group, however large the model. */
import type { Coefficient, ModelName, Policy } from '@sund/model'
import type { Rule } from '../rule.js'

/** Models whose estimates weigh no person's outcome: means and tests have rules of their own, and the others put whole models together. */
const WEIGH_NOBODY: ReadonlySet<ModelName> = new Set(['ci', 'anova', 'normaltest', 'hausman', 'oaxaca'])

/** True when the coefficient rests on enough people to be shown. */
export const restsOnEnough = (
  { people }: Pick<Coefficient, 'people'>,
  model: ModelName,
  policy: Policy,
): boolean => WEIGH_NOBODY.has(model) || people === undefined || people >= policy.coefficientUnits

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
