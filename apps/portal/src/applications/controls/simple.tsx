/** Controls for answers of one value: a line, a text, a choice, a date, years, an organisation. */
import { Checkbox, Input, Label, Radio, Select, Textarea } from '@digdir/designsystemet-react'
import type { AnswerName, Answers } from '@sund/model'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { sessionQuery } from '../../api/queries.js'
import { useReading } from '../../words/reading.js'
import type { ControlProps } from '../field.js'

/** An answer of text by the name that the form gives; the form's own schema says that it is text. */
function useText({ field, draft }: ControlProps): [string, (value: string) => void] {
  const name = field.name as AnswerName
  const value = draft.application.answers[name]
  return [
    typeof value === 'string' ? value : '',
    (text) => draft.answer(name, (text === '' ? undefined : text) as Answers[AnswerName]),
  ]
}
const mostOf = ({ field }: ControlProps): number | undefined =>
  typeof field.schema?.maxLength === 'number' ? field.schema.maxLength : undefined

export function LineControl(props: ControlProps) {
  const { say } = useReading()
  const [value, set] = useText(props)
  const { field, id, described, invalid } = props
  return (
    <Input
      id={id}
      value={value}
      maxLength={mostOf(props)}
      placeholder={field.placeholder ? say(field.placeholder) : undefined}
      aria-describedby={described}
      aria-invalid={invalid || undefined}
      onChange={(event) => set(event.target.value)}
    />
  )
}

/** A text that grows with what is written. */
export function TextControl(props: ControlProps) {
  const { say } = useReading()
  const [value, set] = useText(props)
  const { field, id, described, invalid } = props
  const ref = useRef<HTMLTextAreaElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: it grows when the text does.
  useEffect(() => {
    const box = ref.current
    if (box === null) return
    box.style.height = 'auto'
    box.style.height = `${box.scrollHeight + 2}px`
  }, [value])
  return (
    <Textarea
      ref={ref}
      id={id}
      rows={3}
      value={value}
      maxLength={mostOf(props)}
      placeholder={field.placeholder ? say(field.placeholder) : undefined}
      aria-describedby={described}
      aria-invalid={invalid || undefined}
      onChange={(event) => set(event.target.value)}
    />
  )
}

export function ChoiceControl(props: ControlProps) {
  const { say } = useReading()
  const [value, set] = useText(props)
  const { field, id } = props
  return (
    <div className="choices">
      {field.choices.map((choice) => (
        <Radio
          key={choice.value}
          name={id}
          value={choice.value}
          checked={value === choice.value}
          label={say(choice.title)}
          description={choice.help ? say(choice.help) : undefined}
          onChange={() => set(choice.value)}
        />
      ))}
    </div>
  )
}

export function YesControl({ field, draft, id }: ControlProps) {
  const { words } = useReading()
  const name = field.name as AnswerName
  return (
    <Checkbox
      id={id}
      checked={draft.application.answers[name] === true}
      label={words.applications.controls.yes}
      onChange={(event) => draft.answer(name, event.target.checked as Answers[AnswerName])}
    />
  )
}

export function DateControl(props: ControlProps) {
  const [value, set] = useText(props)
  const { id, described, invalid } = props
  return (
    <Input
      id={id}
      type="date"
      className="short-input"
      value={value}
      aria-describedby={described}
      aria-invalid={invalid || undefined}
      onChange={(event) => set(event.target.value)}
    />
  )
}

const isYear = (text: string): boolean => /^(1[89]|2[01])\d\d$/.test(text)

/** Two years, which are an answer once both are years. */
export function YearsControl({ draft, id, invalid }: ControlProps) {
  const { words } = useReading()
  const { controls } = words.applications
  const { years } = draft.application.answers
  const [typed, setTyped] = useState<{ from: string; until: string } | null>(null)
  const shown = typed ?? { from: String(years?.from ?? ''), until: String(years?.until ?? '') }
  const set = (next: { from: string; until: string }) => {
    const whole = isYear(next.from) && isYear(next.until)
    setTyped(whole ? null : next)
    if (whole) draft.answer('years', { from: Number(next.from), until: Number(next.until) })
    else if (next.from === '' && next.until === '') draft.answer('years', undefined)
  }
  return (
    <div className="side-by-side">
      {(['from', 'until'] as const).map((end) => (
        <div key={end}>
          <Label htmlFor={`${id}${end}`} data-size="sm">
            {controls[end]}
          </Label>
          <Input
            id={`${id}${end}`}
            className="short-input"
            inputMode="numeric"
            maxLength={4}
            value={shown[end]}
            aria-invalid={invalid || undefined}
            onChange={(event) => set({ ...shown, [end]: event.target.value.replace(/\D/g, '') })}
          />
        </div>
      ))}
    </div>
  )
}

export function OrganisationControl({ draft, id, described, invalid }: ControlProps) {
  const { words, say } = useReading()
  const { controls } = words.applications
  const { data: session } = useQuery(sessionQuery)
  const own = session?.organisations ?? []
  const { organisation } = draft.application
  const other = organisation !== null && !own.some(({ id: one }) => one === organisation)
  if (own.length === 0 && organisation === null) return <p id={id}>{controls.noOrganisation}</p>
  return (
    <Select
      id={id}
      value={organisation ?? ''}
      aria-describedby={described}
      aria-invalid={invalid || undefined}
      onChange={(event) => {
        const chosen = event.target.value
        draft.change((application) => ({ ...application, organisation: chosen === '' ? null : chosen }))
      }}
    >
      {organisation === null && <Select.Option value="">{controls.choose}</Select.Option>}
      {other && <Select.Option value={organisation}>{organisation}</Select.Option>}
      {own.map((one) => (
        <Select.Option key={one.id} value={one.id}>
          {say(one.title)}
        </Select.Option>
      ))}
    </Select>
  )
}
