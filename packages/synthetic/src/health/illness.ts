/**
 * What a table of illnesses says of each: how often it is found, in whom, after what, and what it does to survival. The
 * numbers stand in `illnesses/`, a file for each group; what is done with them stands in `course.ts` and `mortality.ts`.
 */
import type { Illness } from '../person.js'

/** What the rate of new cases is multiplied by, per standard deviation (1 SD of body mass index is 4.5 kg/m²) or group. */
export interface Gradient {
  /** Per standard deviation. Below 1: commoner among people of low status. */
  status?: number
  frailty?: number
  vulnerability?: number
  bmi?: number
  /** Compared with those who never smoked. */
  current?: number
  former?: number
}

interface Mortality {
  /** Times the mortality of those without, at 60; less at higher ages. */
  ratio?: number
  /** Deaths per person-year beyond that: in the first year after the day it was found, and later. */
  excess?: readonly [first: number, later: number]
}

export interface IllnessRow {
  illness: Illness
  /**
   * New cases per 1,000 person-years at ages 0, 10, … 90 among men without it; between them on a line, after 90 as at 90.
   * Where `only` is given: among men who have one of those.
   */
  men: readonly number[]
  women: readonly number[]
  gradient?: Gradient
  /** What having these first multiplies the rate by. */
  after?: Partial<Record<Illness, number>>
  /** Found among people who have one of these, and nobody else. */
  only?: readonly Illness[]
  /** What is found on the same day if it was not known. */
  brings?: readonly Illness[]
  /** Not diagnosed before this year. */
  since?: number
  /** Found on any day of the week; others are found on weekdays. */
  anyDay?: true
  mortality?: Mortality
}

/** Ages at which rates are given are this many years apart. */
const RATE_YEARS = 10

/** Of a table with a value every ten years: the value at an age, on a line between two, as at the last after it. */
export function valueAt(values: readonly number[], age: number): number {
  const last = values.length - 1
  const place = Math.min(last, Math.max(0, age / RATE_YEARS))
  const below = Math.min(last - 1, Math.floor(place))
  const from = values[below] as number
  return from + ((values[below + 1] as number) - from) * (place - below)
}
