import { describe, expect, it } from 'vitest'
import { dayOf, yearOf } from '../src/days.js'
import { FEMALE, MALE, type Person } from '../src/person.js'
import { employment } from '../src/registers/employment.js'
import { income } from '../src/registers/income.js'
import { taxOn } from '../src/social/money.js'
import { makeAdults, makePerson } from './person-factory.js'
import { writtenBy } from './written.js'

type Row = Record<string, number>

const people = makeAdults(10_000)
const rows = writtenBy(income, people)['INCOME'] ?? []
const byIdentifier = new Map(people.map((person) => [person.identifier, person]))
const personOf = (row: Row): Person => byIdentifier.get(row['person'] ?? 0) ?? makePerson()
const of = (year: number, column: string, who: (person: Person) => boolean = () => true, from = rows) =>
  from
    .filter((row) => row['from_day'] === dayOf(year) && who(personOf(row)))
    .map((row) => row[column] ?? Number.NaN)
const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
const grown = (person: Person) => yearOf(person.birth) <= 1983 && yearOf(person.birth) > 1963

it('has a row for each year in which an adult was resident at its end', () => {
  const person = makePerson({
    birth: dayOf(1999, 7, 1),
    entry: dayOf(2015, 3, 1),
    death: dayOf(2022, 12, 30),
  })
  const years = (writtenBy(income, [person])['INCOME'] ?? []).map((row) => yearOf(row['from_day'] ?? 0))
  expect(years).toEqual([2016, 2017, 2018, 2019, 2020, 2021])
  expect(rows.filter((row) => row['until_day'] !== dayOf(yearOf(row['from_day'] ?? 0), 12, 31))).toEqual([])
})

describe('amounts', () => {
  it('grow about 3.5 % a year from 2014 to 2024, as wages did', () => {
    const growth = (median(of(2024, 'wages', grown)) / median(of(2014, 'wages', grown))) ** 0.1
    expect(growth).toBeGreaterThan(1.025)
    expect(growth).toBeLessThan(1.05)
  })

  it('are higher for men than for women, and follow status', () => {
    const men = median(of(2023, 'income_after_tax', (person) => grown(person) && person.sex === MALE))
    const women = median(of(2023, 'income_after_tax', (person) => grown(person) && person.sex === FEMALE))
    expect(women / men).toBeGreaterThan(0.78)
    expect(women / men).toBeLessThan(0.93)
    const high = median(of(2023, 'income_after_tax', (person) => grown(person) && person.traits.status > 1))
    const low = median(of(2023, 'income_after_tax', (person) => grown(person) && person.traits.status < -1))
    expect(high / low).toBeGreaterThan(1.3)
  })

  it('persist from year to year', () => {
    const pairs = new Map<number, [number, number]>()
    for (const row of rows) {
      if (!grown(personOf(row)) || (row['wages'] ?? 0) < 200_000) continue
      const pair = pairs.get(row['person'] ?? 0) ?? [Number.NaN, Number.NaN]
      if (row['from_day'] === dayOf(2022)) pair[0] = Math.log(row['wages'] ?? 1)
      if (row['from_day'] === dayOf(2023)) pair[1] = Math.log(row['wages'] ?? 1)
      pairs.set(row['person'] ?? 0, pair)
    }
    const both = [...pairs.values()].filter((pair) => !pair.some(Number.isNaN))
    const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length
    const [x, y] = [mean(both.map(([a]) => a)), mean(both.map(([, b]) => b))]
    const sum = (f: (a: number, b: number) => number) =>
      both.reduce((total, [a, b]) => total + f(a - x, b - y), 0)
    const correlation = sum((a, b) => a * b) / Math.sqrt(sum((a) => a * a) * sum((_, b) => b * b))
    expect(correlation).toBeGreaterThan(0.65)
    expect(correlation).toBeLessThan(0.97)
  })

  it('fall with illness', () => {
    const well = people.filter(grown).slice(0, 2000)
    const ill = well.map((person) => ({
      ...person,
      illnesses: new Map([['stroke' as const, dayOf(2019, 6, 1)]]),
    }))
    const after = median(of(2023, 'wages', () => true, writtenBy(income, ill)['INCOME']))
    expect(after).toBeLessThan(0.9 * median(of(2023, 'wages', () => true, writtenBy(income, well)['INCOME'])))
  })

  it('spread as incomes of persons do, with a tail of wealth', () => {
    const values = of(2023, 'income_after_tax').sort((a, b) => a - b)
    const mean = values.reduce((a, b) => a + b, 0) / values.length
    const gini =
      values.reduce((sum, value, i) => sum + (2 * i + 1 - values.length) * value, 0) /
      (values.length ** 2 * mean)
    expect(gini).toBeGreaterThan(0.22)
    expect(gini).toBeLessThan(0.31)
    const wealth = of(2023, 'net_wealth').sort((a, b) => b - a)
    const total = wealth.reduce((a, b) => a + b, 0)
    expect(wealth.slice(0, wealth.length / 10).reduce((a, b) => a + b, 0) / total).toBeGreaterThan(0.4)
    const indebted = wealth.filter((value) => value < 0).length / wealth.length
    expect(indebted).toBeGreaterThan(0.1)
    expect(indebted).toBeLessThan(0.25)
  })

  it('have wages where the register of work has a job the whole year, and only there', () => {
    const jobs = writtenBy(employment, people)['EMPLOYMENT'] ?? []
    const worked = new Set(jobs.map((row) => row['person']))
    const unworked = rows.filter((row) => (row['wages'] ?? 0) > 0 && !worked.has(row['person']))
    expect(unworked).toEqual([])
  })
})

it.each([
  // The tax administration's own calculator for 2023 gives about these for wages alone.
  [600_000, 0, 148_000],
  [300_000, 0, 49_500],
  [1_000_000, 0, 317_000],
])('takes tax on wages of %i and transfers of %i: about %i', (wages, transfers, tax) => {
  expect(Math.abs(taxOn(wages, transfers, 0) - tax)).toBeLessThan(0.05 * tax)
})
