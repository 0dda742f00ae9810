/** Choosing one of an organisation's people: those whose role lets them do what is asked. */
import { Field, Label, Select } from '@digdir/designsystemet-react'
import type { Role } from '@sund/model'
import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { peopleQuery } from '../api/access.js'
import { Problem } from '../shell/states.js'
import { useReading } from '../words/reading.js'
import type { Values } from './forms.js'

/** Who can be asked, by command. */
const ASKED: Readonly<Record<string, readonly Role[]>> = {
  assign: ['handler', 'decider'],
  delegate: ['decider'],
  'ask-review': ['reviewer', 'handler', 'decider'],
}

export function PersonField({
  organisation,
  command,
  value,
  change,
  error,
}: {
  organisation: string
  command: string
  value: Values['person']
  change: (value: Values['person']) => void
  error: string | null
}) {
  const { words } = useReading()
  const { fields } = words.cases
  const id = useId()
  const people = useQuery(peopleQuery(organisation))
  const roles = ASKED[command] ?? []
  const able = (people.data?.people ?? []).filter((one) => one.roles.some((role) => roles.includes(role)))
  if (people.error) return <Problem error={people.error} retry={() => void people.refetch()} />
  return (
    <Field>
      <Label htmlFor={id}>{fields.person}</Label>
      <Select
        id={id}
        value={value?.subject ?? ''}
        aria-invalid={error !== null}
        onChange={(event) => {
          const found = able.find(({ subject }) => subject === event.target.value)
          change(found === undefined ? null : { subject: found.subject, name: found.name })
        }}
      >
        <Select.Option value="">{fields.choosePerson}</Select.Option>
        {able.map(({ subject, name }) => (
          <Select.Option key={subject} value={subject}>
            {name}
          </Select.Option>
        ))}
      </Select>
      {people.data && able.length === 0 && <p className="hint">{fields.noPeople}</p>}
      {error !== null && <p className="wanting">{error}</p>}
    </Field>
  )
}
