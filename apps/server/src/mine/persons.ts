/**
 * Which patient of a store somebody is: marks of the national identifiers of its patients, made by the holder from the secret that it shares with others.
 * Followed by the store's own feed, so that who was registered a moment ago finds themselves.
 */
import type { FhirStore } from '@sund/fhir'
import { type Clock, PERSON, systemClock } from '@sund/model'
import { choiceMarks, linkageTokens } from '@sund/network'

/** National identity numbers as FHIR names them: Norwegian (of birth, and D numbers) and Danish. */
const NATIONAL: ReadonlySet<unknown> = new Set([
  'urn:oid:2.16.578.1.12.4.1.4.1',
  'urn:oid:2.16.578.1.12.4.1.4.2',
  'urn:oid:1.2.208.176.1.2',
])
const AT_ONCE = 1000
/** Milliseconds for which who is who is new enough. */
const FRESH = 5000

export function createPatientIndex(
  store: Pick<FhirStore, 'changes'>,
  linkageSecret: Uint8Array,
  clock: Clock = systemClock,
): (mark: string) => Promise<string | null> {
  const tokens = linkageTokens(linkageSecret)
  const marks = choiceMarks(linkageSecret)
  const patients = new Map<string, string>()
  /** The marks of each patient, to forget them when the patient changes. */
  const known = new Map<string, string[]>()
  let after = 0n
  let followedAt = Number.NEGATIVE_INFINITY
  let following: Promise<void> | null = null

  async function follow(): Promise<void> {
    for (;;) {
      const changes = await store.changes(after, { types: ['Patient'], limit: AT_ONCE })
      for (const { id, position, resource } of changes) {
        for (const mark of known.get(id) ?? []) if (patients.get(mark) === id) patients.delete(mark)
        const own = marks.marks(tokens.tokens(PERSON, nationalIdentifiers(resource)))
        known.set(id, own)
        for (const mark of own) patients.set(mark, id)
        after = position
      }
      if (changes.length < AT_ONCE) return
    }
  }

  return async (mark) => {
    const now = clock.now().getTime()
    if (!patients.has(mark) || now - followedAt > FRESH) {
      following ??= follow().finally(() => {
        following = null
      })
      await following
      followedAt = now
    }
    return patients.get(mark) ?? null
  }
}

export function nationalIdentifiers(resource: unknown): string[] {
  const { identifier } = (resource ?? {}) as { identifier?: { system?: unknown; value?: unknown }[] }
  return (identifier ?? []).flatMap(({ system, value }) =>
    NATIONAL.has(system) && typeof value === 'string' ? [value.trim()] : [],
  )
}
