/** What every route is given: the hub, who is signed in, runs under way, and how to say who may ask. */

import type { HttpBindings } from '@hono/node-server'
import { OpenAPIHono } from '@hono/zod-openapi'
import type { Cases, PeopleStore } from '@sund/access'
import { type Actor, type Clock, Failure, fail, type Identifiers, type SundError } from '@sund/model'
import type { Context } from 'hono'
import type { ApplicationDesk } from '../access/applications.js'
import type { ChoiceDesk } from '../access/choices.js'
import type { OrganisationDesk } from '../access/organisations.js'
import type { Upkeep } from '../access/upkeep.js'
import type { SignedProof } from '../consents/derivations.js'
import type { FhirSite, ReaderOf } from '../fhir/site.js'
import type { MineDesk } from '../mine/desk.js'
import type { Hub } from '../roles/hub.js'
import type { Researcher } from '../roles/run.js'
import type { Smart } from '../smart/smart.js'
import type { LiveRuns } from './live-runs.js'
import type { Session, Sessions } from './sessions.js'
import type { SignIn } from './sign-in.js'

export interface Env {
  Bindings: Partial<HttpBindings>
  Variables: { requestId: string; session: Session | null }
}

/** What the application is made of. `publicUrl` is the origin that browsers use. */
export interface Services {
  hub: Hub
  organisations: OrganisationDesk
  applications: ApplicationDesk
  cases: Cases
  choices: ChoiceDesk
  /** What holders have proved to whoever has a mark. */
  proofsOf: (mark: string) => Promise<SignedProof[]>
  smart: Smart
  mine: MineDesk
  people: PeopleStore
  upkeep: Upkeep
  sessions: Sessions
  signIn: SignIn
  live: LiveRuns
  clock: Clock
  identifiers: Identifiers
  publicUrl: URL
  /** Holders' FHIR stores, and who asks of them. */
  fhir: ReadonlyMap<string, FhirSite>
  readerOf: ReaderOf
  /** Subjects who may read the release ledger; `everyone` where all people are made up. */
  auditors: ReadonlySet<string> | 'everyone'
}

/** An empty part of the application, whose invalid requests become typed errors. */
export function part(): OpenAPIHono<Env> {
  return new OpenAPIHono<Env>({
    defaultHook: (result) => {
      if (result.success) return
      const [first, ...rest] = result.error.issues.slice(0, 10).map(
        (issue): SundError => ({
          code: issue.code === 'too_big' ? 'usage.too-large' : 'usage.request',
          message: `${issue.path.join('.') || 'the request'}: ${issue.message}`,
          next: '/openapi.json describes every request.',
        }),
      )
      throw new Failure(first as SundError, ...rest)
    },
  })
}

/** The person of a session as the hub knows them. */
export function researcherOf({ subject, name, organisations = [], projects = [] }: Session): Researcher {
  return { subject, name, organisations, projects }
}

/** The session, or a refusal that says where to sign in. */
export function signedIn(context: Context<Env>): Session {
  return (
    context.get('session') ??
    fail('permission.sign-in', 'This needs a signed-in researcher.', 'Sign in and try again.')
  )
}

/** The person of a session with the roles that they have at this moment. */
export function actorOf(
  session: Session,
  { organisations }: Pick<Services, 'organisations'>,
): Promise<Actor> {
  return organisations.actorOf(session)
}
