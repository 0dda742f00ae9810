/** The database of events, runs, cases and all else that the hub keeps: its tables and how it opens. */
import type { ChoiceMaker } from '@sund/model'
import { type Store as OpenStore, openStore as open, type StorePlace } from '@sund/store'
import type { ColumnType, RawBuilder } from 'kysely'
import type { AppTables } from './apps/tables.js'
import type { CaseTables } from './cases/store/tables.js'
import { MIGRATIONS } from './migrations.js'

export type { StorePlace } from '@sund/store'
export type Store = OpenStore<Tables>

export interface Tables extends CaseTables, AppTables {
  event: {
    position: ColumnType<string, number, never>
    at: string
    type: string
    actor: string
    /** Canonical JSON. */
    payload: string
    previous_hash: string
    hash: string
  }
  run: {
    number: ColumnType<string, never, never>
    run: string
    owner: string
    at: string
    state: string
    title: string
    results: number
    /** JSON, as saved. */
    document: string
  }
  /** Somebody whom the owner of a run lets open it. */
  run_reader: { run: string; reader: string; at: string }
  /** A result for which the release ledger was asked. Lists are JSON. */
  ledger_result: {
    number: ColumnType<string, never, never>
    run: string
    /** The result's index among those of its script; −1 for a feasibility count. */
    place: number
    at: string
    state: 'reserved' | 'told' | 'dropped'
    subject: string
    parties: string
    registers: string
    kind: string
    difference: number
    /** Hash of the question. */
    question: string
    /** Hash of what was released. */
    body: string | null
    /** Whether it counts towards the quota of its person. */
    counted: boolean
    sensitive: string
    verdicts: string
    /** How many of its sets were told. */
    told: number
    /** The power of ten of its population's size. */
    magnitude: number
  }
  /** A set that a result reserved, or with a number in `told`, in the order of telling, told. */
  ledger_set: {
    result: string
    place: number
    identity: Uint8Array
    slots: Uint8Array
    /** The count of the set, for places to open. */
    sealed: Uint8Array
    told: ColumnType<string | null, null, RawBuilder<string>>
  }
  /** Two circle keys that have been linked. */
  ledger_link: { number: ColumnType<string, never, never>; at: string; one: string; other: string }
  budget_spending: {
    number: ColumnType<string, never, never>
    purpose: string
    holder: string
    /** Billionths of ρ. */
    parts: ColumnType<string, number, never>
    question: string
    run: string
    at: string
  }
  /** What someone has chosen of the catalogue: JSON of the variables. */
  collection: { owner: string; revision: number; at: string; variables: string }
  /** What another catalogue describes: JSON of its data sets. */
  harvest: { source: string; at: string; datasets: string }
  /** From where another catalogue is fetched each day, when it was tried last, and why that failed. */
  harvest_source: { source: string; url: string; tried_at: string | null; problem: string | null }
  budget_answer: {
    purpose: string
    question: string
    /** Canonical JSON of a released result. */
    result: string
    at: string
  }
  draft: {
    id: string
    owner: string
    revision: number
    saved_at: string
    /** JSON of `Application`. */
    application: string
    /** JSON of how it began, so that it is known what nobody has typed. */
    begun: string
    /** On whose behalf. */
    organisation: string | null
    case_id: string | null
    deleted_at: string | null
  }
  draft_revision: { draft: string; revision: number; at: string; by: string; application: string }
  /** A co-applicant. */
  draft_person: { draft: string; subject: string }
  attachment: { hash: string; media_type: string; bytes: number; content: Uint8Array }
  /** A file that was uploaded for a draft, whether or not its application still lists it. */
  draft_attachment: { draft: string; hash: string; name: string; at: string }
  organisation: {
    id: string
    /** Canonical JSON. */
    document: string
  }
  person: { subject: string; name: string; email: string | null; language: string | null; at: string }
  /** What a citizen chose of their own data, in one chain. Levels are JSON. */
  choice: {
    position: ColumnType<string, number, never>
    at: string
    mark: string
    levels: string
    via: ChoiceMaker
    /** Subject of whoever made it. */
    actor: string
    hash: string
  }
  /** Roles that an administrator gave, and those that the last sign-in told of, as JSON. */
  membership: {
    organisation: string
    subject: string
    name: string
    roles: string
    claimed: string
    at: string
  }
}

/** Opens the store and brings its tables up to date. Processes that open it together wait for one another. */
export const openStore = (place: StorePlace): Promise<Store> => open(place, MIGRATIONS)
