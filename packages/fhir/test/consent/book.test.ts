/** The consents of a store followed as they are written. */
import { expect, test } from 'vitest'
import { type ConsentChange, createConsentBook } from '../../src/consent/book.js'
import type { Change } from '../../src/ports.js'
import type { KeptResource } from '../../src/resource.js'

const RESEARCH = {
  actors: new Set<string>(),
  purposes: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code: 'HRESCH' }],
}
const LAB = { resourceType: 'Observation', id: '1' }

function made() {
  const written: Change[] = []
  const clock = { at: Date.parse('2026-01-01T00:00:00Z'), now: () => new Date(clock.at) }
  let asked = 0
  const store = {
    async changes(after: bigint, { limit = 100 }: { limit?: number } = {}) {
      asked++
      return written.filter(({ position }) => position > after).slice(0, limit)
    },
  }
  const write = (id: string, patient: string, more: object | null) => {
    const at = new Date(clock.at).toISOString()
    const resource = more && {
      resourceType: 'Consent',
      id,
      meta: { versionId: '1', lastUpdated: at },
      status: 'active',
      patient: { reference: `Patient/${patient}` },
      provision: { type: 'deny' },
      ...more,
    }
    const version = written.filter((one) => one.id === id).length + 1
    const position = BigInt(written.length + 1)
    const method = resource === null ? 'DELETE' : 'PUT'
    written.push({
      type: 'Consent',
      id,
      version,
      at,
      method,
      position,
      resource: resource as KeptResource | null,
    })
  }
  return { clock, write, book: createConsentBook({ store, clock }), asked: () => asked }
}

test('a consent is in force a second after it was written, and gone when it is withdrawn', async () => {
  const { clock, write, book, asked } = made()
  const sees = async (patient = '1') => (await book.gate(RESEARCH)).allows(LAB, [patient])
  expect(await sees()).toBe(true)
  write('c', '1', {})
  clock.at += 1001
  expect(await sees()).toBe(false)
  expect(await sees('2')).toBe(true)
  const before = asked()
  await sees()
  expect(asked()).toBe(before)
  // It turns out to be another's.
  write('c', '2', {})
  await book.refresh()
  expect([await sees('1'), await sees('2')]).toEqual([true, false])
  write('c', '2', null)
  await book.refresh()
  expect(await sees('2')).toBe(true)
})

test('a clock that is set back makes nothing last that is over, and keeps nothing from being known', async () => {
  const { clock, write, book } = made()
  const sees = async () => (await book.gate(RESEARCH)).allows(LAB, ['1'])
  write('c', '1', { provision: { type: 'deny', period: { end: '2026-01-01T00:10:00Z' } } })
  clock.at += 20 * 60_000
  const late = clock.at
  expect(await sees()).toBe(true)
  clock.at -= 15 * 60_000
  expect(await sees()).toBe(false)
  expect(book.turned(new Date(late))).toEqual(new Set(['1']))
  write('d', '1', {})
  clock.at -= 30 * 60_000
  write('c', '1', null)
  expect(await sees()).toBe(false)
})

test('what begins or ends while nobody writes is known at that moment', async () => {
  const { clock, write, book } = made()
  write('c', '1', {
    provision: { type: 'deny', period: { start: '2026-01-01T00:10:00Z', end: '2026-01-01T00:20:00Z' } },
  })
  const sees = async () => (await book.gate(RESEARCH)).allows(LAB, ['1'])
  const found: boolean[] = []
  for (const minute of [9, 10, 20, 21]) {
    clock.at = Date.parse('2026-01-01T00:00:00Z') + minute * 60_000
    found.push(await sees())
  }
  expect(found).toEqual([true, false, false, true])
})

test('whoever listens hears each change once, after gates know it', async () => {
  const { write, book } = made()
  const heard: ConsentChange[] = []
  const stop = book.listen((changes) => heard.push(...changes))
  for (let i = 0; i < 1500; i++) write(`c${i}`, `${i % 3}`, {})
  await Promise.all([book.refresh(), book.refresh(), book.gate(RESEARCH)])
  expect(heard.length).toBe(1500)
  write('c0', '7', { status: 'inactive' })
  await book.refresh()
  expect(heard.at(-1)).toMatchObject({ consent: 'c0', version: 2, patients: ['0'] })
  stop()
  write('c1', '1', null)
  await book.refresh()
  expect(heard.length).toBe(1501)
})

test('where the store does not answer there is no gate', async () => {
  const book = createConsentBook({
    store: { changes: () => Promise.reject(new Error('gone')) },
    clock: { now: () => new Date() },
  })
  await expect(book.gate(RESEARCH)).rejects.toThrow('gone')
})
