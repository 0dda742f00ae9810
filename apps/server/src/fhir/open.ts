/** How a holder opens its FHIR store: where it lies, and what is put around it. */
import { join } from 'node:path'
import { createConsentBook, createValidator, openFhirStore, profilesIn } from '@sund/fhir'
import { type Clock, fail, type Identifiers } from '@sund/model'
import { privateFolder } from '../roles/folders.js'
import { openBulk } from './bulk.js'
import type { FhirSite } from './site.js'

export interface FhirPlace {
  holder: string
  /** Where the holder keeps what belongs to its store; the store itself too, where there is no database. */
  folder: string
  /** A PostgreSQL of the store's own. */
  databaseUrl?: string
  clock: Clock
  identifiers: Identifiers
  /** Told of a mistake of Sund's own in work that takes long. */
  onBug(reference: string, thrown: unknown): void
}

/**
 * Opens the store of a holder, made when absent, with the profiles of the packages in its folder `packages`. Throws as `openFhirStore` and `profilesIn` do.
 */
export async function openFhirSite({
  holder,
  folder,
  databaseUrl,
  clock,
  identifiers,
  onBug,
}: FhirPlace): Promise<FhirSite> {
  await privateFolder(folder)
  const validator = createValidator(await profilesIn(join(folder, 'packages')))
  const store = await openFhirStore({
    place: databaseUrl === undefined ? { folder: join(folder, 'store') } : { url: databaseUrl },
    clock,
    identifiers,
    check: (resource) => {
      if (resource.resourceType === 'AuditEvent')
        fail('usage.method', 'AuditEvents are written by the store alone.', 'Read or search them.')
      validator.check(resource)
    },
  })
  const consents = createConsentBook({ store, clock })
  const bulk = openBulk(store, validator, { folder: join(folder, 'bulk'), clock, identifiers, onBug })
  return {
    holder,
    store,
    consents,
    validator,
    bulk,
    openedAt: clock.now().toISOString(),
    async close() {
      await bulk.exports.close()
      await bulk.imports.close()
      await store.close()
    },
  }
}
