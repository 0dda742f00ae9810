/**
 * Vaccination programmes as Norway had them from 2014 to 2024: who is offered what and when, and the share who take it, as the
 * Norwegian Institute of Public Health publishes coverage from its vaccination register (SYSVAK).
 */
import type { Vaccine } from '../../codes/vaccines.js'
import { type Day, dayOf } from '../../days.js'
import type { Illness } from '../../person.js'

/** A dose of the childhood programme, offered at an age to children born from one day to another. */
export interface ChildDose {
  vaccine: Vaccine
  dose: number
  /** Days. */
  age: number
  coverage: number
  /** First day of birth of those who are offered it. */
  born?: Day
  /** Day of birth from which it is not offered. */
  until?: Day
}

const MONTH = 30.44
/** Rotavirus came for children born from September 2014, hepatitis B for those born from November 2016. */
const ROTAVIRUS = dayOf(2014, 9)
const HEPATITIS = dayOf(2016, 11)

/** Doses at 3, 5 and 12 months; `fewer`: how much lower coverage is than against diphtheria. */
const threeDoses = (
  vaccine: Vaccine,
  fewer: number,
  births: Pick<ChildDose, 'born' | 'until'>,
): ChildDose[] =>
  [0.985, 0.98, 0.97].map((coverage, i) => ({
    vaccine,
    dose: i + 1,
    age: ([3, 5, 12][i] ?? 0) * MONTH,
    coverage: coverage - fewer,
    ...births,
  }))

/**
 * Coverage at two years: 97 % for three doses against diphtheria and the rest, 97 % measles, 93–95 % rotavirus. Doses of a vaccine
 * stand together: who takes the second has taken the first.
 */
export const CHILDREN: readonly ChildDose[] = [
  { vaccine: 'J07BH01', dose: 1, age: 42, coverage: 0.955, born: ROTAVIRUS },
  { vaccine: 'J07BH01', dose: 2, age: 3 * MONTH, coverage: 0.94, born: ROTAVIRUS },
  ...threeDoses('J07CA06', 0, { until: HEPATITIS }),
  ...threeDoses('J07CA09', 0, { born: HEPATITIS }),
  ...threeDoses('J07AL02', 0.005, {}),
  { vaccine: 'J07BD52', dose: 1, age: 15 * MONTH, coverage: 0.97 },
]
/** Share of children who get no vaccine at all; it is part of what coverage leaves. */
export const UNVACCINATED = 0.015

/** A dose at school, offered from September of the year in which children reach an age. */
export interface SchoolDose {
  vaccine: Vaccine
  dose: number
  age: number
  women: number
  men: number
  /** First year of the school year in which it begins and the last, and the first that has boys in it. */
  from?: number
  until?: number
  boysFrom?: number
  /** Days after September. */
  after: number
}

/**
 * Coverage at 9 and 16 years: 93 % and 91 % boosters, 95 % measles, 92 % HPV in girls and 89 % in boys. Doses of a vaccine in the
 * same year stand together.
 */
export const SCHOOL: readonly SchoolDose[] = [
  { vaccine: 'J07CA02', dose: 4, age: 7, women: 0.93, men: 0.93, after: 0 },
  { vaccine: 'J07BD52', dose: 2, age: 11, women: 0.95, men: 0.95, after: 0 },
  ...[0, 180].flatMap((after, i): SchoolDose[] => [
    { vaccine: 'J07BM01', dose: i + 1, age: 12, women: 0.9 - 0.02 * i, men: 0, until: 2016, after },
    {
      vaccine: 'J07BM02',
      dose: i + 1,
      age: 12,
      women: 0.93 - 0.015 * i,
      men: 0.9 - 0.015 * i,
      from: 2017,
      boysFrom: 2018,
      after,
    },
  ]),
  { vaccine: 'J07CA02', dose: 5, age: 15, women: 0.91, men: 0.91, after: 0 },
]

/** Women born from 1991 who had not had it at school were offered three doses from November 2016 to June 2019. */
export const HPV_CATCH_UP = {
  born: [1991, 1996],
  from: dayOf(2016, 11),
  /** Days over which the first dose was given, and days from it to each dose. */
  spread: 780,
  after: [0, 45, 190],
  coverage: 0.55,
  /** Share of those with a first dose who have each of the others. */
  goesOn: 0.93,
  vaccine: 'J07BM02',
} as const

/** Coverage of influenza vaccination by the season's first year: from 65 years, and in risk groups below. */
export const INFLUENZA: Readonly<Record<number, readonly [old: number, risk: number]>> = {
  2014: [0.27, 0.13],
  2015: [0.28, 0.13],
  2016: [0.31, 0.15],
  2017: [0.34, 0.17],
  2018: [0.38, 0.23],
  2019: [0.48, 0.29],
  2020: [0.62, 0.43],
  2021: [0.62, 0.4],
  2022: [0.64, 0.38],
  2023: [0.62, 0.36],
  2024: [0.61, 0.34],
}
/** Share of others from 20 to 64 who are vaccinated: staff of the health services and those who ask for it. */
export const INFLUENZA_OTHERS = 0.09

/** Illnesses that make a risk group for influenza and covid-19. */
export const RISK: readonly Illness[] = [
  'diabetes-type-1',
  'diabetes-type-2',
  'chronic-kidney-disease',
  'ischaemic-heart-disease',
  'heart-failure',
  'atrial-fibrillation',
  'stroke',
  'copd',
  'asthma',
  'multiple-sclerosis',
  'parkinson',
  'dementia',
  'rheumatoid-arthritis',
  'inflammatory-bowel-disease',
  'breast-cancer',
  'colorectal-cancer',
  'lung-cancer',
  'lymphoma',
  'other-cancer',
]

/** The covid-19 programme at an age (on 1 January 2021): the shares who have each dose, and when it is given. */
export interface CovidGroup {
  age: number
  /** Shares of all who have the first, second, third and fourth dose. */
  coverage: readonly [number, number, number, number]
  /** First day of the first dose, and days over which it is given. */
  first: Day
  spread: number
  /** Days from the first dose to the second. */
  second: number
  /** First days of the third and of the fourth. */
  third: Day
  fourth: Day
}

/**
 * Oldest first. Published by July 2022 for 18 years and over: 93 % one dose, 91 % two, 66 % three; 95 %, 95 % and 90 % from 65
 * years. The fourth was for those from 65 years and risk groups, from July 2022.
 */
export const COVID: readonly CovidGroup[] = [
  {
    age: 85,
    coverage: [0.965, 0.955, 0.92, 0.78],
    first: dayOf(2021, 1, 6),
    spread: 40,
    second: 28,
    third: dayOf(2021, 10, 5),
    fourth: dayOf(2022, 7, 10),
  },
  {
    age: 75,
    coverage: [0.975, 0.965, 0.94, 0.78],
    first: dayOf(2021, 2, 10),
    spread: 50,
    second: 40,
    third: dayOf(2021, 10, 15),
    fourth: dayOf(2022, 8, 1),
  },
  {
    age: 65,
    coverage: [0.97, 0.96, 0.92, 0.66],
    first: dayOf(2021, 3, 25),
    spread: 45,
    second: 42,
    third: dayOf(2021, 10, 25),
    fourth: dayOf(2022, 9, 1),
  },
  {
    age: 55,
    coverage: [0.96, 0.95, 0.83, 0.16],
    first: dayOf(2021, 4, 25),
    spread: 45,
    second: 75,
    third: dayOf(2021, 12, 5),
    fourth: dayOf(2022, 9, 10),
  },
  {
    age: 45,
    coverage: [0.945, 0.93, 0.72, 0.08],
    first: dayOf(2021, 5, 25),
    spread: 40,
    second: 63,
    third: dayOf(2021, 12, 20),
    fourth: dayOf(2022, 9, 15),
  },
  {
    age: 40,
    coverage: [0.93, 0.91, 0.61, 0.05],
    first: dayOf(2021, 6, 20),
    spread: 45,
    second: 56,
    third: dayOf(2022, 1, 8),
    fourth: dayOf(2022, 9, 15),
  },
  {
    age: 25,
    coverage: [0.915, 0.885, 0.5, 0.035],
    first: dayOf(2021, 6, 28),
    spread: 60,
    second: 56,
    third: dayOf(2022, 1, 12),
    fourth: dayOf(2022, 9, 15),
  },
  {
    age: 18,
    coverage: [0.93, 0.895, 0.42, 0.015],
    first: dayOf(2021, 6, 25),
    spread: 60,
    second: 56,
    third: dayOf(2022, 1, 15),
    fourth: dayOf(2022, 9, 15),
  },
  {
    age: 16,
    coverage: [0.945, 0.84, 0.08, 0.002],
    first: dayOf(2021, 8, 30),
    spread: 25,
    second: 77,
    third: dayOf(2022, 2, 1),
    fourth: dayOf(2022, 9, 15),
  },
  {
    age: 12,
    coverage: [0.79, 0.34, 0.005, 0],
    first: dayOf(2021, 9, 6),
    spread: 30,
    second: 130,
    third: dayOf(2022, 3, 1),
    fourth: dayOf(2022, 10, 1),
  },
  {
    age: 5,
    coverage: [0.015, 0.008, 0, 0],
    first: dayOf(2022, 1, 17),
    spread: 60,
    second: 63,
    third: dayOf(2022, 9, 1),
    fourth: dayOf(2022, 10, 1),
  },
]
/** Before others of their age are those of a risk group, by so many days. */
export const COVID_RISK_DAYS = 35
/** Odds of immigrants beside others: coverage among those born abroad was some ten points lower. */
export const COVID_FOREIGN_ODDS = 0.4
/** Odds of those born in the country, so that both together come to the published coverage. */
export const COVID_NATIVE_ODDS = 1.25
/** Share of those from 18 to 64 who had a first dose of a viral vector vaccine, before its use was stopped on 11 March 2021. */
export const COVID_VECTOR = { share: 0.035, first: dayOf(2021, 2, 8), last: dayOf(2021, 3, 10) }
/** The dose of autumn 2023, for those from 65 years. */
export const COVID_AUTUMN = { day: dayOf(2023, 9, 20), age: 65, coverage: 0.6, risk: 0.18 }

/**
 * Vaccines of travellers and others, given at any time of the year: doses in a course, ages, and courses begun a year by a
 * thousand of that age.
 */
export const OTHERS: readonly (readonly [
  vaccine: Vaccine,
  doses: number,
  from: number,
  until: number,
  yearly: number,
])[] = [
  ['J07CA02', 1, 20, 80, 14],
  ['J07BC02', 2, 1, 75, 5],
  ['J07BC01', 3, 18, 60, 1.6],
  ['J07BC20', 3, 5, 70, 2],
  ['J07AP03', 1, 5, 75, 5],
  ['J07BA01', 3, 3, 80, 2.5],
  ['J07BL01', 1, 5, 65, 2],
  ['J07AH08', 1, 15, 20, 30],
  ['J07AL01', 1, 65, 95, 24],
  ['J07BK03', 2, 50, 90, 1],
  ['J07BK01', 2, 1, 40, 0.6],
  ['J07BM03', 3, 15, 45, 0.8],
  ['J07AN01', 1, 0, 2, 60],
]
