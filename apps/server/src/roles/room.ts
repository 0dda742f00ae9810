/**
 * A room: where rows of several holders meet for one run and nowhere else. It makes a key pair for the run,
 * keeps what arrives in memory, computes, lets out released results only, and forgets everything when the run
 * ends.
 */
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type Fragment, Workplace } from '@sund/engine'
import { fail, type Party, type Policy, strictest } from '@sund/model'
import { generateAgreementKey, type Handlers, openSealed, type PrivateJwk, publicHalf } from '@sund/network'
import { removeFolder, workFolder } from './folders.js'
import { carryOut, publicRelations, readFragment } from './fragments.js'
import { deliveryContext } from './holder.js'
import { type RunLimits, stopped } from './limits.js'

/** One run's room while it lasts. */
interface Open {
  key: PrivateJwk
  folder: string
  workplace: Workplace
  /** File of each relation, by who delivered it, and whether all behind it is public. */
  delivered: Map<string, { file: string; public: boolean }>
  /** What those who delivered ask of everything computed here. */
  policies: Policy[]
  /** Files begun, which name them. */
  files: number
  abort: AbortController
  signal: AbortSignal
  computing: Promise<unknown>
}

export interface RoomSettings {
  /** Folder for what arrives, in memory if possible. */
  work: string
  limits: RunLimits
}

export interface Room {
  handlers: Handlers
  /** Ends every run. */
  close(): Promise<void>
}

export function createRoom({ work, limits }: RoomSettings): Room {
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
        delivered: new Map(),
        policies: [],
        files: 0,
        abort,
        signal,
        computing: Promise.resolve(),
      })
      // A hub that goes away does not keep rows here.
      signal.addEventListener('abort', () => void close(terms.run), { once: true })
      return { reply: { key: { ...publicHalf(key) } } }
    },
    async delivery({ run, relation, public: isPublic, policy }, [sealed], from) {
      const room = of(run)
      const what = deliveryKey(from, relation)
      if (sealed === undefined || room.delivered.has(what))
        return fail(
          'usage.request',
          'A delivery does not have its form or came twice.',
          'Run the script again.',
        )
      const file = join(room.folder, `delivery-${room.files++}.parquet`)
      await pipeline(
        openSealed(room.key, deliveryContext(run, relation, from), sealed),
        createWriteStream(file, { mode: 0o600 }),
      )
      room.delivered.set(what, { file, public: isPublic })
      if (policy) room.policies.push(policy)
      return { reply: {} }
    },
    async compute({ terms, fragment: sent }) {
      const room = of(terms.run)
      const fragment = readFragment(sent, 'room')
      addReceived(room, fragment)
      const work = carryOut(room.workplace, fragment, strictest(terms.policy, ...room.policies))
      room.computing = work
      try {
        const { results, errors } = await work
        return { reply: { results: results.map(({ value }) => value), errors } }
      } catch (thrown) {
        throw room.signal.aborted ? stopped(room.signal) : thrown
      }
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

const deliveryKey = (from: Party, relation: string): string => JSON.stringify([from, relation])

/** Every relation that the fragment says a holder delivers, from exactly that holder. */
function addReceived({ delivered, workplace }: Open, fragment: Fragment): void {
  publicRelations(fragment, (start) => {
    if (start.op === 'scan')
      return fail('usage.request', 'A room has no registers to read.', 'Run the script again.')
    const delivery =
      delivered.get(deliveryKey(`holder:${start.from}`, start.id)) ??
      fail(
        'unavailable.holder',
        `What ${start.from} should have delivered did not arrive.`,
        'Run the script again.',
      )
    workplace.addDelivery(start.id, delivery.file)
    return { public: delivery.public, subjectLink: null }
  })
}
