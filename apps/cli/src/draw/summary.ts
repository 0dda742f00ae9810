/** Summaries: one row for each variable (and group), one column for each statistic. */
import { inLanguage, type Language, type ReleasedSummary } from '@sund/model'
import type { Canvas } from './canvas.js'
import { drawGrid, type GridColumn } from './grid.js'
import { drawLacking, drawNumber } from './number.js'
import { word } from './words.js'

export function drawSummary({ by, rows }: ReleasedSummary, canvas: Canvas): string[] {
  const { language } = canvas
  const percentiles = [...new Set(rows.flatMap((row) => row.percentiles.map(({ p }) => p)))].sort(
    (a, b) => a - b,
  )
  const has = (name: 'gini' | 'iqr') => rows.some((row) => row[name] !== undefined)
  const extras = (['gini', 'iqr'] as const).filter(has)
  const right = (title: string): GridColumn => ({ title, align: 'right' })
  const columns: GridColumn[] = [
    { title: word('variable', language), align: 'left', label: true },
    ...by.map(({ title }) => ({ title: inLanguage(title, language), align: 'left' as const, label: true })),
    right(word('people', language)),
    right(word('missing', language)),
    right(word('mean', language)),
    right(word('sd', language)),
    ...percentiles.map((p) => right(`${p} %`)),
    ...extras.map((name) => right(word(name, language))),
  ]
  return drawGrid(
    columns,
    rows.map((row) => [
      nameOf(row, language),
      ...row.at.map((level, d) => {
        const found = by[d]?.levels[level]
        return found === undefined ? '' : inLanguage(found.label, language)
      }),
      drawNumber(row.n, 'count', language),
      drawLacking(row.missing, row.n, language),
      drawNumber(row.mean, 'number', language),
      drawNumber(row.sd, 'number', language),
      ...percentiles.map((p) =>
        drawNumber(row.percentiles.find((percentile) => percentile.p === p)?.value, 'number', language),
      ),
      ...extras.map((name) => drawNumber(row[name], 'number', language)),
    ]),
    canvas,
  )
}

/** The name that the script uses, then what it means when that says more, and the unit. */
function nameOf(
  { variable, title, unitOfMeasure }: ReleasedSummary['rows'][number],
  language: Language,
): string {
  const meaning = inLanguage(title, language)
  const more = [...(meaning === variable ? [] : [meaning]), ...(unitOfMeasure ? [unitOfMeasure] : [])]
  return more.length === 0 ? variable : `${variable} (${more.join(', ')})`
}
