/**
 * Rows and columns as aligned text that never gets wider than the terminal: columns that do not fit come in further
 * bands below, each with the label columns again.
 */
import { type Canvas, cut, pad, widthOf } from './canvas.js'

export interface GridColumn {
  title: string
  align: 'left' | 'right'
  /** Repeated in each band: says what the row is. */
  label?: boolean
}

const GAP = '  '

/** Lines of a grid. Every row has one cell for each column. */
export function drawGrid(
  columns: readonly GridColumn[],
  rows: readonly (readonly string[])[],
  canvas: Canvas,
): string[] {
  const labels = columns.flatMap((column, i) => (column.label ? [i] : []))
  const most = Math.max(8, Math.floor((canvas.width * 0.55) / Math.max(1, labels.length)))
  const widths = columns.map((column, i) => {
    const widest = Math.max(widthOf(column.title), ...rows.map((row) => widthOf(row[i] ?? '')))
    return column.label ? Math.min(widest, most) : Math.min(widest, canvas.width)
  })
  const line = (cells: readonly string[], band: readonly number[]) =>
    band
      .map((i) =>
        pad(cut(cells[i] ?? '', widths[i] as number), widths[i] as number, columns[i]?.align ?? 'left'),
      )
      .join(GAP)
      .trimEnd()
  return bands(columns, widths, labels, canvas.width).flatMap((band, n) => [
    ...(n > 0 ? [''] : []),
    canvas.tone(
      'heading',
      line(
        columns.map(({ title }) => title),
        band,
      ),
    ),
    ...rows.map((row) => line(row, band)),
  ])
}

/** Which columns stand side by side. */
function bands(
  columns: readonly GridColumn[],
  widths: readonly number[],
  labels: readonly number[],
  room: number,
): number[][] {
  const labelWidth = labels.reduce((sum, i) => sum + (widths[i] as number) + GAP.length, 0)
  const result: number[][] = [[...labels]]
  let used = labelWidth
  for (const [i, column] of columns.entries()) {
    if (column.label) continue
    const width = (widths[i] as number) + GAP.length
    const band = result.at(-1) as number[]
    if (used + width - GAP.length > room && band.length > labels.length) {
      result.push([...labels, i])
      used = labelWidth + width
    } else {
      band.push(i)
      used += width
    }
  }
  return result
}
