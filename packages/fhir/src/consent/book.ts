/**
 * The consents of a store as they are now. It follows the changes of the store like any other consumer, so that a consent is in force for every way out by the
 * same road, whoever wrote it. Nothing is asked of a gate before what was written is known: where the store cannot tell, nobody sees anything.
 */
import type { Clock } from '@sund/model'
import type { FhirStore } from '../ports.js'
import type { Asked } from './conditions.js'
import { consentGate, type ExplainedGate } from './gate.js'
import { type ReadConsent, readConsent } from './rules.js'

/** What a Consent was and is: null where there is none, or it says nothing. */
export interface ConsentChange {
  consent: string
  version: number
  at: string
  patients: readonly string[]
}

export interface ConsentBook {
  /** The gate of one who asks now. It is for one answer: the next is to ask anew. Throws what the store throws. */
  gate(asked: Omit<Asked, 'at'>): Promise<ExplainedGate>
  /** Reads what was written since. */
  refresh(): Promise<void>
  /**
   * Whose consents began or ended to hold by themselves between a moment and now, whichever is first by the clock; of no moment, all who ever said
   * anything.
   */
  turned(since: Date | null): ReadonlySet<string>
  /** Hears of consents that were written, changed or deleted, each once and in order, after gates know them. Returns how to stop. */
  listen(hear: (changes: readonly ConsentChange[]) => void): () => void
}

export interface BookSettings {
  store: Pick<FhirStore, 'changes'>
  clock: Clock
  /** Milliseconds for which what is known is new enough. A consent is in force when they are over, at the latest. */
  fresh?: number
}

const FRESH = 1000
const AT_ONCE = 1000
/** Gates that are kept: one for each reader and reason. */
const MOST_KEPT = 256

interface Kept {
  gate: ExplainedGate
  /** When it was made, and when something begins or ends for somebody: a clock that is set back is before it. */
  from: number
  until: number
}

export function createConsentBook({ store, clock, fresh = FRESH }: BookSettings): ConsentBook {
  const consents = new Map<string, ReadConsent>()
  const byPatient = new Map<string, readonly ReadConsent[]>()
  const kept = new Map<string, Kept>()
  const everyone = new Set<string>()
  const listeners = new Set<(changes: readonly ConsentChange[]) => void>()
  let position = 0n
  let seen = Number.NEGATIVE_INFINITY
  let asking: Promise<void> | null = null

  function put(id: string, read: ReadConsent | null): string[] {
    const before = consents.get(id)
    const patients = new Set([before, read].flatMap((one) => (one ? [one.patient] : [])))
    if (read === null) consents.delete(id)
    else consents.set(id, read)
    for (const patient of patients) {
      everyone.add(patient)
      const others = (byPatient.get(patient) ?? []).filter(({ consent }) => consent !== id)
      const all = read?.patient === patient ? [...others, read] : others
      if (all.length === 0) byPatient.delete(patient)
      else byPatient.set(patient, all)
    }
    return [...patients]
  }

  async function read(): Promise<void> {
    const begun = clock.now().getTime()
    for (;;) {
      const changes = await store.changes(position, { types: ['Consent'], limit: AT_ONCE })
      const told = changes.map(({ id, version, at, resource }) => ({
        consent: id,
        version,
        at,
        patients: put(id, resource === null ? null : readConsent(resource)),
      }))
      position = changes.at(-1)?.position ?? position
      if (told.length > 0) {
        kept.clear()
        for (const hear of listeners) hear(told)
      }
      if (changes.length < AT_ONCE) break
    }
    seen = begun
  }

  function refreshed(): Promise<void> {
    asking ??= read().finally(() => {
      asking = null
    })
    return asking
  }

  return {
    async gate(asked) {
      // Where the clock was set back, nobody knows how old what is known is.
      if (Math.abs(clock.now().getTime() - seen) > fresh) await refreshed()
      const key = keyOf(asked)
      const at = clock.now()
      const known = kept.get(key)
      if (known !== undefined && known.from <= at.getTime() && at.getTime() < known.until) return known.gate
      const gate = consentGate(byPatient, { ...asked, at })
      kept.set(key, { gate, from: at.getTime(), until: nextTurn(consents.values(), at.getTime()) })
      if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value as string)
      return gate
    },
    async refresh() {
      // What is being read may have been asked for too early.
      await asking?.catch(() => {})
      await refreshed()
    },
    turned(since) {
      if (since === null) return everyone
      const [from, until] = [since.getTime(), clock.now().getTime()].sort((a, b) => a - b) as [number, number]
      const isBetween = (turn: number) => from < turn && turn <= until
      return new Set(
        [...consents.values()].flatMap(({ patient, turns }) => (turns.some(isBetween) ? [patient] : [])),
      )
    },
    listen(hear) {
      listeners.add(hear)
      return () => listeners.delete(hear)
    },
  }
}

const keyOf = ({ actors, purposes }: Omit<Asked, 'at'>): string =>
  JSON.stringify([[...actors].sort(), purposes.map(({ system, code }) => [system ?? null, code ?? null])])

function nextTurn(consents: Iterable<ReadConsent>, at: number): number {
  let next = Number.POSITIVE_INFINITY
  for (const { turns } of consents) for (const turn of turns) if (turn > at && turn < next) next = turn
  return next
}
