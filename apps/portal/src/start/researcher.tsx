/** The first page of somebody who does research: what waits, the latest answer, the collection, and what to do next. */
import { Button, Heading } from '@digdir/designsystemet-react'
import type { InboxItem, PermitView } from '@sund/model'
import type { ApplicationList } from '@sund/server/client'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import {
  casesQuery,
  collectionQuery,
  inboxQuery,
  type CaseLine as Line,
  permitsQuery,
} from '../api/access.js'
import { applicationsQuery } from '../api/applications.js'
import { runsQuery } from '../api/queries.js'
import { CaseLine } from '../cases/case-line.js'
import { presses, turnOf } from '../cases/inbox.js'
import { InboxLine } from '../cases/inbox-line.js'
import { useReader } from '../cases/who.js'
import { standingOf } from '../permits/standing.js'
import { RunLine } from '../runs/run-line.js'
import { today } from '../words/dates.js'
import { within } from '../words/language.js'
import { useReading } from '../words/reading.js'
import { Glance, itemLink, Next } from './next.js'
import { nextOf, type ResearchStep } from './next-step.js'
import { useStudy } from './studies.js'

export function Researcher() {
  const { words } = useReading()
  const { start } = words.permits
  const { name } = useReader()
  const inbox = useQuery(inboxQuery)
  const cases = useQuery(casesQuery())
  const permits = useQuery(permitsQuery)
  const applications = useQuery(applicationsQuery)
  const collection = useQuery(collectionQuery)
  const runs = useQuery(runsQuery)
  const waits = (inbox.data?.items ?? []).filter(presses)
  const going = (cases.data?.cases ?? []).filter(
    ({ status }) => status !== 'DECISION_ISSUED' && status !== 'WITHDRAWN',
  )
  const drafts = (applications.data?.drafts ?? []).filter(
    (one) => one.case === null && one.deletedAt === null,
  )
  const collected = collection.data?.variables.length ?? 0
  const latest = runs.data?.runs[0]
  return (
    <>
      <Heading level={1} data-size="lg" className="breakable">
        {start.hello(name ?? '')}
      </Heading>
      {runs.data && applications.data && (
        <NextStep
          waits={waits}
          going={going}
          permits={permits.data?.permits ?? []}
          drafts={drafts}
          collected={collected}
          runs={runs.data.runs.length}
        />
      )}
      {waits.length > 0 && (
        <Glance id="waits" title={start.waits}>
          <ol className="case-list">
            {waits.slice(0, 3).map((item) => (
              <li key={`${item.id} ${item.track} ${item.clock}`}>
                <InboxLine item={item} />
              </li>
            ))}
          </ol>
        </Glance>
      )}
      <Glance
        id="latest"
        title={start.latest}
        all={
          latest && (
            <Link to="/runs" className="ds-link">
              {start.runs}
            </Link>
          )
        }
      >
        {latest ? (
          <ol className="run-list">
            <li>
              <RunLine run={latest} />
            </li>
          </ol>
        ) : (
          <p className="quiet">{start.noLatest}</p>
        )}
      </Glance>
      {going.length > 0 && (
        <Glance
          id="going"
          title={words.cases.list.title.applicant}
          all={
            <Link to="/cases" className="ds-link">
              {start.cases}
            </Link>
          }
        >
          <ol className="case-list">
            {going.slice(0, 3).map((line) => (
              <li key={line.id}>
                <CaseLine line={line} />
              </li>
            ))}
          </ol>
        </Glance>
      )}
      <Glance
        id="collection"
        title={start.collection}
        all={
          <Link to="/variables" className="ds-link">
            {start.buttons.choose}
          </Link>
        }
      >
        <p>{collected === 0 ? start.noCollection : start.collected(collected)}</p>
      </Glance>
    </>
  )
}

/** The one thing to do next, with the way to it. */
function NextStep({
  waits,
  going,
  permits,
  drafts,
  collected,
  runs,
}: {
  waits: readonly InboxItem[]
  going: readonly Line[]
  permits: readonly PermitView[]
  drafts: ApplicationList['drafts']
  collected: number
  runs: number
}) {
  const { words } = useReading()
  const { start } = words.permits
  const study = useStudy()
  const force = permits.find((view) => standingOf(view, today()) === 'force')
  const [first] = waits
  const [ongoing] = going
  const [draft] = drafts
  const step = nextOf({
    waits: waits.length,
    going: going.length,
    permits: force === undefined ? 0 : 1,
    drafts: drafts.length,
    collected,
    runs,
  })
  const button = start.buttons[step]
  const ways: Record<ResearchStep, ReactNode> = {
    yours: first && itemLink(first, button),
    work: force && (
      <Link to="/permits/$permit" params={{ permit: force.permit.id }}>
        {button}
      </Link>
    ),
    goOn: draft && (
      <Link to="/applications/$draft" params={{ draft: draft.id }}>
        {button}
      </Link>
    ),
    wait: ongoing && (
      <Link to="/cases/$case" params={{ case: ongoing.id }}>
        {button}
      </Link>
    ),
    apply: <Link to="/applications/new">{button}</Link>,
    choose: <Link to="/variables">{button}</Link>,
    run: (
      <Link to="/write" search={{ open: study.name }}>
        {button}
      </Link>
    ),
  }
  return (
    <Next
      sentence={
        step === 'yours' && first
          ? start.nextItem.yours(first.title, within(turnOf(first, words)))
          : start.next[step as Exclude<ResearchStep, 'yours'>]
      }
    >
      <Button asChild>{ways[step]}</Button>
    </Next>
  )
}
