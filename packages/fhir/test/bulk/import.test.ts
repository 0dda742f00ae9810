/** Imports of files: every form they come in, what is refused, and a kill in the middle. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { countingIdentifiers, fixedClock } from '@sund/model/testing'
import type { Engine } from '@sund/store/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type ImportState, importFiles } from '../../src/bulk/import.js'
import { formOf } from '../../src/bulk/units.js'
import {
  createValidator,
  type FhirStore,
  openFhirStore,
  type Resource,
  STORE_ITSELF,
} from '../../src/index.js'
import { codeOf, ENGINES } from '../store/engines.js'

const NIN = { system: 'urn:oid:2.16.578.1.12.4.1.4.1', value: '13116900216' }
const CPR = { system: 'urn:oid:1.2.208.176.1.2', value: '2512489996' }
const patient = (id: string, more: object = {}): Resource => ({
  resourceType: 'Patient',
  id,
  identifier: [NIN, CPR],
  ...more,
})
const observation = (id: string, subject: string): Resource => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { text: 'a' },
  subject: { reference: subject },
})
const ndjson = (resources: readonly unknown[]) => resources.map((one) => JSON.stringify(one)).join('\n')

/** Patients c and d, each by `bzip2`: files that were put together are read as one. */
const TWO_STREAMS = [
  'QlpoOTFBWSZTWRVCOEYAABFbgAAQEAQAEEQALiHeKiAAMUDTQyMmIRBpkNA0eoHZlJRixEl5Pp0lM2XoFD94AJ8XckU4UJAVQjhG',
  'QlpoOTFBWSZTWQnAxi0AABFbgAAQEAQAEEQALiHeKiAAMUDTQyMmIRBk0NA0eoHZlJROpEln0b7mZsvQEP3gBT4u5IpwoSATgYxa',
].map((packed) => Buffer.from(packed, 'base64'))
const IMPORTER = fileURLToPath(new URL('importer.mjs', import.meta.url))

describe.each(ENGINES.slice(-1))('%s', (_name, start) => {
  if (start === undefined) {
    test.skip('there is none on this machine', () => undefined)
    return
  }
  let engine: Engine
  let store: FhirStore
  let folder: string
  beforeAll(async () => {
    engine = await start()
    folder = await mkdtemp(join(tmpdir(), 'sund-import-'))
  })
  beforeEach(async () => {
    const opened = await openFhirStore({
      place: await engine.fresh(),
      clock: fixedClock(),
      identifiers: countingIdentifiers(),
    })
    store = opened
    return () => opened.close()
  })
  afterAll(async () => {
    await engine.stop()
    await rm(folder, { recursive: true })
  })

  async function imported(
    files: Record<string, string | Buffer>,
    id = 'one',
    signal?: AbortSignal,
    admit?: (resource: Resource) => void,
  ): Promise<ImportState> {
    const sources = await Promise.all(
      Object.entries(files).map(async ([name, content]) => {
        const path = join(folder, name)
        await writeFile(path, content)
        return { name, path, size: (await stat(path)).size, form: formOf(name) ?? ('lines' as const) }
      }),
    )
    return importFiles({
      id,
      files: sources,
      store,
      ...(signal ? { signal } : {}),
      ...(admit ? { admit } : {}),
    })
  }
  const read = (type: string, id: string) => store.read(STORE_ITSELF, { type, id })

  test('NDJSON, plain and compressed, with identifiers of persons as they are', async () => {
    const lines = ndjson([patient('a'), observation('o', 'Patient/a')])
    const state = await imported({
      'plain.ndjson': `${lines}\r\n\n`,
      'packed.ndjson.gz': gzipSync(ndjson([patient('b')])),
      'packed.ndjson.bz2': Buffer.concat(TWO_STREAMS),
    })
    expect(state).toMatchObject({ created: 5, updated: 0, refused: 0, done: true })
    expect((await read('Patient', 'a'))['identifier']).toEqual([NIN, CPR])
    expect(await read('Patient', 'b')).toMatchObject({ meta: { versionId: '1' } })
    await read('Patient', 'c')
    await read('Patient', 'd')
  })

  test('Bundles, with references inside and by query', async () => {
    const places = {
      resourceType: 'Bundle',
      type: 'batch',
      entry: [
        {
          fullUrl: 'urn:uuid:p1',
          resource: { resourceType: 'Practitioner', id: 'p1', identifier: [{ system: 's', value: '1' }] },
          request: { method: 'POST', url: 'Practitioner', ifNoneExist: 'identifier=s|1' },
        },
      ],
    }
    const life = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        { fullUrl: 'urn:uuid:a', resource: patient('a'), request: { method: 'POST', url: 'Patient' } },
        {
          fullUrl: 'urn:uuid:b',
          resource: {
            ...observation('', 'urn:uuid:a'),
            id: undefined,
            performer: [{ reference: 'Practitioner?identifier=s|1' }],
          },
          request: { method: 'POST', url: 'Observation' },
        },
      ],
    }
    const again = JSON.parse(JSON.stringify(places).replaceAll('p1', 'p2'))
    const files = {
      '0-places.json': JSON.stringify(places),
      '1-places.json': JSON.stringify(again),
      '2-life.json': JSON.stringify(life),
    }
    expect(await imported(files)).toMatchObject({ created: 3, refused: 0 })
    expect(await read('Observation', 'b')).toMatchObject({
      subject: { reference: 'Patient/a' },
      performer: [{ reference: 'Practitioner/p1' }],
    })
    expect(await codeOf(read('Practitioner', 'p2'))).toBe('usage.not-found')
  })

  test('what cannot be imported is left out with its place, and nothing of what it says', async () => {
    const secret = 'Kari13116900216'
    const wrong = [
      '{"resourceType": "Patient", "secret',
      JSON.stringify({ resourceType: secret }),
      JSON.stringify({ resourceType: 'Patient', id: `${secret} x` }),
      JSON.stringify([secret]),
      JSON.stringify({ resourceType: 'AuditEvent', id: secret }),
      JSON.stringify({
        resourceType: 'Bundle',
        type: 'transaction',
        entry: [{ request: { method: 'DELETE', url: `Patient/${secret}` } }],
      }),
      JSON.stringify(observation('q', `Patient?identifier=x|${secret}`)),
      `{"resourceType": "Patient", "id": "deep", "${secret}": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      '',
      `{"resourceType": "Patient", "meta": ["${secret}"]}`,
      `{"resourceType": "Patient", "__proto__": {"resourceType": "${secret}"}, "id": 7}`,
      Buffer.from([0x7b, 0xff, 0xfe, 0x7d]).toString('latin1'),
    ]
    const state = await imported({ 'wrong.ndjson': [JSON.stringify(patient('a')), ...wrong].join('\n') })
    expect(state).toMatchObject({ created: 1, refused: wrong.length - 1 })
    expect(state.problems.map(({ unit }) => unit)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13])
    expect(JSON.stringify(state)).not.toContain(secret)
  })

  test('what is not valid is left out where that is asked for, with its line and elements', async () => {
    const { check } = createValidator()
    const secret = 'Kari13116900216'
    const one = { resource: patient('in'), fullUrl: 'urn:uuid:1' }
    const lines = [
      patient('valid'),
      patient('coded', { gender: secret, birthDate: secret }),
      {
        resourceType: 'Bundle',
        type: 'collection',
        entry: [one, { resource: patient('x', { gender: secret }) }],
      },
    ]
    const state = await imported({ 'some.ndjson': ndjson(lines) }, 'checked', undefined, check)
    expect(state).toMatchObject({ created: 1, refused: 2 })
    expect(state.problems.map(({ unit }) => unit)).toEqual([2, 3])
    expect(state.problems[0]?.why).toMatch(
      /Patient\.birthDate: .*Patient\.gender: |Patient\.gender: .*Patient\.birthDate: /,
    )
    expect(state.problems[1]?.why).toContain('Patient.gender: Entry 2: ')
    expect(JSON.stringify(state)).not.toContain(secret)
    expect(await imported({ 'some.ndjson': ndjson(lines) })).toMatchObject({ refused: 0 })
  })

  test('what is not whole stops it, and it goes on when the file is mended', async () => {
    const whole = gzipSync(ndjson(Array.from({ length: 3000 }, (_, n) => patient(`p${n}`))))
    expect(await codeOf(imported({ 'cut.ndjson.gz': whole.subarray(0, whole.length - 100) }))).toBe(
      'data.file',
    )
    const state = await imported({ 'cut.ndjson.gz': whole })
    expect(state).toMatchObject({ created: 3000, updated: 0 })
    const once = await imported({ 'cut.ndjson.gz': whole })
    expect(once).toEqual(state)
    const { versions } = await store.history(STORE_ITSELF, { type: 'Patient', id: 'p0' }, { count: 5 })
    expect(versions).toHaveLength(1)
  })

  test('what is stopped goes on where it was', async () => {
    const lines = ndjson(Array.from({ length: 2500 }, (_, n) => patient(`p${n}`)))
    const stop = new AbortController()
    const stopping = imported({ 'all.ndjson': lines }, 'one', stop.signal)
    stop.abort()
    expect(await codeOf(stopping)).toBe('unavailable.cancelled')
    expect(await imported({ 'all.ndjson': lines })).toMatchObject({ created: 2500, updated: 0 })
  })
  test('what is killed goes on where it was: nothing is lost, nothing twice', async () => {
    const place = await engine.fresh()
    const path = join(folder, 'killed.ndjson')
    await writeFile(path, ndjson(Array.from({ length: 8000 }, (_, n) => patient(`p${n}`))))
    const file = { name: 'killed.ndjson', path, size: (await stat(path)).size, form: 'lines' as const }
    const child = spawn(process.execPath, [IMPORTER, JSON.stringify(place), JSON.stringify(file)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), 30))
    expect((await once(child, 'exit'))[1]).toBe('SIGKILL')
    const opened = await openFhirStore({ place, clock: fixedClock(), identifiers: countingIdentifiers() })
    const before = (await opened.changes(0n, { limit: 10_000 })).length
    expect(before).toBeGreaterThan(0)
    expect(before).toBeLessThan(8000)
    const state = await importFiles({ id: 'killed', files: [file], store: opened })
    expect(state).toMatchObject({ created: 8000, updated: 0, done: true })
    expect(await opened.changes(0n, { limit: 10_000 })).toHaveLength(8000)
    await opened.close()
  })
})
