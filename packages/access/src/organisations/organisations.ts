/**
 * Organisations and the roles of their people. Apart from cases, since whoever may act is known before there is any case; and apart from the
 * log, which has every change of a role as evidence. Who is somebody's handler today is read here at each request, so that a role that was
 * taken away ends at once.
 */
import {
  type Clock,
  canonicalJson,
  fail,
  type Membership,
  Organisation,
  type OrganisationPerson,
  ROLES,
  type Role,
} from '@sund/model'
import { type Kysely, sql } from 'kysely'
import { appendEvent } from '../log.js'
import type { Store, Tables } from '../store.js'

/** Who gives or takes a role: a subject whose own right was seen to before, or the command line of the home itself. */
export interface RoleChange {
  organisation: string
  person: { subject: string; name: string }
  /** All that the person has from now on; none ends the membership. */
  roles: readonly Role[]
  by: string
}

export interface OrganisationStore {
  /** All that are kept, by identifier. */
  list(): Promise<Organisation[]>
  /** Adds one, or puts it in the place of the one with its identifier; true when it is new. */
  put(organisation: Organisation): Promise<boolean>
  /** Everyone who has a role in it, by name. */
  people(organisation: string): Promise<OrganisationPerson[]>
  /** The roles of a person, by organisation. */
  memberships(subject: string): Promise<Membership[]>
  /**
   * Sets the roles of a person, with a `role-changed` event in the same transaction; nothing where they are so already. `usage.request` where
   * the organisation would be left without an administrator of its own.
   */
  change(change: RoleChange): Promise<void>
}

/** Changes of roles in one organisation wait for one another: the last two administrators cannot both leave. */
const CHANGING = 7_861_110

/** Organisations in an open store. */
export function organisationStore(store: Store, clock: Clock): OrganisationStore {
  return {
    async list() {
      const rows = await store.use((database) =>
        database.selectFrom('organisation').select('document').orderBy('id').execute(),
      )
      return rows.map(({ document }) => Organisation.parse(JSON.parse(document)))
    },
    async put(organisation) {
      const { id, ...rest } = Organisation.parse(organisation)
      if (rest.trusted && rest.body !== 'holder')
        fail('usage.arguments', 'Only a holder is trusted (Art 72).', 'Leave trusted out.')
      const document = canonicalJson({ id, ...rest })
      return await store.use((database) =>
        database.transaction().execute(async (transaction) => {
          const before = await transaction
            .selectFrom('organisation')
            .select('id')
            .where('id', '=', id)
            .executeTakeFirst()
          await transaction
            .insertInto('organisation')
            .values({ id, document })
            .onConflict((conflict) => conflict.column('id').doUpdateSet({ document }))
            .execute()
          return before === undefined
        }),
      )
    },
    people: (organisation) => store.use((database) => peopleOf(database, organisation)),
    async memberships(subject) {
      const rows = await store.use((database) =>
        database
          .selectFrom('membership')
          .select(['organisation', 'roles'])
          .where('subject', '=', subject)
          .orderBy('organisation')
          .execute(),
      )
      return rows.map(({ organisation, roles }) => ({ organisation, roles: JSON.parse(roles) }))
    },
    async change({ organisation, person, roles: wanted, by }) {
      const roles = ROLES.filter((role) => wanted.includes(role))
      await store.use((database) =>
        database.transaction().execute(async (transaction) => {
          await sql`select pg_advisory_xact_lock(${CHANGING}, hashtext(${organisation}))`.execute(transaction)
          const people = await peopleOf(transaction, organisation)
          const before = people.find(({ subject }) => subject === person.subject)?.roles ?? []
          if (before.join() === roles.join()) return
          const administers = (of: readonly Role[]) => of.includes('administrator')
          const others = people.filter(({ subject }) => subject !== person.subject)
          if (administers(before) && !administers(roles) && !others.some((one) => administers(one.roles)))
            fail(
              'usage.request',
              'This is the organisation’s last administrator.',
              'Make somebody else an administrator first.',
            )
          const row = { name: person.name, roles: JSON.stringify(roles), at: clock.now().toISOString() }
          if (roles.length === 0)
            await transaction
              .deleteFrom('membership')
              .where('organisation', '=', organisation)
              .where('subject', '=', person.subject)
              .execute()
          else
            await transaction
              .insertInto('membership')
              .values({ organisation, subject: person.subject, ...row })
              .onConflict((conflict) => conflict.columns(['organisation', 'subject']).doUpdateSet(row))
              .execute()
          await appendEvent(transaction, clock, {
            type: 'role-changed',
            actor: by,
            payload: { organisation, subject: person.subject, roles },
          })
        }),
      )
    },
  }
}

async function peopleOf(database: Kysely<Tables>, organisation: string): Promise<OrganisationPerson[]> {
  const rows = await database
    .selectFrom('membership')
    .select(['subject', 'name', 'roles'])
    .where('organisation', '=', organisation)
    .orderBy('name')
    .orderBy('subject')
    .execute()
  return rows.map(({ roles, ...person }) => ({ ...person, roles: JSON.parse(roles) }))
}
