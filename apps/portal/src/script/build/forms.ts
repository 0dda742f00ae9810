/**
 * What the builder can write: each form says which fields it has and how its line follows from them. Options come from the
 * language's own documentation. Pure, so that what is written can be tested against the compiler.
 */
import type { Documented, KnownView } from '@sund/server/client'
import type { Words } from '../../words/en.js'

export type FormId = keyof Words['writing']['builder']['forms']
type Label =
  | 'variable'
  | 'variables'
  | 'name'
  | 'left'
  | 'right'
  | 'by'
  | 'outcome'
  | 'event'
  | 'time'
  | 'terms'
  | 'into'

/** One thing to fill in. `numbers` offers variables that hold numbers only; `keys` offers keys too. */
export type Field =
  | { kind: 'one' | 'many'; key: string; label: Label; only?: 'numbers' | 'shown'; optional?: boolean }
  | { kind: 'text'; key: string; label: Label }
  | { kind: 'dataset' | 'statistic'; key: string }
  | { kind: 'how' | 'operation'; key: string }
  | { kind: 'conditions'; key: string; required: boolean }
  | { kind: 'rules'; key: string; of: string }

export interface Condition {
  variable: string
  operator: keyof Words['writing']['builder']['operators']
  value: string
}
export interface Rule {
  /** Codes of a variable with a code list; else `from` and `to` say which numbers. */
  codes: string[]
  from: string
  to: string
  value: string
  label: string
}
export interface Values {
  names: Readonly<Record<string, readonly string[]>>
  texts: Readonly<Record<string, string>>
  conditions: Readonly<Record<string, readonly Condition[]>>
  rules: readonly Rule[]
  /** Options by name: `''` of a flag that is set. */
  options: Readonly<Record<string, string>>
}
export const NO_VALUES: Values = { names: {}, texts: {}, conditions: {}, rules: [], options: {} }

export interface Form {
  /** The commands that it can write; the first to begin with. */
  commands: readonly string[]
  fields: (command: string, values: Values) => readonly Field[]
  /** The arguments of the line, null while something is lacking. */
  write: (command: string, values: Values, known: KnownView) => string | null
  /** Options that the form has as fields of its own, and what they say; null while something is lacking. */
  own?: { names: readonly string[]; write: (values: Values) => string | null }
}

const ROWS: Field = { kind: 'conditions', key: 'if', required: false }
const words = (values: Values, key: string): string | null => values.names[key]?.join(' ') || null
const text = (values: Values, key: string): string | null => values.texts[key]?.trim() || null
/** All parts with a space between, null while one is lacking. */
const all = (...parts: (string | null)[]): string | null =>
  parts.some((part) => part === null) ? null : parts.filter((part) => part !== '').join(' ')

export const FORMS: Readonly<Record<Exclude<FormId, 'import'>, Form>> = {
  generate: {
    commands: ['generate'],
    fields: (_, { texts }) => [
      { kind: 'text', key: 'name', label: 'name' },
      { kind: 'how', key: 'how' },
      ...(texts.how === 'whether'
        ? [{ kind: 'conditions', key: 'whether', required: true } as const]
        : [
            { kind: 'one', key: 'left', label: 'left' } as const,
            { kind: 'operation', key: 'operation' } as const,
            ...(texts.operation ? [{ kind: 'text', key: 'right', label: 'right' } as const] : []),
          ]),
      ROWS,
    ],
    write: (_, values, known) => {
      const { texts } = values
      const calculation = texts.operation
        ? all(words(values, 'left'), texts.operation, text(values, 'right'))
        : words(values, 'left')
      const value =
        texts.how === 'whether' ? conditionText(values.conditions.whether ?? [], known) : calculation
      return all(text(values, 'name'), '=', value)
    },
  },
  recode: {
    commands: ['recode'],
    fields: () => [
      { kind: 'one', key: 'variable', label: 'variable', only: 'shown' },
      { kind: 'rules', key: 'rules', of: 'variable' },
      ROWS,
    ],
    write: (_, values, known) => {
      const variable = values.names.variable?.[0]
      const rules = values.rules.map((rule) => ruleText(rule, quoted(variable, known)))
      return rules.length === 0 ? null : all(variable ?? null, ...rules)
    },
  },
  keep: {
    commands: ['keep', 'drop'],
    fields: () => [{ kind: 'conditions', key: 'if', required: true }],
    write: () => '',
  },
  collapse: {
    commands: ['collapse', 'aggregate'],
    fields: () => [
      { kind: 'statistic', key: 'statistic' },
      { kind: 'one', key: 'variable', label: 'variable', only: 'shown' },
      { kind: 'text', key: 'name', label: 'name' },
      { kind: 'many', key: 'by', label: 'by' },
    ],
    write: (_, values) => {
      const name = text(values, 'name')
      return all(
        `(${values.texts.statistic || 'mean'})`,
        words(values, 'variable'),
        name === null ? '' : `-> ${name}`,
      )
    },
    own: {
      names: ['by'],
      write: (values) => {
        const by = words(values, 'by')
        return by && `by(${by})`
      },
    },
  },
  merge: {
    commands: ['merge'],
    fields: () => [
      { kind: 'many', key: 'variables', label: 'variables', only: 'shown' },
      { kind: 'dataset', key: 'into' },
    ],
    write: (_, values) => all(words(values, 'variables'), 'into', text(values, 'into')),
  },
  tabulate: {
    commands: ['tabulate'],
    fields: () => [{ kind: 'many', key: 'variables', label: 'variables', only: 'shown' }, ROWS],
    write: (_, values) => words(values, 'variables'),
  },
  summarize: {
    commands: ['summarize'],
    fields: () => [{ kind: 'many', key: 'variables', label: 'variables', only: 'numbers' }, ROWS],
    write: (_, values) => words(values, 'variables'),
  },
  figure: {
    commands: ['barchart', 'histogram'],
    fields: (command) => [
      {
        kind: 'one',
        key: 'variable',
        label: 'variable',
        only: command === 'histogram' ? 'numbers' : 'shown',
      },
      ROWS,
    ],
    write: (command, values) => all(command === 'barchart' ? '(count)' : '', words(values, 'variable')),
  },
  model: {
    commands: ['regress', 'logit', 'cox'],
    fields: (command) => [
      { kind: 'one', key: 'outcome', label: command === 'cox' ? 'event' : 'outcome', only: 'numbers' },
      ...(command === 'cox' ? [{ kind: 'one', key: 'time', label: 'time', only: 'numbers' } as const] : []),
      { kind: 'many', key: 'terms', label: 'terms', only: 'shown' },
      ROWS,
    ],
    write: (command, values, known) => {
      const terms = (values.names.terms ?? []).map((name) => (isCategory(name, known) ? `i.${name}` : name))
      return all(
        words(values, 'outcome'),
        command === 'cox' ? words(values, 'time') : '',
        terms.length > 0 ? terms.join(' ') : null,
      )
    },
  },
}

/** The line that a form writes, null while something is lacking. */
export function lineOf(form: Form, command: string, values: Values, known: KnownView): string | null {
  const fields = form.fields(command, values)
  const rows = fields.find((field) => field.kind === 'conditions' && field.key === 'if')
  const given = values.conditions.if ?? []
  const condition = given.length > 0 ? conditionText(given, known) : ''
  if (condition === null || (condition === '' && rows?.kind === 'conditions' && rows.required)) return null
  const written = form.write(command, values, known)
  const own = form.own ? form.own.write(values) : ''
  if (written === null || own === null) return null
  const chosen = Object.entries(values.options).map(([name, value]) =>
    value === '' ? name : `${name}(${value})`,
  )
  const line = [command, written, ...(condition ? ['if', condition] : [])].filter(Boolean).join(' ')
  const options = [own, ...chosen].filter(Boolean).join(' ')
  return options === '' ? line : `${line}, ${options}`
}

/** The options of a command that a form can offer: those there are, less what the form has fields for. */
export function offeredOptions(form: Form, documented: Documented | undefined): Documented['options'] {
  return (documented?.options ?? []).filter(
    ({ name, status, argument }) =>
      status === 'available' && argument !== 'anything' && !form.own?.names.includes(name),
  )
}

const variableNamed = (name: string | undefined, known: KnownView) =>
  known.variables.find((variable) => variable.name === name)
const quoted = (name: string | undefined, known: KnownView): boolean =>
  variableNamed(name, known)?.type === 'text'
/** Whether a variable stands in a model by category: text, or numbers with labels. */
const isCategory = (name: string, known: KnownView): boolean =>
  quoted(name, known) || (variableNamed(name, known)?.codes.length ?? 0) > 0

/** A value as a script writes it. */
export function valueText(value: string, asText: boolean): string | null {
  const trimmed = value.trim()
  if (trimmed === '') return null
  if (!asText) return /^-?\d+([.,]\d+)?$/.test(trimmed) ? trimmed.replace(',', '.') : trimmed
  return trimmed.includes("'") ? `"${trimmed.replaceAll('"', '')}"` : `'${trimmed}'`
}

function conditionText(conditions: readonly Condition[], known: KnownView): string | null {
  const parts = conditions.map(({ variable, operator, value }) => {
    if (variable === '') return null
    if (operator === 'missing') return `sysmiss(${variable})`
    if (operator === 'present') return `!sysmiss(${variable})`
    return all(variable, operator, valueText(value, quoted(variable, known)))
  })
  return parts.length === 0 || parts.includes(null) ? null : parts.join(' & ')
}

function ruleText({ codes, from, to, value, label }: Rule, asText: boolean): string | null {
  const low = from.trim() || 'min'
  const high = to.trim() || 'max'
  const range = low === 'min' && high === 'max' ? null : low === high ? low : `${low}/${high}`
  const which =
    codes.length > 0 ? codes.map((code) => valueText(code, asText)).join(' ') : asText ? null : range
  const becomes = valueText(value, asText)
  if (which === null || becomes === null) return null
  const named = label.trim() === '' ? '' : ` "${label.trim().replaceAll('"', "'")}"`
  return `(${which} = ${becomes}${named})`
}
