/** Bar charts and histograms as bars of text, one for each cell that the figure shows. */
import { inLanguage, type ReleasedFigure, type ReleasedNumber } from '@sund/model'
import { type Canvas, cut, pad, widthOf } from './canvas.js'
import { drawNumber, plainNumber, type Quantity } from './number.js'
import { word } from './words.js'

export type BarFigure = Extract<ReleasedFigure['figure'], { type: 'barchart' | 'histogram' }>
type Cell = BarFigure['table']['cells'][number]

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']

export function drawBars(figure: BarFigure, canvas: Canvas): string[] {
  const { table } = figure
  const { language } = canvas
  const bars = table.cells
    .filter((cell) => cell.at.length === 0 || cell.at.every((level) => level !== null))
    .map((cell) => ({
      label: label(cell, figure, canvas),
      number: length(cell, figure),
    }))
  const labels = Math.min(Math.floor(canvas.width / 3), Math.max(0, ...bars.map((bar) => widthOf(bar.label))))
  const values = bars.map(({ number }) => drawNumber(number, quantity(figure.value), language))
  const room = Math.max(5, canvas.width - labels - 3 - Math.max(0, ...values.map(widthOf)))
  const greatest = Math.max(0, ...bars.map(({ number }) => Math.abs(valueOf(number))))
  const what = table.measure
    ? `${word(figure.value, language)} · ${inLanguage(table.measure.title, language)}`
    : word(figure.value, language)
  return [
    canvas.tone(
      'quiet',
      [what, ...table.dimensions.map(({ title }) => inLanguage(title, language))].join(' · '),
    ),
    ...bars.map(
      (bar, i) =>
        `${pad(cut(bar.label, labels), labels, 'left')} ${canvas.tone('accent', drawBar(greatest === 0 ? 0 : (Math.abs(valueOf(bar.number)) / greatest) * room))} ${values[i]}`,
    ),
  ]
}

export function drawBar(length: number): string {
  const eighths = Math.round(length * 8)
  return '█'.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8]
}

/** A bar's length: as released, or worked out from released counts and their bounds. */
function length(cell: Cell, { type, value, edges, table }: BarFigure): ReleasedNumber | undefined {
  if (value === 'frequency' || value === 'count') return cell.measures.count ?? cell.count
  if (value === 'percent' && (cell.measures.percent ?? cell.shares.cellpct))
    return cell.measures.percent ?? cell.shares.cellpct
  if (value !== 'percent' && value !== 'density') return cell.measures[value]
  // Each group of a histogram is a histogram of its own.
  const margin = cell.at.map((level, d) => (d === 0 || type === 'barchart' ? null : level)).join()
  const total = table.cells.find(({ at }) => at.join() === margin)?.count
  const [bin = 0] = cell.at
  const width = edges ? (edges[(bin ?? 0) + 1] ?? 1) - (edges[bin ?? 0] ?? 0) : 1
  return share(cell.count, total, value === 'percent' ? 100 : 1 / width)
}

/** `part / whole × factor`, with the largest error that the errors of both allow. */
function share(
  part: ReleasedNumber,
  whole: ReleasedNumber | undefined,
  factor: number,
): ReleasedNumber | undefined {
  if (whole === undefined || 'withheld' in part) return part
  if ('withheld' in whole) return whole
  if (part.value === null || !whole.value || whole.error >= whole.value) return { value: null, error: 0 }
  const value = part.value / whole.value
  const most = (part.value + part.error) / (whole.value - whole.error)
  const least = Math.max(0, part.value - part.error) / (whole.value + whole.error)
  const { confidence } = part
  const error = Math.max(most - value, value - least) * factor
  return { value: value * factor, error, ...(confidence === undefined ? {} : { confidence }) }
}

const quantity = (value: BarFigure['value']): Quantity =>
  value === 'frequency' || value === 'count' ? 'count' : value === 'percent' ? 'percent' : 'number'

const valueOf = (number: ReleasedNumber | undefined): number =>
  number === undefined || 'withheld' in number ? 0 : (number.value ?? 0)

function label(cell: Cell, { edges, open, table }: BarFigure, { language }: Canvas): string {
  const last = (edges?.length ?? 0) - 2
  return cell.at
    .map((level, d) => {
      const found = level === null ? undefined : table.dimensions[d]?.levels[level]
      if (found === undefined) return word('total', language)
      const from = d === 0 && level !== null ? edges?.[level] : undefined
      const until = d === 0 && level !== null ? edges?.[level + 1] : undefined
      if (from !== undefined && until !== undefined && open && last > 0 && (level === 0 || level === last))
        return level === 0
          ? `≤ ${plainNumber(until, 'edge', language)}`
          : `≥ ${plainNumber(from, 'edge', language)}`
      return from !== undefined && until !== undefined
        ? `${plainNumber(from, 'edge', language)} – ${plainNumber(until, 'edge', language)}`
        : inLanguage(found.label, language)
    })
    .join(' · ')
}
