/** The three registers of the first study as holdings, and the linked relation of its plan, by hand. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Workplace } from '../src/execute/workplace.js'
import type { Step } from '../src/plan/types.js'
import { call, col, key, lit, number, relation, text, units, type World } from './world.js'

const NAFLD = fileURLToPath(new URL('../../../../shared/data/nafld/', import.meta.url))
export const hasNafld = existsSync(`${NAFLD}person.csv`)

const INDEX_DAY = 10_957
const at = (name: string) => ({ register: `test.${name}`, version: '1.0.0' })

/** Every register numbers its persons in its own way, as real holders do. */
export async function openNafld(world: World, settings?: Parameters<World['open']>[0]): Promise<Workplace> {
  const csv = (name: string) => `read_csv('${NAFLD}${name}.csv', nullstr=['NA', ''], header=true)`
  const workplace = await world.open(settings)
  const { pseudonyms, recordKeys } = units(20_000)
  const numbered = (name: string, order: string) =>
    `(SELECT id, CAST(row_number() OVER (ORDER BY ${order}) - 1 AS INTEGER) AS unit FROM (SELECT DISTINCT id FROM ${csv(name)}))`
  const add = async (name: string, order: string, unitType: string, select: (ids: string) => string) => {
    const ids = numbered(name, order)
    const file = await world.parquet(name, select(ids))
    workplace.addTable(
      { ...at(name), table: name.toUpperCase() },
      {
        file,
        unitType,
        links: unitType === 'PERSON' ? [] : [{ name: 'PATIENT', unitType: 'PERSON' }],
      },
    )
    const rows = await world.rows(`SELECT id FROM ${ids} ORDER BY unit`)
    workplace.addUnits(
      { ...at(name), unitType: 'PERSON' },
      {
        pseudonyms: BigInt64Array.from(rows, (row) => pseudonyms[Number(row['id'])] as bigint),
        recordKeys: Uint16Array.from(rows, (row) => recordKeys[Number(row['id'])] as number),
      },
    )
  }
  await add(
    'person',
    'id',
    'PERSON',
    (ids) => `SELECT unit, p.* EXCLUDE (id) FROM ${csv('person')} p JOIN ${ids} USING (id) ORDER BY unit`,
  )
  await add(
    'event',
    'id DESC',
    'PERSON',
    (ids) =>
      `SELECT unit, CAST(${INDEX_DAY} + days AS INTEGER) AS from_day, event FROM ${csv('event')} JOIN ${ids} USING (id) ORDER BY unit, from_day`,
  )
  await add(
    'laboratory',
    'id % 97, id',
    'TEST',
    (ids) =>
      `SELECT CAST(row_number() OVER () - 1 AS INTEGER) AS unit, unit AS link_PATIENT, CAST(${INDEX_DAY} + days AS INTEGER) AS from_day, test, value FROM ${csv('laboratory')} JOIN ${ids} USING (id)`,
  )
  return workplace
}

const variable = (name: string, as = name) => ({ as, read: { what: 'variable' as const, name } })

/** Relations up to `linked`: one row a person with `diabetes`, `hdl`, `first_hdl`, `years` and what the person register has. */
export function linkedSteps(isPublic = true): Step[] {
  const person = ['age', 'male', 'bmi', 'futime', 'status', 'case.id'].map(number)
  const scan = { public: isPublic, present: [] as string[], version: '1.0.0' }
  const until = { kind: 'window' as const, from: -100_000, until: INDEX_DAY }
  const events = { public: isPublic, rowsPerUnit: 'many' as const, rowsPerSubject: 'many' as const }
  const tests = { public: isPublic, unit: 'TEST', rowsPerSubject: 'many' as const }
  return [
    relation({
      op: 'scan',
      id: 'person',
      ...scan,
      register: 'test.person',
      table: 'PERSON',
      subjectLink: null,
      when: { kind: 'fixed' },
      columns: person,
      read: person.map((c) => variable(c.name)),
    }),
    relation({
      op: 'scan',
      id: 'event',
      ...scan,
      ...events,
      register: 'test.event',
      table: 'EVENT',
      subjectLink: null,
      when: until,
      columns: [text('event'), key('PERSONID_1')],
      read: [variable('event'), { as: 'PERSONID_1', read: { what: 'unit' } }],
    }),
    relation({
      op: 'extend',
      id: 'flagged',
      ...events,
      input: 'event',
      name: 'diabetic',
      value: call('==', 'boolean', col('event', 'text'), lit('diabetes')),
      condition: null,
      columns: [number('diabetic')],
    }),
    relation({
      op: 'collapse',
      id: 'diagnosed',
      public: isPublic,
      input: 'flagged',
      by: ['PERSONID_1'],
      aggregates: [{ statistic: 'any', column: 'diabetic', as: 'any_diabetes' }],
      columns: [number('any_diabetes')],
    }),
    relation({
      op: 'scan',
      id: 'laboratory',
      ...scan,
      ...tests,
      register: 'test.laboratory',
      table: 'LABORATORY',
      subjectLink: 'PATIENT',
      when: until,
      columns: [text('test'), number('value'), number('day'), key('PATIENT')],
      read: [
        variable('test'),
        variable('value'),
        { as: 'day', read: { what: 'from' } },
        { as: 'PATIENT', read: { what: 'link', name: 'PATIENT' } },
      ],
    }),
    relation({
      op: 'filter',
      id: 'hdl-tests',
      ...tests,
      input: 'laboratory',
      condition: call('==', 'boolean', col('test', 'text'), lit('hdl')),
      columns: [],
    }),
    relation({
      op: 'collapse',
      id: 'hdl-values',
      public: isPublic,
      input: 'hdl-tests',
      by: ['PATIENT'],
      columns: [number('hdl'), number('first_hdl')],
      aggregates: [
        { statistic: 'last', column: 'value', as: 'hdl', order: 'day' },
        { statistic: 'first', column: 'value', as: 'first_hdl', order: 'day' },
      ],
    }),
    relation({
      op: 'join',
      id: 'with-diagnosis',
      public: isPublic,
      left: 'person',
      right: 'diagnosed',
      kind: 'left',
      on: [],
      take: [{ column: 'any_diabetes', as: 'any_diabetes' }],
      columns: [],
    }),
    relation({
      op: 'join',
      id: 'with-hdl',
      public: isPublic,
      left: 'with-diagnosis',
      right: 'hdl-values',
      kind: 'left',
      on: [],
      take: [
        { column: 'hdl', as: 'hdl' },
        { column: 'first_hdl', as: 'first_hdl' },
      ],
      columns: [],
    }),
    relation({
      op: 'extend',
      id: 'with-diabetes',
      public: isPublic,
      input: 'with-hdl',
      name: 'diabetes',
      value: call(
        'if',
        'number',
        call('sysmiss', 'boolean', col('any_diabetes')),
        lit(0),
        col('any_diabetes'),
      ),
      condition: null,
      columns: [number('diabetes')],
    }),
    relation({
      op: 'extend',
      id: 'linked',
      public: isPublic,
      input: 'with-diabetes',
      name: 'years',
      value: call('/', 'number', col('futime'), lit(365.25)),
      condition: null,
      columns: [number('years')],
    }),
  ]
}
