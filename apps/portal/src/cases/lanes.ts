/** The lanes of the diagram of where a case stands: days as shares of one line of time. Pure; what a lane says in words is built beside it. */
import type { CaseView, ClockView, TrackView } from '@sund/model'
import { daysBetween } from '../words/dates.js'

export interface Lane {
  /** Null: the check for completeness, before any body decides. */
  track: TrackView | null
  /** Days; `end` is the day it was done, null while it is not. */
  start: string
  due: string
  end: string | null
  /** Days over time; 0 or less where it is not late. */
  late: number
  waits: boolean
}

export interface Lanes {
  lanes: Lane[]
  first: string
  last: string
  /** Where on the line a day stands, from 0 to 1. */
  share(day: string): number
}

const COMPLETING = new Set<ClockView['clock']>(['screening', 'completion'])
const earliest = (days: readonly string[]) => days.toSorted()[0]

export function lanesOf({ submittedOn, clocks, tracks, decision, status }: CaseView, now: string): Lanes {
  // After an appeal that was upheld there is a decision, and some decide anew.
  const over = (decision !== null && status !== 'PROCESSING') || status === 'WITHDRAWN'
  const startOf = (track: TrackView) =>
    earliest(
      clocks
        .filter((clock) => clock.track === track.id && !COMPLETING.has(clock.clock))
        .map(({ started }) => started),
    )
  const starts = tracks.map(startOf).filter((start) => start !== undefined)
  const begun = earliest(starts) ?? null
  const checks = clocks.filter(({ clock, state }) => COMPLETING.has(clock) && state !== 'met')
  const completing = checks.find(({ clock }) => clock === 'completion')
  const due = begun ?? (completing ?? checks[0])?.due ?? now

  const lanes: Lane[] = [
    {
      track: null,
      start: submittedOn,
      due,
      end: tracks.length > 0 ? (begun ?? submittedOn) : over ? now : null,
      late: tracks.length > 0 || over ? 0 : daysBetween(due, now),
      waits: completing !== undefined,
    },
    ...tracks.map((track) => ({
      track,
      start: startOf(track) ?? begun ?? submittedOn,
      due: track.due,
      end: track.decision?.on ?? (over ? (decision?.on ?? now) : null),
      late: track.decision === null && !over ? daysBetween(track.due, now) : 0,
      waits: false,
    })),
  ]
  const days = lanes.flatMap((lane) => [lane.start, lane.end ?? lane.due])
  const last = [...days, ...(over ? [] : [now])].toSorted().at(-1) ?? now
  const length = Math.max(1, daysBetween(submittedOn, last))
  return {
    lanes,
    first: submittedOn,
    last,
    share: (day) => Math.min(1, Math.max(0, daysBetween(submittedOn, day) / length)),
  }
}
