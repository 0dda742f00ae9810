/**
 * FHIR R4 records of made-up persons: what a holder's FHIR store has of them, for demonstrations and for developers. They are the persons of the country,
 * and what their records say is what its registers say.
 */
import { fail } from '@sund/model'
import type { FhirResource } from 'fhir/r4.js'
import { type CountrySettings, partsOf } from '../country.js'
import { LAST_DAY } from '../days.js'
import { isResident, type Person } from '../person.js'
import { makePeople } from '../population/index.js'
import { homeMonitoringRecords } from './home-monitoring.js'
import { hospitalRecords } from './hospital.js'
import { type Household, householdIn } from './household.js'
import { laboratoryRecords } from './laboratory.js'
import { lifeOf, patientId } from './life.js'
import { medicineRecords } from './medicines.js'
import { type Name, nameOf } from './names.js'
import { authorityOf, identifierOf, personRecords } from './person.js'
import { Places, text } from './places.js'
import { primaryCareRecords } from './primary-care.js'
import { vaccinationRecords } from './vaccinations.js'

export { NATIONAL_IDENTIFIER } from './person.js'

/** A resource of FHIR R4 with its identifier. */
export interface FhirRecord {
  resourceType: string
  id: string
  [element: string]: unknown
}

/** One of those whom a demonstration shows: the national identifier, the name, and the identifier of their Patient. */
export interface MadeUpPerson {
  identifier: string
  name: string
  patient: string
}

export interface MadeUpRecords {
  /** A woman, a child of hers, and her mother. */
  household: Record<keyof Household, MadeUpPerson>
  /** Records of these three and of others, in an order in which what is referred to inside the record comes first or with it; each once. */
  records(): Generator<FhirRecord>
}

/** What these three are called wherever they appear. */
const CALLED: Record<keyof Household, Name> = {
  self: { given: 'Berit', family: 'Lind' },
  child: { given: 'Nora', family: 'Lind' },
  parent: { given: 'Solveig', family: 'Lind' },
}

/**
 * Records of so many persons of the country's first part, or of all in it where there are fewer. The same settings give the same records. Throws
 * `usage.arguments` for settings that no country has, or one too small to have a family to show.
 */
export function madeUpRecords(settings: CountrySettings, persons: number): MadeUpRecords {
  const [part] = partsOf(settings)
  if (part === undefined) throw new Error('a country has a part')
  const people = makePeople(settings, part)
  const family =
    householdIn(people) ??
    fail(
      'usage.arguments',
      'Nobody in so small a country has a family to show records of.',
      'Choose more persons, or another seed.',
    )
  const said = new Map(ROLES.map((role) => [family[role], CALLED[role]]))
  const name = (person: Person) => nameOf(person, settings.seed, said)
  const shown = new Set<Person>(ROLES.map((role) => family[role]))
  for (const person of people) {
    if (shown.size >= persons) break
    if (isResident(person, LAST_DAY)) shown.add(person)
  }
  return {
    household: Object.fromEntries(
      ROLES.map((role) => [role, shownOf(family[role], name)]),
    ) as MadeUpRecords['household'],
    *records() {
      const places = new Places(settings.seed)
      for (const person of shown) {
        const life = lifeOf(person, settings.seed, places)
        const own = [
          ...personRecords(life, name),
          ...(person === family.parent ? [authorityOf(life, family.self, name)] : []),
          ...WRITERS.flatMap((write) => write(life)),
        ]
        for (const resource of [...places.fresh(), ...own]) yield resource as FhirResource & FhirRecord
      }
    },
  }
}

const ROLES = ['self', 'child', 'parent'] as const

const WRITERS = [
  primaryCareRecords,
  hospitalRecords,
  laboratoryRecords,
  medicineRecords,
  vaccinationRecords,
  homeMonitoringRecords,
]

const shownOf = (person: Person, name: (person: Person) => Name): MadeUpPerson => ({
  identifier: identifierOf(person),
  name: text(name(person)),
  patient: patientId(person),
})
