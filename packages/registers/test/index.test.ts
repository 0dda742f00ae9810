/**
 * The index of persons per code and year says what the rows say, comes out the same in many passes as in one, byte for byte, and a
 * damaged one is noticed.
 */
import { readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type CodeIndex, noPersons, type Register, type YearSpan } from '@sund/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openHoldings } from '../src/index.js'
import { testPorts } from '../src/testing.js'
import { errorsFrom, file, register, table, temporaryFolder, variable } from './metadata.js'

const CODES = ['A', 'B1', 'B2', 'Ø']
const domain = { codes: CODES.map((code) => ({ code, title: { en: code } })) }
const use: Register = register(
  table(
    'USE',
    [
      variable('STATUS', 'STRING', { temporality: 'STATUS', column: 'code', domain }),
      variable('EVENT', 'STRING', { temporality: 'EVENT', column: 'event', domain }),
      variable('MEASURE', 'DOUBLE', { temporality: 'EVENT', column: 'measure' }),
    ],
    {
      unit: 'USE',
      unitColumn: undefined,
      links: [{ name: 'PATIENT', unit: 'PERSON', title: { en: 'Patient' }, column: 'id' }],
      fromColumn: 'from',
      untilColumn: 'until',
    },
  ),
)
interface Row {
  id: number | null
  from: number
  until: number | null
  code: string
  event: string
}
const row = fc.record({
  id: fc.option(fc.integer({ min: 0, max: 40 }), { freq: 12 }),
  from: fc.integer({ min: 2000, max: 2030 }),
  until: fc.option(fc.integer({ min: 0, max: 5 })),
  code: fc.constantFrom(...CODES),
  event: fc.constantFrom(...CODES),
})
const folder = await temporaryFolder()
const failureOf = async (work: Promise<unknown>) => (await errorsFrom(work))[0]

async function imported(rows: readonly Row[], bounds: { rowsAPass?: number } = {}) {
  const lines = rows.map(
    ({ id, from, until, code, event }) =>
      `${id === null ? '' : `p${id}`},${from}-05-05,${until === null ? '' : `${from + until}-05-05`},${code},${event},1.5`,
  )
  const path = await file(folder, 'use.csv', `id,from,until,code,event,measure\n${lines.join('\n')}\n`)
  const holdings = await openHoldings(join(folder, 'holdings'), testPorts())
  const { version } = await holdings.import({ files: [{ path }], metadata: use, ...bounds })
  return { holding: await holdings.open(use.name, version), at: join(folder, 'holdings', use.name, version) }
}

async function found(index: CodeIndex, codes: string[], years: YearSpan): Promise<number[]> {
  const set = noPersons(index.persons)
  await index.add(codes, years, set)
  return Array.from({ length: index.persons }, (_, person) => person).filter(
    (person) => ((set[person >>> 5] as number) >>> (person & 31)) & 1,
  )
}

/** Every code with its persons, as they are given in turn. */
async function inTurn(index: CodeIndex, years: YearSpan): Promise<[string, number[]][]> {
  const set = noPersons(index.persons)
  const all: [string, number[]][] = []
  for await (const code of index.each(years, set)) {
    const persons: number[] = []
    for (let person = 0; person < index.persons; person++)
      if (((set[person >>> 5] as number) >>> (person & 31)) & 1) persons.push(person)
    all.push([code, persons])
  }
  return all
}

describe('an index', () => {
  it('holds who has which code in which year', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 80 }),
        fc.uniqueArray(fc.constantFrom(...CODES, 'none'), { minLength: 1 }),
        fc.integer({ min: 1995, max: 2035 }),
        fc.integer({ min: 0, max: 20 }),
        async (rows, codes, first, length) => {
          fc.pre(rows.some(({ id }) => id !== null))
          const { holding } = await imported(rows)
          const names: string[] = []
          for await (const name of holding.identifiers('PERSON')) names.push(name)
          const persons = (meets: (one: Row) => boolean) =>
            [
              ...new Set(
                rows.flatMap((one) => (one.id !== null && meets(one) ? [names.indexOf(`p${one.id}`)] : [])),
              ),
            ].sort((a, b) => a - b)
          const last = first + length
          for (const [from, until] of [
            [first, last],
            [undefined, last],
            [first, undefined],
            [undefined, undefined],
          ]) {
            const [least, most] = [from ?? 0, until ?? 9999]
            const event = (await holding.index('USE', 'EVENT')) as CodeIndex
            expect(await found(event, codes, { from, until })).toEqual(
              persons((one) => codes.includes(one.event) && one.from >= least && one.from <= most),
            )
            const status = (await holding.index('USE', 'STATUS')) as CodeIndex
            expect(await found(status, codes, { from, until })).toEqual(
              persons(
                (one) =>
                  codes.includes(one.code) &&
                  one.from <= most &&
                  (one.until === null || one.from + one.until >= least),
              ),
            )
            const alone = status.codes.map(
              async (code): Promise<[string, number[]]> => [
                code,
                await found(status, [code], { from, until }),
              ],
            )
            expect(await inTurn(status, { from, until })).toEqual(await Promise.all(alone))
          }
          expect(await holding.index('USE', 'MEASURE')).toBeNull()
        },
      ),
      { numRuns: 12, seed: 3 },
    )
  }, 60_000)

  it('is the same byte for byte in many passes as in one', async () => {
    const rows: Row[] = Array.from({ length: 3000 }, (_, i) => ({
      id: i % 17 === 0 ? null : (i * 37) % 900,
      from: 2010 + ((i * 13) % 11),
      until: i % 5 === 0 ? null : i % 3,
      code: CODES[(i * i) % 4] as string,
      event: CODES[i % 4] as string,
    }))
    const bytes = async (bounds: { rowsAPass?: number }) => {
      const { at } = await imported(rows, bounds)
      return Promise.all(['STATUS', 'EVENT'].map((name) => readFile(join(at, `USE.${name}.index`))))
    }
    const once = await bytes({})
    expect(await bytes({ rowsAPass: 700 })).toEqual(once)
    expect(await bytes({})).toEqual(once)
  }, 60_000)

  it('does not tell apart years before its first where there are more than it holds', async () => {
    const one = (id: number, from: number): Row => ({ id, from, until: 0, code: 'A', event: 'A' })
    const { holding } = await imported([one(1, 1920), one(2, 1990), one(3, 2024)])
    const index = (await holding.index('USE', 'EVENT')) as CodeIndex
    expect(index).toMatchObject({ firstYear: 1963, truncated: true })
    expect(await found(index, ['A'], { from: 1964 })).toHaveLength(2)
    expect(await found(index, ['A'], { until: 1990 })).toHaveLength(2)
    expect(await failureOf(found(index, ['A'], { from: 1950 }))).toMatchObject({ code: 'usage.request' })
    expect(await failureOf(found(index, ['A'], { until: 1950 }))).toMatchObject({ code: 'usage.request' })
  })

  it('that is cut or overwritten is refused', async () => {
    const rows: Row[] = Array.from({ length: 50 }, (_, i) => ({
      id: i,
      from: 2020,
      until: 0,
      code: 'A',
      event: 'B1',
    }))
    const { holding, at } = await imported(rows)
    const path = join(at, 'USE.EVENT.index')
    const whole = await readFile(path)
    await truncate(path, whole.length - 5)
    expect(await failureOf(holding.index('USE', 'EVENT'))).toMatchObject({ code: 'data.file' })
    await writeFile(path, Buffer.alloc(whole.length, 7))
    expect(await failureOf(holding.index('USE', 'EVENT'))).toMatchObject({ code: 'data.file' })
    const wrong = Buffer.from(whole)
    wrong.writeUInt32LE(2 ** 31 - 1, 12)
    await writeFile(path, wrong)
    const index = (await holding.index('USE', 'EVENT')) as CodeIndex
    expect(await failureOf(found(index, ['B1'], {}))).toMatchObject({ code: 'data.file' })
  })
})
