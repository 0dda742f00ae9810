/**
 * Who is signed in, kept on the server. The browser holds an opaque random identifier and nothing else; the
 * server keeps only its hash, so that a copy of the table signs nobody in.
 */
import { createHash } from 'node:crypto'
import type { Clock, Language, Randomness } from '@sund/model'
import type { Citizen } from '../access/choices.js'
import type { Claimant } from '../access/organisations.js'
import type { Researcher } from '../roles/run.js'

/** A session without use ends after `idle`, and every session after `absolute` (milliseconds). */
export interface SessionLimits {
  idle: number
  absolute: number
}
export const SESSION_LIMITS: SessionLimits = { idle: 30 * 60_000, absolute: 8 * 3_600_000 }

/** Whoever signed in, with all that the provider says of them. */
export type Person = Researcher &
  Claimant & {
    /** Whom holders know; null where the provider tells no national identifier, or no holder could be asked. */
    citizen?: Citizen | null
  }

/** A signed-in person. `key` is the hash of the cookie: safe to count by, useless to sign in with. */
export interface Session extends Person {
  key: string
  /** Whom they act for, as `actingOf` names them; themselves when left out. */
  acting?: string
  startedAt: number
  seenAt: number
}

/** What the browser brings back from sign-in must match what was sent: kept a few minutes, used once. */
export interface PendingSignIn {
  state: string
  nonce: string
  codeVerifier: string
  returnTo: string
  /** In which the person asked to sign in. */
  language: Language | null
}

export interface Sessions {
  /** A new session under a fresh identifier; whatever identifier the browser had before ends. */
  begin(who: Person, previous: string | undefined): string
  /** The session of a cookie, marked as used, or null when there is none or its time is over. */
  find(id: string | undefined): Session | null
  /** From now on the person of this session acts for somebody, as they may. */
  act(session: Session, whom: string): void
  end(id: string | undefined): void
  /** Aborts when a session is over for whatever reason; told at the latest when `isOpen` is asked. */
  over(session: Session): AbortSignal
  /** Whether a session goes on. To ask is not to use it. */
  isOpen(session: Session): boolean
  expiresAt(session: Session): Date
  pend(pending: PendingSignIn): string
  /** The pending sign-in, once. */
  take(id: string | undefined): PendingSignIn | null
}

const PENDING = 10 * 60_000
const MOST_PENDING = 10_000

export function createSessions(ports: {
  clock: Clock
  randomness: Randomness
  limits?: SessionLimits
}): Sessions {
  const { clock, randomness, limits = SESSION_LIMITS } = ports
  const sessions = new Map<string, Session>()
  const pending = new Map<string, PendingSignIn & { at: number }>()
  const now = () => clock.now().getTime()
  const fresh = () => Buffer.from(randomness.bytes(32)).toString('base64url')
  const leaving = new Map<string, AbortController>()
  const drop = (key: string) => {
    sessions.delete(key)
    leaving.get(key)?.abort()
    leaving.delete(key)
  }
  const isOver = (session: Session) =>
    now() - session.seenAt > limits.idle || now() - session.startedAt > limits.absolute

  return {
    begin(who, previous) {
      if (previous !== undefined) drop(hash(previous))
      for (const [key, session] of sessions) if (isOver(session)) drop(key)
      const id = fresh()
      const key = hash(id)
      sessions.set(key, { ...who, key, startedAt: now(), seenAt: now() })
      return id
    },
    find(id) {
      if (id === undefined) return null
      const key = hash(id)
      const session = sessions.get(key)
      if (session === undefined) return null
      if (isOver(session)) {
        drop(key)
        return null
      }
      session.seenAt = now()
      return session
    },
    act({ key }, whom) {
      const session = sessions.get(key)
      if (session !== undefined) session.acting = whom
    },
    end(id) {
      if (id !== undefined) drop(hash(id))
    },
    over({ key }) {
      const controller = leaving.get(key) ?? new AbortController()
      if (sessions.has(key)) leaving.set(key, controller)
      else controller.abort()
      return controller.signal
    },
    isOpen({ key }) {
      const session = sessions.get(key)
      if (session !== undefined && isOver(session)) drop(key)
      return sessions.has(key)
    },
    expiresAt: (session) => new Date(session.startedAt + limits.absolute),
    pend(entry) {
      for (const [key, { at }] of pending) {
        if (now() - at <= PENDING && pending.size < MOST_PENDING) break
        pending.delete(key)
      }
      const id = fresh()
      pending.set(hash(id), { ...entry, at: now() })
      return id
    },
    take(id) {
      if (id === undefined) return null
      const key = hash(id)
      const entry = pending.get(key)
      pending.delete(key)
      return entry !== undefined && now() - entry.at <= PENDING ? entry : null
    },
  }
}

const hash = (id: string): string => createHash('sha256').update(id).digest('hex')
