/**
 * Values that are known while a script is read: what `let` may name, and dates that are computed. Kept apart from control
 * so that a date can be computed wherever one may stand.
 */
import { readExpression } from './expressions.js'
import type { Token } from './lexer.js'
import { dayOf, Mistake, quote, type Reader } from './reader.js'
import type { Day, Span, Syntax } from './tree.js'

/** A number, a text, or a name that stands for itself. */
export type ConstantValue = number | string | { symbol: string }
/** What a name that `let` or `for` defined stands for; used by `bind`. */
type Lookup = (name: string, at: Span) => ConstantValue

const ARITHMETIC: Partial<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': (a, b) => a ** b,
}

/** Functions of numbers. */
const NUMERIC: Readonly<Record<string, (...of: number[]) => number>> = {
  abs: (x = Number.NaN) => Math.abs(x),
  ceil: (x = Number.NaN) => Math.ceil(x),
  floor: (x = Number.NaN) => Math.floor(x),
  int: (x = Number.NaN) => Math.trunc(x),
  round: (x = Number.NaN, unit = 1) => Math.floor(x / unit + 0.5) * unit,
  sqrt: (x = Number.NaN) => Math.sqrt(x),
  exp: (x = Number.NaN) => Math.exp(x),
  ln: (x = Number.NaN) => Math.log(x),
  log10: (x = Number.NaN) => Math.log10(x),
  sin: (x = Number.NaN) => Math.sin(x),
  cos: (x = Number.NaN) => Math.cos(x),
  tan: (x = Number.NaN) => Math.tan(x),
  pi: () => Math.PI,
}

/** Functions of texts. */
const TEXTUAL: Readonly<Record<string, (...of: string[]) => ConstantValue>> = {
  lower: (text = '') => text.toLowerCase(),
  upper: (text = '') => text.toUpperCase(),
  trim: (text = '') => text.trim(),
  length: (text = '') => [...text].length,
  to_str: (text = '') => text,
  string: (text = '') => text,
  substr: (text = '', start = '1', length = '0') =>
    [...text].slice(Number(start) - 1, Number(start) - 1 + Number(length)).join(''),
  to_int: (text = '') => Math.trunc(Number(text)),
}

/** The value of an expression of constants. Throws a mistake where it depends on rows or is no finite number. */
export function constantOf(syntax: Syntax, lookup: Lookup): ConstantValue {
  const value = valueOf(syntax, lookup)
  if (typeof value !== 'number' || Number.isFinite(value)) return value
  throw new Mistake(
    'script.type',
    'This is not a finite number.',
    'Divide by something other than 0.',
    syntax,
  )
}

function valueOf(syntax: Syntax, lookup: Lookup): ConstantValue {
  switch (syntax.kind) {
    case 'number':
    case 'text':
      return syntax.value
    case 'name':
      return { symbol: syntax.name }
    case 'unary': {
      const value = valueOf(syntax.operand, lookup)
      if (syntax.operator === '-' && typeof value === 'number') return -value
      break
    }
    case 'binary': {
      const [left, right] = [valueOf(syntax.left, lookup), valueOf(syntax.right, lookup)]
      if (syntax.operator === '++') {
        const joined = `${written(left)}${written(right)}`
        return typeof left === 'object' ? { symbol: joined } : joined
      }
      const arithmetic = ARITHMETIC[syntax.operator]
      if (arithmetic && typeof left === 'number' && typeof right === 'number') return arithmetic(left, right)
      break
    }
    case 'call':
      return procedure(syntax, lookup)
  }
  throw new Mistake(
    'script.type',
    'let takes a value that does not depend on data: numbers with + - * / ^, and texts with ++.',
    'Use generate for what differs between rows.',
    (syntax.kind === 'binary' && [syntax.left, syntax.right].find(({ kind }) => kind === 'name')) || syntax,
  )
}

function procedure(syntax: Syntax & { kind: 'call' }, lookup: Lookup): ConstantValue {
  const name = syntax.function.text
  const given = syntax.arguments.map((argument) => valueOf(argument, lookup))
  const [first] = given
  if (name === 'bind' && first !== undefined) return lookup(written(first), syntax)
  if (name === 'to_symbol' && first !== undefined) return symbol(written(first), syntax)
  if (name === 'date_fmt') return isoDate(given, syntax)
  const numbers = given.filter((value) => typeof value === 'number')
  const numeric = Object.hasOwn(NUMERIC, name) ? NUMERIC[name] : undefined
  if (numeric && numbers.length === given.length) return numeric(...numbers)
  const textual = Object.hasOwn(TEXTUAL, name) ? TEXTUAL[name] : undefined
  if (textual && first !== undefined) return textual(...given.map(written))
  throw new Mistake(
    'script.type',
    `${quote(`${name}()`)} cannot be computed before the script runs.`,
    `Before it runs there are ${[...Object.keys(NUMERIC), ...Object.keys(TEXTUAL), 'date_fmt', 'to_symbol', 'bind'].join(', ')}.`,
    syntax,
  )
}

/** `date_fmt(2018)`, `date_fmt(2018, 6)`, `date_fmt(2018, 6, 30)`: 2018-06-30. */
function isoDate(given: readonly ConstantValue[], at: Span): string {
  const [year, month = 1, day = 1] = given
  const digits = (value: ConstantValue | undefined, length: number): string =>
    value === undefined ? '' : written(value).padStart(length, '0')
  const iso = `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`
  if (given.length <= 3 && dayOf(iso) !== null) return iso
  throw new Mistake(
    'script.date',
    'These are not the year, month and day of a date.',
    'Write date_fmt(2018, 6, 30).',
    at,
  )
}

function symbol(text: string, at: Span): ConstantValue {
  if (/^[\p{L}_][\p{L}\p{N}_@]*$/u.test(text)) return { symbol: text }
  throw new Mistake(
    'script.syntax',
    `${quote(text)} cannot be a name.`,
    'Use letters, digits and _, and begin with a letter.',
    at,
  )
}

const written = (value: ConstantValue): string => (typeof value === 'object' ? value.symbol : String(value))

/** The token that a value is written as. */
export function tokenOf(value: ConstantValue, { from, to }: Span): Token {
  if (typeof value === 'object') return { kind: 'Name', text: value.symbol, from, to, joined: false }
  if (typeof value === 'number') return { kind: 'Number', text: String(value), from, to, joined: false }
  const mark = value.includes("'") ? '"' : "'"
  return { kind: 'String', text: `${mark}${value}${mark}`, from, to, joined: false }
}

/** A calendar date, if one stands here: as 2018-06-30, as such a text, or computed with `date_fmt` or `++`. */
export function readDay(reader: Reader): Day | null {
  const [token, next] = [reader.peek(), reader.peek(1)]
  const computed =
    token?.kind === 'String' ||
    (token?.kind === 'Number' && next?.kind === 'Join') ||
    (token?.kind === 'Name' && token.text === 'date_fmt' && next?.kind === 'OpenParen')
  if (!computed) return reader.day()
  const syntax = readExpression(reader, 'a date')
  const value = constantOf(syntax, (name, at) => {
    throw new Mistake('script.unknown-name', `${quote(name)} has no value here.`, 'Write $ and its name.', at)
  })
  const day = dayOf(written(value))
  if (day !== null) return { day, from: syntax.from, to: syntax.to }
  throw new Mistake(
    'script.date',
    `${quote(written(value))} is not a day of the calendar.`,
    'Write a date as year-month-day, such as 2018-01-31.',
    syntax,
  )
}

/** A date that must stand here. */
export function needDay(reader: Reader, what: string): Day {
  return readDay(reader) ?? reader.expected(what)
}
