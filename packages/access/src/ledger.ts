/**
 * The release ledger: every set of people that a number was told of, and to whom. It decides, in one transaction with what it keeps, whether
 * a result may tell a set, so that of two results at the same moment one sees the other. Apart from the log, which says what happened and
 * holds nothing to compare; and apart from how sketches are compared, which is rule L1's business and comes in as `newIndex`.
 */
import {
  type Clock,
  type Counted,
  fail,
  type LedgerAnswer,
  type LedgerIndex,
  LedgerVerdict,
  type Policy,
  type SealedSketch,
} from '@sund/model'
import { type Kysely, type Selectable, sql } from 'kysely'
import { z } from 'zod'
import { type Circles, createCircles } from './circles.js'
import type { Store, Tables } from './store.js'

/** A result for which the ledger is asked. */
export interface AskedResult extends Counted {
  run: string
  /** Its index among the results of the script; null for a feasibility count. */
  index: number | null
  /** Who will be told. */
  subject: string
  /** Keys of the circles that the person is in besides their own: `organisation:ID`, `project:ID`. */
  parties: readonly string[]
  /** What kind of result, and of which versions of which registers: for auditors. */
  kind: string
  registers: readonly string[]
  /** Hash of what is asked, the same for the same question about the same versions. */
  question: string
  /** Variables it uses for which a quota of their own holds. */
  sensitive: readonly string[]
  sets: readonly SealedSketch[]
  difference: number
  quota: Omit<Policy['quota'], 'share'>
}

/** A result in the ledger, as an auditor sees it. Sketches are never shown. */
export interface LedgerRow {
  number: number
  /** ISO 8601. */
  at: string
  subject: string
  run: string
  index: number | null
  /** `reserved` until it is settled; `dropped` when it was refused or its run ended before. */
  state: 'reserved' | 'told' | 'dropped'
  kind: string
  registers: string[]
  difference: number
  /** Sets by verdict. */
  verdicts: Record<LedgerVerdict, number>
  /** Sets told for the first time. */
  told: number
}

/** Which rows; the oldest first, or with `newestFirst` the newest. At most a hundred unless `limit` (1000 at most) says more. */
export interface LedgerFilter {
  after?: number
  before?: number
  limit?: number
  subject?: string
  run?: string
  /** Name of a register, of any version. */
  register?: string
  newestFirst?: boolean
}

/** What a person has been told in the last 24 hours, of what the quota counts. */
export interface Spent {
  results: number
  /** By variable, those that anything was told of. */
  sensitive: Record<string, number>
  /** When the oldest of it stops counting, ISO 8601; null where nothing counts. */
  oldestUntil: string | null
}

export interface ReleaseLedger {
  /**
   * A verdict for each set, and the new ones held for this result until it is settled, its run is released or an hour has passed. Of a near one the first
   * told among those it is near to comes with it. A set that another result holds meanwhile is compared as if it had been told after all others, and
   * what it is told as is held for this result as well. Throws `conflict.exists` when it has been asked for this result.
   */
  reserve(asked: AskedResult, newIndex: () => LedgerIndex): Promise<LedgerAnswer>
  /**
   * What of a result is told: `told` are places among the sets that were asked about; `body` is a hash of what is released. To be kept before
   * anyone sees it. The rest of what it held is free again. Throws `permission.signature` for a set that may not be told, and where nothing is held
   * any more for a result that tells something.
   */
  settle(result: { run: string; index: number | null; told: readonly number[]; body: string }): Promise<void>
  /** Lets go of what a run still holds. */
  release(run: string): Promise<void>
  /** From now on, and for all that was told before, the circles of two keys are one. */
  link(one: string, other: string): Promise<void>
  list(filter?: LedgerFilter): Promise<LedgerRow[]>
  spent(subject: string): Promise<Spent>
  /** How many sets with numbers of their own the circles of some keys were ever told, of populations of at most each magnitude (a power of ten). */
  toldSets(
    keys: readonly string[],
    magnitudes: readonly number[],
    newIndex: () => LedgerIndex,
  ): Promise<number[]>
}

/** The circle key of a person. */
export const personKey = (subject: string): string => `person:${subject}`

const HOUR = 3_600_000
/** How long a reservation lasts when nobody settles it. */
const HELD = HOUR
/** How long a result counts towards a quota. */
const QUOTA_WINDOW = 24 * HOUR
/** Rows read or written at once. */
const BATCH = 5000
/** Whoever changes the ledger holds this advisory lock until commit, in whichever process. The number means nothing. */
const KEEPING = 7_861_101

const Texts = z.array(z.string())
const Verdicts = z.array(LedgerVerdict)

/** The ledger in an open store. */
export function releaseLedger(store: Store, clock: Clock): ReleaseLedger {
  const now = () => clock.now().getTime()
  const iso = (milliseconds: number) => new Date(milliseconds).toISOString()
  let memory: Memory | null = null

  const alone = <T>(work: (database: Kysely<Tables>) => Promise<T>): Promise<T> =>
    store.use((database) =>
      database.transaction().execute(async (transaction) => {
        await sql`select pg_advisory_xact_lock(${KEEPING})`.execute(transaction)
        return work(transaction)
      }),
    )

  return {
    reserve: (asked, newIndex) =>
      alone(async (database) => {
        const at = now()
        memory ??= createMemory(newIndex)
        await memory.catchUp(database)
        await drop(database, 'at', '<', iso(at - HELD))
        const keys = [personKey(asked.subject), ...asked.parties]
        const circle = memory.circles.join(keys)

        const toldSets = await countedSets(database, asked, memory.circles, circle)
        const before = await toldBefore(database, asked)
        const again = before ? null : await quotaOpens(database, asked, at)
        const judged =
          again === null
            ? await compared(database, asked, memory.circles, circle, newIndex)
            : asked.sets.map(() => ({ verdict: 'quota' as const, told: null, holds: null }))
        const verdicts = judged.map(({ verdict }) => verdict)
        const { number } = await insertResult(database, {
          run: asked.run,
          place: placeOf(asked.index),
          at: iso(at),
          state: again === null ? 'reserved' : 'dropped',
          subject: asked.subject,
          parties: JSON.stringify(keys),
          registers: JSON.stringify(asked.registers),
          kind: asked.kind,
          difference: asked.difference,
          question: asked.question,
          counted: again === null && !before,
          sensitive: JSON.stringify(asked.sensitive),
          verdicts: JSON.stringify(verdicts),
          told: 0,
          magnitude: asked.magnitude,
        })
        const held = judged.flatMap(({ holds }, place) => {
          if (holds === null) return []
          const { identity, slots, sealed } = holds
          const kept = {
            identity: Buffer.from(identity),
            slots: Buffer.from(slots),
            sealed: Buffer.from(sealed),
          }
          return [{ result: number, place, ...kept, told: null }]
        })
        for (const batch of batches(held)) await database.insertInto('ledger_set').values(batch).execute()
        const told = judged.map(({ told }) => told && toldTo(told, asked.subject))
        return { verdicts, told, again: again === null ? null : iso(again), toldSets }
      }),

    settle: ({ run, index, told, body }) =>
      alone(async (database) => {
        const row = await database
          .selectFrom('ledger_result')
          .selectAll()
          .where('run', '=', run)
          .where('place', '=', placeOf(index))
          .executeTakeFirst()
        const verdicts = row === undefined ? [] : Verdicts.parse(JSON.parse(row.verdicts))
        const mayTell = (place: number) => verdicts[place] !== undefined && verdicts[place] !== 'quota'
        if (row?.state !== 'reserved') {
          if (told.length > 0) notHeld()
          return
        }
        if (!told.every(mayTell)) notHeld()
        const alike = await database
          .selectFrom('ledger_result')
          .select('number')
          .where('subject', '=', row.subject)
          .where('body', '=', body)
          .where('state', '=', 'told')
          .limit(1)
          .executeTakeFirst()
        const tells = new Set(told)
        let kept = 0
        const held = await database
          .selectFrom('ledger_set')
          .select('place')
          .where('result', '=', row.number)
          .execute()
        const places = held.flatMap(({ place }) => (tells.has(place) ? [place] : []))
        for (const batch of batches(places)) {
          await database
            .updateTable('ledger_set')
            .set({ told: sql<string>`nextval('ledger_told')` })
            .where('result', '=', row.number)
            .where('place', 'in', batch)
            .execute()
          kept += batch.length
        }
        await database
          .updateTable('ledger_result')
          .set({ state: 'told', body, told: kept, counted: row.counted && alike === undefined })
          .where('number', '=', row.number)
          .execute()
      }),

    release: (run) => alone((database) => drop(database, 'run', '=', run)),

    async link(one, other) {
      const [first, second] = [one, other].sort() as [string, string]
      await alone((database) =>
        database
          .insertInto('ledger_link')
          .values({ at: iso(now()), one: first, other: second })
          .onConflict((conflict) => conflict.doNothing())
          .execute(),
      )
    },

    async list({ after, before, limit = 100, subject, run, register, newestFirst = false } = {}) {
      const rows = await store.use((database) => {
        let query = database.selectFrom('ledger_result').selectAll()
        if (after !== undefined) query = query.where('number', '>', String(after))
        if (before !== undefined) query = query.where('number', '<', String(before))
        if (subject !== undefined) query = query.where('subject', '=', subject)
        if (run !== undefined) query = query.where('run', '=', run)
        if (register !== undefined)
          query = query.where(sql<boolean>`strpos(registers, ${`"${register} `}) > 0`)
        return query
          .orderBy('number', newestFirst ? 'desc' : 'asc')
          .limit(Math.min(Math.max(limit, 0), 1000))
          .execute()
      })
      return rows.map(rowOf)
    },

    async spent(subject) {
      const rows = await store.use((database) => countedSince(database, subject, iso(now() - QUOTA_WINDOW)))
      const sensitive: Record<string, number> = {}
      for (const row of rows)
        for (const variable of row.sensitive) sensitive[variable] = (sensitive[variable] ?? 0) + 1
      const [oldest] = rows
      return {
        results: rows.length,
        sensitive,
        oldestUntil: oldest === undefined ? null : iso(oldest.at + QUOTA_WINDOW),
      }
    },

    toldSets: (keys, magnitudes, newIndex) =>
      alone(async (database) => {
        memory ??= createMemory(newIndex)
        await memory.catchUp(database)
        const { circles } = memory
        const own = [...new Set(keys.map(circles.of))]
        return magnitudes.map((magnitude) =>
          own.reduce((sum, circle) => sum + circles.counted(circle, magnitude), 0),
        )
      }),
  }
}

/** What this process remembers of the ledger, so that comparing reads only what has come since. */
interface Memory {
  circles: Circles
  /** Reads what others, or this process, have committed since the last time. Under the lock, so that nothing comes between. */
  catchUp(database: Kysely<Tables>): Promise<void>
}

function createMemory(newIndex: () => LedgerIndex): Memory {
  const circles = createCircles(newIndex)
  const seen = { link: '0', result: '0', told: '0' }
  return {
    circles,
    async catchUp(database) {
      const links = await database
        .selectFrom('ledger_link')
        .select(['number', 'one', 'other'])
        .where('number', '>', seen.link)
        .orderBy('number')
        .execute()
      for (const { number, one, other } of links) {
        circles.join([one, other])
        seen.link = number
      }
      for await (const rows of pages((from) =>
        database
          .selectFrom('ledger_result')
          .select(['number', 'parties'])
          .where('number', '>', from ?? seen.result)
          .orderBy('number')
          .limit(BATCH)
          .execute()
          .then((some) => some.map((row) => ({ ...row, from: row.number }))),
      ))
        for (const { number, parties } of rows) {
          circles.join(keysOf(parties))
          seen.result = number
        }
      for await (const rows of pages((from) =>
        database
          .selectFrom('ledger_set')
          .innerJoin('ledger_result', 'ledger_result.number', 'ledger_set.result')
          .select(['ledger_set.told as from', 'identity', 'slots', 'parties', 'magnitude'])
          .where('ledger_set.told', '>', from ?? seen.told)
          .orderBy('ledger_set.told')
          .limit(BATCH)
          .execute(),
      )) {
        for (const { parties, magnitude, from, ...sketch } of rows) {
          if (from === null) continue
          const [key = ''] = keysOf(parties)
          circles.tell(key, [{ ...sketch, told: from }])
          circles.count(key, magnitude, 1)
        }
        seen.told = rows.at(-1)?.from ?? seen.told
      }
    },
  }
}

/** Pages of rows until one is not full; `from` of a page's last row is where the next begins. */
async function* pages<R extends { from: string | null }>(
  read: (from: string | null) => Promise<R[]>,
): AsyncGenerator<R[]> {
  for (let from: string | null = null; ; ) {
    const rows: R[] = await read(from)
    if (rows.length > 0) yield rows
    if (rows.length < BATCH) return
    from = rows.at(-1)?.from ?? null
  }
}

/** A set that was told, and the result in which it was. */
interface ToldBefore extends Pick<Tables['ledger_result'], 'subject' | 'at' | 'place'> {
  sealed: Uint8Array
}

/** The set as whoever asks may know it: of others' results nothing is told. */
const toldTo = ({ sealed, subject, at, place }: ToldBefore, reader: string) => ({
  sealed: Buffer.from(sealed).toString('base64'),
  in: subject === reader ? { index: place < 0 ? null : place, at } : null,
})

/** What is said of one set, what it is told as, and what its result holds for it. */
interface Judged {
  verdict: LedgerVerdict
  told: ToldBefore | null
  holds: SealedSketch | null
}

/**
 * Verdicts by what the circle was told, and by what other results of it hold at this moment. A result holds what is new to it, and what it tells only
 * because another holds it, which may yet let go.
 */
async function compared(
  database: Kysely<Tables>,
  { sets, difference }: AskedResult,
  circles: Circles,
  circle: string,
  newIndex: () => LedgerIndex,
): Promise<Judged[]> {
  if (sets.length === 0) return []
  const reserved = await database
    .selectFrom('ledger_set')
    .innerJoin('ledger_result', 'ledger_result.number', 'ledger_set.result')
    .select(['identity', 'slots', 'sealed', 'parties', 'subject', 'at', 'ledger_result.place'])
    .where('state', '=', 'reserved')
    .orderBy('ledger_set.result')
    .orderBy('ledger_set.place')
    .execute()
  const held = reserved.filter(({ parties }) => circles.of(keysOf(parties)[0] as string) === circle)
  const meanwhile = newIndex()
  meanwhile.add(held)
  const inHeld = meanwhile.compare(sets, difference)
  const inTold = circles
    .told(circle)
    .map(({ index, numbers }) =>
      index
        .compare(sets, difference)
        .map(({ verdict, entry }) => ({ verdict, number: entry === null ? '' : (numbers[entry] ?? '') })),
    )
  const matches = sets.map((_, place) => {
    const told = inTold.flatMap((answers) => answers[place] ?? [])
    const near = told.filter(({ verdict }) => verdict === 'near').map(({ number }) => number)
    return { known: told.some(({ verdict }) => verdict === 'known'), near: near.sort(inOrder)[0] ?? null }
  })
  const doubtful = sets.filter((_, place) => matches[place]?.near != null)
  const withheld = await withheldBefore(database, doubtful, circles, circle)
  const firsts = await setsTold(database, new Set(matches.flatMap(({ near }) => near ?? [])))
  return sets.map((set, place): Judged => {
    const { known, near } = matches[place] ?? { known: false, near: null }
    const { verdict, entry } = inHeld[place] ?? { verdict: 'new', entry: null }
    if (known) return { verdict: 'known', told: null, holds: null }
    if (withheld.has(nameOf(set))) return { verdict: 'new', told: null, holds: set }
    if (verdict === 'known') return { verdict: 'known', told: null, holds: set }
    if (near !== null) return { verdict: 'near', told: firsts.get(near) ?? null, holds: null }
    const other = entry === null ? undefined : held[entry]
    if (verdict === 'near' && other) return { verdict: 'near', told: other, holds: other }
    return { verdict: 'new', told: null, holds: set }
  })
}

/** Numbers of telling, as text, the first first. */
const inOrder = (a: string, b: string): number => Number(BigInt(a) - BigInt(b))

const nameOf = ({ identity }: Pick<SealedSketch, 'identity'>): string => Buffer.from(identity).toString('hex')

/**
 * Which of some sets the circle has asked about before, when another rule withheld them: such a set lies near what its own result told (a cell, near its row),
 * and the same question gets the same answer.
 */
async function withheldBefore(
  database: Kysely<Tables>,
  sets: readonly SealedSketch[],
  circles: Circles,
  circle: string,
): Promise<ReadonlySet<string>> {
  const names = new Set<string>()
  for (const batch of batches(sets.map(({ identity }) => Buffer.from(identity)))) {
    const rows = await database
      .selectFrom('ledger_set')
      .innerJoin('ledger_result', 'ledger_result.number', 'ledger_set.result')
      .select(['identity', 'parties'])
      .where('state', '=', 'told')
      .where('ledger_set.told', 'is', null)
      .where('identity', 'in', batch)
      .execute()
    for (const row of rows)
      if (circles.of(keysOf(row.parties)[0] as string) === circle) names.add(nameOf(row))
  }
  return names
}

/** Sets by their numbers of telling. */
async function setsTold(
  database: Kysely<Tables>,
  numbers: ReadonlySet<string>,
): Promise<ReadonlyMap<string, ToldBefore>> {
  const sets = new Map<string, ToldBefore>()
  for (const batch of batches([...numbers])) {
    const rows = await database
      .selectFrom('ledger_set')
      .innerJoin('ledger_result', 'ledger_result.number', 'ledger_set.result')
      .select(['ledger_set.told', 'sealed', 'subject', 'at', 'ledger_result.place'])
      .where('ledger_set.told', 'in', batch)
      .execute()
    for (const { told, ...set } of rows) if (told !== null) sets.set(told, set)
  }
  return sets
}

/**
 * Sets with numbers of their own that the circle was told, or that its other results hold at this moment, of populations of at most the
 * magnitude of the one that is asked about.
 */
async function countedSets(
  database: Kysely<Tables>,
  { magnitude }: AskedResult,
  circles: Circles,
  circle: string,
): Promise<number> {
  const held = await database
    .selectFrom('ledger_set')
    .innerJoin('ledger_result', 'ledger_result.number', 'ledger_set.result')
    .select(['parties', sql<string>`count(*)`.as('sets')])
    .where('state', '=', 'reserved')
    .where('magnitude', '<=', magnitude)
    .groupBy('parties')
    .execute()
  return held.reduce(
    (sum, { parties, sets }) =>
      sum + (circles.of(keysOf(parties)[0] as string) === circle ? Number(sets) : 0),
    circles.counted(circle, magnitude),
  )
}

/** The same question has been answered to the same person before: asking again teaches nothing. */
async function toldBefore(database: Kysely<Tables>, { subject, question }: AskedResult): Promise<boolean> {
  const row = await database
    .selectFrom('ledger_result')
    .select('number')
    .where('subject', '=', subject)
    .where('question', '=', question)
    .where('state', '=', 'told')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** When the quota has room for the result; null where it has now. */
async function quotaOpens(
  database: Kysely<Tables>,
  { subject, sensitive, quota }: AskedResult,
  at: number,
): Promise<number | null> {
  const counted = await countedSince(database, subject, new Date(at - QUOTA_WINDOW).toISOString())
  const opens = (rows: readonly { at: number }[], most: number): number[] => {
    const last = rows[rows.length - most]
    return last === undefined ? [] : [last.at + QUOTA_WINDOW]
  }
  const times = [
    ...opens(counted, quota.results),
    ...sensitive.flatMap((variable) =>
      opens(
        counted.filter((row) => row.sensitive.includes(variable)),
        quota.sensitive,
      ),
    ),
  ]
  return times.length === 0 ? null : Math.max(...times)
}

/** What counts towards the quota of a person, the oldest first. */
async function countedSince(
  database: Kysely<Tables>,
  subject: string,
  since: string,
): Promise<{ at: number; sensitive: string[] }[]> {
  const rows = await database
    .selectFrom('ledger_result')
    .select(['at', 'sensitive'])
    .where('subject', '=', subject)
    .where('at', '>', since)
    .where('counted', '=', true)
    .where('state', '!=', 'dropped')
    .orderBy('at')
    .execute()
  return rows.map(({ at, sensitive }) => ({
    at: Date.parse(at),
    sensitive: Texts.parse(JSON.parse(sensitive)),
  }))
}

async function insertResult(
  database: Kysely<Tables>,
  row: Omit<Selectable<Tables['ledger_result']>, 'number' | 'body'>,
): Promise<{ number: string }> {
  const kept = await database
    .insertInto('ledger_result')
    .values({ ...row, body: null })
    .onConflict((conflict) => conflict.columns(['run', 'place']).doNothing())
    .returning('number')
    .executeTakeFirst()
  return (
    kept ?? fail('conflict.exists', 'The ledger was asked twice for one result.', 'Run the script again.')
  )
}

/** Lets go of what the results hold that meet a condition and are not settled. */
async function drop(
  database: Kysely<Tables>,
  column: 'at' | 'run',
  is: '=' | '<',
  value: string,
): Promise<void> {
  const dropped = await database
    .updateTable('ledger_result')
    .set({ state: 'dropped' })
    .where('state', '=', 'reserved')
    .where(column, is, value)
    .returning('number')
    .execute()
  for (const batch of batches(dropped.map(({ number }) => number)))
    await database.deleteFrom('ledger_set').where('result', 'in', batch).execute()
}

function rowOf(row: Selectable<Tables['ledger_result']>): LedgerRow {
  const verdicts: LedgerRow['verdicts'] = { new: 0, known: 0, near: 0, quota: 0 }
  for (const verdict of Verdicts.parse(JSON.parse(row.verdicts))) verdicts[verdict]++
  const { run, at, subject, state, kind, difference, told } = row
  return {
    number: Number(row.number),
    at,
    subject,
    run,
    index: row.place < 0 ? null : row.place,
    state,
    kind,
    registers: Texts.parse(JSON.parse(row.registers)),
    difference,
    verdicts,
    told,
  }
}

const placeOf = (index: number | null): number => index ?? -1
const keysOf = (parties: string): string[] => Texts.parse(JSON.parse(parties))

function* batches<T>(all: readonly T[]): Generator<T[]> {
  for (let from = 0; from < all.length; from += BATCH) yield all.slice(from, from + BATCH)
}

function notHeld(): never {
  return fail(
    'permission.signature',
    'A party of the network told more than the ledger lets it.',
    'Check that hub, holders and rooms run the same release of Sund.',
  )
}
