/** What pharmacies hand out, and the prescriptions behind it: one for each substance and year, as prescriptions last. */
import type { FhirResource, MedicationDispense, MedicationRequest } from 'fhir/r4.js'
import { ATC } from '../codes/atc.js'
import { type Day, YEAR } from '../days.js'
import { homeOn } from '../population/homes.js'
import { medicines } from '../registers/medicines.js'
import type { Life } from './life.js'
import { conceptsOf, dateOf, quantity, SYSTEM } from './terms.js'

const substance = conceptsOf(
  SYSTEM.atc,
  ATC.map(([code, en, nb, da]) => [code, en, nb, da] as const),
)

export function medicineRecords(life: Life): FhirResource[] {
  const { DISPENSATION = [] } = life.lines(medicines)
  const { person, subject, places } = life
  const prescriptions = new Map<string, { from: Day; id: string }>()
  const records: FhirResource[] = []
  let written = 0
  for (const [i, line] of DISPENSATION.entries()) {
    const day = line.day('dispensed')
    const atc = line.code('atc') as string
    const home = homeOn(person, day)
    let prescription = prescriptions.get(atc)
    if (prescription === undefined || day - prescription.from >= YEAR) {
      prescription = { from: day, id: life.id('prescription', ++written) }
      prescriptions.set(atc, prescription)
      records.push({
        resourceType: 'MedicationRequest',
        id: prescription.id,
        status: 'active',
        intent: 'order',
        medicationCodeableConcept: substance(atc),
        subject,
        authoredOn: dateOf(day),
        requester: places.doctor(home, person.index),
        dispenseRequest: { validityPeriod: { start: dateOf(day), end: dateOf(day + Math.floor(YEAR)) } },
      } satisfies MedicationRequest)
    }
    const doses = line.number('ddd')
    const packages = line.number('packages')
    records.push({
      resourceType: 'MedicationDispense',
      id: life.id('dispensation', i + 1),
      status: 'completed',
      medicationCodeableConcept: substance(atc),
      subject,
      performer: [{ actor: places.local('pharmacy', home) }],
      authorizingPrescription: [{ reference: `MedicationRequest/${prescription.id}` }],
      ...(packages === null
        ? {}
        : { quantity: { value: packages, unit: 'package', system: SYSTEM.ucum, code: '{package}' } }),
      ...(doses === null ? {} : { daysSupply: quantity(Math.round(doses), 'd') }),
      whenHandedOver: dateOf(day),
    } satisfies MedicationDispense)
  }
  return records
}
