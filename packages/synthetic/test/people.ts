/** A small real population for tests: made once for each size in a file of tests, and not to be changed. */
import { partsOf } from '../src/country.js'
import type { Person } from '../src/person.js'
import { makePeople } from '../src/population/index.js'

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
