/**
 * Values as a script writes them. The language has no escapes, so a text is written in the quotation marks that it lacks, and one that
 * has both in pieces that are joined. Whatever has no form in a script is refused here, by name.
 */
import { fail } from '@sund/model'

/** A text as an expression, round-tripping through the parser. */
export function writtenText(of: string): string {
  const pieces = [...oneLineOf(of).matchAll(/[^']+|'+/g)].map(([piece]) =>
    piece.startsWith("'") ? `"${piece}"` : `'${piece}'`,
  )
  return of.includes("'") && of.includes('"') ? `(${pieces.join(' ++ ')})` : quoted(of)
}

/** A text in quotation marks, where the language takes no expression: labels, options. */
export function quoted(of: string): string {
  const text = oneLineOf(of)
  if (text.includes("'") && text.includes('"'))
    return fail(
      'script.syntax',
      'This text has both kinds of quotation marks.',
      'Leave out one kind: a script has no way to write both here.',
    )
  return text.includes("'") ? `"${text}"` : `'${text}'`
}

/** What stands on one line must not begin another. */
export function oneLineOf(of: string): string {
  if (!/[\n\r\0]/.test(of)) return of
  return fail(
    'script.syntax',
    'A text of a script stands on one line, without control characters.',
    'Leave out the line break.',
  )
}

export function writtenNumber(of: number): string {
  if (!Number.isFinite(of))
    return fail('script.type', 'A script has finite numbers only.', 'Write missing as null.')
  return of < 0 || Object.is(of, -0) ? `(-${String(-of)})` : String(of)
}

const DATE = /^\d{4}-\d{2}-\d{2}$/
/** A date of an import, `2018-01-01`. */
export function writtenDate(of: string): string {
  if (!DATE.test(of)) return fail('script.syntax', 'This is not a date.', 'Write it as 2018-01-01.')
  return of
}

const NAME = /^[\p{L}_][\p{L}\p{N}_@]*$/u
/** A name of a variable or a dataset. Everything that is written unquoted passes here. */
export function writtenName(of: string): string {
  if (!NAME.test(of))
    return fail('script.syntax', 'A name has letters, digits and underscores only.', 'Choose another name.')
  return of
}
