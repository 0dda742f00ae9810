/**
 * What general practice writes: contacts with their reasons, what the doctor knows to be the matter, and the blood pressure that is taken when an illness
 * of heart, vessels or sugar is controlled. The pressures are in no register, as they are in none of a real country.
 */
import type { Condition, Encounter, FhirResource, Observation, Reference } from 'fhir/r4.js'
import { ICPC2 } from '../codes/icpc2.js'
import type { Day } from '../days.js'
import { ageOn, type Person } from '../person.js'
import { homeOn } from '../population/homes.js'
import { primaryCare } from '../registers/primary-care.js'
import type { Life } from './life.js'
import { conceptsOf, dateOf, hl7, SYSTEM } from './terms.js'
import { bloodPressure } from './vital-signs.js'

const reason = conceptsOf(SYSTEM.icpc2, ICPC2)

const ACT = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'
/** How they met, by the register's kinds of contact. */
const CLASSES: Readonly<Record<string, [code: string, display: string]>> = {
  '1': ['AMB', 'ambulatory'],
  '2': ['VR', 'virtual'],
  '3': ['HH', 'home health'],
  '4': ['VR', 'virtual'],
  '5': ['EMER', 'emergency'],
}
const [CONSULTATION, HOME_VISIT] = ['1', '3']

/** In ICPC-2 the first 30 numbers of a chapter are symptoms, those from 70 on diagnoses. */
const isDiagnosis = (code: string): boolean => Number(code.slice(1, 3)) >= 70
/** Hypertension, diabetes, and illness of the heart. */
const PRESSED = /^(K8[67]|T(89|90)|K7[4-8])/
const PRESSURE_STREAM = 154

export function primaryCareRecords(life: Life): FhirResource[] {
  const { CONTACT = [] } = life.lines(primaryCare)
  const { person, subject, places } = life
  const random = life.random(PRESSURE_STREAM)
  const usual = usualPressure(person, random.normal())
  const records: FhirResource[] = []
  const known = new Set<string>()
  for (const [i, line] of CONTACT.entries()) {
    const day = line.day('date')
    const code = line.code('icpc2')
    const kind = line.code('contact_kind') ?? CONSULTATION
    const municipality = homeOn(person, day)
    const doctor = places.doctor(municipality, person.index)
    const [act, display] = CLASSES[kind] ?? ['AMB', 'ambulatory']
    const encounter: Encounter = {
      resourceType: 'Encounter',
      id: life.id('contact', i + 1),
      status: 'finished',
      class: { system: ACT, code: act, display },
      subject,
      participant: [{ individual: doctor }],
      period: { start: dateOf(day), end: dateOf(day) },
      ...(code === null ? {} : { reasonCode: [reason(code)] }),
      serviceProvider: places.local('practice', municipality),
    }
    records.push(encounter)
    const at: Reference = { reference: `Encounter/${encounter.id}` }
    if (code === null) continue
    if (isDiagnosis(code) && !known.has(code)) {
      known.add(code)
      records.push({
        resourceType: 'Condition',
        id: life.id('problem', known.size),
        clinicalStatus: hl7('condition-clinical', 'active', 'Active'),
        verificationStatus: hl7('condition-ver-status', 'confirmed', 'Confirmed'),
        category: [hl7('condition-category', 'problem-list-item', 'Problem List Item')],
        code: reason(code),
        subject,
        encounter: at,
        onsetDateTime: dateOf(day),
        recordedDate: dateOf(day),
        recorder: doctor,
      } satisfies Condition)
    }
    if (PRESSED.test(code) && (kind === CONSULTATION || kind === HOME_VISIT)) {
      const [systolic, diastolic] = usual(day)
      const [more, less] = [random.normal(0, 8), random.normal(0, 5)]
      records.push({
        ...bloodPressure(systolic + more, diastolic + 0.4 * more + less),
        id: life.id('pressure', i + 1),
        subject,
        encounter: at,
        effectiveDateTime: dateOf(day),
        performer: [doctor],
      } satisfies Observation)
    }
  }
  return records
}

/** A person's own pressure, which rises with age and weight. */
function usualPressure(person: Person, own: number): (day: Day) => [systolic: number, diastolic: number] {
  const { bmi } = person.traits
  return (day) => {
    const age = ageOn(person, day)
    return [112 + 0.32 * age + 0.6 * (bmi - 26) + 7 * own, 76 + 0.06 * age + 0.25 * (bmi - 26) + 4 * own]
  }
}
