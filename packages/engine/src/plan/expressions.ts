/**
 * Expressions checked against a dataset: every operator and function gets the types it works on, comparisons with codes
 * are held against the code list, and whatever is wrong is said at its place with the text that would be right.
 */
import { inLanguage, LANGUAGES, mostSensitive, nearestName, type Sensitivity } from '@sund/model'
import { FUNCTIONS, type FunctionDoc, isFunction, type ParameterType } from '../language/functions.js'
import { Mistake, quote } from '../language/reader.js'
import type { Syntax } from '../language/tree.js'
import { LABEL_FUNCTIONS, type LabelFunction, ofLabels } from './labels.js'
import { type Compilation, type Dataset, keyShown, list, type Variable, variableOf } from './state.js'
import { Call, type Expression, type ValueType } from './types.js'

/** An expression with what is known of its values. */
export interface Typed {
  expression: Expression
  type: ValueType
  date: boolean
  whole: boolean
  sensitivity: Sensitivity
  /** The variable itself, when the expression is nothing else. */
  variable: Variable | null
  syntax: Syntax
}

const COMPARISONS = ['==', '!=', '<', '<=', '>', '>='] as const

/** The value of `syntax` over the rows of `dataset`. */
export function valueOf(syntax: Syntax, dataset: Dataset, compilation: Compilation): Typed {
  const recur = (inner: Syntax): Typed => valueOf(inner, dataset, compilation)
  switch (syntax.kind) {
    case 'number':
      return typed(syntax, { kind: 'literal', type: 'number', value: finite(syntax) }, [], {
        whole: Number.isInteger(syntax.value),
      })
    case 'text':
      return typed(syntax, { kind: 'literal', type: 'text', value: syntax.value }, [])
    case 'missing':
      return typed(syntax, { kind: 'literal', type: 'number', value: null }, [], { whole: true })
    case 'name': {
      const variable = variableOf(dataset, { text: syntax.name, from: syntax.from, to: syntax.to })
      const { column } = variable
      return {
        ...typed(syntax, { kind: 'column', type: column.type, name: syntax.name }, [], {
          date: column.date === true,
          whole: column.whole === true,
        }),
        sensitivity: column.sensitivity,
        variable,
      }
    }
    case 'call':
      return callOf(syntax, recur)
    case 'unary': {
      const operand = noKey(recur(syntax.operand))
      if (syntax.operator === '!') return call(syntax, '!', 'boolean', [truth(operand)], { whole: true })
      const number = asNumber(operand, 'The sign −')
      return call(syntax, 'negate', 'number', [number], { whole: number.whole })
    }
    case 'binary': {
      const missing = syntax.left.kind === 'missing' ? syntax.right : syntax.left
      if (
        isComparison(syntax.operator) &&
        (syntax.left.kind === 'missing' || syntax.right.kind === 'missing')
      )
        throw missingComparison(syntax, missing, compilation)
      const [left, right] = compilation.each([syntax.left, syntax.right], (side) => noKey(recur(side))) as [
        Typed,
        Typed,
      ]
      return binaryOf(syntax, left, right)
    }
  }
}

/** A condition: missing counts as false wherever it is used. */
export function conditionOf(syntax: Syntax, dataset: Dataset, compilation: Compilation): Typed {
  return truth(noKey(valueOf(syntax, dataset, compilation)))
}

/** A value as a column stores it: a comparison becomes 1 or 0. */
export function stored(value: Typed): Typed {
  noKey(value)
  return value.type === 'boolean' ? asNumber(value, '') : value
}

export function typed(
  syntax: Syntax,
  expression: Expression,
  from: readonly Typed[],
  known: { date?: boolean; whole?: boolean } = {},
): Typed {
  return {
    expression,
    type: expression.type,
    date: known.date ?? false,
    whole: known.whole ?? false,
    sensitivity: mostSensitive(from.map((part) => part.sensitivity)),
    variable: null,
    syntax,
  }
}

function call(
  syntax: Syntax,
  name: Call,
  type: ValueType,
  parts: readonly Typed[],
  known: { date?: boolean; whole?: boolean } = {},
): Typed {
  const expression: Expression = {
    kind: 'call',
    type,
    call: name,
    arguments: parts.map((part) => part.expression),
  }
  return typed(syntax, expression, parts, known)
}

function binaryOf(syntax: Syntax & { kind: 'binary' }, left: Typed, right: Typed): Typed {
  const { operator } = syntax
  if (operator === '&' || operator === '|')
    return call(syntax, operator, 'boolean', [truth(left), truth(right)], { whole: true })
  if (operator === '++') return call(syntax, '++', 'text', [asText(left), asText(right)])
  if (isComparison(operator)) {
    sameType(left, right)
    if (operator === '==' || operator === '!=') checkCodes(left, [right])
    if (operator === '==' || operator === '!=') checkCodes(right, [left])
    const parts = left.type === right.type ? [left, right] : [asNumber(left, ''), asNumber(right, '')]
    return call(syntax, operator, 'boolean', parts, { whole: true })
  }
  if (operator === '+' && left.type === 'text' && right.type === 'text')
    throw new Mistake(
      'script.type',
      '“+” adds numbers.',
      'Write ++ to join texts.',
      { from: syntax.left.to, to: syntax.right.from },
      ' ++ ',
    )
  const numbers = [asNumber(left, `“${operator}”`), asNumber(right, `“${operator}”`)]
  const date =
    (operator === '+' && left.date !== right.date) || (operator === '-' && left.date && !right.date)
  const whole = operator !== '/' && operator !== '^' && left.whole && right.whole
  return call(syntax, operator, 'number', numbers, { date, whole })
}

function callOf(syntax: Syntax & { kind: 'call' }, recur: (inner: Syntax) => Typed): Typed {
  const name = syntax.function.text
  if (!isFunction(name)) {
    const near = nearestName(name, Object.keys(FUNCTIONS))
    throw new Mistake(
      'script.unknown-name',
      `There is no function ${quote(name)}.${near ? ` Did you mean ${near}?` : ''}`,
      near
        ? `Write ${FUNCTIONS[near as keyof typeof FUNCTIONS].syntax}.`
        : 'The functions stand in the manual.',
      syntax.function,
      near,
    )
  }
  const doc = FUNCTIONS[name]
  const special = SPECIAL[name]
  if (special) {
    checkCount(syntax, doc)
    return special(syntax, recur)
  }
  const known = Call.safeParse(name)
  if (doc.status === 'not-yet' || !known.success)
    throw new Mistake(
      'script.not-yet',
      `The function ${name}() is part of the language, but Sund does not have it yet.`,
      'Leave it out for now; the manual lists the functions there are.',
      syntax.function,
    )
  checkCount(syntax, doc)
  const missing = doc.same ? syntax.arguments.find((argument) => argument.kind === 'missing') : undefined
  if (missing)
    throw new Mistake(
      'script.missing-comparison',
      `Nothing equals missing, so ${name}() never finds “.”.`,
      'Ask for missing with sysmiss(x).',
      missing,
    )
  const parts = syntax.arguments.map((argument, i) => {
    const value = recur(argument)
    return fitted(value, doc.parameters[Math.min(i, doc.parameters.length - 1)] ?? 'any', name)
  })
  const [first, ...rest] = parts
  if (doc.same && first) {
    for (const other of rest) sameType(first, other)
    if (name === 'inlist') checkCodes(first, rest)
  }
  const date =
    doc.returns === 'date' || (KEEPS_DATES.has(name) && parts.length > 0 && parts.every((p) => p.date))
  return call(syntax, known.data, RETURNS[doc.returns], parts, {
    date,
    whole:
      date ||
      doc.returns === 'whole' ||
      doc.returns === 'boolean' ||
      (name === 'round' && parts.length === 1),
  })
}

/** Functions that do not reach the plan under their own name. */
const SPECIAL: Partial<
  Record<string, (syntax: Syntax & { kind: 'call' }, recur: (inner: Syntax) => Typed) => Typed>
> = {
  quantile: (syntax) => {
    throw new Mistake(
      'script.type',
      'quantile() looks at all rows, so it stands in generate and replace only.',
      'Write generate q = quantile(x, 4) on a line before, and use q here.',
      syntax,
    )
  },
  date_fmt: (syntax, recur) => {
    const [first, second, third] = syntax.arguments.map((argument) => noKey(recur(argument))) as [
      Typed,
      ...Typed[],
    ]
    if (second?.type === 'text' && !third)
      return call(syntax, 'date_fmt', 'text', [asNumber(first, 'date_fmt()'), second])
    const one = typed(syntax, { kind: 'literal', type: 'number', value: 1 }, [])
    const parts = [first, second ?? one, third ?? one].map((part) => asNumber(part, 'date_fmt()'))
    return call(syntax, 'isoformatdate', 'text', [call(syntax, 'date', 'number', parts, { date: true })])
  },
  ...Object.fromEntries(LABEL_FUNCTIONS.map((name) => [name, labelFunction(name)])),
}

function labelFunction(name: LabelFunction) {
  return (syntax: Syntax & { kind: 'call' }, recur: (inner: Syntax) => Typed): Typed => {
    const [of] = syntax.arguments as [Syntax]
    const subject = noKey(recur(of))
    if (!subject.variable)
      throw new Mistake(
        'script.type',
        `${name}() needs a variable, which may have labels.`,
        `Write ${FUNCTIONS[name].syntax} with the name of a variable.`,
        of,
      )
    return typed(syntax, ofLabels(name, syntax, subject.variable.column), [subject], { whole: true })
  }
}

const RETURNS = {
  number: 'number',
  whole: 'number',
  date: 'number',
  text: 'text',
  boolean: 'boolean',
} as const
/** Functions whose result is a date when all their arguments are. */
const KEEPS_DATES = new Set(['rowmax', 'rowmin'])
/** Functions that may look at a key: they say only whether there is one. */
const PRESENCE = new Set(['sysmiss', 'rowmissing', 'rowvalid'])

function checkCount(
  { function: name, arguments: given, from, to }: Syntax & { kind: 'call' },
  doc: FunctionDoc,
): void {
  const least = doc.parameters.length - (doc.optional ?? 0)
  const most = doc.repeats ? Number.POSITIVE_INFINITY : doc.parameters.length
  if (given.length >= least && given.length <= most) return
  throw new Mistake(
    'script.type',
    `${name.text}() takes ${least === most ? least : `${doc.repeats ? 'at least ' : ''}${least}${most > least && !doc.repeats ? ` to ${most}` : ''}`} argument${least === 1 && most === 1 ? '' : 's'}, not ${given.length}.`,
    `Write ${doc.syntax}.`,
    { from, to },
  )
}

function fitted(value: Typed, parameter: ParameterType, name: string): Typed {
  if (value.type === 'key') {
    if (PRESENCE.has(name)) return value
    noKey(value)
  }
  if (parameter === 'number' || parameter === 'date') return asNumber(value, `${name}()`)
  if (parameter === 'text' && value.type !== 'text')
    throw new Mistake(
      'script.type',
      `${name}() needs text, and ${written(value)} is a number.`,
      'Make text of it with string(x).',
      value.syntax,
      value.variable ? `string(${value.variable.column.name})` : undefined,
    )
  return value.type === 'boolean' ? asNumber(value, '') : value
}

function truth(value: Typed): Typed {
  if (value.type === 'boolean') return value
  if (value.type === 'text')
    throw new Mistake(
      'script.type',
      `${written(value)} is text, and a condition is true or false.`,
      "Compare it with something, as in x == '1'.",
      value.syntax,
    )
  const zero = typed(value.syntax, { kind: 'literal', type: 'number', value: 0 }, [])
  return call(value.syntax, '!=', 'boolean', [value, zero], { whole: true })
}

function asNumber(value: Typed, what: string): Typed {
  if (value.type === 'number') return value
  if (value.type === 'boolean') return call(value.syntax, 'to_int', 'number', [value], { whole: true })
  throw new Mistake(
    'script.type',
    `${what} works on numbers, and ${written(value)} is text.`,
    'Make numbers of it first with destring.',
    value.syntax,
  )
}

function asText(value: Typed): Typed {
  return value.type === 'text' ? value : call(value.syntax, 'to_str', 'text', [asNumber(value, '“++”')])
}

/** Refuses a key where its value would be computed with. */
export function noKey(value: Typed): Typed {
  if (value.type === 'key') throw keyShown({ text: written(value), ...value.syntax })
  return value
}

/** Refuses to compare text with a number, and says how it would be right. */
function sameType(left: Typed, right: Typed): void {
  const isText = (value: Typed): boolean => value.type === 'text'
  if (isText(left) === isText(right)) return
  const [text, number] = isText(left) ? [left, right] : [right, left]
  const literal = number.syntax.kind === 'number' ? number.syntax : null
  if (literal) {
    const code = codeLike(literal.value, text)
    throw new Mistake(
      'script.type',
      `${written(text)} is text, and ${literal.value} is a number.`,
      `Codes are text: write ${written(text)} == '${code}'.`,
      literal,
      `'${code}'`,
    )
  }
  if (text.syntax.kind === 'text') {
    const value = text.syntax.value.trim()
    const numeric = /^-?\d+(\.\d+)?$/.test(value)
    const date = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value)
    const fix = numeric
      ? value
      : date && number.date
        ? `date(${date.slice(1).map(Number).join(', ')})`
        : undefined
    throw new Mistake(
      'script.type',
      `${written(number)} is a number, and ${written(text)} is text.`,
      fix ? `Write ${written(number)} == ${fix}.` : `Compare ${written(number)} with a number.`,
      text.syntax,
      fix,
    )
  }
  throw new Mistake(
    'script.type',
    `${written(text)} is text and ${written(number)} is a number, so they cannot be compared.`,
    'Make both the same with destring or string(x).',
    { from: Math.min(left.syntax.from, right.syntax.from), to: Math.max(left.syntax.to, right.syntax.to) },
  )
}

/** The code that a number was meant as: `301` for `0301` where that is what the list has. */
function codeLike(value: number, variable: Typed): string {
  const codes = variable.variable?.codes ?? []
  return (
    codes.find((code) => code === String(value)) ??
    codes.find((code) => code !== '' && Number(code) === value) ??
    String(value)
  )
}

/** Refuses a text that is no code of the variable it is compared with. */
function checkCodes(subject: Typed, values: readonly Typed[]): void {
  const codes = subject.variable?.codes
  if (!codes || subject.type !== 'text') return
  const labels = subject.variable?.column.labels ?? []
  for (const { syntax } of values) {
    if (syntax.kind !== 'text' || codes.includes(syntax.value)) continue
    const titles = labels.flatMap(({ code, label }) =>
      LANGUAGES.flatMap((language) => (label[language] ? [{ code, title: label[language] as string }] : [])),
    )
    const byTitle = nearestName(
      syntax.value,
      titles.map(({ title }) => title),
    )
    const near = titles.find(({ title }) => title === byTitle)?.code ?? nearestName(syntax.value, codes)
    const shown = labels.map(({ code, label }) => `'${code}' ${inLanguage(label, 'en')}`)
    throw new Mistake(
      'script.code',
      `'${syntax.value.slice(0, 40)}' is not a code of ${written(subject)}.${near ? ` Did you mean '${near}'?` : ''}`,
      `Its codes are ${list(shown)}.`,
      syntax,
      near && `'${near}'`,
    )
  }
}

function missingComparison(
  syntax: Syntax & { kind: 'binary' },
  other: Syntax,
  compilation: Compilation,
): Mistake {
  const inner = compilation.textOf(other)
  const fix = `${syntax.operator === '!=' ? '!' : ''}sysmiss(${inner})`
  return new Mistake(
    'script.missing-comparison',
    'Nothing can be compared with missing: the answer is always missing.',
    `Write ${quote(fix)}.`,
    syntax,
    fix,
  )
}

function isComparison(operator: string): operator is (typeof COMPARISONS)[number] {
  return (COMPARISONS as readonly string[]).includes(operator)
}

function finite(syntax: Syntax & { kind: 'number' }): number {
  if (Number.isFinite(syntax.value)) return syntax.value
  throw new Mistake('script.type', 'This number is too large.', 'Write a smaller number.', syntax)
}

function written({ syntax }: Typed): string {
  if (syntax.kind === 'name') return syntax.name
  if (syntax.kind === 'text') return `'${syntax.value.slice(0, 40)}'`
  if (syntax.kind === 'number') return String(syntax.value)
  return 'this expression'
}
