/** Parts of a permit's page: who may use it, who has delivered, what came of it, and a suspicion of a breach. */
import { Button, Heading } from '@digdir/designsystemet-react'
import type { PermitView } from '@sund/model'
import { useState } from 'react'
import { type Acted, ActionForm } from '../cases/action-form.js'
import { Part } from '../cases/case-page.js'
import { LateMark } from '../cases/marks.js'
import { useOrganisationName } from '../cases/who.js'
import { Wide } from '../results/table.js'
import { daysBetween, dayWords, today } from '../words/dates.js'
import { useReading } from '../words/reading.js'

export function Persons({ view, acted }: { view: PermitView; acted: Acted }) {
  const { words } = useReading()
  const { permits } = words
  const [removing, setRemoving] = useState<string | null>(null)
  const action = view.actions.find((one) => one.do === 'remove-person')
  return (
    <Part id="persons" title={permits.persons}>
      <ul className="plain people">
        {view.permit.persons.map(({ subject, name }) => {
          const removed = view.removed.includes(subject)
          return (
            <li key={subject} className="person-row">
              <span className={removed ? 'quiet' : undefined}>
                {name}
                {removed && ` · ${permits.removed}`}
              </span>
              {action &&
                !removed &&
                (removing === subject ? (
                  <ActionForm
                    acted={acted}
                    action={action}
                    given={{ subject }}
                    about={subject}
                    done={() => setRemoving(null)}
                    cancel={() => setRemoving(null)}
                  />
                ) : (
                  <Button variant="tertiary" data-size="sm" onClick={() => setRemoving(subject)}>
                    {permits.remove(name)}
                  </Button>
                ))}
            </li>
          )
        })}
      </ul>
    </Part>
  )
}

export function Deliveries({ view }: { view: PermitView }) {
  const { words } = useReading()
  const { permits, cases } = words
  const organisation = useOrganisationName()
  const day = (date: string) => dayWords(date, words.locale)
  if (view.deliveries.length === 0) return null
  const said =
    view.permit.path === 'request'
      ? permits.answer
      : { title: permits.deliveries, by: permits.holder, given: permits.delivered }
  return (
    <Part id="deliveries" title={said.title}>
      <Wide label={said.title}>
        <table className="numbers words-table">
          <caption className="ds-sr-only">{said.title}</caption>
          <thead>
            <tr>
              <th scope="col">{said.by}</th>
              <th scope="col">{permits.due}</th>
              <th scope="col">{said.given}</th>
            </tr>
          </thead>
          <tbody>
            {view.deliveries.map(({ holder, due, on, extended }) => {
              const late = on === null ? daysBetween(due, today()) : 0
              return (
                <tr key={holder}>
                  <th scope="row">{organisation(holder)}</th>
                  <td>
                    {day(due)}
                    {extended && ` · ${permits.extended}`}
                  </td>
                  <td>
                    {on === null ? (
                      late > 0 ? (
                        <strong className="late">
                          <LateMark /> {cases.inbox.late(cases.days(late))}
                        </strong>
                      ) : (
                        <span className="quiet">{permits.notDelivered}</span>
                      )
                    ) : (
                      day(on)
                    )}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </Wide>
    </Part>
  )
}

export function Results({ view }: { view: PermitView }) {
  const { words } = useReading()
  const { permits } = words
  const day = (date: string) => dayWords(date, words.locale)
  return (
    <>
      <Part id="results" title={permits.results}>
        <p className="hint">{permits.resultsWhy}</p>
        {view.results.length === 0 ? (
          <p className="quiet">{permits.noResults}</p>
        ) : (
          <ul className="plain questions">
            {view.results.map(({ title, summary, link, on }) => (
              <li key={`${on} ${title}`} className="question">
                <strong>{title}</strong> <span className="quiet">{day(on)}</span>
                <p className="written">{summary}</p>
                {link && (
                  <a href={link} className="ds-link" rel="noreferrer">
                    {permits.register.publication}
                  </a>
                )}
              </li>
            ))}
          </ul>
        )}
      </Part>
      {view.findings.length > 0 && (
        <Part id="findings" title={permits.findings}>
          <ul className="plain questions">
            {view.findings.map(({ text, on }) => (
              <li key={`${on} ${text}`} className="question">
                <span className="quiet">{day(on)}</span>
                <blockquote className="said">{text}</blockquote>
              </li>
            ))}
          </ul>
        </Part>
      )}
      {(view.status === 'EXPIRED' || view.status === 'REVOKED') && (
        <Part id="deletion" title={permits.deletion}>
          <p>
            {view.deletedOn
              ? permits.deletedOn(day(view.deletedOn))
              : permits.notDeleted(day(view.permit.deletedBy))}
          </p>
        </Part>
      )}
    </>
  )
}

/** A suspicion of a breach, the reply to it and what was decided. */
export function Suspicion({ view }: { view: PermitView }) {
  const { words } = useReading()
  const { permits } = words
  const { breach } = view
  if (breach === null) return null
  return (
    <Part id="breach" title={permits.breach}>
      {view.stopped && <p>{permits.stoppedWhy}</p>}
      <blockquote className="said">{breach.text}</blockquote>
      <Heading level={3} data-size="2xs">
        {permits.reply}
      </Heading>
      {breach.reply === null ? (
        <p className="quiet">{permits.noReply(dayWords(breach.due, words.locale))}</p>
      ) : (
        <blockquote className="said">{breach.reply}</blockquote>
      )}
      {breach.outcome !== null && (
        <p>
          <strong>{permits.breachOutcomes[breach.outcome] ?? breach.outcome}</strong>
        </p>
      )}
    </Part>
  )
}
