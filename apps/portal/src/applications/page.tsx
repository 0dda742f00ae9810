/** One's applications: drafts to go on with, those that became cases, and deleted ones that can be brought back. */
import { Button, Details, Heading, Paragraph } from '@digdir/designsystemet-react'
import type { ApplicationList } from '@sund/server/client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, Navigate, useSearch } from '@tanstack/react-router'
import { casesQuery } from '../api/access.js'
import { applicationsQuery, removeDraft, restoreDraft } from '../api/applications.js'
import { StatusTag } from '../cases/marks.js'
import { Empty, Loading, Problem } from '../shell/states.js'
import { useTitle } from '../shell/title.js'
import { dayWords } from '../words/dates.js'
import { useReading } from '../words/reading.js'
import { momentText } from './times.js'

type Summary = ApplicationList['drafts'][number]

export function ApplicationsPage() {
  const { words } = useReading()
  const { applications } = words
  useTitle(applications.title)
  const search = useSearch({ from: '/applications' })
  const { data, error, refetch } = useQuery(applicationsQuery)
  // A case has the identifier of the draft that it was.
  if (search.case !== undefined)
    return <Navigate to="/applications/$draft" params={{ draft: search.case }} replace />
  const drafts = data?.drafts ?? []
  const parts = [
    [applications.drafts, drafts.filter((one) => one.case === null && one.deletedAt === null)],
    [applications.submitted, drafts.filter((one) => one.case !== null)],
  ] as const
  const deleted = drafts.filter((one) => one.deletedAt !== null)
  return (
    <article className="page">
      <div className="page-head">
        <Heading level={1} data-size="md">
          {applications.title}
        </Heading>
        {drafts.length > 0 && <BeginLink />}
      </div>
      <Paragraph className="prose lead">{applications.lead}</Paragraph>
      {data ? (
        <>
          {drafts.length === deleted.length && (
            <Empty
              title={applications.none}
              action={
                <>
                  <BeginLink />
                  <Button asChild variant="secondary">
                    <Link to="/variables">{applications.collection.find}</Link>
                  </Button>
                </>
              }
            >
              {applications.noneNext}
            </Empty>
          )}
          {parts.map(
            ([title, some]) =>
              some.length > 0 && (
                <section key={title} className="application-list">
                  <Heading level={2} data-size="xs">
                    {title}
                  </Heading>
                  <ol className="run-list">
                    {some.map((one) => (
                      <li key={one.id}>
                        <DraftLine of={one} />
                      </li>
                    ))}
                  </ol>
                </section>
              ),
          )}
          {deleted.length > 0 && (
            <Details>
              <Details.Summary>{applications.deleted(deleted.length)}</Details.Summary>
              <Details.Content>
                <Paragraph className="quiet">{applications.deletedHint}</Paragraph>
                <ol className="run-list">
                  {deleted.map((one) => (
                    <li key={one.id}>
                      <DraftLine of={one} />
                    </li>
                  ))}
                </ol>
              </Details.Content>
            </Details>
          )}
        </>
      ) : error ? (
        <Problem error={error} retry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </article>
  )
}

function BeginLink() {
  const { words } = useReading()
  return (
    <Button asChild>
      <Link to="/applications/new">{words.applications.begin}</Link>
    </Button>
  )
}

function DraftLine({ of: { id, title, kind, path, savedAt, own, deletedAt, ...one } }: { of: Summary }) {
  const { words } = useReading()
  const { applications } = words
  const client = useQueryClient()
  const keep = (list: ApplicationList) => client.setQueryData(applicationsQuery.queryKey, list)
  const remove = useMutation({ mutationFn: () => removeDraft(id), onSuccess: keep })
  const restore = useMutation({ mutationFn: () => restoreDraft(id), onSuccess: keep })
  const { data: cases } = useQuery({ ...casesQuery({ limit: '200' }), enabled: one.case !== null })
  const line = cases?.cases.find(({ id: of }) => of === one.case)
  const named = title === '' ? applications.untitled : title
  return (
    <div className="application-line">
      <div>
        {deletedAt === null ? (
          <Link to="/applications/$draft" params={{ draft: id }} className="ds-link breakable">
            {named}
          </Link>
        ) : (
          <span className="breakable">{named}</span>
        )}
        <p className="quiet">
          {applications.kinds[kind]} {applications.paths[path]},{' '}
          {one.case === null
            ? applications.savedAt(momentText(savedAt, words.locale))
            : applications.sentAt(line ? dayWords(line.submittedOn, words.locale) : '…')}
          {!own && `, ${applications.shared}`}
        </p>
        {line && (
          <p className="run-facts">
            <span>{line.reference}</span>
            <StatusTag status={line.status} />
          </p>
        )}
      </div>
      <div className="actions">
        {one.case !== null && (
          <Button asChild variant="secondary" data-size="sm">
            <a href={`/cases/${one.case}`}>{applications.openCase}</a>
          </Button>
        )}
        {own && one.case === null && deletedAt === null && (
          <Button variant="tertiary" data-size="sm" onClick={() => remove.mutate()}>
            {applications.remove}
            <span className="ds-sr-only"> {named}</span>
          </Button>
        )}
        {deletedAt !== null && (
          <Button variant="secondary" data-size="sm" onClick={() => restore.mutate()}>
            {applications.restore}
            <span className="ds-sr-only"> {named}</span>
          </Button>
        )}
      </div>
      {(remove.error ?? restore.error) && <Problem error={remove.error ?? restore.error} />}
    </div>
  )
}
