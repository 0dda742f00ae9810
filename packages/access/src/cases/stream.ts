/**
 * What a stream of events is, whatever it is about: how it changes, who may change it, and what follows from it. Pure: the store gives it
 * events and commands and keeps what comes back. Cases and permits are the two kinds.
 */
import type {
  Actor,
  Application,
  ApplicationKind,
  CaseAction,
  Country,
  FeeEstimate,
  InboxItem,
  Membership,
  Permit,
  Point,
  PublicEntry,
  SundError,
} from '@sund/model'
import type { z } from 'zod'
import type { StandingPermit } from '../decide.js'
import type { AccessRules } from '../rules/rules.js'
import type { Directory } from './directory.js'
import type { Letter } from './letters.js'

/** An event as it stands in its stream; `number` counts from 1. */
export type Recorded<E> = E & { number: number; at: string; actor: { subject: string; name: string } }

/** A type of event: the version of its payload, and for each older one what makes the next of it. */
export interface EventType {
  version: number
  schema: z.ZodType
  upgrade: Readonly<Record<number, (payload: unknown) => unknown>>
}

/** What the world is like while a command is verified. Everything in it is settled before, so that verifying is pure. */
export interface Context {
  actor: Actor
  now: Date
  directory: Directory
  rules(country: Country, day: string): AccessRules
  /** What is missing or wrong in an application that was asked for on a day, all of it (Art 67). */
  points(application: Application, permit: Context['permit'], askedOn: string): readonly Point[]
  /** What of a permit no holder and no room could enforce, by name; empty for one that may be issued. */
  unenforceable(permit: Permit): readonly SundError[]
  fee(application: Application): FeeEstimate | null
  /** The permit that an amendment or renewal is about. */
  permit(id: string): StandingPermit | null
  pseudonym(subject: string): string
  /** The roles of a person who is to have something in hand. */
  rolesOf(subject: string): readonly Membership[]
  /** The day until which a person may not apply (Art 63), null for nearly everyone. */
  excludedUntil(subject: string): string | null
  uuid(): string
  permitId(): string
  /** The stream that the command is about: a case's UUID, a permit's identifier. */
  id: string
  /** What a new case is called by people. */
  reference: string
}

/** A line of somebody's inbox, before it is known who reads it. */
export interface InboxRow extends Omit<InboxItem, 'late' | 'mine'> {
  /** An organisation's people, or one person. */
  for: { organisation: string } | { subject: string }
  /** Who has taken it. */
  assigned: string | null
}

/** What must be done to another stream because of an event, in the same transaction. */
export interface FollowUp {
  kind: 'permit'
  id: string
  /** What is to be signed and issued, and whether it is new. */
  permit: Permit
  as: ApplicationKind
}

/** A kind of stream. `S` is its state, `C` its commands, `E` its events, `V` what a reader sees. */
export interface StreamKind<S, C, E extends { type: string; payload: unknown }, V> {
  readonly name: 'case' | 'permit'
  readonly events: Readonly<Record<E['type'], EventType>>
  evolve(state: S | null, event: Recorded<E>): S
  /** The events that follow from a command. Throws a `Failure` for what may not be done, by whom or now. */
  decide(state: S | null, command: C, context: Context): E[]
  /** What an actor may do, by the table that `decide` obeys. */
  actions(state: S, context: Context): CaseAction[]
  /** What the actor may see; throws `usage.not-found` where that is nothing. */
  view(id: string, state: S, events: readonly Recorded<E>[], context: Context): V
  /** The next day on which `tick` has something to do; null where it never has. */
  wakes(state: S): string | null
  inbox(id: string, state: S): InboxRow[]
  /** Who finds it in a list: subjects, and organisations as `organisation:ID`. */
  parties(state: S): string[]
  publicPart(state: S): Partial<PublicEntry> & { reference: string }
  followUps(state: S, event: Recorded<E>): FollowUp[]
  letters(id: string, state: S, event: Recorded<E>): Letter[]
  /** Who may not apply, until when, because of it (Art 63). */
  exclusions(state: S): { subject: string; until: string }[]
}
