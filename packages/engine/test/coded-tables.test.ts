/**
 * Tables of people by a coded variable of many rows: told by indexes they are, cell by cell and key by key, what they are read from rows; and
 * only plans of that shape are told by them. A workplace whose stored rows are gone shows which way was taken: it has only its indexes.
 */
import { type CodeIndex, LAST_YEAR_BIT, type Statistic, type TableStatistic } from '@sund/model'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Workplace } from '../src/execute/workplace.js'
import type { Fragment, ShowSpec, Step } from '../src/plan/types.js'
import {
  call,
  col,
  fragment,
  key,
  lit,
  number,
  openWorld,
  relation,
  show,
  text,
  units,
  VALUES,
  type World,
} from './world.js'

interface Contact {
  person: number | null
  day: number
  code: string | null
}
/** A person by their number, who may not be in the register of patients. */
interface Patient {
  listed: boolean
  sex: string | null
  born: number | null
}
interface People {
  contacts: readonly Contact[]
  patients: readonly Patient[]
}

const YEARS = [2018, 2019, 2020, 2021]
const day = (date: string): number => Date.parse(date) / 86_400_000
const people: fc.Arbitrary<People> = fc.integer({ min: 1, max: 70 }).chain((count) =>
  fc.record({
    patients: fc.array(
      fc.record({
        listed: fc.boolean(),
        sex: fc.option(fc.constantFrom('1', '2', 'x'), { freq: 4 }),
        born: fc.option(fc.integer({ min: 1990, max: 1993 }), { freq: 6 }),
      }),
      { minLength: count, maxLength: count },
    ),
    contacts: fc.array(
      fc.record({
        person: fc.option(fc.nat(count - 1), { freq: 9 }),
        day: fc.integer({ min: day('2018-01-01'), max: day('2021-12-31') }),
        code: fc.option(fc.constantFrom('A1', 'A2', 'B', 'outside the list'), { freq: 6 }),
      }),
      { maxLength: 250 },
    ),
  }),
)

/** An index as a holding would have it, from what each person has and when. */
function indexOf(
  persons: number,
  rows: readonly { person: number; code: string; year: number | null }[],
): CodeIndex {
  const codes = [...new Set(rows.map(({ code }) => code))].sort()
  const index: CodeIndex = {
    persons,
    firstYear: YEARS[0] as number,
    truncated: false,
    codes,
    async add(wanted, { from = 0, until = 9999 }, to) {
      const among = new Set(wanted)
      for (const { person, code, year } of rows)
        if (among.has(code) && (year === null || (year >= from && year <= until)))
          to[person >>> 5] = (to[person >>> 5] as number) | (1 << (person & 31))
    },
    async *each(years, to) {
      for (const code of codes) {
        to.fill(0)
        await index.add([code], years, to)
        yield code
      }
    },
  }
  return index
}

const REGISTER = { register: 'care', version: '1.0.0' }
const MANY = { rowsPerUnit: 'one', rowsPerSubject: 'many', public: false } as const
const contactsScan = (changes = {}): Step =>
  relation({
    op: 'scan',
    id: 'contacts',
    ...REGISTER,
    table: 'CONTACT',
    unit: 'CONTACT',
    subjectLink: 'PERSON',
    when: { kind: 'window', from: day('2019-01-01'), until: day('2020-12-31') },
    present: ['CODE'],
    columns: [text('code'), key('person'), number('began')],
    read: [
      { as: 'code', read: { what: 'variable', name: 'CODE' } },
      { as: 'person', read: { what: 'link', name: 'PERSON' } },
      { as: 'began', read: { what: 'from' } },
    ],
    ...MANY,
    ...changes,
  } as never)
const patientsScan = (changes = {}): Step =>
  relation({
    op: 'scan',
    id: 'patients',
    ...REGISTER,
    table: 'PATIENT',
    subjectLink: null,
    when: { kind: 'fixed' },
    present: ['SEX', 'BORN'],
    columns: [key('PERSONID_1'), text('sex'), number('born')],
    read: [
      { as: 'PERSONID_1', read: { what: 'unit' } },
      { as: 'sex', read: { what: 'variable', name: 'SEX' } },
      { as: 'born', read: { what: 'variable', name: 'BORN' } },
    ],
    public: false,
    ...changes,
  } as never)
const joined = (changes = {}): Step =>
  relation({
    op: 'join',
    id: 'both',
    left: 'contacts',
    right: 'patients',
    kind: 'left',
    on: [{ left: 'person', right: 'PERSONID_1' }],
    take: ['sex', 'born'].map((name) => ({ column: name, as: name })),
    columns: [text('code'), number('began'), text('sex'), number('born')],
    unit: 'CONTACT',
    ...MANY,
    ...changes,
  } as never)
type Tabulate = Extract<ShowSpec, { show: 'tabulate' }>
const table = (dimensions: string[], changes: Partial<Tabulate> = {}): Tabulate => ({
  show: 'tabulate',
  dimensions,
  missing: false,
  frequency: true,
  shares: [],
  measure: null,
  chi2: false,
  labels: true,
  order: { rowsort: null, colsort: null, top: null, bottom: null },
  ...changes,
})
const TABLES: readonly Tabulate[] = [
  table(['code', 'sex']),
  table(['sex', 'code'], { missing: true }),
  table(['code'], { order: { rowsort: 'total', colsort: null, top: null, bottom: null } }),
  table(['born', 'sex']),
  table(['born', 'code', 'sex'], { missing: true }),
  table(['sex', 'born', 'code']),
]
const steps = (...shows: Step[]): Fragment => fragment(contactsScan(), patientsScan(), joined(), ...shows)

let world: World
let places = 0
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

interface Having {
  rows?: boolean
  indexes?: boolean
  oneRow?: boolean
  tellsYears?: boolean
  firstYear?: number
  truncated?: boolean
}

/** A workplace over the same people, with their rows, their indexes or both. */
async function workplaceOf({ contacts, patients }: People, having: Having): Promise<Workplace> {
  const { rows = false, indexes = false, oneRow = true, tellsYears = true } = having
  const place = await world.open()
  const of = (name: string, head: string, values: string[]) =>
    world.parquet(
      `${name}${places++}`,
      `SELECT * FROM (VALUES ${[head, ...values].join()}) AS t WHERE ${rows ? 'col0 >= 0' : 'false'}`.replace(
        'SELECT *',
        name === 'contact'
          ? 'SELECT col0::INTEGER AS unit, col1::INTEGER AS link_PERSON, col2::INTEGER AS from_day, col3::VARCHAR AS CODE, col3::VARCHAR AS OTHER'
          : 'SELECT col0::INTEGER AS unit, col1::VARCHAR AS SEX, col2::BIGINT AS BORN',
      ),
    )
  const written = (value: string | null) => (value === null ? 'NULL' : `'${value}'`)
  const contact = await of(
    'contact',
    "(-1, 0, 0, '')",
    contacts.map(({ person, day, code }, i) => `(${i}, ${person ?? 'NULL'}, ${day}, ${written(code)})`),
  )
  const patient = await of(
    'patient',
    "(-1, '', 0)",
    patients.flatMap(({ listed, sex, born }, i) =>
      listed ? [`(${i}, ${written(sex)}, ${born ?? 'NULL'})`] : [],
    ),
  )
  place.addTable(
    { ...REGISTER, table: 'CONTACT' },
    { file: contact, unitType: 'CONTACT', links: [{ name: 'PERSON', unitType: 'PERSON' }] },
  )
  place.addTable({ ...REGISTER, table: 'PATIENT' }, { file: patient, unitType: 'PERSON', links: [], oneRow })
  place.addUnits({ ...REGISTER, unitType: 'PERSON' }, units(patients.length))
  if (!indexes) return place
  const add = (table: string, variable: string, index: CodeIndex) =>
    place.addIndex({ ...REGISTER, table, variable }, { tellsYears, open: async () => index })
  const coded = contacts.flatMap(({ person, day, code }) =>
    person === null || code === null
      ? []
      : [{ person, code, year: new Date(day * 86_400_000).getUTCFullYear() }],
  )
  const fixed = (of: (patient: Patient) => string | number | null) =>
    patients.flatMap((one, person) => {
      const code = one.listed ? of(one) : null
      return code === null ? [] : [{ person, code: String(code), year: null }]
    })
  const index = indexOf(patients.length, coded)
  add('CONTACT', 'CODE', {
    ...index,
    firstYear: having.firstYear ?? index.firstYear,
    truncated: having.truncated ?? false,
  })
  add(
    'PATIENT',
    'SEX',
    indexOf(
      patients.length,
      fixed(({ sex }) => sex),
    ),
  )
  add(
    'PATIENT',
    'BORN',
    indexOf(
      patients.length,
      fixed(({ born }) => born),
    ),
  )
  return place
}

/** What a fragment shows, with everyone behind it. */
async function shown(place: Workplace, of: Fragment): Promise<[unknown, Statistic][]> {
  const all: [unknown, Statistic][] = []
  for await (const outcome of place.run(of, { values: VALUES }))
    if (outcome.kind === 'statistic') all.push([outcome.shown, await outcome.statistic()])
  return all
}

describe('a table of people by codes', () => {
  it('is told by indexes as it is read from rows', async () => {
    await fc.assert(
      fc.asyncProperty(people, async (of) => {
        const all = steps(...TABLES.map((spec, i) => show('both', spec, null, i)))
        const told = await shown(await workplaceOf(of, { indexes: true }), all)
        expect(told).toEqual(await shown(await workplaceOf(of, { rows: true }), all))
      }),
      { numRuns: 25, seed: 11 },
    )
  }, 60_000)

  it('stands beside tables that are read', async () => {
    await fc.assert(
      fc.asyncProperty(people, async (of) => {
        const condition = call('==', 'boolean', col('sex', 'text'), lit('1'))
        const all = steps(
          show('both', table(['code', 'sex'])),
          show('both', table(['code']), condition, 1),
          show('both', table(['sex'], { measure: { column: 'began', show: ['mean'] } }), null, 2),
          show('contacts', table(['code']), null, 3),
        )
        const both = await shown(await workplaceOf(of, { rows: true, indexes: true }), all)
        expect(both).toEqual(await shown(await workplaceOf(of, { rows: true }), all))
      }),
      { numRuns: 5, seed: 12 },
    )
  }, 60_000)

  /** Somebody with a code in each year, so that a table told by indexes is not empty. */
  const SOME: People = {
    patients: Array.from({ length: 40 }, (_, i) => ({ listed: true, sex: String(1 + (i % 2)), born: 1990 })),
    contacts: Array.from({ length: 160 }, (_, i) => ({
      person: i % 40,
      day: day(`${YEARS[i % 4]}-06-01`),
      code: 'A1',
    })),
  }
  const told = async (of: Fragment, having: Having = {}): Promise<boolean> => {
    const [[, statistic]] = (await shown(await workplaceOf(SOME, { indexes: true, ...having }), of)) as [
      [unknown, TableStatistic],
    ]
    return statistic.cells.some(({ set }) => set.units > 0)
  }
  const byCode = show('both', table(['code', 'sex']))
  const of = (contacts: object, patients: object = {}, join: object = {}) =>
    fragment(contactsScan(contacts), patientsScan(patients), joined(join), byCode)

  it.each<[string, Fragment, Having?]>([
    ['whole years', of({})],
    ['all rows', of({ when: { kind: 'fixed' } }), { tellsYears: false }],
  ])('of %s is told', async (_, plan, having) => {
    expect(await told(plan, having)).toBe(true)
  })

  it.each<[string, Fragment, Having?]>([
    ['parts of years', of({ when: { kind: 'window', from: day('2019-01-02'), until: day('2020-12-31') } })],
    [
      'years that end early',
      of({ when: { kind: 'window', from: day('2019-01-01'), until: day('2020-12-30') } }),
    ],
    ['a day', of({ when: { kind: 'day', day: day('2019-01-01') } })],
    ['rows that other values bring', of({ present: ['CODE', 'OTHER'] })],
    ['years that the index does not tell', of({}), { tellsYears: false }],
    ['years beyond those of the index', of({}), { firstYear: 2019 - LAST_YEAR_BIT }],
    ['years that the index has with those before', of({}), { firstYear: 2019, truncated: true }],
    ['people who may have several rows', of({}), { oneRow: false }],
    ['a day of what is fixed', of({}, { when: { kind: 'day', day: 0 } })],
    ['both sides of a join', of({}, {}, { kind: 'full' })],
    ['units that are not the people', of({}, {}, { on: [] })],
    [
      'some of the rows',
      steps(show('both', table(['code']), call('==', 'boolean', col('sex', 'text'), lit('1')))),
    ],
    ['a measure', steps(show('both', table(['code'], { measure: { column: 'born', show: ['mean'] } })))],
    [
      'the largest rows',
      steps(show('both', table(['code'], { order: { rowsort: null, colsort: null, top: 1, bottom: null } }))),
    ],
    ['what has no index', steps(show('both', table(['code', 'began'])))],
  ])('of %s is read', async (_, plan, having) => {
    expect(await told(plan, having)).toBe(false)
  })
})

describe('a run that is cancelled', () => {
  it('stops between codes', async () => {
    const stop = new AbortController()
    const place = await world.open({ signal: stop.signal })
    const file = await world.parquet(
      'none',
      `SELECT 0::INTEGER AS unit, 0::INTEGER AS link_PERSON, 0::INTEGER AS from_day, 'A'::VARCHAR AS CODE WHERE false`,
    )
    place.addTable(
      { ...REGISTER, table: 'CONTACT' },
      { file, unitType: 'CONTACT', links: [{ name: 'PERSON', unitType: 'PERSON' }] },
    )
    place.addUnits({ ...REGISTER, unitType: 'PERSON' }, units(40))
    const given: string[] = []
    const index = indexOf(
      40,
      ['A', 'B', 'C'].map((code, person) => ({ person, code, year: 2019 })),
    )
    place.addIndex(
      { ...REGISTER, table: 'CONTACT', variable: 'CODE' },
      {
        tellsYears: true,
        open: async () => ({
          ...index,
          async *each(years, to) {
            for await (const code of index.each(years, to)) {
              given.push(code)
              if (code === 'B') stop.abort()
              yield code
            }
          },
        }),
      },
    )
    const all = shown(place, fragment(contactsScan(), show('contacts', table(['code']))))
    await expect(all).rejects.toMatchObject({ errors: [{ code: 'unavailable.cancelled' }] })
    expect(given).toEqual(['A', 'B'])
  })
})
