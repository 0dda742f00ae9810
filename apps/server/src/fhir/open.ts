/** How a holder opens its FHIR store: where it lies, and what is put around it. */
import { join } from 'node:path'
import { createConsentBook, openFhirStore } from '@sund/fhir'
import type { Clock, Identifiers } from '@sund/model'
import { privateFolder } from '../roles/folders.js'
import type { FhirSite } from './site.js'

export interface FhirPlace {
  holder: string
  /** Where the holder keeps what belongs to its store; the store itself too, where there is no database. */
  folder: string
  /** A PostgreSQL of the store's own. */
  databaseUrl?: string
  clock: Clock
  identifiers: Identifiers
}

/** Opens the store of a holder, made when absent. Throws as `openFhirStore` does. */
export async function openFhirSite({
  holder,
  folder,
  databaseUrl,
  clock,
  identifiers,
}: FhirPlace): Promise<FhirSite> {
  await privateFolder(folder)
  const store = await openFhirStore({
    place: databaseUrl === undefined ? { folder: join(folder, 'store') } : { url: databaseUrl },
    clock,
    identifiers,
  })
  const consents = createConsentBook({ store, clock })
  return { holder, store, consents, close: () => store.close() }
}
