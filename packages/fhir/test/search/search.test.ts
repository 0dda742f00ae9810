/** Searches by hand: what the specification says of each type of parameter, modifier and chain, the same on both databases. */
import { type Engine, findPostgres, folderEngine, postgresEngine } from '@sund/store/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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
    ['Observation', 'component-code-value-quantity=8480-6$120', ['pressure']],
    ['Observation', 'component-code-value-quantity=8480-6$80', []],
    ['Observation', 'code-value-quantity=29463-7$gt70', ['weight']],
    ['Observation', '_sort=-date', ['weight', 'pressure']],
    [null, '_type=Patient,Organization', ['kari', 'ola', 'oslo']],
  ])('%s?%s', async (type, query, expected) => {
    expect(await found(type, query)).toEqual(expected)
  })
})
