/** One sentence of where a case is: whose turn it is, since when, and when the answer is due. Pure, so that every state of it can be tested. */
import type { CaseView, ClockView, Desk } from '@sund/model'
import { daysBetween, dayWords, listWords } from '../words/dates.js'
import type { Words } from '../words/en.js'
import { within } from '../words/language.js'

/** What `Desk.at` and `ClockView.desk` call the applicant. */
export const APPLICANT = 'applicant'

export interface ReadBy {
  applicant: boolean
  /** Organisations that the reader belongs to. */
  bodies: readonly string[]
}

/** A clock that somebody has to heed. */
export const isRunning = ({ state }: ClockView): boolean => state === 'running' || state === 'overdue'

type Told = Pick<CaseView, 'status' | 'desks' | 'clocks' | 'decision' | 'appeal'>

export function stateSentence(
  { status, desks, clocks, decision, appeal }: Told,
  reader: ReadBy,
  name: (desk: Desk) => string,
  words: Words,
  now: string,
): string {
  const { state, days, outcomes } = words.cases
  const day = (date: string) => dayWords(date, words.locale, now)
  const sentence = (...parts: (string | null)[]) => {
    const text = `${parts.filter((part) => part !== null).join('; ')}.`
    return text.charAt(0).toLocaleUpperCase(words.locale) + text.slice(1)
  }
  if (status === 'WITHDRAWN') return sentence(state.withdrawn)
  if (appeal !== null && appeal.upheld === null) return sentence(state.appealed, due())
  if (status === 'DECISION_ISSUED' && decision !== null)
    return sentence(
      state.decided(within(outcomes[decision.outcome]), day(decision.on)),
      decision.outcome !== 'granted' && decision.appealBy >= now && appeal === null
        ? state.appeal(day(decision.appealBy))
        : null,
    )
  if (desks.length === 0) return sentence(state.nobody)

  // First what waits for the reader, then who else has it.
  const places = desks.filter(({ at }, index) => desks.findIndex((one) => one.at === at) === index)
  const isReaders = ({ at }: Desk) => (at === APPLICANT ? reader.applicant : reader.bodies.includes(at))
  const own = places.find(isReaders)
  const others = places.filter((one) => one !== own)
  const still = clocks.some((clock) => clock.state === 'void') ? state.stands : null
  const whose = (desk: Desk) => {
    const [since, length] = [day(desk.since), days(desk.days)]
    if (desk !== own) return state.one(name(desk), since, length)
    return desk.at === APPLICANT ? state.you(since, length) : state.yours(name(desk), since, length)
  }
  const [only] = places
  if (own !== undefined)
    return sentence(
      whose(own),
      due([own]),
      others.length === 0
        ? still
        : others.length > 2
          ? state.besidesCount(others.length)
          : state.besides(listWords(others.map(name), words.locale)),
    )
  if (places.length === 1 && only !== undefined) return sentence(whose(only), due(), still)
  return sentence(
    places.length > 3
      ? state.severalBodies(places.length)
      : state.several(listWords(places.map(name), words.locale)),
    due(),
  )

  /** When the soonest answer is due, of those whose desk it lies on. */
  function due(of: readonly Desk[] = desks): string | null {
    const at = new Set(of.map((one) => one.at))
    const running = clocks
      .filter(
        (clock) => isRunning(clock) && clock.clock !== 'appeal' && (at.size === 0 || at.has(clock.desk)),
      )
      .toSorted((a, b) => a.due.localeCompare(b.due))
    const [first] = running
    if (first === undefined) return null
    const late = daysBetween(first.due, now)
    if (late > 0) return state.overdue(day(first.due), days(late))
    return running.length > 1 ? state.dueFirst(day(first.due)) : state.due(day(first.due))
  }
}
