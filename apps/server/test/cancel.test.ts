/**
 * A run that is stopped stops: the database is interrupted in the middle of a statement that would go on for long, at a holder and in
 * the room, nothing stays behind, what was released stands, and the log tells of it. Without the interrupt these tests take minutes.
 */
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openAccess } from '@sund/access'
import { systemClock } from '@sund/model'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { memoryFolder } from '../src/roles/folders.js'
import { openTestSund } from './registers.js'

const PEOPLE = 200_000
const researcher = { subject: 'demo:kari', name: 'Kari Forsker' }
/** Products of a thousand factors, many times for each person: most of a minute in one statement. */
const heavy = (x: string) =>
  `generate c = ${Array.from({ length: 12 }, (_, i) => `ln(comb(3000 + ${i} + ${x}, 1100))`).join(' + ')}`
const ALONE = `require test.population as p
create-dataset d
import p/SEX
import p/AGE
tabulate SEX
${heavy('AGE')}
summarize c`
const JOINT = `require test.population as p
require test.laboratory as l
create-dataset d
import p/SEX
import p/AGE
import l/LEVEL
tabulate SEX, summarize(LEVEL) mean
${heavy('AGE + floor(LEVEL)')}
summarize c`

/** Milliseconds within which a run must be gone on a machine that does other things as well; a second on a quiet one. */
const GONE = 8_000
const runs: string[] = []

let open: Awaited<ReturnType<typeof openTestSund>>
beforeAll(async () => {
  open = await openTestSund({}, PEOPLE)
}, 120_000)
afterAll(() => open.dispose())

async function leftovers(): Promise<string[]> {
  const work = [
    await memoryFolder(join(open.home, 'room')),
    ...['north', 'south'].map((name) => join(open.home, 'holders', name, 'work')),
  ]
  const lists = await Promise.all(work.filter(existsSync).map((folder) => readdir(folder)))
  return lists.flat()
}

test.each([
  ['a holder', ALONE],
  ['the room', JOINT],
])('a heavy statement at %s is interrupted', { timeout: 240_000 }, async (_where, script) => {
  const abort = new AbortController()
  let aborted = 0
  const { value } = await open.sund.hub.run({
    script,
    researcher,
    signal: abort.signal,
    onResult() {
      // The heavy statement has begun by then.
      setTimeout(() => {
        aborted = performance.now()
        abort.abort()
      }, 500)
    },
  })
  const after = performance.now() - aborted
  expect(value).toMatchObject({
    state: 'cancelled',
    receipt: null,
    errors: [{ code: 'unavailable.cancelled' }],
  })
  // What was released before stands.
  expect(value.results.map(({ index }) => index)).toEqual([0])
  expect(aborted).toBeGreaterThan(0)
  expect(after).toBeLessThan(GONE)
  expect(await leftovers()).toEqual([])
  runs.push(value.run)
})

test('the log tells what was released and that the run was cancelled', async () => {
  await open.sund.close()
  const access = await openAccess({ folder: join(open.home, 'hub', 'store') }, systemClock)
  const events = await access.log.list({ limit: 100 })
  const stored = await Promise.all(runs.map((run) => access.runs.open(researcher.subject, run)))
  await access.close()
  for (const run of runs)
    expect(
      events.filter(({ payload }) => 'run' in payload && payload.run === run).map(({ type }) => type),
    ).toEqual(['run-requested', 'run-released', 'run-cancelled'])
  expect(stored.map(({ state }) => state)).toEqual(['cancelled', 'cancelled'])
})
