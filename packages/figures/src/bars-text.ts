/** What the bars of a figure stand for: how long each is, which are withheld, and the figure in words. */
import { inLanguage, type Language, type ReleasedFigure, type ReleasedNumber } from '@sund/model'
import {
  boundOf,
  confidenceOf,
  isWithheld,
  type NumberForm,
  valueOf,
  write,
  writeReleased,
} from './numbers.js'
import { joined, measureWord, sentence, word } from './words.js'

export type BarFigure = Extract<ReleasedFigure['figure'], { type: 'barchart' | 'histogram' }>

export interface Bar {
  /** Level of the first dimension, and its place. */
  label: string
  place: number
  /** Levels of the other dimensions, empty without any. */
  group: string
  groupPlace: number
  rest: number[]
  number: ReleasedNumber
  /** Edges of a histogram's bin. */
  from: number | null
  to: number | null
}

/** What a bar's length is. */
export function barMeasure({ value, table }: BarFigure, language: Language): string {
  if (value === 'frequency' || value === 'percent' || value === 'density') return word(value, language)
  const name = measureWord(value, language)
  return table.measure ? sentence('of', language, name, inLanguage(table.measure.title, language)) : name
}

export const barTitle = (figure: BarFigure, language: Language): string =>
  sentence(
    'by',
    language,
    barMeasure(figure, language),
    joined(
      figure.table.dimensions.map(({ title }) => title),
      language,
    ),
  )

export const formOf = ({ value }: BarFigure): NumberForm =>
  value === 'frequency' || value === 'count' ? 'count' : value === 'percent' ? 'percent' : 'value'

/** A bin by its edges. An open one holds what lies beyond too. */
function binLabel(
  { edges = [], open }: BarFigure,
  place: number,
  from: number,
  to: number,
  language: Language,
) {
  const last = edges.length - 2
  if (open && last > 0 && place === 0) return `≤ ${write(to, 'value', language)}`
  if (open && last > 0 && place === last) return `≥ ${write(from, 'value', language)}`
  return sentence('range', language, write(from, 'value', language), write(to, 'value', language))
}

export function barsOf(figure: BarFigure, language: Language): Bar[] {
  const { table, edges } = figure
  const name = (dimension: number, index: number) => {
    const level = table.dimensions[dimension]?.levels[index]
    if (level === undefined) return ''
    return level.code === null ? word('missing', language) : inLanguage(level.label, language) || level.code
  }
  const total = table.cells.find((cell) => cell.at.every((level) => level === null))?.count
  const groups = new Map<string, number>()
  return table.cells
    .filter((cell) => cell.at.length > 0 && cell.at.every((level) => level !== null))
    .map((cell) => {
      const [place = 0, ...rest] = cell.at as number[]
      const [from, to] = edges ? [edges[place] ?? null, edges[place + 1] ?? null] : [null, null]
      return {
        label: from !== null && to !== null ? binLabel(figure, place, from, to, language) : name(0, place),
        place,
        group: rest.map((index, i) => name(i + 1, index)).join(', '),
        rest,
        number: lengthOf(cell, figure, total, from !== null && to !== null ? to - from : 1),
        from,
        to,
      }
    })
    .sort((a, b) => compare(a.rest, b.rest) || a.place - b.place)
    .map((bar) => {
      if (!groups.has(bar.group)) groups.set(bar.group, groups.size)
      return { ...bar, groupPlace: groups.get(bar.group) as number }
    })
    .sort((a, b) => a.place - b.place || a.groupPlace - b.groupPlace)
}

const compare = (a: readonly number[], b: readonly number[]): number =>
  a.map((n, i) => n - (b[i] as number)).find((difference) => difference !== 0) ?? 0

/** A bar's length: as released, or a share worked out from released counts and their bounds. */
function lengthOf(
  cell: BarFigure['table']['cells'][number],
  figure: BarFigure,
  total: ReleasedNumber | undefined,
  width: number,
): ReleasedNumber {
  const { value } = figure
  if (value === 'frequency') return cell.count
  if (value !== 'percent' && value !== 'density') return cell.measures[value] ?? { value: null, error: 0 }
  if (value === 'percent' && cell.shares.cellpct) return cell.shares.cellpct
  const all = figure.type === 'histogram' ? wholeOf(cell, figure.table, total) : total
  const whole = valueOf(all)
  const count = valueOf(cell.count)
  if (count === null || !whole || boundOf(all) >= whole) return cell.count
  const unit = value === 'percent' ? 100 : 1 / width
  const most = (count + boundOf(cell.count)) / (whole - boundOf(all))
  const least = Math.max(0, count - boundOf(cell.count)) / (whole + boundOf(all))
  const confidence = confidenceOf(cell.count)
  return {
    value: (count / whole) * unit,
    error: Math.max(most - count / whole, count / whole - least) * unit,
    ...(confidence === null ? {} : { confidence }),
  }
}

/** Each group of a histogram is a histogram of its own, whose bars are shares of the group. */
const wholeOf = (
  { at }: BarFigure['table']['cells'][number],
  { cells }: BarFigure['table'],
  total: ReleasedNumber | undefined,
): ReleasedNumber | undefined => {
  const margin = at.map((level, dimension) => (dimension === 0 ? null : level))
  return cells.find((cell) => cell.at.join() === margin.join())?.count ?? total
}

/** The longest bar, the shortest, how many are withheld, and what the thin lines mean. */
export function barSummary(figure: BarFigure, language: Language): string[] {
  const bars = barsOf(figure, language)
  const shown = bars.filter(({ number }) => valueOf(number) !== null)
  const hidden = bars.filter(({ number }) => isWithheld(number)).length
  if (shown.length === 0) return [sentence('nothing', language)]
  const length = (bar: Bar) => valueOf(bar.number) as number
  const most = shown.reduce((best, bar) => (length(bar) > length(best) ? bar : best))
  const least = shown.reduce((best, bar) => (length(bar) < length(best) ? bar : best))
  const name = ({ label, group }: Bar) => (group ? `${label}, ${group}` : label)
  const text = ({ number }: Bar) => writeReleased(number, formOf(figure), language)
  const title = barTitle(figure, language)
  return [
    sentence('extremes', language, title, name(most), text(most), name(least), text(least)),
    ...(hidden > 0 ? [sentence('hidden', language, String(hidden))] : []),
    ...(shown.some(({ number }) => boundOf(number) > 0) && !figure.stacked
      ? [noiseSentence(shown, language)]
      : []),
  ]
}

/** What the thin lines mean: a bound that always holds, or one that mostly does. */
function noiseSentence(bars: readonly Bar[], language: Language): string {
  const confidences = bars.flatMap(({ number }) => confidenceOf(number) ?? [])
  return confidences.length === 0
    ? sentence('noise', language)
    : sentence('likelyNoise', language, String(Math.round(100 * Math.min(...confidences))))
}
