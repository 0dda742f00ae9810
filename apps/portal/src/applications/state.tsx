/** Whether it is saved, said once and calmly; undo, and the versions before. */
import { Button, Details } from '@digdir/designsystemet-react'
import type { FieldName } from '@sund/model'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { revisionsQuery } from '../api/applications.js'
import { sessionQuery } from '../api/queries.js'
import { Problem } from '../shell/states.js'
import { useReading } from '../words/reading.js'
import { momentText } from './times.js'
import type { DraftInHand } from './use-draft.js'

export function SavedState({ draft }: { draft: DraftInHand }) {
  const { words } = useReading()
  const { saving } = words.applications
  const { revision } = draft.view.draft
  return (
    <div className="saved-state">
      <p role="status" data-state={draft.state}>
        {draft.error === null ? saving[draft.state] : ''}
      </p>
      <Button
        variant="tertiary"
        data-size="sm"
        disabled={revision === 1 && draft.state === 'saved'}
        onClick={() => void draft.undo()}
      >
        {saving.undo}
      </Button>
    </div>
  )
}

/** What the reader must know of saving: that it did not work, or that somebody else wrote too. */
export function SavingNotices({ draft }: { draft: DraftInHand }) {
  const { words, say } = useReading()
  const { saving } = words.applications
  const titleOf = (name: FieldName) => {
    const field = draft.view.form.sections.flatMap(({ fields }) => fields).find((one) => one.name === name)
    return field ? say(field.title) : name
  }
  return (
    <>
      {draft.error !== null && <Problem error={draft.error} retry={() => void draft.flush()} />}
      {draft.merged !== null && (
        <p className="aside" role="status">
          {draft.merged.length === 0 ? saving.mergedAll : saving.merged(draft.merged.map(titleOf).join(', '))}
        </p>
      )}
    </>
  )
}

/** The versions that are kept, to go back to. */
export function Versions({ draft }: { draft: DraftInHand }) {
  const { words } = useReading()
  const { saving } = words.applications
  const [open, setOpen] = useState(false)
  const { id, revision } = draft.view.draft
  const { data: session } = useQuery(sessionQuery)
  const { data } = useQuery({ ...revisionsQuery(id, revision), enabled: open })
  const by = (subject: string) => (subject === session?.researcher?.subject ? saving.you : saving.other)
  return (
    <Details onToggle={(event) => setOpen((event.target as HTMLDetailsElement).open)}>
      <Details.Summary>{saving.versions}</Details.Summary>
      <Details.Content>
        <ol className="version-list">
          {(data?.revisions ?? []).slice(1).map((one) => (
            <li key={one.revision}>
              {saving.version(momentText(one.savedAt, words.locale), by(one.by))}
              <Button variant="tertiary" data-size="sm" onClick={() => void draft.bringBack(one.revision)}>
                {saving.bringBack}
              </Button>
            </li>
          ))}
        </ol>
      </Details.Content>
    </Details>
  )
}
