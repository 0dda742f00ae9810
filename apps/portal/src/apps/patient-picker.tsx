/** Choosing one patient of those whom a clinician may see: found by name or national identifier, never listed. */
import { Button, Fieldset, Radio, Textfield } from '@digdir/designsystemet-react'
import type { ChosenPatient } from '@sund/server/client'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { findPatients } from '../api/apps.js'
import { Problem } from '../shell/states.js'
import { fullDay } from '../words/dates.js'
import { useReading } from '../words/reading.js'

export function PatientPicker({
  holder,
  chosen,
  onChoose,
}: {
  holder: string
  chosen: string | null
  onChoose: (patient: ChosenPatient | null) => void
}) {
  const { words } = useReading()
  const { patients } = words.apps
  const id = useId()
  const [text, setText] = useState('')
  const finding = useMutation({ mutationFn: () => findPatients(holder, text) })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onChoose(null)
    finding.mutate()
  }
  const found = finding.data
  return (
    <>
      <form className="action-form" onSubmit={submit}>
        <Textfield
          label={patients.find}
          description={patients.findHint}
          value={text}
          minLength={2}
          maxLength={100}
          required
          autoComplete="off"
          onChange={({ target }) => setText(target.value)}
        />
        <div className="actions">
          <Button type="submit" variant="secondary" disabled={finding.isPending}>
            {patients.search}
          </Button>
        </div>
      </form>
      {finding.error && <Problem error={finding.error} />}
      <p role="status" className="quiet">
        {found === undefined ? '' : patients.found(found.patients.length, found.more)}
      </p>
      {found !== undefined && found.patients.length > 0 && (
        <Fieldset>
          <Fieldset.Legend>{patients.choose}</Fieldset.Legend>
          {found.patients.map((one) => (
            <Radio
              key={one.id}
              name={`${id}-patient`}
              value={one.id}
              label={one.name}
              {...(one.birthDate === null
                ? {}
                : { description: patients.born(fullDay(one.birthDate, words.locale)) })}
              checked={chosen === one.id}
              onChange={() => onChoose(one)}
            />
          ))}
        </Fieldset>
      )}
    </>
  )
}
