/** Who takes part. A person is added by name at once; by which name Sund knows them can be said later, and must be before a permit names them. */
import { Button, Input, Label, Select } from '@digdir/designsystemet-react'
import { NamedPerson } from '@sund/model'
import { useState } from 'react'
import { useReading } from '../../words/reading.js'
import type { ControlProps } from '../field.js'

const PARTS = NamedPerson.shape.part.options
const TEXTS = ['name', 'organisation', 'email', 'subject'] as const
type Text = (typeof TEXTS)[number]

export function PersonsControl({ draft, id }: ControlProps) {
  const { words } = useReading()
  const { persons: texts } = words.applications
  const { persons } = draft.application
  const set = (next: NamedPerson[]) => draft.change((application) => ({ ...application, persons: next }))
  // Somebody without a name is not in the application yet.
  const [adding, setAdding] = useState(false)
  const blank: NamedPerson = {
    subject: null,
    name: '',
    email: null,
    organisation: persons[0]?.organisation ?? '',
    part: 'analyst',
  }
  const shown = adding ? [...persons, blank] : persons
  const put = (at: number, one: NamedPerson) => {
    set(shown.map((old, i) => (i === at ? one : old)).filter(({ name }) => name !== ''))
    if (at === persons.length) setAdding(false)
  }
  const remove = (at: number) =>
    at === persons.length ? setAdding(false) : set(persons.filter((_, other) => other !== at))
  return (
    <>
      {shown.map((person, i) => (
        <Person
          key={i}
          id={`${id}${i}`}
          person={person}
          put={(one) => put(i, one)}
          remove={shown.length > 1 ? () => remove(i) : null}
        />
      ))}
      <div className="actions">
        <Button variant="secondary" data-size="sm" disabled={adding} onClick={() => setAdding(true)}>
          {texts.add}
        </Button>
      </div>
    </>
  )
}

function Person({
  id,
  person,
  put,
  remove,
}: {
  id: string
  person: NamedPerson
  put: (person: NamedPerson) => void
  remove: (() => void) | null
}) {
  const { words } = useReading()
  const { persons: texts } = words.applications
  // What is not yet a name or an address stays here until it is.
  const [typed, setTyped] = useState<Partial<Record<Text, string>>>({})
  const shown = (text: Text) => typed[text] ?? person[text] ?? ''
  const type = (text: Text, value: string) => {
    const all = Object.entries({ ...typed, [text]: value }) as [Text, string][]
    const meant = (of: Text, words: string) =>
      words.trim() === '' && of !== 'name' ? (of === 'organisation' ? '' : null) : words
    const good = all.filter(([of, words]) => NamedPerson.shape[of].safeParse(meant(of, words)).success)
    const next = { ...person, ...Object.fromEntries(good.map(([of, words]) => [of, meant(of, words)])) }
    if (NamedPerson.safeParse(next).success) {
      setTyped(Object.fromEntries(all.filter((one) => !good.includes(one))))
      put(next)
    } else setTyped(Object.fromEntries(all))
  }
  return (
    <div className="sub-form person-form">
      {TEXTS.map((text) => (
        <div key={text}>
          <Label htmlFor={`${id}${text}`} data-size="sm">
            {texts[text]}
          </Label>
          <Input
            id={`${id}${text}`}
            type={text === 'email' ? 'email' : 'text'}
            autoComplete="off"
            value={shown(text)}
            maxLength={text === 'subject' ? 255 : 200}
            aria-describedby={text === 'subject' ? `${id}hint` : undefined}
            onChange={(event) => type(text, event.target.value)}
          />
          {text === 'subject' && (
            <p id={`${id}hint`} className="hint">
              {texts.subjectHint}
            </p>
          )}
        </div>
      ))}
      <div>
        <Label htmlFor={`${id}part`} data-size="sm">
          {texts.part}
        </Label>
        <Select
          id={`${id}part`}
          value={person.part}
          onChange={(event) => put({ ...person, part: event.target.value as NamedPerson['part'] })}
        >
          {PARTS.map((part) => (
            <Select.Option key={part} value={part}>
              {texts.parts[part]}
            </Select.Option>
          ))}
        </Select>
      </div>
      {remove && (
        <div className="actions">
          <Button variant="tertiary" data-size="sm" onClick={remove}>
            {texts.remove(shown('name') || texts.someone)}
          </Button>
        </div>
      )}
    </div>
  )
}
