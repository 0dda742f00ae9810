/**
 * One case: a sentence of where it stands, the diagram, what the reader can do, who decides and how, what was applied for, and everything that has
 * happened. It follows the case live and says politely what changed.
 */
import { Button, Heading, Paragraph } from '@digdir/designsystemet-react'
import type { CaseView } from '@sund/model'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { caseQuery, documentPath } from '../api/access.js'
import { isNowhere } from '../api/client.js'
import { Empty, Loading, Problem } from '../shell/states.js'
import { useTitle } from '../shell/title.js'
import { today } from '../words/dates.js'
import { useReading } from '../words/reading.js'
import { Actions } from './actions.js'
import { ApplicationPart } from './application-part.js'
import { Decision } from './decision.js'
import { StatusTag } from './marks.js'
import { Proof } from './proof.js'
import { Questions } from './questions.js'
import { Standing } from './standing.js'
import { APPLICANT, stateSentence } from './state-sentence.js'
import { Timeline, useTold } from './told.js'
import { Tracks } from './tracks.js'
import { useActedCase, useLive } from './use-case.js'
import { readsAs, useOrganisationName, useReader } from './who.js'

export function CasePage() {
  const { words } = useReading()
  const { page } = words.cases
  const { case: id } = useParams({ from: '/cases/$case' })
  const { data, error, refetch } = useQuery(caseQuery(id))
  useTitle(data?.application.answers.title || data?.reference || words.cases.list.title.body)
  if (data) return <Case view={data} />
  const missing = isNowhere(error)
  return (
    <article className="page">
      {missing ? (
        <>
          <Heading level={1} data-size="md">
            {page.notFound}
          </Heading>
          <Empty
            title={words.cases.list.title.applicant}
            action={
              <>
                <Link to="/cases" className="ds-link">
                  {words.cases.list.title.body}
                </Link>
                <Link to="/register" className="ds-link">
                  {words.permits.register.title}
                </Link>
              </>
            }
          >
            {page.notFoundNext}
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

function Case({ view }: { view: CaseView }) {
  const { words, language } = useReading()
  const { page, kinds } = words.cases
  const reader = useReader()
  const side = readsAs(reader)
  const organisation = useOrganisationName()
  const tell = useTold('cases', view.tracks)
  const acted = useActedCase(view, tell)
  const { news } = useLive(view, tell)
  const { title } = view.application.answers
  const applicant =
    view.application.persons.some(({ subject }) => subject !== null && subject === reader.subject) ||
    view.actions.some((action) => action.do === 'withdraw')
  const sentence = stateSentence(
    view,
    { applicant, bodies: reader.memberships.map((one) => one.organisation) },
    (desk) => (desk.at === APPLICANT ? words.cases.applicant : organisation(desk.at)),
    words,
    today(),
  )
  return (
    <article className="page case">
      <header className="case-head">
        <p className="back">
          <Link to={side === 'body' ? '/inbox' : '/cases'} className="ds-link">
            {page.back[applicant ? 'applicant' : side]}
          </Link>
        </p>
        <Heading level={1} data-size="md" className="breakable">
          {title || view.reference}
        </Heading>
        <p className="run-facts">
          <span>{view.reference}</span>
          <span>{view.applicant}</span>
          <span>{kinds[view.kind]}</span>
          <StatusTag status={view.status} />
          {view.urgent && <strong>{page.urgent}</strong>}
        </p>
        <Paragraph data-size="lg" className="case-state">
          {sentence}
        </Paragraph>
        <p role="status" aria-live="polite" className="news">
          {news.length > 0 && (
            <>
              <strong>{page.changed}</strong> {news.join(' ')}
            </>
          )}
        </p>
        <div className="actions">
          {view.permit !== null && (
            <Button asChild data-size="sm">
              <Link to="/permits/$permit" params={{ permit: view.permit }}>
                {view.application.path === 'request' ? page.answer : page.permit}
              </Link>
            </Button>
          )}
          <Button asChild variant="secondary" data-size="sm">
            <a href={documentPath({ case: view.id, document: 'application' }, language)}>{page.asPdf}</a>
          </Button>
          {view.decision && (
            <Button asChild variant="secondary" data-size="sm">
              <a href={documentPath({ case: view.id, document: 'decision' }, language)}>{page.decisionPdf}</a>
            </Button>
          )}
        </div>
      </header>
      <Standing view={view} />
      {view.points.length > 0 && <Missing view={view} />}
      <Actions acted={acted} actions={view.actions} whole />
      {view.decision && <Decision view={view} />}
      {view.tracks.length > 0 && <Tracks view={view} acted={acted} />}
      {(view.questions.length > 0 || view.tracks.length > 0) && <Questions view={view} acted={acted} />}
      <Part id="application" title={page.application}>
        <ApplicationPart view={view} />
      </Part>
      <Part id="timeline" title={page.timeline}>
        <Timeline entries={view.timeline} tell={tell} />
      </Part>
      {side === 'auditor' && <Proof stream={view.id} />}
    </article>
  )
}

/** A part of a case under a heading of its own. */
export function Part({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section className="case-part" aria-labelledby={`${id}-title`}>
      <Heading level={2} data-size="xs" id={`${id}-title`}>
        {title}
      </Heading>
      {children}
    </section>
  )
}

/** What the applicant was asked for, all of it. */
function Missing({ view }: { view: CaseView }) {
  const { words } = useReading()
  const { page, application } = words.cases
  const names: Readonly<Record<string, string>> = application.answers
  return (
    <Part id="missing" title={page.missing}>
      <ol className="said-list">
        {view.points.map(({ at, text }) => (
          <li key={`${at} ${text}`}>
            {names[at] && <strong>{names[at]}. </strong>}
            {text}
          </li>
        ))}
      </ol>
    </Part>
  )
}
