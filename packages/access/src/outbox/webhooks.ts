/**
 * Webhooks: an organisation's own system is told that something happened in a stream that it takes part in. Which stream, which event, of which
 * type, and nothing more: whoever wants to know what it says signs in.
 *
 * Each call carries `Sund-Signature: t=SECONDS,v1=HEX`, HMAC-SHA-256 under the webhook's secret over the seconds, a full stop and the body; a
 * receiver refuses what is old or signed otherwise.
 */
import { createHmac, randomBytes } from 'node:crypto'
import { type Clock, fail, type Identifiers } from '@sund/model'
import { type Kysely, sql } from 'kysely'
import type { Kind } from '../cases/store/tables.js'
import { appendEvent } from '../log.js'
import type { Store, Tables } from '../store.js'
import { askOutside, type Reach, targetOf } from './targets.js'
import { laterBy } from './waits.js'

/** A webhook as its organisation sees it; the secret is told once. */
export interface Webhook {
  id: string
  url: string
  madeAt: string
  /** Since when every call has failed, and when it was given up for that. */
  failingSince: string | null
  disabledAt: string | null
}

/** Every change is by somebody whose right to it was seen to before, and has its event in the same transaction. */
export interface Webhooks {
  /** Throws `usage.request` for an address that may not be called. */
  add(organisation: string, url: string, by: string): Promise<{ id: string; secret: string }>
  list(organisation: string): Promise<Webhook[]>
  /** `usage.not-found` when the organisation has no such one. */
  remove(organisation: string, id: string, by: string): Promise<void>
  /** Calls one no more, or again: it then hears of what happens from now on, and is no longer failing. `usage.not-found`. */
  enable(organisation: string, id: string, enabled: boolean, by: string): Promise<void>
  /** Calls one now, of type `test`, whether or not it is disabled: the status of its answer, null for none. `usage.not-found`. */
  test(organisation: string, id: string): Promise<number | null>
  /** Makes the calls that are due. Resolves when nothing more is. */
  deliver(): Promise<{ sent: number; later: number; disabled: number }>
}

/** A webhook that has failed so long is called no more. */
const DISABLED_AFTER_MS = 3 * 24 * 3_600_000
const LEASE_MS = 60_000
const BATCH = 20
const MOST = 10

interface Call {
  webhook: string
  kind: Kind
  id: string
  number: number
  type: string
  attempts: number
  url: string
  secret: string
  failing_since: string | null
}

interface Change {
  organisation: string
  id: string
  change: 'added' | 'removed' | 'disabled' | 'enabled'
  by: string
}

const none = (): never => fail('usage.not-found', 'There is no such webhook.', 'Look at the list again.')

export interface WebhookOptions {
  /** Only what is outside, unless this says more. */
  reach?: Reach
  /** A number in [0, 1), which spreads what is tried again. */
  random?(): number
}

/** The webhooks of a store. */
export function openWebhooks({
  store,
  clock,
  identifiers,
  reach = { loopback: false },
  random = Math.random,
}: WebhookOptions & { store: Store; clock: Clock; identifiers: Identifiers }): Webhooks {
  const now = () => clock.now().getTime()
  const iso = (milliseconds: number) => new Date(milliseconds).toISOString()

  /** Calls that are due, also those whose caller died: a call may come twice, and says which event it is about. */
  const claim = (): Promise<Call[]> =>
    store.use(async (database) => {
      const { rows } = await sql<Call>`update webhook_delivery delivery
        set state = 'sending', attempts = delivery.attempts + 1, next_at = ${iso(now() + LEASE_MS)}
        from webhook
        where webhook.id = delivery.webhook and webhook.disabled_at is null
          and (delivery.webhook, delivery.kind, delivery.id, delivery.number) in (
            select due.webhook, due.kind, due.id, due.number from webhook_delivery due
            join webhook its on its.id = due.webhook and its.disabled_at is null
            where due.state in ('waiting', 'sending') and due.next_at <= ${iso(now())}
            order by due.next_at limit ${BATCH} for update of due skip locked)
        returning delivery.webhook, delivery.kind, delivery.id, delivery.number, delivery.type, delivery.attempts,
          webhook.url, webhook.secret, webhook.failing_since`.execute(database)
      return rows
    })

  /** Calls an address; rejects where nothing answers. */
  async function call({ url, secret }: Pick<Call, 'url' | 'secret'>, said: object): Promise<number> {
    const body = JSON.stringify(said)
    const seconds = Math.floor(now() / 1000)
    const signature = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Sund',
      'sund-signature': `t=${seconds},v1=${signature}`,
    }
    return (await askOutside(url, { method: 'POST', headers, body, most: 0 }, reach)).status
  }
  async function attempt({ kind, id, number, type, ...to }: Call): Promise<boolean> {
    const status = await call(to, { stream: kind, id, type, number }).catch(() => 0)
    return status >= 200 && status < 300
  }

  /** A change with its event. The organisation's webhook is the subject of both. */
  const changing = (
    { organisation, id, change, by }: Change,
    work: (database: Kysely<Tables>) => Promise<boolean>,
  ): Promise<void> =>
    store.use((database) =>
      database.transaction().execute(async (transaction) => {
        if (!(await work(transaction))) none()
        await appendEvent(transaction, clock, {
          type: 'webhook-changed',
          actor: by,
          payload: { organisation, webhook: id, change },
        })
      }),
    )

  /** Keeps what came of a call. A webhook that answers again is no longer failing; one that has not for days is given up. */
  async function settle(call: Call): Promise<'sent' | 'later' | 'disabled'> {
    const answered = await attempt(call)
    const failingSince = answered ? null : (call.failing_since ?? iso(now()))
    const disabled = failingSince !== null && now() - Date.parse(failingSince) > DISABLED_AFTER_MS
    await store.use((database) =>
      database.transaction().execute(async (transaction) => {
        await transaction
          .updateTable('webhook_delivery')
          .set(
            answered
              ? { state: 'sent' }
              : {
                  state: disabled ? 'dropped' : 'waiting',
                  next_at: iso(now() + laterBy(call.attempts, random)),
                },
          )
          .where('webhook', '=', call.webhook)
          .where('kind', '=', call.kind)
          .where('id', '=', call.id)
          .where('number', '=', call.number)
          .execute()
        if (answered || call.failing_since === null || disabled)
          await transaction
            .updateTable('webhook')
            .set({ failing_since: failingSince, ...(disabled ? { disabled_at: iso(now()) } : {}) })
            .where('id', '=', call.webhook)
            .where('disabled_at', 'is', null)
            .execute()
      }),
    )
    return answered ? 'sent' : disabled ? 'disabled' : 'later'
  }

  return {
    async add(organisation, url, by) {
      const target = targetOf(url, reach).href
      const made = { id: identifiers.next(), secret: randomBytes(32).toString('base64url') }
      await changing({ organisation, id: made.id, change: 'added', by }, async (database) => {
        const { count } = await database
          .selectFrom('webhook')
          .select((select) => select.fn.countAll<string>().as('count'))
          .where('organisation', '=', organisation)
          .executeTakeFirstOrThrow()
        if (Number(count) >= MOST)
          fail(
            'usage.too-large',
            `An organisation can have ${MOST} webhooks.`,
            'Remove one that is not needed.',
          )
        await database
          .insertInto('webhook')
          .values({
            ...made,
            organisation,
            url: target,
            made_at: iso(now()),
            failing_since: null,
            disabled_at: null,
          })
          .execute()
        return true
      })
      return made
    },
    async list(organisation) {
      const rows = await store.use((database) =>
        database
          .selectFrom('webhook')
          .select(['id', 'url', 'made_at', 'failing_since', 'disabled_at'])
          .where('organisation', '=', organisation)
          .orderBy('made_at')
          .execute(),
      )
      return rows.map(({ id, url, made_at, failing_since, disabled_at }) => ({
        id,
        url,
        madeAt: made_at,
        failingSince: failing_since,
        disabledAt: disabled_at,
      }))
    },
    remove: (organisation, id, by) =>
      changing({ organisation, id, change: 'removed', by }, async (database) => {
        const { numDeletedRows } = await database
          .deleteFrom('webhook')
          .where('organisation', '=', organisation)
          .where('id', '=', id)
          .executeTakeFirstOrThrow()
        return numDeletedRows > 0n
      }),
    enable: (organisation, id, enabled, by) =>
      changing({ organisation, id, change: enabled ? 'enabled' : 'disabled', by }, async (database) => {
        const { numUpdatedRows } = await database
          .updateTable('webhook')
          .set({ disabled_at: enabled ? null : iso(now()), failing_since: null })
          .where('organisation', '=', organisation)
          .where('id', '=', id)
          .executeTakeFirstOrThrow()
        return numUpdatedRows > 0n
      }),
    async test(organisation, id) {
      const found = await store.use((database) =>
        database
          .selectFrom('webhook')
          .select(['url', 'secret'])
          .where('organisation', '=', organisation)
          .where('id', '=', id)
          .executeTakeFirst(),
      )
      return call(found ?? none(), { type: 'test' }).catch(() => null)
    },
    async deliver() {
      const counts = { sent: 0, later: 0, disabled: 0 }
      for (let calls = await claim(); calls.length > 0; calls = await claim())
        for (const outcome of await Promise.all(calls.map(settle))) counts[outcome]++
      return counts
    },
  }
}
