/**
 * What is written down of every read and write: who, with which app, why, when, what they did and to which resources of whom. It is kept in this form, small and
 * hashed; `event.ts` says it as FHIR does.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'

/** A resource that was shown or written, as of a version where one is known, and in whose compartments it is. */
const Touched = z.object({ reference: z.string(), patients: z.array(z.string()) })
export type Touched = z.infer<typeof Touched>

/** Codes of AuditEvent.action (R4): create, read, update, delete, execute. */
export const ACTIONS = ['C', 'R', 'U', 'D', 'E'] as const

const Said = z.object({
  at: z.iso.datetime(),
  subject: z.string(),
  client: z.string().nullable(),
  purpose: z.string(),
  action: z.enum(ACTIONS),
  /** As http://hl7.org/fhir/restful-interaction names it, or an operation: `everything`, `export`. */
  interaction: z.string(),
  /** `0` done, `4` refused, `8` failed (AuditEvent.outcome). */
  outcome: z.enum(['0', '4', '8']),
  /** What was asked for, as it was asked. */
  query: z.string().nullable(),
  touched: z.array(Touched),
})
/** What is said of one read or write. */
export type Said = z.infer<typeof Said>

/** An entry with its place in the chain. */
export interface AuditEntry extends Said {
  position: number
}

export const START = { position: 0, hash: '0'.repeat(64) }

/** The text that is hashed and kept. */
export const textOf = (said: Said): string => JSON.stringify(said)

/** What a kept text says; null where it is none of ours. */
export function saidIn(text: string): Said | null {
  try {
    return Said.parse(JSON.parse(text))
  } catch {
    return null
  }
}

/** SHA-256 over the hash before, the position and the text, with a line break between. */
export function hashOf(before: string, position: number, text: string): string {
  return createHash('sha256').update(`${before}\n${position}\n${text}`).digest('hex')
}

/** All in whose compartments something was that an entry touches. */
export function patientsIn({ touched }: Pick<Said, 'touched'>): string[] {
  return [...new Set(touched.flatMap(({ patients }) => patients))].sort()
}
