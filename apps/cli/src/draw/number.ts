/**
 * Numbers for people: as many digits as mean something, the error bound beside, and a word where one is withheld.
 */
import type { Language, ReleasedNumber } from '@sund/model'
import { word } from './words.js'

/** What a number is, which decides its digits. `share` is between 0 and 1 and shown in percent; an `edge` is given, not measured. */
export type Quantity = 'count' | 'number' | 'share' | 'percent' | 'p' | 'edge'

/** A released number as text: `1,234 ±5`, `withheld`, or a dash when there is no such number. */
export function drawNumber(
  number: ReleasedNumber | undefined,
  quantity: Quantity,
  language: Language,
): string {
  if (number === undefined) return ''
  if ('withheld' in number) return word('withheld', language)
  if (number.value === null) return '–'
  const value = plainNumber(number.value, quantity, language, number.error)
  // A bound of a p under a thousandth says nothing more.
  return number.error === 0 || value.startsWith('<')
    ? value
    : `${value} ±${errorText(number.error, quantity, language)}`
}

/** How many lack a value, beside how many have one: where so few lack it, or nobody, that their number is not told (T2), this is no loss. */
export const drawLacking = (missing: ReleasedNumber, others: ReleasedNumber, language: Language): string =>
  'withheld' in missing && missing.withheld === 'T2' && !('withheld' in others)
    ? word('fewOrNone', language)
    : drawNumber(missing, 'count', language)

/** A number that carries no error bound. */
export function plainNumber(value: number, quantity: Quantity, language: Language, error = 0): string {
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '–'
  if (quantity === 'p') return value < 0.001 ? `<${format(0.001, 3, language)}` : format(value, 3, language)
  if (quantity === 'count') return format(value, 0, language)
  if (quantity === 'edge')
    return new Intl.NumberFormat(language, { maximumSignificantDigits: 5 }).format(value)
  const shown = quantity === 'share' ? value * 100 : value
  const bound = quantity === 'share' ? error * 100 : error
  if (quantity === 'share' || quantity === 'percent')
    return `${format(shown, bound === 0 ? 1 : errorDigits(bound), language)} %`
  const size = Math.abs(shown)
  if (size !== 0 && (size >= 1e9 || size < 1e-4)) return shown.toExponential(3)
  return format(shown, bound === 0 ? usualDigits(shown) : errorDigits(bound), language)
}

/** A bound may only grow when it is rounded. */
function errorText(error: number, quantity: Quantity, language: Language): string {
  if (quantity === 'count') return format(Math.ceil(error), 0, language)
  const bound = quantity === 'share' ? error * 100 : error
  const digits = errorDigits(bound)
  return format(Math.ceil(bound * 10 ** digits - 1e-9) / 10 ** digits, digits, language)
}

/** Decimals that show an error bound with one significant digit; the number beside it has as many. */
const errorDigits = (error: number) => Math.min(6, Math.max(0, -Math.floor(Math.log10(error))))

/** Decimals for four significant digits of what is not whole. */
const usualDigits = (value: number) =>
  Number.isInteger(value) ? 0 : Math.min(6, Math.max(0, 3 - Math.floor(Math.log10(Math.abs(value)))))

function format(value: number, digits: number, language: Language): string {
  return new Intl.NumberFormat(language, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value)
}
