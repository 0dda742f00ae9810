/** The real country through the built command line: killed and taken up again, by any number of makers, and as a sandbox. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { CountryDocument, RunDocument } from '@sund/model'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makePlace, type Place } from './sund.js'

let place: Place
beforeAll(() => {
  place = makePlace()
})
afterAll(() => place.remove())

test('killed in the middle it goes on, and is what others make in one go', { timeout: 300_000 }, async () => {
  // Two parts, so that there is a middle.
  const args = ['generate', '--persons', '50000', '--seed', '5', '--json']
  const partial = join(place.folder, 'killed.partial')
  let kill: NodeJS.Timeout | undefined
  const killed = await place.sund(
    [...args, '--registers', 'education', '--out', 'killed', '--workers', '1'],
    {
      onStart(pid) {
        kill = setInterval(() => {
          if (existsSync(join(partial, '.finished-0.json'))) process.kill(pid, 'SIGKILL')
        }, 20)
      },
    },
  )
  clearInterval(kill)
  expect(killed.code).toBeNull()
  expect(existsSync(join(place.folder, 'killed'))).toBe(false)
  const again = await place.sund([...args, '--registers', 'education', '--out', 'killed'])
  expect(again.stderr).toBe('')
  const resumed = CountryDocument.parse(JSON.parse(again.stdout))
  expect(readdirSync(join(place.folder, 'killed')).sort()).toEqual(['country.json', 'education'])

  const other = await place.sund([
    ...args,
    '--registers',
    'survey,education',
    '--out',
    'other',
    '--workers',
    '2',
  ])
  const whole = CountryDocument.parse(JSON.parse(other.stdout))
  expect(whole.files.filter(({ path }) => path.startsWith('education/'))).toEqual(resumed.files)
  expect(resumed.files.map(({ path }) => path)).toEqual([
    'education/EDUCATION-0001.parquet',
    'education/EDUCATION-0002.parquet',
    'education/register.json',
  ])
})

test('the sandbox: every register imported, a study answered, nothing lying twice, and at once the second time', {
  timeout: 300_000,
}, async () => {
  const args = ['demo', '--country', '6000', '--seed', '2', '--once']
  const first = await place.sund(args)
  expect(first.code, first.stderr).toBe(0)
  expect(first.stdout).toContain('6,000 people who do not exist')
  expect(first.stdout).toMatch(/sundland\.population +population-register +1\.0\.0/)
  expect(first.stdout).not.toMatch(/sundland\.\S+ +\S+ +1\.0\.0 +\d+ +[\d,]+ +[1-9]/)
  expect(first.stdout.match(/^sundland\.\S+ .*1\.0\.0/gm)).toHaveLength(15)
  expect(first.stdout).toContain('Logistic regression: event')
  expect(first.stdout).toContain('Cox regression: died')
  expect(first.stdout).toContain('Synthetic data: every person in them is made up')
  expect(readdirSync(place.home).sort()).toEqual(['holders', 'hub', 'network', 'room'])
  const second = await place.sund([...args, '--json'])
  const document = RunDocument.parse(JSON.parse(second.stdout))
  expect(document.synthetic).toBe(true)
  expect(document.receipt?.registers.map(({ version }) => version)).toEqual(new Array(6).fill('1.0.0'))
  expect(second.stderr).not.toContain('Making')
})
