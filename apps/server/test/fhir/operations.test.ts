/** Operations, searches and AuditEvents over HTTP, and a CapabilityStatement that says what is so and nothing else. */
import { RESOURCE_TYPES } from '@sund/fhir'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BASE, DOCTOR, type TestSite, testSite } from './site.js'

let t: TestSite
beforeAll(async () => {
  t = await testSite()
  // Of every type one, as it came to be before anything was validated.
  await t.site.store.load(
    [...RESOURCE_TYPES]
      .filter((type) => type !== 'AuditEvent')
      .map((resourceType) => ({ resourceType, id: 'one' })),
  )
})
afterAll(async () => {
  expect(t.bugs).toEqual([])
  await t.close()
})

describe('search', () => {
  test('by GET and POST, with links that can be followed', async () => {
    for (let n = 0; n < 3; n++)
      await t.ask('PUT', `/Patient/s${n}`, { resourceType: 'Patient', id: `s${n}`, gender: 'female' })
    const page = await t.ask('GET', '/Patient?gender=female&_count=2&_total=accurate&_format=json')
    expect(page.body).toMatchObject({ resourceType: 'Bundle', type: 'searchset', total: 3 })
    expect(page.body.entry.map((one: { search: object }) => one.search)).toEqual([
      { mode: 'match' },
      { mode: 'match' },
    ])
    const next = page.body.link.find((one: { relation: string }) => one.relation === 'next').url
    const rest = await t.ask('GET', next.slice(BASE.length))
    expect(rest.body.entry).toHaveLength(1)
    const posted = await t.ask('POST', '/Patient/_search?_count=5', 'gender=female', {
      'content-type': 'application/x-www-form-urlencoded',
    })
    expect(posted.body.entry).toHaveLength(3)
    expect(
      (await t.ask('POST', '/Patient/_search', '{}', { 'content-type': 'application/json' })).status,
    ).toBe(415)
  })
  test('what is not understood is told, or refused where that is preferred', async () => {
    const lenient = await t.ask('GET', '/Patient?shoe-size=44&gender=male')
    expect(lenient.body.link[0].url).toBe(`${BASE}/Patient?gender=male`)
    expect(lenient.body.entry).toMatchObject([
      { resource: { resourceType: 'OperationOutcome' }, search: { mode: 'outcome' } },
    ])
    const strict = await t.ask('GET', '/Patient?shoe-size=44', undefined, { prefer: 'handling=strict' })
    expect([strict.status, strict.body.resourceType]).toEqual([400, 'OperationOutcome'])
  })
  test('conditional creates, updates and deletions', async () => {
    const one = { resourceType: 'Patient', identifier: [{ system: 's', value: '1' }] }
    const first = await t.ask('POST', '/Patient', one, { 'if-none-exist': 'identifier=s|1' })
    const again = await t.ask('POST', '/Patient', one, { 'if-none-exist': 'identifier=s|1' })
    expect([first.status, again.status]).toEqual([201, 200])
    expect(again.body.id).toBe(first.body.id)
    const updated = await t.ask('PUT', '/Patient?identifier=s|1', { ...one, active: true })
    expect([updated.status, updated.body.id, updated.body.meta.versionId]).toEqual([200, first.body.id, '2'])
    await t.ask('POST', '/Patient', one)
    expect((await t.ask('PUT', '/Patient?identifier=s|1', one)).status).toBe(412)
    expect((await t.ask('DELETE', '/Patient')).status).toBe(400)
    const removed = await t.ask('DELETE', '/Patient?identifier=s|1', undefined, {
      prefer: 'return=OperationOutcome',
    })
    expect([removed.status, removed.body.issue[0].diagnostics]).toEqual([200, '2 are deleted.'])
    const { body: seen } = await t.ask('GET', `/AuditEvent?action=D`)
    expect(
      seen.entry[0].resource.entity.map((one: { what?: { reference: string } }) => one.what?.reference),
    ).toContain(`Patient/${first.body.id}`)
  })
  test('a conditional patch, and one that has not seen the last version', async () => {
    const one = { resourceType: 'Patient', identifier: [{ value: 'patch' }] }
    await t.ask('POST', '/Patient', one)
    const patch = (query: string, headers = {}) =>
      t.ask('PATCH', `/Patient${query}`, '[{"op":"add","path":"/active","value":true}]', {
        ...{ 'content-type': 'application/json-patch+json', ...headers },
      })
    expect((await patch('?identifier=patch', { 'if-match': 'W/"7"' })).status).toBe(412)
    const patched = await patch('?identifier=patch', { 'if-match': 'W/"1"' })
    expect([patched.status, patched.body.active, patched.headers.get('etag')]).toEqual([200, true, 'W/"2"'])
    expect((await patch('?identifier=nobody')).status).toBe(404)
    expect((await patch('')).status).toBe(400)
    await t.ask('POST', '/Patient', one)
    expect((await patch('?identifier=patch')).status).toBe(412)
  })
  test('a transaction', async () => {
    const entry = [
      { resource: { resourceType: 'Patient', active: true }, request: { method: 'POST', url: 'Patient' } },
    ]
    const { status, body } = await t.ask('POST', '/', { resourceType: 'Bundle', type: 'transaction', entry })
    expect([status, body.type, body.entry[0].response.status.slice(0, 3)]).toEqual([
      200,
      'transaction-response',
      '201',
    ])
  })
})

describe('operations', () => {
  test('$everything in pages', async () => {
    await t.site.store.load([
      { resourceType: 'Patient', id: 'e' },
      ...[1, 2, 3].map((n) => ({
        resourceType: 'Observation',
        id: `e${n}`,
        status: 'final',
        code: { text: 'a' },
        subject: { reference: 'Patient/e' },
      })),
    ])
    const ids: string[] = []
    for (let path: string | undefined = '/Patient/e/$everything?_count=3'; path !== undefined; ) {
      const { body } = await t.ask('GET', path)
      ids.push(...body.entry.map((one: { resource: { id: string } }) => one.resource.id))
      path = body.link.find((one: { relation: string }) => one.relation === 'next')?.url.slice(BASE.length)
    }
    expect(ids.sort()).toEqual(['e', 'e1', 'e2', 'e3'])
    const { body } = await t.ask('GET', '/Patient/e/$everything?start=2020-01-01&end=2021&_count=2')
    const next = body.link.find((one: { relation: string }) => one.relation === 'next').url
    expect(Object.fromEntries(new URL(next).searchParams)).toMatchObject({ start: '2020-01-01', end: '2021' })
    const posted = await t.ask('POST', '/Patient/e/$everything', {
      resourceType: 'Parameters',
      parameter: [
        { name: '_type', valueCode: 'Patient' },
        { name: '_type', valueCode: 'Condition' },
      ],
    })
    expect(posted.body.entry).toHaveLength(1)
    for (const wrong of ['start=yesterday', 'end=2020-13', 'start=2020&start=2021', 'sortby=date'])
      expect([wrong, (await t.ask('GET', `/Patient/e/$everything?${wrong}`)).status]).toEqual([wrong, 400])
    for (const parameter of [[null], [{ name: 'start' }], [{ name: 'start', valuePeriod: {} }], [7]])
      for (const path of ['/Patient/e/$everything', '/Patient/$validate'])
        expect((await t.ask('POST', path, { resourceType: 'Parameters', parameter })).status).toBe(400)
    expect((await t.ask('GET', '/Patient/e/_history?_at=2020')).status).toBe(400)
    const unknown = { resourceType: 'Parameters', parameter: [{ name: 'sortby', valueCode: 'date' }] }
    expect((await t.ask('POST', '/Patient/e/$everything', unknown)).status).toBe(400)
    expect((await t.ask('GET', '/Patient/nobody/$everything')).status).toBe(404)
  })
  test('$validate, with and without a profile', async () => {
    const outcome = async (body: object, query = '') =>
      (await t.ask('POST', `/Patient/$validate${query}`, body)).body.issue[0]
    expect(await outcome({ resourceType: 'Patient' })).toMatchObject({ severity: 'information' })
    expect(await outcome({ resourceType: 'Patient', gender: 'x' })).toMatchObject({
      severity: 'error',
      expression: ['Patient.gender'],
    })
    expect(await outcome({ resourceType: 'Patient' }, '?profile=urn:none')).toMatchObject({
      code: 'not-found',
    })
    const parameters = {
      resourceType: 'Parameters',
      parameter: [{ name: 'resource', resource: { resourceType: 'Patient', birthDate: 'x' } }],
    }
    expect(await outcome(parameters)).toMatchObject({ severity: 'error', expression: ['Patient.birthDate'] })
  })
  test('what is written is valid, however it comes', async () => {
    const wrong = { resourceType: 'Patient', id: 'w', gender: 'Kari13116900216' }
    const refused = await t.ask('PUT', '/Patient/w', wrong)
    expect([refused.status, refused.body.issue[0].expression]).toEqual([422, ['Patient.gender']])
    expect(refused.text).not.toContain('Kari13116900216')
    const entry = [{ resource: wrong, request: { method: 'PUT', url: 'Patient/w' } }]
    expect((await t.ask('POST', '/', { resourceType: 'Bundle', type: 'transaction', entry })).status).toBe(
      422,
    )
    await t.ask('PUT', '/Patient/w', { resourceType: 'Patient', id: 'w' })
    const patch = JSON.stringify([{ op: 'add', path: '/gender', value: 'x' }])
    expect(
      (await t.ask('PATCH', '/Patient/w', patch, { 'content-type': 'application/json-patch+json' })).status,
    ).toBe(422)
    const xml = '<Patient xmlns="http://hl7.org/fhir"><id value="w"/><gender value="other"/></Patient>'
    expect(
      (await t.ask('PUT', '/Patient/w', xml, { 'content-type': 'application/fhir+xml' })).body,
    ).toMatchObject({ gender: 'other' })
  })
  test('AuditEvents are found, and written by nobody', async () => {
    await t.ask('PUT', '/Patient/seen', { resourceType: 'Patient', id: 'seen' })
    await t.ask('GET', '/Patient/seen')
    const { body } = await t.ask('GET', '/AuditEvent?patient=seen&action=R')
    expect(body.entry).toMatchObject([
      { resource: { resourceType: 'AuditEvent', agent: [{ who: { identifier: { value: 'doctor' } } }, {}] } },
    ])
    const event = body.entry[0].resource
    expect((await t.ask('GET', `/AuditEvent/${event.id}`)).body).toEqual(event)
    for (const [method, path] of [
      ['POST', '/AuditEvent'],
      ['PUT', `/AuditEvent/${event.id}`],
    ] as const)
      expect((await t.ask(method, path, event)).status).toBe(405)
    expect((await t.ask('DELETE', `/AuditEvent/${event.id}`)).status).toBe(405)
  })
  test('of one person with one app there are so many in a minute', async () => {
    const slow = await testSite(2)
    const statuses = []
    for (let n = 0; n < 3; n++) statuses.push((await slow.ask('GET', '/Patient/x')).status)
    expect(statuses).toEqual([404, 404, 429])
    await slow.close()
  })
})

interface Claims {
  resource: {
    type: string
    interaction: { code: string }[]
    searchParam: { name: string; type: string }[]
    searchInclude?: string[]
    searchRevInclude?: string[]
    operation?: { name: string }[]
  }[]
  interaction: { code: string }[]
  operation: { name: string }[]
}
/** How each interaction is asked for of a type. */
const ASK: Record<string, (type: string) => [string, string, unknown?, Record<string, string>?]> = {
  read: (type) => ['GET', `/${type}/one`],
  vread: (type) => ['GET', `/${type}/one/_history/1`],
  'history-instance': (type) => ['GET', `/${type}/one/_history`],
  'history-type': (type) => ['GET', `/${type}/_history`],
  'search-type': (type) => ['GET', `/${type}?_id=one`],
  create: (type) => ['POST', `/${type}`, { resourceType: type }],
  update: (type) => ['PUT', `/${type}/one`, { resourceType: type, id: 'one' }],
  patch: (type) => [
    'PATCH',
    `/${type}/one`,
    '[{"op":"test","path":"/id","value":"one"}]',
    { 'content-type': 'application/json-patch+json' },
  ],
  delete: (type) => ['DELETE', `/${type}/one`],
}
const VALUES: Record<string, string> = {
  token: 'x',
  string: 'x',
  uri: 'urn:x',
  date: '2020',
  number: '1',
  quantity: '1',
  reference: 'Patient/one',
}
/** All types go the same way and take minutes; these stand for them unless SUND_FHIR_TYPES=all. */
const SOME =
  process.env['SUND_FHIR_TYPES'] === 'all'
    ? [...RESOURCE_TYPES]
    : ['Patient', 'Observation', 'Encounter', 'Binary', 'Group', 'AuditEvent']

describe('the CapabilityStatement', () => {
  let rest: Claims
  beforeAll(async () => {
    const { body } = await t.ask('GET', '/metadata', undefined, { authorization: 'Basic none' })
    rest = body.rest[0]
    expect(t.site.validator.validate(body).filter(({ severity }) => severity === 'error')).toEqual([])
  })
  test('names every type that is kept', () => {
    expect(rest.resource.map(({ type }) => type).sort()).toEqual([...RESOURCE_TYPES].sort())
  })
  test('claims interactions that are done, and no other is', async () => {
    for (const { type, interaction } of rest.resource.filter((one) => SOME.includes(one.type)))
      for (const [code, ask] of Object.entries(ASK)) {
        const { status } = await t.ask(...ask(type))
        const claimed = interaction.some((one) => one.code === code)
        // What is made of nothing but a type may be no valid resource; the interaction is there all the same.
        const there = [200, 201, 204, 422].includes(status) || (type === 'AuditEvent' && status === 404)
        expect([type, code, status, there]).toEqual([type, code, status, claimed])
      }
  })
  /** What a search says, of parameters that must all be understood. */
  const strictly = async (type: string, query: [string, string][]) => {
    const path = `/${type}?${new URLSearchParams([...query, ['_count', '1']])}`
    return t.ask('GET', path, undefined, { prefer: 'handling=strict' })
  }
  /** Several at once: each request costs more than what it asks. */
  async function allUnderstood(type: string, query: readonly [string, string][]): Promise<void> {
    for (let at = 0; at < query.length; at += 20) {
      const { status, body } = await strictly(type, query.slice(at, at + 20))
      expect([type, status, body.issue]).toEqual([type, 200, undefined])
    }
  }
  test('claims parameters that are understood', async () => {
    for (const { type, searchParam } of rest.resource.filter((one) => SOME.includes(one.type))) {
      const simple = searchParam.filter((one) => one.type !== 'composite')
      await allUnderstood(
        type,
        simple.map(({ name, type: kind }) => [
          name,
          name === '_id' && type === 'AuditEvent' ? '1' : (VALUES[kind] ?? ''),
        ]),
      )
      for (const { name } of searchParam.filter((one) => one.type === 'composite')) {
        const kinds = Object.values(VALUES)
        const values = [...kinds.map((value) => `x$${value}`), ...kinds.map((value) => `${value}$x`), 'x$1$1']
        const statuses = []
        for (const value of values) statuses.push((await strictly(type, [[name, value]])).status)
        expect([type, name, statuses]).toEqual([type, name, expect.arrayContaining([200])])
      }
    }
  })
  test('claims references that are followed, and no other is', async () => {
    const { body: all } = await t.ask('GET', '/metadata')
    const claimed = new Set(
      (all.rest[0] as Claims).resource.flatMap(({ searchInclude = [] }) => searchInclude),
    )
    const included = (values: readonly string[], parameter = '_include') =>
      values.map((value): [string, string] => [parameter, value])
    for (const { type, searchInclude = [], searchRevInclude = [], searchParam } of rest.resource.filter(
      (one) => SOME.includes(one.type),
    )) {
      await allUnderstood(type, included(searchInclude))
      await allUnderstood(type, included(searchRevInclude, '_revinclude'))
      expect(searchRevInclude.filter((one) => !claimed.has(one))).toEqual([])
      for (const { name } of searchParam)
        if (!claimed.has(`${type}:${name}`))
          expect([type, name, (await strictly(type, included([`${type}:${name}`]))).status]).toEqual([
            type,
            name,
            400,
          ])
    }
  })
  test('claims formats that are read and answered, and no other is', async () => {
    const { body } = await t.ask('GET', '/metadata')
    expect(body.format).toEqual(['application/fhir+json', 'application/fhir+xml'])
    const written: Record<string, string> = {
      'application/fhir+json': '{"resourceType":"Basic","id":"f","code":{"text":"a"}}',
      'application/fhir+xml':
        '<Basic xmlns="http://hl7.org/fhir"><id value="f"/><code><text value="a"/></code></Basic>',
    }
    for (const type of body.format) {
      const sent = await t.ask('PUT', '/Basic/f', written[type], { 'content-type': type, accept: type })
      expect([sent.status, sent.headers.get('content-type')]).toEqual([
        expect.any(Number),
        `${type}; charset=utf-8`,
      ])
      expect([200, 201]).toContain(sent.status)
    }
    const turtle = 'application/fhir+turtle'
    expect((await t.ask('PUT', '/Basic/f', 'x', { 'content-type': turtle })).status).toBe(415)
    expect((await t.ask('GET', '/Basic/f', undefined, { accept: turtle })).status).toBe(406)
    expect(body.patchFormat).toEqual(['application/json-patch+json'])
    for (const type of ['application/fhir+json', 'application/fhir+xml'])
      expect((await t.ask('PATCH', '/Basic/f', '[]', { 'content-type': type })).status).toBe(415)
  })
  test('claims no parameter that it does not answer', async () => {
    for (const name of ['_text', '_content', '_list', '_query', '_filter', '_has', '_contained', 'shoe-size'])
      expect([name, (await strictly('Patient', [[name, 'x']])).status]).toEqual([name, 400])
    const other = rest.resource.flatMap(({ searchParam }) => searchParam.map(({ name }) => name))
    const own = new Set(
      rest.resource.find(({ type }) => type === 'Patient')?.searchParam.map(({ name }) => name),
    )
    for (const name of [...new Set(other)].filter((one) => !own.has(one)).slice(0, 20))
      expect([name, (await strictly('Patient', [[name, 'x']])).status]).toEqual([name, 400])
  })
  test('claims operations, and no other is answered', async () => {
    const named = [...rest.operation, ...rest.resource.flatMap(({ operation = [] }) => operation)].map(
      ({ name }) => name,
    )
    expect([...new Set(named)].sort()).toEqual(['everything', 'export', 'import', 'validate'])
    for (const path of [
      '/$reindex',
      '/Observation/$lastn',
      '/Patient/one/$merge',
      '/Observation/one/$everything',
      '/Observation/$export',
    ])
      expect([path, [404, 405].includes((await t.ask('POST', path, {})).status)]).toEqual([path, true])
    expect(rest.interaction.map(({ code }) => code).sort()).toEqual([
      'batch',
      'history-system',
      'search-system',
      'transaction',
    ])
    expect((await t.ask('GET', '/_history')).body.type).toBe('history')
    expect((await t.ask('GET', '/?_type=Patient&_count=1')).body.type).toBe('searchset')
    expect(DOCTOR.patient).toBeNull()
  })
})
