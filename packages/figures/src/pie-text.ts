/** The slices of a pie, and the pie in words. */
import { inLanguage, type Language, type ReleasedFigure } from '@sund/model'
import { isWithheld, valueOf, write, writeReleased } from './numbers.js'
import { sentence, word } from './words.js'

export type PieFigure = Extract<ReleasedFigure['figure'], { type: 'piechart' }>

export const pieTitle = ({ table }: PieFigure, language: Language): string =>
  sentence('shares', language, inLanguage(table.dimensions[0]?.title ?? {}, language))

interface Slice {
  label: string
  share: number
  text: string
}

/** Shares of all who have a value; what they lack of the whole is withheld. */
export function slicesOf({ table }: PieFigure, language: Language): { slices: Slice[]; hidden: number } {
  const cells = table.cells.filter(({ at }) => at[0] !== null)
  const total = valueOf(table.cells.find(({ at }) => at[0] === null)?.count)
  const shown = cells.flatMap((cell) => {
    const count = valueOf(cell.count)
    if (!count) return []
    const level = table.dimensions[0]?.levels[cell.at[0] as number]
    const label =
      level === undefined || level.code === null
        ? word('missing', language)
        : inLanguage(level.label, language) || level.code
    return [{ label, count, text: writeReleased(cell.shares.cellpct, 'percent', language) }]
  })
  const sum = shown.reduce((all, { count }) => all + count, 0)
  const hidden = cells.filter(({ count }) => isWithheld(count)).length
  // Rows that names.ts took away are withheld too: then the shown ones fall short of the total.
  const whole = Math.max(sum, hidden > 0 || shown.length === 0 ? (total ?? sum) : sum) || 1
  return { slices: shown.map(({ label, count, text }) => ({ label, share: count / whole, text })), hidden }
}

export function pieSummary(figure: PieFigure, language: Language): string[] {
  const { slices, hidden } = slicesOf(figure, language)
  const lines = slices.map(({ label, text }) => `${label}: ${text}`)
  return [
    lines.length === 0 ? sentence('nothing', language) : `${lines.join(', ')}.`,
    ...(hidden > 0 ? [sentence('hidden', language, write(hidden, 'count', language))] : []),
  ]
}
