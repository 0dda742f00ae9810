/**
 * Choices of citizens, as the hub keeps them: by marks, so that it never learns whose they are but for who signed in. Each is an event of one chain, which holders
 * follow by themselves, and is in the log by its position and hash.
 */
import type { ChoiceEntry, ChoiceLevel, ChoiceMaker, Clock } from '@sund/model'
import { CHOICE_LEVELS } from '@sund/model'
import { type Kysely, type Selectable, sql } from 'kysely'
import { appendEvent } from '../log.js'
import type { Store, Tables } from '../store.js'
import { CHOICES_BEGIN, hashOfChoice } from './chain.js'

/** A choice with who made it. */
export interface KeptChoice extends ChoiceEntry {
  via: ChoiceMaker
  actor: string
}

export interface ChoiceStore {
  /** Closes these levels and no others from now on, kept when it resolves. Where that is so already nothing happens, and the choice that made it so is given. */
  choose(choice: Pick<KeptChoice, 'mark' | 'levels' | 'via' | 'actor'>): Promise<KeptChoice>
  /** All choices about one person, the oldest first. */
  of(mark: string): Promise<KeptChoice[]>
  /** The next choices after a position, and where the chain ends. */
  after(position: number, limit?: number): Promise<{ entries: ChoiceEntry[]; head: typeof CHOICES_BEGIN }>
}

/** Whoever appends to the chain holds this advisory lock until commit. The number means nothing. */
const CHOOSING = 7_861_160
/** Entries at once. */
const PAGE = 5000

export function choiceStore(store: Store, clock: Clock): ChoiceStore {
  return {
    choose: ({ mark, levels: wanted, via, actor }) =>
      store.use((database) =>
        database.transaction().execute(async (transaction) => {
          await sql`select pg_advisory_xact_lock(${CHOOSING})`.execute(transaction)
          const levels = sorted(wanted)
          const before = (await rowsOf(transaction, mark)).at(-1)
          if ((before?.levels ?? '[]') === JSON.stringify(levels) && before !== undefined) return kept(before)
          const head = await headOf(transaction)
          const said = { position: head.position + 1, at: clock.now().toISOString(), mark, levels }
          const entry = { ...said, hash: hashOfChoice(head.hash, said) }
          await transaction
            .insertInto('choice')
            .values({ ...entry, levels: JSON.stringify(levels), via, actor })
            .execute()
          const { position, hash } = entry
          await appendEvent(transaction, clock, {
            type: 'choice-made',
            actor,
            payload: { position, hash, via },
          })
          return { ...entry, via, actor }
        }),
      ),
    of: async (mark) => (await store.use((database) => rowsOf(database, mark))).map(kept),
    after: (position, limit = PAGE) =>
      store.use(async (database) => {
        const rows = await database
          .selectFrom('choice')
          .selectAll()
          .where('position', '>', String(position))
          .orderBy('position')
          .limit(limit)
          .execute()
        return {
          entries: rows.map(kept).map(({ via: _, actor: __, ...entry }) => entry),
          head: await headOf(database),
        }
      }),
  }
}

type Row = Selectable<Tables['choice']>

const sorted = (levels: readonly ChoiceLevel[]): ChoiceLevel[] =>
  CHOICE_LEVELS.filter((level) => levels.includes(level))

const kept = ({ position, levels, ...row }: Row): KeptChoice => ({
  ...row,
  position: Number(position),
  levels: JSON.parse(levels),
})

const rowsOf = (database: Kysely<Tables>, mark: string): Promise<Row[]> =>
  database.selectFrom('choice').selectAll().where('mark', '=', mark).orderBy('position').execute()

async function headOf(database: Kysely<Tables>): Promise<typeof CHOICES_BEGIN> {
  const last = await database
    .selectFrom('choice')
    .select(['position', 'hash'])
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last === undefined ? CHOICES_BEGIN : { position: Number(last.position), hash: last.hash }
}
