/**
 * The people of the demonstrations, none of whom exists. Apart from the attacks on them: here is what is true of a person, of which an attacker
 * knows the place, the date of birth and, where one has nearly all of a sum, that it is so.
 */
import { type RecordSet, recordSetOfKeys } from '@sund/model'

export interface Person {
  /** Record key, as a holder would have it. */
  key: number
  /** Each of the municipalities has as many people as there are ranks, ranked by date of birth. */
  municipality: number
  rank: number
  /** Nobody else has the same. */
  born: Date
  diabetes: boolean
  /** One person of every street has nearly all of what it earns from business, in kroner. */
  street: number
  earned: number
}

export const MUNICIPALITIES = 10
const RANKS = 200
export const STREETS = 100
const PEOPLE = MUNICIPALITIES * RANKS
const SHARE_WITH_DIABETES = 0.35
const FIRST_BIRTH = Date.UTC(1940, 0, 1)
const DAY = 86_400_000
/** Days between one birth and the next. */
const APART = 13

/** Numbers evenly between 0 and 1 from a seed (mulberry32). */
function draws(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The same two thousand people each time, the eldest first. */
export function people(): readonly Person[] {
  const draw = draws(20_261_122)
  const normal = () => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw())
  const most = Array.from({ length: STREETS }, () => 2_000_000 * Math.exp(normal()))
  return Array.from({ length: PEOPLE }, (_, birth) => {
    const street = 1 + (birth % STREETS)
    const largest = most[street - 1] as number
    return {
      key: Math.floor(draw() * 65_536),
      municipality: 1 + (birth % MUNICIPALITIES),
      rank: Math.floor(birth / MUNICIPALITIES),
      born: new Date(FIRST_BIRTH + birth * APART * DAY),
      diabetes: draw() < SHARE_WITH_DIABETES,
      street,
      earned: Math.round(birth < STREETS ? largest : (largest * (0.5 + draw())) / 1_000),
    }
  })
}

export const setOf = (of: readonly Person[]): RecordSet => recordSetOfKeys(of.map(({ key }) => key))
