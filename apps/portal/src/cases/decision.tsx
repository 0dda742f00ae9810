/** What all decisions come to together: what was granted, what was not and why, conditions, and the appeal. */
import { Heading } from '@digdir/designsystemet-react'
import type { CaseView, VariableDecision } from '@sund/model'
import { Wide } from '../results/table.js'
import { dayWords } from '../words/dates.js'
import { useReading } from '../words/reading.js'
import { OutcomeMark } from './marks.js'
import { useVariableTitles } from './titles.js'
import { useOrganisationName } from './who.js'

export function Decision({ view }: { view: CaseView }) {
  const { words } = useReading()
  const { page, part } = words.cases
  const organisation = useOrganisationName()
  const { decision, appeal } = view
  if (decision === null) return null
  const granted = decision.variables.filter((one) => one.granted).length
  return (
    <section className="case-part" aria-labelledby="decision-title">
      <Heading level={2} data-size="xs" id="decision-title">
        {page.decision}
      </Heading>
      <p>
        <OutcomeMark outcome={decision.outcome} />{' '}
        <span className="quiet">{dayWords(decision.on, words.locale)}</span>
      </p>
      <p>{part.grantedCount(granted, decision.variables.length)}</p>
      {view.tracks.map(
        ({ id, body, decision: own }) =>
          own &&
          own.outcome !== 'granted' && (
            <div key={id} className="track-part">
              <p className="quiet">{organisation(body)}</p>
              <blockquote className="said">{own.reason}</blockquote>
            </div>
          ),
      )}
      {decision.outcome === 'partial' && <Refused variables={decision.variables} />}
      {decision.conditions.length > 0 && (
        <>
          <Heading level={3} data-size="2xs">
            {page.conditions}
          </Heading>
          <ul className="said-list">
            {decision.conditions.map((condition) => (
              <li key={condition}>{condition}</li>
            ))}
          </ul>
        </>
      )}
      {appeal && (
        <>
          <Heading level={3} data-size="2xs">
            {page.appeal}
          </Heading>
          <blockquote className="said">{appeal.reason}</blockquote>
          <p>{appeal.upheld === null ? page.appealOpen : appeal.upheld ? page.upheld : page.notUpheld}</p>
        </>
      )}
    </section>
  )
}

/** Variables that were not granted, each with its reason. */
export function Refused({ variables }: { variables: readonly VariableDecision[] }) {
  const { words } = useReading()
  const { part, application } = words.cases
  const refused = variables.filter(({ granted }) => !granted)
  const { title, register } = useVariableTitles(refused)
  if (refused.length === 0) return null
  return (
    <Wide label={part.refusedVariables}>
      <table className="numbers words-table">
        <caption className="shown">{part.refusedVariables}</caption>
        <thead>
          <tr>
            <th scope="col">{application.variable}</th>
            <th scope="col">{part.reason}</th>
          </tr>
        </thead>
        <tbody>
          {refused.map((one) => (
            <tr key={`${one.register}/${one.variable}`}>
              <th scope="row">
                {title(one)} <span className="quiet">{register(one.register)}</span>
              </th>
              <td>{one.reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  )
}
