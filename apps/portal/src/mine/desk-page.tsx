/** At a holder: people who say that something in their records is wrong, each with a form for the answer that they will see. */
import {
  Button,
  Field,
  Fieldset,
  Heading,
  Label,
  Paragraph,
  Radio,
  Textarea,
} from '@digdir/designsystemet-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useId, useState } from 'react'
import { answerCorrection, askedQuery } from '../api/mine.js'
import { Loading, Problem } from '../shell/states.js'
import { useTitle } from '../shell/title.js'
import { fullDay, momentWords } from '../words/dates.js'
import { useReading } from '../words/reading.js'

type Asked = Awaited<ReturnType<NonNullable<typeof askedQuery.queryFn>>>['corrections'][number]

export function CorrectionDeskPage() {
  const { desk } = useReading().words.mine
  useTitle(desk.title)
  const { data, error, refetch } = useQuery(askedQuery)
  const [sent, setSent] = useState(0)
  return (
    <article className="page mine">
      <Heading level={1} data-size="md">
        {desk.title}
      </Heading>
      <Paragraph className="prose lead">{desk.lead}</Paragraph>
      <p role="status" className="news">
        {sent > 0 ? desk.sent : ''}
      </p>
      {error ? (
        <Problem error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Loading lines={3} />
      ) : data.corrections.length === 0 ? (
        <p className="quiet">{desk.none}</p>
      ) : (
        data.corrections.map((one) => (
          <One key={`${one.holder} ${one.id}`} asked={one} onSent={() => setSent((before) => before + 1)} />
        ))
      )}
    </article>
  )
}

function One({ asked, onSent }: { asked: Asked; onSent: () => void }) {
  const { words, say } = useReading()
  const { desk, correct, held } = words.mine
  const id = useId()
  const client = useQueryClient()
  const [verdict, setVerdict] = useState<'corrected' | 'declined' | null>(null)
  const [text, setText] = useState('')
  const sending = useMutation({
    mutationFn: () => answerCorrection(asked, verdict ?? 'declined', text),
    onSuccess: () => {
      onSent()
      return client.invalidateQueries({ queryKey: askedQuery.queryKey })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    sending.mutate()
  }
  const { about, patient } = asked
  const what = about && [
    about.title === null ? held.kinds[about.kind][1] : say(about.title),
    about.value && say(about.value),
  ]
  return (
    <section className="case-part" aria-labelledby={`${id}-title`}>
      <Heading level={2} data-size="xs" id={`${id}-title`}>
        {patient === null ? asked.id : say(patient)}
      </Heading>
      <dl className="fact-list">
        <div>
          <dt>{desk.about}</dt>
          <dd>
            {what === null ? correct.gone : what.filter(Boolean).join(': ')}
            {about?.at && <span className="quiet"> ({fullDay(about.at, words.locale)})</span>}
          </dd>
        </div>
        <div>
          <dt>{desk.says}</dt>
          <dd>
            {asked.text}{' '}
            <span className="quiet">({correct.asked(momentWords(asked.askedAt, words.locale))})</span>
          </dd>
        </div>
      </dl>
      <form className="action-form" onSubmit={submit}>
        <Fieldset>
          <Fieldset.Legend>{desk.verdict}</Fieldset.Legend>
          {(['corrected', 'declined'] as const).map((one) => (
            <Radio
              key={one}
              name={`${id}-verdict`}
              value={one}
              label={desk[one]}
              checked={verdict === one}
              onChange={() => setVerdict(one)}
            />
          ))}
        </Fieldset>
        <Field>
          <Label htmlFor={`${id}-text`}>{desk.answer}</Label>
          <Textarea
            id={`${id}-text`}
            value={text}
            rows={3}
            required
            maxLength={4000}
            onChange={({ target }) => setText(target.value)}
          />
        </Field>
        <div className="actions">
          <Button type="submit" disabled={sending.isPending || verdict === null || text.trim() === ''}>
            {desk.send}
          </Button>
        </div>
        {sending.error && <Problem error={sending.error} />}
      </form>
    </section>
  )
}

/** In the inbox of who decides for a holder; nothing where nobody waits. */
export function CorrectionsWaiting() {
  const { desk } = useReading().words.mine
  const { data } = useQuery(askedQuery)
  if (!data || data.corrections.length === 0) return null
  return (
    <p className="notice">
      <Link to="/corrections" className="ds-link">
        {desk.waiting(data.corrections.length)}
      </Link>
    </p>
  )
}
