/** A small real population for tests of registers: made once for each size, and not to be changed. */
import { makePart, partsOf } from '../src/country.js'
import type { Person } from '../src/person.js'
import { makePeople } from '../src/population/index.js'
import type { CountryRegister } from '../src/register.js'
import type { Rows } from '../src/tables.js'

const SEED = 2024
const made = new Map<number, readonly Person[]>()

/** A country of this many persons; the same array on every call. */
export function people(persons: number): readonly Person[] {
  const known = made.get(persons)
  if (known !== undefined) return known
  const settings = { persons, seed: SEED }
  const all = partsOf(settings).flatMap((part) => makePeople(settings, part))
  made.set(persons, all)
  return all
}

/** The rows that a register has of the first part of that country. */
export function rowsOf(register: CountryRegister, persons: number): Record<string, Rows> {
  const settings = { persons, seed: SEED }
  const [part] = partsOf(settings)
  const rows = part && makePart(settings, part, [register]).get(register)
  if (rows === undefined) throw new Error('a country has a part')
  return rows
}
