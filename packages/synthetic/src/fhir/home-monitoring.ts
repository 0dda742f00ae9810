/** What people measure at home for the service that follows them; upper and lower blood pressure of a day are one observation. */
import type { FhirResource, Observation } from 'fhir/r4.js'
import type { Day } from '../days.js'
import { homeMonitoring } from '../registers/home-monitoring.js'
import type { Life, Line } from './life.js'
import { dateOf, hl7, quantity } from './terms.js'
import { bloodPressure, DIASTOLIC_MEASURE, MEASURES, SYSTOLIC_MEASURE, VITAL_SIGNS } from './vital-signs.js'

const FAILED = hl7('data-absent-reason', 'error', 'Error')

export function homeMonitoringRecords(life: Life): FhirResource[] {
  const { MEASUREMENT = [] } = life.lines(homeMonitoring)
  const lower = new Map<Day, Line>()
  for (const line of MEASUREMENT)
    if (line.code('measure') === DIASTOLIC_MEASURE) lower.set(line.day('measured'), line)
  return MEASUREMENT.flatMap((line, i) => {
    const measured = observationOf(line, lower)
    if (measured === null) return []
    return [
      {
        ...measured,
        id: life.id('home', i + 1),
        subject: life.subject,
        effectiveDateTime: dateOf(line.day('measured')),
        performer: [life.subject, life.places.national('home-monitoring')],
      } satisfies Observation,
    ]
  })
}

function observationOf(
  line: Line,
  lower: ReadonlyMap<Day, Line>,
): Omit<Observation, 'id' | 'subject'> | null {
  const measure = line.code('measure') as string
  const value = line.number('value')
  if (measure === DIASTOLIC_MEASURE) return null
  if (measure === SYSTOLIC_MEASURE)
    return bloodPressure(value, lower.get(line.day('measured'))?.number('value') ?? null)
  const known = MEASURES[measure]
  if (known === undefined) throw new Error(`${measure} is no measure that FHIR has a code for here`)
  const { code, profile } = known
  return {
    resourceType: 'Observation',
    ...(profile === undefined ? {} : { meta: { profile: [profile] } }),
    status: value === null ? 'cancelled' : 'final',
    category: VITAL_SIGNS,
    code,
    ...(value === null
      ? { dataAbsentReason: FAILED }
      : { valueQuantity: quantity(value, line.code('measure_unit') as string) }),
  }
}
