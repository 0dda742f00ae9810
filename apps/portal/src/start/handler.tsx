/** The first page of those who handle cases, and of auditors: what is due this week, and what to open first. */
import { Button, Heading } from '@digdir/designsystemet-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { casesQuery, inboxQuery } from '../api/access.js'
import { CaseLine } from '../cases/case-line.js'
import { duesOf, shownOf, turnOf } from '../cases/inbox.js'
import { InboxLine } from '../cases/inbox-line.js'
import { useReader } from '../cases/who.js'
import { Problem } from '../shell/states.js'
import { within } from '../words/language.js'
import { useReading } from '../words/reading.js'
import { Glance, itemLink, Next } from './next.js'

export function Handler() {
  const { words } = useReading()
  const { start } = words.permits
  const { name, side } = useReader()
  return (
    <>
      <Heading level={1} data-size="lg" className="breakable">
        {start.hello(name ?? '')}
      </Heading>
      {side === 'auditor' ? <Audit /> : <Due />}
    </>
  )
}

function Due() {
  const { words } = useReading()
  const { start } = words.permits
  const { memberships } = useReader()
  const { data, error, refetch } = useQuery(inboxQuery)
  const { overdue, week } = duesOf(shownOf(data?.items ?? [], {}))
  const due = [...overdue, ...week]
  const [first] = due
  const step = first === undefined ? 'handleFree' : 'handle'
  const ours = memberships.length === 1 ? start.asked : start.week
  if (error) return <Problem error={error} retry={() => void refetch()} />
  return (
    <>
      {data && (
        <Next
          sentence={
            first ? start.nextItem.handle(first.title, within(turnOf(first, words))) : start.next.handleFree
          }
        >
          <Button asChild>
            {first ? itemLink(first, start.buttons[step]) : <Link to="/inbox">{start.buttons[step]}</Link>}
          </Button>
        </Next>
      )}
      <Glance
        id="week"
        title={due.length > 0 ? start.week : ours}
        all={
          <Link to="/inbox" className="ds-link">
            {start.inbox}
          </Link>
        }
      >
        {due.length === 0 ? (
          <p className="quiet">{start.nothingDue}</p>
        ) : (
          <ol className="case-list">
            {due.slice(0, 6).map((item) => (
              <li key={`${item.id} ${item.track} ${item.clock}`}>
                <InboxLine item={item} />
              </li>
            ))}
          </ol>
        )}
      </Glance>
    </>
  )
}

function Audit() {
  const { words } = useReading()
  const { start } = words.permits
  const { data } = useQuery(casesQuery)
  return (
    <>
      <Next sentence={start.next.audit}>
        <Button asChild>
          <Link to="/cases">{start.buttons.audit}</Link>
        </Button>
      </Next>
      {data && data.cases.length > 0 && (
        <Glance id="cases" title={words.cases.list.title.auditor}>
          <ol className="case-list">
            {data.cases
              .toSorted((a, b) => b.submittedOn.localeCompare(a.submittedOn))
              .slice(0, 5)
              .map((line) => (
                <li key={line.id}>
                  <CaseLine line={line} />
                </li>
              ))}
          </ol>
        </Glance>
      )}
    </>
  )
}
