/** One permit: what it allows in words, until when and whom, what came of it, and what the reader can do. */
import { Button, Heading, Paragraph } from '@digdir/designsystemet-react'
import type { PermitCommand, PermitView } from '@sund/model'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { commandPermit, documentPath, inboxQuery, permitQuery } from '../api/access.js'
import { isNowhere } from '../api/client.js'
import type { Acted } from '../cases/action-form.js'
import { Actions } from '../cases/actions.js'
import { Part } from '../cases/case-page.js'
import { useVariableTitles } from '../cases/titles.js'
import { Timeline, useTold } from '../cases/told.js'
import { useOrganisationName, useReader } from '../cases/who.js'
import { replaceDraft } from '../script/draft.js'
import { Empty, Loading, Problem } from '../shell/states.js'
import { useTitle } from '../shell/title.js'
import { fullDay, listWords, today } from '../words/dates.js'
import { useReading } from '../words/reading.js'
import { Dates } from './dates.js'
import { Deliveries, Persons, Results, Suspicion } from './parts.js'
import { PermitTag } from './permits-page.js'
import { standingOf } from './standing.js'
import { Terms } from './terms.js'

export function PermitPage() {
  const { words } = useReading()
  const { permits } = words
  const { permit: id } = useParams({ from: '/permits/$permit' })
  const { data, error, refetch } = useQuery(permitQuery(id))
  useTitle(data?.permit.title || id)
  if (data) return <Permit view={data} />
  const missing = isNowhere(error)
  return (
    <article className="page">
      {missing ? (
        <>
          <Heading level={1} data-size="md">
            {permits.notFound}
          </Heading>
          <Empty
            title={permits.title}
            action={
              <Link to="/register" className="ds-link">
                {permits.register.title}
              </Link>
            }
          >
            {permits.notFoundNext}
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

/** What forms need to send commands to a permit. */
function useActedPermit(view: PermitView): Acted {
  const { words } = useReading()
  const client = useQueryClient()
  const navigate = useNavigate()
  const organisation = useOrganisationName()
  const { memberships } = useReader()
  const tell = useTold('permits')
  const { queryKey } = permitQuery(view.permit.id)
  const waiting = view.deliveries.filter(({ on }) => on === null)
  const own = waiting.filter(({ holder }) => memberships.some((one) => one.organisation === holder))
  const delivers = own.length > 0 ? own : waiting
  return {
    id: view.permit.id,
    revision: view.revision,
    timeline: view.timeline,
    tell,
    words:
      view.permit.path === 'request'
        ? { ...words.permits.actions, 'confirm-delivery': words.permits.answer.confirm }
        : words.permits.actions,
    send: async (command, revision) => {
      const after = await commandPermit(view.permit.id, revision, command as PermitCommand)
      if (after !== null) client.setQueryData(queryKey, after)
      else await navigate({ to: '/permits' })
      await client.invalidateQueries({ queryKey: inboxQuery.queryKey })
    },
    refresh: () => client.fetchQuery({ ...permitQuery(view.permit.id), staleTime: 0 }),
    suggested: () => (delivers.length === 1 && delivers[0] ? { holder: delivers[0].holder } : {}),
    surroundings: {
      variables: () => [],
      body: () => '',
      persons: view.permit.persons.filter(({ subject }) => !view.removed.includes(subject)),
      holders: delivers.map(({ holder }) => ({
        id: holder,
        title: organisation(holder),
      })),
    },
  }
}

function Permit({ view }: { view: PermitView }) {
  const { words, language } = useReading()
  const { permits } = words
  const { permit } = view
  const { subject } = useReader()
  const navigate = useNavigate()
  const acted = useActedPermit(view)
  const { register } = useVariableTitles(permit.registers)
  const standing = standingOf(view, today())
  const named = permit.persons.some((one) => one.subject === subject) && !view.removed.includes(subject ?? '')
  const day = (date: string) => fullDay(date, words.locale)
  const registers = listWords(
    permit.registers.map((one) => register(one.register)),
    words.locale,
  )
  const { sentence } = permits
  // An answer in statistics is given by the access body, whenever the study begins.
  const answers = permit.path === 'request'
  const [answer] = view.deliveries
  const answered = () =>
    answer?.on
      ? sentence.answered(registers, day(answer.on))
      : sentence.answer(registers, day(answer?.due ?? permit.until))
  const state = {
    force: () =>
      answers
        ? answered()
        : sentence.force(
            permits.people(permit.persons.length - view.removed.length),
            registers,
            day(permit.until),
          ),
    notYet: () => (answers ? answered() : sentence.notYet(day(permit.from))),
    ended: () => sentence.ended(day(permit.until)),
    revoked: () => sentence.revoked,
    stopped: () => sentence.stopped,
  }[standing]()
  const write = () => {
    replaceDraft(`permit ${permit.id}\n`)
    void navigate({ to: '/write' })
  }
  const changing = !answers && (standing === 'force' || standing === 'notYet')
  return (
    <article className="page case">
      <header className="case-head">
        <p className="back">
          <Link to="/permits" className="ds-link">
            {permits.back}
          </Link>
        </p>
        <Heading level={1} data-size="md" className="breakable">
          {permit.title || permit.id}
        </Heading>
        <p className="run-facts">
          <code>{permit.id}</code>
          <PermitTag status={view.status} stopped={view.stopped} />
        </p>
        <Paragraph data-size="lg" className="case-state">
          {state}
        </Paragraph>
        <div className="actions">
          {named && standing === 'force' && !answers && (
            <Button data-size="sm" onClick={write}>
              {permits.write}
            </Button>
          )}
          <Button asChild variant="secondary" data-size="sm">
            <a href={documentPath({ permit: permit.id }, language)}>{permits.pdf}</a>
          </Button>
          {named && changing && (
            <>
              <Button asChild variant="secondary" data-size="sm">
                <Link to="/applications/new" search={{ permit: permit.id, kind: 'amendment' }}>
                  {permits.amend}
                </Link>
              </Button>
              {permit.renewedOn === undefined && (
                <Button asChild variant="secondary" data-size="sm">
                  <Link to="/applications/new" search={{ permit: permit.id, kind: 'renewal' }}>
                    {permits.renew}
                  </Link>
                </Button>
              )}
            </>
          )}
          <Link to="/cases/$case" params={{ case: permit.case }} className="ds-link">
            {permits.case}
          </Link>
          <a href={`/api/permits/${permit.id}/permit.jws`} className="ds-link">
            {permits.jws}
          </a>
        </div>
      </header>
      {!answers && (
        <Part id="dates" title={permits.dates}>
          <Dates permit={permit} />
        </Part>
      )}
      <Suspicion view={view} />
      <Actions acted={acted} actions={view.actions} whole />
      <Part id="allows" title={permits.allows}>
        <Terms permit={permit} />
      </Part>
      <Persons view={view} acted={acted} />
      <Deliveries view={view} />
      <Results view={view} />
      <Part id="timeline" title={permits.timeline}>
        {view.timeline.length === 0 ? (
          <p className="quiet">{permits.notBegun}</p>
        ) : (
          <Timeline entries={view.timeline} tell={acted.tell} />
        )}
      </Part>
    </article>
  )
}
