/**
 * Every function and operator of the plan over plain values: one entry each, missing is null. `strict` ones are missing
 * where an argument is; a number that is not finite is missing.
 */
import { fail, type Position } from '@sund/model'
import { compare, type Value } from './data.js'
import { type Civil, civilOf, dayOfYear, dayOrNone, formatted, isoWeek, isoWeekday } from './dates.js'
import { DISTRIBUTIONS } from './distributions.js'
import { deviationOf, finite, meanOf, percentileOf, sumOf } from './order.js'
import { lowered, numberFrom, part, raised, textOf, trimmedBoth, trimmedLeft, trimmedRight } from './texts.js'

export type Rule = (values: readonly Value[], position: Position) => Value

const number = (value: Value | undefined): number | null =>
  value === null || value === undefined || typeof value === 'string' ? null : Number(value)
const truth = (value: Value | undefined): boolean | null =>
  value === null || value === undefined ? null : Number(value) !== 0
const text = (value: Value | undefined): string => textOf(value as number | string | boolean)

/** Numbers in, a number out. */
const numeric =
  (of: (...numbers: number[]) => number | null): Rule =>
  (values) => {
    const numbers = values.map(number)
    return numbers.includes(null) ? null : finite(of(...(numbers as number[])))
  }
/** Nothing missing in, anything out. */
const strict =
  (of: (...values: (number | string | boolean)[]) => Value): Rule =>
  (values) =>
    values.includes(null) ? null : of(...(values as (number | string | boolean)[]))
const comparison = (holds: (order: number) => boolean): Rule =>
  strict((a, b) => holds(typeof a === typeof b ? compare(a, b) : Number(a) - Number(b)))
/** Of what is not missing. */
const overRow =
  (of: (present: number[]) => number | null): Rule =>
  (values) =>
    finite(of(values.map(number).filter((value) => value !== null)))
const inDomain = (domain: (x: number) => boolean, of: (x: number) => number): Rule =>
  numeric((x) => (domain(x) ? of(x) : null))

/** The day that a number is: whole, within a million days of 1970. */
const dated = (of: (day: number) => number): Rule =>
  numeric((x) => (Math.abs(x) <= 1e6 ? of(Math.floor(x)) : null))
const civil = (of: (civil: Civil) => number): Rule => dated((day) => of(civilOf(day)))
const whole = (x: Value | undefined, limit: number): number | null => {
  const of = number(x)
  return of === null || Math.abs(of) > limit ? null : Math.floor(of)
}

const between: Rule = ([x, low, high]) => {
  if (x === null || x === undefined) return null
  const above = low === null || low === undefined || compare(x, low) >= 0
  const below = high === null || high === undefined || compare(x, high) <= 0
  return above && below
}

function date(values: readonly Value[]): Value {
  if (values.length === 1) {
    const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(String(values[0] ?? ''))
    if (!found) return null
    return dayOrNone({ year: Number(found[1]), month: Number(found[2]), day: Number(found[3]) })
  }
  const [year, month, day] = values.map((value) => whole(value, 1e6))
  if (year === null || month === null || day === null) return null
  return dayOrNone({ year: year as number, month: month as number, day: day as number })
}

/** Halves go up; a unit of one over a whole number divides by that whole number, so that 0.1 is exact. */
function rounded(x: number, unit = 1): number | null {
  const inverse = 1 / unit
  if (unit === 0) return x
  if (Math.abs(unit) < 1 && Math.abs(inverse - Math.round(inverse)) < 1e-9)
    return Math.floor(x * Math.round(inverse) + 0.5) / Math.round(inverse)
  return Math.floor(x / unit + 0.5) * unit
}

function choose(n: number, k: number): number | null {
  if (!(Number.isInteger(n) && Number.isInteger(k) && n >= 0)) return null
  if (k > n) return 0
  const least = Math.min(k, n - k)
  if (k < 0 || least > 1100) return null
  let product = 1
  for (let i = 1; i <= least; i++) product *= (n - least + i) / i
  return Math.round(product)
}

function substr([of, start, length]: readonly Value[]): Value {
  const from = whole(start, 1e9)
  const count = length === undefined ? Number.MAX_SAFE_INTEGER : whole(length, 1e9)
  return of === null || from === null || count === null ? null : part(text(of), from, count)
}

function parseNumber([of, ignore, decimalComma, force]: readonly Value[], position: Position): Value {
  if (of === null || of === undefined) return null
  const kept = [...String(of)].filter((character) => !String(ignore ?? '').includes(character)).join('')
  const pointed = decimalComma === true ? kept.replaceAll(',', '.') : kept
  const found = numberFrom(pointed)
  if (found === null && force === false && trimmedBoth(pointed) !== '')
    return fail('script.type', 'A text is not a number.', 'Add force to make such values missing.', {
      position,
    })
  return found
}

export const RULES: Readonly<Record<string, Rule>> = {
  ...DISTRIBUTIONS,
  '+': numeric((a, b) => a + b),
  '-': numeric((a, b) => a - b),
  '*': numeric((a, b) => a * b),
  '/': numeric((a, b) => (b === 0 ? null : a / b)),
  '^': numeric((a, b) => a ** b),
  '++': strict((...parts) => parts.map(text).join('')),
  '==': comparison((order) => order === 0),
  '!=': comparison((order) => order !== 0),
  '<': comparison((order) => order < 0),
  '<=': comparison((order) => order <= 0),
  '>': comparison((order) => order > 0),
  '>=': comparison((order) => order >= 0),
  '&': (values) => {
    const truths = values.map(truth)
    return truths.includes(false) ? false : truths.includes(null) ? null : true
  },
  '|': (values) => {
    const truths = values.map(truth)
    return truths.includes(true) ? true : truths.includes(null) ? null : false
  },
  '!': ([x]) => (truth(x) === null ? null : !truth(x)),
  negate: numeric((x) => -x),

  date,
  year: civil(({ year }) => year),
  halfyear: civil(({ month }) => (month <= 6 ? 1 : 2)),
  quarter: civil(({ month }) => Math.ceil(month / 3)),
  month: civil(({ month }) => month),
  week: dated((day) => isoWeek(day).week),
  day: civil(({ day }) => day),
  dow: dated(isoWeekday),
  doy: dated(dayOfYear),
  isoformatdate: ([x]) => format(x, '%Y-%m-%d'),
  date_fmt: ([x, directives]) => format(x, String(directives)),

  abs: numeric(Math.abs),
  ceil: numeric(Math.ceil),
  floor: numeric(Math.floor),
  int: numeric(Math.trunc),
  round: numeric(rounded),
  sqrt: inDomain((x) => x >= 0, Math.sqrt),
  exp: numeric(Math.exp),
  ln: inDomain((x) => x > 0, Math.log),
  log10: inDomain((x) => x > 0, Math.log10),
  logit: inDomain(
    (p) => p > 0 && p < 1,
    (p) => Math.log(p / (1 - p)),
  ),
  sin: numeric(Math.sin),
  cos: numeric(Math.cos),
  tan: numeric(Math.tan),
  asin: inDomain((x) => Math.abs(x) <= 1, Math.asin),
  acos: inDomain((x) => Math.abs(x) <= 1, Math.acos),
  atan: numeric(Math.atan),
  pi: () => Math.PI,
  comb: numeric(choose),

  rowmax: overRow((present) => (present.length > 0 ? Math.max(...present) : null)),
  rowmin: overRow((present) => (present.length > 0 ? Math.min(...present) : null)),
  rowmean: overRow((present) => (present.length > 0 ? meanOf(present) : null)),
  rowmedian: overRow((present) => percentileOf(present, 0.5)),
  rowtotal: overRow(sumOf),
  rowstd: overRow(deviationOf),
  rowmissing: (values) => values.filter((value) => value === null).length,
  rowvalid: (values) => values.filter((value) => value !== null).length,
  rowconcat: (values) => values.map((value) => (value === null ? '' : text(value))).join(''),

  length: strict((of) => [...text(of)].length),
  string: strict(text),
  lower: strict((of) => lowered(text(of))),
  upper: strict((of) => raised(text(of))),
  substr,
  ltrim: strict((of) => trimmedLeft(text(of))),
  rtrim: strict((of) => trimmedRight(text(of))),
  trim: strict((of) => trimmedBoth(text(of))),
  startswith: strict((of, start) => text(of).startsWith(text(start))),
  endswith: strict((of, end) => text(of).endsWith(text(end))),

  inlist: ([x, ...options]) =>
    x === null || x === undefined
      ? null
      : options.some((option) => option !== null && compare(x, option) === 0),
  inrange: between,
  between,
  sysmiss: ([x]) => x === null,
  if: ([condition, yes, no]) => (truth(condition) === true ? yes : no) ?? null,

  to_int: ([x]) => finite(Math.trunc((typeof x === 'string' ? numberFrom(x) : number(x)) ?? Number.NaN)),
  to_str: strict(text),
  'parse-number': parseNumber,
}

function format(x: Value | undefined, directives: string): Value {
  const day = whole(x, 1e6)
  return day === null ? null : formatted(day, directives)
}
