/**
 * L2: so many results a day and no more. The counting is the ledger's, where all that a person was told is known; here stands what is said of it.
 */
import type { LocalisedText } from '@sund/model'
import type { Rule } from '../rule.js'

export const L2: Rule = {
  id: 'L2',
  parameters: ({ quota }) => ({ results: quota.results, sensitive: quota.sensitive }),
  statement: ({ quota: { results, sensitive } }) => ({
    en: `A person is told at most ${results} different results in 24 hours, and at most ${sensitive} that use the same sensitive variable.`,
    nb: `En person får høyst ${results} ulike resultater på 24 timer, og høyst ${sensitive} som bruker den samme sensitive variabelen.`,
    da: `En person får højst ${results} forskellige resultater på 24 timer og højst ${sensitive}, som bruger den samme følsomme variabel.`,
  }),
  withholds: {
    reason: ({ quota: { results, sensitive } }) => ({
      en: `You have been told ${results} different results in 24 hours, or ${sensitive} that use one of these sensitive variables.`,
      nb: `Du har fått ${results} ulike resultater på 24 timer, eller ${sensitive} som bruker en av disse sensitive variablene.`,
      da: `Du har fået ${results} forskellige resultater på 24 timer eller ${sensitive}, som bruger en af disse følsomme variable.`,
    }),
    remedy: () => ({
      en: 'Wait until the oldest of them is a day old. What you have been told before you may ask for again at any time.',
      nb: 'Vent til det eldste av dem er et døgn gammelt. Det du har fått før, kan du når som helst be om igjen.',
      da: 'Vent, til det ældste af dem er et døgn gammelt. Det, du har fået før, kan du når som helst bede om igen.',
    }),
  },
}

/** What stands in the place of a result for which there is no quota left; `again`: when the same may be asked (ISO 8601, UTC). */
export function quotaNotice(again: string | null): LocalisedText {
  const at = again === null ? null : `${again.slice(0, 10)} ${again.slice(11, 16)} UTC`
  return at === null
    ? {
        en: 'Your quota of results is used up for now.',
        nb: 'Kvoten din av resultater er brukt opp for nå.',
        da: 'Din kvote af resultater er brugt op for nu.',
      }
    : {
        en: `Your quota of results is used up. This result can be told from ${at} on.`,
        nb: `Kvoten din av resultater er brukt opp. Dette resultatet kan du få fra ${at}.`,
        da: `Din kvote af resultater er brugt op. Dette resultat kan du få fra ${at}.`,
      }
}
