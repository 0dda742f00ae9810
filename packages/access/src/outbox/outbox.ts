/**
 * Letters on their way: put down in the transaction of what they tell of, sent afterwards, tried again with growing waits, and given up loudly.
 * Any number of processes may send at once.
 *
 * A letter is marked as being sent before it is. If its sender dies in between, nobody knows whether it went: one that must arrive is then sent
 * again, under the same identifier; one that must not come twice (a reminder) is not, and is listed as uncertain.
 */
import { type Clock, fail, type Language } from '@sund/model'
import { type Selectable, sql } from 'kysely'
import { LETTERS, type LetterTemplate, type Recipient } from '../cases/letters.js'
import type { LetterOf, LetterRow, LetterState } from '../cases/store/tables.js'
import { appendEvent } from '../log.js'
import type { Store } from '../store.js'
import { messageOf } from './message.js'
import { NotSent, type Sink } from './sinks.js'
import { laterBy } from './waits.js'

/** Where a letter goes, and in which language. */
export interface Addressee {
  address: string
  language: Language
}

/** A letter that did not arrive, or of which nobody knows whether it did. */
export interface LetterInTrouble {
  key: string
  template: LetterTemplate
  kind: LetterOf
  id: string
  to: Recipient
  /** By which people know what it is about. */
  reference: string
  madeAt: string
  state: 'failed' | 'uncertain'
  /** In the words of the machine that refused it: `no address`, `smtp 550`, `ECONNREFUSED`. */
  problem: string
}

/** Letters that somebody must see to. Apart from the outbox, since whoever looks at them sends nothing. */
export interface Letters {
  /** The newest first; 200 at most. */
  troubles(): Promise<LetterInTrouble[]>
  /**
   * Sends such a letter after all, once `by` has seen to it, with a `letter-sent-again` event in the same transaction; `usage.not-found` when there is
   * none. One of which nobody knows whether it arrived may then come twice.
   */
  again(key: string, by: string): Promise<void>
}

export interface Outbox {
  /** Sends what is due. Resolves when nothing more is. */
  deliver(): Promise<{ sent: number; failed: number; uncertain: number; later: number }>
}

/** How long a letter may take to be sent. Whoever takes longer is taken for dead. */
const LEASE_MS = 10 * 60_000
const GIVE_UP_MS = 5 * 24 * 3_600_000
/** Few, since whoever dies leaves so many reminders uncertain. */
const BATCH = 5
const ONCE = Object.entries(LETTERS).flatMap(([template, how]) => (how === 'once' ? [template] : []))

export interface OutboxOptions {
  sink: Sink
  /** The address that letters come from. */
  from: string
  /** Where what a letter is about is opened. */
  link(kind: LetterOf, id: string): string
  /** Null where nobody knows an address. May read the store. */
  addressee(to: Recipient): Promise<Addressee | null>
  /** A number in [0, 1), which spreads what is tried again. */
  random?(): number
}

/** The letters of a store, on their way to a sink. */
export function openOutbox({
  store,
  clock,
  sink,
  from,
  link,
  addressee,
  random = Math.random,
}: OutboxOptions & { store: Store; clock: Clock }): Outbox {
  const now = () => clock.now().getTime()
  const iso = (milliseconds: number) => new Date(milliseconds).toISOString()

  /** Letters whose sender died: those that must not come twice are left to a person. */
  const abandoned = (): Promise<number> =>
    store.use(async (database) => {
      const { rows } = await sql<{ state: LetterState }>`update letter
        set state = case when template = any(${ONCE}) then 'uncertain' else 'waiting' end,
          problem = case when template = any(${ONCE}) then 'interrupted' else problem end
        where key in (select key from letter where state = 'sending' and next_at <= ${iso(now())}
          for update skip locked)
        returning state`.execute(database)
      return rows.filter(({ state }) => state === 'uncertain').length
    })

  const claim = (): Promise<Selectable<LetterRow>[]> =>
    store.use(async (database) => {
      const { rows } = await sql<Selectable<LetterRow>>`update letter
        set state = 'sending', attempts = attempts + 1, next_at = ${iso(now() + LEASE_MS)}
        where key in (select key from letter where state = 'waiting' and next_at <= ${iso(now())}
          order by next_at limit ${BATCH} for update skip locked)
        returning *`.execute(database)
      return rows
    })

  async function attempt(row: Selectable<LetterRow>): Promise<void> {
    const template = row.template as LetterTemplate
    const to = await addressee(JSON.parse(row.recipient))
    if (to === null) throw new NotSent('no address', 'never')
    const message = messageOf({
      key: row.key,
      template,
      holes: JSON.parse(row.holes),
      madeAt: row.made_at,
      language: to.language,
      to: to.address,
      from,
      link: link(row.kind, row.id),
    })
    await sink.send(message)
  }

  async function settle(row: Selectable<LetterRow>): Promise<'sent' | 'failed' | 'uncertain' | 'later'> {
    const { state, problem, next } = await attempt(row).then(
      () => ({ state: 'sent' as const, problem: null, next: row.next_at }),
      (error) => outcomeOf(row, error),
    )
    await store.use((database) =>
      database
        .updateTable('letter')
        .set({ state, problem, next_at: next, settled_at: state === 'waiting' ? null : iso(now()) })
        .where('key', '=', row.key)
        // Who took longer than it may is taken for dead, and says nothing any more.
        .where('state', '=', 'sending')
        .where('attempts', '=', row.attempts)
        .execute(),
    )
    return state === 'waiting' ? 'later' : state
  }

  function outcomeOf({ template, made_at, attempts, next_at }: Selectable<LetterRow>, error: unknown) {
    const { problem, again } = error instanceof NotSent ? error : new NotSent('a mistake of Sund', 'never')
    const given = (state: 'failed' | 'uncertain') => ({ state, problem, next: next_at })
    if (again === 'unknown' && ONCE.includes(template)) return given('uncertain')
    const next = now() + laterBy(attempts, random)
    if (again === 'never' || next - Date.parse(made_at) > GIVE_UP_MS) return given('failed')
    return { state: 'waiting' as const, problem, next: iso(next) }
  }

  return {
    async deliver() {
      const counts = { sent: 0, failed: 0, uncertain: await abandoned(), later: 0 }
      for (let rows = await claim(); rows.length > 0; rows = await claim())
        for (const outcome of await Promise.all(rows.map(settle))) counts[outcome]++
      return counts
    },
  }
}

/** The letters of a store that did not arrive. */
export function openLetters({ store, clock }: { store: Store; clock: Clock }): Letters {
  return {
    async troubles() {
      const rows = await store.use((database) =>
        database
          .selectFrom('letter')
          .select(['key', 'template', 'kind', 'id', 'recipient', 'holes', 'made_at', 'state', 'problem'])
          .where('state', 'in', ['failed', 'uncertain'])
          .orderBy('made_at', 'desc')
          .limit(200)
          .execute(),
      )
      return rows.map(({ made_at, problem, recipient, holes, ...row }) => ({
        ...row,
        template: row.template as LetterTemplate,
        to: JSON.parse(recipient) as Recipient,
        reference: (JSON.parse(holes) as Record<string, string>)['reference'] ?? '',
        state: row.state as LetterInTrouble['state'],
        madeAt: made_at,
        problem: problem ?? '',
      }))
    },
    async again(key, by) {
      const now = clock.now().toISOString()
      await store.use((database) =>
        database.transaction().execute(async (transaction) => {
          const sent = await transaction
            .updateTable('letter')
            .set({ state: 'waiting', made_at: now, next_at: now, settled_at: null })
            .where('key', '=', key)
            .where('state', 'in', ['failed', 'uncertain'])
            .returning(['template', 'kind', 'id'])
            .executeTakeFirst()
          if (sent === undefined)
            return fail('usage.not-found', 'There is no such letter in trouble.', 'Look at the list again.')
          const { template, kind, id } = sent
          await appendEvent(transaction, clock, {
            type: 'letter-sent-again',
            actor: by,
            payload: { template, of: kind, id },
          })
        }),
      )
    },
  }
}
