export type { AuditEntry } from './audit/entry.js'
export type { AuditHead, AuditLog } from './audit/log.js'
export {
  checkExport,
  type ExportAsked,
  type ExportState,
  exported,
  exportWork,
  membersOf,
  progressOf,
} from './bulk/export.js'
export { type Import, type ImportState, importFiles, importState } from './bulk/import.js'
export { createJobs, type Job, type JobSettings } from './bulk/jobs.js'
export { formOf, type SourceFile } from './bulk/units.js'
export { capabilityStatement } from './capability/statement.js'
export { patientsOf } from './compartments/patients.js'
export { type ConsentBook, type ConsentChange, createConsentBook } from './consent/book.js'
export type { Asked } from './consent/conditions.js'
export { PURPOSE_OF_LEVEL } from './consent/defaults.js'
export type { ExplainedGate } from './consent/gate.js'
export { createShownFeed, type Shown, type ShownFeed } from './consent/shown.js'
export { isDuring } from './consent/times.js'
export { RESOURCE_TYPES } from './definitions/types.js'
export { jsonOf, parseJson } from './json.js'
export { type Issue, outcome, outcomeOf } from './outcome.js'
export type * from './ports.js'
export { type ConsentGate, type Interaction, type Reader, STORE_ITSELF } from './reader.js'
export type { Coding, KeptResource, Resource, ResourceKey } from './resource.js'
export {
  allowedOf,
  conditionsOf,
  type DataScope,
  dataScopes,
  formatScope,
  isOther,
  OTHER_SCOPES,
  parseScope,
} from './smart/scopes.js'
export { isDeeperThan, MAX_DEPTH } from './store/content.js'
export { type AuditedStore, type FhirStoreOptions, openFhirStore } from './store/store.js'
export { profilesIn } from './validation/packages.js'
export { createValidator, type Validator, validationOutcome } from './validation/validator.js'
export {
  compileView,
  READY_VIEWS,
  type RegisterOfViews,
  readRegisterOfViews,
  readyView,
  registerOfViews,
  type ViewDefinition,
  type ViewedRegister,
} from './views/index.js'
export { fromXml } from './xml/read.js'
export { toXml } from './xml/write.js'
