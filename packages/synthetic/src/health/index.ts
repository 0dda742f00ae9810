/** Health through a life: which illnesses a person gets and when, what they do to mortality, and the visits they lead to. */
import type { Day } from '../days.js'
import type { Person } from '../person.js'
import type { Random } from '../random.js'

/** Settles when the person's illnesses are found, as if nobody died or left: fills `illnesses` up to `LAST_DAY`. */
export function fallIll(_person: Person, _random: Random): void {}

/** How many times as likely as for people of the same age and sex without any of the illnesses death is on a day. */
export function mortalityRatio(_person: Person, _day: Day): number {
  return 1
}

/**
 * What follows once death and emigration are settled: forgets illnesses found afterwards, fills `visits`, and gives a person
 * who died a `cause`.
 */
export function settleHealth(_person: Person, _random: Random): void {}
