/** Hexagons by their centres, and the plane of them in words. */
import { type Described, inLanguage, type Language, type ReleasedFigure } from '@sund/model'
import { valueOf, write } from './numbers.js'
import { sentence } from './words.js'

export type HexagonFigure = Extract<ReleasedFigure['figure'], { type: 'hexbin' }>

const SLANT = Math.sqrt(3) / 2

export const axisTitle = (
  { title, unitOfMeasure }: Pick<Described, 'title'> & { unitOfMeasure?: string | undefined },
  language: Language,
): string => inLanguage(title, language) + (unitOfMeasure ? ` (${unitOfMeasure})` : '')

export const hexagonTitle = ({ grid }: HexagonFigure, language: Language): string =>
  sentence('together', language, inLanguage(grid.x.title, language), inLanguage(grid.y.title, language))

/** The hexagons that may be shown, by their centres. */
export function hexagonsOf({ table, grid }: HexagonFigure): { x: number; y: number; count: number }[] {
  return table.cells.flatMap(({ at: [place], count }) => {
    const code = place === null || place === undefined ? null : table.dimensions[0]?.levels[place]?.code
    const n = valueOf(count)
    if (!code || !n) return []
    const [q = 0, r = 0] = code.split(',').map(Number)
    return [{ x: grid.x.low + (q + r / 2) * grid.x.step, y: grid.y.low + r * SLANT * grid.y.step, count: n }]
  })
}

export function hexagonSummary(figure: HexagonFigure, language: Language): string[] {
  const hexagons = hexagonsOf(figure)
  if (hexagons.length === 0) return [sentence('nothing', language)]
  const most = hexagons.reduce((best, one) => (one.count > best.count ? one : best))
  const text = (value: number) => write(value, 'value', language)
  return [
    sentence(
      'hexagons',
      language,
      write(hexagons.length, 'count', language),
      write(most.count, 'count', language),
      `${inLanguage(figure.grid.x.title, language)} ${text(Number(most.x.toPrecision(3)))}`,
      `${inLanguage(figure.grid.y.title, language)} ${text(Number(most.y.toPrecision(3)))}`,
    ),
    sentence('empty', language),
  ]
}
