/** Cases: one's own for those who apply, those of one's bodies for those who decide, every one for auditors. What is looked for stands in the address. */
import { Button, Field, Heading, Label, Paragraph, Search, Select } from '@digdir/designsystemet-react'
import type { CaseStatus } from '@sund/model'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useId } from 'react'
import { casesQuery, type CaseLine as Line } from '../api/access.js'
import { changed } from '../shell/search.js'
import { Empty, Loading, Problem } from '../shell/states.js'
import { useTitle } from '../shell/title.js'
import { useReading } from '../words/reading.js'
import { CaseLine } from './case-line.js'
import { readsAs, useReader } from './who.js'

export function CasesPage() {
  const { words } = useReading()
  const { list } = words.cases
  const side = readsAs(useReader())
  useTitle(list.title[side])
  const { data, error, refetch } = useQuery(casesQuery)
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
        data.cases.length === 0 ? (
          <None side={side} />
        ) : (
          <Cases cases={data.cases} />
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

function Cases({ cases }: { cases: readonly Line[] }) {
  const { words } = useReading()
  const { list, statuses } = words.cases
  const { query = '', status } = useSearch({ from: '/cases' })
  const navigate = useNavigate({ from: '/cases' })
  const id = useId()
  const wanted = query.trim().toLowerCase()
  const shown = cases
    .filter((one) => status === undefined || one.status === status)
    .filter(({ reference, title }) => `${reference} ${title}`.toLowerCase().includes(wanted))
    .toSorted((a, b) => b.submittedOn.localeCompare(a.submittedOn))
  return (
    <>
      {cases.length > 6 && (
        <div className="inbox-filters">
          <Search>
            <Search.Input
              aria-label={list.find}
              placeholder={list.find}
              value={query}
              onChange={(event) =>
                void navigate({
                  search: (now) => changed(now, { query: event.target.value || undefined }),
                  replace: true,
                })
              }
            />
            <Search.Clear
              aria-label={words.variables.clear}
              onClick={() => void navigate({ search: ({ query: _, ...now }) => now, replace: true })}
            />
          </Search>
          <Field>
            <Label htmlFor={id}>{list.status}</Label>
            <Select
              id={id}
              value={status ?? ''}
              onChange={(event) =>
                void navigate({ search: (now) => changed(now, { status: event.target.value || undefined }) })
              }
            >
              <Select.Option value="">{list.every}</Select.Option>
              {(Object.keys(statuses) as CaseStatus[]).map((one) => (
                <Select.Option key={one} value={one}>
                  {statuses[one]}
                </Select.Option>
              ))}
            </Select>
          </Field>
        </div>
      )}
      {shown.length === 0 ? (
        <Empty title={list.none} />
      ) : (
        <ol className="case-list">
          {shown.slice(0, SHOWN).map((line) => (
            <li key={line.id}>
              <CaseLine line={line} />
            </li>
          ))}
        </ol>
      )}
      {shown.length > SHOWN && <p className="hint">{list.more(shown.length - SHOWN)}</p>}
    </>
  )
}
/** Longer lists are narrowed by what is looked for. */
const SHOWN = 200
