/**
 * The gallery of apps: an organisation's administrator registers one, somebody of an access body reviews it, and everyone sees those in force with who stands
 * behind them. Who may do what is here; versions and the log are the registry's.
 */
import { type AppRegistry, type Reach, targetOf } from '@sund/access'
import { isOther, parseScope } from '@sund/fhir'
import {
  type Actor,
  type AppDetails,
  type AppKind,
  type AppRevision,
  type AppStatus,
  fail,
  type Organisation,
  type Role,
} from '@sund/model'

/** An app as everyone sees it. */
export interface GalleryApp {
  id: string
  publisher: Pick<Organisation, 'id' | 'title' | 'homepage'>
  revision: number
  approvedAt: string
  details: AppDetails
}

export interface Gallery {
  /** Those in force, by name. */
  list(): Promise<GalleryApp[]>
  /** Every version that somebody may see: of their own organisations, or all for reviewers; the newest first. */
  registrations(actor: Actor): Promise<AppRevision[]>
  /** Registers an app or its next version, to be reviewed. `permission.denied` but for an administrator of the publisher. */
  register(actor: Actor, app: string, publisher: string, details: AppDetails): Promise<AppRevision>
  /** Decides over a version. `permission.denied` but for reviewers of an access body, and for one's own organisation's apps. */
  review(
    actor: Actor,
    app: string,
    revision: number,
    status: Exclude<AppStatus, 'submitted'>,
    reason: string,
  ): Promise<AppRevision>
}

interface Settings {
  registry: AppRegistry
  organisations: { list(): Promise<Organisation[]>; find(id: string): Promise<Organisation> }
  /** Holders with records, which a service can be registered for. */
  holders(): readonly string[]
  /** From where apps' own keys may be fetched. */
  reach: Reach
  /** What was in force may not be any more. */
  onChange(): void
}

const REVIEWERS: readonly Role[] = ['handler', 'reviewer', 'decider']
/** Levels of data that each kind of app may ask for. */
const LEVELS: Record<AppKind, readonly string[]> = {
  public: ['patient', 'user'],
  confidential: ['patient', 'user'],
  backend: ['system'],
  'resource-server': [],
}

export function createGallery({ registry, organisations, holders, reach, onChange }: Settings): Gallery {
  const has = (actor: Actor, organisation: string, ...roles: readonly Role[]) =>
    actor.memberships.some(
      (one) => one.organisation === organisation && one.roles.some((role) => roles.includes(role)),
    )
  const reviewersOf = async (actor: Actor) =>
    (await organisations.list()).filter(
      ({ id, body }) => body === 'access-body' && has(actor, id, ...REVIEWERS),
    )

  function check({ kind, scopes, holders: named, jwksUri }: AppDetails): void {
    if (jwksUri !== null) targetOf(jwksUri, reach)
    for (const scope of scopes) {
      const data = parseScope(scope)
      const fits = data === null ? isOther(scope) && kind !== 'backend' : LEVELS[kind].includes(data.level)
      if (!fits || kind === 'resource-server')
        fail(
          'usage.request',
          `${scope} is no scope that such an app can have.`,
          'Scopes are described in the documentation for developers.',
        )
    }
    for (const holder of named)
      if (!holders().includes(holder))
        fail(
          'usage.request',
          `${holder} has no records to read.`,
          `Those that have: ${holders().join(', ')}.`,
        )
  }

  return {
    async list() {
      const all = await registry.revisions()
      const found = await Promise.all(
        [...new Set(all.map(({ app }) => app))].map((app) => registry.inForce(app)),
      )
      const known = new Map((await organisations.list()).map((one) => [one.id, one]))
      return found.flatMap((one) => {
        const publisher = one && known.get(one.publisher)
        if (!one || !publisher || one.details.kind === 'resource-server') return []
        const { id, title, homepage } = publisher
        return [
          {
            id: one.app,
            publisher: { id, title, homepage },
            revision: one.revision,
            approvedAt: one.decidedAt ?? one.at,
            details: one.details,
          },
        ]
      })
    },
    async registrations(actor) {
      const all = (await reviewersOf(actor)).length > 0
      return (await registry.revisions()).filter(
        ({ publisher }) => all || has(actor, publisher, 'administrator'),
      )
    },
    async register(actor, app, publisher, details) {
      await organisations.find(publisher)
      if (!has(actor, publisher, 'administrator'))
        fail(
          'permission.denied',
          'Apps are registered by an administrator of their publisher.',
          'Ask your administrator.',
        )
      check(details)
      return registry.submit({ app, publisher, by: actor.subject, details })
    },
    async review(actor, app, revision, status, reason) {
      const bodies = await reviewersOf(actor)
      if (bodies.length === 0)
        fail('permission.denied', 'Apps are reviewed by the access body.', 'Wait for their decision.')
      const [found] = await registry.revisions(app)
      if (found !== undefined && bodies.every(({ id }) => id === found.publisher))
        fail(
          'permission.denied',
          'Nobody reviews an app of their own organisation.',
          'Ask another access body.',
        )
      const decided = await registry.decide({ app, revision, status, reviewer: actor.subject, reason })
      onChange()
      return decided
    },
  }
}
