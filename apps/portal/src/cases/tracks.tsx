/** Who decides: a part for each body, with its assessment, advice, notes and decision, and what the reader can do in it. */
import { Details, Heading } from '@digdir/designsystemet-react'
import type { CaseView, TrackView } from '@sund/model'
import { dayWords, momentWords } from '../words/dates.js'
import { useReading } from '../words/reading.js'
import type { Acted } from './action-form.js'
import { Actions } from './actions.js'
import { Assessment } from './assessment.js'
import { Refused } from './decision.js'
import { OutcomeMark } from './marks.js'
import { useVariableTitles } from './titles.js'
import { useOrganisationName, useReader } from './who.js'

export function Tracks({ view, acted }: { view: CaseView; acted: Acted }) {
  const { words } = useReading()
  const { page } = words.cases
  const { memberships } = useReader()
  const mine = (track: TrackView) =>
    memberships.some(({ organisation }) => organisation === track.body) ||
    view.actions.some((action) => action.track === track.id)
  const tracks = view.tracks.toSorted((a, b) => Number(mine(b)) - Number(mine(a)))
  return (
    <section className="case-part" aria-labelledby="parts-title">
      <Heading level={2} data-size="xs" id="parts-title">
        {page.parts}
      </Heading>
      <div className="tracks">
        {tracks.map((track) => (
          <Track key={track.id} track={track} view={view} acted={acted} open={mine(track)} />
        ))}
      </div>
    </section>
  )
}

function Track({
  track,
  view,
  acted,
  open,
}: {
  track: TrackView
  view: CaseView
  acted: Acted
  open: boolean
}) {
  const { words } = useReading()
  const { part, trackKinds, trackStates, standing } = words.cases
  const organisation = useOrganisationName()
  const { register } = useVariableTitles(track.registers.map((name) => ({ register: name })))
  const actions = view.actions.filter((action) => action.track === track.id)
  return (
    <Details className="track" defaultOpen={open}>
      <Details.Summary>
        <span className="track-title">
          <span>
            <strong>{organisation(track.body)}</strong>{' '}
            <span className="quiet">{trackKinds[track.kind]}</span>
          </span>
          <span>
            {track.decision ? (
              <OutcomeMark outcome={track.decision.outcome} />
            ) : (
              <span className="quiet">
                {trackStates[track.state]}, {standing.due(dayWords(track.due, words.locale))}
              </span>
            )}
          </span>
        </span>
      </Details.Summary>
      <Details.Content>
        <div className="track-parts">
          <p className="quiet">
            {track.decision === null && (track.handler ? part.handler(track.handler) : part.noHandler)}
          </p>
          {track.registers.length > 0 && (
            <p>
              <span className="quiet">{part.registers}: </span>
              {track.registers.map(register).join(', ')}
            </p>
          )}
          {track.decision && <TrackDecision title={part.decision} decision={track.decision} />}
          {track.proposal && !track.decision && (
            <TrackDecision title={part.proposal} decision={track.proposal} />
          )}
          {(track.assessments.length > 0 || actions.some((action) => action.do === 'assess')) && (
            <Assessment track={track} acted={acted} actions={actions} />
          )}
          {track.reviews.length > 0 && (
            <Said
              title={part.reviews}
              items={track.reviews.map(({ advice, reason, by }) => ({
                key: `${by} ${reason}`,
                head: `${by}: ${words.cases.outcomes[advice]}`,
                text: reason,
              }))}
            />
          )}
          {track.notes.length > 0 && (
            <Said
              title={part.notes}
              hint={part.notesWhy}
              items={track.notes.map(({ at, text, by }) => ({
                key: at,
                head: `${by}, ${momentWords(at, words.locale)}`,
                text,
              }))}
            />
          )}
          <Actions
            acted={acted}
            actions={actions}
            track={track.id}
            title={`${organisation(track.body)}, ${trackKinds[track.kind]}`}
          />
        </div>
      </Details.Content>
    </Details>
  )
}

function TrackDecision({ title, decision }: { title: string; decision: NonNullable<TrackView['decision']> }) {
  const { words } = useReading()
  const { part, page, byDefault } = words.cases
  const organisation = useOrganisationName()
  const granted = decision.variables.filter((one) => one.granted).length
  return (
    <div className="track-part">
      <Heading level={3} data-size="2xs">
        {title}
      </Heading>
      <p>
        <OutcomeMark outcome={decision.outcome} />{' '}
        <span className="quiet">
          {part.decidedBy(organisation(decision.by), dayWords(decision.on, words.locale))}
        </span>
      </p>
      {decision.byDefault && <p className="hint">{byDefault}</p>}
      <blockquote className="said">{decision.reason}</blockquote>
      {decision.outcome === 'partial' && (
        <>
          <p>{part.grantedCount(granted, decision.variables.length)}</p>
          <Refused variables={decision.variables} />
        </>
      )}
      {decision.conditions.length > 0 && (
        <>
          <Heading level={4} data-size="2xs">
            {page.conditions}
          </Heading>
          <ul className="said-list">
            {decision.conditions.map((condition) => (
              <li key={condition}>{condition}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}

function Said({
  title,
  hint,
  items,
}: {
  title: string
  hint?: string
  items: readonly { key: string; head: string; text: string }[]
}) {
  return (
    <div className="track-part">
      <Heading level={3} data-size="2xs">
        {title}
      </Heading>
      {hint && <p className="hint">{hint}</p>}
      <ul className="plain">
        {items.map(({ key, head, text }) => (
          <li key={key}>
            <p className="quiet">{head}</p>
            <blockquote className="said">{text}</blockquote>
          </li>
        ))}
      </ul>
    </div>
  )
}
