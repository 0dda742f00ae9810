/** What an app asks of the person who is signed in: each scope in plain words, each to be denied by itself. */
import { Button, Checkbox, Fieldset, Heading, Paragraph, Radio } from '@digdir/designsystemet-react'
import type { AuthorizationRequest } from '@sund/server/client'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { answerApp, askedQuery } from '../api/apps.js'
import { Empty, Loading, Problem } from '../shell/states.js'
import { useTitle } from '../shell/title.js'
import { useReading } from '../words/reading.js'
import { useOrganisationTitle } from './organisation-title.js'
import { PatientPicker } from './patient-picker.js'
import { sayScope } from './scope.js'

export function AllowPage() {
  const { id } = useParams({ from: '/apps/allow/$id' })
  const { data, error } = useQuery(askedQuery(id))
  return (
    <article className="page">
      {error ? <Problem error={error} /> : data === undefined ? <Loading /> : <Ask id={id} asked={data} />}
    </article>
  )
}

function Ask({ id, asked }: { id: string; asked: AuthorizationRequest }) {
  const { words, say } = useReading()
  const { allow } = words.apps
  const titleOf = useOrganisationTitle()
  const [as, setAs] = useState(asked.as[0]?.id ?? '')
  const [patient, setPatient] = useState<string | null>(null)
  const chooses = asked.as.some((one) => one.id === as && one.choosesPatient)
  const [denied, setDenied] = useState<readonly string[]>([])
  const answering = useMutation({
    mutationFn: (said: Parameters<typeof answerApp>[1]) => answerApp(id, said),
    onSuccess: ({ url }) => window.location.assign(url),
  })
  const app = say(asked.app.title)
  const changes = asked.scopes.some(
    (scope) => scope.about === 'records' && scope.data.interactions.some((one) => 'cud'.includes(one)),
  )
  const title = changes ? allow.changes(app) : allow.title(app)
  useTitle(title)
  const allowed = asked.scopes.map(({ scope }) => scope).filter((scope) => !denied.includes(scope))
  const busy = answering.isPending || answering.isSuccess

  return (
    <>
      <Heading level={1} data-size="md">
        {title}
      </Heading>
      <Paragraph className="prose lead">{say(asked.app.summary)}</Paragraph>
      <Paragraph className="prose">
        {allow.publisher(titleOf(asked.app.publisher))} {allow.lead(asked.name, titleOf(asked.holder))}{' '}
        {asked.launched && allow.launched}
      </Paragraph>
      <p className="prose">
        <a className="ds-link" href={asked.app.homepage} rel="noreferrer">
          {words.apps.homepage}
        </a>
        {' · '}
        <a className="ds-link" href={asked.app.privacy} rel="noreferrer">
          {words.apps.privacy}
        </a>
      </p>
      {asked.as.length === 0 ? (
        <Empty title={allow.nobody}>{allow.nobodyNext}</Empty>
      ) : (
        <>
          {asked.as.length > 1 && (
            <Fieldset>
              <Fieldset.Legend>{allow.whose}</Fieldset.Legend>
              {asked.as.map((one) => (
                <Radio
                  key={one.id}
                  name="as"
                  value={one.id}
                  label={one.role === 'guardian' ? allow.as.guardian(one.name ?? '') : allow.as[one.role]}
                  checked={as === one.id}
                  disabled={busy}
                  onChange={() => setAs(one.id)}
                />
              ))}
            </Fieldset>
          )}
          {chooses && (
            <PatientPicker
              holder={asked.holder}
              chosen={patient}
              onChoose={(one) => setPatient(one?.id ?? null)}
            />
          )}
          <Fieldset>
            <Fieldset.Legend>{allow.choose}</Fieldset.Legend>
            {asked.scopes.map((asks) => {
              const said =
                asks.about === 'records'
                  ? sayScope(asks.data, words)
                  : { title: allow[asks.about][0] ?? '', details: [allow[asks.about][1] ?? ''] }
              return (
                <Checkbox
                  key={asks.scope}
                  value={asks.scope}
                  label={said.title}
                  description={[...said.details, ...(asks.before ? [allow.before] : [])].join(' ')}
                  checked={!denied.includes(asks.scope)}
                  disabled={busy}
                  onChange={({ target }) =>
                    setDenied(
                      target.checked ? denied.filter((one) => one !== asks.scope) : [...denied, asks.scope],
                    )
                  }
                />
              )
            })}
          </Fieldset>
          <p className="hint prose">{allow.ends}</p>
        </>
      )}
      {answering.error && <Problem error={answering.error} />}
      <div className="actions">
        {asked.as.length > 0 && (
          <Button
            disabled={busy || allowed.length === 0 || (chooses && patient === null)}
            onClick={() => answering.mutate({ as, scopes: allowed, patient: chooses ? patient : null })}
          >
            {allow.yes}
          </Button>
        )}
        <Button variant="secondary" disabled={busy} onClick={() => answering.mutate(null)}>
          {allow.no}
        </Button>
      </div>
      <p role="status" className="quiet">
        {busy ? allow.going : ''}
      </p>
    </>
  )
}
