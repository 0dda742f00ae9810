/** A store of FHIR resources, opened: the interactions put together with a database and with search. */
import type { Clock, Identifiers } from '@sund/model'
import { openStore, type Store, type StorePlace } from '@sund/store'
import { audited } from '../audit/audited.js'
import { type AuditLog, auditLog } from '../audit/log.js'
import type { AuditDatabase } from '../audit/tables.js'
import type { FhirStore, Written } from '../ports.js'
import type { Reader } from '../reader.js'
import type { ResourceKey } from '../resource.js'
import { search } from '../search/search.js'
import { together } from '../together.js'
import { bundle } from './bundle/bundle.js'
import {
  carryOut,
  type Planned,
  planCreate,
  planPatch,
  planRemove,
  planRemoveWhere,
  planUpdate,
} from './change.js'
import { load } from './load.js'
import { changes, everything, history, read, standings, vread } from './read.js'
import { type Check, type Session, type WritingSession, writing } from './session.js'
import { type FhirTables, MIGRATIONS } from './tables.js'

export interface FhirStoreOptions {
  place: StorePlace
  clock: Clock
  identifiers: Identifiers
  /** Throws for a resource that is not valid; asked for every resource that a reader writes, also in bundles and after patches. */
  check?: Check
}

/** A store with its audit: every method but `close` leaves an entry there. */
export interface AuditedStore extends FhirStore {
  readonly audit: AuditLog
}

/** Opens the FHIR store at a place, and makes or brings up to date what is there. Throws `unavailable.store` or `environment.…` where that cannot be. */
export async function openFhirStore(options: FhirStoreOptions): Promise<AuditedStore> {
  const store = await openStore<FhirTables>(options.place, MIGRATIONS)
  const audit = auditLog((work) => store.use((database) => work(database as unknown as AuditDatabase)))
  return { ...audited(storeIn(store, options), audit, options.clock), audit }
}

/** Resources of one look at most: each may be large. */
const READ_TOGETHER = 50

/** The interactions over a database that is open; closing the store closes it. */
export function storeIn(
  store: Store<FhirTables>,
  { clock, identifiers, check = () => undefined }: Omit<FhirStoreOptions, 'place'>,
): FhirStore {
  const inLine = line()
  const reading = <T>(work: (session: Session) => Promise<T>) =>
    store.use((database) => work({ database, identifiers, check }))
  const writes = <T>(work: (session: WritingSession) => Promise<T>) =>
    inLine(() => reading((session) => writing(session, clock, work)))
  const one = (reader: Reader, plan: (session: WritingSession) => Promise<Planned>) =>
    writes(async (session) => {
      const [written] = await carryOut(session, reader, [await plan(session)])
      return written ?? null
    })
  const standing = together(READ_TOGETHER, (keys: readonly ResourceKey[]) =>
    store.use((database) => standings(database, keys)),
  )
  const written = (promise: Promise<Written | null>) => promise as Promise<Written>
  return {
    read: (reader, key) => reading((session) => read(session, reader, key, standing)),
    vread: (reader, key, version) => reading((session) => vread(session, reader, key, version)),
    history: (reader, of, page) => reading((session) => history(session, reader, of, page)),
    create: (reader, resource, options) =>
      written(one(reader, (session) => planCreate(session, reader, resource, options))),
    update: (reader, resource, options) =>
      written(one(reader, (session) => planUpdate(session, reader, resource, options))),
    patch: (reader, of, operations, options) =>
      written(one(reader, (session) => planPatch(session, reader, of, operations, options))),
    remove: async (reader, key, options) => {
      await one(reader, (session) => planRemove(session, reader, key, options))
    },
    removeWhere: (reader, type, query) =>
      writes(async (session) => {
        const plans = await planRemoveWhere(session, reader, type, query)
        await carryOut(session, reader, plans)
        return plans.flatMap(({ write }) =>
          write?.before === undefined
            ? []
            : [
                {
                  type: write.type,
                  id: write.id,
                  version: write.before.version,
                  patients: write.before.patients,
                },
              ],
        )
      }),
    bundle: (reader, asked) => bundle({ reading, writes }, reader, asked),
    search: (reader, type, query, options) =>
      reading(({ database }) => search(database, reader, type, query, options)),
    everything: (reader, patient, page) => reading((session) => everything(session, reader, patient, page)),
    changes: (after, options) => reading((session) => changes(session, after, options)),
    load: (resources, bookmark) => writes((session) => load(session, resources, bookmark)),
    bookmark: (name) =>
      store.use(async (database) => {
        const row = await database
          .selectFrom('bookmark')
          .select('value')
          .where('name', '=', name)
          .executeTakeFirst()
        return row?.value ?? null
      }),
    close: () => store.close(),
  }
}

/** Writers of this process wait here for one another, and not in the database, where each would keep a connection from the readers. */
function line(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const mine = last.then(work, work)
    last = mine.catch(() => undefined)
    return mine
  }
}
