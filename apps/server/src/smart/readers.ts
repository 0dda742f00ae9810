/**
 * Who asks, from a bearer token: what the token was given, cut to what the app is registered for and the person lets it do at this moment. All of it is looked up
 * again within two seconds, so that what is withdrawn anywhere holds everywhere well within five; in this process it holds at once.
 */
import { createHash } from 'node:crypto'
import type { AppGrants, AppRegistry, TokenState } from '@sund/access'
import { allowedOf, conditionsOf, dataScopes, type Reader } from '@sund/fhir'
import { type Clock, fail, type GrantRole } from '@sund/model'
import type { Contexts } from './contexts.js'
import type { Asker, RecordsPort } from './ports.js'

export interface Readers {
  /**
   * Null without a token. `permission.sign-in` for one that is not one, is not for this holder, has expired, or that the app gave back; `permission.denied` for
   * one whose person has withdrawn what they allowed, so that the app does not sign in again by itself, as it would after the other.
   */
  readerOf(request: Request, site: { holder: string }): Promise<Reader | null>
  /** Something was withdrawn: nothing that was looked up before counts any more. */
  forget(): void
}

interface Settings {
  registry: AppRegistry
  grants: AppGrants
  tokens: TokenState
  contexts: Contexts
  records: RecordsPort
  bases: { of(holder: string): string }
  clock: Clock
}

/** What a token says of whoever has it; `asker` where consents are asked, null where it is the patient's own will. */
interface Found {
  reader: Omit<Reader, 'consents'>
  asker: Asker | null
}

const FRESH = 2000
const MOST_KEPT = 10_000

/** Why a person's app reads, by for whom they act: codes of http://terminology.hl7.org/CodeSystem/v3-ActReason. */
const PURPOSE: Record<GrantRole, string> = { self: 'PATRQT', guardian: 'FAMRQT', clinician: 'TREAT' }

export function createReaders(settings: Settings): Readers {
  const { registry, grants, tokens, contexts, records, bases, clock } = settings
  let looked = new Map<string, Found & { until: number }>()

  async function look(token: string, holder: string): Promise<Found | null> {
    const found = (await tokens.find('AccessToken', token)) ?? (await tokens.find('ClientCredentials', token))
    if (found === null) return null
    const { clientId, aud, scope, grantId } = found.payload as Record<string, string | undefined>
    const app = clientId === undefined ? null : await registry.inForce(clientId)
    if (app === null || aud !== bases.of(holder)) return null
    const registered = allowedOf((scope ?? '').split(' '), app.details.scopes)
    const client = app.app

    if (grantId === undefined) {
      const { purpose, holders } = app.details
      if (purpose === null || !holders.includes(holder)) return null
      const who = { subject: `app:${client}`, client, purpose }
      return {
        reader: {
          ...who,
          patient: null,
          conditions: conditionsOf(dataScopes(registered).filter(({ level }) => level === 'system')),
        },
        asker: { ...who, holder, references: [] },
      }
    }
    const context = await contexts.of(grantId)
    if (context === null) return (await contexts.isWithdrawn(grantId)) ? withdrawn() : null
    const grant = (await grants.inForce(context.grant)) ?? withdrawn()
    if (context.holder !== holder) return null
    const scopes = dataScopes(allowedOf(registered, grant.scopes))
    const who = { subject: context.subject, client, purpose: PURPOSE[context.role] }
    const own = context.fhirUser?.slice(bases.of(holder).length + 1)
    // With a patient in context everything is within that record, also what is asked for all that the user may see: less than was asked, never more.
    return {
      reader: {
        ...who,
        patient: context.patient,
        conditions: conditionsOf(
          scopes.filter(({ level }) => level === 'user' || (level === 'patient' && context.patient !== null)),
        ),
      },
      asker: context.role === 'clinician' ? { ...who, holder, references: own ? [own] : [] } : null,
    }
  }

  return {
    async readerOf(request, { holder }) {
      const header = request.headers.get('authorization')
      if (header === null) return null
      const token = /^Bearer +([\x21-\x7e]{1,1000})$/i.exec(header)?.[1] ?? refused()
      const now = clock.now().getTime()
      const key = `${holder} ${createHash('sha256').update(token).digest('base64')}`
      // What is looked up while something is withdrawn goes into a map that is forgotten.
      const keeping = looked
      const known = keeping.get(key)
      const found =
        known !== undefined && known.until > now ? known : ((await look(token, holder)) ?? refused())
      if (found !== known) {
        if (keeping.size >= MOST_KEPT) keeping.clear()
        keeping.set(key, { ...found, until: now + FRESH })
      }
      // Consents are asked at each request: theirs to say how fresh they are.
      return { ...found.reader, consents: found.asker && (await records.consentsOf(found.asker)) }
    },
    forget() {
      looked = new Map()
    },
  }
}

const refused = (): never =>
  fail(
    'permission.sign-in',
    'The token is not one for these records, or has expired or been given back.',
    'Get another one.',
  )

const withdrawn = (): never =>
  fail(
    'permission.denied',
    'The person has withdrawn what they let this app do.',
    'Tell them so and do not ask again by yourself: they sign in from the app once more if they want it back.',
  )
