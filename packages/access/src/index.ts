import { type Catalogue, type Clock, type Identifiers, systemIdentifiers } from '@sund/model'
import { type AttachmentStore, attachmentStore } from './applications/attachments.js'
import { type DraftStore, draftStore } from './applications/drafts.js'
import { type AppGrants, appGrants } from './apps/grants.js'
import { type AppRegistry, appRegistry } from './apps/registry.js'
import { type TokenState, tokenState } from './apps/tokens.js'
import { type BudgetStore, budgetStore } from './budget.js'
import { STREAM_KINDS } from './cases/kinds.js'
import { type Cases, openCases, type Ports } from './cases/store/index.js'
import { type CollectionStore, collectionStore } from './catalogue/collections.js'
import { type HarvestStore, harvestStore } from './catalogue/harvest/store.js'
import { type ChoiceStore, choiceStore } from './choices/store.js'
import { type ReleaseLedger, releaseLedger } from './ledger.js'
import { type EventLog, eventLog } from './log.js'
import { type OrganisationStore, organisationStore } from './organisations/organisations.js'
import { type PeopleStore, peopleStore } from './organisations/people.js'
import { remindHolders } from './outbox/descriptions.js'
import { type Letters, type Outbox, type OutboxOptions, openLetters, openOutbox } from './outbox/outbox.js'
import { openWebhooks, type WebhookOptions, type Webhooks } from './outbox/webhooks.js'
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
export type { AppGrants } from './apps/grants.js'
export type { AppRegistry } from './apps/registry.js'
export type { KeptState, TokenState } from './apps/tokens.js'
export type { BudgetStore, Spending } from './budget.js'
export type { CaseEventType } from './cases/case-events.js'
export type { Directory, DirectoryBody } from './cases/directory.js'
export type { LetterTemplate } from './cases/letters.js'
export type { PermitEventType } from './cases/permit-events.js'
export type { Cases, Ports as CasePorts, World } from './cases/store/index.js'
export { CHANGES, changesOf } from './catalogue/changes.js'
export type { Collection, CollectionStore } from './catalogue/collections.js'
export {
  addressesAt,
  describeCatalogue,
  describeDataset,
  describeTerms,
  recordGaps,
} from './catalogue/dcat/describe.js'
export { FORMATS, type Format, write } from './catalogue/dcat/write.js'
export { fetchHarvest } from './catalogue/harvest/fetch.js'
export { type ElsewhereDataset, readHarvest } from './catalogue/harvest/read.js'
export { createElsewhereIndex, type ElsewhereIndex } from './catalogue/harvest/search.js'
export type { HarvestedCatalogue } from './catalogue/harvest/store.js'
export { DIMENSIONS, GRADES, labelOf } from './catalogue/label.js'
export {
  type CatalogueIndex,
  type Chosen,
  createCatalogueIndex,
  FACETS,
  type Facet,
  type Found,
  type SearchQuery,
} from './catalogue/search.js'
export { lastVerifications, verificationOf } from './catalogue/verification.js'
export { newest, versionsOf } from './catalogue/versions.js'
export { CHOICES_BEGIN, hashOfChoice, hasOptedOut } from './choices/chain.js'
export type { ChoiceStore, KeptChoice } from './choices/store.js'
export { dayOf } from './clocks/index.js'
export {
  type Decision,
  decide,
  type NamedPermit,
  type Researcher,
  type StandingPermit,
  type Use,
} from './decide.js'
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
export type { PeopleStore } from './organisations/people.js'
export type { LetterInTrouble, Letters } from './outbox/outbox.js'
export { folderSink, type Sink, smtpSink } from './outbox/sinks.js'
export { askOutside, type Reach, targetOf } from './outbox/targets.js'
export type { Webhook, Webhooks } from './outbox/webhooks.js'
export { grantedBy, spanOf } from './permits.js'
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
  harvests: HarvestStore
  organisations: OrganisationStore
  people: PeopleStore
  choices: ChoiceStore
  /** Apps that were registered, what people let them do, and what their sign-in remembers. */
  apps: { registry: AppRegistry; grants: AppGrants; tokens: TokenState }
  /** Cases and permits, with what they ask of the rest of Sund. Whoever opens them closes them, before the store. */
  cases(ports: Ports): Cases
  /** Letters on their way to a sink. */
  outbox(options: OutboxOptions): Outbox
  /** Letters that did not arrive. */
  letters: Letters
  /** Has holders told of descriptions of their registers that are to be looked through; each once. */
  remindHolders(catalogue: Catalogue): Promise<void>
  webhooks(options?: WebhookOptions): Webhooks
  /** Finishes what is under way and lets others open the folder. */
  close(): Promise<void>
}

/**
 * Opens events, runs and the ledger in a folder (one process at a time, else `conflict.busy`) or in a PostgreSQL database
 * by URL (any number of processes). Makes the tables when they are not there.
 */
export async function openAccess(
  place: StorePlace,
  clock: Clock,
  identifiers: Identifiers = systemIdentifiers,
): Promise<Access> {
  const store = await openStore(place)
  const log = eventLog(store, clock)
  return {
    log,
    runs: runStore(store, clock),
    ledger: releaseLedger(store, clock),
    budget: budgetStore(store, clock),
    drafts: draftStore(store, clock, identifiers),
    attachments: attachmentStore(store, clock),
    collections: collectionStore(store, clock),
    harvests: harvestStore(store, clock),
    organisations: organisationStore(store, clock),
    people: peopleStore(store, clock),
    choices: choiceStore(store, clock),
    apps: {
      registry: appRegistry(store, clock),
      grants: appGrants(store, clock, identifiers),
      tokens: tokenState(store, clock),
    },
    cases: (ports) => openCases({ store, clock, identifiers, kinds: STREAM_KINDS, ports }),
    outbox: (options) => openOutbox({ store, clock, ...options }),
    letters: openLetters({ store, clock }),
    remindHolders: (catalogue) => remindHolders({ store, clock, log }, catalogue),
    webhooks: (options) => openWebhooks({ store, clock, identifiers, ...options }),
    close: () => store.close(),
  }
}
