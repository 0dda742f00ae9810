/** Numbers out of released results, as an attacker reads them: a withheld number is null. Apart from the attacks, which all read alike. */
import type { ReleasedModel, ReleasedNumber, ReleasedSummary, ReleasedTable, Result } from '@sund/model'

export type Answered = Result | undefined

/** The number, null where it is withheld, does not exist or was not answered. */
export const numberOf = (number: ReleasedNumber | undefined): number | null =>
  number === undefined || 'withheld' in number ? null : number.value

export const isWithheld = (number: ReleasedNumber | undefined): boolean =>
  number !== undefined && 'withheld' in number

/** The table of a result, or that of its figure. */
export function tableOf(result: Answered): ReleasedTable | null {
  const body = result?.body
  if (body?.kind === 'table') return body
  return body?.kind === 'figure' && 'table' in body.figure ? body.figure.table : null
}

/** The edges of a histogram's bins; null of anything else. */
export function edgesOf(result: Answered): readonly number[] | null {
  const body = result?.body
  return body?.kind === 'figure' && 'edges' in body.figure ? (body.figure.edges ?? null) : null
}

/** The cell at codes of each dimension, null for the margin; undefined where it is absent. */
export function cellAt(
  table: ReleasedTable,
  codes: readonly (string | number | null)[],
): ReleasedTable['cells'][0] | undefined {
  const at = codes.map((code, i) =>
    code === null
      ? null
      : (table.dimensions[i]?.levels.findIndex((level) => level.code === String(code)) ?? -1),
  )
  return table.cells.find((cell) => cell.at.every((level, i) => level === at[i]))
}

/** A count of a table; an absent cell of named levels is 0, of a level that is not named null. */
export function countAt(result: Answered, codes: readonly (string | number | null)[]): number | null {
  const table = tableOf(result)
  if (table === null) return null
  const cell = cellAt(table, codes)
  if (cell !== undefined) return numberOf(cell.count)
  const named = codes.every(
    (code, i) => code === null || table.dimensions[i]?.levels.some((level) => level.code === String(code)),
  )
  return named ? 0 : null
}

/** The row of a summary: the first, or that of a level of its first `by`. */
export function rowOf(result: Answered): ReleasedSummary['rows'][0] | null {
  return result?.body.kind === 'summary' ? (result.body.rows[0] ?? null) : null
}

export function modelOf(result: Answered): ReleasedModel | null {
  return result?.body.kind === 'model' ? result.body : null
}

export function coefficient(result: Answered, term: string): number | null {
  return numberOf(modelOf(result)?.coefficients.find((one) => one.term === term)?.estimate)
}
