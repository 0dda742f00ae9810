/**
 * The changes of a store as consents leave them: the one way from a store to a view, a register or any other copy. A copy that follows this loses what is withheld as it loses
 * what is deleted, and gets back what is shown again, so that none of them needs rules of its own.
 */
import { type Clock, Failure } from '@sund/model'
import { isOfPatients, patientsOf } from '../compartments/patients.js'
import type { FhirStore } from '../ports.js'
import { STORE_ITSELF } from '../reader.js'
import type { KeptResource, ResourceKey } from '../resource.js'
import type { ConsentBook } from './book.js'
import type { Asked } from './conditions.js'

/** A resource as it is to be seen; null where it is gone or may not be shown. */
export interface Shown extends ResourceKey {
  version: number
  resource: KeptResource | null
  /** Whom it is about; nobody where it is gone. */
  patients: readonly string[]
}

export interface ShownFeed {
  /**
   * Some of what may be otherwise than it was when it was asked before, each resource once; nothing where all is told. It begins with all of those who ever said
   * anything, and what was written after the position that it was given. Some may be as it was.
   */
  next(): Promise<Shown[]>
  /** How far it has come among what was written: where a copy that was kept goes on. */
  readonly position: bigint
  /** What there is and may not be shown, `Observation/12`. */
  readonly withheld: ReadonlySet<string>
}

export interface ShownSettings {
  store: Pick<FhirStore, 'changes' | 'everything'>
  book: ConsentBook
  types: readonly string[]
  /** For whom and why it is made: shown is what may be seen for one of them. */
  asked: readonly Omit<Asked, 'at'>[]
  after?: bigint
  clock: Clock
}

type Found = Omit<Shown, 'patients'>

const AT_ONCE = 4000
const PATIENTS_AT_ONCE = 100

export function createShownFeed(settings: ShownSettings): ShownFeed {
  const { store, book, types, asked, clock } = settings
  let position = settings.after ?? 0n
  let at: Date | null = null
  /** Whose consents are others than they were when last looked. */
  const changed = new Set<string>()
  const withheld = new Set<string>()
  book.listen((changes) => {
    for (const { patients } of changes) for (const patient of patients) changed.add(patient)
  })

  /** All there is of a patient. Where the store has records of theirs and not them, everything is read again. */
  async function allOf(patient: string): Promise<Found[]> {
    const all: Found[] = []
    try {
      for (let next: string | null = ''; next !== null; ) {
        const page: Awaited<ReturnType<FhirStore['everything']>> = await store.everything(
          STORE_ITSELF,
          patient,
          {
            types,
            count: AT_ONCE,
            ...(next === '' ? {} : { after: next }),
          },
        )
        for (const resource of page.resources) {
          const { resourceType: type, id, meta } = resource
          all.push({ type, id, version: Number(meta.versionId), resource })
        }
        next = page.next
      }
    } catch (thrown) {
      if (!(thrown instanceof Failure && thrown.errors[0].code.startsWith('usage.'))) throw thrown
      position = 0n
    }
    return all
  }

  return {
    get position() {
      return position
    },
    withheld,
    async next() {
      await book.refresh()
      const now = clock.now()
      const gates = await Promise.all(asked.map((one) => book.gate(one)))
      for (const patient of book.turned(at)) changed.add(patient)
      at = now
      const found = new Map<string, Found>()
      while (found.size === 0 && changed.size > 0)
        for (const patient of [...changed].slice(0, PATIENTS_AT_ONCE)) {
          for (const one of await allOf(patient)) found.set(`${one.type}/${one.id}`, one)
          changed.delete(patient)
        }
      if (changed.size === 0) {
        const changes = await store.changes(position, { types, limit: AT_ONCE })
        for (const { type, id, version, resource } of changes)
          found.set(`${type}/${id}`, { type, id, version, resource })
        position = changes.at(-1)?.position ?? position
      }
      return [...found].map(([key, { resource, ...one }]) => {
        const patients = resource === null ? [] : patientsOf(resource)
        // Of a person that nobody knows nobody can know what they said.
        const isNobodys = patients.length === 0 && isOfPatients(one.type)
        const isWithheld =
          resource !== null && (isNobodys || !gates.some((gate) => gate.allows(resource, patients)))
        if (isWithheld) withheld.add(key)
        else withheld.delete(key)
        return { ...one, patients, resource: isWithheld ? null : resource }
      })
    },
  }
}
