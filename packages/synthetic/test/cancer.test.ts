/** The cancer register: stage as it kills, sites as they are common, types as they belong to sites. */
import { describe, expect, it } from 'vitest'
import { FIRST_DAY, LAST_DAY } from '../src/days.js'
import { isResident } from '../src/person.js'
import { cancer } from '../src/registers/cancer.js'
import { people as peopleOf } from './people.js'
import { writtenBy } from './written.js'

const people = peopleOf(25_000)
const rows = writtenBy(cancer, people).TUMOUR ?? []
const byIdentifier = new Map(people.map((person) => [person.identifier, person]))
const codesOf = (column: string) => cancer.tables[0]?.columns.find(({ name }) => name === column)?.codes ?? []
const [sites, stages, types, bases] = ['site', 'stage', 'morphology', 'basis'].map(codesOf)
const site = (row: Record<string, number>) => sites?.[row.site as number] ?? ''
const stage = (row: Record<string, number>) => stages?.[row.stage as number]
const type = (row: Record<string, number>) => types?.[row.morphology as number]

describe('the cancer register', () => {
  it('has tumours of residents since the registers began', () => {
    for (const { person, diagnosed } of rows as Record<string, number>[]) {
      const patient = byIdentifier.get(person as number)
      expect(diagnosed).toBeGreaterThanOrEqual(FIRST_DAY)
      expect(patient && isResident(patient, diagnosed as number)).toBe(true)
    }
  })

  /** Cancer in Norway 2022: 38,300 tumours in 5.46 M, 7 per 1,000; fewer in the years before. */
  it('has about seven new tumours in a thousand a year', () => {
    const years = people.reduce(
      (sum, { entry, death, emigration }) =>
        sum + Math.max(0, Math.min(death ?? LAST_DAY, emigration ?? LAST_DAY) - entry) / 365.25,
      0,
    )
    expect((1000 * rows.length) / years).toBeGreaterThan(5.2)
    expect((1000 * rows.length) / years).toBeLessThan(8)
  })

  /** Relative survival after one and five years by stage, same report; here all deaths count, so it is somewhat lower. */
  it.each<[string, RegExp, string, number, [least: number, most: number]]>([
    ['localised breast cancer after five years', /^C50/, '0', 5, [0.85, 1]],
    ['localised colorectal cancer after five years', /^C(18|19|20)/, '0', 5, [0.65, 0.97]],
    ['distant colorectal cancer after five years', /^C(18|19|20)/, '2', 5, [0.02, 0.3]],
    ['distant lung cancer after one year', /^C34/, '2', 1, [0.1, 0.45]],
    ['localised lung cancer after one year', /^C34/, '0', 1, [0.75, 0.99]],
  ])('%s', (_, sitesOf, stageOf, years, [least, most]) => {
    const followed = rows.filter(
      (row) =>
        sitesOf.test(site(row)) &&
        stage(row) === stageOf &&
        (row.diagnosed as number) + years * 365 <= LAST_DAY,
    )
    expect(followed.length).toBeGreaterThan(20)
    const alive = followed.filter((row) => {
      const death = byIdentifier.get(row.person as number)?.death ?? Number.POSITIVE_INFINITY
      return death > (row.diagnosed as number) + years * 365
    })
    expect(alive.length / followed.length).toBeGreaterThanOrEqual(least)
    expect(alive.length / followed.length).toBeLessThanOrEqual(most)
  })

  it('has stages in the shares of the site', () => {
    const lung = rows.filter((row) => site(row).startsWith('C34'))
    const distant = lung.filter((row) => stage(row) === '2').length / lung.length
    expect(distant).toBeGreaterThan(0.37)
    expect(distant).toBeLessThan(0.53)
    const melanoma = rows.filter((row) => site(row).startsWith('C43'))
    expect(melanoma.filter((row) => stage(row) === '0').length / melanoma.length).toBeGreaterThan(0.76)
  })

  it('has types that belong to sites, and none where no tissue was seen', () => {
    for (const row of rows) {
      if (['0', '2'].includes(bases?.[row.basis as number] ?? '')) expect(type(row)).toBe('8000/3')
      else if (site(row) === 'C833') expect(type(row)).toBe('9680/3')
      else if (site(row).startsWith('C43')) expect(type(row)).toMatch(/^87/)
    }
    const seen = rows.filter((row) => (row.basis as number) > 1).length / rows.length
    expect(seen).toBeGreaterThan(0.9)
    expect(seen).toBeLessThan(0.98)
  })
})
