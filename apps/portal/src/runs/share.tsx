/** Sharing a run: what it does is said before it is done, since it cannot be undone. */
import { Alert, Button, Dialog, Heading, Paragraph, Textfield } from '@digdir/designsystemet-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import { runsQuery, sessionQuery, shareRun } from '../api/queries.js'
import { Problem } from '../shell/states.js'
import { useReading } from '../words/reading.js'

export function ShareRun({ run }: { run: string }) {
  const { words } = useReading()
  const { share } = words.protection
  const dialog = useRef<HTMLDialogElement>(null)
  const [reader, setReader] = useState('')
  const client = useQueryClient()
  const { data: session } = useQuery(sessionQuery)
  const { mutate, data, error, isPending, reset } = useMutation({
    mutationFn: (other: string) => shareRun(run, other),
    onSuccess: () => client.invalidateQueries({ queryKey: runsQuery.queryKey, exact: true }),
  })
  const open = () => {
    reset()
    setReader('')
    dialog.current?.showModal()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isPending && reader.trim() !== '') mutate(reader.trim())
  }
  return (
    <>
      <Button variant="secondary" data-size="sm" onClick={open}>
        {share.button}
      </Button>
      <Dialog ref={dialog} closeButton={words.shell.close} aria-labelledby="share-title">
        <Heading level={2} data-size="xs" id="share-title">
          {share.title}
        </Heading>
        {data ? (
          <Paragraph role="status">{share.done(data.reader)}</Paragraph>
        ) : (
          <form className="share-form" onSubmit={submit}>
            <Alert data-color="warning">
              <Paragraph>{share.warning}</Paragraph>
            </Alert>
            <Textfield
              label={share.reader}
              description={share.readerHint(session?.researcher?.subject ?? '')}
              value={reader}
              maxLength={255}
              required
              autoComplete="off"
              onChange={(event) => setReader(event.target.value)}
            />
            {error && <Problem error={error} />}
            <div className="actions">
              <Button type="submit" data-color="danger" aria-disabled={isPending}>
                {share.confirm}
              </Button>
              <Button type="button" variant="secondary" onClick={() => dialog.current?.close()}>
                {share.cancel}
              </Button>
            </div>
          </form>
        )}
      </Dialog>
    </>
  )
}
