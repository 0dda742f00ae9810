/** The form by which a publisher registers an app or its next version. The server decides what is right; the form only gathers it. */
import { Button, Field, Heading, Label, Select, Textarea, Textfield } from '@digdir/designsystemet-react'
import {
  APP_KINDS,
  AppDetails,
  type AppKind,
  BACKEND_PURPOSES,
  type BackendPurpose,
  EVIDENCE_KINDS,
  type Evidence,
} from '@sund/model'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { registerApp } from '../api/apps.js'
import { Problem } from '../shell/states.js'
import { useReading } from '../words/reading.js'
import { useOrganisationTitle } from './organisation-title.js'

const EMPTY = {
  app: '',
  publisher: '',
  title: '',
  summary: '',
  kind: 'public' as AppKind,
  homepage: '',
  privacy: '',
  redirects: '',
  launchUrl: '',
  scopes: '',
  keys: '',
  jwksUri: '',
  holders: '',
  purpose: 'TREAT' as BackendPurpose,
  evidenceKind: '' as Evidence['kind'] | '',
  evidenceTitle: '',
  evidenceUrl: '',
}
type Draft = typeof EMPTY

const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** Keys of a set, or of one key; throws for what is no JSON. */
function keysIn(text: string): unknown[] {
  if (text.trim() === '') return []
  const parsed = JSON.parse(text) as { keys?: unknown[] }
  return parsed.keys ?? [parsed]
}

export function RegistrationForm({ publishers }: { publishers: readonly string[] }) {
  const { words, language } = useReading()
  const { register, kinds, evidenceKinds } = words.apps
  const titleOf = useOrganisationTitle()
  const client = useQueryClient()
  const [draft, setDraft] = useState<Draft>({ ...EMPTY, publisher: publishers[0] ?? '' })
  const [wrong, setWrong] = useState<string[]>([])
  const sending = useMutation({
    mutationFn: (details: AppDetails) => registerApp(draft.app, draft.publisher, details),
    onSuccess: () => {
      setDraft({ ...EMPTY, publisher: draft.publisher })
      return client.invalidateQueries({ queryKey: ['apps'] })
    },
  })
  const isService = draft.kind === 'backend' || draft.kind === 'resource-server'
  const signs = draft.kind !== 'public'
  const set = (name: keyof Draft) => (event: { target: { value: string } }) =>
    setDraft({ ...draft, [name]: event.target.value })

  const send = (event: FormEvent) => {
    event.preventDefault()
    let keys: unknown[]
    try {
      keys = signs ? keysIn(draft.keys) : []
    } catch {
      setWrong([register.notJson])
      return
    }
    const { evidenceKind, evidenceTitle, evidenceUrl } = draft
    const details = AppDetails.safeParse({
      title: { [language]: draft.title },
      summary: { [language]: draft.summary },
      kind: draft.kind,
      homepage: draft.homepage,
      privacy: draft.privacy,
      redirectUris: isService ? [] : lines(draft.redirects),
      launchUrl: isService || draft.launchUrl === '' ? null : draft.launchUrl,
      scopes: lines(draft.scopes),
      keys,
      jwksUri: signs && draft.jwksUri !== '' ? draft.jwksUri : null,
      holders: isService ? lines(draft.holders) : [],
      purpose: draft.kind === 'backend' ? draft.purpose : null,
      evidence: evidenceKind === '' ? [] : [{ kind: evidenceKind, title: evidenceTitle, url: evidenceUrl }],
    })
    setWrong(
      details.success ? [] : details.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
    )
    if (details.success) sending.mutate(details.data)
  }

  const field = (name: keyof Draft, label: string, description?: string, required = true) => (
    <Textfield
      label={label}
      {...(description === undefined ? {} : { description })}
      value={draft[name]}
      required={required}
      onChange={set(name)}
    />
  )
  return (
    <form className="action-form" onSubmit={send}>
      <Heading level={2} data-size="xs">
        {register.form}
      </Heading>
      <Choice label={register.publisher} value={draft.publisher} onChange={set('publisher')}>
        {publishers.map((one) => [one, titleOf(one)])}
      </Choice>
      {field('app', register.id, register.idHint)}
      {field('title', register.appTitle)}
      {field('summary', register.summary)}
      <Choice label={register.kind} hint={register.kindHint} value={draft.kind} onChange={set('kind')}>
        {APP_KINDS.map((kind) => [kind, kinds[kind]])}
      </Choice>
      {field('homepage', register.homepage)}
      {field('privacy', register.privacy)}
      {!isService && (
        <>
          <Lines
            label={register.redirects}
            hint={register.redirectsHint}
            value={draft.redirects}
            onChange={set('redirects')}
          />
          {field('launchUrl', register.launchUrl, undefined, false)}
        </>
      )}
      {draft.kind !== 'resource-server' && (
        <Lines
          label={register.scopes}
          hint={register.scopesHint}
          value={draft.scopes}
          onChange={set('scopes')}
        />
      )}
      {signs && (
        <>
          {field('jwksUri', register.jwksUri, register.jwksUriHint, false)}
          <Lines label={register.keys} hint={register.keysHint} value={draft.keys} onChange={set('keys')} />
        </>
      )}
      {isService && <Lines label={register.holders} value={draft.holders} onChange={set('holders')} />}
      {draft.kind === 'backend' && (
        <Choice label={register.purpose} value={draft.purpose} onChange={set('purpose')}>
          {BACKEND_PURPOSES.map((one) => [one, register.purposes[one]])}
        </Choice>
      )}
      <Choice label={register.evidenceKind} value={draft.evidenceKind} onChange={set('evidenceKind')}>
        {[['', register.evidenceNone], ...EVIDENCE_KINDS.map((kind) => [kind, evidenceKinds[kind]] as const)]}
      </Choice>
      {draft.evidenceKind !== '' && (
        <>
          {field('evidenceTitle', register.evidenceTitle)}
          {field('evidenceUrl', register.evidenceUrl)}
        </>
      )}
      {wrong.length > 0 && (
        <ul role="alert">
          {wrong.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      {sending.error && <Problem error={sending.error} />}
      <div className="actions">
        <Button type="submit" disabled={sending.isPending}>
          {register.send}
        </Button>
      </div>
      <p role="status" className="quiet">
        {sending.isSuccess ? `${register.sent} ${register.sandbox}` : ''}
      </p>
    </form>
  )
}

type Change = (event: { target: { value: string } }) => void

function Choice({
  label,
  hint,
  value,
  onChange,
  children,
}: {
  label: string
  hint?: string
  value: string
  onChange: Change
  children: readonly (readonly [string, string])[]
}) {
  const id = useId()
  return (
    <Field>
      <Label htmlFor={id}>{label}</Label>
      {hint !== undefined && <Field.Description>{hint}</Field.Description>}
      <Select id={id} value={value} onChange={onChange}>
        {children.map(([of, title]) => (
          <Select.Option key={of} value={of}>
            {title}
          </Select.Option>
        ))}
      </Select>
    </Field>
  )
}

function Lines({
  label,
  hint,
  value,
  onChange,
}: {
  label: string
  hint?: string
  value: string
  onChange: Change
}) {
  const id = useId()
  return (
    <Field>
      <Label htmlFor={id}>{label}</Label>
      {hint !== undefined && <Field.Description>{hint}</Field.Description>}
      <Textarea id={id} rows={4} value={value} onChange={onChange} />
    </Field>
  )
}
