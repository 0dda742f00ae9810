/**
 * A room: where rows of several holders meet for one run and nowhere else. It makes a key pair for the run,
 * keeps what arrives in memory, computes, lets out released results only, and forgets everything when the run
 * ends.
 */
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type Delivered, type Fragment, Workplace } from '@sund/engine'
import { fail, type Party, type Policy, strictest } from '@sund/model'
import {
  collect,
  generateAgreementKey,
  type Handlers,
  openSealed,
  type Peer,
  type PrivateJwk,
  publicHalf,
} from '@sund/network'
import { protectCount } from '@sund/privacy'
import { placePurse } from './budget-desk.js'
import { PERSONS } from './count-holder.js'
import { countDelivered, populationDelivered } from './count-room.js'
import { removeFolder, workFolder } from './folders.js'
import { carryOut, claimsTooMuch, partOf, publicRelations, readFragment } from './fragments.js'
import { deliveryContext } from './holder.js'
import { ledgerKeyContext, placeLedger } from './ledger-place.js'
import { type RunLimits, stopped } from './limits.js'
import { boundTo, type PermitReader, refused } from './permits.js'
import { type Population, populationOf } from './population.js'

/** One run's room while it lasts. */
interface Open {
  key: PrivateJwk
  folder: string
  workplace: Workplace
  /** What was delivered or is waited for, by who delivers it. */
  deliveries: Map<string, Place<Delivery>>
  /** Files begun, which name them. */
  files: number
  abort: AbortController
  signal: AbortSignal
  computing: Promise<unknown>
  /** The permit that it was opened under, undefined under open terms. */
  permit: string | undefined
}

interface Delivery {
  file: string
  /** The key under which its holder's network blinds sets for the ledger. */
  ledgerKey: Uint8Array
  /** All behind it is public. */
  public: boolean
  /** What its holder knows of its rows. */
  known: Omit<Delivered, 'file'>
  /** What its holder asks of everything computed from it. */
  policy: Policy | undefined
}

/** A promise with its keeper: something that may be asked for before it is there. */
interface Place<T> {
  promise: Promise<T>
  keep: (value: T) => void
  kept: boolean
}

export interface RoomSettings {
  /** The room's own way to ask the hub, known once it has joined. */
  peer: () => Peer
  /** Folder for what arrives, in memory if possible. */
  work: string
  permits: PermitReader
  limits: RunLimits
}

export interface Room {
  handlers: Handlers
  /** Ends every run. */
  close(): Promise<void>
}

export function createRoom({ peer, work, permits, limits }: RoomSettings): Room {
  const rooms = new Map<string, Open>()

  const of = (run: string): Open =>
    rooms.get(run) ?? fail('usage.request', 'There is no room for this run.', 'Run the script again.')

  async function close(run: string): Promise<void> {
    const room = rooms.get(run)
    if (room === undefined) return
    rooms.delete(run)
    room.abort.abort()
    await room.computing.catch(() => {})
    await room.workplace.close()
    await removeFolder(room.folder)
  }

  const handlers: Handlers = {
    async 'open-room'({ terms }) {
      if (rooms.has(terms.run))
        return fail('conflict.exists', 'This run has a room already.', 'Start a new run.')
      const permit = boundTo(await permits.read(terms))
      const abort = new AbortController()
      const signal = AbortSignal.any([abort.signal, limits.deadline()])
      const folder = await workFolder(work)
      const workplace = await Workplace.open({ ...limits.workplace, folder, signal }).catch(
        async (thrown) => {
          await removeFolder(folder)
          throw thrown
        },
      )
      const key = generateAgreementKey()
      rooms.set(terms.run, {
        key,
        folder,
        workplace,
        deliveries: new Map(),
        files: 0,
        abort,
        signal,
        computing: Promise.resolve(),
        permit,
      })
      // A hub that goes away does not keep rows here.
      signal.addEventListener('abort', () => void close(terms.run), { once: true })
      return { reply: { key: { ...publicHalf(key) } } }
    },
    async delivery(
      { run, relation, public: isPublic, once, persons, policy, permit, ofPopulation = false },
      [sealed, sealedKey],
      from,
    ) {
      const room = of(run)
      sameTerms(room, permit)
      const awaited = deliveryOf(room, from, relation)
      if (sealed === undefined || sealedKey === undefined || awaited.kept)
        return fail(
          'usage.request',
          'A delivery does not have its form or came twice.',
          'Run the script again.',
        )
      awaited.kept = true
      const file = join(room.folder, `delivery-${room.files++}.parquet`)
      await pipeline(
        openSealed(room.key, deliveryContext(run, relation, from), sealed),
        createWriteStream(file, { mode: 0o600 }),
      )
      const ledgerKey = await collect(openSealed(room.key, ledgerKeyContext(run, relation, from), sealedKey))
      const known = { ...(once ? { once } : {}), ...(persons ? { persons } : {}), ofPopulation }
      awaited.keep({ file, ledgerKey, public: isPublic, known, policy })
      return { reply: {} }
    },
    async compute({ terms, fragment: sent }, _attachments, _from, part) {
      const { run } = terms
      const room = of(run)
      const permit = await permits.read(terms)
      sameTerms(room, boundTo(permit))
      const fragment = readFragment(sent, 'room')
      const population = permit && populationOf(permit)
      if (population !== null) room.workplace.addPopulation(() => populationIn(room, population))
      // The strictest of what those ask whose rows have been read by now.
      let policy = terms.policy
      const keys: Uint8Array[] = []
      addReceived(room, fragment, ({ policy: more, ledgerKey }) => {
        if (more) policy = strictest(policy, more)
        keys.push(ledgerKey)
      })
      const asking = { peer, run, policy: () => policy, key: async () => sameKey(keys) }
      const work = carryOut(room.workplace, fragment, {
        policy: () => policy,
        purpose: terms.purpose,
        ledger: (index) => placeLedger(asking, index),
        purse: placePurse(peer, run),
        release: (one) => part(partOf(run, one)),
      })
      room.computing = work
      const errors = await work.catch((thrown) => {
        throw room.signal.aborted ? stopped(room.signal) : thrown
      })
      if (room.signal.aborted) throw stopped(room.signal)
      return { reply: { errors } }
    },
    async combine({ terms, parts, formula, definition }) {
      const room = of(terms.run)
      sameTerms(room, boundTo(await permits.read(terms)))
      const waiting = parts.map(({ holder }) => deliveryOf(room, `holder:${holder}`, PERSONS).promise)
      const delivered = await Promise.race([Promise.all(waiting), aborted(room.signal)])
      const policies = delivered.flatMap(({ policy }) => policy ?? [])
      const persons = delivered.map(({ file }, i) => ({ file, sets: parts[i]?.sets ?? 0 }))
      const policy = strictest(terms.policy, ...policies)
      const key = async () => sameKey(delivered.map(({ ledgerKey }) => ledgerKey))
      const work = protectCount(
        // Each holder has seen to the population of its own registers before it sent anyone.
        {
          population: Number.POSITIVE_INFINITY,
          public: delivered.every((one) => one.public),
          definition,
        },
        () => countDelivered(persons, formula, room.signal),
        policy,
        placeLedger({ peer, run: terms.run, policy: () => policy, key }, null),
      )
      room.computing = work
      const { result, told } = await work.catch((thrown) => {
        throw room.signal.aborted ? stopped(room.signal) : thrown
      })
      return { reply: { result: result.value, told: [...told] } }
    },
    async 'close-room'({ run }) {
      await close(run)
      return { reply: {} }
    },
  }
  return {
    handlers,
    async close() {
      await Promise.all([...rooms.keys()].map(close))
    },
  }
}

/** The place of what `from` delivers as `relation`, whether it has come or not. */
function deliveryOf({ deliveries }: Open, from: Party, relation: string): Place<Delivery> {
  const key = JSON.stringify([from, relation])
  const known = deliveries.get(key)
  if (known !== undefined) return known
  let keep: (delivery: Delivery) => void = () => {}
  const promise = new Promise<Delivery>((resolve) => {
    keep = resolve
  })
  const awaited = { promise, keep, kept: false }
  deliveries.set(key, awaited)
  return awaited
}

/**
 * Promises the workplace every relation that the fragment says a holder delivers, from exactly that holder, and tells of a delivery when
 * it is read. What the fragment calls public must be so by the holder's own word.
 */
function addReceived(room: Open, fragment: Fragment, read: (delivery: Delivery) => void): void {
  publicRelations(fragment, (start) => {
    if (start.op === 'scan')
      return fail('usage.request', 'A room has no registers to read.', 'Run the script again.')
    const arrival = async () => {
      const delivery = await Promise.race([
        deliveryOf(room, `holder:${start.from}`, start.id).promise,
        aborted(room.signal),
      ])
      if (start.public && !delivery.public) claimsTooMuch()
      read(delivery)
      return { file: delivery.file, ...delivery.known }
    }
    room.workplace.addDelivery(start.id, arrival)
    return { public: start.public, subjectLink: null }
  })
}

/** Refuses what is of other terms than the room: rows of two permits never meet, whoever asks for it. */
function sameTerms({ permit }: Open, of: string | undefined): void {
  if (of !== permit) refused('What meets in a room is of one permit.')
}

/** The pseudonyms of those whom a permit is about, once every holder that knows some of it has said who is in its sets. */
async function populationIn(room: Open, { parts, formula }: Population): Promise<BigInt64Array> {
  const waiting = parts.map(({ holder }) => deliveryOf(room, `holder:${holder}`, PERSONS).promise)
  const delivered = await Promise.race([Promise.all(waiting), aborted(room.signal)])
  const persons = delivered.map(({ file }, i) => ({ file, sets: parts[i]?.sets.length ?? 0 }))
  return populationDelivered(persons, formula, room.signal)
}

/** The key that all deliveries came with: sets that are blinded under different ones cannot be compared. */
function sameKey([first, ...others]: readonly Uint8Array[]): Uint8Array {
  if (first === undefined || !others.every((other) => Buffer.compare(first, other) === 0))
    return fail(
      'permission.refused-by-holder',
      'Holders of different networks delivered to one room.',
      'See that all holders have the same linkage secret.',
    )
  return first
}

/** Never kept; broken when `signal` aborts. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => reject(stopped(signal))
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
}
