/**
 * Released numbers as text: how many digits a number deserves given its error bound, and the sentence that says how exact it
 * is. Pure, so that what a reader is told about protection is tested apart from pages.
 */
import type { ReleasedNumber } from '@sund/model'
import type { Words } from '../words/en.js'

/** What a number is, which decides how it is written. Shares are 0 to 1, percentages 0 to 100. */
export type NumberForm = 'count' | 'value' | 'share' | 'percentage' | 'p' | 'coefficient'

export const isWithheld = (
  number: ReleasedNumber,
): number is Extract<ReleasedNumber, { withheld: unknown }> => 'withheld' in number

/** The value, or null when it is withheld or does not exist. */
export const valueOf = (number: ReleasedNumber): number | null => (isWithheld(number) ? null : number.value)

/** Exact `exp` of a number with its bound: the bound is the larger of the two sides'. */
export function exponential(number: ReleasedNumber): ReleasedNumber {
  if (isWithheld(number) || number.value === null) return number
  const value = Math.exp(number.value)
  return { value, error: number.error === 0 ? 0 : Math.exp(number.value + number.error) - value }
}

/**
 * Decimals with which a column of values is written: as many as show four significant digits of its largest, and never finer
 * than the least error bound can tell.
 */
export function decimalsFor(numbers: readonly ReleasedNumber[]): number {
  const shown = numbers.flatMap((n) =>
    isWithheld(n) || n.value === null ? [] : [{ value: n.value, error: n.error }],
  )
  const largest = Math.max(0, ...shown.map((n) => Math.abs(n.value)))
  if (largest === 0 || shown.every((n) => Number.isInteger(n.value))) return 0
  const significant = clamp(3 - Math.floor(Math.log10(largest)), 0, 4)
  const errors = shown.map((n) => n.error).filter((error) => error > 0)
  return errors.length === 0 ? significant : Math.min(significant, decimalsOfError(Math.min(...errors)))
}

/** Decimals of an estimate: `least` where it is exact, else as many as its error bound leaves meaning. */
export const decimalsOf = (number: ReleasedNumber, least: number): number =>
  isWithheld(number) || number.error === 0 ? Math.max(least, decimalsFor([number])) : decimalsFor([number])

/** A number as text in the reader's language. `decimals` is for values and coefficients, where a column decides. */
export function formatNumber(value: number, form: NumberForm, locale: string, decimals?: number): string {
  const digits = (least: number, most = least) =>
    new Intl.NumberFormat(locale, { minimumFractionDigits: least, maximumFractionDigits: most })
  switch (form) {
    case 'count':
      return digits(0).format(value)
    case 'share':
      return percent(value * 100, locale)
    case 'percentage':
      return percent(value, locale)
    case 'p':
      return value < 0.001 ? `< ${digits(3).format(0.001)}` : digits(3).format(value)
    case 'coefficient': {
      const places = decimals ?? 3
      return value !== 0 && Math.abs(value) < 10 ** -places
        ? tiny(value, locale)
        : digits(places).format(value)
    }
    case 'value':
      return digits(decimals ?? 0, decimals ?? decimalsFor([{ value, error: 0 }])).format(value)
  }
}

/** What would be zeros only: two significant digits, as a power of ten where the zeros would be many. */
const tiny = (value: number, locale: string): string =>
  new Intl.NumberFormat(locale, {
    maximumSignificantDigits: 2,
    ...(Math.abs(value) < 1e-6 ? { notation: 'scientific' } : {}),
  }).format(value)

/** Whether so few lack a value, or nobody, that their number is not told (T2), while that of the others is. */
export const isFewOrNone = (missing: ReleasedNumber, others: ReleasedNumber): boolean =>
  isWithheld(missing) && missing.withheld === 'T2' && !isWithheld(others)

/** A released number as text: `withheld` or `–` when there is nothing to write. */
export function formatReleased(
  number: ReleasedNumber,
  form: NumberForm,
  words: Words,
  decimals?: number,
): string {
  if (isWithheld(number)) return words.results.withheld
  return number.value === null ? '–' : formatNumber(number.value, form, words.locale, decimals)
}

/** The answer to "how exact is this?", in one or two sentences. */
export function exactness(number: ReleasedNumber, form: NumberForm, words: Words): string {
  if (isWithheld(number)) return words.results.notShown
  if (number.value === null) return words.results.undefined
  if (number.error === 0) return words.results.exact
  const { value, error } = number
  const most = bounded(form)
  const decimals = form === 'count' ? 0 : Math.min(6, decimalsOfError(scaled(error, form)) + 1)
  const write = (raw: number) => {
    const text = new Intl.NumberFormat(words.locale, { maximumFractionDigits: decimals }).format(
      scaled(raw, form),
    )
    return form === 'share' || form === 'percentage' ? withPercent(text, words.locale) : text
  }
  const [low, high] = [write(Math.max(most.least, value - error)), write(Math.min(most.most, value + error))]
  return number.confidence === undefined
    ? words.results.within(low, high, write(error))
    : words.results.likely(low, high, formatPercent(number.confidence, words.locale))
}

const formatPercent = (share: number, locale: string): string =>
  withPercent(new Intl.NumberFormat(locale).format(100 * share), locale)

const scaled = (value: number, form: NumberForm): number => (form === 'share' ? value * 100 : value)

/** Where a number of this form can lie at all. */
function bounded(form: NumberForm): { least: number; most: number } {
  const least = form === 'value' || form === 'coefficient' ? Number.NEGATIVE_INFINITY : 0
  const most = { share: 1, p: 1, percentage: 100, count: Infinity, value: Infinity, coefficient: Infinity }[
    form
  ]
  return { least, most }
}

function percent(value: number, locale: string): string {
  const text = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(
    value,
  )
  return withPercent(text, locale)
}

/** English writes 5%, Norwegian and Danish 5 %. */
export const withPercent = (text: string, locale: string): string =>
  locale.startsWith('en') ? `${text}%` : `${text}\u00a0%`

/** Decimals that a bound leaves meaning: a bound of half a unit is that of rounding to the unit, and keeps it. */
function decimalsOfError(error: number): number {
  const rounded = -Math.log10(2 * error)
  return clamp(
    Math.abs(rounded - Math.round(rounded)) < 1e-9 ? Math.round(rounded) : Math.ceil(-Math.log10(error)),
    0,
    6,
  )
}
const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value))
