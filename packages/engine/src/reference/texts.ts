/** Numbers as text and text as numbers, the way the language reads and writes them. */

/** A whole number without a decimal point; others with the fewest digits that tell them apart, scientific beyond 10⁻⁴ and 10¹⁶. */
export function textOf(of: number | string | boolean): string {
  if (typeof of === 'string') return of
  const number = Number(of)
  if (Number.isInteger(number) && Math.abs(number) < 1e15) return String(number === 0 ? 0 : number)
  return doubleText(number)
}

/** The shortest text of a double, with `.0` where it is whole and an exponent of at least two digits. */
export function doubleText(of: number): string {
  const [digits, exponent] = Math.abs(of).toExponential().split('e') as [string, string]
  const power = Number(exponent)
  const sign = of < 0 || Object.is(of, -0) ? '-' : ''
  if (of !== 0 && (power < -4 || power >= 16))
    return `${sign}${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
  const plain = Number.isInteger(of) ? `${BigInt(Math.abs(of))}.0` : fixed(digits.replace('.', ''), power)
  return `${sign}${plain}`
}

function fixed(digits: string, power: number): string {
  if (power < 0) return `0.${'0'.repeat(-power - 1)}${digits}`
  return `${digits.slice(0, power + 1)}.${digits.slice(power + 1)}`
}

/** The number that a text is, in plain or scientific notation with a decimal point; null when it is none. */
export function numberFrom(text: string): number | null {
  const trimmed = trimmedBoth(text)
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(trimmed)) return null
  const number = Number(trimmed)
  return Number.isFinite(number) ? number : null
}

// Blanks are spaces only, as in Stata.
export const trimmedLeft = (text: string): string => text.replace(/^ +/, '')
export const trimmedRight = (text: string): string => text.replace(/ +$/, '')
export const trimmedBoth = (text: string): string => trimmedLeft(trimmedRight(text))

/** Characters from `start` (1 is the first, −1 the last), at most `length`; nothing where `start` lies outside the text (Stata's usubstr). */
export function part(text: string, start: number, length: number): string {
  const characters = [...text]
  const from = start < 0 ? characters.length + start : start - 1
  if (start === 0 || from < 0) return ''
  return characters.slice(from, from + Math.max(0, length)).join('')
}

/** One letter for one letter, so that no text changes its length. */
export const lowered = (text: string): string =>
  [...text].map((letter) => single(letter.toLowerCase(), letter)).join('')
export const raised = (text: string): string =>
  [...text].map((letter) => (letter === 'ß' ? 'ẞ' : single(letter.toUpperCase(), letter))).join('')
const single = (made: string, letter: string): string => ([...made].length === 1 ? made : letter)
