/** The bars of a figure, from its released table: what each stands for, how long it is, and which are withheld. */
import type { Language, ReleasedFigure, ReleasedNumber } from '@sund/model'
import type { Words } from '../words/en.js'
import { said, titleAndName } from '../words/language.js'
import { decimalsFor, formatNumber, formatReleased, isWithheld, type NumberForm, valueOf } from './numbers.js'

export interface Bar {
  /** Level of the first dimension, and its place. */
  label: string
  place: number
  /** Level of the second dimension, empty without one. */
  group: string
  groupPlace: number
  number: ReleasedNumber
  /** Edges of a histogram's bin. */
  from: number | null
  to: number | null
}

/** A bar's length as text, with as many decimals as all the bars together deserve. */
export const writeBar = (
  bars: readonly Bar[],
  body: ReleasedFigure,
  words: Words,
): ((bar: Bar) => string) => {
  const decimals = decimalsFor(bars.map(({ number }) => number))
  return ({ number }) => formatReleased(number, barForm(body), words, decimals)
}

/** How the lengths of a figure's bars are written. */
function barForm({ figure }: ReleasedFigure): NumberForm {
  if (figure.value === 'frequency' || figure.value === 'count') return 'count'
  return figure.value === 'percent' ? 'percentage' : 'value'
}

/** The words for what a bar's length is. */
export function barMeasure({ figure, table }: ReleasedFigure, words: Words, language: Language): string {
  if (figure.value === 'frequency') return words.results.frequency
  if (figure.value === 'percent') return words.results.percentOf
  if (figure.value === 'density') return words.results.density
  const name = words.results.measures[figure.value]
  return table.measure
    ? words.results.of(
        name,
        titleAndName(table.measure, (text) => said(text, language)),
      )
    : name
}

export function barsOf(body: ReleasedFigure, words: Words, language: Language): Bar[] {
  const { table, figure } = body
  const total = table.cells.find((cell) => cell.at.every((level) => level === null))?.count
  return table.cells
    .filter((cell) => cell.at.length > 0 && cell.at.every((level) => level !== null))
    .map((cell): Bar => {
      const [place = 0, groupPlace = 0] = cell.at as number[]
      const name = (dimension: number, index: number) => {
        const level = table.dimensions[dimension]?.levels[index]
        return level === undefined
          ? ''
          : level.code === null
            ? words.results.missing
            : said(level.label, language) || level.code
      }
      const [from, to] = figure.edges
        ? [figure.edges[place] ?? null, figure.edges[place + 1] ?? null]
        : [null, null]
      const write = (edge: number) => formatNumber(edge, 'value', words.locale)
      return {
        label: from !== null && to !== null ? words.results.barTo(write(from), write(to)) : name(0, place),
        place,
        group: table.dimensions.length > 1 ? name(1, groupPlace) : '',
        groupPlace,
        number: lengthOf(cell, body, total, from !== null && to !== null ? to - from : 1),
        from,
        to,
      }
    })
    .sort((a, b) => a.place - b.place || a.groupPlace - b.groupPlace)
}

/** A bar's length: as released, or a share worked out from released counts and their bounds. */
function lengthOf(
  cell: ReleasedFigure['table']['cells'][number],
  { figure }: ReleasedFigure,
  total: ReleasedNumber | undefined,
  width: number,
): ReleasedNumber {
  if (figure.value === 'frequency') return cell.count
  if (figure.value !== 'percent' && figure.value !== 'density')
    return cell.measures[figure.value] ?? { value: null, error: 0 }
  if (figure.value === 'percent' && cell.shares.cellpct) return cell.shares.cellpct
  const all = total ? valueOf(total) : null
  if (isWithheld(cell.count) || cell.count.value === null || !all) return cell.count
  const unit = figure.value === 'percent' ? 100 / all : 1 / (all * width)
  return { value: cell.count.value * unit, error: cell.count.error * unit }
}

/** The figure in words: the longest bar, the shortest, and how many are withheld. */
export function figureSummary(body: ReleasedFigure, words: Words, language: Language): string {
  const bars = barsOf(body, words, language)
  const shown = bars.filter((bar) => valueOf(bar.number) !== null)
  const hidden = bars.filter((bar) => isWithheld(bar.number)).length
  if (shown.length === 0) return words.results.figureEmpty
  const length = (bar: Bar) => valueOf(bar.number) as number
  const most = shown.reduce((best, bar) => (length(bar) > length(best) ? bar : best))
  const least = shown.reduce((best, bar) => (length(bar) < length(best) ? bar : best))
  const name = (bar: Bar) => (bar.group ? `${bar.label}, ${bar.group}` : bar.label)
  const write = writeBar(bars, body, words)
  const titles = body.table.dimensions
    .map(({ title }) => said(title, language))
    .join(` ${words.results.and} `)
  const sentence = words.results.figureSummary(
    barMeasure(body, words, language),
    titles,
    name(most),
    write(most),
    name(least),
    write(least),
  )
  return hidden === 0 ? sentence : `${sentence} ${words.results.figureWithheld(hidden)}`
}
