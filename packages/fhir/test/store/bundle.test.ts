/** Batches and transactions, the same on both databases. */
import { Failure } from '@sund/model'
import { expect, test } from 'vitest'
import { STORE_ITSELF as all, type Resource } from '../../src/index.js'
import { codeOf, onEachDatabase, readerWith } from './engines.js'

interface Answer {
  resource?: Resource
  response: { status: string; location?: string; etag?: string; outcome?: Resource }
}

const asked = (method: string, url: string, resource?: object, more: object = {}) => {
  const { fullUrl, ...request } = more as { fullUrl?: string }
  return { ...(fullUrl && { fullUrl }), ...(resource && { resource }), request: { method, url, ...request } }
}
const patch = (operations: unknown) => ({
  resourceType: 'Binary',
  contentType: 'application/json-patch+json',
  data: Buffer.from(JSON.stringify(operations)).toString('base64'),
})
const person = (value: string, more: object = {}) => ({
  resourceType: 'Patient',
  identifier: [{ system: 's', value }],
  ...more,
})
const about = (reference: string, more: object = {}) => ({
  resourceType: 'Observation',
  status: 'final',
  subject: { reference },
  ...more,
})
const uuid = (n: number) => `urn:uuid:00000000-0000-4000-9000-${String(n).padStart(12, '0')}`

onEachDatabase((at) => {
  const send = async (type: 'batch' | 'transaction', ...entry: object[]) =>
    (await at.store.bundle(all, { resourceType: 'Bundle', type, entry }))['entry'] as Answer[]
  const idIn = ({ response }: Answer | undefined = { response: { status: '' } }) =>
    response.location?.split('/')[1] as string
  const last = async () => (await at.store.changes(0n, { limit: 100_000 })).at(-1)?.position

  test('a transaction links what it writes, and only where there are links', async () => {
    const [observation, subject] = await send(
      'transaction',
      asked(
        'POST',
        'Observation',
        about(uuid(1), {
          identifier: [{ system: 'urn:ietf:rfc:3986', value: uuid(1) }],
          note: [{ text: uuid(1) }],
          text: { status: 'generated', div: `<div><a href="${uuid(1)}">${uuid(1)}</a></div>` },
          extension: [
            { url: 'a', valueUri: uuid(1) },
            { url: 'b', valueReference: { reference: uuid(2) } },
            { url: 'c', valueString: uuid(1) },
          ],
          contained: [{ resourceType: 'Specimen', subject: { reference: uuid(1) } }],
        }),
        { fullUrl: uuid(2) },
      ),
      asked('POST', 'Patient', person('linked'), { fullUrl: uuid(1) }),
    )
    expect([observation?.response.status, subject?.response.status]).toEqual(['201 Created', '201 Created'])
    const patient = `Patient/${idIn(subject)}`
    const id = idIn(observation)
    expect(await at.store.read(all, { type: 'Observation', id })).toMatchObject({
      subject: { reference: patient },
      identifier: [{ value: uuid(1) }],
      note: [{ text: uuid(1) }],
      text: { div: `<div><a href="${patient}">${uuid(1)}</a></div>` },
      extension: [
        { valueUri: patient },
        { valueReference: { reference: `Observation/${id}` } },
        { valueString: uuid(1) },
      ],
      contained: [{ subject: { reference: patient } }],
    })
    const { resources } = await at.store.everything(all, idIn(subject), { count: 9 })
    expect(resources.map(({ resourceType }) => resourceType).sort()).toEqual(['Observation', 'Patient'])
  })

  test('relative references are to what has that address in the bundle; conditional ones to what is found', async () => {
    const { resource } = await at.store.create(all, person('conditional'))
    const base = 'https://example.org/fhir'
    const [, , first, second] = await send(
      'transaction',
      asked('POST', 'Patient', person('relative'), { fullUrl: `${base}/Patient/7` }),
      asked('PUT', 'Patient/kept', person('kept', { id: 'kept' }), { fullUrl: uuid(3) }),
      asked('POST', 'Observation', about('Patient/7', { focus: [{ reference: uuid(3) }] }), {
        fullUrl: `${base}/Observation/1`,
      }),
      asked('POST', 'Observation', about('Patient?identifier=s|conditional')),
    )
    const read = (answer: Answer | undefined) => at.store.read(all, { type: 'Observation', id: idIn(answer) })
    expect(await read(first)).toMatchObject({ focus: [{ reference: 'Patient/kept' }] })
    expect(JSON.stringify(await read(first))).not.toContain('Patient/7')
    expect(await read(second)).toMatchObject({ subject: { reference: `Patient/${resource.id}` } })
  })

  test('interactions are done in the order of the specification and answered in the order asked', async () => {
    await at.store.update(all, {
      resourceType: 'Patient',
      id: 'old',
      identifier: [{ system: 's', value: 'o' }],
    })
    await at.store.update(all, { resourceType: 'Patient', id: 'changed' })
    const answers = await send(
      'transaction',
      asked('GET', 'Patient/changed'),
      asked('GET', 'Patient/changed/_history/1'),
      asked('GET', 'Patient/changed/_history'),
      asked('PATCH', 'Patient/changed', patch([{ op: 'add', path: '/gender', value: 'other' }])),
      asked('POST', 'Patient', person('o'), { ifNoneExist: 'identifier=s|o' }),
      asked('DELETE', 'Patient/old'),
      asked('HEAD', 'Patient/changed'),
      asked('GET', 'Patient/changed', undefined, { ifNoneMatch: 'W/"2"' }),
    )
    expect(answers.map(({ response }) => response.status)).toEqual([
      '200 OK',
      '200 OK',
      '200 OK',
      '200 OK',
      '201 Created',
      '204 No Content',
      '200 OK',
      '304 Not Modified',
    ])
    expect(answers[0]?.resource).toMatchObject({ gender: 'other', meta: { versionId: '2' } })
    expect(answers[1]?.resource?.['gender']).toBeUndefined()
    expect(answers[2]?.resource?.['entry']).toHaveLength(2)
    expect(answers[6]?.resource).toBeUndefined()
  })

  test.each([
    [
      'a version that has passed',
      'PUT',
      'conflict.revision',
      asked('PUT', 'Patient/there', person('x'), { ifMatch: 'W/"9"' }),
    ],
    ['the same resource twice', 'PUT', 'usage.request', asked('PUT', 'Patient/new', person('y'))],
    [
      'one deleted as well',
      'PUT',
      'usage.request',
      asked('DELETE', 'Patient/there'),
      asked('PUT', 'Patient/there', person('z')),
    ],
    ['a name of nobody', 'POST', 'usage.request', asked('POST', 'Observation', about(uuid(99)))],
    [
      'a condition that finds nothing',
      'POST',
      'usage.not-found',
      asked('POST', 'Observation', about('Patient?identifier=s|nobody')),
    ],
    [
      'a condition that finds several',
      'POST',
      'conflict.exists',
      asked('POST', 'Observation', about('Patient?identifier=s|twins')),
    ],
    [
      'a condition that another entry meets',
      'POST',
      'conflict.exists',
      asked('POST', 'Patient', person('n'), { ifNoneExist: 'identifier=s|new' }),
    ],
    ['another type than its address', 'POST', 'usage.request', asked('POST', 'Patient', about('Patient/1'))],
    [
      'another identifier than its address',
      'PUT',
      'usage.request',
      asked('PUT', 'Patient/a', person('a', { id: 'b' })),
    ],
    ['an operation', '', 'usage.request', asked('GET', 'Patient/there/$everything')],
    [
      'a version to be written',
      'PUT',
      'usage.request',
      asked('PUT', 'Patient/there/_history/1', person('a')),
    ],
    ['a patch that is none', 'PATCH', 'usage.request', asked('PATCH', 'Patient/there', person('a'))],
    [
      'an unreadable version',
      'PUT',
      'usage.request',
      asked('PUT', 'Patient/there', person('a'), { ifMatch: '9' }),
    ],
    ['a read of what is not there', 'GET', 'usage.not-found', asked('GET', 'Patient/nowhere')],
    ['an unknown method', '', 'usage.request', asked('TRACE', 'Patient/there')],
  ])(
    'a transaction with %s does nothing at all, and says of which entry',
    async (_what, method, code, ...bad) => {
      await at.store.update(all, { ...person('there'), id: 'there' })
      for (const id of ['one-twin', 'other-twin']) await at.store.update(all, { ...person('twins'), id })
      const before = await last()
      const thrown = await send(
        'transaction',
        asked('PUT', 'Patient/new', person('new')),
        ...(bad as object[]),
      ).catch((error) => error)
      expect(thrown).toBeInstanceOf(Failure)
      const [error] = (thrown as Failure).errors
      expect(error.code).toBe(code)
      expect(error.message).toMatch(
        method === '' ? /^Entry [12]: / : new RegExp(`^Entry [123] \\(${method}\\): `),
      )
      expect(error.file?.field).toMatch(/^Bundle\.entry\[[012]\]$/)
      expect(await last()).toBe(before)
      expect(await codeOf(at.store.read(all, { type: 'Patient', id: 'new' }))).toBe('usage.not-found')
    },
  )

  test('two entries of one name are refused', async () => {
    const twice = asked('POST', 'Patient', person('t'), { fullUrl: uuid(5) })
    expect(await codeOf(send('transaction', twice, twice))).toBe('usage.request')
  })

  test('a batch does each alone and says what came of each', async () => {
    const answers = await send(
      'batch',
      asked('PUT', 'Patient/batch', person('batch')),
      asked('PUT', 'Patient/batch', person('batch'), { ifMatch: 'W/"7"' }),
      asked('POST', 'Patient', person('batch'), { ifNoneExist: 'identifier=s|batch' }),
      { request: { method: 'GET' } },
      asked('GET', 'Patient/batch'),
      asked('GET', 'Nothing/batch'),
      asked('DELETE', 'Patient?identifier=s|twins'),
    )
    expect(answers.map(({ response }) => response.status)).toEqual([
      '201 Created',
      '412',
      '201 Created',
      '400',
      '200 OK',
      '404',
      '204 No Content',
    ])
    expect(answers[1]?.response.outcome?.resourceType).toBe('OperationOutcome')
  })

  test('what is no bundle of interactions is refused', async () => {
    expect(await codeOf(at.store.bundle(all, { resourceType: 'Bundle', type: 'collection' }))).toBe(
      'usage.request',
    )
    expect(await codeOf(at.store.bundle(all, { resourceType: 'Patient' }))).toBe('usage.request')
    expect((await at.store.bundle(all, { resourceType: 'Bundle', type: 'batch' }))['entry']).toEqual([])
  })

  test('a reader is asked for each entry, before and after', async () => {
    const reader = readerWith({ 'Observation.c': [''], 'Patient.r': [''] }, { patient: 'there' })
    const sent = (...entry: object[]) =>
      codeOf(at.store.bundle(reader, { resourceType: 'Bundle', type: 'transaction', entry }))
    expect(
      await sent(asked('POST', 'Observation', about('Patient/there')), asked('GET', 'Patient/there')),
    ).toBe('no error')
    expect(await sent(asked('POST', 'Observation', about('Patient/kept')))).toBe('permission.denied')
    expect(await sent(asked('POST', 'Patient', person('new')))).toBe('permission.denied')
    expect(await sent(asked('GET', 'Patient/kept'))).toBe('usage.not-found')
  })
})
