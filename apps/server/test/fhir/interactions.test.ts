/** The RESTful API of R4 over HTTP: statuses, headers and what is told of mistakes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BASE, type TestSite, testSite } from './site.js'

let t: TestSite
beforeAll(async () => {
  t = await testSite()
})
afterAll(async () => {
  expect(t.bugs).toEqual([])
  await t.close()
})

const patient = (more: object = {}) => ({
  resourceType: 'Patient',
  identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.4.1', value: '13116900216' }],
  name: [{ family: 'Nordmann' }],
  ...more,
})
const codeOf = (body: { issue: { code: string }[] }) => body.issue[0]?.code

/** Basic, which is no token. */
const ANONYMOUS = { authorization: 'Basic eDp5' }

describe('create', () => {
  test('answers 201 with the address and version of what was made', async () => {
    const { status, headers, body } = await t.ask('POST', '/Patient', patient())
    expect(status).toBe(201)
    expect(headers.get('location')).toBe(`${BASE}/Patient/${body.id}/_history/1`)
    expect(headers.get('etag')).toBe('W/"1"')
    expect(headers.get('last-modified')).toBe('Sun, 01 Mar 2026 12:00:00 GMT')
    expect(headers.get('content-type')).toBe('application/fhir+json; charset=utf-8')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(body.meta).toEqual({ versionId: '1', lastUpdated: '2026-03-01T12:00:00.500Z' })
  })
  test('answers as much as is preferred', async () => {
    const minimal = await t.ask('POST', '/Patient', patient(), { prefer: 'return=minimal' })
    expect([minimal.status, minimal.text]).toEqual([201, ''])
    expect(minimal.headers.get('location')).toContain('/Patient/')
    const outcome = await t.ask('POST', '/Patient', patient(), { prefer: 'return=OperationOutcome' })
    expect(outcome.body.resourceType).toBe('OperationOutcome')
  })
  test('refuses another type than the address names, types that are none, and what is no resource', async () => {
    expect((await t.ask('POST', '/Observation', patient())).status).toBe(400)
    expect((await t.ask('POST', '/Person0', patient())).status).toBe(404)
    expect((await t.ask('POST', '/Patient', [1])).status).toBe(400)
    const broken = await t.ask('POST', '/Patient', '{"resourceType": "Patient", "name": secret', {
      'content-type': 'application/fhir+json',
    })
    expect(broken.status).toBe(400)
    expect(broken.text).not.toContain('secret')
    expect((await t.ask('POST', '/Patient', 'x', { 'content-type': 'text/plain' })).status).toBe(415)
  })
  test('refuses bodies that are too large or too deep', async () => {
    const large = await t.ask('POST', '/Patient', patient({ x: 'x'.repeat(9 * 2 ** 20) }))
    expect([large.status, codeOf(large.body)]).toEqual([413, 'too-long'])
    let deep: object = {}
    for (let n = 0; n < 500; n++) deep = { extension: [deep] }
    expect((await t.ask('POST', '/Patient', patient({ extension: [deep] }))).status).toBe(400)
  })
})

describe('read', () => {
  test('a resource, and 304 where it is known already', async () => {
    const { body } = await t.ask('POST', '/Patient', patient())
    const read = await t.ask('GET', `/Patient/${body.id}`)
    expect(read.body).toEqual(body)
    const known = await t.ask('GET', `/Patient/${body.id}`, undefined, { 'if-none-match': 'W/"1"' })
    expect([known.status, known.text]).toEqual([304, ''])
    const since = { 'if-modified-since': 'Sun, 01 Mar 2026 12:00:00 GMT' }
    expect((await t.ask('GET', `/Patient/${body.id}`, undefined, since)).status).toBe(304)
    const other = await t.ask('GET', `/Patient/${body.id}`, undefined, { 'if-none-match': 'W/"2"' })
    expect(other.status).toBe(200)
    expect((await t.ask('HEAD', `/Patient/${body.id}`)).headers.get('etag')).toBe('W/"1"')
  })
  test('what there is not is 404, what was deleted 410, and versions stay', async () => {
    expect((await t.ask('GET', '/Patient/nobody')).status).toBe(404)
    expect((await t.ask('GET', '/Patient/no%20id')).status).toBe(404)
    const { body } = await t.ask('POST', '/Patient', patient())
    expect((await t.ask('DELETE', `/Patient/${body.id}`)).status).toBe(204)
    const gone = await t.ask('GET', `/Patient/${body.id}`)
    expect([gone.status, codeOf(gone.body)]).toEqual([410, 'deleted'])
    expect((await t.ask('GET', `/Patient/${body.id}/_history/1`)).body).toEqual(body)
    const history = await t.ask('GET', `/Patient/${body.id}/_history`)
    expect(history.body).toMatchObject({ resourceType: 'Bundle', type: 'history' })
    expect(history.body.entry.map((one: { request: object }) => one.request)).toEqual([
      { method: 'DELETE', url: `Patient/${body.id}` },
      { method: 'POST', url: 'Patient' },
    ])
  })
})

describe('update', () => {
  test('only on the version that the writer has seen', async () => {
    const { body } = await t.ask('POST', '/Patient', patient())
    const path = `/Patient/${body.id}`
    const second = await t.ask('PUT', path, { ...body, active: true }, { 'if-match': 'W/"1"' })
    expect([second.status, second.headers.get('etag')]).toEqual([200, 'W/"2"'])
    const late = await t.ask('PUT', path, { ...body, active: false }, { 'if-match': 'W/"1"' })
    expect([late.status, codeOf(late.body)]).toEqual([412, 'conflict'])
    expect((await t.ask('PUT', path, body, { 'if-match': 'yes' })).status).toBe(400)
    expect((await t.ask('PUT', path, { ...body, id: 'other' })).status).toBe(400)
  })
  test('makes what is not there, under the identifier of the address', async () => {
    const made = await t.ask('PUT', '/Patient/p-1', patient({ id: 'p-1' }))
    expect([made.status, made.headers.get('location')]).toEqual([201, `${BASE}/Patient/p-1/_history/1`])
  })
  test('by a patch', async () => {
    const { body } = await t.ask('POST', '/Patient', patient())
    const patch = (operations: unknown, type = 'application/json-patch+json') =>
      t.ask('PATCH', `/Patient/${body.id}`, JSON.stringify(operations), { 'content-type': type })
    const patched = await patch([{ op: 'add', path: '/active', value: true }])
    expect([patched.status, patched.body.active, patched.body.meta.versionId]).toEqual([200, true, '2'])
    expect((await patch([], 'application/fhir+json')).status).toBe(415)
    expect((await patch([{ op: 'test', path: '/active', value: false }])).status).toBe(412)
  })
})

describe('who asks', () => {
  test('nobody gets in without a token, and is told where to get one', async () => {
    const { status, headers, body } = await t.ask('GET', '/Patient/1', undefined, ANONYMOUS)
    expect([status, codeOf(body)]).toEqual([401, 'login'])
    expect(headers.get('www-authenticate')).toContain(`Bearer realm="${BASE}"`)
    expect(body.issue[0].diagnostics).toContain(`${BASE}/.well-known/smart-configuration`)
    const wrong = await t.ask('GET', '/Patient/1', undefined, { authorization: 'Bearer none' })
    expect(wrong.headers.get('www-authenticate')).toContain('error="invalid_token"')
  })
  test('a page elsewhere may ask with a token, and never with a cookie', async () => {
    const { headers } = await t.ask('OPTIONS', '/Patient', undefined, {
      origin: 'https://app.test',
      'access-control-request-method': 'POST',
    })
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect(headers.get('access-control-allow-credentials')).toBeNull()
  })
  test('what is not done is refused by name', async () => {
    expect((await t.ask('PATCH', '/$meta', '[]')).status).toBe(404)
    expect((await t.ask('GET', '/a/b/c/d')).status).toBe(404)
    const xml = { accept: 'application/fhir+xml' }
    expect((await t.ask('GET', '/Patient/p-1', undefined, xml)).status).toBe(406)
    expect((await t.ask('GET', '/Patient/p-1?_format=xml')).status).toBe(406)
    expect((await t.ask('GET', '/Patient/p-1?_format=json', undefined, xml)).status).toBe(200)
    const stu3 = { accept: 'application/fhir+json; fhirVersion=3.0' }
    expect((await t.ask('GET', '/Patient/p-1', undefined, stu3)).status).toBe(406)
  })
})
