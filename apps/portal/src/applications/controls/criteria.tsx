/** Who is studied, as criteria that are enforced: written as for a count, and shown as a tree. */
import { Button, Textarea } from '@digdir/designsystemet-react'
import { type Criteria, type Criterion, foldTree } from '@sund/model'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { readCriteria } from '../../api/applications.js'
import { Problem } from '../../shell/states.js'
import type { Words } from '../../words/en.js'
import { useReading } from '../../words/reading.js'
import type { ControlProps } from '../field.js'

/** As criteria are written in every language. */
const EXAMPLE = "no.hospital/ICD10 == 'E11*' since 2015"

type Texts = Words['applications']['controls']

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
          {criteriaText(criteria, controls)}
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

/** Criteria in one line, with the words of the language between them. */
function criteriaText(criteria: Criteria, texts: Texts): string {
  const joined = (word: string) => (parts: string[]) => `${word} (${parts.join('; ')})`
  return foldTree<Criterion, string>(criteria, {
    leaf: (leaf) => leafText(leaf, texts),
    all: joined(texts.criteriaAll),
    any: joined(texts.criteriaAny),
    not: (part) => `${texts.criteriaNot} ${part}`,
  })
}

function leafText(leaf: Criterion, texts: Texts): string {
  const parts =
    'codes' in leaf
      ? [
          leaf.codes.join(', '),
          ...(leaf.from === undefined ? [] : [texts.since(leaf.from)]),
          ...(leaf.until === undefined ? [] : [texts.to_(leaf.until)]),
        ]
      : [
          ...(leaf.least === undefined ? [] : [`≥ ${leaf.least}`]),
          ...(leaf.most === undefined ? [] : [`≤ ${leaf.most}`]),
        ]
  return `${leaf.variable} (${leaf.register}) ${parts.join(' ')}`
}
