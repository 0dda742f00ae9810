/**
 * FHIRPath in views, held against HL7's own evaluator: the same expressions over the same resources, one compiled to SQL, the other interpreted. What the views' subset
 * adds to FHIRPath (keys, boundaries) is in the suite of SQL on FHIR.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compileView } from '@sund/fhir'
import { openViewTables } from '@sund/registers'
import fhirpath from 'fhirpath'
import r4 from 'fhirpath/fhir-context/r4'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const PATIENTS = [
  {
    resourceType: 'Patient',
    id: 'p1',
    active: true,
    gender: 'female',
    birthDate: '1970-06-15',
    deceasedBoolean: false,
    multipleBirthInteger: 2,
    name: [
      { use: 'official', family: "O'Neil", given: ['Ann', 'Mary'] },
      { use: 'usual', family: 'Neil', given: ['Annie'] },
    ],
    telecom: [
      { system: 'phone', value: '12 34', rank: 2 },
      { system: 'email', value: 'a@example.org', rank: 1 },
    ],
    address: [{ city: 'Oslo', postalCode: '0150', line: ['Gate 1', 'Oppgang B'] }],
    extension: [
      { url: 'http://example.org/a', valueString: 'x' },
      { url: 'http://example.org/b', valueDecimal: 1.25 },
    ],
    _birthDate: {
      extension: [{ url: 'http://example.org/time', valueDateTime: '1970-06-15T10:00:00+01:00' }],
    },
  },
  {
    resourceType: 'Patient',
    id: 'p2',
    active: false,
    birthDate: '1980-02',
    deceasedDateTime: '2020-01-31T23:30:00+01:00',
    name: [{ family: 'Berg' }],
  },
  {
    resourceType: 'Patient',
    id: 'p3',
    gender: 'male',
    name: [{ given: ['Ola'] }, { text: 'Ola' }],
    telecom: [{ system: 'phone', value: '99' }],
  },
  { resourceType: 'Patient', id: 'p4' },
]

/** Expressions that give one value or none of every patient. */
const SINGLE = [
  'gender',
  'active',
  'birthDate',
  'name.first().family',
  'name[1].given[0]',
  'name.last().use',
  'name.given.first()',
  "name.where(use = 'official').family",
  'name.where(given.exists()).first().given.first()',
  'name.count()',
  'name.given.count()',
  'name.exists()',
  "name.exists(use = 'usual')",
  'name.empty()',
  'name.given.empty()',
  'name.all(family.exists())',
  'telecom.rank.exists()',
  "name.where(use = 'usual').exists().not()",
  'active.not()',
  'active and gender.exists()',
  "active or gender = 'male'",
  "active xor gender = 'female'",
  "active implies gender = 'female'",
  'active = true',
  "gender != 'male'",
  "gender ~ 'FEMALE'",
  "gender !~ 'male'",
  '1 + 2 * 3',
  '7 div 2',
  '7 mod 3',
  '7 / 2',
  '1.5 + 0.25',
  '0.1 + 0.2 = 0.3',
  '-(3 - 5)',
  '1 = 1.0',
  '2 > 1.5',
  "'a' < 'b'",
  "'a' + 'b'",
  "'a' & {}",
  '1 / 0',
  '5 div 0',
  '{} + 1',
  '{} = 1',
  '{} and false',
  '{} or true',
  '{} implies true',
  'true xor {}',
  "name.first().family + ', ' + name.first().given.first()",
  'name.first().family.upper()',
  'name.first().family.length()',
  "name.first().family.startsWith('O')",
  "name.first().family.contains('Neil')",
  "name.first().family.indexOf('N')",
  'name.first().family.substring(2)',
  'name.first().family.substring(1, 3)',
  "name.first().family.replace('e', 'é')",
  "name.first().family.endsWith('l')",
  "name.first().family.matches('^[A-Z]')",
  'name.first().family.lower()',
  'telecom.first().rank + 1',
  'telecom.first().rank >= 2',
  'telecom.where(rank = 1).value',
  'telecom.where($index = 1).value',
  'multipleBirth.ofType(integer) * 2',
  'deceased.ofType(boolean)',
  'deceased.ofType(dateTime).exists()',
  'deceased.exists()',
  'deceased is boolean',
  '(deceased as dateTime).exists()',
  'multipleBirth.exists()',
  'birthDate = @1970-06-15',
  'birthDate < @1980-06-01',
  'birthDate > @1975',
  'birthDate <= @1980-02-01',
  'birthDate != @1970-06-16',
  'birthDate >= @1970-06-15',
  'deceased.ofType(dateTime) = @2020-01-31T22:30:00Z',
  'deceased.ofType(dateTime) < @2020-01-31T23:00:00Z',
  'deceased.ofType(dateTime) > @2019',
  '@2020-01-01 < @2020-02-01',
  '@2020 = @2020-01',
  "name.where(use = 'usual').given.single()",
  '@T10:00:00 < @T10:00:01',
  '@T10:30 = @T10:30',
  "'Oslo' in address.city",
  "address.city contains 'Bergen'",
  "name.family contains 'Berg'",
  "extension('http://example.org/a').value.ofType(string)",
  "extension('http://example.org/b').value.ofType(decimal) * 2",
  "birthDate.extension('http://example.org/time').value.ofType(dateTime).exists()",
  "iif(active, 'yes', 'no')",
  "iif(gender.exists(), gender, 'unknown')",
  "iif(name.count() > 1, 'many')",
  'name.given.isDistinct()',
  '(1 | 2 | 1).count()',
  'name.family.distinct().count()',
  'name.select(given.count()).first()',
  'name.given.skip(1).first()',
  'name.given.take(2).count()',
  'name.tail().exists()',
  "'12'.toInteger()",
  "'x'.toInteger()",
  "'1.5'.toDecimal()",
  '12.toString()',
  "name.given.select($this & '!').first()",
  'Patient.name.first().family',
  '(3.7).floor()',
  '(3.2).ceiling()',
  '(0 - 3).abs()',
  "telecom.all(system = 'phone')",
  'telecom.value.where($this.length() > 3).count()',
  "name.where(use = 'official' and family.startsWith('O')).given.count()",
  "name.given.exists($this = 'Ola')",
  "'it\\'s'",
  "('a' | 'b').count() = 2",
  '(1 | 2) = (1 | 2)',
] as const

/** Expressions that give lists. */
const LISTS = [
  'name.given',
  'name.family',
  'telecom.value',
  "name.where(use = 'official').given",
  'address.line',
  "telecom.where(system = 'phone').value",
  'name.given | name.family',
  'name.given.skip(1)',
  'name.given.take(1)',
  'name.given.tail()',
  'name.select(given)',
  "name.given.where($this != 'Ann')",
  'name.given.distinct()',
  "'a,b,c'.split(',')",
  'telecom.rank',
  'telecom.select(rank + 1)',
] as const

let folder: string
let rows: Map<string, Record<string, unknown>>
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sund-fhirpath-'))
  const file = join(folder, 'patients.ndjson')
  await writeFile(file, PATIENTS.map((one) => `${JSON.stringify(one)}\n`).join(''))
  const column = (collection: boolean) => (path: string, i: number) => ({
    name: `${collection ? 'l' : 's'}${i}`,
    path,
    collection,
  })
  const view = compileView({
    resource: 'Patient',
    select: [
      { column: [{ name: 'id', path: 'id' }, ...SINGLE.map(column(false)), ...LISTS.map(column(true))] },
    ],
  })
  const tables = await openViewTables({ folder: null, views: [view] })
  await tables.load([file])
  rows = new Map((await tables.rows('patient')).map((row) => [String(row.id), row]))
  await tables.close()
}, 60_000)
afterAll(() => rm(folder, { recursive: true }))

/** Dates and quantities of the evaluator are objects of its own; as text they are what was written. */
const evaluated = (patient: object, path: string): unknown[] =>
  (fhirpath.evaluate(patient, path, {}, r4) as unknown[]).map((value: unknown) =>
    typeof value === 'object' ? String(value) : value,
  )

describe('every expression gives in SQL what HL7’s evaluator gives', () => {
  it.each(SINGLE.map((path, i) => [path, i] as const))('%s', (path, i) => {
    for (const patient of PATIENTS) {
      const expected = evaluated(patient, path)
      expect(expected.length, `${path} is meant to give one value`).toBeLessThanOrEqual(1)
      expect(rows.get(patient.id)?.[`s${i}`] ?? null, patient.id).toEqual(expected[0] ?? null)
    }
  })
  it.each(LISTS.map((path, i) => [path, i] as const))('%s', (path, i) => {
    for (const patient of PATIENTS)
      expect(rows.get(patient.id)?.[`l${i}`], patient.id).toEqual(evaluated(patient, path))
  })
})
