/** Says that something held is wrong. One form for one thing; what was sent is said in its place. */
import { Button, Field, Label, Textarea } from '@digdir/designsystemet-react'
import type { HeldItem } from '@sund/model'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useId, useState } from 'react'
import { askCorrection, correctionsQuery } from '../api/mine.js'
import { Problem } from '../shell/states.js'
import { useReading } from '../words/reading.js'

export function AskCorrection({ item: { holder, key } }: { item: HeldItem }) {
  const { correct } = useReading().words.mine
  const id = useId()
  const client = useQueryClient()
  const [text, setText] = useState('')
  const asking = useMutation({
    mutationFn: () => askCorrection(client, holder, key, text),
    onSuccess: () => client.invalidateQueries({ queryKey: correctionsQuery.queryKey }),
  })
  if (asking.isSuccess)
    return (
      <p role="status">
        {correct.sent}{' '}
        <Link to="/mine/corrections" className="ds-link">
          {correct.title}
        </Link>
      </p>
    )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    asking.mutate()
  }
  return (
    <form className="action-form" onSubmit={submit}>
      <p className="hint prose">{correct.lead}</p>
      <Field>
        <Label htmlFor={id}>{correct.text}</Label>
        <Textarea
          id={id}
          value={text}
          rows={3}
          required
          maxLength={4000}
          onChange={({ target }) => setText(target.value)}
        />
      </Field>
      <div className="actions">
        <Button
          type="submit"
          variant="secondary"
          data-size="sm"
          disabled={asking.isPending || text.trim() === ''}
        >
          {correct.send}
        </Button>
      </div>
      {asking.error && <Problem error={asking.error} />}
    </form>
  )
}
