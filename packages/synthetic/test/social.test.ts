import { expect, it } from 'vitest'
import { PROGRAMMES } from '../src/codes/education.js'
import { OCCUPATIONS } from '../src/codes/occupations.js'
import { dayOf } from '../src/days.js'
import { ownChance, probit } from '../src/social/chance.js'
import { schooling } from '../src/social/schooling.js'
import { workingLife } from '../src/social/working-life.js'
import { people } from './people.js'
import { makePerson } from './person-factory.js'

const country = people(25_000)
const lives = country.map((person) => {
  const held = schooling(person)
  return { person, held, ...workingLife(person) }
})

it.each([
  [0.5, 0],
  [0.975, 1.95996],
  [0.01, -2.32635],
  [0.2, -0.84162],
])('puts the deviate of %f at %f', (share, deviate) => {
  expect(Math.abs(probit(share) - deviate)).toBeLessThan(0.0005)
})

it('draws the same life for every register, and another for another country', () => {
  const person = makePerson({ index: 7 })
  expect(workingLife({ ...person })).toEqual(workingLife(person))
  const elsewhere = makePerson({ index: 7, traits: { ...person.traits, status: 1e-9 } })
  expect(ownChance(elsewhere, 121).uniform()).not.toBe(ownChance(person, 121).uniform())
})

it('lets nobody be a doctor, a nurse or a lawyer without the schooling', () => {
  const schooled: Record<string, readonly string[]> = {
    '2211': ['763'],
    '2212': ['763'],
    '2223': ['661'],
    '2611': ['737'],
    '2261': ['764'],
  }
  let seen = 0
  for (const { held, jobs } of lives)
    for (const { occupation } of jobs) {
      const needed = schooled[OCCUPATIONS[occupation]?.[0] ?? '']
      if (!needed) continue
      seen++
      expect(held.some(({ programme }) => needed.includes(PROGRAMMES[programme]?.[0] ?? ''))).toBe(true)
    }
  expect(seen).toBeGreaterThan(100)
})

it('has workers in nearly every occupation and students in nearly every field', () => {
  const occupations = new Set(lives.flatMap(({ jobs }) => jobs.map(({ occupation }) => occupation)))
  expect(occupations.size / OCCUPATIONS.length).toBeGreaterThan(0.95)
  const programmes = new Set(lives.flatMap(({ held }) => held.map(({ programme }) => programme)))
  expect(programmes.size / PROGRAMMES.length).toBeGreaterThan(0.95)
})

it('gives the better schooled jobs of higher groups', () => {
  const managersAndProfessionals = (least: number, most: number) => {
    const own = lives.flatMap(({ held, jobs }) => {
      const level = held.at(-1)?.level ?? 0
      const job = jobs.at(-1)
      return job && level >= least && level <= most ? [OCCUPATIONS[job.occupation]?.[0] ?? ''] : []
    })
    return own.filter((code) => code < '3').length / own.length
  }
  expect(managersAndProfessionals(6, 8)).toBeGreaterThan(0.55)
  expect(managersAndProfessionals(0, 4)).toBeLessThan(0.15)
})

it('has fewer who work among newcomers from afar, more with the years', () => {
  const newcomers = country.slice(0, 4000).map((person) => ({
    ...person,
    bornIn: 'SO',
    birth: dayOf(1985, 4, 1),
    entry: dayOf(2016, 1, 10),
    emigration: null,
    death: null,
    illnesses: new Map(),
  }))
  const working = (day: number) =>
    newcomers.filter((person) =>
      workingLife(person).jobs.some(({ from, until }) => from <= day && until >= day),
    ).length / newcomers.length
  const [soon, later] = [working(dayOf(2016, 12, 1)), working(dayOf(2023, 12, 1))]
  expect(soon).toBeLessThan(0.55)
  expect(later).toBeGreaterThan(soon + 0.1)
  expect(later).toBeLessThan(0.8)
})
