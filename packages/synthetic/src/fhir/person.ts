/** Who somebody is: the record of the person, and for a child its parents, as the population register knows them. */
import type { FhirResource, Patient, RelatedPerson } from 'fhir/r4.js'
import { MUNICIPALITIES } from '../codes/municipalities.js'
import { LAST_DAY } from '../days.js'
import { ageOn, FEMALE, type Person } from '../person.js'
import { homeOn } from '../population/homes.js'
import { POPULATION } from '../registers/population.js'
import { type Life, patientId } from './life.js'
import type { Name } from './names.js'
import { human } from './places.js'
import { dateOf, hl7 } from './terms.js'

/**
 * Norway's national identity numbers. Those of the country have 80 added to the month, as in the made-up population of the Norwegian Tax Administration,
 * and are never issued to anybody.
 */
export const NATIONAL_IDENTIFIER = 'urn:oid:2.16.578.1.12.4.1.4.1'
const OF_AGE = 18

/** The digits, with a zero in front where the day of birth has one. */
export const identifierOf = ({ identifier }: Person): string => String(identifier).padStart(11, '0')
const gender = ({ sex }: Person) => (sex === FEMALE ? 'female' : 'male')

/** Codes of HL7's v3-MaritalStatus by those of the register. */
const MARITAL: Readonly<Record<string, [code: string, display: string]>> = {
  '1': ['S', 'Never Married'],
  '2': ['M', 'Married'],
  '3': ['W', 'Widowed'],
  '4': ['D', 'Divorced'],
  '5': ['L', 'Legally Separated'],
  '6': ['T', 'Domestic partner'],
  '7': ['L', 'Legally Separated'],
  '8': ['D', 'Divorced'],
  '9': ['W', 'Widowed'],
}

export function personRecords(life: Life, nameOf: (person: Person) => Name): FhirResource[] {
  const { person, places } = life
  const { PERSON = [], CIVIL_STATUS: civil = [] } = life.lines(POPULATION)
  const municipality = homeOn(person, LAST_DAY)
  const home = MUNICIPALITIES[municipality]
  const status = civil.at(-1)?.code('civil_status') ?? null
  const death = PERSON[0]?.number('death_date') ?? null
  const patient: Patient = {
    resourceType: 'Patient',
    id: patientId(person),
    active: true,
    identifier: [{ use: 'official', system: NATIONAL_IDENTIFIER, value: identifierOf(person) }],
    name: [human(nameOf(person))],
    gender: gender(person),
    birthDate: dateOf(person.birth),
    ...(death === null ? {} : { deceasedDateTime: dateOf(death) }),
    ...(home === undefined
      ? {}
      : { address: [{ use: 'home', city: home.name, district: home.county, country: 'NO' }] }),
    ...(status === null ? {} : { maritalStatus: maritalOf(status) }),
    generalPractitioner: [places.doctor(municipality, person.index)],
    managingOrganization: places.national('population'),
  }
  return [patient, ...(isMinor(person) ? parents(life, nameOf) : [])]
}

function maritalOf(status: string) {
  const said = MARITAL[status]
  return said === undefined ? hl7('v3-NullFlavor', 'UNK', 'unknown') : hl7('v3-MaritalStatus', ...said)
}

/** Somebody who has been given authority to act for a grown person. */
export function authorityOf(life: Life, holder: Person, nameOf: (person: Person) => Name): RelatedPerson {
  return {
    ...related(life, holder, nameOf),
    id: life.id('authority', 1),
    relationship: [hl7('v3-RoleCode', 'POWATT', 'power of attorney')],
  }
}

export const isMinor = (person: Person): boolean => ageOn(person, LAST_DAY) < OF_AGE

/** Those who decide for a child. */
function parents(life: Life, nameOf: (person: Person) => Name): RelatedPerson[] {
  const { mother, father } = life.person
  const known = [
    { parent: mother, role: hl7('v3-RoleCode', 'MTH', 'mother') },
    { parent: father, role: hl7('v3-RoleCode', 'FTH', 'father') },
  ]
  return known.flatMap(({ parent, role }, i) =>
    parent === null || parent.death !== null
      ? []
      : [{ ...related(life, parent, nameOf), id: life.id('parent', i + 1), relationship: [role] }],
  )
}

const related = ({ subject }: Life, person: Person, nameOf: (person: Person) => Name): RelatedPerson => ({
  resourceType: 'RelatedPerson',
  active: true,
  identifier: [{ system: NATIONAL_IDENTIFIER, value: identifierOf(person) }],
  patient: subject,
  name: [human(nameOf(person))],
  gender: gender(person),
  birthDate: dateOf(person.birth),
})
