/**
 * The family that a demonstration is shown with: a mother whom several registers know, a child whom she decides for and her own mother, whom she looks
 * after. Always the same of a country.
 */
import { LAST_DAY } from '../days.js'
import { ageOn, FEMALE, type Illness, isResident, type Person } from '../person.js'

export interface Household {
  self: Person
  child: Person
  parent: Person
}

/** Illnesses that give a person something to see, by how much: measured, treated and controlled. */
const TELLING: readonly (readonly [Illness, number])[] = [
  ['hypertension', 25],
  ['diabetes-type-2', 15],
  ['asthma', 10],
  ['hypothyroidism', 10],
  ['migraine', 5],
]

/** Null where nobody has such a family, which happens in the smallest countries only. */
export function householdIn(people: readonly Person[]): Household | null {
  let best: (Household & { score: number }) | null = null
  for (const self of people) {
    const parent = self.mother
    if (self.sex !== FEMALE || !isHere(self) || parent === null || !isHere(parent)) continue
    const child = self.children.find((one) => isHere(one) && within(one, 3, 13))
    if (child === undefined || !within(self, 32, 56) || !within(parent, 60, 90)) continue
    const score =
      TELLING.reduce((sum, [illness, worth]) => sum + (self.illnesses.has(illness) ? worth : 0), 0) +
      Math.min(9, self.visits.length) +
      Math.min(9, parent.visits.length)
    if (best === null || score > best.score) best = { self, child, parent, score }
  }
  return best
}

const isHere = (person: Person): boolean => isResident(person, LAST_DAY) && person.birth < LAST_DAY
const within = (person: Person, least: number, most: number): boolean => {
  const age = ageOn(person, LAST_DAY)
  return age >= least && age < most
}
