/** Vaccinations: every dose, and where it was given. */
import type { FhirResource, Immunization } from 'fhir/r4.js'
import { VACCINES } from '../codes/vaccines.js'
import { ageOn } from '../person.js'
import { homeOn } from '../population/homes.js'
import { vaccinations } from '../registers/vaccinations.js'
import type { Life } from './life.js'
import { conceptsOf, dateOf, SYSTEM } from './terms.js'

const vaccine = conceptsOf(SYSTEM.atc, VACCINES)
/** Until this age the municipality's own clinic and school give them. */
const CHILDHOOD = 16

export function vaccinationRecords(life: Life): FhirResource[] {
  const { VACCINATION = [] } = life.lines(vaccinations)
  const { person, subject, places } = life
  return VACCINATION.map((line, i): Immunization => {
    const day = line.day('date')
    const dose = line.number('dose_number')
    const at = places.local(ageOn(person, day) < CHILDHOOD ? 'clinic' : 'practice', homeOn(person, day))
    return {
      resourceType: 'Immunization',
      id: life.id('dose', i + 1),
      status: 'completed',
      vaccineCode: vaccine(line.code('vaccine') as string),
      patient: subject,
      occurrenceDateTime: dateOf(day),
      performer: [{ actor: at }],
      ...(dose === null ? {} : { protocolApplied: [{ doseNumberPositiveInt: dose }] }),
    }
  })
}
