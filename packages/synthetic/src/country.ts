/**
 * The country in parts: each is a closed society of families, settled by itself from the seed and its own place, so that parts
 * can be made by any number of workers in any order and come out the same.
 */
import { fail } from '@sund/model'
import type { Person } from './person.js'
import { makePeople } from './population/index.js'
import { Random } from './random.js'
import type { CountryRegister } from './register.js'
import { Rows } from './tables.js'

/** The country's name, which every register carries: there is none like it. */
export const COUNTRY_NAME = 'Sundland'

export interface CountrySettings {
  /** Persons that the population register knows, residents and those who have left or died since the registers began. */
  persons: number
  /** A whole number from 0 to 2⁵³ − 1: the same seed gives the same country. */
  seed: number
}

/** A part of the country: its place, and the persons in it. */
export interface Part {
  index: number
  /** Place in the country of its first person. */
  first: number
  persons: number
}

export const LEAST_PERSONS = 1000
export const MOST_PERSONS = 10_000_000
/** Persons of a part; the last has up to this many more. */
const PART_PERSONS = 25_000

/** The parts of a country. Throws `usage.arguments` for a size or a seed that it cannot have. */
export function partsOf({ persons, seed }: CountrySettings): Part[] {
  if (!Number.isInteger(persons) || persons < LEAST_PERSONS || persons > MOST_PERSONS)
    fail(
      'usage.arguments',
      'A country has from 1,000 to 10,000,000 persons.',
      'Choose a whole number between them.',
    )
  if (!Number.isSafeInteger(seed) || seed < 0)
    fail('usage.arguments', 'A seed is a whole number from 0 on.', 'Choose another, or leave it out.')
  const parts = Math.max(1, Math.floor(persons / PART_PERSONS))
  const first = (index: number) => Math.floor((index * persons) / parts)
  return Array.from({ length: parts }, (_, index) => ({
    index,
    first: first(index),
    persons: first(index + 1) - first(index),
  }))
}

/** The rows that one part gives each register, by register and table. */
export function makePart(
  settings: CountrySettings,
  part: Part,
  registers: readonly CountryRegister[],
): Map<CountryRegister, Record<string, Rows>> {
  const people: Person[] = makePeople(settings, part)
  const made = new Map<CountryRegister, Record<string, Rows>>()
  for (const register of registers) {
    const rows = Object.fromEntries(register.tables.map((shape) => [shape.name, new Rows(shape)]))
    for (const person of people)
      register.write(person, rows, new Random(settings.seed, register.stream, person.index))
    made.set(register, rows)
  }
  return made
}
