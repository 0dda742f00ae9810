/**
 * Sets of persons put together a word of 32 persons at a time, and counted: as a record set, which is all that
 * protection needs to know of a set. A set may be all but those that are listed, so that it means the same whoever else there is: in
 * the numbers of one register and in those of several.
 */
import { type PersonBits, type RecordSet, recordSetOfSlots, SLOTS, slotOf } from '@sund/model'

/** The persons of `bits`, or with `allBut` everyone else. */
export interface PersonSet {
  bits: PersonBits
  allBut: boolean
}

/** Everyone who is not in a set. */
export const othersThan = ({ bits, allBut }: PersonSet): PersonSet => ({ bits, allBut: !allBut })

/** Those in all of some sets, one at least. The sets may be written over. */
export const inAll = (sets: readonly PersonSet[]): PersonSet => sets.reduce(inBoth)

/** Those in any of some sets, one at least. The sets may be written over. */
export const inAny = (sets: readonly PersonSet[]): PersonSet => othersThan(inAll(sets.map(othersThan)))

function inBoth(a: PersonSet, b: PersonSet): PersonSet {
  if (a.allBut && !b.allBut) return inBoth(b, a)
  const [to, from] = [a.bits, b.bits]
  if (a.allBut)
    for (let word = 0; word < to.length; word++) to[word] = (to[word] as number) | (from[word] as number)
  else if (b.allBut)
    for (let word = 0; word < to.length; word++) to[word] = (to[word] as number) & ~(from[word] as number)
  else for (let word = 0; word < to.length; word++) to[word] = (to[word] as number) & (from[word] as number)
  return a
}

/** Visits the persons of bits that are set and below `count`, ascending. */
export function eachPerson(set: PersonBits, count: number, visit: (person: number) => void): void {
  for (let word = 0; word < set.length; word++)
    for (let bits = set[word] as number; bits !== 0; bits &= bits - 1) {
      const person = (word << 5) + 31 - Math.clz32(bits & -bits)
      if (person < count) visit(person)
    }
}

/** The record set of the persons of a set. */
export function recordSetOfPersons(set: PersonBits, keys: Uint16Array): RecordSet {
  const slots = new Array<number>(2 * SLOTS).fill(0)
  eachPerson(set, keys.length, (person) => {
    const key = keys[person] as number
    const slot = slotOf(key)
    slots[slot] = (slots[slot] as number) + 1
    slots[SLOTS + slot] = (slots[SLOTS + slot] as number) + key
  })
  return recordSetOfSlots(slots)
}
