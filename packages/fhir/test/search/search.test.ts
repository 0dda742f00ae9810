/** Searches by hand: what the specification says of each type of parameter, modifier and chain, the same on both databases. */
import { type Engine, findPostgres, folderEngine, postgresEngine } from '@sund/store/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Reader, type SearchPage, STORE_ITSELF } from '../../src/index.js'
import { type Searchable, searchable } from './searchable.js'

const bin = await findPostgres()
const engines: [string, (() => Promise<Engine>) | undefined][] = [
  ['PGlite in a folder', folderEngine],
  [
    bin === undefined ? 'PostgreSQL (skipped: no initdb found; install postgresql)' : 'PostgreSQL',
    bin === undefined ? undefined : () => postgresEngine(bin),
  ],
]

const LOINC = 'http://loinc.org'
const RESOURCES = [
  {
    resourceType: 'Patient',
    id: 'kari',
    name: [{ family: 'Nordmann', given: ['Kari', 'Åse'] }],
    gender: 'female',
    birthDate: '1980-05-17',
    identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.4.1', value: '17058012345' }],
    managingOrganization: { reference: 'Organization/oslo' },
  },
  {
    resourceType: 'Patient',
    id: 'ola',
    name: [{ family: 'Nordbø', given: ['Ola'] }],
    gender: 'male',
    birthDate: '1975',
    deceasedBoolean: true,
  },
  { resourceType: 'Organization', id: 'oslo', name: 'Oslo sykehus' },
  {
    resourceType: 'Observation',
    id: 'weight',
    status: 'final',
    code: { coding: [{ system: LOINC, code: '29463-7', display: 'Body weight' }], text: 'Vekt' },
    subject: { reference: 'Patient/kari' },
    effectiveDateTime: '2024-02-03T10:00:00+01:00',
    valueQuantity: { value: 70.5, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' },
  },
  {
    resourceType: 'Observation',
    id: 'pressure',
    status: 'preliminary',
    code: { coding: [{ system: LOINC, code: '85354-9' }] },
    subject: { reference: 'Patient/ola' },
    effectivePeriod: { start: '2024-01-01', end: '2024-01-31' },
    component: [
      { code: { coding: [{ system: LOINC, code: '8480-6' }] }, valueQuantity: { value: 120, unit: 'mmHg' } },
      { code: { coding: [{ system: LOINC, code: '8462-4' }] }, valueQuantity: { value: 80, unit: 'mmHg' } },
    ],
  },
]

describe.each(engines)('%s', (_name, start) => {
  if (start === undefined) {
    test.skip('there is none on this machine', () => undefined)
    return
  }
  let engine: Engine
  let place: Searchable
  beforeAll(async () => {
    engine = await start()
    place = await searchable(await engine.fresh())
    await place.put(RESOURCES)
  })
  afterAll(async () => {
    await place.store.close()
    await engine.stop()
  })
  const found = async (type: string | null, query: string) =>
    (await place.search(type, query)).matches.map(({ id }) => id)

  test.each([
    ['Patient', '', ['kari', 'ola']],
    ['Patient', 'gender=male', ['ola']],
    ['Patient', 'gender:not=male', ['kari']],
    ['Patient', 'name=nord', ['kari', 'ola']],
    ['Patient', 'name=ase', ['kari']],
    ['Patient', 'family:exact=Nordmann', ['kari']],
    ['Patient', 'family:exact=nordmann', []],
    ['Patient', 'family:contains=mann', ['kari']],
    ['Patient', 'birthdate=1980-05', ['kari']],
    ['Patient', 'birthdate=lt1980', ['ola']],
    ['Patient', 'identifier=urn:oid:2.16.578.1.12.4.1.4.1|17058012345', ['kari']],
    ['Patient', 'identifier=|17058012345', []],
    ['Patient', 'deceased=true', ['ola']],
    ['Patient', 'organization.name=oslo', ['kari']],
    ['Patient', 'organization:missing=true', ['ola']],
    ['Patient', '_id=ola,kari', ['kari', 'ola']],
    ['Patient', '_has:Observation:patient:code=29463-7', ['kari']],
    ['Observation', 'subject=Patient/kari', ['weight']],
    ['Observation', 'patient=ola', ['pressure']],
    ['Observation', 'patient.name=ola', ['pressure']],
    ['Observation', 'subject:Patient.organization.name=oslo', ['weight']],
    ['Observation', 'code:text=vekt', ['weight']],
    ['Observation', 'date=ge2024-02-01', ['weight']],
    ['Observation', 'date=2024-01', ['pressure']],
    ['Observation', 'date=ge2024-01-01&date=lt2024-02-01', ['pressure']],
    ['Observation', 'value-quantity=70500|http://unitsofmeasure.org|g', ['weight']],
    // How exactly the number is written says how wide it is.
    ['Observation', 'value-quantity=70.50', ['weight']],
    ['Observation', 'value-quantity=71', ['weight']],
    ['Observation', 'value-quantity=71.0', []],
    ['Observation', 'value-quantity=70', []],
    ['Observation', 'component-code-value-quantity=8480-6$120', ['pressure']],
    ['Observation', 'component-code-value-quantity=8480-6$80', []],
    ['Observation', 'code-value-quantity=29463-7$gt70', ['weight']],
    ['Observation', '_sort=-date', ['weight', 'pressure']],
    [null, '_type=Patient,Organization', ['kari', 'ola', 'oslo']],
  ])('%s?%s', async (type, query, expected) => {
    expect(await found(type, query)).toEqual(expected)
  })

  test('what is not understood is an error or is told, and never silently left out', async () => {
    const strict = place.search('Patient', 'gendre=male')
    await expect(strict).rejects.toThrow("'gendre' is not understood: Patient has no such search parameter.")
    await expect(strict).rejects.toMatchObject({
      errors: [{ code: 'usage.request', next: expect.stringContaining("'gender'") }],
    })
    const { ignored, self, matches } = await place.search(
      'Patient',
      'gendre=male&gender=male',
      STORE_ITSELF,
      'lenient',
    )
    expect(ignored).toEqual([{ parameter: 'gendre', why: 'Patient has no such search parameter.' }])
    expect([self, matches.length]).toEqual(['gender=male', 1])
    const canonical = await place.search(
      'QuestionnaireResponse',
      'questionnaire.title=x&_include=QuestionnaireResponse:questionnaire',
      STORE_ITSELF,
      'lenient',
    )
    expect([canonical.self, canonical.ignored.length]).toEqual(['', 2])
  })

  test.each([
    ['_text=x', "'_text' is not understood: It is not supported here"],
    ['_content=x', "'_content' is not understood: It is not supported here"],
    ['_list=x', "'_list' is not understood"],
    ['gender:in=x', "'gender:in' is not understood: It has no modifier 'in' here"],
    ['gender:not-in=x', "It has no modifier 'not-in' here"],
    ['_summary=text', "'_summary' is not understood: Summaries of this kind"],
    ['_sort=gender', 'Nothing is sorted by gender'],
    ['name.given=x', 'It is no reference'],
    ['_has:Observation:code:status=x', 'It is no reference'],
    ['birthdate=soon', "A value of the search parameter 'birthdate' is not a date"],
    ['_count=many', '_count is no number'],
    ['_include=QuestionnaireResponse:questionnaire', 'It refers by canonical address, which is not followed'],
    ['_revinclude:iterate=QuestionnaireResponse:questionnaire', 'It refers by canonical address'],
    ['_has:CarePlan:instantiates-canonical:status=x', 'It refers by canonical address'],
    ['_page=abc', 'The link to a page of a search is damaged'],
  ])('%s is refused by name', async (query, says) => {
    await expect(place.search('Patient', query)).rejects.toThrow(says)
  })

  test('pages hold while others write: nothing twice, nothing left out, nothing that came later', async () => {
    const several = Array.from({ length: 9 }, (_, index) => ({
      resourceType: 'Group',
      id: `g${index}`,
      code: { text: `${index % 2}` },
    }))
    await place.put(several)
    for (const order of ['', '&_sort=_lastUpdated', '&_sort=-_id']) {
      const came: string[] = []
      let next: string | null = `_count=2${order}`
      for (let page = 0; next !== null; page++) {
        const answer: SearchPage = await place.search('Group', next)
        came.push(...answer.matches.map(({ id }) => id))
        next = answer.next
        await place.put([{ resourceType: 'Group', id: `later${order}${page}`.replace(/\W/g, '-') }])
        await place.remove('Group', `later${order}${page}`.replace(/\W/g, '-'))
        await place.put([{ resourceType: 'Group', id: `new${order}${page}`.replace(/\W/g, '-') }])
      }
      const first = came.filter((id) => /^g\d$/.test(id))
      expect([...first].sort()).toEqual(several.map(({ id }) => id))
      expect(came.filter((id) => id.startsWith(`new${order}`.replace(/\W/g, '-')))).toEqual([])
    }
  })

  test('a link to a page is good for its query alone', async () => {
    const { next } = await place.search('Patient', '_count=1')
    const cursor = new URLSearchParams(next as string).get('_page') as string
    expect((await place.search('Patient', next as string)).matches.map(({ id }) => id)).toEqual(['ola'])
    expect(Buffer.from(cursor, 'base64url').toString()).not.toContain('key')
    for (const other of [`_count=2&_page=${cursor}`, `_count=1&_page=A${cursor.slice(1)}`])
      await expect(place.search('Patient', other)).rejects.toThrow('damaged')
  })

  test('who may not search a type may not search through it', async () => {
    const reader: Reader = {
      ...STORE_ITSELF,
      conditions: (type) => (type === 'Observation' ? ['status=final', 'code=85354-9'] : []),
    }
    const ids = async (query: string) =>
      (await place.search('Observation', query, reader)).matches.map(({ id }) => id)
    expect(await ids('')).toEqual(['weight', 'pressure'])
    expect(await ids('status=preliminary')).toEqual(['pressure'])
    for (const [type, query] of [
      ['Patient', ''],
      ['Observation', 'patient.name=nord'],
      ['Observation', 'subject:Patient._has:Observation:patient:status=final'],
    ] as const)
      await expect(place.search(type, query, reader)).rejects.toMatchObject({
        errors: [{ code: 'permission.denied' }],
      })
    expect((await place.search('Observation', '_include=Observation:patient', reader)).included).toEqual([])
  })

  test('some elements are asked for, and the answer says that there are more', async () => {
    const { matches } = await place.search('Patient', '_id=kari&_elements=gender')
    expect(Object.keys(matches[0] as object).sort()).toEqual(['gender', 'id', 'meta', 'resourceType'])
    expect(matches[0]?.meta.tag?.[0]?.code).toBe('SUBSETTED')
  })

  test('what is deleted is not found, and what is changed is found as it is', async () => {
    await place.put([{ resourceType: 'Device', id: 'd', status: 'active' }])
    await place.put([{ resourceType: 'Device', id: 'd', status: 'inactive' }])
    expect([await found('Device', 'status=active'), await found('Device', 'status=inactive')]).toEqual([
      [],
      ['d'],
    ])
    await place.remove('Device', 'd')
    expect(await found('Device', '')).toEqual([])
  })
})
