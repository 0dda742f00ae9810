/**
 * A holder's tables of people by codes are released the same with the indexes of its holding as without them; where an index and rows would
 * not agree on the years of a row, the rows are read.
 */
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Manifest, type Register, type Table, type Variable } from '@sund/model'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openSund, type Sund } from '../src/sund.js'

const PEOPLE = 900
const CODES = ['A', 'B', 'C']
const coded = (name: string, temporality: Variable['temporality'], codes: readonly string[]): Variable => ({
  name,
  title: { en: name },
  description: { en: name },
  temporality,
  dataType: 'STRING',
  domain: { codes: codes.map((code) => ({ code, title: { en: code } })) },
  sensitivity: 'PERSON_SPECIAL',
})
const born: Variable = { ...coded('BORN', 'FIXED', []), dataType: 'LONG', domain: { unitOfMeasure: 'a' } }
const visits = (name: string, variable: Variable, columns: Partial<Table>): Table => ({
  name,
  title: { en: name },
  description: { en: name },
  unit: name,
  links: [{ name: `${name}_OF`, unit: 'PERSON', title: { en: 'Patient' }, column: 'patient' }],
  variables: [variable],
  fromColumn: 'from',
  ...columns,
})
const CARE: Register = {
  name: 'test.care',
  title: { en: 'Care' },
  description: { en: 'Care' },
  holder: { name: 'care', title: { en: 'Care' } },
  source: 'made for tests',
  licence: 'CC0-1.0',
  tables: [
    {
      name: 'PATIENT',
      title: { en: 'Patients' },
      description: { en: 'Patients' },
      unit: 'PERSON',
      unitColumn: 'id',
      links: [],
      variables: [coded('SEX', 'FIXED', ['1', '2']), born],
    },
    visits('CONTACT', coded('REASON', 'EVENT', CODES), {}),
    visits('STAY', coded('DIAGNOSIS', 'EVENT', CODES), { untilColumn: 'until' }),
  ],
}
const script = (variable: string, link: string) => `
require test.care as care
create-dataset visits
import-event care/${variable} 2020-01-01 to 2021-12-31 as code
import care/${link} as person
create-dataset patients
import care/SEX as sex
import care/BORN as born
merge sex born into visits on person
use visits
tabulate code sex
tabulate born code, missing`
const CONTACTS = script('REASON', 'CONTACT_OF')
const STAYS = script('DIAGNOSIS', 'STAY_OF')

let home: string
let sund: Sund
let holding: string
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'sund-test-'))
  sund = await openSund({ home })
  const write = async (table: string, lines: string[]) => {
    const path = join(home, `${table}.csv`)
    await writeFile(path, `${lines.join('\n')}\n`)
    return { table, path }
  }
  const rows = Array.from({ length: 3 * PEOPLE }, (_, i) => ({
    id: (i * 7) % PEOPLE,
    code: CODES[(i * i + (i >> 4)) % 3],
    year: 2019 + ((i * 5) % 4),
  }))
  const patients = Array.from(
    { length: PEOPLE },
    (_, i) => `p${i},${i % 13 === 0 ? '' : 1 + (i % 2)},${1950 + (i % 5)}`,
  )
  const files = [
    await write('PATIENT', ['id,SEX,BORN', ...patients]),
    await write('CONTACT', [
      'patient,from,REASON',
      ...rows.map(({ id, code, year }) => `p${id},${year}-12-30,${code}`),
    ]),
    // Each stay ends in the year after.
    await write('STAY', [
      'patient,from,until,DIAGNOSIS',
      ...rows.map(({ id, code, year }) => `p${id},${year}-12-30,${year + 1}-01-02,${code}`),
    ]),
  ]
  const holder = await sund.addHolder('care', { en: 'Care' })
  const { version } = await holder.import({ files, metadata: CARE })
  holding = join(home, 'holders', 'care', 'holdings', CARE.name, version)
}, 60_000)
afterAll(async () => {
  await sund.close()
  await rm(home, { recursive: true, force: true })
})

async function run(of: string) {
  const { value } = await sund.hub.run({
    script: of,
    researcher: { subject: 'demo:kari', name: 'Kari Forsker' },
  })
  return { errors: value.errors, results: value.results }
}

it('is released the same with indexes as without', async () => {
  const told = [await run(CONTACTS), await run(STAYS)]
  expect(told.map(({ errors, results }) => [errors, results.length])).toEqual([
    [[], 2],
    [[], 2],
  ])

  // Only what indexes tell suffers from a damaged one.
  for (const index of ['CONTACT.REASON', 'STAY.DIAGNOSIS'])
    await truncate(join(holding, `${index}.index`), 10)
  expect((await run(CONTACTS)).errors).toMatchObject([{ code: 'data.file' }])
  expect(await run(STAYS)).toEqual(told[1])

  const path = join(holding, 'manifest.json')
  const { indexes, ...manifest } = Manifest.parse(JSON.parse(await readFile(path, 'utf8')))
  expect(indexes).toHaveLength(4)
  await writeFile(path, JSON.stringify(manifest))
  expect([await run(CONTACTS), await run(STAYS)]).toEqual(told)
}, 60_000)
