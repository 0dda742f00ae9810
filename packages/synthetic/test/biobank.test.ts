import { MISSING_INTEGER } from '@sund/model'
import { describe, expect, test } from 'vitest'
import { APART, LINKED, VARIANTS } from '../src/codes/variants.js'
import { dayOf } from '../src/days.js'
import { ageOn, FEMALE, type Illness, isResident, MALE, type Person } from '../src/person.js'
import { copiesOf, genomeOf } from '../src/registers/biobank/genome.js'
import { biobank } from '../src/registers/biobank.js'
import { people } from './people.js'
import { makePerson } from './person-factory.js'
import { writtenBy } from './written.js'

const PLACES = VARIANTS.map((_, place) => place)
const placeOf = (rs: string): number => VARIANTS.findIndex(([name]) => name === rs)

/** Persons without family, all with the same illnesses. */
const unrelated = (count: number, illnesses: readonly Illness[] = [], first = 0): Person[] =>
  Array.from({ length: count }, (_, i) =>
    makePerson({ index: first + i, illnesses: new Map(illnesses.map((illness) => [illness, dayOf(2015)])) }),
  )

const frequencyIn = (persons: readonly Person[], place: number): number =>
  persons.reduce((sum, person) => sum + copiesOf(genomeOf(person), place), 0) / (2 * persons.length)

const oddsOf = (frequency: number): number => frequency / (1 - frequency)

/** Whether two parents can have a child with so many copies. */
const canHave = (mother: number, father: number, child: number): boolean =>
  child >= Number(mother === 2) + Number(father === 2) && child <= Number(mother > 0) + Number(father > 0)

function family(index: number, illnesses: Person['illnesses'] = new Map()): Person {
  const mother = makePerson({ index })
  const father = makePerson({ index: index + 1, sex: MALE })
  const child = makePerson({ index: index + 2, mother, father, illnesses })
  mother.children.push(child)
  father.children.push(child)
  return child
}

describe('variants', () => {
  test('are listed once, with frequencies that are shares, and linked ones among them', () => {
    expect(new Set(VARIANTS.map(([rs]) => rs)).size).toBe(VARIANTS.length)
    for (const [rs, , , frequency] of VARIANTS) {
      expect(rs).toMatch(/^rs\d+$/)
      expect(frequency).toBeGreaterThan(0)
      expect(frequency).toBeLessThan(1)
    }
    for (const rs of [...LINKED.flat(), ...APART]) expect(placeOf(rs)).toBeGreaterThanOrEqual(0)
  })

  test('have the proportions of Hardy and Weinberg among unrelated persons, at their frequencies', () => {
    const persons = unrelated(4000)
    let unlikely = 0
    for (const place of PLACES) {
      const counts = [0, 0, 0]
      for (const person of persons) {
        const copies = copiesOf(genomeOf(person), place)
        counts[copies] = (counts[copies] ?? 0) + 1
      }
      const [none = 0, one = 0, two = 0] = counts
      const p = (one + 2 * two) / (2 * persons.length)
      const published = VARIANTS[place]?.[3] ?? 0
      expect(Math.abs(p - published)).toBeLessThan(0.02 + 0.03 * published)
      const expected = [(1 - p) ** 2, 2 * p * (1 - p), p ** 2].map((share) => share * persons.length)
      if (Math.min(...expected) < 5) continue
      const chiSquare = [none, one, two].reduce(
        (sum, n, i) => sum + (n - (expected[i] ?? 0)) ** 2 / (expected[i] ?? 1),
        0,
      )
      // One degree of freedom: 6.63 is passed by one variant in a hundred.
      if (chiSquare > 6.63) unlikely++
    }
    expect(unlikely).toBeLessThan(13)
  })

  test('of a child are those of the parents', () => {
    let differing = 0
    for (let i = 0; i < 300; i++) {
      const child = family(3 * i)
      const [mother, father, own] = [child.mother, child.father, child].map(
        (person) => person && genomeOf(person),
      )
      if (!mother || !father || !own) throw new Error('a family has three')
      const impossible = PLACES.filter(
        (place) => !canHave(copiesOf(mother, place), copiesOf(father, place), copiesOf(own, place)),
      )
      expect(impossible).toEqual([])
      differing += PLACES.filter((place) => copiesOf(mother, place) !== copiesOf(own, place)).length
    }
    expect(differing / (300 * VARIANTS.length)).toBeGreaterThan(0.3)
  })

  test('of an illness are commoner among the ill, by their odds ratio, with or without known parents', () => {
    const [tcf7l2, apoe4, apoe2] = [placeOf('rs7903146'), placeOf('rs429358'), placeOf('rs7412')]
    const healthy = unrelated(6000)
    const ratio = (ill: readonly Person[], place: number) =>
      oddsOf(frequencyIn(ill, place)) / oddsOf(frequencyIn(healthy, place))
    const diabetic = ratio(unrelated(6000, ['diabetes-type-2'], 20_000), tcf7l2)
    expect(diabetic).toBeGreaterThan(1.27)
    expect(diabetic).toBeLessThan(1.5)
    const demented = unrelated(6000, ['dementia'], 40_000)
    expect(ratio(demented, apoe4)).toBeGreaterThan(2.4)
    expect(ratio(demented, apoe4)).toBeLessThan(3.3)
    expect(ratio(demented, apoe2)).toBeLessThan(0.75)
    const diabetes: Person['illnesses'] = new Map([['diabetes-type-2', dayOf(2015)]])
    const grown = Array.from({ length: 4000 }, (_, i) => family(100_000 + 3 * i, diabetes))
    expect(ratio(grown, tcf7l2)).toBeGreaterThan(1.25)
    expect(ratio(grown, tcf7l2)).toBeLessThan(1.52)
  })

  test('ε2 and ε4 of APOE never lie on the same chromosome', () => {
    const [e4, e2] = [placeOf('rs429358'), placeOf('rs7412')]
    for (const person of unrelated(3000)) {
      const genome = genomeOf(person)
      for (const side of [0, VARIANTS.length])
        expect((genome[side + e4] ?? 0) + (genome[side + e2] ?? 0)).toBeLessThan(2)
    }
  })

  test('hang on the identifier, which the seed of the country decides, and on nothing else', () => {
    const one = makePerson({ index: 7 })
    expect(genomeOf(makePerson({ index: 7, sex: FEMALE, visits: [] }))).toEqual(genomeOf(one))
    expect(genomeOf(makePerson({ index: 7, identifier: 22_222_222_222 }))).not.toEqual(genomeOf(one))
  })
})

describe('the biobank', () => {
  const all = people(25_000)
  const { SAMPLE: samples = [], VARIANT: variants = [] } = writtenBy(biobank, all)
  const known = new Map(all.map((person) => [person.identifier, person]))

  test('has about three in a hundred adults, each resident and grown up on the day', () => {
    const adults = all.filter((person) => isResident(person, dayOf(2023)) && ageOn(person, dayOf(2023)) >= 18)
    const donors = new Set(samples.map((row) => row['person'])).size
    expect(donors / adults.length).toBeGreaterThan(0.025)
    expect(donors / adults.length).toBeLessThan(0.042)
    const wrong = samples.filter((row) => {
      const person = known.get(row['person'] ?? 0)
      const day = row['collected'] ?? 0
      return !person || !isResident(person, day) || ageOn(person, day) < 18
    })
    expect(wrong).toEqual([])
  })

  test('has parents with their grown children, who share alleles but for missing calls', () => {
    const rows = new Map(variants.map((row) => [row['person'], row]))
    expect(rows.size).toBe(variants.length)
    let pairs = 0
    for (const row of variants) {
      const mother = known.get(row['person'] ?? 0)?.mother
      const hers = mother && rows.get(mother.identifier)
      if (!hers) continue
      pairs++
      for (const [rs] of VARIANTS) {
        const [own = 0, of = 0] = [row[rs], hers[rs]]
        if (own !== MISSING_INTEGER && of !== MISSING_INTEGER) expect(Math.abs(own - of)).toBeLessThan(2)
      }
    }
    expect(pairs).toBeGreaterThan(5)
  })

  test('has about one call in a hundred missing', () => {
    const missing = variants.flatMap((row) => VARIANTS.filter(([rs]) => row[rs] === MISSING_INTEGER)).length
    expect(missing / (variants.length * VARIANTS.length)).toBeGreaterThan(0.007)
    expect(missing / (variants.length * VARIANTS.length)).toBeLessThan(0.013)
  })

  test('keeps nothing of those who withdrew but that they once gave', () => {
    const withdrawn = samples.filter((row) => row['consent'] === 1)
    expect(withdrawn.length / samples.length).toBeGreaterThan(0.003)
    expect(withdrawn.length / samples.length).toBeLessThan(0.035)
    expect(withdrawn.every((row) => Number.isNaN(row['volume_ml']))).toBe(true)
    const left = new Set(withdrawn.map((row) => row['person']))
    expect(variants.filter((row) => left.has(row['person']))).toEqual([])
  })

  test('is the same for the same seed and another for another', () => {
    const some = all.slice(0, 4000)
    expect(writtenBy(biobank, some, 3)).toEqual(writtenBy(biobank, some, 3))
    expect(writtenBy(biobank, some, 3)).not.toEqual(writtenBy(biobank, some, 4))
  })
})
