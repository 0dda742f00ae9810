/**
 * L1: two sets of people that differ by a few are told as one. The comparing is the ledger's (ledger/match.ts), where all that the same
 * parties were told is known; here stands what is said of it.
 */
import { LANGUAGES, type LocalisedText, type Policy, type ToldIn } from '@sund/model'
import type { Rule } from '../rule.js'

export const L1 = {
  id: 'L1',
  parameters: ({ difference }) => ({ difference }),
  statement: ({ difference: n }) => ({
    en: `Every group of people behind a number was compared with all that you, your project and your organisation were told before. A count of people who are nearly the same as a group told before (fewer than ${n} apart) is told as that one; means, models and other values of such a group are withheld.`,
    nb: `Hver gruppe mennesker bak et tall ble sammenlignet med alt du, prosjektet ditt og organisasjonen din har fått før. Et antall personer som er nesten de samme som en gruppe dere har fått før (færre enn ${n} skiller), blir gitt som den; gjennomsnitt, modeller og andre verdier for en slik gruppe er holdt tilbake.`,
    da: `Hver gruppe mennesker bag et tal blev sammenlignet med alt, hvad du, dit projekt og din organisation har fået før. Et antal personer, der er næsten de samme som en gruppe, I har fået før (færre end ${n} til forskel), gives som den; gennemsnit, modeller og andre værdier for en sådan gruppe er holdt tilbage.`,
  }),
  ahead: ({ difference: n }) => ({
    en: `Every group of people behind a number will be compared with all that you, your project and your organisation were told before. A count of people who are nearly the same as a group told before (fewer than ${n} apart) will be told as that one; means, models and other values of such a group will be withheld.`,
    nb: `Hver gruppe mennesker bak et tall blir sammenlignet med alt du, prosjektet ditt og organisasjonen din har fått før. Et antall personer som er nesten de samme som en gruppe dere har fått før (færre enn ${n} skiller), vil bli gitt som den; gjennomsnitt, modeller og andre verdier for en slik gruppe vil bli holdt tilbake.`,
    da: `Hver gruppe mennesker bag et tal bliver sammenlignet med alt, hvad du, dit projekt og din organisation har fået før. Et antal personer, der er næsten de samme som en gruppe, I har fået før (færre end ${n} til forskel), vil blive givet som den; gennemsnit, modeller og andre værdier for en sådan gruppe vil blive holdt tilbage.`,
  }),
  withholds: {
    reason: ({ difference: n }) => ({
      en: `You, your project or your organisation were told of a group that is nearly the same as this one (fewer than ${n} people apart), or the same by another definition: values of both together could tell about those few.`,
      nb: `Du, prosjektet ditt eller organisasjonen din har fått tall om en gruppe som er nesten den samme som denne (færre enn ${n} personer skiller), eller den samme med en annen definisjon: Verdier for begge kunne sammen fortelle om de få.`,
      da: `Du, dit projekt eller din organisation har fået tal om en gruppe, der er næsten den samme som denne (færre end ${n} personer til forskel), eller den samme efter en anden definition: Værdier for begge kunne tilsammen fortælle om de få.`,
    }),
    remedy: ({ difference: n }) => ({
      en: `Define the group exactly as before, or so that it differs from that one by at least ${n} people.`,
      nb: `Definer gruppen nøyaktig som før, eller slik at den skiller seg fra den andre med minst ${n} personer.`,
      da: `Definér gruppen nøjagtig som før, eller så den adskiller sig fra den anden med mindst ${n} personer.`,
    }),
  },
} satisfies Rule

/** Why values are withheld, with where the reader was told of the group that is near: of their own results which, of another's only that it was another's. */
export function nearReason(policy: Policy, { toldIn }: { toldIn: ToldIn }): LocalisedText {
  const [reason, where] = [L1.withholds.reason(policy), nearWhere(toldIn)]
  return Object.fromEntries(LANGUAGES.map((language) => [language, `${reason[language]} ${where[language]}`]))
}

function nearWhere(toldIn: ToldIn): LocalisedText {
  if (toldIn === null)
    return {
      en: 'It is near a group that somebody else was told of, whose results count together with yours.',
      nb: 'Den er nær en gruppe som en annen har fått tall om, og den andres resultater regnes sammen med dine.',
      da: 'Den er nær en gruppe, som en anden har fået tal om, og den andens resultater regnes sammen med dine.',
    }
  const at = `${toldIn.at.slice(0, 10)} ${toldIn.at.slice(11, 16)} UTC`
  if (toldIn.index === null)
    return {
      en: `It is near those whom you counted on ${at}.`,
      nb: `Den er nær dem du telte ${at}.`,
      da: `Den er nær dem, du talte ${at}.`,
    }
  const result = toldIn.index + 1
  return {
    en: `It is near a group of result ${result} of your run of ${at}.`,
    nb: `Den er nær en gruppe i resultat ${result} av kjøringen din ${at}.`,
    da: `Den er nær en gruppe i resultat ${result} af din kørsel ${at}.`,
  }
}
