/** What the store of cases asks of the rest of Sund, and the kinds of streams as it sees them. */
import type { Permit } from '@sund/model'
import { dayOf } from '../../clocks/index.js'
import type { StandingPermit } from '../../decide.js'
import type { Context, StreamKind } from '../stream.js'
import type { AnyEvent } from './events.js'
import type { Kind } from './tables.js'

/** What a context knows of streams other than its own: the store reads it. */
export type Lookups = Pick<Context, 'permit' | 'excludedUntil'>

/** What is the same for every command at a moment: organisations, rules, prices. */
export type World = Omit<Context, 'actor' | 'now' | 'id' | 'uuid' | 'reference' | keyof Lookups>

export interface Ports {
  /** Made anew for each command. It may read the store, for it is made before the command's transaction begins. */
  world(): Promise<World>
  /** The signature of a permit that a decision grants. Within a transaction, so it may not use the store. */
  sign(permit: Permit): Promise<string>
  /** Told of what went wrong where nobody waits for an answer: a clock that could not go on, a listener that failed. Never of contents. */
  trouble?(what: string, error: unknown): void
}

/** Of what a stream is, all that the store needs. `S` differs between kinds, so their own types end here. */
// biome-ignore lint/suspicious/noExplicitAny: a kind's state, commands and views are its own; the store only carries them.
export type AnyKind = StreamKind<any, any, AnyEvent, any>

/** The kinds, and how the record of a permit is read from its state. */
export interface Kinds {
  case: AnyKind
  permit: AnyKind
  record(permitState: unknown): StandingPermit
}

export const KINDS: readonly Kind[] = ['case', 'permit']

/** The day that it is. Every country whose rules Sund knows has the same time. */
export const today = (now: Date): string => dayOf(now, 'NO')
