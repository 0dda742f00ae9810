/**
 * Cases and permits as they are kept: every command verified against the stream's own events and carried out in one transaction, everything
 * that is read made of events. Streams are apart from one another: whoever changes one waits only for whoever changes the same.
 */
import { setTimeout as pause } from 'node:timers/promises'
import {
  type Actor,
  type CaseCommand,
  type CaseView,
  type Clock,
  Failure,
  type Identifiers,
  type InboxItem,
  type PermitCommand,
  type PermitView,
  type PublicEntry,
  SYSTEM,
} from '@sund/model'
import { type Kysely, sql } from 'kysely'
import type { DecidedCase } from '../../applications/expected.js'
import type { StandingPermit } from '../../decide.js'
import type { Store, Tables } from '../../store.js'
import { anchor, verifyChains, verifyStream } from './chains.js'
import { settled } from './lookups.js'
import { createMemory, type Loaded } from './memory.js'
import { type Kinds, type Ports, today, type World } from './ports.js'
import { historyOf, inboxOf, type Page, type RegisterFilter, registerOf, streamsOf } from './readers.js'
import { rebuild } from './rebuild.js'
import { eventsOfMany, load, loadedOf } from './streams.js'
import type { Kind, StreamKey } from './tables.js'
import { absent, carryOut, type Done, type Setting } from './transact.js'
import { createWatch, type Listener } from './watch.js'

export type { Kinds, Ports, World } from './ports.js'
export type { RegisterFilter } from './readers.js'

/** What is asked and shown of each kind of stream. */
interface Streams {
  case: { command: CaseCommand; view: CaseView }
  permit: { command: PermitCommand; view: PermitView }
}

export interface Cases {
  /**
   * Carries out a command and all that follows from it. When this resolves it is kept, whatever happens to the machine. With `revision`, the last
   * event that the actor had seen, a command that was overtaken is refused with `conflict.revision`.
   */
  execute<K extends Kind>(
    kind: K,
    id: string,
    command: Streams[K]['command'],
    actor: Actor,
    revision?: number,
  ): Promise<{ revision: number; view(): Promise<Streams[K]['view']> }>
  /** What an actor sees of one; `usage.not-found` where that is nothing. */
  view<K extends Kind>(kind: K, id: string, actor: Actor): Promise<Streams[K]['view']>
  /** What waits for an actor, the soonest due first; 200 at most. */
  inbox(actor: Actor): Promise<InboxItem[]>
  /** What an actor takes part in, the latest changed first: a page, and how many there are. */
  list<K extends Kind>(
    kind: K,
    actor: Actor,
    page?: Page,
  ): Promise<{ views: Streams[K]['view'][]; total: number }>
  /** A permit as holders and rooms must know it, whoever asks; null where there is none. */
  permit(id: string): Promise<StandingPermit | null>
  /** What everyone may see (Art 57). */
  register(filter?: RegisterFilter): Promise<{ entries: PublicEntry[]; total: number }>
  /** How long the latest decided cases took, from complete to decided. */
  history(): Promise<DecidedCase[]>
  /**
   * Does what clocks ask of every stream whose day has come, each in a transaction of its own, and anchors what moved once an hour. Any number of
   * processes may do so at once. One that cannot go on is told of (`trouble`) and tried again the next day.
   */
  tick(): Promise<{ ticked: number; failed: number }>
  /** Makes all that is shown anew from events, while others go on. */
  rebuild(): Promise<{ streams: number; events: number }>
  /** Calls the listener when a stream has gone on, in this process or another. A hint: now and then one is lost. Returns how to stop. */
  watch(kind: Kind, id: string, listener: Listener): () => void
  /** That every event of one is as it was written, for an actor who may see it; throws `conflict.chain` where one is not. */
  proof(kind: Kind, id: string, actor: Actor): Promise<{ events: number; head: string }>
  /** Throws `conflict.chain` unless every event is as it was written. */
  verify(): Promise<{ streams: number; events: number; anchors: number }>
  /** Anchors what moved and stops listening. The store stays open. */
  close(): Promise<void>
}

/** So many clocks are heeded side by side: few, since people are at work meanwhile. */
const LANES = 3
/** A transaction that lost against another is tried again so often. */
const ATTEMPTS = 6
/** SQLSTATE of a transaction that another got in the way of: it can be tried again as it is. */
const IN_THE_WAY = new Set(['40001', '40P01'])
const isInTheWay = (error: unknown): boolean => IN_THE_WAY.has((error as { code?: string }).code ?? '')

/** Cases and permits in an open store. */
export function openCases({
  store,
  clock,
  identifiers,
  kinds,
  ports,
}: {
  store: Store
  clock: Clock
  identifiers: Identifiers
  kinds: Kinds
  ports: Ports
}): Cases {
  const memory = createMemory()
  const setting: Setting = { kinds, ports, clock, identifiers, memory }
  const trouble = (what: string, error: unknown) => ports.trouble?.(what, error)
  const watch = createWatch(store, identifiers.next(), trouble)

  /** Something in a transaction, again when another got in the way. */
  async function transact<T>(work: (database: Kysely<Tables>) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++)
      try {
        return await store.use((database) => database.transaction().execute(work))
      } catch (error) {
        if (attempt === ATTEMPTS || !isInTheWay(error)) throw error
        await pause(Math.random() * 10 * 2 ** attempt)
      }
  }

  /** What an actor sees of a stream; what was committed of it is remembered. */
  async function shown(
    database: Kysely<Tables>,
    { kind, id }: StreamKey,
    loaded: Loaded,
    actor: Actor,
    world: World,
  ) {
    const { state, events } = loaded
    if (state === null) return absent()
    const rest = { actor, now: clock.now(), id, reference: '', uuid: () => identifiers.next() }
    return settled(database, setting, new Map(), (lookups) =>
      kinds[kind].view(id, state, events, { ...world, ...lookups, ...rest }),
    )
  }

  /** What was committed is remembered, and told to whoever watches. */
  function committed({ changed }: Done): void {
    for (const { kind, id, head, events, state } of changed) memory.put({ kind, id }, { head, events, state })
    watch.tell(changed.map(({ kind, id, head }) => ({ kind, id, revision: head.revision })))
  }

  /** The next stream whose day has come; null where there is none that nobody else has in hand. */
  async function tickOne(day: string): Promise<'ticked' | 'failed' | null> {
    const world = await ports.world()
    const outcome = await transact(async (database) => {
      const due = await database
        .selectFrom('stream')
        .select(['kind', 'id'])
        .where('wakes', '<=', day)
        .where((where) => where.or([where('ticked', 'is', null), where('ticked', '<', day)]))
        .orderBy('wakes')
        .limit(1)
        .forUpdate()
        .skipLocked()
        .executeTakeFirst()
      if (due === undefined) return null
      await sql`savepoint before_tick`.execute(database)
      try {
        return await carryOut(database, setting, world, { ...due, command: { do: 'tick' }, actor: SYSTEM })
      } catch (error) {
        if (isInTheWay(error)) throw error
        trouble(`the clock of ${due.kind} ${due.id}`, error)
        await sql`rollback to savepoint before_tick`.execute(database)
        const { kind, id } = due
        await database
          .updateTable('stream')
          .set({ ticked: day })
          .where('kind', '=', kind)
          .where('id', '=', id)
          .execute()
        return 'failed'
      }
    })
    if (outcome === null || outcome === 'failed') return outcome
    committed(outcome)
    return 'ticked'
  }

  const view: Cases['view'] = async (kind, id, actor) => {
    const world = await ports.world()
    return store.use(async (database) => {
      const loaded = await load(database, kinds[kind], id, memory.get({ kind, id }))
      memory.put({ kind, id }, loaded)
      return shown(database, { kind, id }, loaded, actor, world)
    })
  }

  return {
    async execute(kind, id, command, actor, revision) {
      const world = await ports.world()
      const asked = { kind, id, command, actor, ...(revision === undefined ? {} : { revision }) }
      const done = await transact((database) => carryOut(database, setting, world, asked))
      committed(done)
      return {
        revision: done.main.head.revision,
        view: () => store.use((database) => shown(database, { kind, id }, done.main, actor, world)),
      }
    },
    view,
    inbox: (actor) => inboxOf(store, actor, clock.now()),
    async list(kind, actor, { query = '', status, offset = 0, limit = 50 } = {}) {
      const world = await ports.world()
      return store.use(async (database) => {
        const page = { query, status, offset: Math.max(offset, 0), limit: Math.min(Math.max(limit, 0), 200) }
        const { ids, total } = await streamsOf(database, kind, actor, page)
        const streams = await eventsOfMany(database, kinds[kind], ids)
        const views: never[] = []
        for (const [id, events] of streams)
          await shown(database, { kind, id }, loadedOf(kinds[kind], events), actor, world).then(
            (view) => views.push(view as never),
            unlessHidden,
          )
        return { views, total }
      })
    },
    permit: (id) =>
      store.use((database) => settled(database, setting, new Map(), (lookups) => lookups.permit(id))),
    register: (filter = {}) => registerOf(store, filter),
    history: () => historyOf(store),
    async tick() {
      const day = today(clock.now())
      const counts = { ticked: 0, failed: 0 }
      async function lane(): Promise<void> {
        for (let outcome = await tickOne(day); outcome !== null; outcome = await tickOne(day))
          counts[outcome]++
      }
      await Promise.all(Array.from({ length: LANES }, lane))
      await anchor(store, clock, 'hourly')
      return counts
    },
    rebuild: () => rebuild(store, kinds),
    watch: (kind, id, listener) => watch.listen({ kind, id }, listener),
    async proof(kind, id, actor) {
      await view(kind, id, actor)
      return verifyStream(store, { kind, id })
    },
    verify: () => verifyChains(store),
    async close() {
      await watch.close()
      await anchor(store, clock, 'now')
    },
  }
}

/** A list leaves out what its reader may not see. */
function unlessHidden(error: unknown): void {
  if (!(error instanceof Failure) || error.errors[0].code !== 'usage.not-found') throw error
}
