/**
 * Every version that an event was ever kept with still reads. `test/events` has a sample of each, as it was kept; one is added with every new
 * version and none is ever changed.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { STREAM_KINDS } from '../src/cases/kinds.js'
import { type EventTypes, upgraded } from '../src/cases/store/events.js'

const FOLDER = join(import.meta.dirname, 'events')

/** What is kept of one kind: a payload by `TYPE.vN.json`. */
function samplesOf(kind: string): Map<string, unknown> {
  const folder = join(FOLDER, kind)
  return new Map(
    readdirSync(folder).map((file) => [file, JSON.parse(readFileSync(join(folder, file), 'utf8'))]),
  )
}

/** Every version of every type that was not read from a sample of it, and every sample that is of none; with how it was read. */
function unread(types: EventTypes, samples: ReadonlyMap<string, unknown>): string[] {
  const left = new Set(samples.keys())
  const gaps: string[] = []
  for (const [type, { version: newest, schema, upgrade }] of Object.entries(types)) {
    for (let version = 1; version <= newest; version++) {
      const file = `${type}.v${version}.json`
      if (!left.delete(file)) {
        gaps.push(`${file} is not kept`)
        continue
      }
      const ran: number[] = []
      const watched = Object.fromEntries(
        Object.entries(upgrade).map(([from, upgrader]) => [
          from,
          (payload: unknown) => {
            ran.push(Number(from))
            return upgrader(payload)
          },
        ]),
      )
      try {
        const read = upgraded(
          { [type]: { version: newest, schema, upgrade: watched } },
          type,
          version,
          samples.get(file),
        )
        if (!schema.safeParse(read).success) gaps.push(`${file} is not what its type says`)
      } catch {
        gaps.push(`${file} cannot be read`)
      }
      const wanted = Array.from({ length: newest - version }, (_, index) => version + index)
      if (ran.join() !== wanted.join()) gaps.push(`${file} did not go through every upgrader`)
    }
  }
  return [...gaps, ...[...left].map((file) => `${file} is of no version`)]
}

test.each(['case', 'permit'] as const)('every version of every event of a %s reads', (kind) => {
  expect(unread(STREAM_KINDS[kind].events, samplesOf(kind))).toEqual([])
})

test('a version without a sample, an upgrader or a way is found', () => {
  const types = (upgrade: EventTypes[string]['upgrade']): EventTypes => ({
    said: { version: 3, schema: z.object({ words: z.string() }), upgrade },
  })
  const samples = new Map<string, unknown>([
    ['said.v1.json', ['a', 'b']],
    ['said.v2.json', 'a b'],
    ['said.v3.json', { words: 'a b' }],
  ])
  const upgrade = {
    1: (payload: unknown) => (payload as string[]).join(' '),
    2: (words: unknown) => ({ words }),
  }
  expect(unread(types(upgrade), samples)).toEqual([])
  expect(unread(types({ 2: upgrade[2] }), samples)).toEqual([
    'said.v1.json cannot be read',
    'said.v1.json did not go through every upgrader',
  ])
  expect(unread(types({ ...upgrade, 2: () => ({}) }), samples)).toEqual([
    'said.v1.json cannot be read',
    'said.v2.json cannot be read',
  ])
  expect(unread(types(upgrade), new Map([...samples].slice(1)))).toEqual(['said.v1.json is not kept'])
  expect(unread(types(upgrade), new Map([...samples, ['sung.v1.json', {}]]))).toEqual([
    'sung.v1.json is of no version',
  ])
})
