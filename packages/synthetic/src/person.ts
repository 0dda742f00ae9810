/**
 * Who lives in the country: what registers are written from. A person's life (family, homes, illnesses, death) is settled
 * before any register is, so that registers agree with one another as real ones do: one life, many holders.
 */
import type { Day } from './days.js'

export const MALE = 1
export const FEMALE = 2
export type Sex = typeof MALE | typeof FEMALE

/** What runs through a life and makes its events hang together. */
export interface Traits {
  /** Standard normal: education, income and work lean on it. */
  status: number
  /**
   * Standard normal at birth: how readily the body fails; mortality and most illnesses lean on it. Lower on average among the
   * old, whom it has spared.
   */
  frailty: number
  /** Standard normal: how readily the mind suffers. */
  vulnerability: number
  /** How the person smokes, or will. */
  smoking: 'never' | 'former' | 'current'
  /** Body mass index as an adult, kg/m². */
  bmi: number
  /** How often the person sees a doctor compared with others of the same age and health; mean 1. */
  attendance: number
}

export interface Partnership {
  partner: Person
  /** Married (or registered); else living together. */
  married: boolean
  from: Day
  /** The last day, null while it lasts. A death ends it too. */
  until: Day | null
}

/** A stay in hospital or a visit to a hospital's clinic, before any register writes it down. */
export interface HospitalVisit {
  day: Day
  /** Nights; 0 is a visit. */
  nights: number
  acute: boolean
  /** ICD-10 codes, the main diagnosis first. */
  diagnoses: readonly string[]
  /** Codes of procedures (NCMP/NCSP). */
  procedures: readonly string[]
}

/** A pregnancy that ended with a birth. */
export interface Delivery {
  child: Person
  /** Completed weeks. */
  gestation: number
  /** Grams. */
  weight: number
  plural: boolean
  caesarean: boolean
  preeclampsia: boolean
}

/** Civil status by Statistics Norway's codes, those that a person can have when the registers begin. */
export const UNMARRIED = 1
export const MARRIED = 2
export const WIDOWED = 3
export const DIVORCED = 4
export type CivilStatus = typeof UNMARRIED | typeof MARRIED | typeof WIDOWED | typeof DIVORCED

/** How far a cancer had spread when it was found. */
export const STAGES = ['localised', 'regional', 'distant', 'unknown'] as const
export type Stage = (typeof STAGES)[number]

/** What a cancer was when it was found. */
export interface Tumour {
  /** ICD-10 code of the site. */
  site: string
  stage: Stage
}

export interface Person {
  /** Place in the country, from 0: the person's streams of chance hang on it. */
  readonly index: number
  /** Eleven digits, valid in form, in a range that is never issued. */
  readonly identifier: number
  readonly sex: Sex
  readonly birth: Day
  /** Code of the country of birth: ISO 3166-1 alpha-2, `NO` for the country itself. */
  readonly bornIn: string
  /** Null where the register does not know them, as for most who are old or came from abroad. */
  mother: Person | null
  father: Person | null
  children: Person[]
  /** First day in the country that the registers know of: `FIRST_DAY`, a birth or an immigration. */
  readonly entry: Day
  /** The day of leaving the country for good, null for those who stay. */
  emigration: Day | null
  death: Day | null
  /** ICD-10 code of the underlying cause of death. */
  cause: string | null
  /** Homes in order of time, each until the next: place in `MUNICIPALITIES`. The first may begin before `FIRST_DAY`. */
  homes: { from: Day; municipality: number }[]
  partnerships: Partnership[]
  /**
   * What went before the first marriage among the partnerships, and since when: someone widowed when the registers begin has
   * no spouse among the persons.
   */
  civil: { status: CivilStatus; from: Day }
  traits: Traits
  /** First day of each illness: when it was found, not when it began. */
  illnesses: Map<Illness, Day>
  /** One for each cancer among the illnesses; absent from people who never had one. */
  tumours?: Map<Illness, Tumour>
  /** Hospital visits from `FIRST_DAY` on, by day. */
  visits: HospitalVisit[]
  deliveries: Delivery[]
}

/**
 * Illnesses that registers share. What is in hospital, in primary care, among medicines and laboratory results hangs on
 * these days.
 */
export const ILLNESSES = [
  'hypertension',
  'hyperlipidaemia',
  'diabetes-type-1',
  'diabetes-type-2',
  'diabetic-retinopathy',
  'diabetic-foot',
  'chronic-kidney-disease',
  'ischaemic-heart-disease',
  'myocardial-infarction',
  'heart-failure',
  'atrial-fibrillation',
  'stroke',
  'copd',
  'asthma',
  'allergic-rhinitis',
  'depression',
  'anxiety',
  'bipolar-disorder',
  'schizophrenia',
  'adhd',
  'alcohol-use-disorder',
  'dementia',
  'epilepsy',
  'migraine',
  'parkinson',
  'multiple-sclerosis',
  'hypothyroidism',
  'osteoporosis',
  'hip-fracture',
  'osteoarthritis',
  'rheumatoid-arthritis',
  'psoriasis',
  'inflammatory-bowel-disease',
  'gout',
  'iron-deficiency',
  'cataract',
  'glaucoma',
  'hearing-loss',
  'endometriosis',
  'prostatic-hyperplasia',
  'breast-cancer',
  'prostate-cancer',
  'colorectal-cancer',
  'lung-cancer',
  'melanoma',
  'bladder-cancer',
  'lymphoma',
  'pancreatic-cancer',
  'other-cancer',
  'covid-19',
] as const
export type Illness = (typeof ILLNESSES)[number]

/** Whether the person is alive and in the country on a day that registers know of. */
export const isResident = (person: Person, day: Day): boolean =>
  day >= person.entry &&
  (person.death === null || day <= person.death) &&
  (person.emigration === null || day < person.emigration)

/** Completed and part years of age on a day. */
export const ageOn = (person: Person, day: Day): number => (day - person.birth) / 365.2425
