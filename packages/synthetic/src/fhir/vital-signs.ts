/** Vital signs as FHIR's profiles of them ask: the codes of LOINC, and a blood pressure as one observation with two components. */
import type { CodeableConcept, Observation } from 'fhir/r4.js'
import type { CodeRow } from '../register.js'
import { concept, hl7, quantity, SYSTEM } from './terms.js'

const PROFILE = 'http://hl7.org/fhir/StructureDefinition/'
export const VITAL_SIGNS = [hl7('observation-category', 'vital-signs', 'Vital Signs')]

const loinc = (...row: CodeRow): CodeableConcept => concept(SYSTEM.loinc, row)
const PANEL = loinc('85354-9', 'Blood pressure', 'Blodtrykk', 'Blodtryk')
const SYSTOLIC = loinc('8480-6', 'Systolic blood pressure', 'Systolisk blodtrykk', 'Systolisk blodtryk')
const DIASTOLIC = loinc('8462-4', 'Diastolic blood pressure', 'Diastolisk blodtrykk', 'Diastolisk blodtryk')
const MISSING = hl7('data-absent-reason', 'error', 'Error')

type Measured = Omit<Observation, 'id' | 'subject'>

/** Millimetres of mercury, whole; null where the device failed. */
export function bloodPressure(systolic: number | null, diastolic: number | null): Measured {
  const part = (code: CodeableConcept, value: number | null) => ({
    code,
    ...(value === null
      ? { dataAbsentReason: MISSING }
      : { valueQuantity: quantity(Math.round(value), 'mm[Hg]') }),
  })
  return {
    resourceType: 'Observation',
    meta: { profile: [`${PROFILE}bp`] },
    status: 'final',
    category: VITAL_SIGNS,
    code: PANEL,
    component: [part(SYSTOLIC, systolic), part(DIASTOLIC, diastolic)],
  }
}

/** What a device measures at home, by the code of ISO/IEEE 11073 that registers have. */
export const MEASURES: Readonly<Record<string, { code: CodeableConcept; profile?: string }>> = {
  '149546': { code: loinc('8867-4', 'Pulse', 'Puls', 'Puls'), profile: `${PROFILE}heartrate` },
  '150456': {
    code: {
      coding: [
        ...(loinc('2708-6', 'Oxygen saturation', 'Oksygenmetning', 'Iltmætning').coding ?? []),
        { system: SYSTEM.loinc, code: '59408-5' },
      ],
    },
    profile: `${PROFILE}oxygensat`,
  },
  '152584': { code: loinc('33452-4', 'Peak flow', 'Toppstrøm ved utpust (PEF)', 'Peakflow (PEF)') },
  '160184': { code: loinc('14743-9', 'Blood glucose', 'Blodsukker', 'Blodsukker') },
  '188736': { code: loinc('29463-7', 'Body weight', 'Vekt', 'Vægt'), profile: `${PROFILE}bodyweight` },
}
export const [SYSTOLIC_MEASURE, DIASTOLIC_MEASURE] = ['150021', '150022']
