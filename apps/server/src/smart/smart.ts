/** The sign-in of apps, put together: what the routes, the FHIR servers and a person's own page need of it. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Access, Reach } from '@sund/access'
import type { Reader } from '@sund/fhir'
import { type AppGrant, type Clock, fail, type Randomness } from '@sund/model'
import type { OrganisationDesk } from '../access/organisations.js'
import type { Session, Sessions } from '../http/sessions.js'
import { type Authorizations, createAuthorizations } from './authorizations.js'
import { createContexts } from './contexts.js'
import { smartConfiguration } from './discovery.js'
import { createGallery, type Gallery } from './gallery.js'
import { createKeySets } from './key-sets.js'
import type { SmartKeys } from './keys.js'
import { createLaunches } from './launches.js'
import { createPatients, type Patients } from './patients.js'
import type { RecordsPort, SignedInPerson } from './ports.js'
import { createSmartProvider, SECONDS } from './provider.js'
import { createReaders } from './readers.js'

export interface Smart {
  /** Answers a request to a path below `SMART_PATH`. */
  handle(request: IncomingMessage, response: ServerResponse): void
  /** `readerOf` of a FHIR server. */
  readerOf(request: Request, site: { holder: string }): Promise<Reader | null>
  configuration(holder: string): ReturnType<typeof smartConfiguration>
  /** FHIR servers by holder. */
  servers(): { holder: string; base: string }[]
  authorizations: Authorizations
  gallery: Gallery
  /** What people let apps do: all of a person's, and the end of one, which holds at once. */
  grants: {
    of(subject: string): Promise<AppGrant[]>
    revoke(subject: string, id: string): Promise<AppGrant>
  }
  /** Whom a clinician opens an app for. */
  patients: Pick<Patients, 'find' | 'encounters'>
  /** Opens an app from a patient's record, for a clinician of the holder who may see it. */
  launch(
    session: Session,
    app: string,
    on: { holder: string; patient: string; encounter: string | null },
  ): Promise<{ url: string }>
}

export interface SmartSettings {
  publicUrl: URL
  keys: SmartKeys
  apps: Access['apps']
  organisations: OrganisationDesk
  sessions: Pick<Sessions, 'isOpen'>
  records: RecordsPort
  /** From where apps' own keys may be fetched. */
  reach: Reach
  clock: Clock
  randomness: Randomness
  onBug(thrown: unknown): void
  /** Why a request of an app was refused. */
  onRefused(error: string, why: string): void
}

/** Address of a holder's FHIR server. */
export const fhirBase = (publicUrl: URL, holder: string): string => `${publicUrl.origin}/fhir/${holder}`

export async function createSmart(settings: SmartSettings): Promise<Smart> {
  const { publicUrl, keys, apps, organisations, sessions, records, reach, clock, randomness } = settings
  const { onBug, onRefused } = settings
  const { registry, grants, tokens } = apps
  const bases = {
    of: (holder: string) => fhirBase(publicUrl, holder),
    holderOf: (base: string) =>
      records.holders().find((holder) => fhirBase(publicUrl, holder) === base) ?? null,
  }
  const isClinician = async (person: SignedInPerson, holder: string) =>
    (await organisations.actorOf(person as Session)).memberships.some(
      ({ organisation, roles }) => organisation === holder && roles.includes('clinician'),
    )
  const contexts = createContexts({
    tokens,
    grants,
    isOpen: (key) => sessions.isOpen({ key } as Session),
  })
  const launches = createLaunches({ registry, tokens, randomness, base: bases.of })
  const patients = createPatients({ records, isClinician })
  const readers = createReaders({ registry, grants, tokens, contexts, records, bases, clock })
  const { provider, handle } = await createSmartProvider({
    publicUrl,
    keys,
    registry,
    tokens,
    contexts,
    launches,
    keySets: createKeySets({ reach, clock, onRefused }),
    bases,
    clock,
    onBug,
    onRefused,
  })
  provider.on('access_token.destroyed', readers.forget)
  provider.on('grant.revoked', readers.forget)

  return {
    handle,
    readerOf: readers.readerOf,
    servers: () => records.holders().map((holder) => ({ holder, base: bases.of(holder) })),
    configuration(holder) {
      if (bases.holderOf(bases.of(holder)) === null)
        fail('usage.not-found', 'There is no such FHIR server.', 'Look for the address at the holder.')
      return smartConfiguration(publicUrl.origin)
    },
    authorizations: createAuthorizations({
      provider,
      registry,
      grants: { ...grants, give: (grant) => grants.give(grant).finally(readers.forget) },
      contexts,
      launches,
      records,
      bases,
      isClinician,
      patients,
      clock,
    }),
    gallery: createGallery({
      registry,
      organisations,
      holders: records.holders,
      reach,
      onChange: readers.forget,
    }),
    grants: {
      of: grants.of,
      async revoke(subject, id) {
        const ended = await grants.revoke(subject, id, SECONDS.access)
        readers.forget()
        return ended
      },
    },
    patients,
    async launch(session, app, { holder, patient, encounter }) {
      await patients.check(session, holder, patient, encounter)
      return launches.begin({ app, holder, subject: session.subject, patient, encounter })
    },
  }
}
