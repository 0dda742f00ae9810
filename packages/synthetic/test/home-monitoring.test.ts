import { expect, test } from 'vitest'
import { weekdayOf } from '../src/calendar.js'
import { dayOf, LAST_DAY } from '../src/days.js'
import { ageOn, type HospitalVisit, type Illness, isResident } from '../src/person.js'
import { homeMonitoring, MONITORED_FROM } from '../src/registers/home-monitoring.js'
import { people } from './people.js'
import { makeAdults, makePerson } from './person-factory.js'
import { writtenBy } from './written.js'

type Row = Record<string, number>

const measurementsOf = (of: Parameters<typeof writtenBy>[1], seed?: number): Row[] =>
  writtenBy(homeMonitoring, of, seed)['MEASUREMENT'] ?? []

const column = (name: string) =>
  homeMonitoring.tables[0]?.columns.find((column) => column.name === name)?.codes ?? []
const codeOf = (name: string, row: Row): string | undefined => column(name)[row[name] ?? -1]
const WEIGHT = '188736'

const ill = (illness: Illness, visits: HospitalVisit[] = [], count = 6000) =>
  Array.from({ length: count }, (_, index) =>
    makePerson({ index, birth: dayOf(1950, 5, 5), illnesses: new Map([[illness, dayOf(2015)]]), visits }),
  )

const all = people(25_000)

const meanOf = (rows: readonly Row[]): number =>
  rows.reduce((sum, row) => sum + (row['value'] ?? 0), 0) / rows.length

test('follows the ill alone, adults all of them, about one in a hundred', () => {
  expect(measurementsOf(makeAdults(5000))).toEqual([])
  const young = Array.from({ length: 5000 }, (_, index) =>
    makePerson({ index, birth: dayOf(2010), illnesses: new Map([['diabetes-type-1', dayOf(2018)]]) }),
  )
  expect(measurementsOf(young)).toEqual([])
  const rows = measurementsOf(all)
  const adults = all.filter((person) => isResident(person, dayOf(2023)) && ageOn(person, dayOf(2023)) >= 18)
  const followed = new Set(rows.map((row) => row['person'])).size
  expect(followed / adults.length).toBeGreaterThan(0.007)
  expect(followed / adults.length).toBeLessThan(0.015)
  expect(rows.length / all.length).toBeGreaterThan(0.8)
  expect(rows.length / all.length).toBeLessThan(2.2)
  const known = new Map(all.map((person) => [person.identifier, person]))
  const outside = rows.filter((row) => {
    const person = known.get(row['person'] ?? 0)
    const day = row['measured'] ?? 0
    return !person || !isResident(person, day) || day < MONITORED_FROM || day > LAST_DAY
  })
  expect(outside).toEqual([])
})

test('follows each for a year at most, fewer days at weekends, and some stop early', () => {
  const days = new Map<number, number[]>()
  for (const row of measurementsOf(ill('heart-failure'))) {
    const own = days.get(row['person'] ?? 0) ?? []
    own.push(row['measured'] ?? 0)
    days.set(row['person'] ?? 0, own)
  }
  expect(days.size / 6000).toBeGreaterThan(0.06)
  expect(days.size / 6000).toBeLessThan(0.09)
  const spans = [...days.values()].map((own) => (own.at(-1) ?? 0) - (own[0] ?? 0))
  expect(Math.max(...spans)).toBeLessThanOrEqual(365)
  expect(spans.filter((span) => span < 85).length / spans.length).toBeGreaterThan(0.05)
  const all = [...days.values()].flat()
  const weekend = all.filter((day) => weekdayOf(day) >= 5).length / all.length
  expect(weekend).toBeLessThan(0.27)
  expect(weekend).toBeGreaterThan(0.22)
})

test('has no value exactly where the device failed, one in a hundred', () => {
  const rows = measurementsOf(ill('copd'))
  const failed = rows.filter((row) => codeOf('device_status', row) === 'error')
  expect(failed.length / rows.length).toBeCloseTo(0.01, 2)
  expect(failed.every((row) => Number.isNaN(row['value']))).toBe(true)
  expect(rows.filter((row) => Number.isNaN(row['value'])).length).toBe(failed.length)
})

test('gives each measure its own unit', () => {
  const rows = (['heart-failure', 'copd', 'diabetes-type-2'] as const).flatMap((illness) =>
    measurementsOf(ill(illness, [], 1000)),
  )
  const units = new Set(rows.map((row) => `${codeOf('measure', row)} ${codeOf('measure_unit', row)}`))
  expect([...units].sort()).toEqual([
    '149546 /min',
    '150021 mm[Hg]',
    '150022 mm[Hg]',
    '150456 %',
    '152584 L/min',
    '160184 mmol/L',
    '188736 kg',
  ])
})

test('weight rises in the fortnight before an acute stay for heart failure, and not before others', () => {
  const stay = dayOf(2023, 10, 10)
  const risen = (diagnosis: string, acute = true) => {
    const visits = [{ day: stay, nights: 5, acute, diagnoses: [diagnosis], procedures: [] }]
    const rows = measurementsOf(ill('heart-failure', visits)).filter(
      (row) => codeOf('measure', row) === WEIGHT,
    )
    const own = new Map<number, Row[]>()
    for (const row of rows) {
      if (codeOf('device_status', row) !== 'ok') continue
      const before = own.get(row['person'] ?? 0)
      if (before) before.push(row)
      else own.set(row['person'] ?? 0, [row])
    }
    const between = (all: readonly Row[], from: number, until: number) =>
      all.filter((row) => (row['measured'] ?? 0) >= stay - from && (row['measured'] ?? 0) < stay - until)
    const changes = [...own.values()].flatMap((all) => {
      const [before, near] = [between(all, 45, 15), between(all, 3, 0)]
      return before.length > 5 && near.length > 0 ? [meanOf(near) - meanOf(before)] : []
    })
    const inside = rows.filter((row) => (row['measured'] ?? 0) >= stay && (row['measured'] ?? 0) < stay + 5)
    return { mean: changes.reduce((a, b) => a + b, 0) / changes.length, inside: inside.length }
  }
  const failing = risen('I500')
  expect(failing.mean).toBeGreaterThan(2)
  expect(failing.mean).toBeLessThan(3.5)
  expect(failing.inside).toBe(0)
  expect(Math.abs(risen('S720').mean)).toBeLessThan(0.3)
  expect(Math.abs(risen('I500', false).mean)).toBeLessThan(0.3)
})

test('is the same for the same seed and another for another', () => {
  const some = ill('copd', [], 500)
  expect(measurementsOf(some, 3)).toEqual(measurementsOf(some, 3))
  expect(measurementsOf(some, 3)).not.toEqual(measurementsOf(some, 4))
})
