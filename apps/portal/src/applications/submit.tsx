/** Submitting: what happens next is said before it is done. Where something blocks, the way there is shown instead. */
import { Button, Dialog, Heading, Paragraph } from '@digdir/designsystemet-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { applicationsQuery, draftQuery, submitDraft } from '../api/applications.js'
import { Problem } from '../shell/states.js'
import { useReading } from '../words/reading.js'
import type { DraftInHand } from './use-draft.js'

export function Submit({ draft, showPoints }: { draft: DraftInHand; showPoints: () => void }) {
  const { words } = useReading()
  const { submit: texts } = words.applications
  const dialog = useRef<HTMLDialogElement>(null)
  const client = useQueryClient()
  const { own, points, draft: kept } = draft.view
  const completes = kept.case !== null
  const { mutate, error, isPending } = useMutation({
    mutationFn: async () => {
      await draft.flush()
      return submitDraft(draft.id)
    },
    onSuccess: async ({ case: id }) => {
      client.removeQueries({ queryKey: draftQuery(draft.id).queryKey })
      void client.invalidateQueries({ queryKey: applicationsQuery.queryKey })
      location.assign(`/cases/${id}`)
    },
  })
  if (!own) return <p className="quiet">{texts.ownerOnly}</p>
  const blocked = points.some(({ weight }) => weight === 'blocks')
  return (
    <>
      <Button
        onClick={() => {
          void draft.flush()
          if (blocked) showPoints()
          else dialog.current?.showModal()
        }}
      >
        {completes ? texts.buttonCase : texts.button}
      </Button>
      <Dialog ref={dialog} closeButton={words.shell.close} aria-labelledby="submit-title">
        <Heading level={2} data-size="xs" id="submit-title">
          {completes ? texts.titleCase : texts.title}
        </Heading>
        <Paragraph>{texts.next}</Paragraph>
        <ol className="next-steps">
          {texts.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        {error && <Problem error={error} />}
        <div className="actions">
          <Button aria-disabled={isPending} onClick={() => !isPending && mutate()}>
            {completes ? texts.confirmCase : texts.confirm}
          </Button>
          <Button variant="secondary" onClick={() => dialog.current?.close()}>
            {texts.cancel}
          </Button>
        </div>
      </Dialog>
    </>
  )
}
