/** Boxes as they can be drawn from what was released, and in words. */
import { inLanguage, type Language, type ReleasedFigure, type ReleasedSummary } from '@sund/model'
import { valueOf, write } from './numbers.js'
import { joined, sentence, word } from './words.js'

export type BoxFigure = Extract<ReleasedFigure['figure'], { type: 'boxplot' }>

/** A box as it can be drawn from what was released. */
export interface Box {
  label: string
  variable: string
  /** Whiskers end here; null where no percentile beyond the quartile may be shown. */
  low: number | null
  p25: number | null
  median: number | null
  p75: number | null
  high: number | null
}

export const boxTitle = ({ summary }: BoxFigure, language: Language): string => {
  const variables = new Map(summary.rows.map(({ variable, title }) => [variable, title]))
  const spread = sentence('spread', language, joined([...variables.values()], language))
  return summary.by.length === 0
    ? spread
    : sentence(
        'by',
        language,
        spread,
        joined(
          summary.by.map(({ title }) => title),
          language,
        ),
      )
}

export function boxesOf(summary: ReleasedSummary, language: Language): Box[] {
  const several = new Set(summary.rows.map(({ variable }) => variable)).size > 1
  return summary.rows.map((row) => {
    const groups = row.at.map((index, dimension) => {
      const level = summary.by[dimension]?.levels[index]
      return level === undefined || level.code === null
        ? word('missing', language)
        : inLanguage(level.label, language) || level.code
    })
    const at = (p: number) => valueOf(row.percentiles.find((percentile) => percentile.p === p)?.value)
    const outermost = (shares: readonly number[]) =>
      shares.map(at).find((value) => value !== null && value !== undefined) ?? null
    return {
      label: [...(several || groups.length === 0 ? [inLanguage(row.title, language)] : []), ...groups].join(
        ', ',
      ),
      variable: row.variable,
      low: outermost([1, 5, 10]),
      p25: at(25),
      median: at(50),
      p75: at(75),
      high: outermost([99, 95, 90]),
    }
  })
}

export function boxSummary({ summary }: BoxFigure, language: Language): string[] {
  const text = (value: number | null) =>
    value === null ? word('withheld', language) : write(value, 'value', language)
  const boxes = boxesOf(summary, language)
  return [
    ...boxes.map(({ label, median, p25, p75 }) =>
      median === null
        ? sentence('boxHidden', language, label)
        : sentence('box', language, label, text(median), text(p25), text(p75)),
    ),
    sentence('whiskers', language, '1', '99'),
  ]
}
