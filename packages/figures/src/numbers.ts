/** Released numbers as text on a picture: as many digits as mean something. */
import type { Language, ReleasedNumber } from '@sund/model'
import { word } from './words.js'

export type NumberForm = 'count' | 'value' | 'percent' | 'share'

/** The value, or null when it is withheld or does not exist. */
export const valueOf = (number: ReleasedNumber | undefined): number | null =>
  number === undefined || 'withheld' in number ? null : number.value

export const isWithheld = (number: ReleasedNumber | undefined): boolean =>
  number !== undefined && 'withheld' in number

/** How far the unprotected number may lie from the released one; 0 where it is exact or not shown. */
export const boundOf = (number: ReleasedNumber | undefined): number =>
  number === undefined || 'withheld' in number ? 0 : number.error

/** How often the bound holds, where it does not always (rule D1). */
export const confidenceOf = (number: ReleasedNumber): number | null =>
  'withheld' in number ? null : (number.confidence ?? null)

export function write(value: number, form: NumberForm, language: Language): string {
  if (form === 'share') return write(value * 100, 'percent', language)
  if (form === 'percent') {
    const text = new Intl.NumberFormat(language, {
      minimumFractionDigits: 1,
      maximumFractionDigits: 1,
    }).format(value)
    return language === 'en' ? `${text}%` : `${text}\u00a0%`
  }
  return new Intl.NumberFormat(
    language,
    form === 'count' || Number.isInteger(value)
      ? { maximumFractionDigits: 0 }
      : { maximumSignificantDigits: 4 },
  ).format(value)
}

/** The number as text, the word for withheld, or a dash where there is none. */
export function writeReleased(
  number: ReleasedNumber | undefined,
  form: NumberForm,
  language: Language,
): string {
  if (isWithheld(number)) return word('withheld', language)
  const value = valueOf(number)
  return value === null ? '–' : write(value, form, language)
}
