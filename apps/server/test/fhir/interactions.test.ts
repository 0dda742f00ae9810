/** The RESTful API of R4 over HTTP: statuses, headers and what is told of mistakes. */
import { fromXml } from '@sund/fhir'
import fc from 'fast-check'
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

describe('formats', () => {
  const XML = 'application/fhir+xml; charset=utf-8'
  const sent =
    '<Observation xmlns="http://hl7.org/fhir"><id value="xml"/><status value="final"/><code><text value="a &lt; b"/></code><valueQuantity><value value="1.00"/></valueQuantity></Observation>'
  test('XML and JSON say the same, numbers as they were written', async () => {
    const made = await t.ask('PUT', '/Observation/xml', sent, {
      ...{ 'content-type': 'application/fhir+xml', accept: 'application/fhir+xml' },
    })
    expect([made.status, made.headers.get('content-type')]).toEqual([201, XML])
    expect(fromXml(made.text)).toMatchObject({
      id: 'xml',
      code: { text: 'a < b' },
      valueQuantity: { value: 1 },
    })
    expect(made.text).toContain('<valueQuantity><value value="1.00"/></valueQuantity>')
    const json = await t.ask('GET', '/Observation/xml')
    expect(json.text).toContain('"valueQuantity":{"value":1.00}')
    const written = json.text.replace('1.00', '0.010')
    const put = await t.ask('PUT', '/Observation/xml', written, { 'content-type': 'application/fhir+json' })
    expect(put.text).toContain('"value":0.010')
    for (const path of ['/Observation/xml', '/Observation?_id=xml', '/Observation/xml/_history']) {
      const { text } = await t.ask('GET', `${path}${path.includes('?') ? '&' : '?'}_format=xml`)
      expect([path, text.includes('<value value="0.010"/>')]).toEqual([path, true])
    }
    const page = fromXml((await t.ask('GET', '/Observation/_history?_count=1&_format=xml')).text)
    expect(page).toMatchObject({
      link: [{}, { relation: 'next', url: expect.stringContaining('_format=xml') }],
    })
  })
  test('what is liked best is answered, and mistakes in the same format', async () => {
    const type = async (accept: string) =>
      (await t.ask('GET', '/Observation/none', undefined, { accept })).headers.get('content-type')
    expect(await type('application/json;q=0.5, application/fhir+xml')).toBe(XML)
    expect(await type('application/fhir+xml;q=0.5, */*')).toContain('json')
    expect(await type('application/fhir+xml;q=0, application/json;q=0.1')).toContain('json')
    const missing = await t.ask('GET', '/Observation/none?_format=xml')
    expect([missing.status, fromXml(missing.text).resourceType]).toEqual([404, 'OperationOutcome'])
  })
  test('what XML cannot hold is said to be in JSON alone', async () => {
    await t.site.store.load([{ resourceType: 'Basic', id: 'odd', shoeSize: 44 }])
    const { status, text } = await t.ask('GET', '/Basic/odd?_format=xml')
    expect([status, fromXml(text)]).toMatchObject([406, { issue: [{ code: 'not-supported' }] }])
    expect((await t.ask('GET', '/Basic/odd')).status).toBe(200)
  })
})

describe('whatever comes', () => {
  const SECRET = 'Kari13116900216'
  const JSON_BODY = { 'content-type': 'application/fhir+json' }
  const bytes = (text: string | Uint8Array) => Buffer.from(text as string)
  /** A mistake is said in an OperationOutcome, without a word of what was sent, and is never Sund's own. */
  async function refused(
    method: string,
    path: string,
    body: Buffer | string,
    headers: Record<string, string>,
  ) {
    const answer = await t.ask(method, path, body, headers)
    expect([method, path, answer.status, answer.status < 500]).toEqual([method, path, answer.status, true])
    if (answer.status >= 400) expect(answer.body.resourceType).toBe('OperationOutcome')
    expect(answer.text).not.toContain(SECRET)
    return answer.status
  }
  const inside = (value: string) => bytes(`{"resourceType":"Patient","${SECRET}":${value}}`)
  test.each<[string, Buffer, number]>([
    ['nothing', bytes(''), 400],
    ['no JSON', bytes(`{"resourceType":"Patient",${SECRET}`), 400],
    [
      'no UTF-8',
      Buffer.concat([
        bytes('{"resourceType":"Patient","language":"'),
        Buffer.from([0xc3, 0x28]),
        bytes('"}'),
      ]),
      400,
    ],
    [
      'half a character of UTF-16, which JSON can hold',
      bytes('{"resourceType":"Patient","language":"\\ud800"}'),
      201,
    ],
    ['lists in lists without end', inside(`${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`), 400],
    ['objects in objects without end', inside(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`), 400],
    ['a long list', inside(`[${'0,'.repeat(300_000)}0]`), 422],
    [
      'a prototype',
      bytes(`{"resourceType":"Patient","__proto__":{"gender":"${SECRET}"},"constructor":{"prototype":1}}`),
      422,
    ],
    ['a type from the prototype', bytes(`{"__proto__":{"resourceType":"Patient"}}`), 400],
    [
      'an element that is a function elsewhere',
      bytes(`{"resourceType":"Patient","toString":"${SECRET}","hasOwnProperty":1}`),
      422,
    ],
    [
      'one key twice: the last holds',
      bytes(`{"resourceType":"Patient","gender":"${SECRET}","gender":"female"}`),
      201,
    ],
    ['numbers beyond all bounds', bytes('{"resourceType":"Patient","multipleBirthInteger":1e999999}'), 422],
  ])('%s', async (_what, body, status) => {
    expect(await refused('POST', '/Patient', body, JSON_BODY)).toBe(status)
    expect(({} as Record<string, unknown>)['gender']).toBeUndefined()
  })
  test('bytes of any kind, wherever they may stand', () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE'),
        fc.constantFrom(
          '/',
          '/Patient',
          '/Patient/f',
          '/Patient/_search',
          '/Patient/$validate',
          '/Patient/f/$everything',
          '/$import',
        ),
        fc.constantFrom(
          'application/fhir+json',
          'application/fhir+xml',
          'application/json-patch+json',
          'application/x-www-form-urlencoded',
        ),
        fc.oneof(
          fc.uint8Array({ maxLength: 60 }),
          fc.json().map((text) => bytes(text)),
          fc
            .string({ unit: 'binary' })
            .map((text) => bytes(`<Patient xmlns="http://hl7.org/fhir">${text}</Patient>`)),
          fc.json().map((text) => bytes(`[{"op":"add","path":"/name","value":${text}}]`)),
          fc.json().map((text) => bytes(`{"resourceType":"Patient","id":"f","name":${text}}`)),
        ),
        fc.oneof(
          fc.constant(''),
          fc.webQueryParameters().map((query) => `?${query}`),
        ),
        async (method, path, type, body, query) => {
          const sent = method === 'GET' ? {} : { 'content-type': type }
          await refused(method, path + query, (method === 'GET' ? undefined : bytes(body)) as never, sent)
        },
      ),
      { numRuns: Number(process.env['SUND_FHIR_BYTES'] ?? 60) },
    ))
  test('of writers who have seen the same version one writes', async () => {
    await t.ask('PUT', '/Patient/contended', { resourceType: 'Patient', id: 'contended' })
    const seen = { 'if-match': 'W/"1"' }
    const all = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        t.ask(
          'PUT',
          '/Patient/contended',
          { resourceType: 'Patient', id: 'contended', multipleBirthInteger: n + 1 },
          seen,
        ),
      ),
    )
    expect(all.map(({ status }) => status).sort()).toEqual([200, ...Array(11).fill(412)])
    const written = all.find(({ status }) => status === 200)
    expect((await t.ask('GET', '/Patient/contended')).body).toEqual(written?.body)
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
    const turtle = { accept: 'text/turtle' }
    const refused = await t.ask('GET', '/Patient/p-1', undefined, turtle)
    expect([refused.status, codeOf(refused.body)]).toEqual([406, 'not-supported'])
    expect((await t.ask('GET', '/Patient/p-1?_format=ttl')).status).toBe(406)
    expect((await t.ask('GET', '/_export/none', undefined, { accept: 'application/fhir+xml' })).status).toBe(
      406,
    )
    const stu3 = { accept: 'application/fhir+json; fhirVersion=3.0' }
    expect((await t.ask('GET', '/Patient/p-1', undefined, stu3)).status).toBe(406)
  })
})
