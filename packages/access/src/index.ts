import type { Clock } from '@sund/model'
import { type BudgetStore, budgetStore } from './budget.js'
import { type ReleaseLedger, releaseLedger } from './ledger.js'
import { type EventLog, eventLog } from './log.js'
import { type RunStore, runStore } from './runs.js'
import { openStore, type StorePlace } from './store.js'

export type { BudgetStore, Spending } from './budget.js'
export {
  type Decision,
  decide,
  type NamedPermit,
  type Researcher,
  type StandingPermit,
  type Use,
} from './decide.js'
export { prepareStores } from './empty.js'
export {
  type AskedResult,
  type LedgerFilter,
  type LedgerRow,
  personKey,
  type ReleaseLedger,
  type Spent,
} from './ledger.js'
export type { EventFilter, EventLog, Head } from './log.js'
export { grantedBy, spanOf } from './permits.js'
export type { RunStore, RunSummary, SharedRun } from './runs.js'
export type { StorePlace } from './store.js'

/** The log, the runs, the release ledger and the budgets of one store. */
export interface Access {
  log: EventLog
  runs: RunStore
  ledger: ReleaseLedger
  budget: BudgetStore
  /** Finishes what is under way and lets others open the folder. */
  close(): Promise<void>
}

/**
 * Opens events, runs and the ledger in a folder (one process at a time, else `conflict.busy`) or in a PostgreSQL database
 * by URL (any number of processes). Makes the tables when they are not there.
 */
export async function openAccess(place: StorePlace, clock: Clock): Promise<Access> {
  const store = await openStore(place)
  return {
    log: eventLog(store, clock),
    runs: runStore(store, clock),
    ledger: releaseLedger(store, clock),
    budget: budgetStore(store, clock),
    close: () => store.close(),
  }
}
