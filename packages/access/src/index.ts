import { type Clock, systemIdentifiers } from '@sund/model'
import { type AttachmentStore, attachmentStore } from './applications/attachments.js'
import { type DraftStore, draftStore } from './applications/drafts.js'
import { type BudgetStore, budgetStore } from './budget.js'
import { type CollectionStore, collectionStore } from './catalogue/collections.js'
import { type ReleaseLedger, releaseLedger } from './ledger.js'
import { type EventLog, eventLog } from './log.js'
import { type OrganisationStore, organisationStore } from './organisations/organisations.js'
import { type RunStore, runStore } from './runs.js'
import { openStore, type StorePlace } from './store.js'

export type { AttachmentStore, KeptFile } from './applications/attachments.js'
export { type CheckContext, check, statisticsWouldDo } from './applications/checks/index.js'
export type { DraftRevision, DraftStore, DraftSummary } from './applications/drafts.js'
export { type DecidedCase, expectedTime } from './applications/expected.js'
export { estimateFee } from './applications/fees.js'
export { FILE_LIMITS } from './applications/files.js'
export { fieldsOf, formOf, formOn, withAskedOnly } from './applications/forms/index.js'
export { begin, stillAsBegun } from './applications/prefill.js'
export { type KnownVariable, type KnownVariables, knownVariables } from './applications/variables.js'
export type { BudgetStore, Spending } from './budget.js'
export type { Directory, DirectoryBody } from './cases/directory.js'
export type { Collection, CollectionStore } from './catalogue/collections.js'
export {
  addressesAt,
  describeCatalogue,
  describeDataset,
  describeTerms,
  type RecordGap,
  recordGaps,
} from './catalogue/dcat/describe.js'
export { FORMATS, type Format, write } from './catalogue/dcat/write.js'
export {
  type CatalogueIndex,
  type Chosen,
  createCatalogueIndex,
  FACETS,
  type Facet,
  type Found,
  type SearchQuery,
} from './catalogue/search.js'
export { newest, versionsOf } from './catalogue/versions.js'
export { dayOf } from './clocks/index.js'
export { decide, type Researcher, type Terms, type Use } from './decide.js'
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
export type { OrganisationStore } from './organisations/organisations.js'
export { rulesOf } from './rules/index.js'
export type { RunStore, RunSummary, SharedRun } from './runs.js'
export type { StorePlace } from './store.js'

/** Everything that one store keeps: the log, runs, the release ledger, budgets, collections and organisations. */
export interface Access {
  log: EventLog
  runs: RunStore
  ledger: ReleaseLedger
  budget: BudgetStore
  drafts: DraftStore
  attachments: AttachmentStore
  collections: CollectionStore
  organisations: OrganisationStore
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
    drafts: draftStore(store, clock, systemIdentifiers),
    attachments: attachmentStore(store, clock),
    collections: collectionStore(store, clock),
    organisations: organisationStore(store, clock),
    close: () => store.close(),
  }
}
