/**
 * A holder's part in keeping a run to those whom its permit is about: it reads no rows of other years, no rows of other persons where it alone knows who
 * is meant, and otherwise does nothing with its rows but send them to the room, which does. Who is in its own sets it sends there too.
 */
import type { Fragment, Scan } from '@sund/engine'
import {
  type Criteria,
  type Criterion,
  fail,
  PERSON,
  type Permit,
  type PersonBits,
  type Policy,
  pickVersion,
  type Request,
  subjectLinkOf,
} from '@sund/model'
import type { Holding, Holdings } from '@sund/registers'
import { type CountDesk, PERSON_RECORD, PERSONS } from './count-holder.js'
import type { Absent } from './opted-out.js'
import { boundTo, refused } from './permits.js'
import { daysOf, decidesAlone, inVersions, populationOf } from './population.js'

/** What of a holder's rows may take part in a run. */
export interface Scope {
  /** Days that rows must have to do with; null where all may be. */
  within: { from: number; until: number } | null
  /** A bit for each person of a holding who may take part; null where everyone may, or the room sees to it. */
  members(holding: Holding): Promise<PersonBits | null>
  /** Who has opted out: nothing of them takes part, here or anywhere. */
  absent: Absent
  /** Rows of persons go to the room to be held against the population there. */
  inRoom: boolean
  /** Sends a room who is in this holder's sets, where it has any. */
  send(room: unknown, policy: Policy): Promise<void>
}

interface ScopeSettings {
  name: string
  holdings: Holdings
  desk: Pick<CountDesk, 'members' | 'records'>
  absent: Absent
  send: (room: unknown, head: Request<'delivery'>, bytes: Uint8Array, signal: AbortSignal) => Promise<void>
}

/** The scope of a run under a permit, or under open terms, which have none. Refuses a fragment that would make something of rows of everyone. */
export async function scopeOf(
  { name, holdings, desk, send, absent }: ScopeSettings,
  permit: Permit | null,
  fragment: Fragment,
  run: string,
  signal: AbortSignal,
): Promise<Scope> {
  const open: Scope = {
    within: null,
    members: async () => null,
    absent,
    inRoom: false,
    send: async () => {},
  }
  if (permit === null) return open
  const scope = { ...open, within: daysOf(permit) }
  const population = populationOf(permit)
  if (population === null) return scope
  const alone = decidesAlone(population, name)
  if (!alone && !onlyReads(fragment))
    refused(`The population of the permit ${permit.id} is held against rows in the room and not here.`)
  const given = population.parts.find(({ holder }) => holder === name)?.sets ?? []
  const sets = given.length === 0 ? [] : await inOwnVersions(given, permit, holdings)
  return {
    ...scope,
    inRoom: !alone,
    members: async (holding) => (alone ? desk.members(sets[0] as Criteria, holding, signal) : null),
    async send(room, policy) {
      if (sets.length === 0) return
      const bytes = await desk.records(sets, absent, run, signal)
      const rows = bytes.length / PERSON_RECORD.width
      const bound = boundTo(permit)
      const head = {
        run,
        relation: PERSONS,
        rows,
        public: false,
        policy,
        ...(bound ? { permit: bound } : {}),
      }
      await send(room, head, bytes, signal)
    },
  }
}

/** Whether nothing is made of what is read. */
const onlyReads = ({ steps }: Fragment): boolean =>
  steps.every((step) => step.do === 'relation' && step.relation.op === 'scan')

/** Whether the rows of a scan are about persons. */
export function isOfPersons(scan: Scan, { manifest: { register } }: Holding): boolean {
  const table = register.tables.find(({ name }) => name === scan.table)
  return table !== undefined && (table.unit === PERSON || subjectLinkOf(table) !== null)
}

/** Criteria in the newest version that this holder has of what the permit, or the criterion itself, pins. */
export async function inOwnVersions(
  sets: readonly Criteria[],
  { id, registers }: Pick<Permit, 'id' | 'registers'>,
  holdings: Holdings,
): Promise<Criteria[]> {
  const held = await holdings.list()
  const versionOf = ({ register, version }: Criterion): string => {
    const versions = held.filter((one) => one.register.name === register).map((one) => one.version)
    const pinned = version ?? registers.find((entry) => entry.register === register)?.version ?? undefined
    return (
      pickVersion(versions, pinned) ??
      fail(
        'permission.refused-by-holder',
        `The population of the permit ${id} speaks of ${register}, which is not held here in its version.`,
        'Ask for the permit to be changed on its page.',
      )
    )
  }
  return sets.map((set) => inVersions(set, versionOf))
}
