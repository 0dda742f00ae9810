/** What hospitals write: stays and visits, the diagnoses they were for and what was done. */
import type { Condition, Encounter, FhirResource, Procedure, Reference } from 'fhir/r4.js'
import { ICD10 } from '../codes/icd10.js'
import { PROCEDURES } from '../codes/procedures.js'
import type { Day } from '../days.js'
import { hospital } from '../registers/hospital.js'
import type { Life } from './life.js'
import type { NationalPlace } from './places.js'
import { conceptsOf, dateOf, hl7, SYSTEM } from './terms.js'

/** ICD-10 writes a dot after the third sign, which registers leave out. */
const withDot = (code: string): string => (code.length > 3 ? `${code.slice(0, 3)}.${code.slice(3)}` : code)
const diagnosis = conceptsOf(SYSTEM.icd10, ICD10, withDot)
/** Surgery of the NCSP begins with K among the codes of the SKS. */
const procedure = conceptsOf(SYSTEM.sks, PROCEDURES, (code) => (/^(B|UX|ZZ)/.test(code) ? code : `K${code}`))

const INPATIENT = '1'
const ACUTE = '1'
const MAIN = 'H'

export function hospitalRecords(life: Life): FhirResource[] {
  const { EPISODE = [], DIAGNOSIS = [], PROCEDURE = [] } = life.lines(hospital)
  const { subject, places } = life
  const encounters = new Map<Day, { encounter: Encounter; hospital: Reference }>()
  const records: FhirResource[] = EPISODE.map((line, i) => {
    const [admission, discharge] = [line.day('admission'), line.day('discharge')]
    const urgency = line.code('urgency')
    const stays = line.code('care_level') === INPATIENT
    const at = places.national(`hospital-${line.code('hospital_region')}` as NationalPlace)
    const encounter: Encounter = {
      resourceType: 'Encounter',
      id: life.id('episode', i + 1),
      status: 'finished',
      class: stays
        ? { system: ACT, code: 'IMP', display: 'inpatient encounter' }
        : { system: ACT, code: 'AMB', display: 'ambulatory' },
      ...(urgency === null
        ? {}
        : {
            priority:
              urgency === ACUTE
                ? hl7('v3-ActPriority', 'EM', 'emergency')
                : hl7('v3-ActPriority', 'EL', 'elective'),
          }),
      subject,
      period: { start: dateOf(admission), end: dateOf(discharge) },
      serviceProvider: at,
    }
    if (!encounters.has(admission)) encounters.set(admission, { encounter, hospital: at })
    return encounter
  })
  for (const [i, line] of DIAGNOSIS.entries()) {
    const day = line.day('diagnosed')
    const found = encounters.get(day)
    const condition: Condition = {
      resourceType: 'Condition',
      id: life.id('diagnosis', i + 1),
      clinicalStatus: hl7('condition-clinical', 'active', 'Active'),
      verificationStatus: hl7('condition-ver-status', 'confirmed', 'Confirmed'),
      category: [hl7('condition-category', 'encounter-diagnosis', 'Encounter Diagnosis')],
      code: diagnosis(line.code('icd10') as string),
      subject,
      recordedDate: dateOf(day),
      ...(found ? { encounter: referTo(found.encounter) } : {}),
    }
    records.push(condition)
    if (found)
      found.encounter.diagnosis = [
        ...(found.encounter.diagnosis ?? []),
        {
          condition: { reference: `Condition/${condition.id}` },
          rank: line.code('diagnosis_rank') === MAIN ? 1 : 2,
        },
      ]
  }
  for (const [i, line] of PROCEDURE.entries()) {
    const day = line.day('performed')
    const found = encounters.get(day)
    records.push({
      resourceType: 'Procedure',
      id: life.id('procedure', i + 1),
      status: 'completed',
      code: procedure(line.code('procedure_code') as string),
      subject,
      performedDateTime: dateOf(day),
      ...(found ? { encounter: referTo(found.encounter), performer: [{ actor: found.hospital }] } : {}),
    } satisfies Procedure)
  }
  return records
}

const ACT = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'
const referTo = ({ id }: Encounter): Reference => ({ reference: `Encounter/${id}` })
