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

/** The person whose record it is; null where they did not let the app know. */
export async function personOf(client: Connection): Promise<Person | null> {
  if (client.patient.id === null) return null
  try {
    const { name, birthDate } = (await client.request(`Patient/${client.patient.id}`)) as fhir4.Patient
    const official = name?.[0]
    return {
      name: official?.text ?? [...(official?.given ?? []), official?.family].filter(Boolean).join(' '),
      birthDate: birthDate ?? null,
    }
  } catch (thrown) {
    if (statusOf(thrown) === 403) return null
    throw thrown
  }
}

/** The latest measurements, the newest first. */
export async function readingsOf(client: Connection): Promise<Reading[]> {
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
