/** The lives of a part's people. */
import type { CountrySettings, Part } from '../country.js'
import type { Person } from '../person.js'

/** Everyone of a part, in order of `index`, with lives that are settled: families, homes, illnesses, visits, deaths. */
export function makePeople(_settings: CountrySettings, _part: Part): Person[] {
  throw new Error('not yet')
}
