/** P1: nothing is shown of a dataset with too few people. */
import type { Policy, RecordSet } from '@sund/model'
import type { Rule } from '../rule.js'

/** True when the dataset is large enough for anything to be shown of it. */
export const largeEnough = (population: RecordSet, policy: Policy): boolean =>
  population.units >= policy.minimumPopulation

export const P1: Rule = {
  id: 'P1',
  parameters: (policy) => ({ minimumPopulation: policy.minimumPopulation }),
  statement: ({ minimumPopulation: n }) => ({
    en: `Results are shown only for datasets of at least ${n} people.`,
    nb: `Resultater vises bare for datasett med minst ${n} personer.`,
    da: `Resultater vises kun for datasæt med mindst ${n} personer.`,
  }),
  withholds: {
    reason: ({ minimumPopulation: n }) => ({
      en: `The dataset has fewer than ${n} people.`,
      nb: `Datasettet har færre enn ${n} personer.`,
      da: `Datasættet har færre end ${n} personer.`,
    }),
    remedy: () => ({
      en: 'Keep more people in the dataset: widen its conditions, or select with "if" on the result instead.',
      nb: 'Behold flere personer i datasettet: gjør vilkårene videre, eller velg ut med «if» på resultatet i stedet.',
      da: 'Behold flere personer i datasættet: gør betingelserne bredere, eller vælg ud med »if« på resultatet i stedet.',
    }),
  },
}
