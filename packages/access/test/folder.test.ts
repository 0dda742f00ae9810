/** A folder belongs to one process, is taken over from the dead, and what was acknowledged in it survives them. */
import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Failure } from '@sund/model'
import { fixedClock } from '@sund/model/testing'
import { prepareStores } from '@sund/store'
import { lockFolder } from '@sund/store/testing'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { openAccess } from '../src/index.js'

let folder: string
let child: ChildProcess | undefined
beforeAll(() => prepareStores())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sund-folder-'))
})
afterEach(async () => {
  child?.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})
afterAll(() => vi.restoreAllMocks())

const codeOf = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no error',
    (error) => (error instanceof Failure ? error.errors[0].code : `not typed: ${String(error)}`),
  )

/** Starts a process that appends without end, and kills it once it has acknowledged `count` events: which it had. */
async function appendAndDie(count: number): Promise<number[]> {
  const appender = spawn(process.execPath, [join(import.meta.dirname, 'appender.mjs'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  child = appender
  const ended = new Promise((resolve) => appender.once('exit', resolve))
  const acknowledged: number[] = []
  for await (const line of createInterface({ input: appender.stdout })) {
    acknowledged.push(Number(line))
    if (acknowledged.length === count) appender.kill('SIGKILL')
  }
  await ended
  expect(appender.signalCode).toBe('SIGKILL')
  return acknowledged
}

test('what was acknowledged survives SIGKILL at any moment, and the chain holds', async () => {
  let last = 0
  for (const count of [1, 20, 57]) {
    const acknowledged = await appendAndDie(count)
    // Nothing acknowledged before is lost; what was under way when the one before died may be there, or not.
    expect([last + 1, last + 2]).toContain(acknowledged[0])
    last = acknowledged.at(-1) as number
  }
  const access = await openAccess({ folder }, fixedClock())
  const { events } = await access.log.verify()
  expect([last, last + 1]).toContain(events)
  await access.close()
}, 120_000)

test('an acknowledged append was flushed to the disk', async () => {
  const access = await openAccess({ folder }, fixedClock())
  const flush = vi.spyOn(fs, 'fsyncSync')
  for (const times of [1, 2, 3]) {
    await access.log.append({ type: 'signed-in', actor: 'bo', payload: {} })
    expect(flush.mock.calls.length).toBeGreaterThanOrEqual(times)
  }
  await access.close()
})

test('a folder in use is busy, free again when closed, and keeps nothing of what was killed half-way', async () => {
  await mkdir(join(folder, 'data.half'))
  const access = await openAccess({ folder }, fixedClock())
  expect(await codeOf(openAccess({ folder }, fixedClock()))).toBe('conflict.busy')
  await access.close()
  await (await openAccess({ folder }, fixedClock())).close()
  expect(await readdir(folder)).toEqual(['data'])
})

test('a lock of a dead process, of a later process with its number, or of nonsense is taken over', async () => {
  const dead = await new Promise<number>((resolve) => {
    const short = spawn(process.execPath, ['-e', ''])
    short.once('exit', () => resolve(short.pid as number))
  })
  const contents = [JSON.stringify({ pid: dead, started: null, token: 'x' }), '', '{"pid":']
  // Only Linux tells when a process started.
  if (process.platform === 'linux')
    contents.push(JSON.stringify({ pid: process.pid, started: 'another boot 1', token: 'x' }))
  for (const content of contents) {
    await writeFile(join(folder, 'lock'), content)
    const unlock = await lockFolder(folder)
    expect(await codeOf(lockFolder(folder))).toBe('conflict.busy')
    await unlock()
    expect(await readdir(folder)).toEqual([])
  }
})

test('of many who come at once, one gets the folder, also when a dead one left a lock', async () => {
  for (let round = 0; round < 10; round++) {
    await writeFile(join(folder, 'lock'), 'left by the dead')
    if (round % 2 === 1) await writeFile(join(folder, 'lock.claim'), 'left by who died while removing it')
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder)))
    const won = outcomes.filter((outcome) => outcome.status === 'fulfilled')
    expect(won).toHaveLength(1)
    for (const outcome of outcomes)
      if (outcome.status === 'rejected')
        expect(outcome.reason).toMatchObject({ errors: [{ code: 'conflict.busy' }] })
    await won[0]?.value()
    expect(await readdir(folder)).toEqual([])
  }
})

test('a folder that cannot be made says so', async () => {
  await writeFile(join(folder, 'file'), '')
  expect(await codeOf(openAccess({ folder: join(folder, 'file', 'store') }, fixedClock()))).toBe(
    'environment.permission',
  )
})
