/**
 * Sets of persons put together by a tree, a word of 32 persons at a time, and counted: how many, and the sum of their record keys, which
 * is all that protection needs to know of a set.
 */
import { foldTree, type PersonBits, type RecordSet, type Tree } from '@sund/model'

/** The persons for whom a tree holds. The sets of `leaf` may be written over. */
export function personsWhere<L extends number | object>(
  tree: Tree<L>,
  leaf: (leaf: L) => PersonBits,
): PersonBits {
  const join = (combine: (a: number, b: number) => number) => (sets: PersonBits[]) => {
    const [into, ...others] = sets as [PersonBits, ...PersonBits[]]
    for (const set of others)
      for (let word = 0; word < into.length; word++)
        into[word] = combine(into[word] as number, set[word] as number)
    return into
  }
  return foldTree<L, PersonBits>(tree, {
    leaf,
    all: join((a, b) => a & b),
    any: join((a, b) => a | b),
    not(set) {
      for (let word = 0; word < set.length; word++) set[word] = ~(set[word] as number)
      return set
    },
  })
}

/** Visits the persons of a set below `count`, ascending. */
export function eachPerson(set: PersonBits, count: number, visit: (person: number) => void): void {
  for (let word = 0; word < set.length; word++)
    for (let bits = set[word] as number; bits !== 0; bits &= bits - 1) {
      const person = (word << 5) + 31 - Math.clz32(bits & -bits)
      if (person < count) visit(person)
    }
}

/** How many are in a set, and the sum of their record keys. */
export function recordSetOfPersons(set: PersonBits, keys: Uint16Array): RecordSet {
  let units = 0
  let key = 0
  eachPerson(set, keys.length, (person) => {
    units++
    key = (key + (keys[person] as number)) & 0xffff
  })
  return { units, key }
}
