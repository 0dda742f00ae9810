/**
 * Tables: the first dimension makes the rows, all others the columns, as shares count them; one grid for each thing shown
 * (counts, shares, measures). A table of one dimension is a single grid with a column for each thing shown.
 */
import { inLanguage, type ReleasedNumber, type ReleasedTable } from '@sund/model'
import type { Canvas } from './canvas.js'
import { drawGrid } from './grid.js'
import { drawNumber, type Quantity } from './number.js'
import { drawTest } from './test-statistic.js'
import { word } from './words.js'

type Cell = ReleasedTable['cells'][number]
type Level = ReleasedTable['dimensions'][number]['levels'][number]

/** One thing that each cell shows. */
interface Face {
  title: string
  text(cell: Cell | undefined): string
}

export function drawTable(table: ReleasedTable, canvas: Canvas): string[] {
  const { language } = canvas
  const [down, ...across] = table.dimensions
  const byPlace = new Map(table.cells.map((cell) => [cell.at.join(), cell]))
  const shown = faces(table, canvas)
  const rows: (number | null)[] = (down ? [...down.levels.keys(), null] : []).filter((row) =>
    table.cells.some((cell) => cell.at[0] === row),
  )
  const columns = positions(across.map(({ levels }) => levels.length)).filter((place) =>
    table.cells.some((cell) => cell.at.slice(1).join() === place.join()),
  )
  const label = {
    title: down ? inLanguage(down.title, language) : '',
    align: 'left' as const,
    label: true,
  }
  const rowName = (row: number | null) => levelText(row === null ? null : down?.levels[row], canvas)
  const columnName = (place: readonly (number | null)[]) =>
    place.every((level) => level === null)
      ? word('total', language)
      : place
          .map((level, d) => levelText(level === null ? null : across[d]?.levels[level], canvas))
          .join(' · ')
  const grids =
    across.length === 0
      ? [
          drawGrid(
            [label, ...shown.map(({ title }) => ({ title, align: 'right' as const }))],
            rows.map((row) => [rowName(row), ...shown.map(({ text }) => text(byPlace.get(`${row ?? ''}`)))]),
            canvas,
          ),
        ]
      : shown.map(({ title, text }) => [
          canvas.tone('quiet', [title, ...across.map((one) => inLanguage(one.title, language))].join(' · ')),
          ...drawGrid(
            [label, ...columns.map((place) => ({ title: columnName(place), align: 'right' as const }))],
            rows.map((row) => [
              rowName(row),
              ...columns.map((place) => text(byPlace.get([row, ...place].join()))),
            ]),
            canvas,
          ),
        ])
  const lines = grids.flatMap((grid, n) => (n > 0 ? ['', ...grid] : grid))
  return table.test === null ? lines : [...lines, '', ...drawTest(table.test, canvas)]
}

/** The name of a level: a margin (null) is the total, a level without code are the missing values. */
function levelText(level: Level | null | undefined, canvas: Canvas): string {
  if (level === null || level === undefined) return word('total', canvas.language)
  return inLanguage(level.label, canvas.language)
}

function faces({ show, measure }: ReleasedTable, { language }: Canvas): Face[] {
  const face = (
    title: string,
    pick: (cell: Cell) => ReleasedNumber | undefined,
    quantity: Quantity,
  ): Face => ({
    title,
    text: (cell) => drawNumber(cell === undefined ? undefined : pick(cell), quantity, language),
  })
  return [
    ...(show.frequency ? [face(word('frequency', language), ({ count }) => count, 'count')] : []),
    ...show.shares.map((share) => face(word(share, language), ({ shares }) => shares[share], 'percent')),
    ...(measure === null
      ? []
      : measure.show.map((name) =>
          face(
            `${word(name, language)} ${inLanguage(measure.title, language)}${measure.unitOfMeasure ? ` (${measure.unitOfMeasure})` : ''}`,
            ({ measures }) => measures[name],
            name === 'count' ? 'count' : name === 'percent' ? 'percent' : 'number',
          ),
        )),
  ]
}

/** All combinations of levels, each dimension's margin last. */
function positions(sizes: readonly number[]): (number | null)[][] {
  return sizes.reduce<(number | null)[][]>(
    (rows, size) => rows.flatMap((row) => [...Array(size).keys(), null].map((level) => [...row, level])),
    [[]],
  )
}
