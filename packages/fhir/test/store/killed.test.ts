/** A process that is killed while it writes: what it acknowledged is there, and of nothing there is a half. The same on both databases. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { systemClock, systemIdentifiers } from '@sund/model'
import type { Engine } from '@sund/store/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Change, openFhirStore, STORE_ITSELF } from '../../src/index.js'
import { ENGINES } from './engines.js'

const WRITER = fileURLToPath(new URL('writer.mjs', import.meta.url))

/** Groups that were acknowledged before the process was killed, some moments after the last of `count`. */
async function acknowledgedUntilKilled(place: object, count: number, moments: number): Promise<string[]> {
  const child: ChildProcess = spawn(process.execPath, [WRITER, JSON.stringify(place)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)))
  const lines: string[] = []
  for await (const line of createInterface({ input: child.stdout as NonNullable<typeof child.stdout> })) {
    lines.push(line)
    if (lines.length === count) setTimeout(() => child.kill('SIGKILL'), moments)
  }
  expect(await ended).toBe('SIGKILL')
  return lines
}

describe.each(ENGINES)('%s', (_name, start) => {
  if (start === undefined) {
    test.skip('there is none on this machine', () => undefined)
    return
  }
  let engine: Engine
  beforeAll(async () => {
    engine = await start()
  })
  afterAll(() => engine.stop())

  test('nothing acknowledged is lost, and every group is whole or not there', async () => {
    const place = await engine.fresh()
    // In the midst of the second import.
    const acknowledged = await acknowledgedUntilKilled(place, 5, 40)
    const store = await openFhirStore({ place, clock: systemClock, identifiers: systemIdentifiers })
    const changes = await store.changes(0n, { limit: 100_000 })
    expect(changes.map(({ position }) => position)).toEqual(changes.map((_, n) => BigInt(n + 1)))
    const groups = new Map<string, number>()
    for (const { id } of changes) {
      const [group = ''] = id.split('-')
      groups.set(group, (groups.get(group) ?? 0) + 1)
    }
    for (const line of acknowledged) {
      const [group = '', size] = line.split(' ')
      expect([group, groups.get(group)]).toEqual([group, Number(size)])
    }
    const whole = { single: 1, together: 3, loaded: 1100 }
    for (const [group, size] of groups)
      expect([group, size]).toEqual([group, whole[group.replace(/\d+$/, '') as keyof typeof whole]])
    const { id, type, resource } = changes.at(-1) as Change
    expect(await store.read(STORE_ITSELF, { type, id })).toEqual(resource)
    await store.close()
  }, 120_000)
})
