/**
 * When care was given, for `$everything` between two days (R4, patient-operation-everything.html): "care dates, not record currency dates". R4 does not say which dates these are; here
 * they are those of the search parameters below. Apart from reading, which knows only that some resources are left out.
 */
import type { KeptResource } from '../resource.js'
import { parametersOf } from '../search/definitions.js'
import { meeting } from './gate.js'
import type { Session } from './session.js'

/** Search parameters by which a type says when care was given, where that is another than `date`. A resource is in the period by any of them. */
const DATES: Readonly<Record<string, readonly string[]>> = {
  ChargeItem: ['occurrence'],
  Communication: ['sent', 'received'],
  CommunicationRequest: ['occurrence', 'authored'],
  Condition: ['onset-date', 'abatement-date', 'recorded-date'],
  DetectedIssue: ['identified'],
  DeviceRequest: ['event-date', 'authored-on'],
  Goal: ['start-date', 'target-date'],
  ImagingStudy: ['started'],
  Media: ['created'],
  MedicationAdministration: ['effective-time'],
  MedicationDispense: ['whenhandedover', 'whenprepared'],
  MedicationRequest: ['authoredon'],
  MedicationStatement: ['effective'],
  NutritionOrder: ['datetime'],
  QuestionnaireResponse: ['authored'],
  RequestGroup: ['authored'],
  ServiceRequest: ['occurrence', 'authored'],
  Specimen: ['collected'],
  Task: ['period', 'authored-on'],
  VisionPrescription: ['datewritten'],
  // These say when something was recorded or agreed.
  ...{ AuditEvent: [], Consent: [], Provenance: [] },
}

/** Days, months or years of care, both within. */
export interface CarePeriod {
  start?: string
  end?: string
}

/** What has a date of care within the period, or none at all. */
export async function during<T extends { resource: KeptResource }>(
  session: Session,
  { start, end }: CarePeriod,
  all: readonly T[],
): Promise<T[]> {
  if (start === undefined && end === undefined) return [...all]
  const within = new Set<KeptResource>()
  for (const type of new Set(all.map(({ resource }) => resource.resourceType))) {
    const some = all.map(({ resource }) => resource).filter(({ resourceType }) => resourceType === type)
    const dates = DATES[type] ?? (parametersOf(type).get('date')?.kind === 'date' ? ['date'] : [])
    const between = dates.map((date) =>
      [
        ...(start === undefined ? [] : [`${date}=ge${start}`]),
        ...(end === undefined ? [] : [`${date}=le${end}`]),
      ].join('&'),
    )
    const without = dates.map((date) => `${date}:missing=true`).join('&')
    const ids = some.map(({ id }) => id)
    const met = dates.length === 0 ? new Set(ids) : await meeting(session, type, [...between, without], ids)
    for (const resource of some) if (met.has(resource.id)) within.add(resource)
  }
  return all.filter(({ resource }) => within.has(resource))
}
