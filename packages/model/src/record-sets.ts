/**
 * The people behind a number. Apart from the statistics that carry them, since count noise and the release ledger know of people nothing
 * else.
 */

/** The people (or units) behind a number: how many, and the sum of their permanent record keys modulo 65,536. */
export interface RecordSet {
  units: number
  key: number
  /** What tells sets that differ by few people; left out where the set was not made of people one by one, and of public data. */
  slots?: Slots
  /**
   * The set stands for another that differs from it by at most about so many people, which nobody is to learn (rule L1). Its counts are told with
   * a bound that is wider by as many; what is computed from people's values is not told.
   */
  within?: number
}

/** People fall into this many slots, by the lowest bits of their record keys. */
export const SLOTS = 64

/**
 * A linear sketch of a set: how many people are in each slot (the first 64 numbers) and the sum of their record keys there (the last 64).
 * Of sets that share nobody the sketches add up. Sets that differ by n people differ in at most n slots, and sets that differ by many
 * people in many: by 20 or more in ten or more slots, but for one case in a million.
 */
export type Slots = readonly number[]

/** The slot of a record key. */
export const slotOf = (key: number): number => key % SLOTS

/** Record sets of parts that share nobody, put together. A part without slots gives a whole without. */
export const joined = (a: RecordSet, b: RecordSet): RecordSet => combined(a, b, 1)

/** The people of `whole` who are not in its `part`. */
export const without = (whole: RecordSet, part: RecordSet): RecordSet => combined(whole, part, -1)

function combined(a: RecordSet, b: RecordSet, sign: 1 | -1): RecordSet {
  const set = { units: a.units + sign * b.units, key: (a.key + sign * b.key) & 0xffff }
  const { slots: others } = b
  return a.slots && others
    ? { ...set, slots: a.slots.map((of, slot) => of + sign * (others[slot] as number)) }
    : set
}

/** The record set of people whose record keys are given, each person once. */
export function recordSetOfKeys(keys: Iterable<number>): RecordSet {
  const slots = new Array<number>(2 * SLOTS).fill(0)
  for (const key of keys) {
    const slot = slotOf(key)
    slots[slot] = (slots[slot] as number) + 1
    slots[SLOTS + slot] = (slots[SLOTS + slot] as number) + key
  }
  return recordSetOfSlots(slots)
}

/** The record set that has these slots: what else it says follows from them. */
export function recordSetOfSlots(slots: Slots): RecordSet {
  const sum = (from: number) => slots.slice(from, from + SLOTS).reduce((total, of) => total + of, 0)
  return { units: sum(0), key: sum(SLOTS) % 65_536, slots }
}
