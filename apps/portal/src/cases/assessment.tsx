/** A body's assessment: a row for each criterion, with verdict, reason and who gave it, and a form in the row for whoever may. */
import { Button, Heading } from '@digdir/designsystemet-react'
import type { AssessmentCriterion, CaseAction, TrackView } from '@sund/model'
import { useState } from 'react'
import { useReading } from '../words/reading.js'
import { type Acted, ActionForm } from './action-form.js'
import { useOrganisationName } from './who.js'

export function Assessment({
  track,
  acted,
  actions,
}: {
  track: TrackView
  acted: Acted
  actions: readonly CaseAction[]
}) {
  const { words } = useReading()
  const { part, criteria, met, actions: named } = words.cases
  const organisation = useOrganisationName()
  const [open, setOpen] = useState<AssessmentCriterion | null>(null)
  const action = actions.find((one) => one.do === 'assess')
  const asked = criteriaOf(track, Object.keys(criteria) as AssessmentCriterion[])
  const done = asked.filter((one) => track.assessments.some(({ criterion }) => criterion === one)).length
  return (
    <div className="track-part">
      <Heading level={3} data-size="2xs">
        {part.assessment}
      </Heading>
      <p className="quiet">
        {part.assessed(done, asked.length)}
        {action && done < asked.length && `. ${part.assessFirst}`}
      </p>
      <ul className="criteria">
        {asked.map((criterion) => {
          const { title, question } = criteria[criterion]
          const given = track.assessments.find((one) => one.criterion === criterion)
          return (
            <li key={criterion} className="criterion">
              <div className="criterion-head">
                <div>
                  <strong>{title}</strong>
                  <p className="quiet">{question}</p>
                </div>
                <span className={`verdict verdict-${given?.met ?? 'none'}`}>
                  {given ? met[given.met] : part.notAssessed}
                </span>
              </div>
              {given && (
                <blockquote className="said">
                  {given.reason} <span className="quiet">{organisation(given.by)}</span>
                </blockquote>
              )}
              {action &&
                (open === criterion ? (
                  <ActionForm
                    acted={acted}
                    action={action}
                    given={{ criterion }}
                    about={criterion}
                    done={() => setOpen(null)}
                    cancel={() => setOpen(null)}
                  />
                ) : (
                  <Button
                    variant="tertiary"
                    data-size="sm"
                    aria-label={`${named.assess.title}: ${title}`}
                    onClick={() => setOpen(criterion)}
                  >
                    {named.assess.title}
                  </Button>
                ))}
            </li>
          )
        })}
      </ul>
    </div>
  )
}

/** Those that the body must assess, and any that it assessed besides. */
const criteriaOf = (
  { assessments, criteria }: TrackView,
  all: readonly AssessmentCriterion[],
): readonly AssessmentCriterion[] =>
  all.filter((one) => criteria.includes(one) || assessments.some(({ criterion }) => criterion === one))
