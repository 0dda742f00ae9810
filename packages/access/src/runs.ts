/**
 * What each person ran and what was released to them. Apart from the log: a run document belongs to its owner and
 * nobody else sees it but those it was shared with; the log says only that it happened. Documents hold released results, never unprotected
 * numbers.
 */
import { type Clock, fail, RunDocument } from '@sund/model'
import type { Store } from './store.js'

/** A run in a list. */
export interface RunSummary {
  run: string
  /** When it was saved, ISO 8601. */
  at: string
  state: RunDocument['state']
  /** The script's first comment, else its first line; at most 120 characters. */
  title: string
  results: number
}

export interface RunStore {
  /** Keeps a finished run for its owner, once: `conflict.exists` when it is there. */
  save(owner: string, document: RunDocument): Promise<void>
  /**
   * The owner's runs, newest first: at most 50 unless `limit` (200 at most) says more, older than the run
   * `before`.
   */
  list(owner: string, page?: { limit?: number; before?: string }): Promise<RunSummary[]>
  /** A run of this reader's own, or one shared with them; `usage.not-found` when it is neither. */
  open(reader: string, run: string): Promise<RunDocument>
  /** Whether it is a run of this owner's. */
  owns(owner: string, run: string): Promise<boolean>
  /**
   * Lets `reader` open a run of the owner's from now on; false when they could already. `usage.not-found` when the owner has no such run.
   */
  share(owner: string, run: string, reader: string): Promise<boolean>
  /** Runs of others that are shared with a reader, the latest shared first: at most 200. */
  shared(reader: string): Promise<SharedRun[]>
}

/** Another's run in a list, and when it was shared. */
export interface SharedRun extends RunSummary {
  owner: string
  sharedAt: string
}

/** The runs in an open store. */
export function runStore(store: Store, clock: Clock): RunStore {
  async function owns(owner: string, run: string): Promise<boolean> {
    const own = await store.use((database) =>
      database
        .selectFrom('run')
        .select('run')
        .where('run', '=', run)
        .where('owner', '=', owner)
        .executeTakeFirst(),
    )
    return own !== undefined
  }
  return {
    async save(owner, document) {
      const { run, state, script, results } = document
      const kept = await store.use((database) =>
        database
          .insertInto('run')
          .values({
            run,
            owner,
            at: clock.now().toISOString(),
            state,
            title: titleOf(script),
            results: results.length,
            document: JSON.stringify(document),
          })
          .onConflict((conflict) => conflict.column('run').doNothing())
          .returning('run')
          .executeTakeFirst(),
      )
      if (kept === undefined)
        fail('conflict.exists', 'This run is already kept.', 'Give each run an identifier of its own.')
    },
    async list(owner, { limit = 50, before } = {}) {
      const rows = await store.use((database) => {
        let query = database
          .selectFrom('run')
          .select(['run', 'at', 'state', 'title', 'results'])
          .where('owner', '=', owner)
        if (before !== undefined)
          query = query.where('number', '<', (inner) =>
            inner.selectFrom('run').select('number').where('run', '=', before).where('owner', '=', owner),
          )
        return query
          .orderBy('number', 'desc')
          .limit(Math.min(Math.max(limit, 0), 200))
          .execute()
      })
      return rows as RunSummary[]
    },
    owns,
    async share(owner, run, reader) {
      if (!(await owns(owner, run))) return noSuchRun()
      const made = await store.use((database) =>
        database
          .insertInto('run_reader')
          .values({ run, reader, at: clock.now().toISOString() })
          .onConflict((conflict) => conflict.doNothing())
          .returning('run')
          .executeTakeFirst(),
      )
      return made !== undefined
    },
    async shared(reader) {
      const rows = await store.use((database) =>
        database
          .selectFrom('run_reader')
          .innerJoin('run', 'run.run', 'run_reader.run')
          .select([
            'run.run',
            'run.owner',
            'run.at',
            'run.state',
            'run.title',
            'run.results',
            'run_reader.at as sharedAt',
          ])
          .where('reader', '=', reader)
          .orderBy('run_reader.at', 'desc')
          .limit(200)
          .execute(),
      )
      return rows as SharedRun[]
    },
    async open(reader, run) {
      const row = await store.use((database) =>
        database
          .selectFrom('run')
          .select('document')
          .where('run', '=', run)
          .where(({ eb, or, exists, selectFrom }) =>
            or([
              eb('owner', '=', reader),
              exists(
                selectFrom('run_reader')
                  .select('run_reader.run')
                  .where('run_reader.run', '=', run)
                  .where('run_reader.reader', '=', reader),
              ),
            ]),
          )
          .executeTakeFirst(),
      )
      if (row === undefined) return noSuchRun()
      const document = RunDocument.safeParse(JSON.parse(row.document))
      if (!document.success)
        return fail('data.version', 'This run was kept by another version of Sund.', 'Run the script again.')
      return document.data
    },
  }
}

function noSuchRun(): never {
  return fail('usage.not-found', 'You have no such run.', 'List your runs and pick one.')
}

const LONGEST_TITLE = 120

/** What a list shows of a script. */
function titleOf(script: string): string {
  const lines = script.split(/\r?\n/).map((line) => line.trim())
  const first = lines.find((line) => line !== '') ?? ''
  const letters = [...first.replace(/^\/+\s*/, '').replaceAll('\0', '')]
  return letters.length <= LONGEST_TITLE
    ? letters.join('')
    : `${letters.slice(0, LONGEST_TITLE - 1).join('')}…`
}
