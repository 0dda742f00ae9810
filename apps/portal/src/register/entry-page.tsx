/** One entry of the public register: what was asked for and why, what was decided with its reasons, and the results. */
import { Heading, Paragraph } from '@digdir/designsystemet-react'
import type { PublicEntry } from '@sund/model'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { publicRegisterQuery } from '../api/access.js'
import { Part } from '../cases/case-page.js'
import { OutcomeMark, StatusTag } from '../cases/marks.js'
import { useVariableTitles } from '../cases/titles.js'
import { Empty, Loading, Problem } from '../shell/states.js'
import { useTitle } from '../shell/title.js'
import { fullDay } from '../words/dates.js'
import { useReading } from '../words/reading.js'

export function EntryPage() {
  const { words } = useReading()
  const { register } = words.permits
  const { reference } = useParams({ from: '/register/$reference' })
  const { data, error, refetch } = useQuery(publicRegisterQuery({ query: reference }))
  const entry = data?.entries.find((one) => one.reference === reference)
  useTitle(entry?.title || reference)
  return (
    <article className="page case">
      <p className="back">
        <Link to="/register" className="ds-link">
          {register.back}
        </Link>
      </p>
      {entry ? (
        <Entry entry={entry} />
      ) : data ? (
        <>
          <Heading level={1} data-size="md">
            {register.notFound(reference)}
          </Heading>
          <Empty
            title={register.none}
            action={
              <Link to="/register" className="ds-link">
                {register.title}
              </Link>
            }
          >
            {register.noneNext}
          </Empty>
        </>
      ) : error ? (
        <Problem error={error} retry={() => void refetch()} />
      ) : (
        <Loading lines={6} />
      )}
    </article>
  )
}

function Entry({ entry }: { entry: PublicEntry }) {
  const { words } = useReading()
  const { register, statuses } = words.permits
  const { cases } = words
  const titles = useVariableTitles(entry.registers.map((name) => ({ register: name })))
  const day = (date: string) => fullDay(date, words.locale)
  const named = (table: Readonly<Record<string, string>>, name: string) => table[name] ?? name
  const rows: [string, string][] = [
    [register.purpose, named(cases.purposes, entry.purpose)],
    [register.path, named(cases.paths, entry.path)],
    [register.registers, entry.registers.map(titles.register).join(', ')],
  ]
  return (
    <>
      <header className="case-head">
        <Heading level={1} data-size="md" className="breakable">
          {entry.title || entry.reference}
        </Heading>
        <p className="run-facts">
          <span>{entry.reference}</span>
          <span>{entry.organisation}</span>
          <span>{cases.kinds[entry.kind]}</span>
          <span>{register.received(day(entry.receivedOn))}</span>
          <StatusTag status={entry.status} />
        </p>
        <Paragraph className="prose written">{entry.summary}</Paragraph>
      </header>
      <dl className="fact-list">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Part id="decision" title={cases.page.decision}>
        {entry.decision ? (
          <>
            <p>
              <OutcomeMark outcome={entry.decision.outcome} />{' '}
              <span className="quiet">{day(entry.decision.on)}</span>
            </p>
            {entry.decision.reasons.length > 0 && (
              <>
                <Heading level={3} data-size="2xs">
                  {register.reasons}
                </Heading>
                {entry.decision.reasons.map((reason) => (
                  <blockquote key={reason} className="said">
                    {reason}
                  </blockquote>
                ))}
              </>
            )}
          </>
        ) : (
          <p className="quiet">{register.undecided}</p>
        )}
      </Part>
      {entry.permit && (
        <Part id="permit" title={register.permit}>
          <p>
            <code>{entry.permit.id}</code> · {named(statuses, entry.permit.status)} ·{' '}
            {register.permitHolds(day(entry.permit.from), day(entry.permit.until))}
          </p>
          {entry.permit.optOutException && (
            <p>
              {words.permits.optOutException} {entry.permit.optOutException.provision}:{' '}
              {entry.permit.optOutException.text}
            </p>
          )}
          {entry.permit.conditions.length > 0 && (
            <>
              <Heading level={3} data-size="2xs">
                {register.conditions}
              </Heading>
              <ul className="said-list">
                {entry.permit.conditions.map((condition) => (
                  <li key={condition}>{condition}</li>
                ))}
              </ul>
            </>
          )}
        </Part>
      )}
      <Part id="results" title={register.results}>
        {entry.results.length === 0 ? (
          <p className="quiet">{register.noResults}</p>
        ) : (
          <ul className="plain questions">
            {entry.results.map(({ title, summary, link, on }) => (
              <li key={`${on} ${title}`} className="question">
                <strong>{title}</strong> <span className="quiet">{day(on)}</span>
                <p className="written">{summary}</p>
                {link && (
                  <a href={link} className="ds-link" rel="noreferrer">
                    {register.publication}
                  </a>
                )}
              </li>
            ))}
          </ul>
        )}
      </Part>
    </>
  )
}
