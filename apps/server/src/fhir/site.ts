/**
 * What the FHIR interface of one holder is made of. Apart from its routes, so that a test, a hub with several holders and a holder on its own put together the
 * same thing; apart from the store, which knows nothing of addresses or of tokens.
 */
import type { AuditedStore, ConsentBook, Reader, Validator } from '@sund/fhir'
import type { Env } from '../http/context.js'
import type { Bulk } from './bulk.js'

/** A holder's store as it is served. */
export interface FhirSite {
  /** The holder's name: `/fhir/{holder}` on the address of a hub. */
  readonly holder: string
  /** With the audit of all that is done with it. */
  readonly store: AuditedStore
  /** What consents leave of it, as they are now. */
  readonly consents: ConsentBook
  /** What resources are validated by: R4, and the packages in the holder's folder. */
  readonly validator: Validator
  readonly bulk: Bulk
  /** Since when it is open. */
  readonly openedAt: string
  close(): Promise<void>
}

/**
 * Who asks: from the request's `Authorization: Bearer` for the holder's store; null where there is no token. Throws `permission.sign-in` for a token that is not
 * one, ended or was revoked. Asked for every request, so that what is withdrawn holds at once.
 */
export type ReaderOf = (request: Request, site: FhirSite) => Promise<Reader | null>

/** What every route of a site is given beside what all routes are. */
export interface FhirEnv {
  Bindings: Env['Bindings']
  Variables: Env['Variables'] & { reader: Reader }
}
