/**
 * Who uses which medicines: one row for each treatment, read by `dispensing.ts`. Treatments of an illness follow from the day
 * on which it was found; other use is given as users per 1,000 inhabitants in a year by sex and age.
 *
 * Choices among medicines, doses and shares treated follow the Norwegian Prescribed Drug Registry (Norwegian Institute of
 * Public Health) and the national guidelines (diabetes: Norwegian Directorate of Health 2016 and later revisions; secondary
 * prevention after heart disease and stroke: ESC 2021, national stroke guideline 2017), rounded, and adjusted until the country as a whole
 * has the users per 1,000 that the Registry publishes.
 */
import type { Day } from '../../days.js'
import { dayOf } from '../../days.js'
import type { Illness, Traits } from '../../person.js'

/** A medicine with its weight among those of the treatment, and its defined daily doses a day (lasting) or a package. */
export type Medicine = readonly [atc: string, weight: number, doses: number]

/** Share of those with the illness who are ever treated, and mean years until treatment; at once where left out. */
export type Indication = readonly [illness: Illness, share: number, wait?: number]

/** Users per 1,000 in a year at ages 0–9, 10–19, … 80–89, 90 and over. */
export type ByAge = readonly number[]

export type Payment = 'reimbursed' | 'own' | 'mixed' | 'hospital' | 'infection'
export type PrescriberMix = 'practice' | 'shared' | 'hospital' | 'dentist'
/** How use is spread over the months. */
export type Season = 'even' | 'winter' | 'spring' | 'summer' | 'autumn'

export interface Treatment {
  medicines: readonly Medicine[]
  /** Illnesses that lead to it; the earliest start counts. */
  of: readonly Indication[]
  /** Use without any of the illnesses, or beside them. */
  women?: ByAge
  men?: ByAge
  /** Days that one dispensation lasts, for medicines taken daily; else how many a user collects a year. */
  use: { days: number; years: number } | { often: number; season?: Season }
  paid: Payment
  by: PrescriberMix
  /** The trait that makes use commoner in people with more of it; `attendance` where left out. */
  leans?: 'vulnerability' | 'frailty' | 'attendance' | 'poverty'
  /** Not begun before this day, when the medicine came into use. */
  since?: Day
  /** Ages at which it is begun. */
  ages?: readonly [from: number, until: number]
  sex?: 'women' | 'men'
  /** Nothing is collected during a pregnancy. */
  notPregnant?: true
}

/** For life. */
const LIFE = Number.POSITIVE_INFINITY

export type Leaning = Exclude<Treatment['leans'], undefined>

/** How much commoner a treatment is in a person than in the mean of all, by what it leans on; its mean is about 1. */
export const leanings = (traits: Traits): Record<Leaning, number> => ({
  attendance: traits.attendance,
  frailty: Math.exp(0.3 * traits.frailty - 0.045),
  vulnerability: Math.exp(0.5 * traits.vulnerability - 0.125),
  poverty: Math.exp(-0.15 * traits.status - 0.011),
})

const daily = (years: number, days = 95) => ({ days, years })
const often = (times: number, season?: Season) => (season ? { often: times, season } : { often: times })

// biome-ignore format: one line a treatment, so that rows can be compared
export const TREATMENTS: readonly Treatment[] = [
  // Diabetes: metformin first, then others as the years go.
  { medicines: [['A10BA02', 1, 0.85]], of: [['diabetes-type-2', 0.84]], use: daily(80), paid: 'reimbursed', by: 'practice' },
  { medicines: [['A10BK03', 6, 0.8], ['A10BK01', 4, 1], ['A10BD20', 1, 1], ['A10BD15', 1, 1]], of: [['diabetes-type-2', 0.62, 6], ['heart-failure', 0.42, 1.5], ['chronic-kidney-disease', 0.12, 2]], use: daily(40), paid: 'reimbursed', by: 'practice', since: dayOf(2016) },
  { medicines: [['A10BJ06', 8, 1.2], ['A10BJ05', 2, 1.2], ['A10BJ02', 1, 1]], of: [['diabetes-type-2', 0.5, 8]], use: daily(20, 84), paid: 'reimbursed', by: 'practice', since: dayOf(2017), leans: 'poverty' },
  { medicines: [['A10BJ06', 8, 2], ['A10BJ02', 3, 1.8]], of: [], women: [0, 1, 9, 17, 24, 21, 8, 2, 0, 0], men: [0, 0, 3, 7, 10, 9, 4, 1, 0, 0], use: daily(1, 34), paid: 'own', by: 'practice', since: dayOf(2019) },
  { medicines: [['A10BH01', 7, 0.9], ['A10BH05', 3, 1], ['A10BD07', 2, 1]], of: [['diabetes-type-2', 0.25, 6]], use: daily(12), paid: 'reimbursed', by: 'practice' },
  { medicines: [['A10BB12', 1, 1]], of: [['diabetes-type-2', 0.2, 6]], use: daily(12), paid: 'reimbursed', by: 'practice' },
  { medicines: [['A10AE04', 4, 0.7], ['A10AC01', 3, 0.7], ['A10AE06', 3, 0.7], ['A10AE05', 1, 0.6]], of: [['diabetes-type-2', 0.4, 14]], use: daily(LIFE, 105), paid: 'reimbursed', by: 'practice' },
  { medicines: [['A10AB05', 5, 0.65], ['A10AB04', 3, 0.65], ['A10AB01', 1, 0.6]], of: [['diabetes-type-1', 0.97], ['diabetes-type-2', 0.14, 15]], use: daily(LIFE), paid: 'reimbursed', by: 'shared' },
  { medicines: [['A10AE06', 5, 0.6], ['A10AE04', 4, 0.6], ['A10AE05', 1, 0.6]], of: [['diabetes-type-1', 0.72]], use: daily(LIFE, 100), paid: 'reimbursed', by: 'shared' },

  // Heart and vessels.
  { medicines: [['C10AA05', 58, 1.6], ['C10AA01', 16, 1], ['C10AA07', 20, 1.3], ['C10AA03', 5, 1.1], ['C10BA05', 3, 1.5]], of: [['ischaemic-heart-disease', 0.85], ['myocardial-infarction', 0.93], ['stroke', 0.75], ['hyperlipidaemia', 0.68], ['diabetes-type-2', 0.62, 2], ['diabetes-type-1', 0.3, 20]], women: [0, 0, 0, 1.8, 9, 33, 88, 128, 99, 36], men: [0, 0, 0, 4, 15, 44, 95, 136, 110, 46], use: daily(60), paid: 'reimbursed', by: 'practice', notPregnant: true },
  { medicines: [['C10AX09', 1, 1]], of: [['ischaemic-heart-disease', 0.3, 4], ['hyperlipidaemia', 0.12, 4], ['myocardial-infarction', 0.42, 1.5]], use: daily(30), paid: 'reimbursed', by: 'practice' },
  { medicines: [['C10AX13', 3, 1], ['C10AX14', 2, 1]], of: [['myocardial-infarction', 0.015, 3]], use: daily(10, 84), paid: 'reimbursed', by: 'hospital', since: dayOf(2017) },
  { medicines: [['B01AC06', 1, 1]], of: [['ischaemic-heart-disease', 0.82], ['myocardial-infarction', 0.88], ['stroke', 0.45]], women: [0, 0, 1.4, 4, 6, 14, 35, 78, 114, 114], men: [0, 0, 0, 1.4, 6, 20, 51, 100, 128, 128], use: daily(40), paid: 'reimbursed', by: 'practice' },
  { medicines: [['B01AC04', 1, 1]], of: [['stroke', 0.5], ['ischaemic-heart-disease', 0.08]], use: daily(20), paid: 'reimbursed', by: 'shared' },
  { medicines: [['B01AC24', 6, 1], ['B01AC04', 4, 1]], of: [['myocardial-infarction', 0.8]], use: daily(1), paid: 'reimbursed', by: 'hospital' },
  { medicines: [['B01AF02', 68, 0.95], ['B01AF01', 17, 0.95], ['B01AE07', 7, 0.95], ['B01AF03', 8, 0.95], ['B01AA03', 9, 0.6]], of: [['atrial-fibrillation', 0.84]], women: [0, 0, 7, 10, 20, 32, 58, 85, 116, 131], men: [0, 0, 7, 10, 20, 41, 73, 104, 126, 131], use: daily(40), paid: 'reimbursed', by: 'practice' },
  { medicines: [['C07AB02', 78, 0.45], ['C07AB07', 17, 0.4], ['C07AB03', 5, 0.7], ['C07AG02', 3, 0.6]], of: [['heart-failure', 0.75], ['atrial-fibrillation', 0.68], ['myocardial-infarction', 0.72], ['ischaemic-heart-disease', 0.35], ['hypertension', 0.16, 3]], women: [0, 0, 5, 9, 18, 32, 56, 105, 140, 140], men: [0, 0, 2.6, 5, 12, 23, 47, 84, 117, 117], use: daily(50), paid: 'reimbursed', by: 'practice' },
  { medicines: [['C07AA05', 1, 0.4]], of: [['migraine', 0.05, 2]], women: [0, 3, 7, 8, 8, 7, 5, 4, 3, 2], men: [0, 2, 3, 3, 3, 3, 3, 3, 2, 1], use: daily(2), paid: 'own', by: 'practice', leans: 'vulnerability' },
  { medicines: [['C09CA06', 34, 1.6], ['C09CA01', 18, 1.3], ['C09CA03', 14, 1.5], ['C09CA04', 4, 1.2], ['C09CA07', 5, 1.4], ['C09DA06', 9, 1], ['C09DA01', 9, 1], ['C09DA03', 6, 1], ['C09DB01', 4, 1]], of: [['hypertension', 0.68], ['diabetes-type-2', 0.2, 5], ['heart-failure', 0.25], ['chronic-kidney-disease', 0.25]], women: [0, 0, 3, 10, 26, 58, 77, 90, 77, 52], men: [0, 0, 3, 10, 32, 71, 90, 90, 71, 52], use: daily(60), paid: 'reimbursed', by: 'practice', notPregnant: true },
  { medicines: [['C09AA05', 50, 2.2], ['C09AA02', 26, 1.6], ['C09AA03', 22, 1.5], ['C09BA02', 8, 1]], of: [['hypertension', 0.28], ['myocardial-infarction', 0.3], ['heart-failure', 0.28], ['diabetes-type-1', 0.15, 15]], use: daily(40), paid: 'reimbursed', by: 'practice', notPregnant: true },
  { medicines: [['C09DX04', 1, 0.8]], of: [['heart-failure', 0.16, 1]], use: daily(LIFE, 84), paid: 'reimbursed', by: 'hospital', since: dayOf(2017) },
  { medicines: [['C08CA01', 74, 1.4], ['C08CA13', 18, 1.3], ['C08CA05', 8, 1.1]], of: [['hypertension', 0.42, 1]], women: [0, 0, 0, 1.2, 3, 8, 14, 19, 21, 16], men: [0, 0, 0, 1.2, 5, 12, 18, 21, 21, 16], use: daily(50), paid: 'reimbursed', by: 'practice' },
  { medicines: [['C08DA01', 5, 0.8], ['C08DB01', 4, 0.9]], of: [['atrial-fibrillation', 0.05], ['ischaemic-heart-disease', 0.02]], use: daily(12), paid: 'reimbursed', by: 'practice' },
  { medicines: [['C03AA03', 5, 0.8], ['C03AB01', 3, 1]], of: [['hypertension', 0.1, 2]], use: daily(30), paid: 'reimbursed', by: 'practice' },
  { medicines: [['C03CA01', 7, 1.2], ['C03CA02', 5, 1.4]], of: [['heart-failure', 0.7], ['chronic-kidney-disease', 0.15]], women: [0, 0, 0, 1.8, 4, 11, 23, 59, 149, 257], men: [0, 0, 0, 0, 5, 8, 20, 47, 107, 193], use: daily(15), paid: 'reimbursed', by: 'practice', leans: 'frailty' },
  { medicines: [['C03DA01', 7, 0.4], ['C03DA04', 3, 0.7]], of: [['heart-failure', 0.32], ['hypertension', 0.02, 5]], use: daily(10), paid: 'reimbursed', by: 'shared' },
  { medicines: [['C01AA04', 6, 0.7], ['C01BC04', 5, 0.8], ['C01BD01', 3, 0.9], ['C01BD07', 2, 1], ['C01AA05', 2, 0.6]], of: [['atrial-fibrillation', 0.17, 1]], use: daily(5), paid: 'reimbursed', by: 'hospital' },
  { medicines: [['C01DA02', 1, 30]], of: [['ischaemic-heart-disease', 0.3]], use: often(1.5), paid: 'reimbursed', by: 'practice' },
  { medicines: [['C01DA14', 1, 1.2]], of: [['ischaemic-heart-disease', 0.1, 3]], use: daily(8), paid: 'reimbursed', by: 'practice' },
  { medicines: [['C01CA24', 1, 1.2]], of: [['allergic-rhinitis', 0.012]], women: [5, 8, 5, 5, 5, 6, 5, 3, 1, 0], men: [7, 9, 5, 4, 4, 4, 4, 3, 1, 0], use: often(1.1, 'summer'), paid: 'mixed', by: 'practice' },
  { medicines: [['B01AB05', 5, 20], ['B01AB04', 4, 20]], of: [['hip-fracture', 0.1], ['pancreatic-cancer', 0.3], ['colorectal-cancer', 0.1]], women: [0, 1, 6, 9, 5, 5, 8, 10, 9, 6], men: [0, 1, 2, 3, 4, 6, 9, 12, 9, 6], use: often(1.6), paid: 'mixed', by: 'hospital' },

  // Airways and allergy.
  { medicines: [['R03AC02', 82, 50], ['R03AC03', 18, 50]], of: [['asthma', 0.42], ['copd', 0.5]], women: [29, 16, 16, 18, 21, 23, 28, 30, 23, 12], men: [39, 16, 12, 12, 13, 15, 21, 25, 21, 12], use: often(1.9, 'winter'), paid: 'mixed', by: 'practice' },
  { medicines: [['R03AK07', 45, 1], ['R03AK06', 18, 1], ['R03AK10', 14, 1], ['R03BA05', 10, 0.6], ['R03BA02', 14, 0.8]], of: [['asthma', 0.45], ['copd', 0.22]], women: [18, 10, 8, 9, 11, 14, 19, 21, 15, 9], men: [24, 11, 6, 6, 8, 10, 13, 15, 13, 9], use: daily(5, 75), paid: 'reimbursed', by: 'practice' },
  { medicines: [['R03BB04', 30, 1], ['R03AL03', 28, 1], ['R03AL06', 26, 1], ['R03AL08', 30, 1]], of: [['copd', 0.62]], use: daily(12, 60), paid: 'reimbursed', by: 'practice' },
  { medicines: [['R03DC03', 1, 0.9]], of: [['asthma', 0.13, 3]], use: daily(4), paid: 'reimbursed', by: 'practice' },
  { medicines: [['R03DX10', 1, 1]], of: [['asthma', 0.003, 8]], use: daily(8, 56), paid: 'hospital', by: 'hospital', since: dayOf(2018) },
  { medicines: [['R03BB01', 1, 25], ['R05CB01', 3, 40]], of: [['copd', 0.2]], use: often(2, 'winter'), paid: 'mixed', by: 'practice' },
  { medicines: [['R05DA01', 1, 5]], of: [], women: [0, 6, 14, 22, 27, 33, 35, 28, 18, 9], men: [0, 4, 9, 15, 18, 21, 24, 21, 16, 9], use: often(1.3, 'winter'), paid: 'own', by: 'practice' },
  { medicines: [['R06AE07', 32, 70], ['R06AX27', 34, 85], ['R06AX22', 12, 80], ['R06AX26', 9, 85], ['R06AX13', 7, 80]], of: [['allergic-rhinitis', 0.5]], women: [40, 34, 36, 40, 42, 42, 38, 34, 28, 22], men: [46, 34, 24, 24, 24, 24, 26, 28, 26, 20], use: often(1.6, 'spring'), paid: 'mixed', by: 'practice' },
  { medicines: [['R06AD01', 55, 15], ['R06AD02', 26, 20], ['R06AE05', 18, 20]], of: [['anxiety', 0.04]], women: [6, 16, 24, 25, 26, 28, 22, 17, 14, 12], men: [6, 10, 12, 14, 16, 16, 13, 11, 10, 10], use: often(2.2), paid: 'own', by: 'practice', leans: 'vulnerability' },
  { medicines: [['R01AD09', 46, 70], ['R01AD08', 12, 70], ['R01AD12', 12, 60], ['R01AD58', 18, 1]], of: [['allergic-rhinitis', 0.36], ['asthma', 0.08]], women: [9, 25, 40, 49, 54, 56, 54, 47, 31, 13], men: [11, 25, 29, 34, 38, 43, 47, 47, 36, 16], use: often(1.5, 'spring'), paid: 'mixed', by: 'practice' },
  { medicines: [['S01GX09', 5, 30], ['S01GX02', 2, 20], ['S01GX08', 2, 30]], of: [['allergic-rhinitis', 0.26]], women: [8, 10, 8, 9, 10, 9, 7, 5, 4, 2], men: [10, 11, 6, 6, 6, 5, 5, 4, 3, 2], use: often(1.3, 'spring'), paid: 'mixed', by: 'practice' },
  { medicines: [['V01AA02', 1, 1]], of: [['allergic-rhinitis', 0.015, 4]], use: daily(3, 90), paid: 'reimbursed', by: 'shared' },

  // Mind and sleep.
  { medicines: [['N06AB10', 32, 1.4], ['N06AB06', 20, 1.7], ['N06AX11', 14, 0.7], ['N06AX16', 11, 1.4], ['N06AB04', 6, 1.2], ['N06AB03', 7, 1.6], ['N06AX12', 5, 0.8], ['N06AX21', 6, 1.1], ['N06AX26', 6, 1.3], ['N06AB05', 3, 1.2], ['N06AX03', 3, 0.3]], of: [['depression', 0.5], ['anxiety', 0.3]], women: [0, 26, 75, 84, 94, 101, 101, 110, 143, 169], men: [0, 8, 32, 42, 46, 52, 52, 58, 84, 110], use: daily(7), paid: 'own', by: 'practice', leans: 'vulnerability' },
  { medicines: [['N06AA09', 85, 0.3], ['N06AA10', 15, 0.4]], of: [['migraine', 0.08, 3], ['depression', 0.02]], women: [0, 2, 6, 11, 16, 20, 19, 17, 13, 8], men: [0, 1, 3, 4, 6, 8, 8, 8, 7, 5], use: daily(2), paid: 'own', by: 'practice' },
  { medicines: [['N05AH03', 30, 1], ['N05AX12', 20, 0.9], ['N05AH02', 13, 1.2], ['N05AX13', 14, 1.2], ['N05AH04', 12, 1], ['N05AX08', 7, 0.7], ['N05AD01', 2, 0.7]], of: [['schizophrenia', 0.86]], use: daily(60, 60), paid: 'reimbursed', by: 'hospital' },
  { medicines: [['N05AH04', 5, 0.6], ['N05AH03', 3, 0.7], ['N05AX12', 2, 0.6]], of: [['bipolar-disorder', 0.5]], use: daily(12, 80), paid: 'reimbursed', by: 'shared' },
  { medicines: [['N05AH04', 60, 0.15], ['N05AF03', 9, 0.1], ['N05AA02', 8, 0.05], ['N05AX08', 8, 0.2], ['N05AB04', 9, 0.2], ['N05AX12', 7, 0.4], ['N05AD01', 4, 0.1]], of: [['dementia', 0.06], ['depression', 0.03], ['anxiety', 0.02]], women: [0, 14, 28, 32, 34, 35, 34, 28, 35, 46], men: [0, 10, 19, 24, 26, 24, 20, 19, 27, 38], use: daily(2, 60), paid: 'mixed', by: 'practice', leans: 'vulnerability' },
  { medicines: [['N05AN01', 45, 0.9], ['N03AX09', 45, 0.6], ['N03AG01', 20, 0.6]], of: [['bipolar-disorder', 0.6]], use: daily(16), paid: 'reimbursed', by: 'shared' },
  { medicines: [['N06BA04', 55, 1.3], ['N06BA12', 34, 1.4], ['N06BA09', 8, 0.9], ['N06BA02', 4, 1.6], ['C02AC02', 3, 1]], of: [['adhd', 0.82]], women: [2, 6, 6, 6, 4, 2, 0, 0, 0, 0], men: [4, 6, 6, 4, 4, 2, 0, 0, 0, 0], use: daily(14, 62), paid: 'reimbursed', by: 'shared' },
  { medicines: [['N05CF01', 84, 26], ['N05CF02', 14, 26], ['N05CD02', 4, 50]], of: [['depression', 0.08], ['anxiety', 0.06], ['alcohol-use-disorder', 0.05]], women: [0, 2.4, 15, 29, 54, 82, 112, 159, 201, 232], men: [0, 1.2, 10, 20, 32, 48, 67, 98, 140, 182], use: often(3.4), paid: 'own', by: 'practice', leans: 'vulnerability' },
  { medicines: [['N05CH01', 1, 1.3]], of: [['adhd', 0.2]], women: [10, 42, 34, 26, 24, 26, 30, 34, 34, 34], men: [16, 34, 18, 14, 14, 15, 19, 25, 30, 32], use: daily(1.3, 45), paid: 'mixed', by: 'practice' },
  { medicines: [['N05BA01', 36, 12], ['N05BA04', 40, 12], ['N05BB01', 20, 15], ['N05BA12', 7, 25]], of: [['anxiety', 0.18], ['alcohol-use-disorder', 0.12], ['dementia', 0.08]], women: [1, 6, 20, 31, 40, 52, 62, 72, 84, 96], men: [1, 4, 14, 20, 26, 32, 35, 38, 46, 62], use: often(2.3), paid: 'own', by: 'practice', leans: 'vulnerability' },
  { medicines: [['N06DA02', 8, 1], ['N06DX01', 4, 0.9], ['N06DA03', 2, 0.9]], of: [['dementia', 0.3]], use: daily(3), paid: 'reimbursed', by: 'shared' },
  { medicines: [['N07BB04', 4, 20], ['N07BB01', 4, 50], ['N07BB03', 2, 20]], of: [['alcohol-use-disorder', 0.14]], use: often(2.4), paid: 'mixed', by: 'practice' },
  { medicines: [['N07BC51', 1, 45]], of: [], women: [0, 0, 0, 0.5, 0.8, 0.7, 0.2, 0, 0, 0], men: [0, 0, 0.2, 1, 1.8, 1.4, 0.5, 0, 0, 0], use: often(8), paid: 'hospital', by: 'hospital', leans: 'poverty' },
  { medicines: [['N07BA03', 1, 40]], of: [], women: [0, 0, 0.5, 1, 2, 3, 2.5, 1, 0, 0], men: [0, 0, 0.5, 1, 2, 2.5, 2, 1, 0, 0], use: often(1.4), paid: 'own', by: 'practice' },

  // Nerves and pain.
  { medicines: [['N03AX09', 34, 0.8], ['N03AX14', 34, 0.9], ['N03AG01', 14, 0.6], ['N03AF01', 8, 0.6], ['N03AF02', 8, 0.9], ['N03AX18', 8, 0.8], ['N03AX11', 4, 0.5]], of: [['epilepsy', 0.72]], use: daily(60), paid: 'reimbursed', by: 'shared' },
  { medicines: [['N02BF02', 50, 0.7], ['N02BF01', 42, 0.5], ['N03AE01', 6, 0.1]], of: [['anxiety', 0.02], ['osteoarthritis', 0.02, 3]], women: [0, 1, 4, 9, 16, 23, 26, 26, 24, 18], men: [0, 1, 4, 8, 12, 16, 18, 19, 18, 14], use: daily(1.6, 60), paid: 'mixed', by: 'practice', leans: 'poverty' },
  { medicines: [['N02CC01', 44, 18], ['N02CC04', 28, 18], ['N02CC03', 12, 12], ['N02CC06', 10, 12]], of: [['migraine', 0.26]], women: [0, 3, 5, 7, 8, 6, 3, 1, 0, 0], men: [0, 1, 1, 2, 2, 2, 1, 0, 0, 0], use: often(2.9), paid: 'reimbursed', by: 'practice' },
  { medicines: [['N02CD01', 4, 1], ['N02CD03', 5, 1]], of: [['migraine', 0.035, 8]], use: daily(4, 84), paid: 'reimbursed', by: 'hospital', since: dayOf(2020) },
  { medicines: [['N04BA02', 7, 0.8], ['N04BC05', 3, 0.4], ['N04BD02', 2, 1], ['N04BA03', 1, 1]], of: [['parkinson', 0.92]], use: daily(LIFE, 80), paid: 'reimbursed', by: 'shared' },
  { medicines: [['N04BC05', 1, 0.1]], of: [], women: [0, 0, 0.5, 1, 3, 6, 9, 11, 9, 6], men: [0, 0, 0.3, 1, 2, 3, 5, 7, 6, 4], use: daily(5), paid: 'mixed', by: 'practice' },
  { medicines: [['L04AX07', 30, 1], ['L04AK02', 18, 1], ['L04AE01', 18, 1], ['L03AB07', 6, 1]], of: [['multiple-sclerosis', 0.3]], use: daily(9, 84), paid: 'hospital', by: 'hospital' },
  { medicines: [['M03BX01', 1, 0.7]], of: [['multiple-sclerosis', 0.25, 5]], use: daily(6), paid: 'reimbursed', by: 'shared' },
  { medicines: [['N02BE01', 1, 26]], of: [['osteoarthritis', 0.42], ['hip-fracture', 0.5], ['osteoporosis', 0.15], ['dementia', 0.3]], women: [5, 31, 65, 83, 103, 131, 162, 217, 306, 395], men: [6, 22, 41, 55, 70, 89, 111, 151, 222, 312], use: often(2.6), paid: 'mixed', by: 'practice' },
  { medicines: [['M01AE01', 42, 18], ['M01AE02', 32, 30], ['M01AB05', 18, 18], ['M01AH05', 9, 25], ['M01AE52', 6, 25], ['M01AH01', 8, 28]], of: [['osteoarthritis', 0.25], ['rheumatoid-arthritis', 0.35], ['gout', 0.2]], women: [7, 92, 153, 172, 196, 209, 178, 135, 67, 27], men: [7, 59, 110, 142, 166, 178, 147, 110, 64, 27], use: often(1.6), paid: 'own', by: 'practice', leans: 'poverty' },
  { medicines: [['N02AJ06', 1, 11]], of: [['osteoarthritis', 0.08], ['hip-fracture', 0.08]], women: [0, 12, 36, 52, 65, 79, 81, 85, 87, 77], men: [0, 11, 32, 47, 58, 67, 67, 67, 67, 62], use: often(2), paid: 'own', by: 'practice', leans: 'poverty' },
  { medicines: [['N02AX02', 88, 8], ['N02AX06', 7, 9]], of: [['osteoarthritis', 0.07]], women: [0, 7, 20, 33, 45, 54, 56, 58, 54, 42], men: [0, 7, 20, 32, 39, 46, 45, 42, 37, 31], use: often(2.1), paid: 'own', by: 'practice', leans: 'poverty' },
  { medicines: [['N02AA05', 55, 5], ['N02AE01', 18, 12], ['N02AA55', 12, 8], ['N02AB03', 7, 14], ['N02AA01', 9, 6]], of: [['hip-fracture', 0.2], ['lung-cancer', 0.4], ['pancreatic-cancer', 0.5], ['colorectal-cancer', 0.12], ['other-cancer', 0.15]], women: [0, 2, 6, 10, 13, 17, 22, 28, 42, 58], men: [0, 2, 6, 10, 12, 15, 18, 21, 28, 38], use: often(3.2), paid: 'mixed', by: 'shared', leans: 'frailty' },

  // Joints, skin, gut, and the immune system.
  { medicines: [['L04AX03', 1, 0.9]], of: [['rheumatoid-arthritis', 0.55], ['psoriasis', 0.05, 4]], use: daily(8, 84), paid: 'reimbursed', by: 'hospital', notPregnant: true },
  { medicines: [['B03BB01', 1, 0.1]], of: [['rheumatoid-arthritis', 0.48], ['psoriasis', 0.04, 4]], women: [0, 0, 4, 8, 5, 7, 10, 14, 22, 28], men: [0, 0, 1, 2, 3, 5, 8, 12, 20, 26], use: daily(4, 100), paid: 'mixed', by: 'practice' },
  { medicines: [['L04AB04', 40, 1], ['L04AB01', 24, 1], ['L04AF03', 12, 1]], of: [['rheumatoid-arthritis', 0.22, 3], ['inflammatory-bowel-disease', 0.12, 4], ['psoriasis', 0.02, 6]], use: daily(8, 56), paid: 'hospital', by: 'hospital' },
  { medicines: [['L04AC10', 1, 1]], of: [['psoriasis', 0.025, 6]], use: daily(8, 84), paid: 'hospital', by: 'hospital', since: dayOf(2016) },
  { medicines: [['P01BA02', 1, 0.7]], of: [['rheumatoid-arthritis', 0.1]], women: [0, 0, 1, 1.5, 2, 3, 3, 2, 1, 0], men: [0, 0, 0.2, 0.3, 0.5, 0.7, 0.8, 0.5, 0.2, 0], use: daily(8), paid: 'reimbursed', by: 'shared' },
  { medicines: [['H02AB06', 94, 20], ['H02AB02', 4, 20], ['H02AB09', 2, 60]], of: [['rheumatoid-arthritis', 0.35], ['copd', 0.25], ['asthma', 0.06], ['inflammatory-bowel-disease', 0.16], ['lymphoma', 0.2]], women: [18, 14, 24, 30, 36, 46, 60, 80, 84, 66], men: [26, 13, 18, 23, 29, 37, 52, 74, 80, 66], use: often(2), paid: 'mixed', by: 'practice', leans: 'frailty' },
  { medicines: [['A07EC02', 80, 1.7], ['A07EC01', 10, 1], ['A07EA06', 12, 0.6]], of: [['inflammatory-bowel-disease', 0.46]], use: daily(18), paid: 'reimbursed', by: 'shared' },
  { medicines: [['L04AX01', 1, 0.9]], of: [['inflammatory-bowel-disease', 0.11, 3], ['rheumatoid-arthritis', 0.03, 4]], use: daily(7), paid: 'reimbursed', by: 'hospital' },
  { medicines: [['D05AX52', 1, 1]], of: [['psoriasis', 0.42]], use: often(1.9), paid: 'reimbursed', by: 'practice' },
  { medicines: [['M04AA01', 1, 0.5]], of: [['gout', 0.58, 1]], women: [0, 0, 0, 0, 0.5, 1, 3, 7, 12, 12], men: [0, 0, 0, 1, 3, 6, 11, 18, 24, 22], use: daily(30), paid: 'reimbursed', by: 'practice' },
  { medicines: [['M04AC01', 1, 30]], of: [['gout', 0.16]], women: [0, 0, 0, 0.3, 0.5, 0.8, 1.5, 3, 4, 4], men: [0, 0, 0.5, 1.5, 2.5, 3.5, 5, 7, 8, 7], use: often(1.4), paid: 'own', by: 'practice' },
  { medicines: [['M05BA04', 76, 1], ['M05BX04', 24, 1]], of: [['osteoporosis', 0.52], ['hip-fracture', 0.24]], use: daily(8, 90), paid: 'reimbursed', by: 'practice' },
  { medicines: [['A12AX', 1, 1]], of: [['osteoporosis', 0.36], ['hip-fracture', 0.25]], women: [0, 0, 1, 2, 3, 8, 18, 32, 42, 40], men: [0, 0, 0, 1, 1, 3, 6, 12, 20, 24], use: daily(7, 100), paid: 'mixed', by: 'practice' },
  { medicines: [['A11CC05', 1, 2]], of: [['osteoporosis', 0.08]], women: [2, 10, 16, 18, 17, 17, 17, 18, 24, 30], men: [2, 6, 7, 8, 8, 8, 9, 11, 16, 22], use: often(1.5), paid: 'own', by: 'practice' },
  { medicines: [['D07AC01', 26, 1], ['D07AC13', 26, 1], ['D07AA02', 12, 1], ['D07AB02', 14, 1], ['D07AD01', 12, 1], ['D07CC01', 8, 1], ['D01AC20', 16, 1]], of: [['psoriasis', 0.36], ['allergic-rhinitis', 0.06]], women: [113, 84, 96, 102, 113, 133, 153, 168, 168, 144], men: [120, 78, 74, 84, 102, 126, 153, 182, 191, 168], use: often(1.7, 'winter'), paid: 'own', by: 'practice' },
  { medicines: [['D06AX01', 60, 1], ['D06BX01', 40, 1]], of: [], women: [22, 18, 17, 22, 24, 24, 23, 20, 17, 14], men: [23, 14, 10, 13, 15, 17, 18, 18, 16, 14], use: often(1.2, 'autumn'), paid: 'own', by: 'practice' },
  { medicines: [['D10AD53', 8, 1], ['D10AE01', 2, 1]], of: [], women: [0, 42, 20, 8, 3, 1, 0, 0, 0, 0], men: [0, 36, 8, 2, 1, 0, 0, 0, 0, 0], use: often(1.5), paid: 'own', by: 'practice' },
  { medicines: [['D10BA01', 1, 30]], of: [], women: [0, 8, 8, 2, 1, 0, 0, 0, 0, 0], men: [0, 11, 6, 1, 0, 0, 0, 0, 0, 0], use: often(3), paid: 'own', by: 'hospital', notPregnant: true },
  { medicines: [['D11AH05', 1, 1]], of: [], women: [0.2, 0.6, 0.9, 0.8, 0.7, 0.5, 0.4, 0.3, 0, 0], men: [0.2, 0.7, 1.1, 0.9, 0.9, 0.8, 0.6, 0.4, 0, 0], use: daily(6, 84), paid: 'hospital', by: 'hospital' },
  { medicines: [['A02BC02', 46, 60], ['A02BC05', 38, 85], ['A02BC01', 9, 80], ['A02BC03', 8, 75], ['A02BA03', 4, 50]], of: [['ischaemic-heart-disease', 0.18], ['rheumatoid-arthritis', 0.18]], women: [4, 21, 60, 82, 115, 159, 205, 249, 268, 236], men: [4, 13, 36, 65, 102, 144, 180, 214, 236, 224], use: often(2.4), paid: 'mixed', by: 'practice' },
  { medicines: [['A06AD65', 66, 40], ['A06AD11', 26, 50], ['A06AB08', 10, 50]], of: [['dementia', 0.2], ['parkinson', 0.25]], women: [30, 14, 10, 12, 12, 14, 20, 36, 75, 120], men: [26, 9, 4, 5, 6, 8, 14, 32, 75, 120], use: often(2.1), paid: 'own', by: 'practice', leans: 'frailty' },
  { medicines: [['A03FA01', 84, 7], ['A07DA03', 10, 15]], of: [['migraine', 0.05]], women: [0, 8, 18, 20, 17, 18, 18, 19, 18, 14], men: [0, 4, 6, 7, 7, 8, 9, 11, 12, 10], use: often(1.5), paid: 'own', by: 'practice' },
  { medicines: [['A09AA02', 1, 1]], of: [['pancreatic-cancer', 0.5]], use: often(4), paid: 'reimbursed', by: 'hospital' },

  // Glands, blood, and the bladder.
  { medicines: [['H03AA01', 97, 0.65], ['H03AA02', 4, 0.4]], of: [['hypothyroidism', 0.88]], women: [0, 6, 20, 37, 48, 59, 68, 73, 75, 75], men: [0, 1.8, 4, 5, 9, 15, 20, 25, 29, 29], use: daily(40, 100), paid: 'reimbursed', by: 'practice' },
  { medicines: [['H03BB01', 7, 0.8], ['H03BB02', 2, 0.8]], of: [], women: [0, 0.5, 1.5, 2.5, 3, 3, 3, 3, 3, 3], men: [0, 0.1, 0.3, 0.6, 0.7, 0.8, 0.8, 0.9, 0.9, 1], use: daily(3), paid: 'reimbursed', by: 'shared' },
  { medicines: [['B03AA07', 78, 90], ['B03AA02', 8, 90], ['B03AC', 16, 10]], of: [['iron-deficiency', 0.3]], women: [2, 12, 16, 18, 14, 7, 8, 13, 24, 34], men: [2, 2, 1, 1, 2, 3, 6, 12, 22, 30], use: often(1.4), paid: 'own', by: 'practice' },
  { medicines: [['B03BA03', 28, 250], ['B03BA01', 72, 100]], of: [['dementia', 0.08]], women: [0, 2, 6, 11, 17, 24, 32, 52, 76, 92], men: [0, 1, 2, 4, 7, 12, 20, 38, 64, 82], use: often(1.8), paid: 'mixed', by: 'practice' },
  { medicines: [['A12BA01', 1, 0.6]], of: [['heart-failure', 0.06]], women: [0, 0, 0, 0, 1, 1, 3, 7, 14, 22], men: [0, 0, 0, 0, 1, 1, 3, 5, 9, 14], use: daily(3), paid: 'mixed', by: 'practice', leans: 'frailty' },
  { medicines: [['G04CA02', 60, 1], ['G04CA52', 18, 1], ['G04CB01', 14, 1]], of: [['prostatic-hyperplasia', 0.52]], men: [0, 0, 0, 1, 2, 6, 14, 22, 24, 20], use: daily(15), paid: 'reimbursed', by: 'practice' },
  { medicines: [['G04BD12', 42, 1], ['G04BD08', 30, 1.2], ['G04BD11', 26, 1.3]], of: [['prostatic-hyperplasia', 0.06]], women: [1, 1, 2, 4, 8, 15, 20, 32, 40, 32], men: [1, 1, 1, 1, 2, 5, 10, 19, 26, 24], use: daily(2.5, 85), paid: 'reimbursed', by: 'practice' },
  { medicines: [['G04BE08', 50, 14], ['G04BE03', 48, 9]], of: [], men: [0, 1, 9, 18, 34, 62, 78, 52, 14, 2], use: often(2.3), paid: 'own', by: 'practice' },
  { medicines: [['H01BA02', 1, 30]], of: [], women: [6, 2, 0.5, 0.5, 0.5, 0.8, 1, 2, 2, 1], men: [9, 3, 0.4, 0.4, 0.5, 0.8, 1.5, 3, 3, 2], use: often(2.5), paid: 'mixed', by: 'practice' },
  { medicines: [['S01EE01', 38, 1], ['S01ED51', 30, 1], ['S01EE03', 12, 1], ['S01EC03', 10, 1], ['S01ED01', 9, 1]], of: [['glaucoma', 0.88]], women: [0, 0, 0, 0.1, 0.2, 0.5, 0.6, 1.2, 1.5, 1.5], men: [0, 0, 0, 0.1, 0.2, 0.5, 0.6, 1.2, 1.5, 1.5], use: daily(LIFE, 80), paid: 'reimbursed', by: 'shared' },
  { medicines: [['S01AA01', 62, 1], ['S01AA13', 34, 1], ['S01BA01', 14, 1], ['S02CA06', 24, 1]], of: [['cataract', 0.08]], women: [130, 32, 32, 40, 36, 40, 48, 62, 72, 66], men: [140, 26, 22, 28, 28, 32, 42, 56, 66, 66], use: often(1.2), paid: 'own', by: 'practice' },
  { medicines: [['N07CA01', 1, 30]], of: [], women: [0, 0, 1, 2, 4, 6, 9, 12, 14, 10], men: [0, 0, 0, 1, 2, 4, 6, 9, 11, 9], use: often(1.8), paid: 'own', by: 'practice' },

  // Women, men and reproduction.
  { medicines: [['G03AC09', 36, 1], ['G03AA07', 40, 1], ['G03AA12', 9, 1], ['G03HB01', 3, 1], ['G02BB01', 5, 1]], of: [], women: [0, 404, 620, 315, 153, 19, 0, 0, 0, 0], use: daily(3, 88), paid: 'own', by: 'practice', notPregnant: true },
  { medicines: [['G02BA03', 66, 1], ['G03AC08', 34, 1]], of: [], women: [0, 22, 58, 48, 34, 6, 0, 0, 0, 0], use: often(1), paid: 'own', by: 'practice', notPregnant: true },
  { medicines: [['G03DB08', 6, 1], ['G03AC01', 2, 1], ['G03DC02', 2, 1]], of: [['endometriosis', 0.28]], use: daily(4, 84), paid: 'mixed', by: 'shared', notPregnant: true },
  { medicines: [['G03CA03', 62, 0.7], ['G03FA01', 26, 1], ['G03DA04', 20, 0.5]], of: [], women: [0, 1, 3, 5, 40, 175, 140, 105, 70, 30], use: daily(4, 90), paid: 'mixed', by: 'practice' },
  { medicines: [['G03CA04', 1, 60]], of: [], women: [0, 0, 0, 1, 5, 20, 32, 36, 32, 20], use: often(1.3), paid: 'own', by: 'practice' },
  { medicines: [['G03BA03', 1, 1]], of: [], men: [0, 0, 1, 3, 6, 8, 7, 4, 1, 0], use: daily(6, 84), paid: 'mixed', by: 'shared' },
  { medicines: [['G03GB02', 1, 6], ['G02CB03', 2, 8]], of: [], women: [0, 0, 3, 7, 2, 0.5, 0, 0, 0, 0], use: often(1.6), paid: 'own', by: 'hospital' },
  { medicines: [['B02AA02', 1, 8]], of: [['endometriosis', 0.04]], women: [0, 7, 9, 11, 18, 9, 1, 1, 1, 0], use: often(1.4), paid: 'own', by: 'practice' },

  // Cancer.
  { medicines: [['L02BG04', 62, 1], ['L02BG03', 26, 1], ['L02BG06', 8, 1]], of: [['breast-cancer', 0.68, 0.6]], use: daily(5), paid: 'hospital', by: 'hospital', sex: 'women', ages: [52, 120] },
  { medicines: [['L02BA01', 1, 1]], of: [['breast-cancer', 0.66, 0.6]], use: daily(5), paid: 'hospital', by: 'hospital', ages: [0, 52] },
  { medicines: [['L01EF01', 1, 1]], of: [['breast-cancer', 0.05, 4]], use: daily(2, 28), paid: 'hospital', by: 'hospital', since: dayOf(2017) },
  { medicines: [['L02AE02', 66, 1], ['L02AE03', 20, 1], ['L02BB03', 20, 1.5]], of: [['prostate-cancer', 0.34, 1]], use: daily(4, 84), paid: 'reimbursed', by: 'shared' },
  { medicines: [['L02BB04', 6, 1], ['L02BX03', 4, 1]], of: [['prostate-cancer', 0.1, 5]], use: daily(2, 30), paid: 'hospital', by: 'hospital', since: dayOf(2014) },
  { medicines: [['L01BC06', 1, 1]], of: [['colorectal-cancer', 0.22, 0.4], ['pancreatic-cancer', 0.2, 0.4], ['breast-cancer', 0.04, 2]], use: daily(0.5, 21), paid: 'hospital', by: 'hospital' },
  { medicines: [['L01EB04', 1, 1]], of: [['lung-cancer', 0.04, 0.6]], use: daily(1.7, 30), paid: 'hospital', by: 'hospital', since: dayOf(2016) },
  { medicines: [['L01EL01', 6, 1], ['L01XX05', 5, 1]], of: [['lymphoma', 0.07, 2]], use: daily(3, 30), paid: 'hospital', by: 'hospital', since: dayOf(2015) },
  { medicines: [['A04AA01', 70, 3], ['A04AD12', 24, 1]], of: [['breast-cancer', 0.42], ['lung-cancer', 0.35], ['colorectal-cancer', 0.24], ['lymphoma', 0.35], ['pancreatic-cancer', 0.35], ['other-cancer', 0.14]], use: daily(0.4, 21), paid: 'reimbursed', by: 'hospital' },

  // Infections.
  { medicines: [['J01CE02', 1, 10]], of: [['copd', 0.05]], women: [84, 51, 68, 79, 68, 64, 68, 76, 84, 84], men: [88, 44, 44, 58, 56, 54, 62, 73, 88, 92], use: often(1.2, 'winter'), paid: 'own', by: 'dentist' },
  { medicines: [['J01CA08', 66, 5], ['J01XE01', 18, 3], ['J01EA01', 16, 6], ['J01EE01', 12, 5]], of: [['dementia', 0.08], ['multiple-sclerosis', 0.15]], women: [26, 39, 87, 79, 72, 87, 122, 181, 248, 282], men: [2, 1.4, 3.7, 6.5, 9, 14, 29, 55, 90, 108], use: often(1.5), paid: 'own', by: 'practice' },
  { medicines: [['J01CA04', 70, 7], ['J01CR02', 8, 7]], of: [['copd', 0.16]], women: [51, 10, 11, 16, 17, 19, 25, 32, 33, 25], men: [54, 7, 7, 11, 13, 16, 22, 32, 34, 27], use: often(1.2, 'winter'), paid: 'own', by: 'practice' },
  { medicines: [['J01AA02', 64, 10], ['J01AA04', 28, 45], ['J01AA07', 10, 30]], of: [['copd', 0.16]], women: [1.3, 40, 33, 31, 35, 42, 54, 56, 40, 25], men: [1.3, 27, 22, 25, 31, 35, 44, 51, 41, 27], use: often(1.4, 'winter'), paid: 'own', by: 'practice' },
  { medicines: [['J01FA01', 46, 7], ['J01FA10', 42, 5], ['J01FA09', 12, 14]], of: [['asthma', 0.02], ['copd', 0.05]], women: [25, 14, 24, 28, 25, 22, 21, 21, 16, 10], men: [27, 11, 13, 16, 16, 15, 15, 17, 15, 10], use: often(1.2, 'winter'), paid: 'own', by: 'practice' },
  { medicines: [['J01CF01', 62, 9], ['J01FF01', 40, 6], ['J01DB01', 8, 7]], of: [['diabetic-foot', 0.3]], women: [17, 19, 33, 38, 34, 36, 42, 54, 68, 73], men: [17, 23, 25, 30, 34, 40, 49, 58, 68, 73], use: often(1.3, 'summer'), paid: 'own', by: 'practice' },
  { medicines: [['J01MA02', 1, 7], ['P01AB01', 1.2, 5]], of: [], women: [1.3, 6, 18, 23, 23, 23, 28, 33, 33, 28], men: [1.3, 3, 7, 11, 15, 18, 30, 44, 49, 41], use: often(1.3), paid: 'own', by: 'shared' },
  { medicines: [['J01XX05', 1, 45]], of: [], women: [0, 1, 3, 4, 6, 11, 22, 55, 105, 135], men: [0, 0, 0, 0, 1, 2, 5, 14, 32, 48], use: often(2.6), paid: 'mixed', by: 'practice' },
  { medicines: [['J05AB11', 70, 7], ['J05AB01', 30, 4]], of: [], women: [1, 8, 20, 26, 24, 22, 20, 18, 14, 10], men: [1, 4, 9, 13, 13, 13, 14, 15, 12, 9], use: often(1.4), paid: 'own', by: 'practice' },
  { medicines: [['J05AR20', 1, 30]], of: [], women: [0, 0, 0.2, 0.7, 1.1, 0.7, 0.2, 0, 0, 0], men: [0, 0, 0.4, 1.2, 1.7, 1.6, 0.8, 0.2, 0, 0], use: daily(10, 84), paid: 'infection', by: 'hospital' },
  { medicines: [['J05AE30', 4, 5], ['J05AH02', 6, 5]], of: [['copd', 0.012]], women: [0, 0, 0.3, 0.5, 0.7, 1, 2, 4, 6, 8], men: [0, 0, 0.2, 0.3, 0.5, 0.8, 1.8, 4, 6, 8], use: often(1, 'winter'), paid: 'own', by: 'practice' },
  { medicines: [['J02AC01', 62, 2], ['D01BA02', 38, 28]], of: [], women: [1, 12, 26, 27, 25, 24, 21, 16, 12, 9], men: [1, 5, 7, 9, 11, 13, 14, 14, 10, 8], use: often(1.4), paid: 'own', by: 'practice' },
  { medicines: [['G01AA10', 42, 4], ['G01AF01', 44, 5], ['G01AF02', 10, 4]], of: [], women: [0, 12, 42, 38, 28, 16, 9, 6, 4, 2], use: often(1.3), paid: 'own', by: 'practice' },
  { medicines: [['P02CA01', 1, 2]], of: [], women: [26, 8, 4, 14, 6, 2, 1, 0, 0, 0], men: [26, 7, 2, 8, 5, 1, 1, 0, 0, 0], use: often(1.2, 'autumn'), paid: 'own', by: 'practice' },
]
