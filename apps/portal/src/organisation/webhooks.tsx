/** An organisation's webhooks, for its administrator: added with a secret that is shown once, tested, called no more, removed. */
import { Alert, Button, Heading, Textfield } from '@digdir/designsystemet-react'
import type { Webhook } from '@sund/server/client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { addWebhook, enableWebhook, removeWebhook, testWebhook, webhooksQuery } from '../api/upkeep.js'
import { Part } from '../cases/case-page.js'
import { Loading, Problem } from '../shell/states.js'
import { momentWords } from '../words/dates.js'
import { useReading } from '../words/reading.js'

export function Webhooks({ organisation }: { organisation: string }) {
  const { webhooks } = useReading().words.upkeep
  const { data, error, refetch } = useQuery(webhooksQuery(organisation))
  return (
    <Part id={`webhooks-${organisation}`} title={webhooks.title}>
      <p className="hint prose">{webhooks.lead}</p>
      {error ? (
        <Problem error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Loading lines={2} />
      ) : data.webhooks.length === 0 ? (
        <p className="quiet">{webhooks.none}</p>
      ) : (
        <ol className="run-list">
          {data.webhooks.map((one) => (
            <li key={one.id}>
              <One organisation={organisation} webhook={one} />
            </li>
          ))}
        </ol>
      )}
      <Add organisation={organisation} />
    </Part>
  )
}

function One({ organisation, webhook }: { organisation: string; webhook: Webhook }) {
  const { words } = useReading()
  const { webhooks } = words.upkeep
  const client = useQueryClient()
  const keep = (list: { webhooks: Webhook[] }) =>
    client.setQueryData(webhooksQuery(organisation).queryKey, list)
  const test = useMutation({ mutationFn: () => testWebhook(organisation, webhook.id) })
  const enable = useMutation({
    mutationFn: (enabled: boolean) => enableWebhook(organisation, webhook.id, enabled),
    onSuccess: keep,
  })
  const remove = useMutation({ mutationFn: () => removeWebhook(organisation, webhook.id), onSuccess: keep })
  const { disabledAt, failingSince } = webhook
  const when = (moment: string) => momentWords(moment, words.locale)
  const status = test.data?.status
  const actions: [string, () => void][] = [
    [webhooks.test, () => test.mutate()],
    [disabledAt === null ? webhooks.disable : webhooks.enable, () => enable.mutate(disabledAt !== null)],
    [webhooks.remove, () => remove.mutate()],
  ]
  const error = test.error ?? enable.error ?? remove.error
  return (
    <div className="application-line">
      <div>
        <p className="breakable">
          <code>{webhook.url}</code>
        </p>
        <p className="quiet">
          {disabledAt !== null
            ? webhooks.states.off(when(disabledAt))
            : failingSince !== null
              ? webhooks.states.failing(when(failingSince))
              : webhooks.states.on}
        </p>
        <p role="status">
          {status === undefined
            ? ''
            : status === null
              ? webhooks.silent
              : status >= 200 && status < 300
                ? webhooks.answered(status)
                : webhooks.refused(status)}
        </p>
        {error && <Problem error={error} />}
      </div>
      <div className="actions">
        {actions.map(([name, act]) => (
          <Button key={name} variant="tertiary" data-size="sm" onClick={act}>
            {name}
            <span className="ds-sr-only">{webhooks.about(webhook.url)}</span>
          </Button>
        ))}
      </div>
    </div>
  )
}

function Add({ organisation }: { organisation: string }) {
  const { webhooks } = useReading().words.upkeep
  const client = useQueryClient()
  const [url, setUrl] = useState('')
  const add = useMutation({
    mutationFn: () => addWebhook(organisation, url.trim()),
    onSuccess: async () => {
      setUrl('')
      await client.invalidateQueries({ queryKey: webhooksQuery(organisation).queryKey })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add.mutate()
  }
  return (
    <>
      {add.data && (
        <Alert data-color="warning" role="status">
          <Heading level={3} data-size="2xs">
            {webhooks.secretTitle}
          </Heading>
          <p className="breakable">
            <code>{add.data.secret}</code>
          </p>
          <p>{webhooks.secretHint}</p>
        </Alert>
      )}
      <form className="action-form" onSubmit={submit}>
        <Textfield
          label={webhooks.url}
          description={webhooks.urlHint}
          type="url"
          value={url}
          maxLength={2000}
          required
          onChange={({ target }) => setUrl(target.value)}
        />
        {add.error && <Problem error={add.error} />}
        <div className="actions">
          <Button type="submit" variant="secondary" disabled={add.isPending}>
            {webhooks.add}
          </Button>
        </div>
      </form>
    </>
  )
}
