/**
 * From what was thrown to the OperationOutcome that says so, in one table: the status of a single answer and of an entry of a batch are the same. Sentences of
 * errors hold paths of elements and never values, so nothing of a resource is in them.
 */
import { type ErrorClass, type ErrorCode, errorClass, errorsOf, type SundError } from '@sund/model'
import type { Resource } from './resource.js'

/** The HTTP status of an error and its code of http://hl7.org/fhir/issue-type (R4, http.html § 3.1.0.4). */
interface Row {
  status: number
  issue: string
}

const CLASSES: Record<ErrorClass, Row> = {
  usage: { status: 400, issue: 'invalid' },
  script: { status: 422, issue: 'invalid' },
  data: { status: 422, issue: 'invalid' },
  permission: { status: 403, issue: 'forbidden' },
  protection: { status: 403, issue: 'suppressed' },
  conflict: { status: 409, issue: 'conflict' },
  unavailable: { status: 503, issue: 'transient' },
  environment: { status: 500, issue: 'exception' },
  internal: { status: 500, issue: 'exception' },
}

/** Where FHIR has a more exact word than the class. */
const CODES: Partial<Record<ErrorCode, Row>> = {
  'usage.not-found': { status: 404, issue: 'not-found' },
  'usage.gone': { status: 410, issue: 'deleted' },
  'usage.method': { status: 405, issue: 'not-supported' },
  'usage.media-type': { status: 415, issue: 'not-supported' },
  'usage.not-acceptable': { status: 406, issue: 'not-supported' },
  'usage.too-large': { status: 413, issue: 'too-long' },
  'permission.sign-in': { status: 401, issue: 'login' },
  'permission.rate': { status: 429, issue: 'throttled' },
  'conflict.exists': { status: 412, issue: 'multiple-matches' },
  'conflict.revision': { status: 412, issue: 'conflict' },
  'conflict.busy': { status: 409, issue: 'lock-error' },
  'unavailable.time': { status: 503, issue: 'timeout' },
}

const rowOf = (error: SundError): Row => CODES[error.code] ?? CLASSES[errorClass(error)]

/**
 * The answer for anything thrown: all that was wrong, with the status of the first. What is not a `Failure` is a bug and says no more than `reference`, which
 * the log has too.
 */
export function outcomeOf(thrown: unknown, reference?: string): { status: number; outcome: Resource } {
  const errors = errorsOf(thrown, reference)
  return { status: rowOf(errors[0]).status, outcome: outcome(errors.map(issueOf)) }
}

/** One issue of an OperationOutcome; `expression` are paths of elements. */
export interface Issue {
  severity: 'fatal' | 'error' | 'warning' | 'information'
  code: string
  diagnostics: string
  expression?: readonly string[]
}

export function outcome(issue: readonly Issue[]): Resource {
  return { resourceType: 'OperationOutcome', issue }
}

function issueOf(error: SundError): Issue {
  const path = error.file?.field
  return {
    severity: 'error',
    code: rowOf(error).issue,
    diagnostics: `${error.message} ${error.next}`,
    ...(path === undefined ? {} : { expression: [path] }),
  }
}
