import type { Catalogue } from '@sund/model'
import { expect, test } from 'vitest'
import { createCompiler } from '../src/roles/compiled.js'
import { limitsOf } from '../src/sund.js'

test('a script is read once for a catalogue, and anew for another', async () => {
  let catalogue: Catalogue = []
  const compiled = createCompiler(async () => catalogue)
  const script = 'create-dataset people'
  const first = await compiled(script)
  expect(await compiled(script)).toBe(first)
  catalogue = []
  const second = await compiled(script)
  expect(second).not.toBe(first)
  expect(second.plan).toEqual(first.plan)
})

test('only the last scripts are kept', async () => {
  const compiled = createCompiler(async () => CATALOGUE)
  const CATALOGUE: Catalogue = []
  const first = await compiled('create-dataset a')
  for (let i = 0; i < 70; i++) {
    await compiled(`create-dataset b${i}`)
    if (i === 30) expect(await compiled('create-dataset a')).toBe(first)
  }
  expect(await compiled('create-dataset a')).toBe(first)
  for (let i = 0; i < 64; i++) await compiled(`create-dataset c${i}`)
  expect(await compiled('create-dataset a')).not.toBe(first)
})

test('runs of a small machine are small, and six workplaces of two runs fit any', () => {
  expect(limitsOf({ cores: 1, memoryMiB: 1024 })).toMatchObject({ concurrent: 2, memoryMiB: 128, threads: 1 })
  for (const memoryMiB of [4096, 24_576, 262_144])
    expect(limitsOf({ cores: 8, memoryMiB }).memoryMiB * 6 * 2).toBeLessThanOrEqual(memoryMiB)
})
