/** How each field of a form is drawn: a table by name. What a field may be is `forms.ts`'s business. */
import { Checkbox, Field, Fieldset, Label, Radio, Select, Textfield } from '@digdir/designsystemet-react'
import type { AssessmentCriterion, Outcome } from '@sund/model'
import { type ReactNode, useId } from 'react'
import type { Words } from '../words/en.js'
import { useReading } from '../words/reading.js'
import type { FieldName, Values } from './forms.js'
import { PersonField } from './person-field.js'
import { PointsField } from './points-field.js'
import { VariablesField } from './variables-field.js'

/** What forms need to know of the case or permit that they are about. */
export interface Surroundings {
  /** The variables that a part decides about. */
  variables(track: string | null): readonly { register: string; variable: string }[]
  /** Whose people can be chosen. */
  body(track: string | null): string
  persons: readonly { subject: string; name: string }[]
  holders: readonly { id: string; title: string }[]
}

interface Drawn<F extends FieldName> {
  value: Values[F]
  values: Values
  change: (value: Values[F]) => void
  words: Words
  command: string
  track: string | null
  error: string | null
  surroundings: Surroundings
}

function Text({
  label,
  hint,
  rows = 4,
  value,
  change,
  error,
}: {
  label: string
  hint?: string
  rows?: number
  value: string
  change: (value: string) => void
  error: string | null
}) {
  return (
    <Textfield
      multiline
      label={label}
      description={hint}
      rows={rows}
      value={value}
      maxLength={4000}
      error={error ?? undefined}
      onChange={(event) => change(event.target.value)}
    />
  )
}

function Line({
  label,
  hint,
  type = 'text',
  value,
  change,
  error,
}: {
  label: string
  hint?: string
  type?: 'text' | 'url' | 'date'
  value: string
  change: (value: string) => void
  error: string | null
}) {
  return (
    <Textfield
      label={label}
      description={hint}
      type={type}
      value={value}
      maxLength={500}
      error={error ?? undefined}
      onChange={(event) => change(event.target.value)}
    />
  )
}

function Choice<T extends string>({
  legend,
  options,
  value,
  change,
  error,
}: {
  legend: string
  options: readonly (readonly [T, string])[]
  value: T | null
  change: (value: T) => void
  error: string | null
}) {
  const name = useId()
  return (
    <Fieldset>
      <Fieldset.Legend>{legend}</Fieldset.Legend>
      {options.map(([option, label]) => (
        <Radio
          key={option}
          name={name}
          value={option}
          label={label}
          checked={value === option}
          onChange={() => change(option)}
        />
      ))}
      {error !== null && <p className="wanting">{error}</p>}
    </Fieldset>
  )
}

function Selection({
  label,
  options,
  value,
  change,
  error,
}: {
  label: string
  options: readonly (readonly [string, string])[]
  value: string
  change: (value: string) => void
  error: string | null
}) {
  const { words } = useReading()
  const id = useId()
  return (
    <Field>
      <Label htmlFor={id}>{label}</Label>
      <Select
        id={id}
        value={value}
        aria-invalid={error !== null}
        onChange={(event) => change(event.target.value)}
      >
        <Select.Option value="">{words.applications.controls.choose}</Select.Option>
        {options.map(([option, title]) => (
          <Select.Option key={option} value={option}>
            {title}
          </Select.Option>
        ))}
      </Select>
      {error !== null && <p className="wanting">{error}</p>}
    </Field>
  )
}

const entries = <K extends string>(table: Readonly<Record<K, string>>) =>
  Object.entries(table) as [K, string][]
const boolean = (yes: string, no: string) =>
  [
    ['yes', yes],
    ['no', no],
  ] as const
const named = (value: boolean | null) => (value === null ? null : value ? 'yes' : 'no')
const OUTCOMES: readonly Outcome[] = ['granted', 'partial', 'refused']

/** What a text is called, by the command that asks for it. */
const textLabel = (command: string, { cases, permits }: Words): [string, string?] =>
  ({
    note: [cases.fields.note] as [string],
    ask: [cases.fields.question] as [string],
    answer: [cases.fields.answer] as [string],
    'suspect-breach': [permits.fields.breachText] as [string],
    'reply-to-breach': [permits.fields.reply] as [string],
    'report-finding': [permits.fields.finding, permits.fields.findingHint] as [string, string],
  })[command] ?? [cases.fields.text]

const DRAW: { [F in FieldName]: (drawn: Drawn<F>) => ReactNode } = {
  text: ({ command, words, ...rest }) => {
    const [label, hint] = textLabel(command, words)
    return <Text label={label} {...(hint === undefined ? {} : { hint })} {...rest} />
  },
  reason: ({ words, ...rest }) => <Text label={words.cases.fields.reason} {...rest} />,
  title: ({ words, ...rest }) => <Line label={words.permits.fields.title} {...rest} />,
  summary: ({ words, ...rest }) => (
    <Text label={words.permits.fields.summary} hint={words.permits.fields.summaryHint} {...rest} />
  ),
  link: ({ words, ...rest }) => <Line label={words.permits.fields.link} type="url" {...rest} />,
  question: () => null,
  criterion: ({ words, value, change, error }) => (
    <Selection
      label={words.cases.fields.criterion}
      options={entries(words.cases.criteria as unknown as Record<string, string>).map(([name]) => [
        name,
        words.cases.criteria[name as AssessmentCriterion].title,
      ])}
      value={value}
      change={(criterion) => change(criterion as AssessmentCriterion)}
      error={error}
    />
  ),
  met: ({ words, value, change, error }) => (
    <Choice
      legend={words.cases.fields.met}
      options={entries(words.cases.met)}
      value={value}
      change={change}
      error={error}
    />
  ),
  outcome: ({ words, value, change, error, surroundings, track }) => (
    <Choice
      legend={words.cases.fields.outcome}
      options={OUTCOMES.filter(
        (outcome) => outcome !== 'partial' || surroundings.variables(track).length > 1,
      ).map((outcome) => [outcome, words.cases.outcomes[outcome]])}
      value={value}
      change={change}
      error={error}
    />
  ),
  advice: ({ words, value, change, error }) => (
    <Choice
      legend={words.cases.fields.advice}
      options={OUTCOMES.map((outcome) => [outcome, words.cases.outcomes[outcome]])}
      value={value}
      change={change}
      error={error}
    />
  ),
  variables: ({ value, change, error, surroundings, track }) => (
    <VariablesField asked={surroundings.variables(track)} value={value} change={change} error={error} />
  ),
  conditions: ({ words, ...rest }) => (
    <Text label={words.cases.fields.conditions} hint={words.cases.fields.conditionsHint} rows={3} {...rest} />
  ),
  person: ({ value, change, error, surroundings, track, command }) => (
    <PersonField
      organisation={surroundings.body(track)}
      command={command}
      value={value}
      change={change}
      error={error}
    />
  ),
  points: ({ value, change, error }) => <PointsField value={value} change={change} error={error} />,
  urgent: ({ words: { cases }, value, change, error }) => (
    <Choice
      legend={cases.fields.urgency}
      options={boolean(cases.fields.urgent, cases.fields.notUrgent)}
      value={named(value)}
      change={(urgent) => change(urgent === 'yes')}
      error={error}
    />
  ),
  upheld: ({ words: { cases }, value, change, error }) => (
    <Choice
      legend={cases.fields.appealOutcome}
      options={boolean(cases.fields.upheld, cases.fields.notUpheld)}
      value={named(value)}
      change={(upheld) => change(upheld === 'yes')}
      error={error}
    />
  ),
  subject: ({ words, surroundings, ...rest }) => (
    <Selection
      label={words.permits.fields.subject}
      options={surroundings.persons.map(({ subject, name }) => [subject, name])}
      {...rest}
    />
  ),
  holder: ({ words, surroundings, ...rest }) => (
    <Selection
      label={words.permits.fields.holder}
      options={surroundings.holders.map(({ id, title }) => [id, title])}
      {...rest}
    />
  ),
  stop: ({ words, value, change }) => (
    <Checkbox
      label={words.permits.fields.stop}
      description={words.permits.fields.stopHint}
      value="stop"
      checked={value}
      onChange={(event) => change(event.target.checked)}
    />
  ),
  breach: ({ words, value, change, error }) => (
    <Choice
      legend={words.permits.fields.breachOutcome}
      options={(['cleared', 'revoked', 'excluded'] as const).map((outcome) => [
        outcome,
        words.permits.breachOutcomes[outcome] ?? outcome,
      ])}
      value={value}
      change={change}
      error={error}
    />
  ),
  excludedUntil: ({ words, ...rest }) => (
    <Line
      label={words.permits.fields.excludedUntil}
      hint={words.permits.fields.excludedHint}
      type="date"
      {...rest}
    />
  ),
}

/** One field of a form, by its name. */
export function FieldOf({
  name,
  values,
  set,
  ...rest
}: {
  name: FieldName
  values: Values
  set: (part: Partial<Values>) => void
  command: string
  track: string | null
  error: string | null
  surroundings: Surroundings
}) {
  const { words } = useReading()
  const Draw = DRAW[name] as (drawn: Drawn<FieldName>) => ReactNode
  return (
    <Draw
      value={values[name]}
      values={values}
      change={(value) => set({ [name]: value })}
      words={words}
      {...rest}
    />
  )
}
