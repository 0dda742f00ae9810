/** Events of a timeline as sentences, and the timeline as a list. What came between two readings is told with the same sentences. */
import type { AssessmentCriterion, ClockName, Outcome, TimelineEntry, TrackView } from '@sund/model'
import type { Told } from '../words/cases/en.js'
import { dayWords, momentWords } from '../words/dates.js'
import type { Words } from '../words/en.js'
import { within } from '../words/language.js'
import { useReading } from '../words/reading.js'
import { useOrganisationName } from './who.js'

type Part = Pick<TrackView, 'id' | 'body'>

/** Tells entries of a timeline, whichever stream they are of. */
export function useTold(kind: 'cases' | 'permits', tracks: readonly Part[] = []) {
  const { words } = useReading()
  const organisation = useOrganisationName()
  return (entry: TimelineEntry): string => {
    const body = tracks.find(({ id }) => id === entry.track)?.body
    return told(words, kind, entry, body === undefined ? '' : organisation(body), organisation(entry.by))
  }
}

function told(words: Words, kind: 'cases' | 'permits', entry: TimelineEntry, body: string, by: string) {
  const { cases } = words
  const text = (name: string): string => {
    const value = entry.with[name]
    return value === undefined || value === null ? '' : String(value)
  }
  const holes: Told = {
    by,
    body,
    person: text('person'),
    due: text('due') && dayWords(text('due'), words.locale),
    outcome: within(
      cases.outcomes[(text('outcome') || text('advice')) as Outcome] ??
        words.permits.breachOutcomes[text('outcome')] ??
        text('outcome'),
    ),
    criterion: cases.criteria[text('criterion') as AssessmentCriterion]?.title ?? text('criterion'),
    met: within(cases.met[text('met') as keyof typeof cases.met] ?? text('met')),
    clock: cases.clocks[text('clock') as ClockName] ?? text('clock'),
  }
  const sentences: Readonly<Record<string, (told: Told) => string>> = words[kind].events
  const sentence = sentences[entry.type]
  return sentence === undefined ? cases.unknownEvent(entry.type, by) : sentence(holes)
}

/** Words that somebody wrote, which an event carries. */
const SAID = ['text', 'reason', 'title', 'summary'] as const

/** So many of the latest are shown at once. */
const LATEST = 12

export function Timeline({ entries, tell }: { entries: readonly TimelineEntry[]; tell: Tell }) {
  const { words } = useReading()
  const latest = entries.toReversed()
  const earlier = latest.slice(LATEST)
  return (
    <>
      <Entries entries={latest.slice(0, LATEST)} tell={tell} />
      {earlier.length > 0 && (
        <details className="earlier">
          <summary>{words.cases.page.earlier(earlier.length)}</summary>
          <Entries entries={earlier} tell={tell} />
        </details>
      )}
    </>
  )
}

type Tell = (entry: TimelineEntry) => string

function Entries({ entries, tell }: { entries: readonly TimelineEntry[]; tell: Tell }) {
  const { words } = useReading()
  return (
    <ol className="case-timeline">
      {entries.map((entry) => (
        <li key={entry.number} id={`event-${entry.number}`}>
          <time className="quiet" dateTime={entry.at}>
            {momentWords(entry.at, words.locale)}
          </time>
          <p>{tell(entry)}</p>
          {entry.with.byDefault === true && <p className="hint">{words.cases.byDefault}</p>}
          {SAID.map((name) => entry.with[name])
            .filter((said) => typeof said === 'string' && said !== '')
            .map((said) => (
              <blockquote key={String(said)} className="said">
                {said}
              </blockquote>
            ))}
        </li>
      ))}
    </ol>
  )
}
