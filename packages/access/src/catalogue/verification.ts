/** Whether a holder has looked through the description of its register this year (Art 60(3)): a projection of the log. */
import type { CatalogueEntry, LoggedEvent } from '@sund/model'
import type { EventLog } from '../log.js'

export interface Verification {
  /** Day of the last verification, of any version; null before the first. */
  verifiedOn: string | null
  /** Day by which it is due next: a year after the last, or after the register first came. */
  dueOn: string
  due: boolean
  /** Whether the day it is due is near, or past. */
  near: boolean
}

/** Days before the year is over in which a holder is reminded. */
const NEAR_DAYS = 30

const TYPE = 'description-verified'

/** The last verification of each register, by its name. */
export async function lastVerifications(log: EventLog): Promise<Map<string, string>> {
  const last = new Map<string, string>()
  for (let after = 0; ; ) {
    const events = (await log.list({ type: TYPE, after, limit: 1000 })) as LoggedEvent<typeof TYPE>[]
    for (const { payload, at } of events) last.set(payload.register.name, at)
    const end = events.at(-1)
    if (end === undefined || events.length < 1000) return last
    after = end.position
  }
}

/** How it stands with a register, given all its versions. */
export function verificationOf(
  versions: readonly CatalogueEntry[],
  last: string | undefined,
  now: Date,
): Verification {
  const first = versions.map(({ importedAt }) => importedAt).sort()[0] ?? now.toISOString()
  const from = last ?? first
  const due = new Date(from)
  due.setUTCFullYear(due.getUTCFullYear() + 1)
  return {
    verifiedOn: last?.slice(0, 10) ?? null,
    dueOn: due.toISOString().slice(0, 10),
    due: due <= now,
    near: due.getTime() - NEAR_DAYS * 86_400_000 <= now.getTime(),
  }
}
