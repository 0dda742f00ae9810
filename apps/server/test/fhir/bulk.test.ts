/** $export and $import over HTTP: the asynchronous pattern, whose data, what was withdrawn meanwhile, and a restart. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type ConsentGate, createJobs, exportWork, type Reader } from '@sund/fhir'
import { systemIdentifiers } from '@sund/model'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, BASE, DOCTOR, type TestSite, testSite } from './site.js'

let t: TestSite
const patient = (id: string) => ({ resourceType: 'Patient', id })
const observation = (id: string, patient: string, code = 'a', more: object = {}) => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { coding: [{ system: 's', code }] },
  subject: { reference: `Patient/${patient}` },
  ...more,
})
beforeAll(async () => {
  t = await testSite()
  await t.site.store.load([
    ...['a', 'b', 'c'].map(patient),
    ...['a', 'b', 'c'].flatMap((one) => [observation(`${one}1`, one), observation(`${one}2`, one, 'b')]),
    observation('ab', 'a', 'a', { performer: [{ reference: 'Patient/b' }] }),
    { resourceType: 'Organization', id: 'o', name: 'O' },
    {
      resourceType: 'Group',
      id: 'g',
      type: 'person',
      actual: true,
      member: [
        { entity: { reference: 'Patient/a' } },
        { entity: { reference: 'Patient/b' } },
        { entity: { reference: 'Patient/c' }, inactive: true },
      ],
    },
  ])
})
afterAll(async () => {
  expect(t.bugs).toEqual([])
  await t.close()
})

const ASYNC = { prefer: 'respond-async' }
const pathOf = (answer: Answer) => (answer.headers.get('content-location') ?? '').slice(BASE.length)
async function ended(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  for (;;) {
    const answer = await t.ask('GET', path, undefined, headers)
    if (answer.status !== 202) return answer
    expect(answer.headers.get('retry-after')).toBe('2')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
/** Identifiers of what an export gave, by type. */
async function exported(
  path: string,
  headers: Record<string, string> = {},
): Promise<Record<string, string[]>> {
  const begun = await t.ask('GET', path, undefined, { ...ASYNC, ...headers })
  expect(begun.status).toBe(202)
  const { body } = await ended(pathOf(begun), headers)
  expect(body).toMatchObject({ requiresAccessToken: true, error: [] })
  const found: Record<string, string[]> = {}
  for (const { type, url, count } of body.output) {
    const file = await t.ask('GET', url.slice(BASE.length), undefined, {
      accept: 'application/fhir+ndjson',
      ...headers,
    })
    expect(file.headers.get('content-type')).toContain('application/fhir+ndjson')
    found[type] = file.text
      .trim()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line).id)
      .sort()
    expect(count).toBeGreaterThanOrEqual(found[type].length)
  }
  return found
}
const reader = (name: string, more: Partial<Reader>) => {
  t.readers.set(name, { ...DOCTOR, subject: name, ...more })
  return { authorization: `Bearer ${name}` }
}

describe('$export', () => {
  const OBSERVATIONS = ['a1', 'a2', 'ab', 'b1', 'b2', 'c1', 'c2']
  test('of everything, of all patients, and of a group without who has left it', async () => {
    expect(await exported('/$export')).toEqual({
      Group: ['g'],
      Observation: OBSERVATIONS,
      Organization: ['o'],
      Patient: ['a', 'b', 'c'],
    })
    expect(await exported('/Patient/$export?_type=Observation,Patient')).toEqual({
      Observation: OBSERVATIONS,
      Patient: ['a', 'b', 'c'],
    })
    const group = await exported('/Group/g/$export?_type=Patient,Observation')
    expect(group).toEqual({ Observation: ['a1', 'a2', 'ab', 'b1', 'b2'], Patient: ['a', 'b'] })
  })
  test('of types, by filters, each resource once, and since', async () => {
    expect(await exported('/$export?_type=Organization')).toEqual({ Organization: ['o'] })
    const filtered =
      '/$export?_type=Observation&_typeFilter=Observation?code=s|a,Observation?patient=Patient/a'
    expect(await exported(filtered)).toEqual({ Observation: ['a1', 'a2', 'ab', 'b1', 'c1'] })
    expect(await exported('/$export?_type=Patient&_since=2030-01-01T00:00:00Z')).toEqual({})
  })
  test('within scopes and the patient of the reader', async () => {
    const conditions: Reader['conditions'] = (type) => (type === 'Observation' ? ['code=s|b'] : [])
    expect(await exported('/$export?_type=Observation', reader('bees', { conditions }))).toEqual({
      Observation: ['a2', 'b2', 'c2'],
    })
    const berit = reader('berit', { patient: 'b' })
    expect(await exported('/$export?_type=Observation', berit)).toEqual({ Observation: ['ab', 'b1', 'b2'] })
    const refused = await t.ask('GET', '/$export?_type=Patient', undefined, {
      ...ASYNC,
      authorization: 'Bearer bees',
    })
    expect(refused.status).toBe(403)
  })
  test('what was withdrawn after it was made stays', async () => {
    let denied = new Set<string>()
    const consents: ConsentGate = {
      get patients() {
        return denied
      },
      otherwise: true,
      allows: (_, patients) => !patients.some((one) => denied.has(one)),
    }
    const headers = reader('researcher', { consents })
    const begun = await t.ask('GET', '/$export?_type=Observation', undefined, { ...ASYNC, ...headers })
    const { body } = await ended(pathOf(begun), headers)
    denied = new Set(['a'])
    const file = await t.ask('GET', body.output[0].url.slice(BASE.length), undefined, headers)
    expect(
      file.text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).id)
        .sort(),
    ).toEqual(['b1', 'b2', 'c1', 'c2'])
  })
  test('belongs to who asked for it, can be deleted, and is gone after a day', async () => {
    const path = pathOf(await t.ask('GET', '/$export?_type=Patient', undefined, ASYNC))
    await ended(path)
    expect((await t.ask('GET', path, undefined, reader('other', {}))).status).toBe(404)
    expect((await t.ask('DELETE', path)).status).toBe(202)
    expect((await t.ask('GET', path)).status).toBe(404)
    const second = pathOf(await t.ask('GET', '/$export?_type=Patient', undefined, ASYNC))
    const { body, headers } = await ended(second)
    expect(headers.get('expires')).toBe('Mon, 02 Mar 2026 12:00:00 GMT')
    t.clock.set('2026-03-02T12:00:01.000Z')
    expect((await t.ask('GET', body.output[0].url.slice(BASE.length))).status).toBe(404)
    t.clock.set('2026-03-01T12:00:00.500Z')
  })
  test.each([
    ['without Prefer: respond-async', '/$export', {}],
    ['a type that there is not', '/$export?_type=Person0', ASYNC],
    ['a type that no patient has', '/Patient/$export?_type=Organization', ASYNC],
    ['a filter of another type', '/$export?_type=Patient&_typeFilter=Observation?code=a', ASYNC],
    ['a filter that is none', '/$export?_typeFilter=code=a', ASYNC],
    ['another format', '/$export?_outputFormat=text/csv', ASYNC],
    ['a parameter that it does not have', '/$export?includeAssociatedData=x', ASYNC],
    ['a date that is none', '/$export?_since=yesterday', ASYNC],
  ])('refuses %s', async (_what, path, headers) =>
    expect((await t.ask('GET', path, undefined, headers)).status).toBe(400),
  )

  test('goes on after a restart when it is asked for again, and writes nothing twice', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sund-export-'))
    let pages = 0
    let stop: () => Promise<void> = async () => undefined
    const store: Pick<TestSite['site']['store'], 'search'> = {
      async search(...asked) {
        if (++pages === 3) void stop()
        return t.site.store.search(...asked)
      },
    }
    const make = () =>
      createJobs(
        'export',
        exportWork(store, () => t.clock.now()),
        { folder, clock: t.clock, identifiers: systemIdentifiers, onBug: (_, thrown) => t.bugs.push(thrown) },
      )
    const asked = {
      request: '',
      types: ['Group', 'Observation', 'Organization', 'Patient'],
      since: null,
      filters: [],
      patients: null,
    }
    const first = make()
    stop = first.close
    const id = await first.begin(DOCTOR, asked)
    await new Promise((resolve) => setTimeout(resolve, 300))
    await first.close()
    const second = make()
    let job = await second.look(DOCTOR, id)
    expect(job.endedAt).toBeNull()
    expect(job.state.step).toBeLessThan(4)
    while (job.endedAt === null) {
      await new Promise((resolve) => setTimeout(resolve, 20))
      job = await second.look(DOCTOR, id)
    }
    expect(job.failed).toBeNull()
    expect(
      Object.fromEntries(Object.entries(job.state.files).map(([type, { count }]) => [type, count])),
    ).toEqual({ Group: 1, Observation: 7, Organization: 1, Patient: 3 })
    await rm(folder, { recursive: true })
  })
})

/** 144 MiB of nothing in 150 kB: files that were put together are read as one. */
const bomb = () => Buffer.concat(Array(9).fill(gzipSync(Buffer.alloc(16 * 2 ** 20))))

describe('$import', () => {
  const NDJSON = { 'content-type': 'application/fhir+ndjson' }
  test('of NDJSON, compressed or not, with what was left out', async () => {
    const lines = [patient('i1'), { resourceType: 'Nothing' }, observation('i2', 'i1')]
      .map((one) => JSON.stringify(one))
      .join('\n')
    const begun = await t.ask('POST', '/$import', lines, NDJSON)
    expect(begun.status).toBe(202)
    const { body } = await ended(pathOf(begun))
    expect(body).toMatchObject({ created: 2, updated: 0, refused: 1, problems: [{ line: 2 }] })
    expect((await t.ask('GET', '/Observation/i2')).status).toBe(200)
    const packed = gzipSync(JSON.stringify(patient('i3')))
    expect((await ended(pathOf(await t.ask('POST', '/$import', packed, NDJSON)))).body).toMatchObject({
      created: 1,
    })
  })
  test('of what is valid alone, where that is asked for', async () => {
    const lines = [patient('v1'), { ...patient('v2'), gender: 'Kari13116900216' }]
    const sent = lines.map((one) => JSON.stringify(one)).join('\n\n')
    const { body, text } = await ended(pathOf(await t.ask('POST', '/$import?validate=true', sent, NDJSON)))
    expect(body).toMatchObject({ created: 1, refused: 1, problems: [{ line: 3 }] })
    expect(body.problems[0].why).toContain('Patient.gender')
    expect(text).not.toContain('Kari13116900216')
    for (const wrong of ['validate=yes', 'mode=overwrite'])
      expect((await t.ask('POST', `/$import?${wrong}`, sent, NDJSON)).status).toBe(400)
  })
  test('and back by $export, with decimals as they were written', async () => {
    const line = '{"resourceType":"Observation","id":"exact","valueQuantity":{"value":1.00}}'
    await ended(pathOf(await t.ask('POST', '/$import', line, NDJSON)))
    const path = '/$export?_type=Observation&_typeFilter=Observation?_id=exact'
    const { body } = await ended(pathOf(await t.ask('GET', path, undefined, ASYNC)))
    const { text } = await t.ask('GET', body.output[0].url.slice(BASE.length))
    expect(text).toContain('"valueQuantity":{"value":1.00}')
    const parameters = {
      resourceType: 'Parameters',
      parameter: [
        { name: '_type', valueString: 'Observation' },
        { name: '_typeFilter', valueString: 'Observation?_id=exact' },
      ],
    }
    const posted = await ended(pathOf(await t.ask('POST', '/$export', parameters, ASYNC)))
    expect(posted.body.output).toMatchObject([{ type: 'Observation', count: 1 }])
  })
  test.each<[string, Buffer, number]>([
    ['a line that unpacks to more than can be held', bomb(), 413],
    ['gzip that is none', Buffer.concat([Buffer.from([0x1f, 0x8b]), Buffer.alloc(50, 7)]), 422],
    ['bzip2 that is none', Buffer.concat([Buffer.from('BZh9'), Buffer.alloc(50, 7)]), 422],
    ['bzip2 of nothing', Buffer.from('BZ'), 422],
  ])('%s fails, and nothing else does', async (_what, file, status) => {
    const { status: failed, body } = await ended(pathOf(await t.ask('POST', '/$import', file, NDJSON)))
    expect([failed, body.resourceType]).toEqual([status, 'OperationOutcome'])
    expect((await t.ask('GET', '/Patient/a')).status).toBe(200)
  })
  test('only by who may write everything', async () => {
    const narrow = reader('narrow', { conditions: (type) => (type === 'Observation' ? [''] : []) })
    expect((await t.ask('POST', '/$import', '{}', { ...NDJSON, ...narrow })).status).toBe(403)
    const own = reader('own', { patient: 'a' })
    expect((await t.ask('POST', '/$import', '{}', { ...NDJSON, ...own })).status).toBe(403)
    expect((await t.ask('POST', '/$import', 'x', { 'content-type': 'text/csv' })).status).toBe(415)
  })
})
