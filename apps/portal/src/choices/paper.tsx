/** The form of a clerk who has a choice on paper. Nothing that was typed stays on the page once it is entered. */
import { Button, Checkbox, Fieldset, Textfield } from '@digdir/designsystemet-react'
import { CHOICE_LEVELS, type ChoiceLevel } from '@sund/model'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { enterOnPaper } from '../api/choices.js'
import { Part } from '../cases/case-page.js'
import { Problem } from '../shell/states.js'
import { momentWords } from '../words/dates.js'
import { useReading } from '../words/reading.js'
import { Receipt, saidOf } from './history.js'

export function Paper() {
  const { words } = useReading()
  const { choices } = words
  const [identifier, setIdentifier] = useState('')
  const [open, setOpen] = useState<readonly ChoiceLevel[]>([])
  const entering = useMutation({
    mutationFn: () =>
      enterOnPaper(
        identifier,
        CHOICE_LEVELS.filter((level) => !open.includes(level)),
      ),
    onSuccess: () => {
      setIdentifier('')
      setOpen([])
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    entering.mutate()
  }
  return (
    <Part id="paper" title={choices.paper}>
      <p className="hint prose">{choices.paperLead}</p>
      <form onSubmit={submit} className="action-form">
        <Textfield
          label={choices.identifier}
          value={identifier}
          autoComplete="off"
          inputMode="numeric"
          required
          maxLength={100}
          onChange={({ target }) => setIdentifier(target.value)}
        />
        <Fieldset>
          <Fieldset.Legend>{choices.may}</Fieldset.Legend>
          {CHOICE_LEVELS.map((level) => (
            <Checkbox
              key={level}
              label={choices.levels[level][0]}
              value={level}
              checked={open.includes(level)}
              onChange={({ target }) =>
                setOpen((now) => (target.checked ? [...now, level] : now.filter((one) => one !== level)))
              }
            />
          ))}
        </Fieldset>
        <div className="actions">
          <Button type="submit" disabled={entering.isPending}>
            {choices.enter}
          </Button>
        </div>
      </form>
      <p role="status">
        {entering.data && (
          <>
            {choices.entered(momentWords(entering.data.told.at, words.locale))}{' '}
            {saidOf(entering.data.told.levels, words)}. <Receipt of={entering.data.told} />
          </>
        )}
      </p>
      {entering.error && <Problem error={entering.error} />}
    </Part>
  )
}
