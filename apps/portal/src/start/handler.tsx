/** The first page of those who handle cases, and of auditors: what is due, and what to open first. */
import { Button, Heading } from '@digdir/designsystemet-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { casesQuery, inboxQuery } from '../api/access.js'
import { CaseLine } from '../cases/case-line.js'
import { duesOf, presses, shownOf, turnOf } from '../cases/inbox.js'
import { InboxLine } from '../cases/inbox-line.js'
import { useReader } from '../cases/who.js'
import { useDescriptions } from '../organisation/descriptions.js'
import { Loading, Problem } from '../shell/states.js'
import { within } from '../words/language.js'
import { useReading } from '../words/reading.js'
import { LettersInTrouble } from './letters.js'
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
  const { words, say } = useReading()
  const { start } = words.permits
  const { memberships } = useReader()
  const { data, error, refetch } = useQuery(inboxQuery)
  const { overdue, week, later } = duesOf(shownOf(data?.items ?? [], {}).filter(presses))
  const due = [...overdue, ...week]
  const shown = due.length > 0 ? due : later
  const [first] = shown
  const unread = useDescriptions(memberships.map(({ organisation }) => organisation))?.find(
    ({ verification }) => verification?.near || verification?.verifiedOn === null,
  )
  const ours = memberships.length === 1 ? start.asked : start.week
  if (error) return <Problem error={error} retry={() => void refetch()} />
  return (
    <>
      {data &&
        (first ? (
          <Next sentence={start.nextItem.handle(first.title, within(turnOf(first, words)))}>
            <Button asChild>{itemLink(first, start.buttons.handle)}</Button>
          </Next>
        ) : unread ? (
          <Next sentence={start.next.describe(say(unread.title))}>
            <Button asChild>
              <Link to="/organisation">{start.buttons.describe}</Link>
            </Button>
          </Next>
        ) : (
          <Next sentence={start.next.handleFree}>
            <Button asChild>
              <Link to="/cases">{start.buttons.handleFree}</Link>
            </Button>
          </Next>
        ))}
      <Glance
        id="week"
        title={due.length > 0 ? start.week : first ? start.later : ours}
        all={
          <Link to="/inbox" className="ds-link">
            {start.inbox}
          </Link>
        }
      >
        {data === undefined ? (
          <Loading lines={2} />
        ) : shown.length === 0 ? (
          <p className="quiet">{start.nothingDue}</p>
        ) : (
          <ol className="case-list">
            {shown.slice(0, 6).map((item) => (
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
  const { data } = useQuery(casesQuery())
  const none = data?.total === 0
  return (
    <>
      {data && (
        <Next sentence={none ? start.next.auditNone : start.next.audit}>
          <Button asChild>
            {none ? (
              <Link to="/protection/ledger">{start.buttons.auditNone}</Link>
            ) : (
              <Link to="/cases">{start.buttons.audit}</Link>
            )}
          </Button>
        </Next>
      )}
      {data && !none && (
        <Glance
          id="cases"
          title={words.cases.list.title.auditor}
          all={
            <Link to="/protection/ledger" className="ds-link">
              {start.ledger}
            </Link>
          }
        >
          <ol className="case-list">
            {data.cases.slice(0, 5).map((line) => (
              <li key={line.id}>
                <CaseLine line={line} />
              </li>
            ))}
          </ol>
        </Glance>
      )}
      <LettersInTrouble />
    </>
  )
}
