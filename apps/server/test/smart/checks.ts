/** A check that conformance kits make, with the section of SMART App Launch 2.0 (or of what it rests on) that asks for it. */
import { expect } from 'vitest'
import type { Answered, Ended, World } from './world.js'

/** Section, what must be so, and how it is looked at. */
export type Check = readonly [section: string, what: string, look: (world: World) => Promise<void>]

/** The endpoint refused, and for this reason: what the app is told, or the log has. */
export function refused(
  { reasons }: World,
  answer: Answered,
  error: string,
  why: RegExp,
  status = 400,
): void {
  expect({ status: answer.status, error: answer.body['error'] }).toEqual({ status, error })
  expect(answer.body).not.toHaveProperty('access_token')
  expect(reasons.at(-1)).toMatch(why)
}

/** The request for authorization was refused and the app told so; its state came back. */
export function refusedAtApp(ended: Ended, error: string, why: RegExp): void {
  expect({ origin: ended.url.origin, error: ended.error, code: ended.code }).toEqual({
    origin: 'https://app.example',
    error,
    code: null,
  })
  expect(ended.url.searchParams.get('state')).toBe('st4te')
  expect(ended.url.searchParams.get('error_description')).toMatch(why)
}

/** The request was refused without the browser being sent to whoever asked: that may be anyone. */
export function refusedHere(world: World, ended: Ended, error: string): void {
  expect(ended.url.origin).toBe(world.serving.url)
  expect(JSON.parse(ended.body)).toMatchObject({ error })
}

export const statusOf = async (answer: Promise<{ status: number }>): Promise<number> => (await answer).status
