/**
 * Registers that are made of a holder's records, kept as consents leave them. What is withheld leaves their copies with the next round, within seconds; their next
 * version is made at once, and the person is given a signed proof of it. Until then, and for ends that are closed while others are not, runs leave the person out
 * of whichever version they read (`withheld.ts`).
 */
import { appendFile, readFile } from 'node:fs/promises'
import { type ConsentChange, createShownFeed, type Shown, type ShownFeed } from '@sund/fhir'
import {
  type ChoiceLevel,
  type Clock,
  compareVersions,
  type Manifest,
  type Progress,
  WITHDRAWAL_PROOF,
  WithdrawalProof,
} from '@sund/model'
import { type PartyKeys, signed } from '@sund/network'
import { z } from 'zod'
import type { FhirSite } from '../fhir/site.js'
import { ASKED_BY_LEVEL } from './asked.js'
import type { MadeVersion, MadeVersions } from './made.js'
import { isWithheld } from './withheld.js'

/** A copy of records that a register is made of. */
export interface Derivation {
  register: string
  types: readonly string[]
  /** How far in the store's changes the copy was when it was last kept. */
  readonly from?: bigint
  /** Takes what is otherwise into the copy, up to a place in the changes: null resources leave it. */
  take(shown: readonly Shown[], position: bigint): Promise<void>
  /** Imports the copy as this version of the register. */
  import(version: string, progress?: Progress): Promise<Manifest>
  /** Milliseconds for which a version is the newest before there is another of what was written since; never one when left out. */
  readonly renewedAfter?: number
  close?(): void
}

/** A proof as it is given to whom it is about. */
export interface SignedProof {
  proof: WithdrawalProof
  /** `WithdrawalProof` as a compact JWS by the holder. */
  jws: string
}

export interface Derivations {
  /** Keeps a register from now on, and makes its first version where there is none. Answers the newest. */
  add(derivation: Derivation, progress?: Progress): Promise<Manifest>
  /** Lets go of a copy; versions that were made stay. */
  remove(register: string): Promise<void>
  /** Brings everything up to date; rounds follow one another by themselves once started. */
  round(): Promise<void>
  /** A new version of a register of what is written and not of consents alone. */
  renew(register: string): Promise<Manifest | null>
  /** Proofs for a patient, the latest first. */
  proofs(patient: string): readonly SignedProof[]
  start(): void
  close(): Promise<void>
}

interface Settings {
  site: FhirSite
  made: MadeVersions
  /** Versions of the holder's registers. */
  manifests: () => Promise<readonly Manifest[]>
  keys: PartyKeys
  clock: Clock
  /** File of the proofs. */
  file: string
  onTrouble: (what: string, thrown: unknown) => void
}

/** Milliseconds between rounds: what is written is in the copies within a second. */
const EVERY = 500

const Line = z.object({ proof: WithdrawalProof, jws: z.string() })

interface Pending extends ConsentChange {
  inForceAt: string
}

interface Kept {
  derivation: Derivation
  feed: ShownFeed
  /** Patients of whom something was withheld since the last version. */
  lost: Set<string>
  /** What the newest version was made of, and when. */
  newest: { position: string; withheld: ReadonlySet<string>; madeAt: number } | null
  /** Something is otherwise than in it. */
  isStale: boolean
}

/** A new version of a register: what was withheld since the one before, and of whom. */
interface Renewed {
  before: MadeVersion | null
  after: Manifest
  lost: ReadonlySet<string>
}

export async function openDerivations(settings: Settings): Promise<Derivations> {
  const { site, made, manifests, keys, clock, file, onTrouble } = settings
  const kept = new Map<string, Kept>()
  const proofs = await readProofs(file)
  /** Consents that changed and whose proof is not given yet. */
  const pending = new Map<string, Pending>()
  const stop = site.consents.listen((changes) => {
    const inForceAt = clock.now().toISOString()
    for (const change of changes) {
      const patients = new Set([...(pending.get(change.consent)?.patients ?? []), ...change.patients])
      pending.set(change.consent, { ...change, patients: [...patients], inForceAt })
    }
  })
  let timer: NodeJS.Timeout | undefined
  let working: Promise<unknown> = Promise.resolve()
  let isClosed = false

  /** One after the other: two rounds would make the same version. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = working.then(work)
    working = turn.catch(() => {})
    return turn
  }

  async function follow(one: Kept, progress: Progress = () => {}): Promise<void> {
    const { derivation, feed, lost } = one
    for (let seen = 0; ; ) {
      const before = new Set(feed.withheld)
      const shown = await feed.next()
      if (shown.length === 0) return
      await derivation.take(shown, feed.position)
      one.isStale ||=
        String(feed.position) !== one.newest?.position ||
        shown.some(
          ({ type, id, resource }) => (resource === null) !== one.newest?.withheld.has(`${type}/${id}`),
        )
      seen += shown.length
      progress(`${seen.toLocaleString('en')} resources`)
      for (const { type, id, patients } of shown)
        if (feed.withheld.has(`${type}/${id}`) && !before.has(`${type}/${id}`))
          for (const patient of patients) lost.add(patient)
    }
  }

  async function version(one: Kept, progress?: Progress): Promise<Manifest> {
    const { register, types, import: importAs } = one.derivation
    const { feed } = one
    const versions = (await manifests()).flatMap((one) =>
      one.register.name === register ? [one.version] : [],
    )
    const next = nextVersion(versions)
    const position = String(feed.position)
    const withheld = [...feed.withheld]
    await made.note({ register, version: next, types: [...types], position, withheld })
    const manifest = await importAs(next, progress)
    one.newest = { position, withheld: new Set(withheld), madeAt: clock.now().getTime() }
    one.isStale = false
    return manifest
  }

  /** The newest version, where it is there: what is noted of one may be all that came of it. */
  async function newest(register: string): Promise<{ made: MadeVersion; manifest: Manifest } | null> {
    const last = made.latest(register)
    const manifest = (await manifests()).find(
      (one) => one.register.name === register && one.version === last?.version,
    )
    return last && manifest ? { made: last, manifest } : null
  }

  const isDue = ({ derivation: { renewedAfter = Number.POSITIVE_INFINITY }, isStale, newest }: Kept) =>
    isStale && clock.now().getTime() - (newest?.madeAt ?? 0) >= renewedAfter

  async function hashOf(register: string, of: MadeVersion | null) {
    if (of === null) return null
    const found = (await manifests()).find(
      (one) => one.register.name === register && one.version === of.version,
    )
    return found ? { version: found.version, contentHash: found.contentHash } : null
  }

  async function prove(
    { consent, version: of, at, inForceAt }: Pending,
    patient: string,
    renewed: ReadonlyMap<string, Renewed>,
  ): Promise<void> {
    const isProved = ({ proof }: SignedProof) =>
      proof.consent.id === consent && proof.consent.version === of && proof.patient === patient
    if (proofs.some(isProved)) return
    const gates = await Promise.all(
      ASKED_BY_LEVEL.map(async ({ level, asked }) => ({ level, gate: await site.consents.gate(asked) })),
    )
    const registers: WithdrawalProof['registers'] = []
    for (const register of kept.keys()) {
      const latest = made.latest(register)
      if (latest === null) continue
      const closed: ChoiceLevel[] = []
      for (const { level, gate } of gates)
        if (await isWithheld(gate, patient, latest, site.store)) closed.push(level)
      const { before = latest, after = null, lost } = renewed.get(register) ?? {}
      const isGone = after !== null && lost?.has(patient)
      if (closed.length === 0 && !isGone) continue
      registers.push({
        register,
        before: await hashOf(register, before),
        after: isGone ? { version: after.version, contentHash: after.contentHash } : null,
        closed,
      })
    }
    if (registers.length === 0) return
    const proof = WithdrawalProof.parse({
      holder: site.holder,
      consent: { id: consent, version: of },
      patient,
      writtenAt: at,
      inForceAt,
      doneAt: clock.now().toISOString(),
      registers,
    })
    const jws = await signed(keys.signing, { type: WITHDRAWAL_PROOF, by: `holder:${site.holder}` }, proof)
    await appendFile(file, `${JSON.stringify({ proof, jws })}\n`, { mode: 0o600, flush: true })
    proofs.push({ proof, jws })
  }

  async function keep(one: Kept, renewed: Map<string, Renewed>): Promise<void> {
    await follow(one)
    if (one.lost.size === 0 && !isDue(one)) return
    const { register } = one.derivation
    const before = made.latest(register)
    const lost = new Set(one.lost)
    renewed.set(register, { before, after: await version(one), lost })
    one.lost.clear()
  }

  async function round(): Promise<void> {
    const renewed = new Map<string, Renewed>()
    const troubles: unknown[] = []
    // A register that cannot be kept now keeps no other from it; proofs wait for all.
    for (const one of kept.values()) await keep(one, renewed).catch((thrown) => troubles.push(thrown))
    if (troubles.length > 0) throw troubles[0]
    for (const [consent, change] of [...pending]) {
      for (const patient of change.patients) await prove(change, patient, renewed)
      if (pending.get(consent) === change) pending.delete(consent)
    }
  }

  return {
    add: (derivation, progress) =>
      inTurn(async () => {
        const { register, types } = derivation
        const { store, consents } = site
        const asked = ASKED_BY_LEVEL.map((one) => one.asked)
        const last = await newest(register)
        const one: Kept = {
          derivation,
          feed: createShownFeed({ store, book: consents, types, asked, clock, after: derivation.from ?? 0n }),
          lost: new Set(),
          newest: last && {
            position: last.made.position,
            withheld: new Set(last.made.withheld),
            madeAt: Date.parse(last.manifest.importedAt),
          },
          // What was taken when the last version was not made of it.
          isStale: derivation.from !== undefined && String(derivation.from) !== last?.made.position,
        }
        await follow(one, progress)
        one.lost.clear()
        // What was withheld while nobody followed is in the last version still.
        const isMade = last === null || [...one.feed.withheld].some((key) => !one.newest?.withheld.has(key))
        const manifest = isMade ? await version(one, progress) : last.manifest
        kept.set(register, one)
        return manifest
      }),
    remove: (register) =>
      inTurn(async () => {
        kept.get(register)?.derivation.close?.()
        kept.delete(register)
      }),
    round: () => inTurn(round),
    renew: (register) =>
      inTurn(async () => {
        const one = kept.get(register)
        if (one === undefined) return null
        await follow(one)
        return version(one)
      }),
    proofs: (patient) => proofs.filter(({ proof }) => proof.patient === patient).reverse(),
    start() {
      const again = () => {
        timer = setTimeout(() => {
          void inTurn(round)
            .catch((thrown: unknown) => onTrouble('registers of records', thrown))
            .finally(() => isClosed || again())
        }, EVERY)
        timer.unref()
      }
      again()
    },
    async close() {
      isClosed = true
      clearTimeout(timer)
      stop()
      await working
      for (const { derivation } of kept.values()) derivation.close?.()
    },
  }
}

async function readProofs(file: string): Promise<SignedProof[]> {
  const lines = await readFile(file, 'utf8').catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT') return ''
    throw thrown
  })
  return lines.split('\n').flatMap((line) => (line === '' ? [] : [Line.parse(JSON.parse(line))]))
}

/** The minor version after the newest. */
function nextVersion(versions: readonly string[]): string {
  const newest = [...versions].sort(compareVersions).at(-1)
  if (newest === undefined) return '1.0.0'
  const [major, minor] = newest.split('.').map(Number) as [number, number]
  return `${major}.${minor + 1}.0`
}
