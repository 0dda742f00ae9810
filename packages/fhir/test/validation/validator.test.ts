/** What validation finds, what it is known to miss, and profiles from a package of the disk. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { Failure } from '@sund/model'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Resource } from '../../src/index.js'
import { profilesIn } from '../../src/validation/packages.js'
import { createValidator } from '../../src/validation/validator.js'

const validator = createValidator()
const observation = (more: object = {}): Resource => ({
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '8302-2' }] },
  subject: { reference: 'Patient/1' },
  effectiveDateTime: '2026-03-01T10:00:00+01:00',
  valueQuantity: { value: 180, unit: 'cm', system: 'http://unitsofmeasure.org', code: 'cm' },
  ...more,
})
const found = (resource: Resource, profile?: string) =>
  validator
    .validate(resource, profile)
    .filter(({ severity }) => severity === 'error')
    .map(({ code, expression }) => `${code} ${expression?.[0]}`)

describe('the base specification', () => {
  test('what is valid has no errors', () => expect(found(observation())).toEqual([]))

  const wrong: [string, Resource, string][] = [
    [
      'a required element that is missing',
      observation({ status: undefined }),
      'structure Observation.status',
    ],
    ['a code of another value set', observation({ status: 'done' }), 'code-invalid Observation.status'],
    ['an element that FHIR has not', observation({ colour: 'red' }), 'structure Observation'],
    ['a value of another type', observation({ effectiveDateTime: 5 }), 'structure Observation.effective[x]'],
    ['one where there may be several', observation({ category: {} }), 'structure Observation.category'],
    ['several where there may be one', observation({ subject: [{}] }), 'structure Observation.subject'],
    [
      'a date that is none',
      { resourceType: 'Patient', birthDate: '1.2.1980' },
      'structure Patient.birthDate',
    ],
    [
      'an invariant that does not hold (obs-6)',
      observation({ dataAbsentReason: { text: 'x' } }),
      'invariant Observation',
    ],
    ['an element without anything in it', observation({ note: [] }), 'structure Observation.note'],
    [
      'a code within a contained resource',
      {
        resourceType: 'Observation',
        status: 'final',
        code: { text: 'a' },
        contained: [{ resourceType: 'Patient', id: 'p', gender: 'x' }],
      },
      'code-invalid Observation.contained[0].gender',
    ],
  ]
  test.each(wrong)('%s', (_what, resource, error) =>
    expect(found(JSON.parse(JSON.stringify(resource)))).toContain(error),
  )

  test('no sentence holds a value', () => {
    const secret = 'Kari13116900216'
    const resources: Resource[] = [
      observation({ status: secret, [secret]: secret, effectiveDateTime: secret, subject: secret }),
      observation({ subject: { reference: secret }, encounter: { reference: `Patient/${secret}` } }),
      { resourceType: 'Patient', gender: secret, birthDate: secret, name: secret, active: secret },
    ]
    for (const resource of resources) {
      const said = JSON.stringify(validator.validate(resource))
      expect(said).not.toContain(secret)
      expect(said).not.toBe('[]')
    }
  })

  test('a check throws all that is wrong, as paths', () => {
    const check = () => validator.check({ resourceType: 'Patient', gender: 'x', birthDate: 5 })
    expect(check).toThrow(Failure)
    expect(() => validator.check(observation())).not.toThrow()
  })

  // docs/fhir.md says so; whoever mends one of these mends that page.
  const missed: [string, Resource][] = [
    [
      'codes of terminologies that are not part of R4',
      observation({ code: { coding: [{ system: 'http://loinc.org', code: 'none' }] } }),
    ],
    [
      'a code of a CodeableConcept that its required binding does not leave',
      {
        resourceType: 'AllergyIntolerance',
        patient: { reference: 'Patient/1' },
        clinicalStatus: {
          coding: [
            { system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'none' },
          ],
        },
      },
    ],
    ['references to what there is not', observation({ subject: { reference: 'Patient/nobody' } })],
    [
      'units that are not UCUM',
      observation({ valueQuantity: { value: 1, system: 'http://unitsofmeasure.org', code: 'none' } }),
    ],
  ]
  test.each(missed)('is known to miss %s', (_what, resource) => expect(found(resource)).toEqual([]))
})

describe('profiles', () => {
  test('of R4 itself', () => {
    const height = 'http://hl7.org/fhir/StructureDefinition/bodyheight'
    const coded = observation({
      category: [
        {
          coding: [
            { system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' },
          ],
        },
      ],
    })
    expect(found(coded, height)).toEqual([])
    expect(found(observation(), height)).toContain('structure Observation.category')
  })

  const url = 'http://example.org/StructureDefinition/citizen'
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sund-package-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  test('of a package on the disk', async () => {
    await writeFile(
      join(folder, 'citizen.tgz'),
      packed({ 'package/package.json': {}, 'package/citizen.json': citizen(url) }),
    )
    const own = createValidator(await profilesIn(folder))
    expect(own.profiles).toEqual([{ url, type: 'Patient' }])
    const errors = (resource: Resource) =>
      own
        .validate(resource, url)
        .filter(({ severity }) => severity === 'error')
        .map(({ expression }) => expression?.[0])
    expect(errors({ resourceType: 'Patient' })).toEqual(['Patient.identifier'])
    expect(
      errors({
        resourceType: 'Patient',
        identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.4.1', value: '1' }],
      }),
    ).toEqual([])
    expect(validator.validate({ resourceType: 'Patient' }, `${url}-of-nobody`)).toMatchObject([
      { code: 'not-found' },
    ])
  })
  test('that say only what differs are refused, and so is what is no package', async () => {
    const { snapshot: _, ...differential } = citizen(url)
    await writeFile(join(folder, 'citizen.tgz'), packed({ 'package/citizen.json': differential }))
    await expect(profilesIn(folder)).rejects.toThrow('no snapshot')
    await writeFile(join(folder, 'citizen.tgz'), 'no package')
    await expect(profilesIn(folder)).rejects.toThrow('citizen.tgz is no package')
    expect(await profilesIn(join(folder, 'nowhere'))).toEqual([])
  })
})

/** A profile of Patient that asks for an identifier, as packages have them. */
function citizen(url: string) {
  const element = (path: string, min: number, max: string, type: string) => ({
    id: path,
    path,
    min,
    max,
    base: { path, min: 0, max },
    ...(type === '' ? {} : { type: [{ code: type }] }),
  })
  return {
    resourceType: 'StructureDefinition',
    url,
    name: 'Citizen',
    status: 'active',
    kind: 'resource',
    abstract: false,
    type: 'Patient',
    baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Patient',
    derivation: 'constraint',
    snapshot: {
      element: [element('Patient', 0, '*', ''), element('Patient.identifier', 1, '*', 'Identifier')],
    },
  }
}

/** A .tgz of files. */
function packed(files: Record<string, unknown>): Buffer {
  const blocks = Object.entries(files).flatMap(([name, document]) => {
    const content = Buffer.from(JSON.stringify(document))
    const header = Buffer.alloc(512)
    header.write(name, 0)
    header.write(`${content.length.toString(8).padStart(11, '0')} `, 124)
    header.write('0', 156)
    return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]
  })
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]))
}
