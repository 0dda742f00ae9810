/** The parts of `@medplum/core` that are used, with what it needs around it; nothing else imports that library. */
import './browser.js'

export {
  indexStructureDefinitionBundle,
  loadDataType,
  OperationOutcomeError,
  tryGetDataType,
  validateResource,
} from '@medplum/core'
