/**
 * From what was thrown to what is answered: typed errors as JSON, with the status of their class. Nothing
 * else of an exception ever leaves; the log gets its reference, not its message, since a library's message
 * may hold data.
 */
import {
  ERROR_CLASSES,
  type ErrorCode,
  errorClass,
  errorsOf,
  type Failure,
  type SundError,
} from '@sund/model'
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ZodType } from 'zod'
import { ErrorBody } from './schemas.js'

/** Codes for which HTTP has a more exact word than their class. */
const STATUS: Partial<Record<ErrorCode, number>> = {
  'usage.not-found': 404,
  'usage.gone': 410,
  'usage.method': 405,
  'usage.media-type': 415,
  'usage.not-acceptable': 406,
  'usage.too-large': 413,
  'permission.sign-in': 401,
  'permission.rate': 429,
}

/** The HTTP status of an error. */
function statusOf(error: SundError): number {
  return STATUS[error.code] ?? ERROR_CLASSES[errorClass(error)].status
}

/** The answer for anything thrown. `reference` is the request's identifier, which the log has too. */
export function errorAnswer(context: Context, thrown: unknown, reference: string): Response {
  const errors = thrown instanceof HTTPException ? [fromHttp(thrown)] : errorsOf(thrown, reference)
  const status = statusOf(errors[0])
  // What is left of a body that is too large is never read, so the connection cannot carry another request.
  if (status === 413) context.header('Connection', 'close')
  return context.json({ errors }, status as 400)
}

/** The failures that every route declares, by status. */
export const failures = Object.fromEntries(
  (
    [
      [400, 'The request is not understood'],
      [401, 'Not signed in'],
      [403, 'Not permitted'],
      [404, 'No such thing'],
      [409, 'Withheld, or busy'],
      [413, 'Too large'],
      [422, 'The script or the data are wrong'],
      [429, 'Too many requests'],
      [500, 'A mistake of the server'],
      [503, 'Not available now'],
    ] as const
  ).map(([status, description]) => [
    status,
    { description, content: { 'application/json': { schema: ErrorBody } } },
  ]),
) as unknown as Record<
  Failing,
  { description: string; content: { 'application/json': { schema: ZodType<ErrorAnswer> } } }
>
/** What a caller's compiler is told of a failure: with every code at every route it would be longer than types may be. */
interface ErrorAnswer {
  errors: { code: string; message: string; next: string }[]
}
type Failing = 400 | 401 | 403 | 404 | 409 | 413 | 422 | 429 | 500 | 503

/** What the framework refuses by itself: a body that is not JSON, a wrong content type, a timeout. */
function fromHttp(exception: HTTPException): SundError {
  if (exception.status === 504 || exception.status === 408)
    return {
      code: 'unavailable.time',
      message: 'The answer took too long.',
      next: 'Try again in a moment.',
    }
  return {
    code: 'usage.request',
    message:
      exception.status === 415
        ? 'The body of the request must be application/json.'
        : 'The request could not be read.',
    next: '/openapi.json describes every request.',
  }
}

/** True for a failure that is somebody's mistake and not Sund's. */
export const isExpected = (thrown: unknown): thrown is Failure | HTTPException =>
  thrown instanceof HTTPException || (thrown instanceof Error && thrown.name === 'Failure')
