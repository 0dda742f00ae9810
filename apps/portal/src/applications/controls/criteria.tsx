/** Who is studied, as criteria that are enforced: written as for a count, and shown as a tree. */
import { Button, Textarea } from '@digdir/designsystemet-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { readCriteria } from '../../api/applications.js'
import { criteriaText } from '../../cases/answer-text.js'
import { Problem } from '../../shell/states.js'
import { useReading } from '../../words/reading.js'
import type { ControlProps } from '../field.js'

/** As criteria are written in every language. */
const EXAMPLE = "no.hospital/ICD10 == 'E11*' since 2015"

export function CriteriaControl({ draft, id, described, invalid }: ControlProps) {
  const { words } = useReading()
  const { controls } = words.applications
  const criteria = draft.application.answers.populationCriteria ?? null
  const [text, setText] = useState('')
  const { mutate, error, isPending } = useMutation({
    mutationFn: readCriteria,
    onSuccess: (read) => draft.answer('populationCriteria', read.criteria),
  })
  if (criteria !== null)
    return (
      <div className="criteria">
        <p id={id} className="breakable">
          {criteriaText(criteria, words)}
        </p>
        <Button
          variant="tertiary"
          data-size="sm"
          onClick={() => draft.answer('populationCriteria', undefined)}
        >
          {controls.remove}
        </Button>
      </div>
    )
  return (
    <>
      <Textarea
        id={id}
        rows={2}
        className="code-input"
        spellCheck={false}
        placeholder={EXAMPLE}
        value={text}
        aria-describedby={described}
        aria-invalid={invalid || undefined}
        onChange={(event) => setText(event.target.value)}
      />
      {error && <Problem error={error} />}
      <div className="actions">
        <Button
          variant="secondary"
          data-size="sm"
          disabled={text.trim() === ''}
          aria-disabled={isPending}
          onClick={() => mutate(text)}
        >
          {controls.criteriaUse}
        </Button>
      </div>
    </>
  )
}
