/**
 * The one door to the server: its typed client, and what it says when it refuses. Every answer that is not a success becomes a
 * `Refusal` with the server's own errors, so that pages draw them all in one way.
 */
import type { SundError } from '@sund/model'
import { type Client, createClient } from '@sund/server/client'

export const server: Client['api'] = createClient(location.origin).api

/** The server's no, or its silence (`status` 0). */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly errors: readonly SundError[],
  ) {
    super(errors[0]?.message ?? 'The server does not answer')
    this.name = 'Refusal'
  }
}

/** Whether there is nothing at an address: the server knows no such thing, or could not even read its name. */
export const isNowhere = (error: unknown): boolean =>
  error instanceof Refusal && (error.status === 404 || error.status === 400)

interface Answer {
  ok: boolean
  status: number
  json(): Promise<unknown>
}
/** The body that the typed client promises for success. */
type Success<A> = A extends { status: 200 | 202; json(): Promise<infer Body> } ? Body : never

/** The value of an answer, or a `Refusal`. */
export async function answered<A extends Answer>(asking: Promise<A>): Promise<Success<A>> {
  let answer: A
  try {
    answer = await asking
  } catch {
    throw new Refusal(0, [])
  }
  const body = await answer.json().catch(() => null)
  if (!answer.ok || body === null) throw new Refusal(answer.status, errorsIn(body))
  return body as Success<A>
}

/** The errors that the body of a refusal holds. */
export function errorsIn(body: unknown): readonly SundError[] {
  return typeof body === 'object' && body !== null && 'errors' in body && Array.isArray(body.errors)
    ? (body.errors as SundError[])
    : []
}
