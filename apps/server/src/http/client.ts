/**
 * The server as its callers see it: a typed client and the types that cross the wire. Types only besides
 * `hono/client`, so that a page can bundle it without a server inside.
 */
import { hc } from 'hono/client'
import type { Api } from './app.js'
import type { upkeepRoutes } from './routes/upkeep.js'

export type { CaseEventType, LetterTemplate, PermitEventType } from '@sund/access'
export type { AuthorizationRequest } from '../smart/authorizations.js'
export type { GalleryApp } from '../smart/gallery.js'
export type { ChosenEncounter, ChosenPatient } from '../smart/patients.js'
export type { Api } from './app.js'
export type { HarvestedCatalogue, LetterInTrouble, Webhook } from './routes/upkeep.js'
export type * from './schemas.js'

/** Named, since written out in full it is longer than the compiler writes types. */
export type Client = ReturnType<typeof hc<Api>>

/** A typed client of the server at `base` (`''` or `/` for the page's own origin). */
export function createClient(base: string, options: Parameters<typeof hc>[1] = {}): Client {
  return hc<Api>(base, options)
}

/** The client of what organisations see to: one of its own, since the type of both together is longer than the compiler writes types. */
export type UpkeepClient = ReturnType<typeof hc<ReturnType<typeof upkeepRoutes>>>

/** A typed client of these routes at `base`. */
export function createUpkeepClient(base: string): UpkeepClient {
  return hc<ReturnType<typeof upkeepRoutes>>(base)
}
