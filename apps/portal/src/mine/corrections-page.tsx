/** What one has asked to have put right, each with how it stands and what was answered. */
import { Tag } from '@digdir/designsystemet-react'
import type { Correction, CorrectionState } from '@sund/model'
import { useQuery } from '@tanstack/react-query'
import { correctionsQuery } from '../api/mine.js'
import { Loading, Problem } from '../shell/states.js'
import { momentWords } from '../words/dates.js'
import { useReading } from '../words/reading.js'
import { MinePage } from './frame.js'

const COLOURS = { waiting: 'info', corrected: 'success', declined: 'neutral' } as const satisfies Record<
  CorrectionState,
  string
>

export function CorrectionsPage() {
  const { correct } = useReading().words.mine
  const { data, error, refetch } = useQuery(correctionsQuery)
  return (
    <MinePage title={correct.title} lead={correct.lead}>
      {error ? (
        <Problem error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Loading lines={3} />
      ) : data.corrections.length === 0 ? (
        <p className="quiet">{correct.none}</p>
      ) : (
        <ol className="look-list">
          {data.corrections.map((one) => (
            <li key={`${one.holder} ${one.id}`}>
              <One correction={one} />
            </li>
          ))}
        </ol>
      )}
    </MinePage>
  )
}

function One({
  correction: { state, text, about, askedAt, answer, answeredAt },
}: {
  correction: Correction
}) {
  const { words, say } = useReading()
  const { correct, held } = words.mine
  const moment = (at: string) => momentWords(at, words.locale)
  return (
    <>
      <p className="correction-head">
        <strong>
          {about === null
            ? correct.gone
            : about.title === null
              ? held.kinds[about.kind][1]
              : say(about.title)}
        </strong>
        <Tag data-size="sm" data-color={COLOURS[state]}>
          {correct.states[state]}
        </Tag>
      </p>
      <dl className="fact-list">
        <div>
          <dt>{correct.your}</dt>
          <dd>
            {text} <span className="quiet">({correct.asked(moment(askedAt))})</span>
          </dd>
        </div>
        {answer !== null && (
          <div>
            <dt>{correct.answer}</dt>
            <dd>
              {answer}{' '}
              {answeredAt !== null && <span className="quiet">({correct.answered(moment(answeredAt))})</span>}
            </dd>
          </div>
        )}
      </dl>
    </>
  )
}
