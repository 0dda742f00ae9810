/** Questions to the applicant and their answers, seen by every body, so that nobody asks twice. */
import { Button, Heading } from '@digdir/designsystemet-react'
import type { CaseView } from '@sund/model'
import { useState } from 'react'
import { momentWords } from '../words/dates.js'
import { useReading } from '../words/reading.js'
import { type Acted, ActionForm } from './action-form.js'
import { useOrganisationName } from './who.js'

export function Questions({ view, acted }: { view: CaseView; acted: Acted }) {
  const { words } = useReading()
  const { page, actions } = words.cases
  const organisation = useOrganisationName()
  const [open, setOpen] = useState<string | null>(null)
  const action = view.actions.find((one) => one.do === 'answer')
  return (
    <section className="case-part" aria-labelledby="questions-title">
      <Heading level={2} data-size="xs" id="questions-title">
        {page.questions}
      </Heading>
      {view.questions.length === 0 && <p className="quiet">{page.noQuestions}</p>}
      <ol className="plain questions">
        {view.questions.map(({ id, track, text, askedAt, answer }) => {
          const body = view.tracks.find((one) => one.id === track)?.body
          return (
            <li key={id} className="question">
              <p className="quiet">
                {body && organisation(body)}, {momentWords(askedAt, words.locale)}
              </p>
              <p>{text}</p>
              {answer === null ? (
                open === id && action ? (
                  <ActionForm
                    acted={acted}
                    action={action}
                    given={{ question: id }}
                    about={id}
                    done={() => setOpen(null)}
                    cancel={() => setOpen(null)}
                  />
                ) : (
                  <>
                    <p className="hint">{page.unanswered}</p>
                    {action && (
                      <Button data-size="sm" onClick={() => setOpen(id)}>
                        {actions.answer.title}
                      </Button>
                    )}
                  </>
                )
              ) : (
                <blockquote className="said">{answer}</blockquote>
              )}
            </li>
          )
        })}
      </ol>
    </section>
  )
}
