/**
 * The diagram of where a case stands: a lane for every body that decides, all against the same days, with today across them. Each lane says in
 * words what its bar shows, so that it reads the same without the drawing; on a phone the lanes are a list.
 */
import { Heading } from '@digdir/designsystemet-react'
import type { CaseView } from '@sund/model'
import { dayWords, today } from '../words/dates.js'
import { useReading } from '../words/reading.js'
import { type Lane, type Lanes, lanesOf } from './lanes.js'
import { LateMark, OutcomeMark } from './marks.js'
import { APPLICANT } from './state-sentence.js'
import { useOrganisationName } from './who.js'

export function Standing({ view }: { view: CaseView }) {
  const { words } = useReading()
  const { standing, page, trackKinds } = words.cases
  const organisation = useOrganisationName()
  const now = today()
  const lanes = lanesOf(view, now)
  const decided = view.tracks.filter(({ state }) => state === 'decided').length
  return (
    <section className="case-part" aria-labelledby="standing-title">
      <Heading level={2} data-size="xs" id="standing-title">
        {page.standing}
      </Heading>
      {view.tracks.length > 0 && <p>{standing.summary(view.tracks.length, decided)}</p>}
      <ol className="lanes">
        {lanes.lanes.map((lane) => (
          <li key={lane.track?.id ?? 'check'} className="lane">
            <div className="lane-who">
              <strong>{lane.track ? organisation(lane.track.body) : standing.before}</strong>
              {lane.track && <span className="quiet">{trackKinds[lane.track.kind]}</span>}
            </div>
            <LaneBar lane={lane} lanes={lanes} now={now} />
            <LaneState lane={lane} view={view} now={now} />
          </li>
        ))}
      </ol>
      <p className="lane lane-axis quiet" aria-hidden="true">
        <span className="lane-ends">
          <span>{dayWords(lanes.first, words.locale)}</span>
          <span>{dayWords(lanes.last, words.locale)}</span>
        </span>
      </p>
    </section>
  )
}

/** What the bar shows, in words: how it was decided, or when it is due and with whom it lies. */
function LaneState({ lane, view, now }: { lane: Lane; view: CaseView; now: string }) {
  const { words } = useReading()
  const { standing, days, trackStates, applicant, statuses } = words.cases
  const organisation = useOrganisationName()
  const day = (date: string) => dayWords(date, words.locale, now)
  const { track, late } = lane
  if (track?.decision)
    return (
      <p className="lane-state">
        <OutcomeMark outcome={track.decision.outcome} /> {day(track.decision.on)}
      </p>
    )
  if (lane.end !== null)
    return <p className="lane-state quiet">{track === null ? day(lane.end) : statuses[view.status]}</p>
  const [desk] = view.desks
  const person = track
    ? (track.handler ?? view.desks.find(({ at }) => at === track.body)?.person)
    : desk && (desk.at === APPLICANT ? applicant : organisation(desk.at))
  const rest = [
    ...(late > 0 ? [] : [standing.due(day(lane.due))]),
    ...(person ? [standing.desk(person)] : []),
    ...(track?.state === 'proposed' ? [trackStates.proposed] : []),
    ...(track?.extended ? [standing.extended] : []),
    ...(lane.waits ? [standing.void] : []),
  ]
  return (
    <p className="lane-state">
      {late > 0 && (
        <strong className="late">
          <LateMark /> {standing.overdue(day(lane.due), days(late))}
        </strong>
      )}
      {late > 0 && rest.length > 0 && ' · '}
      {rest.join(' · ')}
    </p>
  )
}

const WIDTH = 300
const HEIGHT = 22

function LaneBar({ lane, lanes: { share }, now }: { lane: Lane; lanes: Lanes; now: string }) {
  const x = (day: string) => Math.round(share(day) * WIDTH * 10) / 10
  const bar = (from: string, until: string, name: string) => (
    <rect className={name} x={x(from)} y={5} width={Math.max(2, x(until) - x(from))} height={12} />
  )
  const until = lane.end ?? now
  const state = lane.end !== null ? 'done' : lane.late > 0 ? 'late' : lane.waits ? 'waits' : 'running'
  return (
    <svg
      className={`lane-bar lane-${state}`}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      {lane.end === null && bar(lane.start, lane.due, 'lane-time')}
      {bar(lane.start, lane.late > 0 ? lane.due : until, 'lane-used')}
      {lane.late > 0 && bar(lane.due, now, 'lane-over')}
      {share(now) < 1 || lane.end === null ? (
        <rect className="lane-now" x={Math.min(WIDTH - 1.5, x(now))} y={0} width={1.5} height={HEIGHT} />
      ) : null}
    </svg>
  )
}
