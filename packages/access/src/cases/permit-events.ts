/** What can have happened to a permit. Versions and upgrades as in case-events.ts. */
import { ApplicationKind, ClockName, IsoDate, OrganisationId, Permit } from '@sund/model'
import { z } from 'zod'
import type { EventType } from './stream.js'

const reason = z.string()

const schemas = {
  issued: z.object({
    permit: Permit,
    jws: z.string(),
    as: ApplicationKind,
    rules: z.string(),
    accessBody: OrganisationId,
    /** Until when each holder delivers (Art 60); of an answer in statistics, until when the access body answers (Art 69). */
    deliveries: z.array(z.object({ holder: OrganisationId, due: IsoDate })),
  }),
  'person-removed': z.object({ subject: z.string(), reason }),
  revoked: z.object({ reason }),
  expired: z.object({}),
  'breach-suspected': z.object({ text: z.string(), stop: z.boolean(), due: IsoDate }),
  'breach-replied': z.object({ text: z.string() }),
  'breach-decided': z.object({
    outcome: z.enum(['cleared', 'revoked', 'excluded']),
    excludedUntil: IsoDate.nullable(),
    reason,
  }),
  'result-registered': z.object({ title: z.string(), summary: z.string(), link: z.string().nullable() }),
  'finding-reported': z.object({ text: z.string() }),
  'delivery-confirmed': z.object({ holder: OrganisationId }),
  'delivery-extended': z.object({ holder: OrganisationId, due: IsoDate, reason }),
  'deletion-confirmed': z.object({}),
  reminded: z.object({
    clock: ClockName,
    track: z.string().nullable(),
    day: IsoDate,
    stage: z.string(),
    due: IsoDate,
  }),
  escalated: z.object({ clock: ClockName, track: z.string().nullable(), day: IsoDate, due: IsoDate }),
} as const

type Schemas = typeof schemas
export type PermitEventType = keyof Schemas
export type PermitEvent<T extends PermitEventType = PermitEventType> = {
  [K in T]: { type: K; payload: z.infer<Schemas[K]> }
}[T]

export const PERMIT_EVENTS = Object.fromEntries(
  Object.entries(schemas).map(([type, schema]) => [type, { version: 1, schema, upgrade: {} }]),
) as unknown as Readonly<Record<PermitEventType, EventType>>
