/** Rows of the tables of streams. What is JSON is kept as text: it is hashed or handed on, never queried. */
import type { ColumnType } from 'kysely'

/** `case` or `permit`. */
export type Kind = 'case' | 'permit'
/** What a letter is about. */
export type LetterOf = Kind | 'register'

/** Which stream. */
export interface StreamKey {
  kind: Kind
  id: string
}

export type LetterState = 'waiting' | 'sending' | 'sent' | 'failed' | 'uncertain'
export type DeliveryState = 'waiting' | 'sending' | 'sent' | 'dropped'

export interface StreamEventRow extends StreamKey {
  number: number
  at: string
  /** JSON of subject and name. */
  actor: string
  type: string
  version: number
  /** Canonical JSON. */
  payload: string
  previous_hash: string
  hash: string
}

export interface LetterRow {
  kind: LetterOf
  id: string
  key: string
  number: number
  template: string
  recipient: string
  holes: string
  state: LetterState
  attempts: ColumnType<number, number | undefined, number>
  made_at: string
  next_at: string
  settled_at: ColumnType<string | null, string | null | undefined, string | null>
  problem: ColumnType<string | null, string | null | undefined, string | null>
}

export interface CaseTables {
  stream: StreamKey & {
    /** Number and hash of its last event. */
    revision: number
    head: string
    /** The next day on which a clock has something to do, and the last on which it had nothing more. */
    wakes: string | null
    ticked: string | null
    updated_at: string
  }
  stream_event: StreamEventRow
  anchored_head: StreamKey & { anchor: number; revision: number; hash: string }
  /** `reader` is `organisation:ID` or `subject:ID`. */
  inbox_item: StreamKey & {
    place: number
    reader: string
    due: string
    assigned: string | null
    item: string
  }
  party: StreamKey & { key: string }
  /** Who may not apply, until when (Art 63). */
  exclusion: StreamKey & { subject: string; until: string }
  public_part: StreamKey & {
    reference: string
    status: string | null
    updated_at: string
    words: string
    part: string
  }
  reference: { year: number; last: number }
  letter: LetterRow
  webhook: {
    id: string
    organisation: string
    url: string
    secret: string
    made_at: string
    failing_since: string | null
    disabled_at: string | null
  }
  webhook_delivery: StreamKey & {
    webhook: string
    number: number
    type: string
    state: DeliveryState
    attempts: ColumnType<number, number | undefined, number>
    next_at: string
  }
}
