/** What was harvested last from each catalogue, until it is harvested again, and what came of the last try. */
import type { Clock } from '@sund/model'
import { sql } from 'kysely'
import type { Store } from '../../store.js'
import type { HarvestSource } from './fetch.js'
import type { ElsewhereDataset } from './read.js'

/** A catalogue elsewhere, and how it stands with it. */
export interface HarvestedCatalogue {
  name: string
  /** Null for one that came as a file, which nobody fetches again. */
  url: string | null
  datasets: number
  /** When its description was taken in last; null before the first. */
  takenAt: string | null
  triedAt: string | null
  /** Why the last try failed: a sentence without anything of the document; null when it did not. */
  problem: string | null
}

export interface HarvestStore {
  /** Keeps what a catalogue describes now, in place of what it described before; nothing takes it out. */
  keep(source: string, datasets: readonly ElsewhereDataset[]): Promise<void>
  /** All data sets of all catalogues, by source; `stamp` is another after every change. */
  list(): Promise<{ stamp: string; datasets: ElsewhereDataset[] }>
  /** What `list` would have for a stamp. */
  stamp(): Promise<string>
  /** Remembers from where a catalogue is fetched each day; without an address it is fetched no more. */
  follow(source: string, url: string | null): Promise<void>
  /** One that nobody has tried since `before`, marked as being tried now, so that no other process does; null when there is none. */
  due(before: Date): Promise<HarvestSource | null>
  /** What came of a try. */
  tried(source: string, problem: string | null): Promise<void>
  catalogues(): Promise<HarvestedCatalogue[]>
}

export function harvestStore(store: Store, clock: Clock): HarvestStore {
  const rows = () =>
    store.use((database) =>
      database.selectFrom('harvest').select(['source', 'at', 'datasets']).orderBy('source').execute(),
    )
  const stampOf = (kept: readonly { source: string; at: string }[]) =>
    kept.map(({ source, at }) => `${source} ${at}`).join('\n')
  return {
    async keep(source, datasets) {
      const kept = { at: clock.now().toISOString(), datasets: JSON.stringify(datasets) }
      await store.use(async (database) => {
        if (datasets.length === 0) await database.deleteFrom('harvest').where('source', '=', source).execute()
        else
          await database
            .insertInto('harvest')
            .values({ source, ...kept })
            .onConflict((conflict) => conflict.column('source').doUpdateSet(kept))
            .execute()
      })
    },
    async list() {
      const kept = await rows()
      return {
        stamp: stampOf(kept),
        datasets: kept.flatMap(({ datasets }) => JSON.parse(datasets) as ElsewhereDataset[]),
      }
    },
    stamp: () =>
      store.use(async (database) =>
        stampOf(await database.selectFrom('harvest').select(['source', 'at']).orderBy('source').execute()),
      ),
    async follow(source, url) {
      await store.use(async (database) => {
        if (url === null) await database.deleteFrom('harvest_source').where('source', '=', source).execute()
        else
          await database
            .insertInto('harvest_source')
            .values({ source, url, tried_at: null, problem: null })
            .onConflict((conflict) => conflict.column('source').doUpdateSet({ url }))
            .execute()
      })
    },
    async due(before) {
      const { rows } = await store.use((database) =>
        sql<HarvestSource>`update harvest_source set tried_at = ${clock.now().toISOString()}
          where source = (select source from harvest_source where tried_at is null or tried_at < ${before.toISOString()}
            order by tried_at nulls first, source limit 1 for update skip locked)
          returning source as name, url`.execute(database),
      )
      return rows[0] ?? null
    },
    async tried(source, problem) {
      const triedAt = clock.now().toISOString()
      await store.use((database) =>
        database
          .updateTable('harvest_source')
          .set({ tried_at: triedAt, problem })
          .where('source', '=', source)
          .execute(),
      )
    },
    async catalogues() {
      const { rows } = await store.use((database) =>
        sql<HarvestedCatalogue>`select source as name, url, coalesce(json_array_length(datasets::json), 0) as datasets,
            harvest.at as "takenAt", tried_at as "triedAt", problem
          from harvest full join harvest_source using (source) order by source`.execute(database),
      )
      return rows
    },
  }
}
