/**
 * What a death is put down to. A person's mortality is a sum (mortality.ts): what illnesses add, and what is left to people
 * without them. One of its parts is drawn, and then a cause from that part's own list. The lists are set so that shares of
 * causes come near the Norwegian Cause of Death Registry's for 2014–2022: cancer 26 %, circulation 23–27 %, respiration 9–10 %,
 * dementia 8–9 % (with Alzheimer's disease), external causes 6–7 %, covid-19 1, 2, 7 and 3 % in 2020 to 2023.
 */
import { type Day, dayOf } from '../days.js'
import { ageOn, FEMALE, type Illness, MALE, type Person, type Sex } from '../person.js'
import { Choice, type Random } from '../random.js'
import type { Weighted } from './care/rows.js'
import { valueAt } from './illness.js'
import { CANCERS } from './illnesses/cancer.js'
import { addedOn } from './mortality.js'

const CANCER_ILLNESSES: ReadonlySet<Illness> = new Set(CANCERS.map(({ illness }) => illness))

/** Causes of deaths that an illness adds. What is missing here is put down as other people's deaths are. */
const BY_ILLNESS: Partial<Record<Illness, Weighted>> = {
  hypertension: [
    ['I10', 12],
    ['I219', 15],
    ['I639', 12],
    ['I259', 13],
    ['R99', 14],
    ['J189', 9],
    ['N189', 10],
    ['A419', 8],
    ['K566', 7],
  ],
  'diabetes-type-1': [
    ['E109', 45],
    ['E105', 10],
    ['I219', 20],
    ['I259', 25],
  ],
  'diabetes-type-2': [
    ['E119', 48],
    ['E116', 12],
    ['I219', 12],
    ['I259', 15],
    ['I64', 8],
    ['A419', 5],
  ],
  'diabetic-foot': [
    ['E115', 55],
    ['I702', 20],
    ['A419', 25],
  ],
  'chronic-kidney-disease': [
    ['N189', 38],
    ['N185', 12],
    ['I509', 9],
    ['I259', 10],
    ['I219', 6],
    ['A419', 10],
    ['R99', 15],
  ],
  'ischaemic-heart-disease': [
    ['I259', 50],
    ['I251', 25],
    ['I219', 25],
  ],
  'myocardial-infarction': [
    ['I219', 60],
    ['I214', 15],
    ['I251', 25],
  ],
  'atrial-fibrillation': [
    ['I489', 35],
    ['I634', 25],
    ['J189', 15],
    ['W19', 15],
    ['A419', 10],
  ],
  'heart-failure': [
    ['I509', 27],
    ['I500', 17],
    ['I251', 18],
    ['I259', 12],
    ['J189', 9],
    ['N189', 7],
    ['R99', 6],
    ['A419', 4],
  ],
  stroke: [
    ['I639', 25],
    ['I64', 30],
    ['I619', 15],
    ['I694', 20],
    ['J189', 10],
  ],
  copd: [
    ['J449', 55],
    ['J440', 27],
    ['J441', 18],
  ],
  asthma: [['J459', 1]],
  'alcohol-use-disorder': [
    ['F102', 30],
    ['K703', 30],
    ['X42', 12],
    ['W19', 10],
    ['I259', 10],
    ['R99', 8],
  ],
  schizophrenia: [
    ['I259', 30],
    ['J449', 15],
    ['X70', 15],
    ['F209', 15],
    ['R99', 25],
  ],
  'bipolar-disorder': [
    ['X70', 20],
    ['X64', 10],
    ['I259', 35],
    ['R99', 35],
  ],
  dementia: [
    ['F03', 35],
    ['G309', 28],
    ['F019', 7],
    ['J189', 7],
    ['I64', 4],
    ['W19', 5],
    ['N390', 4],
    ['R54', 4],
    ['R99', 4],
    ['A419', 2],
  ],
  epilepsy: [['G409', 1]],
  parkinson: [['G20', 1]],
  'multiple-sclerosis': [['G35', 1]],
  'rheumatoid-arthritis': [
    ['M069', 40],
    ['I259', 30],
    ['J841', 30],
  ],
  'inflammatory-bowel-disease': [
    ['K509', 40],
    ['K519', 60],
  ],
  'hip-fracture': [
    ['W19', 55],
    ['J189', 20],
    ['I509', 25],
  ],
  gout: [['I259', 1]],
}

/** Causes of other deaths: weights at ages 0, 10, … 90, men and women; `men` are `women` times `male` where it is given. */
const OTHERWISE: readonly { code: string; weights: readonly number[]; male?: number }[] = [
  { code: 'P073', weights: [8, 0, 0, 0, 0, 0, 0, 0, 0, 0] },
  { code: 'Q899', weights: [7, 0.4, 0.5, 0.4, 0.4, 0.4, 0.4, 0.3, 0.2, 0.1] },
  { code: 'R95', weights: [3, 0, 0, 0, 0, 0, 0, 0, 0, 0] },
  { code: 'X70', weights: [0, 0.5, 5, 5, 5, 5, 3.75, 3.12, 3.12, 2.5], male: 2.6 },
  { code: 'X64', weights: [0, 0.25, 2.5, 3.12, 3.75, 3.75, 2.5, 1.75, 1.25, 1.25] },
  { code: 'X42', weights: [0, 0, 3.75, 5, 5, 3.75, 1.5, 0.5, 0, 0], male: 2.6 },
  { code: 'V499', weights: [1, 1, 3.12, 1.88, 1.88, 1.88, 2.5, 3.75, 5, 5], male: 2.4 },
  { code: 'W19', weights: [0.38, 0.25, 0.62, 0.75, 1.25, 3, 7.5, 21.25, 75, 225], male: 1.4 },
  { code: 'W74', weights: [0.6, 0.3, 0.5, 0.5, 0.5, 0.6, 0.6, 0.7, 0.7, 0.5], male: 3 },
  { code: 'X95', weights: [0.2, 0.1, 0.5, 0.5, 0.5, 0.4, 0.2, 0.1, 0.1, 0] },
  { code: 'R960', weights: [0, 0.2, 0.8, 1, 2, 3, 5, 8, 15, 30], male: 1.6 },
  { code: 'I219', weights: [0, 0, 0.1, 0.29, 0.96, 2.88, 6.72, 17.28, 57.6, 158.4], male: 2 },
  { code: 'I259', weights: [0, 0, 0.05, 0.19, 0.72, 1.92, 4.8, 16.8, 72, 230.4], male: 1.8 },
  { code: 'I64', weights: [0, 0.05, 0.14, 0.29, 0.72, 1.44, 3.36, 10.56, 40.8, 134.4] },
  { code: 'I619', weights: [0.1, 0.1, 0.4, 0.7, 1.5, 3, 5, 10, 25, 50] },
  { code: 'I350', weights: [0, 0, 0, 0, 0.06, 0.28, 1.12, 5.6, 30.8, 112] },
  { code: 'I714', weights: [0, 0, 0.1, 0.1, 0.2, 0.6, 2, 7, 15, 25], male: 2 },
  { code: 'I509', weights: [0.06, 0.02, 0.06, 0.11, 0.17, 0.56, 1.4, 5.04, 25.2, 123.2] },
  { code: 'I269', weights: [0, 0.1, 0.3, 0.5, 1, 2, 4, 8, 15, 25] },
  { code: 'J189', weights: [0.38, 0.15, 0.22, 0.3, 0.6, 1.5, 4.5, 16.5, 67.5, 247.5] },
  { code: 'J841', weights: [0, 0, 0, 0.05, 0.1, 0.4, 2, 9, 22, 28] },
  { code: 'J101', weights: [0.2, 0.05, 0.1, 0.1, 0.2, 0.5, 1.2, 4, 15, 50] },
  { code: 'J449', weights: [0, 0, 0, 0.08, 0.3, 2.25, 7.5, 19.5, 37.5, 45] },
  { code: 'A419', weights: [0.5, 0.12, 0.25, 0.38, 0.75, 1.88, 5, 15, 50, 137.5] },
  { code: 'N390', weights: [0, 0, 0, 0, 0.12, 0.38, 1.25, 6.25, 37.5, 162.5] },
  { code: 'K566', weights: [0.12, 0.06, 0.12, 0.12, 0.38, 1, 2.5, 8.75, 31.25, 87.5] },
  { code: 'K254', weights: [0, 0, 0, 0.12, 0.25, 0.75, 2.5, 6.25, 17.5, 50] },
  { code: 'K703', weights: [0, 0, 0.1, 0.7, 2.5, 5, 6, 3, 1, 0.5], male: 1.8 },
  { code: 'N189', weights: [0, 0, 0, 0.1, 0.2, 0.5, 2, 8, 30, 100] },
  { code: 'F03', weights: [0, 0, 0, 0, 0, 0.1, 0.5, 6, 45, 230] },
  { code: 'C809', weights: [0.3, 0.4, 0.7, 1.5, 4, 10, 20, 36, 60, 90] },
  { code: 'R99', weights: [2, 0.4, 1.5, 2.5, 4, 6, 9, 15, 40, 150] },
  { code: 'R54', weights: [0, 0, 0, 0, 0, 0, 0, 1, 15, 200] },
]

/** How likely covid-19 is compared with all of `OTHERWISE`, at ages 0, 10, …, in a year in which it is 1. */
const COVID_WEIGHTS = [0.005, 0.005, 0.01, 0.03, 0.06, 0.08, 0.1, 0.13, 0.16, 0.18]
/** Relative strength of the year's epidemic from March 2020 on: deaths by the Norwegian Cause of Death Registry. */
const COVID_YEARS: readonly (readonly [from: Day, factor: number])[] = [
  [dayOf(2020, 3), 0.13],
  [dayOf(2020, 6), 0.03],
  [dayOf(2020, 11), 0.13],
  [dayOf(2021, 6), 0.07],
  [dayOf(2021, 11), 0.3],
  [dayOf(2022, 2), 1],
  [dayOf(2022, 5), 0.5],
  [dayOf(2023, 1), 0.3],
  [dayOf(2023, 7), 0.2],
  [dayOf(2024, 1), 0.08],
]

export const COVID_CODE = 'U071'

interface Prepared {
  byIllness: ReadonlyMap<Illness, Choice<string>>
  /** By sex and decade of age. */
  otherwise: Record<Sex, readonly Choice<string>[]>
}

let prepared: Prepared | undefined

function prepare(): Prepared {
  const choices = (sex: Sex) =>
    Array.from(
      { length: 20 },
      (_, half) =>
        new Choice(
          OTHERWISE.map(({ code, weights, male = 1 }) => [
            code,
            valueAt(weights, half * 5) * (sex === MALE ? male : 1),
          ]),
        ),
    )
  return {
    byIllness: new Map(
      Object.entries(BY_ILLNESS).map(([illness, codes]) => [illness as Illness, new Choice(codes)]),
    ),
    otherwise: { [MALE]: choices(MALE), [FEMALE]: choices(FEMALE) },
  }
}

/** The ICD-10 code of the underlying cause of a death on `day`. */
export function causeOf(person: Person, day: Day, random: Random): string {
  prepared ??= prepare()
  const added = addedOn(person, day)
  const age = ageOn(person, day)
  // A part of what is left to others goes to covid-19 on top, as the epidemic did.
  const covid = valueAt(COVID_WEIGHTS, age) * epidemicOn(day)
  const total = added.reduce((sum, [, part]) => sum + part, 1)
  if (random.chance(covid / (1 + covid))) return COVID_CODE
  let left = random.uniform() * total
  for (const [illness, part] of added) {
    left -= part
    if (left >= 0) continue
    if (CANCER_ILLNESSES.has(illness)) return person.tumours?.get(illness)?.site ?? 'C809'
    const causes = prepared.byIllness.get(illness)
    if (causes) return random.pick(causes)
    break
  }
  return random.pick(prepared.otherwise[person.sex][Math.min(19, Math.floor(age / 5))] as Choice<string>)
}

function epidemicOn(day: Day): number {
  let factor = 0
  for (const [from, strength] of COVID_YEARS) if (day >= from) factor = strength
  return factor
}
