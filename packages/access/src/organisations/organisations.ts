/**
 * Organisations and the roles of their people. Apart from cases, since whoever may act is known before there is any case; and apart from the
 * log, which has every change of a role as evidence. What somebody may do is read here at each request, so that a role that was taken away
 * ends at once.
 */
import {
  type Actor,
  type Clock,
  canonicalJson,
  fail,
  type Membership,
  Organisation,
  type OrganisationPerson,
  ROLES,
  type Role,
} from '@sund/model'
import { type Kysely, type Selectable, sql } from 'kysely'
import { appendEvent } from '../log.js'
import type { Store, Tables } from '../store.js'

type Somebody = Pick<Actor, 'subject' | 'name'>

/** A change of somebody's roles, by a subject whose right to it was seen to before. */
export interface RoleChange {
  organisation: string
  person: Somebody
  /** All that the person has from now on. */
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
  /** The roles of one person, or of everybody, by organisation. */
  memberships(subject?: string): Promise<(Membership & { subject: string })[]>
  /**
   * Sets what an administrator gives to a person, with a `role-changed` event in the same transaction; nothing where it is so already.
   * `usage.request` where the organisation would be left without an administrator.
   */
  change(change: RoleChange): Promise<void>
  /** Sets what sign-in tells of a person's roles, in all organisations; with an event for each that it changes. */
  claim(person: Somebody, memberships: readonly Membership[]): Promise<void>
}

/** Changes of roles wait for one another: the last two administrators cannot both leave. The number means nothing. */
const CHANGING = 7_861_110

type Row = Selectable<Tables['membership']>
const COLUMNS = ['organisation', 'subject', 'name', 'roles', 'claimed'] as const

/** Organisations in an open store. */
export function organisationStore(store: Store, clock: Clock): OrganisationStore {
  /** Keeps what somebody is from now on; with an event where that is something else than before. */
  async function keep(
    transaction: Kysely<Tables>,
    { organisation, person, by, ...wanted }: Pick<RoleChange, 'organisation' | 'person' | 'by'> & Kept,
    before: Kept | undefined,
  ): Promise<void> {
    const key = { organisation, subject: person.subject }
    const row = {
      name: person.name,
      roles: JSON.stringify(wanted.roles),
      claimed: JSON.stringify(wanted.claimed),
      at: clock.now().toISOString(),
    }
    if (wanted.roles.length + wanted.claimed.length === 0)
      await transaction
        .deleteFrom('membership')
        .where('organisation', '=', organisation)
        .where('subject', '=', person.subject)
        .execute()
    else
      await transaction
        .insertInto('membership')
        .values({ ...key, ...row })
        .onConflict((conflict) => conflict.columns(['organisation', 'subject']).doUpdateSet(row))
        .execute()
    const roles = all(wanted)
    if (roles.join() !== all(before ?? { roles: [], claimed: [] }).join())
      await appendEvent(transaction, clock, { type: 'role-changed', actor: by, payload: { ...key, roles } })
  }
  const changing = <T>(work: (transaction: Kysely<Tables>) => Promise<T>): Promise<T> =>
    store.use((database) =>
      database.transaction().execute(async (transaction) => {
        await sql`select pg_advisory_xact_lock(${CHANGING})`.execute(transaction)
        return await work(transaction)
      }),
    )

  return {
    async list() {
      const rows = await store.use((database) =>
        database.selectFrom('organisation').select('document').orderBy('id').execute(),
      )
      return rows.map(({ document }) => Organisation.parse(JSON.parse(document)))
    },
    async put(organisation) {
      const checked = Organisation.parse(organisation)
      if (checked.trusted && checked.body !== 'holder')
        fail('usage.arguments', 'Only a holder is trusted (Art 72).', 'Leave trusted out.')
      const { id } = checked
      const document = canonicalJson(checked)
      return await changing(async (transaction) => {
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
      })
    },
    async people(organisation) {
      const rows = await store.use((database) => rowsOf(database, 'organisation', organisation))
      return rows.map((row) => ({ subject: row.subject, name: row.name, ...kept(row) }))
    },
    async memberships(subject) {
      const rows = await store.use((database) => rowsOf(database, 'subject', subject))
      return rows.map((row) => ({
        organisation: row.organisation,
        subject: row.subject,
        roles: all(kept(row)),
      }))
    },
    change: ({ organisation, person, roles: wanted, by }) =>
      changing(async (transaction) => {
        const rows = await rowsOf(transaction, 'organisation', organisation)
        const row = rows.find(({ subject }) => subject === person.subject)
        const before = row && kept(row)
        const roles = sorted(wanted)
        if (before?.roles.join() === roles.join() && row?.name === person.name) return
        const administers = (of: Kept) => all(of).includes('administrator')
        const after = { roles, claimed: before?.claimed ?? [] }
        const others = rows.filter(({ subject }) => subject !== person.subject)
        if (before && administers(before) && !administers(after) && !others.map(kept).some(administers))
          fail(
            'usage.request',
            'This is the organisation’s last administrator.',
            'Make somebody else an administrator first.',
          )
        await keep(transaction, { organisation, person, by, ...after }, before)
      }),
    claim: (person, memberships) =>
      changing(async (transaction) => {
        const before = new Map(
          (await rowsOf(transaction, 'subject', person.subject)).map((row) => [row.organisation, kept(row)]),
        )
        const claimed = new Map(memberships.map(({ organisation, roles }) => [organisation, sorted(roles)]))
        for (const organisation of new Set([...before.keys(), ...claimed.keys()])) {
          const own = before.get(organisation)
          const now = { roles: own?.roles ?? [], claimed: claimed.get(organisation) ?? [] }
          if (own?.claimed.join() !== now.claimed.join())
            await keep(transaction, { organisation, person, by: 'system', ...now }, own)
        }
      }),
  }
}

/** What somebody is in an organisation: by its administrator, and by what sign-in tells. */
type Kept = Pick<OrganisationPerson, 'roles' | 'claimed'>

const sorted = (roles: readonly Role[]): Role[] => ROLES.filter((role) => roles.includes(role))
const all = ({ roles, claimed }: Kept): Role[] => sorted([...roles, ...claimed])
const kept = ({ roles, claimed }: Pick<Row, 'roles' | 'claimed'>): Kept => ({
  roles: JSON.parse(roles),
  claimed: JSON.parse(claimed),
})

/** The rows of one organisation or one person, or with `undefined` all. */
function rowsOf(
  database: Kysely<Tables>,
  by: 'organisation' | 'subject',
  value: string | undefined,
): Promise<Pick<Row, (typeof COLUMNS)[number]>[]> {
  const all = database
    .selectFrom('membership')
    .select(COLUMNS)
    .orderBy('organisation')
    .orderBy('name')
    .orderBy('subject')
  return (value === undefined ? all : all.where(by, '=', value)).execute()
}
