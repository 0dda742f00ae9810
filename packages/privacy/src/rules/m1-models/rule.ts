/**
 * M1: a model with almost as many parameters as people, or resting on a tiny group, describes single people.
 */
import type { ModelStatistic, Policy } from '@sund/model'
import type { Rule, Withholding } from '../rule.js'

/**
 * True when the model, and each of those it puts together, rests on enough people for all of it to be shown; it is never
 * shown in part.
 */
export function modelHolds(model: ModelStatistic, policy: Policy): boolean {
  return [model, ...(model.models ?? [])].every((one) => restsOnEnough(one, policy))
}

function restsOnEnough(
  model: Pick<ModelStatistic, 'used' | 'parameters' | 'residualDegreesOfFreedom' | 'factorLevels'>,
  policy: Policy,
): boolean {
  const { degreesOfFreedom, parametersPerUnit, levelUnits } = policy.model
  return (
    model.residualDegreesOfFreedom >= degreesOfFreedom &&
    model.parameters <= parametersPerUnit * model.used.units &&
    model.used.units >= levelUnits &&
    model.factorLevels.every((level) => level.units >= levelUnits)
  )
}

export const M1 = {
  id: 'M1',
  parameters: ({ model }) => ({ ...model }),
  statement: ({ model: { degreesOfFreedom, levelUnits } }) => ({
    en: `The model was shown after checks: at least ${degreesOfFreedom} residual degrees of freedom and ${levelUnits} people at each level. Its numbers are rounded to about what one person can change, which is far below their sampling error.`,
    nb: `Modellen vises etter kontroll: minst ${degreesOfFreedom} frihetsgrader for residualene og ${levelUnits} personer på hvert nivå. Tallene er avrundet til omtrent det én person kan endre, som er langt mindre enn utvalgsfeilen.`,
    da: `Modellen vises efter kontrol: mindst ${degreesOfFreedom} frihedsgrader for residualerne og ${levelUnits} personer på hvert niveau. Tallene er afrundet til omtrent det, én person kan ændre, hvilket er langt mindre end stikprøvefejlen.`,
  }),
  ahead: ({ model: { degreesOfFreedom, parametersPerUnit, levelUnits } }) => ({
    en: `The model is shown whole, each number rounded far below its sampling error, when it has at least ${degreesOfFreedom} residual degrees of freedom, at most ${parametersPerUnit} parameters for each person and at least ${levelUnits} people at each level; else not at all.`,
    nb: `Modellen vises hel, med hvert tall avrundet langt under utvalgsfeilen, når den har minst ${degreesOfFreedom} frihetsgrader for residualene, høyst ${parametersPerUnit} parametre per person og minst ${levelUnits} personer på hvert nivå; ellers ikke i det hele tatt.`,
    da: `Modellen vises hel, med hvert tal afrundet langt under stikprøvefejlen, når den har mindst ${degreesOfFreedom} frihedsgrader for residualerne, højst ${parametersPerUnit} parametre per person og mindst ${levelUnits} personer på hvert niveau; ellers slet ikke.`,
  }),
  withholds: {
    reason: ({ model: { degreesOfFreedom, levelUnits } }) => ({
      en: `The model has fewer than ${degreesOfFreedom} residual degrees of freedom, too many parameters for its data, or a level with fewer than ${levelUnits} people.`,
      nb: `Modellen har færre enn ${degreesOfFreedom} frihetsgrader for residualene, for mange parametere for dataene eller et nivå med færre enn ${levelUnits} personer.`,
      da: `Modellen har færre end ${degreesOfFreedom} frihedsgrader for residualerne, for mange parametre til dataene eller et niveau med færre end ${levelUnits} personer.`,
    }),
    remedy: () => ({
      en: 'Merge small levels of the factors, or use fewer terms.',
      nb: 'Slå sammen små nivåer i faktorene, eller bruk færre ledd.',
      da: 'Slå små niveauer i faktorerne sammen, eller brug færre led.',
    }),
  },
} satisfies Rule

/** Of the pairs of a correlation, each of which stands or falls by itself. */
export const M1_OF_PAIRS: Withholding = {
  reason: ({ model: { degreesOfFreedom, levelUnits } }) => ({
    en: `Fewer than ${levelUnits} people have both variables, or the rarer value of one that has only two values, or there are fewer than ${degreesOfFreedom} degrees of freedom.`,
    nb: `Færre enn ${levelUnits} personer har begge variablene, eller den sjeldneste verdien av en som bare har to verdier, eller det er færre enn ${degreesOfFreedom} frihetsgrader.`,
    da: `Færre end ${levelUnits} personer har begge variable, eller den sjældneste værdi af en, der kun har to værdier, eller der er færre end ${degreesOfFreedom} frihedsgrader.`,
  }),
  remedy: () => ({
    en: 'Leave out the variable that few people have or that has a rare value, or take each pair over all who have the two, with "pairwise".',
    nb: 'Utelat variabelen som få personer har eller som har en sjelden verdi, eller ta hvert par over alle som har de to, med «pairwise».',
    da: 'Udelad den variabel, som få personer har, eller som har en sjælden værdi, eller tag hvert par over alle, der har de to, med »pairwise«.',
  }),
}
