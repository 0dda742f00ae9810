/**
 * L2: so many results a day, and so many numbers ever about populations of a size. The counting is the ledger's, where all that a person was
 * told is known; here stands what a population's size allows, and what is said of it.
 */
import type { LocalisedText, Policy, RecordSet } from '@sund/model'
import type { Rule } from '../rule.js'
import { movedUnits } from '../t5-count-noise/noise.js'

/** A share as a percentage of at most one decimal. */
const percent = (share: number): number => Math.round(1000 * share) / 10
const decimalComma = (number: number): string => `${number}`.replace('.', ',')

export const L2: Rule = {
  id: 'L2',
  parameters: ({ quota }) => ({ results: quota.results, sensitive: quota.sensitive, share: quota.share }),
  statement: ({ quota: { results, sensitive, share } }) => ({
    en: `A person is told at most ${results} different results in 24 hours, and at most ${sensitive} that use the same sensitive variable. Of populations of a size they are told the numbers of at most ${percent(share)} new groups for every 100 people in one, ever.`,
    nb: `En person får høyst ${results} ulike resultater på 24 timer, og høyst ${sensitive} som bruker den samme sensitive variabelen. Om populasjoner av en størrelse får personen i alt tall for høyst ${decimalComma(percent(share))} nye grupper per 100 personer i en slik populasjon.`,
    da: `En person får højst ${results} forskellige resultater på 24 timer og højst ${sensitive}, som bruger den samme følsomme variabel. Om populationer af en størrelse får personen i alt tal for højst ${decimalComma(percent(share))} nye grupper pr. 100 personer i en sådan population.`,
  }),
  withholds: {
    reason: ({ quota: { results, sensitive, share } }) => ({
      en: `You have been told ${results} different results in 24 hours, or ${sensitive} that use one of these sensitive variables, or with this result you would have the numbers of more than ${percent(share)} groups for every 100 people in a population of this size.`,
      nb: `Du har fått ${results} ulike resultater på 24 timer, eller ${sensitive} som bruker en av disse sensitive variablene, eller du ville med dette resultatet ha tall for mer enn ${decimalComma(percent(share))} grupper per 100 personer i en populasjon av denne størrelsen.`,
      da: `Du har fået ${results} forskellige resultater på 24 timer eller ${sensitive}, som bruger en af disse følsomme variable, eller du ville med dette resultat have tal for mere end ${decimalComma(percent(share))} grupper pr. 100 personer i en population af denne størrelse.`,
    }),
    remedy: () => ({
      en: 'Wait until the oldest of them is a day old, or ask about a larger population. What you have been told before you may ask for again at any time.',
      nb: 'Vent til det eldste av dem er et døgn gammelt, eller spør om en større populasjon. Det du har fått før, kan du når som helst be om igjen.',
      da: 'Vent, til det ældste af dem er et døgn gammelt, eller spørg om en større population. Det, du har fået før, kan du når som helst bede om igen.',
    }),
  },
}

/** Beyond all populations: of a room that is not told how many there are. */
const GREATEST = 12

/** The power of ten of a population's size as T5 moves it: all that the hub learns of it. */
export const magnitudeOf = (population: RecordSet, policy: Policy): number =>
  Math.min(GREATEST, Math.floor(Math.log10(Math.max(1, movedUnits(population, policy)))))

/** What the ledger knows of the sets behind a result that have numbers of their own. */
export interface ToldSets {
  /** Those of populations up to the magnitude of this one's that were told before. */
  toldSets: number
  /** Those that this result tells and were not. */
  fresh: number
}

/**
 * Whether a result tells more sets than a population of this size bears. It follows from what would be released and from the size as T5 moves it, so
 * a refusal says no more than the result would. What teaches nothing new may always be told.
 */
export const beyondShare = ({ toldSets, fresh }: ToldSets, population: RecordSet, policy: Policy): boolean =>
  fresh > 0 && toldSets + fresh > policy.quota.share * movedUnits(population, policy)

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

/** What stands in the place of a result that would be beyond the share. */
export const SHARE_NOTICE: LocalisedText = {
  en: 'So many numbers about populations of this size have been told to you, or to those you share results with, that more could be solved for single people. Waiting does not help: ask for fewer and larger groups, or about a larger population.',
  nb: 'Du, eller de du deler resultater med, har fått så mange tall om populasjoner av denne størrelsen at flere kunne brukes til å regne ut opplysninger om enkeltpersoner. Det hjelper ikke å vente: Spør om færre og større grupper, eller om en større populasjon.',
  da: 'Du, eller dem du deler resultater med, har fået så mange tal om populationer af denne størrelse, at flere kunne bruges til at udregne oplysninger om enkeltpersoner. Det hjælper ikke at vente: Spørg om færre og større grupper eller om en større population.',
}
