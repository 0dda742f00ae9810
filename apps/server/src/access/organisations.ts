/**
 * Who may decide: the organisations of a home with the registers that each answers for, and the roles of people in them. Roles come from an
 * organisation's own administrator (the store) and from sign-in (claims); what a role may be follows from what the organisation is, so that a
 * university cannot make an auditor of everybody's cases.
 */
import { type Directory, newest, type OrganisationStore } from '@sund/access'
import {
  type Actor,
  type Catalogue,
  fail,
  type LocalisedText,
  type Membership,
  Organisation,
  type OrganisationPerson,
  possibleRoles,
  type Role,
} from '@sund/model'

/** Whoever is signed in, and the organisations that sign-in says they act for. */
export interface Claimant {
  subject: string
  name: string
  /** Identifiers of organisations as the provider has them. */
  affiliations?: readonly string[]
}

export interface OrganisationDesk {
  /** Those that are kept and the holders of the home, by identifier. */
  list(): Promise<Organisation[]>
  /** `usage.not-found` for one that is not there. */
  find(id: string): Promise<Organisation>
  /** The same with the registers of each, for the transitions of cases. */
  directory(): Promise<Directory>
  /** The person with all roles as they are now. */
  actorOf(person: Claimant): Promise<Actor>
  /** The roles of everybody. */
  roles(): Promise<ReadonlyMap<string, readonly Membership[]>>
  /** Keeps what sign-in tells of a person's roles until they sign in again. */
  signedIn(person: Claimant, claimed: readonly Membership[]): Promise<void>
  /** Organisations that a person acts for or has a role in. */
  of(person: Claimant): Promise<Organisation[]>
  /** Everyone with a role in an organisation, for those who have one there themselves: `permission.denied` for others. */
  people(actor: Actor, organisation: string): Promise<OrganisationPerson[]>
  /** The same for the home itself. */
  peopleOf(organisation: string): Promise<OrganisationPerson[]>
  /** Sets somebody's roles: by the organisation's administrator, or by the command line of the home (`null`). */
  change(
    actor: Actor | null,
    organisation: string,
    person: { subject: string; name: string },
    roles: readonly Role[],
  ): Promise<void>
  /** Keeps an organisation; true when it is new. */
  put(organisation: Organisation): Promise<boolean>
}

/** Who the command line is in the log. */
const COMMAND_LINE = 'system'

interface Settings {
  store: OrganisationStore
  /** Holders of the home, with their titles. */
  holders: () => Iterable<{ name: string; title: LocalisedText }>
  catalogue: () => Promise<Catalogue>
}

export function createOrganisationDesk({ store, holders, catalogue }: Settings): OrganisationDesk {
  async function list(): Promise<Organisation[]> {
    const kept = await store.list()
    const known = new Set(kept.map(({ id }) => id))
    const others = [...holders()].filter(({ name }) => !known.has(name)).map(holderOrganisation)
    return [...kept, ...others].sort((one, other) => (one.id < other.id ? -1 : 1))
  }
  async function find(id: string): Promise<Organisation> {
    const found = (await list()).find((one) => one.id === id)
    return (
      found ?? fail('usage.not-found', 'There is no such organisation.', '/api/organisations lists them all.')
    )
  }
  /** Of one person, or of everybody: what an organisation's people may be counts when it is asked for, since it may have become another. */
  async function rolesOf(subject?: string): Promise<Map<string, Membership[]>> {
    const organisations = new Map((await list()).map((one) => [one.id, one]))
    const people = new Map<string, Membership[]>()
    for (const { subject: of, organisation, roles: given } of await store.memberships(subject)) {
      const found = organisations.get(organisation)
      const roles = found ? given.filter((role) => possibleRoles(found).includes(role)) : []
      if (roles.length > 0) people.set(of, [...(people.get(of) ?? []), { organisation, roles }])
    }
    return people
  }
  function mayAdminister(actor: Actor, organisation: string): void {
    const own = actor.memberships.find((membership) => membership.organisation === organisation)
    if (!own?.roles.includes('administrator'))
      fail(
        'permission.denied',
        'Roles are given by the organisation’s own administrator.',
        'Ask your administrator.',
      )
  }

  return {
    list,
    find,
    async directory() {
      const entries = newest(await catalogue())
      const heldBy = (id: string) =>
        entries
          .filter(({ register }) => register.holder.name === id)
          .map(({ register: { name }, version }) => ({ name, version }))
      return { bodies: (await list()).map((one) => ({ ...one, registers: heldBy(one.id) })) }
    },
    async actorOf({ subject, name }) {
      return { subject, name, memberships: (await rolesOf(subject)).get(subject) ?? [] }
    },
    roles: () => rolesOf(),
    async signedIn(person, claimed) {
      const organisations = new Map((await list()).map((one) => [one.id, one]))
      const possible = claimed.flatMap(({ organisation, roles }) => {
        const found = organisations.get(organisation)
        return found
          ? [{ organisation, roles: roles.filter((role) => possibleRoles(found).includes(role)) }]
          : []
      })
      await store.claim(person, possible)
    },
    async of(person) {
      const { memberships } = await this.actorOf(person)
      const own = new Set([
        ...memberships.map(({ organisation }) => organisation),
        ...(person.affiliations ?? []),
      ])
      return (await list()).filter(({ id }) => own.has(id))
    },
    async people(actor, organisation) {
      await find(organisation)
      if (!actor.memberships.some((membership) => membership.organisation === organisation))
        fail(
          'permission.denied',
          'Who works in an organisation is told to those who work there.',
          'Ask its administrator for a role.',
        )
      return await store.people(organisation)
    },
    peopleOf: (organisation) => store.people(organisation),
    async change(actor, id, person, roles) {
      const organisation = await find(id)
      if (actor !== null) mayAdminister(actor, id)
      const impossible = roles.find((role) => !possibleRoles(organisation).includes(role))
      if (impossible !== undefined)
        fail(
          'usage.request',
          `Nobody can be ${impossible} in this organisation.`,
          `Here people can be: ${possibleRoles(organisation).join(', ')}.`,
        )
      await store.change({ organisation: id, person, roles, by: actor?.subject ?? COMMAND_LINE })
    },
    put: (organisation) => store.put(organisation),
  }
}

/**
 * A holder that nobody has described is an organisation by itself. Its addresses are of names that are kept for examples (RFC 2606) and lead
 * nowhere: `sund organisation add` gives the real ones.
 */
function holderOrganisation({ name, title }: { name: string; title: LocalisedText }): Organisation {
  return Organisation.parse({
    id: name,
    title,
    country: 'NO',
    kind: 'public-body',
    body: 'holder',
    mailbox: `post@${name}.example`,
    homepage: `https://${name}.example/`,
  })
}
