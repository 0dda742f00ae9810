/** The public register: everyone sees who has asked for what, why, what was decided and what came of it. What is looked for stands in the address. */
import { Button, Heading, Paragraph } from '@digdir/designsystemet-react'
import type { PublicEntry } from '@sund/model'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { publicRegisterQuery } from '../api/access.js'
import { Finder } from '../cases/finder.js'
import { OutcomeMark, StatusTag } from '../cases/marks.js'
import { formatNumber } from '../results/numbers.js'
import { changed } from '../shell/search.js'
import { Empty, Loading, Problem } from '../shell/states.js'
import { useTitle } from '../shell/title.js'
import { dayWords } from '../words/dates.js'
import { useReading } from '../words/reading.js'

export function RegisterPage() {
  const { words } = useReading()
  const { register } = words.permits
  useTitle(register.title)
  const search = useSearch({ from: '/register' })
  const navigate = useNavigate({ from: '/register' })
  const { data, error, refetch } = useQuery({
    ...publicRegisterQuery(search),
    placeholderData: keepPreviousData,
  })
  const looking = (search.query ?? search.status ?? search.offset) !== undefined
  const offset = Number(search.offset ?? 0)
  return (
    <article className="page">
      <Heading level={1} data-size="md">
        {register.title}
      </Heading>
      <Paragraph className="prose lead">{register.lead}</Paragraph>
      {data ? (
        data.total === 0 && !looking ? (
          <Empty title={register.empty}>{register.emptyNext}</Empty>
        ) : (
          <>
            <Finder page="/register" find={register.search} status={register.status} every={register.every} />
            <p role="status" className="found">
              {data.total === 1
                ? register.foundOne
                : register.found(formatNumber(data.total, 'count', words.locale))}
            </p>
            {data.entries.length === 0 ? (
              <Empty title={register.none}>{register.noneNext}</Empty>
            ) : (
              <ol className="case-list">
                {data.entries.map((entry) => (
                  <li key={entry.reference}>
                    <EntryLine entry={entry} />
                  </li>
                ))}
              </ol>
            )}
            <div className="actions">
              {offset > 0 && (
                <Button
                  variant="secondary"
                  data-size="sm"
                  onClick={() => void navigate({ search: ({ offset: _, ...now }) => now })}
                >
                  {register.newest}
                </Button>
              )}
              {offset + data.entries.length < data.total && (
                <Button
                  variant="secondary"
                  data-size="sm"
                  onClick={() =>
                    void navigate({
                      search: (now) => changed(now, { offset: String(offset + data.entries.length) }),
                    })
                  }
                >
                  {register.more}
                </Button>
              )}
            </div>
          </>
        )
      ) : error ? (
        <Problem error={error} retry={() => void refetch()} />
      ) : (
        <Loading />
      )}
      <p className="actions">
        <span>{register.feeds}</span>
        <a href="/register.atom" className="ds-link">
          {register.atom}
        </a>
        <a href="/register.json" className="ds-link">
          {register.json}
        </a>
      </p>
    </article>
  )
}

function EntryLine({ entry }: { entry: PublicEntry }) {
  const { words } = useReading()
  const { register } = words.permits
  return (
    <Link to="/register/$reference" params={{ reference: entry.reference }} className="case-line">
      <span className="case-line-main">
        <span className="run-title">{entry.title || entry.reference}</span>
        <span className="run-facts">
          <span>{entry.reference}</span>
          <span>{entry.organisation}</span>
          <span>{register.received(dayWords(entry.receivedOn, words.locale))}</span>
        </span>
      </span>
      <span className="case-line-due">
        {entry.decision ? (
          <OutcomeMark outcome={entry.decision.outcome} />
        ) : (
          <StatusTag status={entry.status} />
        )}
      </span>
    </Link>
  )
}
