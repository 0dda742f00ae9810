/** Metadata: Sund's own, Statistics Norway's, and drafts made from files that have none. */
import { existsSync } from 'node:fs'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Register } from '@sund/model'
import { describe, expect, it } from 'vitest'
import { describeCsv, openHoldings, readMetadata, readRegisterFolder } from '../src/index.js'
import { testPorts } from '../src/testing.js'
import { ask, errorsFrom, file, people, temporaryFolder } from './metadata.js'

const folder = await temporaryFolder()
const holdings = await openHoldings(join(folder, 'holdings'), testPorts())
const root = fileURLToPath(new URL('../../../', import.meta.url))

describe('metadata files', () => {
  it('read back what was written', async () => {
    expect(await readMetadata(await file(folder, 'people.json', JSON.stringify(people)))).toEqual(people)
  })

  it('name every wrong field', async () => {
    const wrong = { ...people, name: 'People', tables: [{ ...people.tables[0], unit: 'person' }] }
    const errors = await errorsFrom(readMetadata(await file(folder, 'wrong.json', JSON.stringify(wrong))))
    expect(errors.map(({ code, file: place }) => [code, place])).toEqual([
      ['data.metadata', { file: 'wrong.json', field: 'name' }],
      ['data.metadata', { file: 'wrong.json', field: 'tables.0.unit' }],
    ])
  })

  it('say where they are not JSON', async () => {
    const [error] = await errorsFrom(
      readMetadata(await file(folder, 'cut.json', '{\n  "name": "test.people",\n  oops\n}')),
    )
    expect(error).toMatchObject({ code: 'data.metadata', file: { file: 'cut.json' } })
    expect(error.message).not.toMatch(/oops/)
    expect((await errorsFrom(readMetadata(join(folder, 'none.json'))))[0].code).toBe('data.file')
  })
})

describe("Statistics Norway's format", () => {
  const examples = join(root, '../shared/data/microdata-examples')
  const names = ['BOSTED', 'INNTEKT', 'KJOENN', 'SIVILSTAND'] as const
  const expected = {
    BOSTED: { rows: 21, units: 21, earliest: '1920-01-01' },
    INNTEKT: { rows: 21, units: 8, earliest: '1920-01-01' },
    KJOENN: { rows: 100, units: 100, earliest: null },
    SIVILSTAND: { rows: 21, units: 8, earliest: '1920-01-01' },
  }
  // The data are not part of the project: ../shared/data/microdata-examples, from statisticsnorway/microdata-tools.
  it.skipIf(!existsSync(examples)).each(names)('imports %s as it is', async (name) => {
    const file = join(examples, `BEFOLKNING_${name}`)
    const metadata = await readMetadata(`${file}.json`)
    const manifest = await holdings.import({ files: [{ path: `${file}.csv` }], metadata })
    expect(manifest.register.name).toBe(`no.ssb.befolkning-${name.toLowerCase()}`)
    expect(manifest.quality.badRowCount).toBe(0)
    expect(manifest.quality.tables[0]).toMatchObject(expected[name])
    expect(manifest.quality.tables[0]?.variables[0]?.outOfCodeList).toBe(0)
  })

  it('imports a file of that layout without header, with codes and sentinel', async () => {
    const text = (value: string) => [{ languageCode: 'no', value }]
    const document = {
      temporalityType: 'STATUS',
      sensitivityLevel: 'PERSON_GENERAL',
      populationDescription: text('Alle'),
      identifierVariables: [{ unitType: 'PERSON' }],
      measureVariables: [
        {
          name: text('Bosted'),
          description: text('Registrert bosted'),
          dataType: 'STRING',
          valueDomain: {
            codeList: [{ code: '1', categoryTitle: text('Her'), validFrom: '2000-01-01' }],
            sentinelAndMissingValues: [{ code: '0', categoryTitle: text('Ukjent') }],
          },
        },
      ],
    }
    const metadata = await readMetadata(await file(folder, 'BOSTED.json', JSON.stringify(document)))
    const path = await file(
      folder,
      'BOSTED.csv',
      '001;1;1999-01-01;1999-12-31;\n001;0;2000-01-01;;\n002;9;2000-01-01;;\n',
    )
    const { quality, register } = await holdings.import({ files: [{ path }], metadata })
    expect(register.name).toBe('no.ssb.bosted')
    // Code 1 a year before it was one, and 9, which is none.
    expect(quality.tables[0]).toMatchObject({
      rows: 3,
      units: 2,
      variables: [{ outOfCodeList: 2, distinct: 3 }],
    })
  })
})

describe('a draft', () => {
  const rows = (count: number, of: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => of(i)).join('\n')

  it('of one row a person has types, codes and the identifier, and imports', async () => {
    const path = await file(
      folder,
      'Våre pasienter 2024.csv',
      `"navn";"pasient-id";"kommune";"født";"vekt";"kjønn";"tom"\n${rows(40, (i) => `"Person ${i}";${1000 + i};0${300 + (i % 3)};${1950 + i}-01-31;${50 + i},5;${i === 7 ? 'NA' : i % 2 ? 'k' : 'm'};`)}\n`,
    )
    const draft = await describeCsv(path)
    expect(Register.parse(draft)).toEqual(draft)
    expect(draft.name).toBe('my.vare-pasienter-2024')
    const [drafted] = draft.tables
    expect(drafted).toMatchObject({
      name: 'VARE_PASIENTER_2024',
      unit: 'PERSON',
      unitColumn: 'pasient-id',
      links: [],
    })
    expect(
      drafted?.variables.map(({ name, dataType, temporality, domain, sensitivity }) => [
        name,
        dataType,
        temporality,
        'codes' in domain ? domain.codes.map(({ code }) => code) : null,
        sensitivity,
      ]),
    ).toEqual([
      ['navn', 'STRING', 'FIXED', null, 'PERSON_SPECIAL'],
      ['kommune', 'STRING', 'FIXED', ['0300', '0301', '0302'], 'PERSON_SPECIAL'],
      ['født', 'DATE', 'FIXED', null, 'PERSON_SPECIAL'],
      ['vekt', 'DOUBLE', 'FIXED', null, 'PERSON_SPECIAL'],
      ['kjønn', 'STRING', 'FIXED', ['k', 'm'], 'PERSON_SPECIAL'],
      ['tom', 'STRING', 'FIXED', null, 'PERSON_SPECIAL'],
    ])
    const { quality } = await holdings.import({ files: [{ path }], metadata: draft })
    expect(quality.badRowCount).toBe(0)
    expect(quality.tables[0]).toMatchObject({ rows: 40, units: 40 })
    expect(quality.tables[0]?.variables.map(({ missing }) => missing)).toEqual([0, 0, 0, 0, 1, 40])
  })

  it('never shows a rare value', async () => {
    const path = await file(
      folder,
      'rare.csv',
      `id,illness\n${rows(30, (i) => `${i},${i === 9 ? 'unheard-of' : 'cold'}`)}\n`,
    )
    const text = JSON.stringify(await describeCsv(path))
    expect(text).toContain('cold')
    expect(text).not.toContain('unheard-of')
  })

  it('of dated rows has events, of periods statuses, of undated rows records that link to the person', async () => {
    const draft = async (name: string, header: string, of: (i: number) => string) => {
      const path = await file(folder, name, `${header}\n${rows(20, of)}\n`)
      const metadata = await describeCsv(path)
      const { quality } = await holdings.import({ files: [{ path }], metadata })
      expect(quality.badRowCount).toBe(0)
      return metadata.tables[0]
    }
    expect(
      await draft('events.csv', 'person_id,visit_date,bp', (i) => `${i % 5},2020-01-0${(i % 9) + 1},${i}`),
    ).toMatchObject({
      unit: 'PERSON',
      unitColumn: 'person_id',
      fromColumn: 'visit_date',
      variables: [{ name: 'bp', temporality: 'EVENT', dataType: 'LONG' }],
    })
    expect(
      await draft('homes.csv', 'pid,to,from,home', (i) => `${i % 5},2020-02-01,2020-01-01,${i}`),
    ).toMatchObject({
      fromColumn: 'from',
      untilColumn: 'to',
      variables: [{ name: 'home', temporality: 'STATUS' }],
    })
    const records = await draft('pills.csv', 'pid,dose.mg', (i) => `${i % 5},${i}.5`)
    expect(records).toMatchObject({
      unit: 'RECORD',
      links: [{ unit: 'PERSON', column: 'pid' }],
      variables: [{ name: 'dose_mg', dataType: 'DOUBLE' }],
    })
    expect(records?.unitColumn).toBeUndefined()
  })

  it('takes the identifier and the name it is given', async () => {
    const path = await file(folder, 'given.csv', 'id,code\n1,a\n2,b\n')
    const draft = await describeCsv(path, { identifier: 'code', name: 'clinic.given' })
    expect(draft).toMatchObject({ name: 'clinic.given', tables: [{ unitColumn: 'code' }] })
    expect((await errorsFrom(describeCsv(path, { identifier: 'cde' })))[0]).toMatchObject({
      code: 'data.file',
      fix: 'code',
    })
    expect((await errorsFrom(describeCsv(path, { name: 'Given' })))[0].code).toBe('usage.arguments')
  })
})

describe('a register folder', () => {
  it('takes a table from one file or from numbered ones, in their order', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sund-folder-'))
    try {
      await cp(join(root, 'examples/registers/diagnosis'), folder, { recursive: true })
      const whole = join(folder, 'DIAGNOSIS.parquet')
      const named = async (...names: string[]) => {
        for (const name of names) await cp(whole, join(folder, name))
        return (await readRegisterFolder(folder)).files.map(({ table, path }) => [table, basename(path)])
      }
      expect(await named()).toEqual([['DIAGNOSIS', 'DIAGNOSIS.parquet']])
      // What belongs to a table of a longer name, and what is no number, is passed over.
      expect(await named('DIAGNOSIS-OLD-0001.parquet', 'DIAGNOSIS-1.parquet')).toHaveLength(1)
      await expect(named('DIAGNOSIS-0001.parquet')).rejects.toThrow(
        /both DIAGNOSIS.parquet and DIAGNOSIS-0001/,
      )
      await cp(whole, join(folder, 'DIAGNOSIS-0010.parquet'))
      await cp(whole, join(folder, 'DIAGNOSIS-0002.csv'))
      await rm(whole)
      expect((await readRegisterFolder(folder)).files.map(({ path }) => basename(path))).toEqual([
        'DIAGNOSIS-0001.parquet',
        'DIAGNOSIS-0002.csv',
        'DIAGNOSIS-0010.parquet',
      ])
      for (const name of ['DIAGNOSIS-0001.parquet', 'DIAGNOSIS-0002.csv', 'DIAGNOSIS-0010.parquet'])
        await rm(join(folder, name))
      await expect(readRegisterFolder(folder)).rejects.toThrow(/no DIAGNOSIS.parquet/)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})

describe('the demo registers', () => {
  const registers = join(root, 'examples/registers')
  it.each([
    ['population', { PERSON: 17_549, BODY: 17_549 }],
    ['laboratory', { TEST: 400_123 }],
    ['diagnosis', { DIAGNOSIS: 34_340 }],
  ])('%s imports without a bad row', async (name, tables) => {
    const { metadata, files } = await readRegisterFolder(join(registers, name))
    const { quality } = await holdings.import({ files, metadata })
    expect(Object.fromEntries(quality.tables.map(({ table, rows }) => [table, rows]))).toEqual(tables)
    expect(quality.badRowCount).toBe(0)
    for (const { variables } of quality.tables)
      for (const { outOfCodeList } of variables) expect(outOfCodeList).toBe(0)
  })

  it('speak every language, and say nothing in two ways', async () => {
    const texts: unknown[] = []
    for (const name of ['population', 'laboratory', 'diagnosis'])
      JSON.stringify(await readMetadata(join(registers, name, 'register.json')), (_key, value) => {
        if (value && typeof value === 'object' && 'en' in value) texts.push(value)
        return value
      })
    expect(texts.length).toBeGreaterThan(50)
    for (const text of texts) expect(Object.keys(text as object).sort()).toEqual(['da', 'en', 'nb'])
  })

  it('hold one person by one identifier', async () => {
    const [linked] =
      await ask(`SELECT count(DISTINCT t.id)::INTEGER AS n FROM '${registers}/laboratory/TEST.parquet' t
      JOIN '${registers}/population/PERSON.parquet' p USING (id)`)
    expect(linked).toEqual({ n: 15_666 })
  })
})
