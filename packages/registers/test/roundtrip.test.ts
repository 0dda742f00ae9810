/** Whatever is in a table comes back: random rows, written as CSV in random ways, read out of the holding again. */
import { join } from 'node:path'
import { Failure } from '@sund/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeCsv, openHoldings } from '../src/index.js'
import { testPorts } from '../src/testing.js'
import { ask, file, register, table, temporaryFolder, variable } from './metadata.js'

const folder = await temporaryFolder()

const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null })
/** Text without the space around it that an import takes off, and not empty. */
const words = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .map((word) => word.replaceAll('\0', 'o').replace(/^\s+|\s+$/g, '') || 'x')
const awkward = fc.oneof(
  words,
  fc.constantFrom('a,b', 'a;b', '"', '""', 'a\nb', 'a\r\nb', 'æøå', "'", '1e5', 'NULL', '\\'),
)
const day = fc.integer({ min: -40_000, max: 40_000 })
const iso = (value: number) => new Date(value * 86_400_000).toISOString().slice(0, 10)
const row = fc.record({
  id: fc.integer({ min: 1, max: 12 }).map((n) => `p${n}`),
  friend: optional(fc.integer({ min: 1, max: 20 }).map((n) => `p${n}`)),
  from: day,
  length: optional(fc.nat(500)),
  text: optional(awkward),
  whole: optional(fc.maxSafeInteger()),
  real: optional(fc.double({ noNaN: true, noDefaultInfinity: true })),
  date: optional(day),
})
const metadata = register(
  table(
    'ROWS',
    [
      variable('TEXT', 'STRING', { temporality: 'EVENT', column: 'text' }),
      variable('WHOLE', 'LONG', { temporality: 'EVENT', column: 'whole' }),
      variable('REAL', 'DOUBLE', { temporality: 'EVENT', column: 'real' }),
      variable('DATE', 'DATE', { temporality: 'EVENT', column: 'date' }),
    ],
    {
      links: [{ name: 'FRIEND', unit: 'PERSON', title: { en: 'Friend' }, column: 'friend' }],
      fromColumn: 'from',
      untilColumn: 'until',
    },
  ),
)

/** In one pass, or in several. */
const passes = fc.constantFrom({}, { rowsAPass: 7 })
const style = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  lineEnd: fc.constantFrom('\n', '\r\n'),
  quoteAll: fc.boolean(),
  mark: fc.boolean(),
})
function write(
  rows: unknown[][],
  s: { delimiter: string; lineEnd: string; quoteAll: boolean; mark: boolean },
) {
  const field = (value: unknown) => {
    const text = value === null ? '' : String(value)
    return s.quoteAll || /[",;\t|\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  const lines = rows.map((fields) => fields.map(field).join(s.delimiter) + s.lineEnd)
  return (s.mark ? '\uFEFF' : '') + lines.join('')
}

describe('a round trip', () => {
  it('gives back values, units, links and days', async () => {
    const holdings = await openHoldings(join(folder, 'holdings'), testPorts())
    let run = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 40 }),
        style,
        passes,
        async (rows, s, bounds) => {
          const until = (r: { from: number; length: number | null }) =>
            r.length === null ? null : r.from + r.length
          const csv = write(
            [
              ['id', 'friend', 'from', 'until', 'text', 'whole', 'real', 'date'],
              ...rows.map((r) => {
                const last = until(r)
                return [
                  r.id,
                  r.friend,
                  iso(r.from),
                  last === null ? null : iso(last),
                  r.text,
                  r.whole,
                  r.real,
                  r.date === null ? null : iso(r.date),
                ]
              }),
            ],
            s,
          )
          const path = await file(folder, `rows-${run++}.csv`, csv)
          const { version, quality } = await holdings.import({ files: [{ path }], metadata, ...bounds })
          expect(quality.badRows).toEqual([])
          const holding = await holdings.open(metadata.name, version)
          const ids: string[] = []
          for await (const id of holding.identifiers('PERSON')) ids.push(id)
          const stored = await ask(`SELECT * FROM '${holding.file('ROWS')}'`)
          // Sorted by unit, then day.
          const order = stored.map(({ unit, from_day }) => (unit as number) * 1e6 + (from_day as number))
          expect(order).toEqual([...order].sort((a, b) => a - b))
          const key = (fields: unknown[]) =>
            JSON.stringify(fields.map((value) => (value === null ? null : String(value))))
          const out = stored.map((r) => {
            const friend = r.link_FRIEND === null ? null : ids[r.link_FRIEND as number]
            return key([
              ids[r.unit as number],
              friend,
              r.from_day,
              r.until_day,
              r.TEXT,
              r.WHOLE,
              r.REAL,
              r.DATE,
            ])
          })
          const given = rows.map((r) =>
            key([r.id, r.friend, r.from, until(r), r.text, r.whole, r.real, r.date]),
          )
          expect(out.sort()).toEqual(given.sort())
        },
      ),
      { numRuns: 25 },
    )
  })

  it('stores the same rows in the same order in many passes as in one', async () => {
    const tests = register(
      table('TEST', [variable('VALUE', 'LONG', { column: 'value' })], {
        unit: 'TEST',
        unitColumn: undefined,
        links: [{ name: 'PATIENT', unit: 'PERSON', title: { en: 'Patient' }, column: 'id' }],
      }),
    )
    const rows = Array.from(
      { length: 60 },
      (_, i) => `${i % 9 === 0 ? '' : `p${(i * 7) % 11}`},${(i * 13) % 17}`,
    )
    const path = await file(folder, 'tests.csv', `id,value\n${rows.join('\n')}\n`)
    const holdings = await openHoldings(join(folder, 'passes'), testPorts())
    const stored = async (bounds: { rowsAPass?: number }) => {
      const { version } = await holdings.import({ files: [{ path }], metadata: tests, ...bounds })
      return ask(`SELECT * FROM '${(await holdings.open(tests.name, version)).file('TEST')}'`)
    }
    expect(await stored({ rowsAPass: 7 })).toEqual(await stored({}))
  })
})

describe('whatever bytes a file holds', () => {
  const pieces = fc.oneof(
    fc.constantFrom(
      'id,friend,from,until,text,whole,real,date\n',
      'id',
      ',',
      ';',
      '\n',
      '\r\n',
      '"',
      '\0',
      '\uFEFF',
      'PAR1',
      '2020-01-01',
    ),
    fc.string({ unit: 'binary', maxLength: 8 }),
  )
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.array(pieces, { maxLength: 40 }).map((all) => Buffer.from(all.join(''))),
    fc
      .array(pieces, { maxLength: 40 })
      .map((all) => Buffer.from(`id,friend,from,until,text,whole,real,date\n${all.join('')}`)),
    fc.array(pieces, { maxLength: 40 }).map((all) => Buffer.from(all.join(''), 'latin1')),
  )
  it('the import and the draft end with a version or a failure that names the file', async () => {
    const holdings = await openHoldings(join(folder, 'bytes'), testPorts())
    await fc.assert(
      fc.asyncProperty(bytes, async (content) => {
        const path = await file(folder, 'bytes.csv', content)
        for (const work of [() => holdings.import({ files: [{ path }], metadata }), () => describeCsv(path)])
          await work().catch((error: unknown) => {
            if (!(error instanceof Failure)) throw error
            expect(error.errors[0].code).toMatch(/^data\./)
            expect(error.errors[0].file?.file).toBe('bytes.csv')
          })
      }),
      { numRuns: 40 },
    )
  })
})
