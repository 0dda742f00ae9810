/** What hangs on a person alone and several registers ask for: settled once, kept as long as the person is. */
import type { Person } from '../person.js'

/** The same function, which remembers its answer for each person. The answers are not to be changed. */
export function settledOnce<T extends object>(settle: (person: Person) => T): (person: Person) => T {
  const settled = new WeakMap<Person, T>()
  return (person) => {
    let known = settled.get(person)
    if (known === undefined) {
      known = settle(person)
      settled.set(person, known)
    }
    return known
  }
}
