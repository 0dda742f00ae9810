/** The fields of the builder's forms: choices from what is known at the cursor, each with its name and what it means. */
import {
  Field as Box,
  Button,
  Checkbox,
  Fieldset,
  Label,
  Select,
  Textfield,
} from '@digdir/designsystemet-react'
import type { KnownVariable, KnownView } from '@sund/server/client'
import { type ReactNode, useId } from 'react'
import { useReading } from '../../words/reading.js'
import type { Condition, Field, Rule, Values } from './forms.js'

interface Given<F extends Field = Field> {
  field: F
  values: Values
  known: KnownView
  onChange: (change: Partial<Values>) => void
}
type Of<K extends Field['kind']> = Extract<Field, { kind: K }>

export function FormField({ field, ...rest }: Given) {
  switch (field.kind) {
    case 'one':
      return <OneVariable field={field} {...rest} />
    case 'many':
      return <Variables field={field} {...rest} />
    case 'conditions':
      return <Conditions field={field} {...rest} />
    case 'rules':
      return <Rules field={field} {...rest} />
    case 'text':
      return <Text field={field} {...rest} />
    default:
      return <Choice field={field} {...rest} />
  }
}

/** A labelled choice of few. */
export function Choose({
  label,
  value,
  onChange,
  children,
}: {
  label: string
  value: string
  onChange: (value: string) => void
  children: ReactNode
}) {
  const id = useId()
  return (
    <Box data-size="sm">
      <Label htmlFor={id}>{label}</Label>
      <Select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        {children}
      </Select>
    </Box>
  )
}

/** Variables that a field offers. */
function offered({ variables }: KnownView, only: 'numbers' | 'shown' | undefined): KnownVariable[] {
  return variables.filter(
    ({ type }) => only === undefined || (only === 'numbers' ? type === 'number' : type !== 'key'),
  )
}

function Options({ variables }: { variables: readonly KnownVariable[] }) {
  const { words, say } = useReading()
  return (
    <>
      <Select.Option value="">{words.writing.builder.choose}</Select.Option>
      {variables.map(({ name, title }) => (
        <Select.Option key={name} value={name}>
          {titled(name, say(title))}
        </Select.Option>
      ))}
    </>
  )
}
const titled = (name: string, title: string): string =>
  title.toLowerCase() === name.toLowerCase() ? name : `${name} – ${title}`

function OneVariable({ field, values, known, onChange }: Given<Of<'one' | 'many'>>) {
  const { words } = useReading()
  return (
    <Choose
      label={words.writing.builder[field.label]}
      value={values.names[field.key]?.[0] ?? ''}
      onChange={(name) => onChange({ names: { ...values.names, [field.key]: name === '' ? [] : [name] } })}
    >
      <Options variables={offered(known, field.only)} />
    </Choose>
  )
}

function Variables({ field, values, known, onChange }: Given<Of<'one' | 'many'>>) {
  const { words, say } = useReading()
  const chosen = values.names[field.key] ?? []
  const toggle = (name: string, on: boolean) =>
    onChange({
      names: { ...values.names, [field.key]: on ? [...chosen, name] : chosen.filter((one) => one !== name) },
    })
  return (
    <Fieldset data-size="sm">
      <Fieldset.Legend>{words.writing.builder[field.label]}</Fieldset.Legend>
      <div className="build-many">
        {offered(known, field.only).map(({ name, title }) => (
          <Checkbox
            key={name}
            data-size="sm"
            label={titled(name, say(title))}
            value={name}
            checked={chosen.includes(name)}
            onChange={(event) => toggle(name, event.target.checked)}
          />
        ))}
      </div>
    </Fieldset>
  )
}

function Text({ field, values, onChange }: Given<Of<'text'>>) {
  const { words } = useReading()
  return (
    <Textfield
      data-size="sm"
      label={words.writing.builder[field.label]}
      value={values.texts[field.key] ?? ''}
      maxLength={80}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => onChange({ texts: { ...values.texts, [field.key]: event.target.value } })}
    />
  )
}

function Choice({
  field,
  values,
  known,
  onChange,
}: Given<Of<'dataset' | 'statistic' | 'how' | 'operation'>>) {
  const { words } = useReading()
  const { builder } = words.writing
  const choices: [string, string][] = {
    dataset: () => [
      ['', builder.choose] as [string, string],
      ...known.datasets.filter((name) => name !== known.active).map((name): [string, string] => [name, name]),
    ],
    statistic: () => known.statistics.map((name): [string, string] => [name, name]),
    how: () => Object.entries(builder.hows),
    operation: () => Object.entries(builder.operations),
  }[field.kind]()
  const first = field.kind === 'statistic' ? 'mean' : (choices[0]?.[0] ?? '')
  const label = {
    dataset: builder.into,
    statistic: builder.statistic,
    how: builder.how,
    operation: builder.operation,
  }
  return (
    <Choose
      label={label[field.kind]}
      value={values.texts[field.key] ?? first}
      onChange={(value) => onChange({ texts: { ...values.texts, [field.key]: value } })}
    >
      {choices.map(([value, shown]) => (
        <Select.Option key={value} value={value}>
          {shown}
        </Select.Option>
      ))}
    </Choose>
  )
}

const NO_CONDITION: Condition = { variable: '', operator: '==', value: '' }

function Conditions({ field, values, known, onChange }: Given<Of<'conditions'>>) {
  const { words } = useReading()
  const { builder } = words.writing
  const given = values.conditions[field.key] ?? []
  const list = given.length === 0 && field.required ? [NO_CONDITION] : given
  const set = (next: readonly Condition[]) =>
    onChange({ conditions: { ...values.conditions, [field.key]: next } })
  return (
    <Fieldset data-size="sm">
      <Fieldset.Legend>{field.key === 'whether' ? builder.whether : builder.condition}</Fieldset.Legend>
      {list.map((condition, at) => (
        <fieldset key={at} className="build-row">
          <legend className="ds-sr-only">{builder.conditionNumber(at + 1)}</legend>
          <OneCondition
            condition={condition}
            known={known}
            onChange={(next) => set(list.map((one, i) => (i === at ? next : one)))}
          />
          {(!field.required || list.length > 1) && (
            <Button
              variant="tertiary"
              data-size="sm"
              aria-label={builder.remove(builder.conditionNumber(at + 1))}
              onClick={() => set(list.filter((_, i) => i !== at))}
            >
              ×
            </Button>
          )}
        </fieldset>
      ))}
      <Button variant="tertiary" data-size="sm" onClick={() => set([...list, NO_CONDITION])}>
        {builder.addCondition}
      </Button>
    </Fieldset>
  )
}

function OneCondition({
  condition,
  known,
  onChange,
}: {
  condition: Condition
  known: KnownView
  onChange: (condition: Condition) => void
}) {
  const { words, say } = useReading()
  const { builder } = words.writing
  const variable = known.variables.find(({ name }) => name === condition.variable)
  const codes = variable?.codes ?? []
  const unvalued = condition.operator === 'missing' || condition.operator === 'present'
  const operators = Object.entries(builder.operators).filter(
    ([operator]) => variable?.type !== 'text' || !/[<>]/.test(operator),
  )
  return (
    <>
      <Choose
        label={builder.variable}
        value={condition.variable}
        onChange={(name) => onChange({ ...condition, variable: name, value: '' })}
      >
        <Options variables={offered(known, 'shown')} />
      </Choose>
      <Choose
        label={builder.operator}
        value={condition.operator}
        onChange={(operator) => onChange({ ...condition, operator: operator as Condition['operator'] })}
      >
        {operators.map(([operator, shown]) => (
          <Select.Option key={operator} value={operator}>
            {shown}
          </Select.Option>
        ))}
      </Choose>
      {!unvalued &&
        (codes.length > 0 ? (
          <Choose
            label={builder.value}
            value={condition.value}
            onChange={(value) => onChange({ ...condition, value })}
          >
            <Select.Option value="">{builder.choose}</Select.Option>
            {codes.map(({ code, label }) => (
              <Select.Option key={code} value={code}>
                {titled(code, say(label))}
              </Select.Option>
            ))}
          </Choose>
        ) : (
          <Textfield
            data-size="sm"
            label={builder.value}
            value={condition.value}
            maxLength={80}
            autoComplete="off"
            onChange={(event) => onChange({ ...condition, value: event.target.value })}
          />
        ))}
    </>
  )
}

const NO_RULE: Rule = { codes: [], from: '', to: '', value: '', label: '' }

function Rules({ field, values, known, onChange }: Given<Of<'rules'>>) {
  const { words, say } = useReading()
  const { builder } = words.writing
  const variable = known.variables.find(({ name }) => name === values.names[field.of]?.[0])
  const rules = values.rules.length === 0 ? [NO_RULE] : values.rules
  const set = (at: number, change: Partial<Rule>) =>
    onChange({ rules: rules.map((rule, i) => (i === at ? { ...rule, ...change } : rule)) })
  const plain = (at: number, key: 'from' | 'to' | 'value' | 'label', label: string) => (
    <Textfield
      data-size="sm"
      label={label}
      value={rules[at]?.[key] ?? ''}
      maxLength={80}
      autoComplete="off"
      onChange={(event) => set(at, { [key]: event.target.value })}
    />
  )
  if (variable === undefined) return null
  return (
    <>
      {rules.map((rule, at) => (
        <Fieldset key={at} data-size="sm" className="build-rule">
          <Fieldset.Legend>{builder.rule(at + 1)}</Fieldset.Legend>
          {variable.codes.length > 0 ? (
            <div className="build-many">
              {variable.codes.map(({ code, label }) => (
                <Checkbox
                  key={code}
                  data-size="sm"
                  label={titled(code, say(label))}
                  value={code}
                  checked={rule.codes.includes(code)}
                  onChange={({ target }) =>
                    set(at, {
                      codes: target.checked
                        ? [...rule.codes, code]
                        : rule.codes.filter((one) => one !== code),
                    })
                  }
                />
              ))}
            </div>
          ) : variable.type === 'text' ? (
            <Textfield
              data-size="sm"
              label={builder.value}
              value={rule.codes[0] ?? ''}
              maxLength={80}
              onChange={({ target }) => set(at, { codes: target.value === '' ? [] : [target.value] })}
            />
          ) : (
            <div className="build-row">
              {plain(at, 'from', builder.from)}
              {plain(at, 'to', builder.to)}
            </div>
          )}
          <div className="build-row">
            {plain(at, 'value', builder.becomes)}
            {plain(at, 'label', builder.label)}
            {rules.length > 1 && (
              <Button
                variant="tertiary"
                data-size="sm"
                aria-label={builder.remove(builder.rule(at + 1))}
                onClick={() => onChange({ rules: rules.filter((_, i) => i !== at) })}
              >
                ×
              </Button>
            )}
          </div>
        </Fieldset>
      ))}
      <Button variant="tertiary" data-size="sm" onClick={() => onChange({ rules: [...rules, NO_RULE] })}>
        {builder.addRule}
      </Button>
    </>
  )
}
