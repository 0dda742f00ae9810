/**
 * A population as it is clicked together: conditions that must all hold, each of alternatives of which one is enough. Apart from the page so that what is
 * sent can be tested: any combination of and, or and not can be said this way.
 */
import type { Criteria } from '@sund/model'

/** One alternative: people who have (or do not have) some codes of a variable, or a number within limits. */
export interface Alternative {
  /** A number of its own, for lists. */
  key: number
  register: string
  variable: string
  /** Limits for numbers and dates, codes for the rest. */
  by: 'codes' | 'limits'
  not: boolean
  codes: string[]
  /** As typed; empty where nothing is asked. */
  from: string
  until: string
}
export type Population = Alternative[][]

const numberOf = (text: string): number | undefined =>
  text.trim() === '' || Number.isNaN(Number(text)) ? undefined : Number(text)

/** What is asked of the holders; null while a condition asks for nothing. */
export function criteriaOf(population: Population): Criteria | null {
  const groups = population.map((alternatives) => alternatives.map(leafOf))
  if (groups.length === 0 || groups.some((group) => group.length === 0 || group.includes(null))) return null
  const any = groups.map((group) =>
    group.length === 1 ? (group[0] as Criteria) : { any: group as Criteria[] },
  )
  return any.length === 1 ? (any[0] as Criteria) : { all: any }
}

function leafOf({ register, variable, by, not, codes, from, until }: Alternative): Criteria | null {
  const [first, last] = [numberOf(from), numberOf(until)]
  const leaf: Criteria | null =
    by === 'codes'
      ? codes.length === 0
        ? null
        : {
            register,
            variable,
            codes,
            ...(first === undefined ? {} : { from: first }),
            ...(last === undefined ? {} : { until: last }),
          }
      : first === undefined && last === undefined
        ? null
        : {
            register,
            variable,
            ...(first === undefined ? {} : { least: first }),
            ...(last === undefined ? {} : { most: last }),
          }
  return leaf === null ? null : not ? { not: leaf } : leaf
}

/** The population with one alternative changed, or taken out for null; a condition without alternatives goes as well. */
export function changed(population: Population, key: number, to: Alternative | null): Population {
  return population
    .map((group) => group.flatMap((one) => (one.key === key ? (to === null ? [] : [to]) : [one])))
    .filter((group) => group.length > 0)
}
