/** A country's folder through the built command line: imported whole, marked as made up in every answer. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Manifest, RunDocument } from '@sund/model'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { generateCountry } from '../src/generate/country-folder.js'
import { openMaker } from '../src/generate/maker.js'
import { SMALL_COUNTRY } from './small-country.js'
import { makePlace, type Place, peopleCsv } from './sund.js'

const PERSONS = 6000
let place: Place
let imported: Manifest[]
beforeAll(async () => {
  place = makePlace()
  const folder = join(place.folder, 'country')
  await generateCountry(SMALL_COUNTRY, { persons: PERSONS, seed: 1, folder }, async (settings) => [
    await openMaker(SMALL_COUNTRY, settings),
  ])
  const { code, stdout, stderr } = await place.sund(['import', 'country', '--json'])
  expect(stderr).toBe('')
  expect(code).toBe(0)
  imported = JSON.parse(stdout)
})
afterAll(() => place.remove())

test('every register is there, each with its own holder, every row of every file in it', async () => {
  expect(
    imported.map(({ register, version, quality }) => [register.name, version, quality.badRowCount]),
  ).toEqual([
    ['sundland.people', '1.0.0', 0],
    ['sundland.tests', '1.0.0', 0],
  ])
  expect(imported.map(({ tables }) => tables[0]?.rows)).toEqual([PERSONS, (PERSONS / 4) * 6])
  expect(imported[1]?.quality.tables[0]).toMatchObject({ people: (PERSONS / 4) * 3, latest: '2013-10-24' })
  expect(imported[1]?.quality.tables[0]?.variables.every(({ outOfCodeList }) => outOfCodeList === 0)).toBe(
    true,
  )
  const { stdout } = await place.sund(['holder', 'list'])
  expect(stdout).toMatch(/sundland-people +sundland\.people/)
})

test('a run over them says that nobody in it exists, on screen, in the document and in figures', async () => {
  const script = `require sundland.people:1 as p
create-dataset d
import p/SEX as sex
tabulate sex
barchart sex
`
  const shown = await place.shell(`printf '%s' '${script}' | sund run - --figures figures`)
  expect(shown.code).toBe(0)
  expect(shown.stdout).toContain('Synthetic data: every person in them is made up')
  const [figure = ''] = readdirSync(join(place.folder, 'figures'))
  expect(readFileSync(join(place.folder, 'figures', figure), 'utf8')).toMatch(
    /Synthetic data: nobody in them exists\.<\/text>/,
  )
  const json = await place.sund(['run', '-', '--json'], { input: script })
  expect(RunDocument.parse(JSON.parse(json.stdout)).synthetic).toBe(true)
})

test('together with a register of real people the run is not marked; the catalogue tells them apart', async () => {
  const csv = JSON.stringify(peopleCsv(2000))
  await place.shell(`node -e 'process.stdout.write(${csv})' > people.csv && sund import people.csv`)
  const script = `require my.people:1 as r
require sundland.people:1 as p
create-dataset d
import r/age
import p/SEX as sex
summarize age
`
  const { stdout, stderr } = await place.sund(['run', '-', '--json'], { input: script })
  expect(stderr).toBe('')
  expect(RunDocument.parse(JSON.parse(stdout)).synthetic).toBeUndefined()
  const listed = (await place.sund(['catalogue'])).stdout
  expect(listed).toMatch(/SEX .*sundland\.people \*/)
  expect(listed).not.toMatch(/my\.people \*/)
  expect(listed).toContain('* Synthetic data: every person')
  expect((await place.sund(['catalogue', 'BIRTH'])).stdout).toMatch(/Synthetic data +every person/)
})

test('options for one register are refused for a country', async () => {
  const { code, stderr } = await place.sund(['import', 'country', '--holder', 'me'])
  expect(code).toBe(2)
  expect(stderr).toContain('--holder is for one register')
  expect(stderr).toContain(`sund import ${join('country', 'people')}`)
})

test.each([
  [['--persons', '999', '--out', 'x'], /1,000 to 10,000,000/],
  [['--persons', 'many', '--out', 'x'], /many is not a whole number for --persons/],
  [['--persons', '2000', '--seed', '-1', '--out', 'x'], /-1 is not a whole number for --seed/],
  [['--persons', '2000', '--out', 'x', '--workers', '0'], /at least one/],
  [['--persons', '2000'], /--out/],
  [['--persons', '2000', '--out', 'country'], /not empty and holds a country of 6,000/],
])('sund generate %j is refused with what to do', async (args, said) => {
  const { code, stderr } = await place.sund(['generate', ...args])
  expect([2, 7]).toContain(code)
  expect(stderr).toMatch(said)
  expect(readdirSync(place.folder)).not.toContain('x.partial')
})
