/**
 * Clocks as a stream keeps them: on whose desk, since when, until when, and what its keeper has been told. Apart from what they are about, since
 * cases and permits have the same.
 */
import type { ClockName, ClockView } from '@sund/model'
import { addDays } from '../clocks/index.js'
import type { AccessRules } from '../rules/rules.js'

/** The desk of whoever applied. */
export const APPLICANT = 'applicant'

export interface Timer {
  clock: ClockName
  track: string | null
  /** An organisation, or `applicant`. */
  desk: string
  started: string
  due: string
  extended: boolean
  /** Stands still while the applicant completes (Art 68(4)). */
  void: boolean
  /** The day on which what it waited for happened. */
  met: string | null
  /** The latest stage that its keeper was told of, as a day. */
  told: string | null
}

export const timer = (
  of: Pick<Timer, 'clock' | 'desk' | 'started' | 'due'> & { track?: string | null },
): Timer => ({ track: null, extended: false, void: false, met: null, told: null, ...of })

export const running = ({ met, void: still }: Timer): boolean => met === null && !still

/** The timers with some of them changed. */
export const changed = (
  timers: readonly Timer[],
  which: (timer: Timer) => boolean,
  change: Partial<Timer>,
): Timer[] => timers.map((one) => (which(one) ? { ...one, ...change } : one))

/** The timers after a keeper was told of a stage: it and those before it are past. */
export const afterTold = (
  timers: readonly Timer[],
  { clock, track, day }: { clock: ClockName; track: string | null; day: string },
): Timer[] =>
  changed(timers, (one) => one.clock === clock && one.track === track && one.met === null, { told: day })

/** A day on which something is to be said of a timer, and what. */
export interface Stage {
  day: string
  stage: string
  escalates: boolean
}

/** When a keeper is reminded, told that it is late, and when others are told: by the rules of the body's country. */
export function stagesOf(
  { due, desk }: Timer,
  { remindBefore, escalateAfter }: Pick<AccessRules, 'remindBefore' | 'escalateAfter'>,
): Stage[] {
  const before = remindBefore.map((days) => ({
    day: addDays(due, -days),
    stage: `${days}`,
    escalates: false,
  }))
  // What an applicant may do and need not is over when its time is.
  const after =
    desk === APPLICANT
      ? []
      : [
          { day: addDays(due, 1), stage: 'late', escalates: false },
          { day: addDays(due, escalateAfter), stage: 'escalated', escalates: true },
        ]
  return [...before, ...after].sort((a, b) => (a.day < b.day ? -1 : 1))
}

/** The stages that have come and were not told. One that lies before the timer began is not told of. */
export const stagesDue = (one: Timer, rules: AccessRules, today: string): Stage[] =>
  running(one)
    ? stagesOf(one, rules).filter(
        ({ day }) => day <= today && day > one.started && (one.told === null || day > one.told),
      )
    : []

/** The day of the next stage that was not told. */
export const nextStage = (one: Timer, rules: AccessRules): string | null =>
  running(one)
    ? (stagesOf(one, rules).find(({ day }) => day > one.started && (one.told === null || day > one.told))
        ?.day ?? null)
    : null

/** The earliest of some days. */
export const earliest = (days: readonly (string | null)[]): string | null =>
  days.reduce((least, day) => (day !== null && (least === null || day < least) ? day : least), null)

/** A timer as a page shows it on a day. */
export function clockView(one: Timer, today: string): ClockView {
  const { clock, track, desk, started, due, extended, met } = one
  const state = met !== null ? 'met' : one.void ? 'void' : today > due ? 'overdue' : 'running'
  return { clock, track, desk, started, due, extended, state }
}
