/**
 * What a person is asked when an app wants their records, and what their answer gives it: for whom, which scopes, each to be denied by itself. The page asks by
 * these; only what was asked, is registered and was ticked is ever given.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AppGrants, AppRegistry } from '@sund/access'
import { type DataScope, dataScopes } from '@sund/fhir'
import { type AppDetails, type Clock, fail, type GrantRole } from '@sund/model'
import type { InteractionResults, Provider } from 'oidc-provider'
import type { Session } from '../http/sessions.js'
import type { Contexts } from './contexts.js'
import type { Launch, Launches } from './launches.js'
import type { Patients } from './patients.js'
import type { RecordsPort } from './ports.js'

/** A scope as the page explains it. Those of launches are no choice of their own: they follow from whose record it is. */
export type AskedScope = { scope: string; before: boolean } & (
  | {
      about: 'records'
      level: 'patient' | 'user'
      data: Pick<DataScope, 'type' | 'interactions' | 'filters'>
    }
  | { about: 'identity' | 'offline' | 'online' }
)

/** As whom a person may answer. */
export interface AnswerAs {
  /** `self`, `child-1`, … or `clinician`. */
  id: string
  role: GrantRole
  /** Of the child. */
  name: string | null
  /** They have to say for which patient: a clinician whom no record sent here. */
  choosesPatient: boolean
}

export interface AuthorizationRequest {
  app: { id: string; publisher: string } & Pick<AppDetails, 'title' | 'summary' | 'homepage' | 'privacy'>
  holder: string
  /** Name of who is signed in. */
  name: string
  as: AnswerAs[]
  scopes: AskedScope[]
  /** The app was opened from a record by a clinician. */
  launched: boolean
}

export interface Authorizations {
  /** Whether a session will do, or the person has to sign in anew. */
  needsSignIn(request: IncomingMessage, response: ServerResponse, session: Session | null): Promise<boolean>
  /** What is asked. `permission.sign-in` where the request has expired or was begun in another browser. */
  show(request: IncomingMessage, response: ServerResponse, session: Session): Promise<AuthorizationRequest>
  /** Where the browser goes after the answer; `null` scopes: no to everything. */
  answer(
    request: IncomingMessage,
    response: ServerResponse,
    session: Session,
    said: { as: string; scopes: readonly string[]; patient?: string | null | undefined } | null,
  ): Promise<string>
}

interface Settings {
  provider: Provider
  registry: AppRegistry
  grants: AppGrants
  contexts: Contexts
  launches: Launches
  records: RecordsPort
  bases: { of(holder: string): string; holderOf(base: string): string | null }
  /** Whether somebody is a clinician at a holder. */
  isClinician(session: Session, holder: string): Promise<boolean>
  patients: Pick<Patients, 'check'>
  clock: Clock
}

const ABOUT: Readonly<Record<string, 'identity' | 'offline' | 'online'>> = {
  fhirUser: 'identity',
  offline_access: 'offline',
  online_access: 'online',
}
/** Given with whatever else is given. */
const FOLLOWS: ReadonlySet<string> = new Set(['openid', 'launch', 'launch/patient', 'launch/encounter'])

export function createAuthorizations(settings: Settings): Authorizations {
  const { provider, registry, grants, contexts, launches, records, bases, isClinician, patients, clock } =
    settings

  /** The request under way in this browser, with all that the answer depends on. */
  async function underWay(request: IncomingMessage, response: ServerResponse, session: Session) {
    const interaction = await provider.interactionDetails(request, response).catch(gone)
    const params = interaction.params as Record<string, string | undefined>
    const app = await registry.inForce(params.client_id ?? '')
    const holder = bases.holderOf((params.aud ?? '').replace(/\/+$/, ''))
    if (app === null || holder === null) return gone()
    const launch = params.launch === undefined ? null : await launches.find(params.launch)
    if (params.launch !== undefined && launch === null) return gone()
    const scopes = (params.scope ?? '').split(' ').filter((one) => one !== '')
    const as = await answersOf(session, holder, launch, scopes)
    return { interaction, params, app, holder, launch, scopes, as }
  }

  async function answersOf(
    session: Session,
    holder: string,
    launch: Launch | null,
    scopes: readonly string[],
  ): Promise<(AnswerAs & { patient: string | null })[]> {
    const clinician = { id: 'clinician', role: 'clinician', name: null, choosesPatient: false } as const
    if (launch !== null)
      return launch.subject === session.subject && (await isClinician(session, holder))
        ? [{ ...clinician, patient: launch.patient }]
        : []
    const own = (await records.recordsOf(session, holder)).map(({ id, name, patient }) => {
      const role: GrantRole = name === null ? 'self' : 'guardian'
      return { id, role, name, patient, choosesPatient: false }
    })
    if (!(await isClinician(session, holder))) return own
    const choosesPatient = scopes.includes('launch/patient') || dataScopes(scopes).some(ofPatient)
    return [...own, { ...clinician, patient: null, choosesPatient }]
  }

  return {
    async needsSignIn(request, response, session) {
      const { params, iat } = await provider.interactionDetails(request, response).catch(gone)
      if (session === null) return true
      const signedInAt = Math.floor(session.startedAt / 1000)
      const { max_age: maxAge, prompt } = params as { max_age?: string; prompt?: string }
      if ((prompt ?? '').split(' ').includes('login') && signedInAt < iat) return true
      return maxAge !== undefined && clock.now().getTime() / 1000 - signedInAt > Number(maxAge)
    },
    async show(request, response, session) {
      const { app, holder, scopes, as, launch } = await underWay(request, response, session)
      const before = new Set(
        (await grants.of(session.subject))
          .filter((one) => one.revokedAt === null && one.app === app.app && one.holder === holder)
          .flatMap((one) => one.scopes),
      )
      const { title, summary, homepage, privacy } = app.details
      return {
        app: { id: app.app, publisher: app.publisher, title, summary, homepage, privacy },
        holder,
        name: session.name,
        as: as.map(({ patient: _, ...one }) => one),
        scopes: scopes.flatMap((scope) => explained(scope, before.has(scope))),
        launched: launch !== null,
      }
    },
    async answer(request, response, session, said) {
      const { interaction, params, app, holder, launch, scopes, as } = await underWay(
        request,
        response,
        session,
      )
      const finish = (result: InteractionResults) =>
        provider.interactionResult(request, response, result, { mergeWithLastSubmission: false }).catch(gone)
      const who = as.find(({ id }) => id === said?.as)
      const given = scopes.filter((scope) => FOLLOWS.has(scope) || said?.scopes.includes(scope))
      if (
        said === null ||
        who === undefined ||
        !given.some((scope) => !FOLLOWS.has(scope) || scope === 'openid')
      )
        return finish({ error: 'access_denied', error_description: 'The person did not allow it.' })
      const patient = who.choosesPatient ? (said.patient ?? unchosen()) : who.patient
      if (who.choosesPatient) await patients.check(session, holder, patient as string, null)
      if (params.launch !== undefined && (await launches.take(params.launch)) === null) return gone()

      const base = bases.of(holder)
      const practitioner =
        who.role === 'clinician' ? await records.practitionerOf(session.subject, holder) : null
      const self = as.find(({ role }) => role === 'self')?.patient ?? null
      const permission = await grants.give({
        subject: session.subject,
        app: app.app,
        holder,
        role: who.role,
        patient: who.role === 'clinician' ? null : patient,
        scopes: given,
      })
      const grant = new provider.Grant({ accountId: session.subject, clientId: app.app })
      const denied = scopes.filter((scope) => !given.includes(scope))
      grant.addOIDCScope(given.join(' '))
      grant.addResourceScope(base, given.join(' '))
      if (denied.length > 0) {
        grant.rejectOIDCScope(denied.join(' '))
        grant.rejectResourceScope(base, denied.join(' '))
      }
      const family = await grant.save()
      await contexts.keep(family, {
        subject: session.subject,
        holder,
        grant: permission.id,
        role: who.role,
        patient,
        encounter: launch?.encounter ?? null,
        fhirUser: practitioner
          ? `${base}/Practitioner/${practitioner}`
          : who.role !== 'clinician' && self
            ? `${base}/Patient/${self}`
            : null,
        session: given.includes('offline_access') ? null : session.key,
      })
      return finish({
        ...interaction.lastSubmission,
        login: { accountId: session.subject, remember: false, ts: Math.floor(session.startedAt / 1000) },
        consent: { grantId: family },
      })
    },
  }
}

const ofPatient = ({ level }: DataScope): boolean => level === 'patient'

const unchosen = (): never =>
  fail('usage.request', 'The app works with one patient.', 'Choose for whom you use it.')

const gone = (): never =>
  fail(
    'permission.sign-in',
    'This request has expired or was begun in another browser.',
    'Start again from the app.',
  )

function explained(scope: string, before: boolean): AskedScope[] {
  const about = ABOUT[scope]
  if (about !== undefined) return [{ scope, before, about }]
  return dataScopes([scope]).flatMap(({ level, type, interactions, filters }) =>
    level === 'system'
      ? []
      : [{ scope, before, about: 'records' as const, level, data: { type, interactions, filters } }],
  )
}
