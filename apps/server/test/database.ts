/**
 * The database of a hub under test: PostgreSQL where the machine has one, else PGlite in the hub's folder, which takes most of the time of a short
 * run. For tests of what happens above the store; the store itself is tested on both, and a folder by all tests that do not ask for this.
 */
import { findPostgres, postgresEngine } from '@sund/store/testing'

export interface TestDatabase {
  /** What `openSund` is told of it. */
  settings: { databaseUrl?: string }
  stop(): Promise<void>
}

export async function openTestDatabase(): Promise<TestDatabase> {
  const bin = await findPostgres()
  if (bin === undefined) return { settings: {}, stop: async () => undefined }
  const engine = await postgresEngine(bin)
  const place = await engine.fresh()
  return { settings: 'url' in place ? { databaseUrl: place.url } : {}, stop: () => engine.stop() }
}
