/** A country's folder: the same bytes whoever makes it, finished after it was stopped, never mixed with anything else. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CountryDocument, Failure } from '@sund/model'
import { readRegisterFolder } from '@sund/registers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { stateOf } from '../src/commands/generate.js'
import { generateCountry, type Made, type OpenMakers, readCountry } from '../src/generate/country-folder.js'
import { fingerprint, type Maker, openMaker } from '../src/generate/maker.js'
import { SMALL, SMALL_COUNTRY } from './small-country.js'

let place: string
beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'sund-generate-'))
})
afterAll(() => rmSync(place, { recursive: true, force: true }))

/** So many makers in this process, taking turns. */
const makers =
  (count: number): OpenMakers =>
  (settings) =>
    Promise.all(Array.from({ length: count }, () => openMaker(SMALL_COUNTRY, settings)))
const make = (name: string, more: Partial<Parameters<typeof generateCountry>[1]> = {}, open = makers(1)) =>
  generateCountry(SMALL_COUNTRY, { persons: 25_000, seed: 3, folder: join(place, name), ...more }, open)
const errorOf = async (work: Promise<unknown>) => {
  const thrown = await work.then(
    () => null,
    (error: unknown) => error,
  )
  return thrown instanceof Failure ? thrown.errors[0] : thrown
}
const files = (document: CountryDocument, register: string) =>
  document.files.filter(({ path }) => path.startsWith(register))

test('a country is whole: every file as the document says, ready to import', async () => {
  const document = await make('whole')
  expect(document).toMatchObject({ name: 'Smalland', persons: 25_000, seed: 3, format: 1 })
  expect(await readCountry(join(place, 'whole'))).toEqual(document)
  // 50 parts, at most 40 files a table: two parts share a file.
  expect(files(document, 'tests')).toHaveLength(25 + 1)
  expect(readdirSync(join(place, 'whole')).sort()).toEqual(['country.json', 'people', 'tests'])
  for (const { path, ...file } of document.files)
    expect(await fingerprint(join(place, 'whole', path))).toEqual({ bytes: file.bytes, sha256: file.sha256 })
  expect(files(document, 'people').reduce((sum, { rows = 0 }) => sum + rows, 0)).toBe(25_000)
  expect(files(document, 'tests').reduce((sum, { rows = 0 }) => sum + rows, 0)).toBe((25_000 / 4) * 6)
  const read = await readRegisterFolder(join(place, 'whole', 'tests'))
  expect(read.metadata.synthetic).toBe(true)
  expect(read.files.map(({ path }) => path)).toEqual(
    files(document, 'tests/TEST').map(({ path }) => join(place, 'whole', path)),
  )
  expect(existsSync(join(place, 'whole.partial'))).toBe(false)
})

test('the same bytes by two makers, and for a register whatever others are made', async () => {
  const one = await make('one')
  expect((await make('two', {}, makers(2))).files).toEqual(one.files)
  const alone = await make('alone', { registers: ['tests'] })
  expect(alone.files).toEqual(files(one, 'tests'))
  expect((await make('other-seed', { seed: 4, registers: ['tests'] })).files).not.toEqual(alone.files)
})

test('stopped half-way it is not there; the same call goes on and comes to the same', async () => {
  const stop = new AbortController()
  const opened: Maker[] = []
  const error = await errorOf(
    make(
      'stopped',
      {
        signal: stop.signal,
        onProgress: ({ persons }) => {
          if (persons >= 6000) stop.abort()
        },
      },
      async (settings) => {
        opened.push(await openMaker(SMALL_COUNTRY, settings))
        return opened
      },
    ),
  )
  expect(error).toMatchObject({ code: 'unavailable.cancelled' })
  expect(existsSync(join(place, 'stopped'))).toBe(false)
  const partial = join(place, 'stopped.partial')
  expect(readdirSync(partial).filter((name) => name.startsWith('.spill'))).toEqual([])
  // A file cut by a kill, and a group whose list was cut.
  writeFileSync(join(partial, 'people', 'PERSON-0025.parquet.writing'), 'PAR1')
  writeFileSync(join(partial, '.finished-0.json'), '[{"path":')
  const heard: Made[] = []
  const document = await make('stopped', { onProgress: (made) => heard.push(made) })
  expect(heard[0]?.kept).toBeGreaterThanOrEqual(3000)
  expect(heard.at(-1)).toMatchObject({ persons: 25_000, rows: 25_000 + (25_000 / 4) * 6 })
  expect(document.files).toEqual((await make('whole')).files)
  expect(readdirSync(join(place, 'stopped', 'people'))).toHaveLength(25 + 1)
})

test('what is there already is not made again', async () => {
  await make('whole')
  const nobody: OpenMakers = () => {
    throw new Error('nobody should make anything')
  }
  expect((await make('whole', {}, nobody)).persons).toBe(25_000)
})

test('a folder with anything else is refused and left alone', async () => {
  await make('whole')
  expect(await errorOf(make('whole', { seed: 4 }))).toMatchObject({
    code: 'conflict.exists',
    message: expect.stringContaining('seed 3'),
  })
  mkdirSync(join(place, 'photos'))
  writeFileSync(join(place, 'photos', 'one.jpg'), 'x')
  expect(await errorOf(make('photos'))).toMatchObject({ code: 'conflict.exists' })
  expect(readFileSync(join(place, 'photos', 'one.jpg'), 'utf8')).toBe('x')
  expect(await errorOf(make('photos/one.jpg'))).toMatchObject({ code: 'usage.arguments' })
  mkdirSync(join(place, 'next.partial'))
  writeFileSync(join(place, 'next.partial', 'one.jpg'), 'x')
  expect(await errorOf(make('next'))).toMatchObject({ code: 'conflict.exists' })
  mkdirSync(join(place, 'empty'))
  expect((await make('empty', { registers: ['people'] })).registers).toEqual(['sundland.people'])
})

test('a register that the country lacks, or that does not say it is made up, is refused', async () => {
  expect(await errorOf(make('x', { registers: ['test'] }))).toMatchObject({
    code: 'usage.not-found',
    next: 'Did you mean tests?',
  })
  const [first, ...rest] = SMALL
  if (first === undefined) throw new Error('there are two')
  const { synthetic: _, ...metadata } = first.metadata
  const posing = { ...SMALL_COUNTRY, registers: [{ ...first, metadata }, ...rest] }
  const settings = { persons: 1000, seed: 1, folder: join(place, 'posing') }
  expect(await errorOf(generateCountry(posing, settings, makers(1)))).toMatchObject({ code: 'data.metadata' })
  expect(existsSync(join(place, 'posing.partial'))).toBe(false)
})

test('how far it is says what is left by the speed of this time', () => {
  expect(stateOf({ persons: 500, kept: 400, rows: 12_345 }, 1000, 10)).toBe(
    '██████████░░░░░░░░░░ 50 %, 12,345 rows, 50 s left',
  )
  expect(stateOf({ persons: 400, kept: 400, rows: 0 }, 1000, 10)).toContain('40 %, 0 rows')
})
