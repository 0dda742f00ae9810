/**
 * How many of each kind a part has: residents at the start by age and sex, and births and immigrants of each year. Quotas are
 * cut from published figures so that they add up to the part's persons exactly, however few.
 */
import { FEMALE, MALE, type Sex } from '../person.js'
import { BIRTHS, IMMIGRATIONS, MEN_2014, RESIDENTS_2014 } from './figures.js'

export interface Plan {
  /** Residents on `FIRST_DAY`, oldest first: years of age and sex. */
  stock: { age: number; sex: Sex }[]
  /** By year from 2014. */
  births: number[]
  immigrants: number[]
}

const OLDEST = 108

/** Weights of residents on 1 January 2014 by single years of age and sex. */
export function pyramid(): { age: number; sex: Sex; weight: number }[] {
  const cells: { age: number; sex: Sex; weight: number }[] = []
  for (const [group, residents] of RESIDENTS_2014.entries()) {
    const ages = Array.from({ length: Math.min(5, OLDEST + 1 - 5 * group) }, (_, i) => 5 * group + i)
    const heights = ages.map(heightAt)
    const sum = heights.reduce((a, b) => a + b, 0)
    const men = MEN_2014[group] as number
    for (const [i, age] of ages.entries()) {
      const weight = (residents * (heights[i] as number)) / sum
      cells.push({ age, sex: MALE, weight: weight * men }, { age, sex: FEMALE, weight: weight * (1 - men) })
    }
  }
  return cells.reverse()
}

/** Smooth within groups: straight lines of the logarithm between their middles. */
function heightAt(age: number): number {
  const place = (age + 0.5 - 2.5) / 5
  const left = Math.min(Math.max(Math.floor(place), 0), RESIDENTS_2014.length - 2)
  const [a, b] = [RESIDENTS_2014[left] as number, RESIDENTS_2014[left + 1] as number]
  return a * (b / a) ** (place - left)
}

/** The quotas of `persons` persons; `offset` on [0, 1) decides which way fractions fall. */
export function planOf(persons: number, offset: number): Plan {
  const stock = RESIDENTS_2014.reduce((a, b) => a + b, 0)
  const [all, ...years] = apportion([stock, ...BIRTHS, ...IMMIGRATIONS], persons, offset)
  const cells = pyramid()
  const counts = apportion(
    cells.map(({ weight }) => weight),
    all as number,
    offset,
  )
  return {
    stock: cells.flatMap(({ age, sex }, i) =>
      Array.from({ length: counts[i] as number }, () => ({ age, sex })),
    ),
    births: years.slice(0, BIRTHS.length),
    immigrants: years.slice(BIRTHS.length),
  }
}

/** Whole numbers in proportion to the weights, with the given sum: each within one of its exact share. */
export function apportion(weights: readonly number[], sum: number, offset: number): number[] {
  const total = weights.reduce((a, b) => a + b, 0)
  let [exact, before] = [0, 0]
  return weights.map((weight, i) => {
    exact += weight
    const until = i === weights.length - 1 ? sum : Math.min(sum, Math.floor((exact / total) * sum + offset))
    const count = until - before
    before = until
    return count
  })
}
