/**
 * The page on which one writes an application. It is drawn from the form that comes with the draft: nothing here knows which questions there are.
 * What is missing is not held against who has just begun; it stands beside a field once they have been there, or asked to submit.
 */
import { Button, Heading, Paragraph } from '@digdir/designsystemet-react'
import type { FormSection, Point } from '@sund/model'
import type { DraftView } from '@sund/server/client'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { type FocusEvent, useState } from 'react'
import { draftQuery } from '../api/applications.js'
import { Loading, Problem } from '../shell/states.js'
import { useTitle } from '../shell/title.js'
import { useReading } from '../words/reading.js'
import { Estimate } from './estimate.js'
import { Field } from './field.js'
import { Points, Progress } from './points.js'
import { isChanged } from './saving.js'
import { SavedState, SavingNotices, Versions } from './state.js'
import { Submit } from './submit.js'
import { type DraftInHand, useDraft } from './use-draft.js'

export function DraftPage() {
  const { words } = useReading()
  const { draft: id } = useParams({ from: '/applications/$draft' })
  const { data, error, refetch, isFetchedAfterMount } = useQuery(draftQuery(id))
  useTitle(data?.draft.application.answers.title ?? words.applications.title)
  return (
    <article className="page page-wide application">
      <p className="back">
        <Link to="/applications" className="ds-link">
          {words.applications.title}
        </Link>
      </p>
      {data && isFetchedAfterMount ? (
        <Writing key={id} id={id} view={data} />
      ) : error ? (
        <Problem error={error} retry={() => void refetch()} />
      ) : (
        <Loading lines={8} />
      )}
    </article>
  )
}

/** Milliseconds after which a press is over. */
const SETTLED = 400

function Writing({ id, view }: { id: string; view: DraftView }) {
  const { words, say } = useReading()
  const { applications } = words
  const draft = useDraft(id, view)
  /** Fields that one has left; `null` once everything is to be shown. */
  const [left, setLeft] = useState<ReadonlySet<string> | null>(new Set())
  const { form, fields, prefilled } = draft.view
  const { kind, path, answers } = draft.application
  const shown = (point: Point) =>
    // What was said of an answer that has changed since may no longer be so: the server says it anew in a moment.
    !isChanged(draft, point.at) && (point.code !== 'missing' || left === null || left.has(point.at))
  const leave = (event: FocusEvent) => {
    const field = (event.target as Element).closest('.application-field')
    const to = event.relatedTarget as Node | null
    if (!field || field.contains(to)) return
    // Not while one presses what is below: it would move away under the finger.
    const name = field.id.replace(/^field-/, '')
    setTimeout(() => setLeft((before) => before && new Set([...before, name])), SETTLED)
  }
  const showPoints = () => {
    setLeft(null)
    setTimeout(() => document.querySelector('.points')?.scrollIntoView({ block: 'center' }))
  }
  return (
    <>
      <header className="application-head">
        <Heading level={1} data-size="md" className="breakable">
          {answers.title || say(form.title)}
        </Heading>
        <Paragraph className="lead">
          {applications.kinds[kind]} {applications.paths[path]}.{' '}
          {prefilled.length > 0 && applications.filled(prefilled.length, fields.length)}
        </Paragraph>
        <SavingNotices draft={draft} />
        {draft.view.editable ? (
          <>
            <Lighter draft={draft} />
            <Points draft={draft} open={left === null} />
          </>
        ) : (
          <div className="lighter">
            <p>{applications.submit.done}</p>
            <Button asChild variant="secondary" data-size="sm">
              <a href={`/cases/${draft.view.draft.case}`}>{applications.openCase}</a>
            </Button>
          </div>
        )}
      </header>
      <form className="application-form" onBlur={leave} onSubmit={(event) => event.preventDefault()}>
        <fieldset disabled={!draft.view.editable} className="application-sections">
          {form.sections.map((section) => (
            <Section key={section.id} section={section} draft={draft} shown={shown} />
          ))}
        </fieldset>
        {draft.view.editable && (
          <div className="actions">
            <Submit draft={draft} showPoints={showPoints} />
          </div>
        )}
      </form>
      <aside className="application-side">
        <div className="application-follow">
          {draft.view.editable && <SavedState draft={draft} />}
          <Progress draft={draft} />
        </div>
        <Estimate draft={draft} />
        {draft.view.editable && <Versions draft={draft} />}
      </aside>
    </>
  )
}

function Section({
  section: { id, title, lead, fields },
  draft,
  shown,
}: {
  section: FormSection
  draft: DraftInHand
  shown: (point: Point) => boolean
}) {
  const { say } = useReading()
  const { path, country, answers } = draft.application
  // As the form says it, and not as the server last did: what follows from an answer is asked at once.
  const asked = fields.filter(
    ({ paths, countries, when }) =>
      paths.includes(path) &&
      countries.includes(country) &&
      (when === null || answers[when.answer] === when.is),
  )
  if (asked.length === 0) return null
  return (
    <section id={`section-${id}`} className="application-section" aria-labelledby={`section-${id}-title`}>
      <Heading level={2} data-size="sm" id={`section-${id}-title`}>
        {say(title)}
      </Heading>
      {lead && <Paragraph className="prose quiet">{say(lead)}</Paragraph>}
      {asked.map((field) => (
        <Field
          key={field.name}
          field={field}
          draft={draft}
          points={draft.view.points.filter((point) => point.at === field.name && shown(point))}
        />
      ))}
    </section>
  )
}

/** The lighter path, offered where it might do; and the way back from it. */
function Lighter({ draft }: { draft: DraftInHand }) {
  const { words } = useReading()
  const { lighter } = words.applications
  const { path, kind } = draft.application
  const set = (next: 'permit' | 'request') => draft.change((application) => ({ ...application, path: next }))
  if (kind !== 'new') return null
  if (path === 'request')
    return (
      <div className="lighter">
        <p>{lighter.taken}</p>
        <Button variant="tertiary" data-size="sm" onClick={() => set('permit')}>
          {lighter.back}
        </Button>
      </div>
    )
  if (!draft.view.lighter) return null
  return (
    <div className="lighter">
      <p>{lighter.text}</p>
      <Button variant="secondary" data-size="sm" onClick={() => set('request')}>
        {lighter.take}
      </Button>
    </div>
  )
}
