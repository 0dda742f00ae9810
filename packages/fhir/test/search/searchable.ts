/** Resources in a database that can be searched, without the store around it: the table of resources as the store makes it, and the index. */
import { canonicalJson } from '@sund/model'
import { type Migrations, openStore, type Store, type StorePlace } from '@sund/store'
import { sql } from 'kysely'
import type { Reader } from '../../src/reader.js'
import { STORE_ITSELF } from '../../src/reader.js'
import type { Resource } from '../../src/resource.js'
import { matching, search } from '../../src/search/search.js'
import { SEARCH_TABLES } from '../../src/search/tables.js'
import { writeIndex } from '../../src/search/write.js'

const RESOURCE = `create table resource (
  key bigint generated always as identity primary key, type text not null, id text not null, version integer not null,
  position bigint not null, updated_at timestamptz not null, deleted boolean not null default false,
  patients text[] not null, content text, unique (type, id))`

const MIGRATIONS: Migrations = {
  '001': {
    async up(database) {
      for (const statement of [RESOURCE, ...SEARCH_TABLES]) await sql.raw(statement).execute(database)
    },
  },
}

export type Searchable = Awaited<ReturnType<typeof searchable>>

/** Opens a database with nothing in it. `patients` says in which compartments a resource is. */
export async function searchable(place: StorePlace, patients: (resource: Resource) => string[] = () => []) {
  const store: Store<unknown> = await openStore(place, MIGRATIONS)
  let position = 0
  return {
    store,
    /** Writes resources anew or again, in one transaction. */
    put: (resources: readonly Resource[]) =>
      store.use((database) =>
        database.transaction().execute(async (transaction) => {
          const keys: { key: string; resource: Resource }[] = []
          for (const resource of resources) {
            const at = new Date(Date.UTC(2024, 0, 1) + position * 1000).toISOString()
            const kept = {
              ...resource,
              meta: {
                ...resource.meta,
                versionId: `${++position}`,
                lastUpdated: resource.meta?.lastUpdated ?? at,
              },
            }
            const { rows } = await sql<{ key: string }>`
              insert into resource (type, id, version, position, updated_at, patients, content)
              values (${kept.resourceType}, ${kept.id}, 1, ${position}, ${kept.meta.lastUpdated}, ${patients(kept)}, ${canonicalJson(kept as never)})
              on conflict (type, id) do update set content = excluded.content, position = excluded.position, patients = excluded.patients,
                updated_at = excluded.updated_at
              returning key`.execute(transaction)
            keys.push({ key: rows[0]?.key as string, resource: kept })
          }
          await writeIndex(transaction, keys)
        }),
      ),
    remove: (type: string, id: string) =>
      store.use((database) =>
        database.transaction().execute(async (transaction) => {
          const { rows } = await sql<{ key: string }>`
            update resource set deleted = true, content = null where type = ${type} and id = ${id} returning key`.execute(
            transaction,
          )
          await writeIndex(
            transaction,
            rows.map(({ key }) => ({ key, resource: null })),
          )
        }),
      ),
    search: (
      type: string | null,
      query: string,
      reader: Reader = STORE_ITSELF,
      handling: 'strict' | 'lenient' = 'strict',
    ) => store.use((database) => search(database, reader, type, query, { handling })),
    matching: (type: string, query: string, limit: number) =>
      store.use((database) => matching(database, STORE_ITSELF, type, query, limit)),
  }
}
