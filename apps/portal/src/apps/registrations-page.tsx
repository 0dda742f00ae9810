/** Registration of apps by their publishers, and their review: every version that the reader may see, with what became of it. */
import { Button, Card, Field, Heading, Label, Paragraph, Textarea } from '@digdir/designsystemet-react'
import type { AppRevision, AppStatus } from '@sund/model'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { decideApp, registrationsQuery } from '../api/apps.js'
import { useReader } from '../cases/who.js'
import { Loading, Problem } from '../shell/states.js'
import { useTitle } from '../shell/title.js'
import { fullDay } from '../words/dates.js'
import { useReading } from '../words/reading.js'
import { useOrganisationTitle } from './organisation-title.js'
import { RegistrationForm } from './registration-form.js'

export function RegistrationsPage() {
  const { register } = useReading().words.apps
  useTitle(register.title)
  const { memberships } = useReader()
  const { data, error, refetch } = useQuery(registrationsQuery)
  const publishers = memberships
    .filter(({ roles }) => roles.includes('administrator'))
    .map(({ organisation }) => organisation)
  const reviews = memberships.some(({ roles }) =>
    roles.some((role) => ['handler', 'reviewer', 'decider'].includes(role)),
  )
  return (
    <article className="page">
      <Heading level={1} data-size="md">
        {register.title}
      </Heading>
      <Paragraph className="prose lead">{register.lead}</Paragraph>
      {error ? (
        <Problem error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Loading />
      ) : (
        <>
          <Heading level={2} data-size="xs">
            {register.mine}
          </Heading>
          {data.revisions.length === 0 && <p className="quiet">{register.none}</p>}
          {data.revisions.map((revision) => (
            <Version key={`${revision.app} ${revision.revision}`} of={revision} reviews={reviews} />
          ))}
          {publishers.length > 0 ? (
            <RegistrationForm publishers={publishers} />
          ) : (
            !reviews && <p className="quiet">{register.onlyAdministrators}</p>
          )}
        </>
      )}
    </article>
  )
}

/** What a version may become, as the registry has it. */
const NEXT: Record<AppStatus, readonly Exclude<AppStatus, 'submitted'>[]> = {
  submitted: ['approved', 'rejected'],
  approved: ['suspended'],
  suspended: ['approved'],
  rejected: [],
}

function Version({ of, reviews }: { of: AppRevision; reviews: boolean }) {
  const { words, say } = useReading()
  const { register, kinds, evidenceKinds } = words.apps
  const titleOf = useOrganisationTitle()
  const { app, revision, details, status, reason, at } = of
  return (
    <Card className="app-card">
      <Heading level={3} data-size="2xs">
        {say(details.title)}
      </Heading>
      <p className="quiet">
        {register.version(app, revision)} · {titleOf(of.publisher)} · {kinds[details.kind]} ·{' '}
        {fullDay(at, words.locale)}
      </p>
      <p>
        <strong>{register.statuses[status]}</strong>
        {reason !== null && ` ${register.decided(reason)}`}
      </p>
      <ul>
        {details.scopes.map((scope) => (
          <li key={scope}>
            <code className="breakable">{scope}</code>
          </li>
        ))}
        {[...details.redirectUris, ...(details.jwksUri === null ? [] : [details.jwksUri])].map((uri) => (
          <li key={uri}>
            <code className="breakable">{uri}</code>
          </li>
        ))}
        {details.evidence.map(({ kind, title, url }) => (
          <li key={url}>
            {evidenceKinds[kind]}:{' '}
            <a className="ds-link" href={url} rel="noreferrer">
              {title}
            </a>
          </li>
        ))}
      </ul>
      {reviews && NEXT[status].length > 0 && <Decide of={of} />}
    </Card>
  )
}

function Decide({ of: { app, revision, status } }: { of: AppRevision }) {
  const { register } = useReading().words.apps
  const client = useQueryClient()
  const field = useId()
  const [reason, setReason] = useState('')
  const deciding = useMutation({
    mutationFn: (to: Exclude<AppStatus, 'submitted'>) => decideApp(app, revision, to, reason),
    onSuccess: () => client.invalidateQueries({ queryKey: ['apps'] }),
  })
  return (
    <>
      <Field>
        <Label htmlFor={field}>{register.reason}</Label>
        <Textarea
          id={field}
          value={reason}
          maxLength={2000}
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
      <div className="actions">
        {NEXT[status].map((to) => (
          <Button
            key={to}
            variant={to === 'approved' ? 'primary' : 'secondary'}
            disabled={deciding.isPending || reason.trim() === ''}
            onClick={() => deciding.mutate(to)}
          >
            {register.decide[to]}
          </Button>
        ))}
      </div>
      {deciding.error && <Problem error={deciding.error} />}
    </>
  )
}
