/** Cases: one's own for those who apply, those of one's bodies for those who decide, every one for auditors. What is looked for stands in the address. */
import { Button, Heading, Paragraph } from '@digdir/designsystemet-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { casesQuery, type CaseLine as Line } from '../api/access.js'
import { changed } from '../shell/search.js'
import { Empty, Loading, Problem } from '../shell/states.js'
import { useTitle } from '../shell/title.js'
import { useReading } from '../words/reading.js'
import { CaseLine } from './case-line.js'
import { Finder } from './finder.js'
import { readsAs, useReader } from './who.js'

export function CasesPage() {
  const { words } = useReading()
  const { list } = words.cases
  const side = readsAs(useReader())
  useTitle(list.title[side])
  const search = useSearch({ from: '/cases' })
  const { data, error, refetch } = useQuery({ ...casesQuery(search), placeholderData: keepPreviousData })
  const looking = Object.keys(search).length > 0
  return (
    <article className="page">
      <div className="page-head">
        <Heading level={1} data-size="md">
          {list.title[side]}
        </Heading>
        {side === 'applicant' && data && data.cases.length > 0 && <Begin />}
      </div>
      <Paragraph className="prose lead">{list.lead[side]}</Paragraph>
      {data ? (
        data.total === 0 && !looking ? (
          <None side={side} />
        ) : (
          <Cases cases={data.cases} total={data.total} />
        )
      ) : error ? (
        <Problem error={error} retry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </article>
  )
}

function Begin() {
  const { words } = useReading()
  return (
    <div className="actions">
      <Link to="/permits" className="ds-link">
        {words.cases.list.permits}
      </Link>
      <Button asChild variant="secondary">
        <Link to="/applications">{words.cases.list.drafts}</Link>
      </Button>
    </div>
  )
}

function None({ side }: { side: 'applicant' | 'body' | 'auditor' }) {
  const { words } = useReading()
  const { list } = words.cases
  return side === 'applicant' ? (
    <Empty
      title={list.empty}
      action={
        <>
          <Button asChild>
            <Link to="/variables">{list.choose}</Link>
          </Button>
          <Button asChild variant="secondary">
            <Link to="/applications">{list.drafts}</Link>
          </Button>
        </>
      }
    >
      {list.emptyNext}
    </Empty>
  ) : (
    <Empty title={list.emptyBody}>{list.emptyBodyNext}</Empty>
  )
}

function Cases({ cases, total }: { cases: readonly Line[]; total: number }) {
  const { words } = useReading()
  const { list } = words.cases
  const { register } = words.permits
  const { query, status, offset } = useSearch({ from: '/cases' })
  const navigate = useNavigate({ from: '/cases' })
  const shown = Number(offset ?? 0) + cases.length
  return (
    <>
      {(total > 6 || query !== undefined || status !== undefined) && (
        <Finder page="/cases" find={list.find} status={list.status} every={list.every} />
      )}
      {cases.length === 0 ? (
        <Empty title={list.none} />
      ) : (
        <ol className="case-list">
          {cases.map((line) => (
            <li key={line.id}>
              <CaseLine line={line} />
            </li>
          ))}
        </ol>
      )}
      {(offset !== undefined || shown < total) && (
        <div className="actions">
          <span className="quiet">{list.shown(shown - cases.length + 1, shown, total)}</span>
          {offset !== undefined && (
            <Button
              variant="secondary"
              data-size="sm"
              onClick={() => void navigate({ search: ({ offset: _, ...now }) => now })}
            >
              {register.newest}
            </Button>
          )}
          {shown < total && (
            <Button
              variant="secondary"
              data-size="sm"
              onClick={() => void navigate({ search: (now) => changed(now, { offset: String(shown) }) })}
            >
              {register.more}
            </Button>
          )}
        </div>
      )}
    </>
  )
}
