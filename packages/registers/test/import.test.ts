/** What files come out as: awkward CSV, Parquet, bad rows, quality, and the physical form of a holding. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Manifest, type Register } from '@sund/model'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Holdings, openHoldings } from '../src/index.js'
import { testPorts } from '../src/testing.js'
import { ask, errorsFrom, file, people, register, table, temporaryFolder, variable } from './metadata.js'

const folder = await temporaryFolder()
let holdings: Holdings
beforeAll(async () => {
  holdings = await openHoldings(join(folder, 'holdings'), testPorts())
})

let count = 0
/** Imports one table and gives its rows with identifiers instead of unit numbers. */
async function importCsv(content: string | Uint8Array, metadata: Register = people, name = `${count++}.csv`) {
  const path = await file(folder, name, content)
  const manifest = await holdings.import({ files: [{ path }], metadata })
  return { manifest, rows: await rowsOf(metadata.name, manifest) }
}
async function rowsOf(name: string, manifest: Manifest, tableName?: string) {
  const holding = await holdings.open(name, manifest.version)
  const { name: first, unit } =
    manifest.register.tables.find((t) => t.name === tableName) ?? manifest.register.tables[0]!
  const rows = await ask(`SELECT * FROM '${holding.file(first)}'`)
  if (!manifest.unitSets.find((set) => set.unitType === unit)?.identifiers) return rows
  const identifiers: string[] = []
  for await (const identifier of holding.identifiers(unit)) identifiers.push(identifier)
  return rows
    .map(({ unit: number, ...rest }) => ({ id: identifiers[number as number]!, ...rest }))
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
}

const three = [
  { id: '01', SEX: 'f', AGE: 30n },
  { id: '02', SEX: 'm', AGE: null },
  { id: '03', SEX: 'm', AGE: 50n },
]

describe('CSV as people write it', () => {
  it.each([
    ['plain', 'id,sex,age\n01,f,30\n02,m,\n03,m,50\n'],
    ['a byte order mark', '\uFEFFid,sex,age\n01,f,30\n02,m,\n03,m,50\n'],
    ['Windows lines and no last one', 'id,sex,age\r\n01,f,30\r\n02,m,\r\n03,m,50'],
    ['semicolons', 'id;sex;age\n01;f;30\n02;m;\n03;m;50\n'],
    ['tabs', 'id\tsex\tage\n01\tf\t30\n02\tm\t\n03\tm\t50\n'],
    ['bars and another order', 'age|unused|sex|id\n30|x|f|01\n|x|m|02\n50|x|m|03\n'],
    ['quotes as R writes them', '"id","sex","age"\n"01","f",30\n"02","m",NA\n"03","m",5e+01\n'],
    ['space around', 'id , sex, age\n 01 , f, 30\n02,m, \n03,m ,50\n'],
    [
      'a delimiter and line breaks in quotes',
      'id,note,sex,age\n01,"a, ""b""\nc",f,30\n02,"\n\n",m,\n03,;;;;;,m,50\n',
    ],
    ['blank lines', 'id,sex,age\n01,f,30\n\n02,m,\n\n03,m,50\n'],
    [
      'UTF-16 as spreadsheets write it',
      new Uint8Array(Buffer.from('\uFEFFid\tsex\tage\n01\tf\t30\n02\tm\t\n03\tm\t50\n', 'utf16le')),
    ],
  ])('reads %s', async (_what, content) => {
    const { rows, manifest } = await importCsv(content)
    expect(rows).toEqual(three)
    expect(manifest.quality.badRowCount).toBe(0)
  })

  it('reads Latin-1 and keeps its letters', async () => {
    const names = register(table('PEOPLE', [variable('PLACE', 'STRING', { column: 'sted' })]))
    const { rows } = await importCsv(Buffer.from('id;sted\n1;Tromsø\n2;Århus\n', 'latin1'), names)
    expect(rows).toEqual([
      { id: '1', PLACE: 'Tromsø' },
      { id: '2', PLACE: 'Århus' },
    ])
  })

  it('reads a decimal comma where the delimiter is not a comma', async () => {
    const weights = register(table('PEOPLE', [variable('WEIGHT', 'DOUBLE', { column: 'w' })]))
    const { rows } = await importCsv('id;w\n1;70,5\n2;71.25\n3;-1e2\n', weights)
    expect(rows.map((row) => (row as Record<string, unknown>)['WEIGHT'])).toEqual([70.5, 71.25, -100])
  })

  it('reads a column in which everything is missing', async () => {
    const { manifest } = await importCsv('id,sex,age\n1,,\n2,,NA\n')
    expect(manifest.quality.tables[0]?.variables).toEqual([
      { variable: 'SEX', rows: 2, missing: 2, outOfCodeList: 0, distinct: 0, codes: [] },
      { variable: 'AGE', rows: 2, missing: 2, outOfCodeList: 0, distinct: 0 },
    ])
  })

  it('keeps NA where it is a code or free text', async () => {
    const places = register(table('PEOPLE', [variable('COUNTRY', 'STRING', { column: 'c' })]))
    expect((await importCsv('id,c\n1,NA\n', places)).rows).toEqual([{ id: '1', COUNTRY: 'NA' }])
  })

  it('reads several files of one table, each with a header of its own', async () => {
    const a = await file(folder, 'part-a.csv', 'id,sex,age\n01,f,30\n')
    const b = await file(folder, 'part-b.csv', 'sex;id;age\nm;02;\nm;03;50\n')
    const manifest = await holdings.import({ files: [{ path: a }, { path: b }], metadata: people })
    expect(await rowsOf('test.people', manifest)).toEqual(three)
  })

  it('reads a path that looks like a pattern', async () => {
    const { rows } = await importCsv('id,sex,age\n01,f,30\n', people, 'it\'s [a-z]*? "x".csv')
    expect(rows).toEqual(three.slice(0, 1))
  })
})

describe('files that cannot be imported', () => {
  it.each([
    ['an empty file', '', 'data.file', /is empty/],
    ['a header alone', 'id,sex,age\n', 'data.file', /no rows/],
    ['a binary file', new Uint8Array([1, 2, 0, 3, 4]), 'data.file', /binary/],
    ['a spreadsheet', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]), 'data.file', /spreadsheet/],
    ['half a Parquet file', new Uint8Array(Buffer.from('PAR1 and then nothing')), 'data.file', /Parquet/],
    ['a wrong header', 'id,sexx,age\n1,f,30\n', 'data.file', /no column sex/],
    ['two columns of one name', 'id,sex,age,age\n1,f,30,31\n', 'data.file', /two columns named age/],
    ['mostly bad rows', 'id,sex,age\n1,f,thirty\n2,m,forty\n3,m,50\n', 'data.rows', /2 of the 3 rows/],
  ])('%s', async (_what, content, code, message) => {
    const before = await holdings.list()
    const [error] = await errorsFrom(importCsv(content))
    expect(error.code).toBe(code)
    expect(error.message).toMatch(message)
    expect(error.file?.file).toMatch(/\.csv$/)
    expect(await holdings.list()).toEqual(before)
  })

  it('suggests the nearest column', async () => {
    const [error] = await errorsFrom(importCsv('id,sxe,age\n1,f,30\n'))
    expect(error).toMatchObject({ fix: 'sxe', file: { field: 'sex' } })
  })

  it('says which file does not exist', async () => {
    const missing = holdings.import({ files: [{ path: join(folder, 'nowhere.csv') }], metadata: people })
    expect((await errorsFrom(missing))[0]).toMatchObject({
      code: 'data.file',
      message: 'nowhere.csv does not exist.',
    })
  })

  it('never says what stands in a row', async () => {
    const errors = await errorsFrom(importCsv('id,sex,age\n1,f,SECRET1\n2,SECRET2"\n3,m,"SECRET3\n'))
    expect(JSON.stringify(errors)).not.toMatch(/SECRET/)
  })
})

describe('bad rows', () => {
  it('lists file, row, field and reason, and leaves the rows out', async () => {
    const good = Array.from({ length: 20 }, (_, i) => `g${i},2020-01-01,,1`).join('\n')
    const timed = register(
      table('STAYS', [variable('DAYS', 'LONG', { column: 'n', temporality: 'EVENT' })], {
        fromColumn: 'from',
        untilColumn: 'until',
      }),
    )
    const csv = [
      'id,from,until,n', // row 1
      'a,2020-01-01,2020-01-02,1',
      ',2020-01-01,,1', // 3: no identifier
      'b,2020-01-01,"2020\n-01-02",1', // 4: not a date
      'c,2020-02-30,,1', // 5: no such day
      'd,,,1', // 6: no start
      'e,2020-01-02,2020-01-01,1', // 7: until before from
      'f,2020-01-01', // 8: too few fields
      'g,2020-01-01,,1,5', // 9: too many
      'h,2020-01-01,,1.5', // 10: not whole
      'i,01.02.2020,20200203,7', // 11: good
      `j,2020-01-01,,${'9'.repeat(2_100_000)}`, // 12: huge field
      `${'k'.repeat(201)},2020-01-01,,1`, // 13: huge identifier
      good,
    ].join('\n')
    const { manifest, rows } = await importCsv(csv, timed, 'stays.csv')
    const reasons = manifest.quality.badRows.map(({ file: name, row, field, reason }) => [
      name,
      row,
      field,
      reason,
    ])
    const day = 'is not a date (write YYYY-MM-DD)'
    expect(reasons).toEqual([
      ['stays.csv', 3, 'id', 'is empty'],
      ['stays.csv', 4, 'until', day],
      ['stays.csv', 5, 'from', day],
      ['stays.csv', 6, 'from', 'is empty'],
      ['stays.csv', 7, 'until', 'is before the start'],
      ['stays.csv', 8, 'the row', 'has fewer fields than the first line'],
      ['stays.csv', 9, 'the row', 'has more fields than the first line'],
      ['stays.csv', 10, 'n', 'is not a whole number'],
      ['stays.csv', 12, 'the row', 'is longer than two million bytes'],
      ['stays.csv', 13, 'id', 'is longer than 200 characters or holds a line break'],
    ])
    expect(manifest.quality.badRowCount).toBe(10)
    expect(rows).toHaveLength(22)
    expect(rows.at(-1)).toEqual({ id: 'i', from_day: 18293, until_day: 18295, DAYS: 7n })
  })

  it('counts rows as an editor does, blank lines too', async () => {
    const good = Array.from({ length: 20 }, (_, i) => `g${i},"\n\n",1`).join('\n\n')
    const csv = `id,sex,age\n\n1,f,x\n\n\n2,m\n3,m,y\n${good}\n4,m,z\n`
    const { badRows } = (await importCsv(csv)).manifest.quality
    // Records, not lines: a record with line breaks in quotes is one row.
    expect(badRows.map(({ row }) => row)).toEqual([3, 6, 7, 47])
  })

  it('lists a thousand and counts all', async () => {
    const csv = ['id,sex,age', ...Array.from({ length: 5000 }, (_, i) => `${i},f,${i % 2 ? 'x' : 1}`)].join(
      '\n',
    )
    const { quality } = (await importCsv(csv)).manifest
    expect(quality.badRows).toHaveLength(1000)
    expect(quality.badRows[0]).toMatchObject({ row: 3, field: 'age' })
    expect(quality.badRows[999]).toMatchObject({ row: 2001, field: 'age' })
    expect(quality.badRowCount).toBe(2500)
  })
})

describe('quality', () => {
  it('counts rows, units, missing, codes, overlaps, duplicates and days of a register made by hand', async () => {
    const married = variable('STATUS', 'STRING', {
      column: 's',
      temporality: 'STATUS',
      domain: {
        codes: [
          { code: 'u', title: { en: 'Unmarried' } },
          { code: 'm', title: { en: 'Married' }, validFrom: '1990-01-01', validUntil: '2010-12-31' },
        ],
      },
    })
    const statuses = register(table('STATUSES', [married], { fromColumn: 'from', untilColumn: 'until' }))
    const { manifest } = await importCsv(
      `id,s,from,until
a,u,1980-01-01,2020-12-31
a,m,1990-01-01,1990-12-31
a,m,1995-01-01,1995-12-31
b,u,1985-05-05,1989-12-31
b,m,1990-01-01,
b,x,2000-01-01,
c,,2001-01-01,2001-01-01
c,m,2011-01-01,2011-01-01
c,m,2011-01-01,2011-01-01
`,
      statuses,
    )
    expect(manifest.quality.tables[0]).toEqual({
      table: 'STATUSES',
      rows: 9,
      units: 3,
      duplicates: 1,
      // Two of a inside the first; x of b inside the open one; the duplicate of c.
      overlappingPeriods: 4,
      earliest: '1980-01-01',
      latest: '2020-12-31',
      // x is no code; m was none in 2011.
      variables: [
        {
          variable: 'STATUS',
          rows: 9,
          missing: 1,
          outOfCodeList: 3,
          distinct: 3,
          codes: [
            { code: 'u', rows: 2, units: 2 },
            { code: 'm', rows: 5, units: 3 },
          ],
        },
      ],
    })
  })
})

describe('the stored form', () => {
  const tests = register(
    table('PEOPLE', [variable('AGE', 'LONG', { column: 'age' })]),
    table('TESTS', [variable('KIND', 'STRING'), variable('VALUE', 'DOUBLE', { temporality: 'EVENT' })], {
      unit: 'TEST',
      links: [{ name: 'PATIENT', unit: 'PERSON', title: { en: 'Patient' }, column: 'id' }],
      fromColumn: 'day',
    }),
  )
  tests.name = 'test.tests'
  delete tests.tables[1]!.unitColumn

  it('numbers linked units over tables, rows without identifier by row, and sorts', async () => {
    const files = [
      { table: 'PEOPLE', path: await file(folder, 'p.csv', 'id,age\nb,1\na,2\n') },
      {
        table: 'TESTS',
        path: await file(
          folder,
          't.csv',
          'id,day,KIND,VALUE\nc,2020-01-02,x,1\nb,2020-01-01,y,2\n,2020-01-01,z,3\nb,1969-12-31,y,4\n',
        ),
      },
    ]
    const manifest = await holdings.import({ files, metadata: tests })
    expect(Manifest.parse(manifest)).toEqual(manifest)
    expect(manifest.unitSets).toEqual([
      {
        unitType: 'PERSON',
        count: 3,
        identifiers: 'person.identifiers.sealed',
        tokens: 'person.tokens.sealed',
      },
      { unitType: 'TEST', count: 4, identifiers: null, tokens: null },
    ])
    const holding = await holdings.open('test.tests')
    const ids: string[] = []
    for await (const id of holding.identifiers('PERSON')) ids.push(id)
    expect([...ids].sort()).toEqual(['a', 'b', 'c'])
    // In the order of their tokens, which are what the port makes of the identifiers.
    const tokens = await holding.tokens('PERSON')
    expect(Buffer.from(tokens)).toEqual(Buffer.from(testPorts().tokens.tokens('PERSON', ids)))
    const each = ids.map((_, i) => Buffer.from(tokens.subarray(16 * i, 16 * i + 16)).toString('hex'))
    expect(each).toEqual([...each].sort())

    const rows = await ask(`SELECT * FROM '${holding.file('TESTS')}'`)
    expect(Object.keys(rows[0]!)).toEqual(['unit', 'link_PATIENT', 'from_day', 'until_day', 'KIND', 'VALUE'])
    expect(rows.map(({ unit }) => unit)).toEqual([0, 1, 2, 3])
    // An event ends on the day on which it is.
    const byValue = rows.map((row) => [
      row.VALUE,
      ids[row.link_PATIENT as number],
      row.from_day,
      row.until_day,
    ])
    expect(byValue.sort()).toEqual([
      [1, 'c', 18263, 18263],
      [2, 'b', 18262, 18262],
      [3, undefined, 18262, 18262],
      [4, 'b', -1, -1],
    ])
    expect((await errorsFrom(holding.tokens('TEST')))[0].code).toBe('usage.not-found')
    expect(
      await ask(`SELECT typeof(unit) AS u, typeof(AGE) AS a FROM '${holding.file('PEOPLE')}' LIMIT 1`),
    ).toEqual([{ u: 'INTEGER', a: 'BIGINT' }])
  })

  it('ends a status without end on the day before the next', async () => {
    const homes = register(
      table('HOMES', [variable('HOME', 'STRING', { temporality: 'STATUS' })], { fromColumn: 'from' }),
    )
    const { rows } = await importCsv('id,from,HOME\na,2020-01-05,y\na,2020-01-01,x\nb,2020-01-01,x\n', homes)
    expect(rows).toEqual([
      { id: 'a', from_day: 18262, until_day: 18265, HOME: 'x' },
      { id: 'a', from_day: 18266, until_day: null, HOME: 'y' },
      { id: 'b', from_day: 18262, until_day: null, HOME: 'x' },
    ])
  })

  it('is the same from Parquet as from CSV', async () => {
    const path = join(folder, 'people.parquet')
    await ask(`COPY (SELECT * FROM (VALUES (3.0::DOUBLE, 'm', 50::DECIMAL(5,1)), (1.0, 'f', 30), (2.0, 'm', NULL)) t(id, sex, age))
      TO '${path}' (FORMAT parquet)`)
    const fromParquet = await holdings.import({ files: [{ path }], metadata: people })
    const { manifest } = await importCsv('id,sex,age\n2,m,\n1,f,30\n3,m,50\n')
    expect(fromParquet.contentHash).toBe(manifest.contentHash)
    expect(fromParquet.quality).toEqual(manifest.quality)
  })

  it('holds no identifier in clear', async () => {
    const ids = Array.from({ length: 300 }, (_, i) => `IDENT${String(i * 7919).padStart(8, '0')}`)
    const { manifest } = await importCsv(`id,sex,age\n${ids.map((id) => `${id},f,1`).join('\n')}\n`)
    expect(manifest.unitSets[0]?.count).toBe(300)
    const root = join(folder, 'holdings')
    const names = await readdir(root, { recursive: true, withFileTypes: true })
    const bytes = await Promise.all(
      names.filter((entry) => entry.isFile()).map((entry) => readFile(join(entry.parentPath, entry.name))),
    )
    expect(bytes.length).toBeGreaterThan(3)
    for (const one of bytes) expect(one.includes('IDENT')).toBe(false)
  })

  it('notices a damaged sealed file', async () => {
    const { manifest } = await importCsv('id,sex,age\n1,f,1\n')
    const { writeFile } = await import('node:fs/promises')
    const path = join(folder, 'holdings', 'test.people', manifest.version, 'person.tokens.sealed')
    const bytes = await readFile(path)
    for (const damaged of [bytes.map((byte, i) => (i === 8 ? byte ^ 1 : byte)), bytes.subarray(0, 10)]) {
      await writeFile(path, damaged)
      const holding = await holdings.open('test.people', manifest.version)
      expect((await errorsFrom(holding.tokens('PERSON')))[0].code).toBe('data.file')
    }
  })
})
