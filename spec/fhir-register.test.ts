/**
 * A register made of FHIR, from NDJSON to the released numbers of a script, checked by a plain count over the same resources. Over made-up
 * patients in ../shared/data/synthea-fhir, which is beside the checkout and not in it.
 */
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { registerOfViews } from '@sund/fhir'
import type { Register, ReleasedNumber, RunDocument } from '@sund/model'
import { type ImportOptions, openViewTables, registerFromViews } from '@sund/registers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FOLDER, filesOf, resourcesOf } from './synthea.mjs'
import { openWorld, type World } from './world.js'

/** Patients who must have a code before it is listed. */
const LEAST = 4
const there = existsSync(FOLDER)
if (!there) console.warn(`registers made of FHIR: skipped, since there are no resources in ${FOLDER}`)

const about = {
  name: 'org.example.records',
  title: { en: 'Health records', nb: 'Journaler', da: 'Journaler' },
  description: {
    en: 'What a clinic wrote down.',
    nb: 'Det en klinikk skrev ned.',
    da: 'Det, en klinik skrev ned.',
  },
  holder: { name: 'clinic', title: { en: 'Clinic', nb: 'Klinikk', da: 'Klinik' } },
  source: 'Records of the clinic, as FHIR R4',
  licence: 'not for reuse',
  synthetic: true,
}

interface Coding {
  code: string
  display?: string
}
interface Found {
  resourceType: string
  id: string
  gender?: string
  subject?: { reference: string }
  code?: { coding: Coding[] }
  component?: { code: { coding: Coding[] }; valueQuantity: { value: number } }[]
}

const SCRIPT = `
require org.example.records:1 as records
create-dataset people
import records/SEX as sex
tabulate sex
create-dataset pressure
import-event records/OBSERVATION_VALUE 1900-01-01 to 2030-01-01 as value
import records/OBSERVATION_CODE as code
import records/OBSERVATION_PATIENT as patient
keep if code == '8480-6'
summarize value
`

describe.skipIf(!there)('a register made of FHIR', () => {
  let folder: string
  const found: Found[] = []
  const worlds: World[] = []
  const viewed = registerOfViews({ ...about, tables: ['PATIENT', 'OBSERVATION'] })

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sund-fhir-register-'))
    for (const resources of resourcesOf(filesOf().slice(0, 9))) found.push(...(resources as Found[]))
  })
  afterAll(async () => {
    for (const world of worlds) await world[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })

  /** Runs the script over a register of the tables as they are, declared PUBLIC so that numbers are exact. */
  async function released(tables: Awaited<ReturnType<typeof openViewTables>>): Promise<RunDocument> {
    const metadata = structuredClone(viewed.metadata)
    for (const table of metadata.tables)
      for (const variable of table.variables) variable.sensitivity = 'PUBLIC'
    const listing = { least: LEAST, before: null }
    const run = async (source: Pick<ImportOptions, 'files' | 'metadata'>) => {
      checkCodes(source.metadata)
      const files = source.files.map(({ table = '', path }) => ({ table, path }))
      const world = await openWorld([{ register: source.metadata, files }])
      worlds.push(world)
      return world.run(SCRIPT)
    }
    return registerFromViews(tables, { ...viewed, metadata }, folder, run, listing)
  }
  /** The code list of what was observed: what enough patients have, called what enough say. */
  function checkCodes(metadata: Register) {
    const people = new Map<string, Set<string>>()
    for (const { resourceType, subject, code, component = [] } of found)
      for (const one of resourceType === 'Observation' ? [code, ...component.map((c) => c.code)] : []) {
        const [{ code: value = '', display = '' } = {}] = one?.coding ?? []
        for (const key of [value, `${value} ${display}`])
          people.set(key, new Set(people.get(key)).add(subject?.reference ?? ''))
      }
    const enough = [...people].flatMap(([key, who]) => (who.size >= LEAST ? [key] : []))
    const { domain } = metadata.tables[1]?.variables[0] ?? {}
    if (!domain || !('codes' in domain)) throw new Error('there is no code list')
    const listed = domain.codes.flatMap(({ code, title }) => [
      code,
      ...(title.en === code ? [] : [`${code} ${title.en}`]),
    ])
    expect(domain.partial).toBe(true)
    expect(people.size).toBeGreaterThan(enough.length)
    expect(listed.sort()).toEqual(enough.sort())
  }
  const patientsOf = (gender: string) =>
    found.filter((one) => one.resourceType === 'Patient' && one.gender === gender).length
  /** Systolic pressures: components of Observations, each with whose it is. */
  const pressures = () =>
    found
      .filter(({ resourceType }) => resourceType === 'Observation')
      .map(({ subject, component }) => ({ of: subject?.reference.slice('Patient/'.length) ?? '', component }))
      .flatMap(({ of, component = [] }) => component.map((one) => ({ of, ...one })))
      .filter(({ code }) => code.coding[0]?.code === '8480-6')
      .map(({ of, valueQuantity }) => ({ of, value: valueQuantity.value }))

  const value = (number: ReleasedNumber | undefined) => (number && 'value' in number ? number.value : null)
  function compare(document: RunDocument) {
    expect(document.errors).toEqual([])
    const [table, summary] = document.results.map(({ body }) => body)
    if (table?.kind !== 'table' || summary?.kind !== 'summary')
      throw new Error('the script shows other results')
    for (const gender of ['male', 'female'])
      expect(
        value(
          table.cells.find(
            ({ at }) => at[0] === table.dimensions[0]?.levels.findIndex(({ code }) => code === gender),
          )?.count,
        ),
        gender,
      ).toBe(patientsOf(gender))
    const expected = pressures()
    // People are counted, and the mean is over all that was measured.
    expect(value(summary.rows[0]?.n)).toBe(new Set(expected.map(({ of }) => of)).size)
    expect(value(summary.rows[0]?.mean)).toBeCloseTo(
      expected.reduce((sum, one) => sum + one.value, 0) / expected.length,
      9,
    )
  }

  it('gives a script the numbers that a plain count gives', async () => {
    const file = join(folder, 'export.ndjson')
    await writeFile(file, found.map((one) => `${JSON.stringify(one)}\n`).join(''))
    const tables = await openViewTables({ folder: null, views: viewed.views })
    await tables.load([file])
    expect(pressures().length).toBeGreaterThan(50)
    compare(await released(tables))
    await tables.close()
  }, 60_000)
})
