/** What was harvested last from each catalogue, until it is harvested again. */
import type { Clock } from '@sund/model'
import type { Store } from '../../store.js'
import type { ElsewhereDataset } from './read.js'

export interface HarvestStore {
  /** Keeps what a catalogue describes now, in place of what it described before; nothing takes it out. */
  keep(source: string, datasets: readonly ElsewhereDataset[]): Promise<void>
  /** All data sets of all catalogues, by source; `stamp` is another after every change. */
  list(): Promise<{ stamp: string; datasets: ElsewhereDataset[] }>
  /** What `list` would have for a stamp. */
  stamp(): Promise<string>
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
  }
}
