/** One's permits, or those that one's bodies watch over: the newest first. */
import { Heading, Paragraph, Tag } from '@digdir/designsystemet-react'
import type { PermitStatus, PermitView } from '@sund/model'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { permitsQuery } from '../api/access.js'
import { readsAs, useReader } from '../cases/who.js'
import { Empty, Loading, Problem } from '../shell/states.js'
import { useTitle } from '../shell/title.js'
import { dayWords } from '../words/dates.js'
import { useReading } from '../words/reading.js'

export function PermitsPage() {
  const { words } = useReading()
  const { permits } = words
  const reader = useReader()
  useTitle(permits.title)
  const { data, error, refetch } = useQuery(permitsQuery)
  return (
    <article className="page">
      <Heading level={1} data-size="md">
        {permits.title}
      </Heading>
      <Paragraph className="prose lead">
        {permits.lead[readsAs(reader) === 'applicant' ? 'holder' : 'body']}
      </Paragraph>
      {data ? (
        data.permits.length === 0 ? (
          <Empty
            title={permits.empty}
            action={
              <Link to="/cases" className="ds-link">
                {words.permits.start.cases}
              </Link>
            }
          >
            {permits.emptyNext}
          </Empty>
        ) : (
          <ol className="case-list">
            {data.permits
              .toSorted((a, b) => b.permit.issuedAt.localeCompare(a.permit.issuedAt))
              .map((view) => (
                <li key={view.permit.id}>
                  <PermitLine view={view} />
                </li>
              ))}
          </ol>
        )
      ) : error ? (
        <Problem error={error} retry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </article>
  )
}

export function PermitLine({ view: { permit, status, stopped } }: { view: PermitView }) {
  const { words } = useReading()
  const { permits } = words
  return (
    <Link to="/permits/$permit" params={{ permit: permit.id }} className="case-line">
      <span className="case-line-main">
        <span className="run-title">{permit.title || permit.id}</span>
        <span className="run-facts">
          <code>{permit.id}</code>
          <span>{permits.registers(permit.registers.length)}</span>
          <span>{permits.people(permit.persons.length)}</span>
        </span>
      </span>
      <span className="case-line-due">
        <PermitTag status={status} stopped={stopped} />
        <span className="quiet">{permits.until(dayWords(permit.until, words.locale))}</span>
      </span>
    </Link>
  )
}

const COLOURS: Record<PermitStatus, 'success' | 'danger' | 'neutral'> = {
  GRANTED: 'success',
  AMENDED: 'success',
  RENEWED: 'success',
  REVOKED: 'danger',
  EXPIRED: 'neutral',
}
export function PermitTag({ status, stopped }: { status: PermitStatus; stopped: boolean }) {
  const { words } = useReading()
  return (
    <Tag data-size="sm" data-color={stopped ? 'warning' : COLOURS[status]}>
      {stopped ? words.permits.stopped : words.permits.statuses[status]}
    </Tag>
  )
}
