/** Blood pressure out of FHIR: from what the server sends to what the page shows. */
import type { Connection } from './connection.js'

const LOINC = 'http://loinc.org'
const PANEL = '85354-9'
const PARTS = { systolic: '8480-6', diastolic: '8462-4' }

export interface Reading {
  id: string
  at: string
  systolic: number
  diastolic: number
}

export interface Person {
  name: string
  birthDate: string | null
}

/** Whether the person let the app see any of this type: what they said no to is not asked for, since that would be refused. */
const allows = (client: Connection, type: string): boolean =>
  (client.state.tokenResponse?.scope ?? '').split(' ').some((scope) => scope.startsWith(`patient/${type}.`))

/** The person whose record it is; null where they did not let the app know. */
export async function personOf(client: Connection): Promise<Person | null> {
  if (client.patient.id === null || !allows(client, 'Patient')) return null
  const { name, birthDate } = (await client.request(`Patient/${client.patient.id}`)) as fhir4.Patient
  const official = name?.[0]
  return {
    name: official?.text ?? [...(official?.given ?? []), official?.family].filter(Boolean).join(' '),
    birthDate: birthDate ?? null,
  }
}

/** The latest measurements, the newest first; none where the person did not let the app see them. */
export async function readingsOf(client: Connection): Promise<Reading[]> {
  if (!allows(client, 'Observation')) return []
  const query = new URLSearchParams({ code: `${LOINC}|${PANEL}`, _sort: '-date', _count: '50' })
  const bundle = (await client.request(`Observation?${query}`)) as fhir4.Bundle<fhir4.Observation>
  return (bundle.entry ?? []).flatMap(({ resource }) => (resource ? (readingOf(resource) ?? []) : []))
}

function readingOf({ id = '', effectiveDateTime, component = [] }: fhir4.Observation): Reading | null {
  const value = (code: string) =>
    component.find((part) => part.code.coding?.some((one) => one.system === LOINC && one.code === code))
      ?.valueQuantity?.value
  const [systolic, diastolic] = [value(PARTS.systolic), value(PARTS.diastolic)]
  if (effectiveDateTime === undefined || systolic === undefined || diastolic === undefined) return null
  return { id, at: effectiveDateTime, systolic, diastolic }
}

/** The status that a request failed with, as far as `fhirclient` tells. */
export function statusOf(thrown: unknown): number | null {
  const { status, statusCode } = (thrown ?? {}) as { status?: unknown; statusCode?: unknown }
  const found = status ?? statusCode
  return typeof found === 'number' ? found : null
}
