/** Figures as a terminal can show them: bars, boxes, shades and lines made of characters, each with its numbers. */
import { boxesOf, flowsOf, hexagonsOf } from '@sund/figures/reading'
import { equationTitle, inLanguage, type ReleasedFigure } from '@sund/model'
import { drawBar, drawBars } from './bars.js'
import { type Canvas, cut, pad, widthOf } from './canvas.js'
import { drawGrid } from './grid.js'
import { drawModel } from './model.js'
import { drawNumber, plainNumber } from './number.js'
import { drawSummary } from './summary.js'
import { word } from './words.js'

type Figure = ReleasedFigure['figure']
type FigureOf<T extends Figure['type']> = Extract<Figure, { type: T }>

const FIGURES: { [T in Figure['type']]: (figure: FigureOf<T>, canvas: Canvas) => string[] } = {
  barchart: drawBars,
  histogram: drawBars,
  piechart: drawShares,
  boxplot: drawBoxes,
  hexbin: drawHexagons,
  sankey: drawFlows,
  coefplot: drawCoefficients,
}

export function drawFigure({ figure }: ReleasedFigure, canvas: Canvas): string[] {
  return (FIGURES[figure.type] as (figure: Figure, canvas: Canvas) => string[])(figure, canvas)
}

/** The shares of a pie as bars of their counts. */
function drawShares({ table }: FigureOf<'piechart'>, canvas: Canvas): string[] {
  return drawBars({ type: 'barchart', value: 'percent', stacked: false, horizontal: true, table }, canvas)
}

/** `├───[██│██]────┤` on one scale, and beneath the numbers. */
function drawBoxes({ summary }: FigureOf<'boxplot'>, canvas: Canvas): string[] {
  const { language } = canvas
  const boxes = boxesOf(summary, language)
  const values = boxes.flatMap(({ low, p25, median, p75, high }) =>
    [low, p25, median, p75, high].filter((value) => value !== null),
  )
  const labels = Math.min(
    Math.floor(canvas.width / 3),
    Math.max(0, ...boxes.map(({ label }) => widthOf(label))),
  )
  const room = Math.max(10, canvas.width - labels - 1)
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const place = (value: number) =>
    most > least ? Math.round(((value - least) / (most - least)) * (room - 1)) : Math.floor(room / 2)
  const lines = boxes.map((box) => {
    const name = pad(cut(box.label, labels), labels, 'left')
    if (box.median === null || box.p25 === null || box.p75 === null)
      return `${name} ${word('withheld', language)}`
    const cells = Array<string>(room).fill(' ')
    const fill = (from: number | null, to: number | null, mark: string) => {
      if (from === null || to === null) return
      for (let i = place(from); i <= place(to); i++) cells[i] = mark
    }
    fill(box.low, box.p25, '─')
    fill(box.p75, box.high, '─')
    fill(box.p25, box.p75, '▒')
    if (box.low !== null) cells[place(box.low)] = '├'
    if (box.high !== null) cells[place(box.high)] = '┤'
    cells[place(box.median)] = '█'
    return `${name} ${canvas.tone('accent', cells.join('').trimEnd())}`
  })
  return [...lines, '', ...drawSummary(summary, canvas)]
}

const SHADES = ['░', '▒', '▓', '█']

/** Hexagons as shades: each row of them a line, every other half a place further. */
function drawHexagons(figure: FigureOf<'hexbin'>, canvas: Canvas): string[] {
  const { language } = canvas
  const { x, y } = figure.grid
  const hexagons = hexagonsOf(figure)
  const most = Math.max(0, ...hexagons.map(({ count }) => count))
  const height = (value: number) => Math.round((value - y.low) / (y.step * (Math.sqrt(3) / 2)))
  const rows = Math.max(0, ...hexagons.map((hexagon) => height(hexagon.y)))
  const name = (axis: typeof x) =>
    inLanguage(axis.title, language) + (axis.unitOfMeasure ? ` (${axis.unitOfMeasure})` : '')
  const edge = (value: number) => plainNumber(value, 'edge', language)
  const lines = Array.from({ length: rows + 1 }, (_, i) => {
    const row = rows - i
    const cells: string[] = []
    for (const hexagon of hexagons.filter((one) => height(one.y) === row)) {
      const at = Math.max(0, Math.round(((hexagon.x - x.low) / x.step) * 2))
      const shade =
        SHADES[Math.min(3, Math.floor((4 * Math.sqrt(hexagon.count)) / Math.sqrt(most || 1)))] ?? '█'
      for (const place of [at, at + 1]) cells[place] = shade
    }
    return canvas.tone('accent', Array.from(cells, (cell) => cell ?? ' ').join(''))
  })
  return [
    canvas.tone('quiet', `↑ ${name(y)} ${edge(y.low)} – ${edge(y.high)}`),
    ...lines,
    canvas.tone('quiet', `→ ${name(x)} ${edge(x.low)} – ${edge(x.high)}`),
    `█ ${word('most', language)} ${plainNumber(most, 'count', language)}`,
  ]
}

/** Flows as a table, the largest of each step first, with bars. */
function drawFlows(figure: FigureOf<'sankey'>, canvas: Canvas): string[] {
  const { language } = canvas
  return figure.tables.flatMap((table, step) => {
    const [from, to] = table.dimensions
    const { states, flows } = flowsOf({ ...figure, tables: [table] }, language)
    const label = (id: string) => states.find((state) => state.id === id)?.label ?? ''
    const largest = Math.max(1, ...flows.map(({ value }) => value))
    const hidden = table.cells.filter(({ count }) => 'withheld' in count).length
    return [
      ...(step > 0 ? [''] : []),
      ...drawGrid(
        [
          { title: inLanguage(from?.title ?? {}, language), align: 'left', label: true },
          { title: `→ ${inLanguage(to?.title ?? {}, language)}`, align: 'left', label: true },
          { title: word('frequency', language), align: 'right' },
          { title: '', align: 'left' },
        ],
        [...flows]
          .sort((a, b) => b.value - a.value)
          .map(({ source, target, value }) => [
            label(source),
            label(target),
            plainNumber(value, 'count', language),
            drawBar((value / largest) * 20),
          ]),
        canvas,
      ),
      ...(hidden > 0 ? [`${hidden} ${word('withheld', language)}`] : []),
    ]
  })
}

/** Intervals on one scale, `┊` where there is no effect, above the model's own table. */
function drawCoefficients({ model }: FigureOf<'coefplot'>, canvas: Canvas): string[] {
  const { language } = canvas
  const lines = model.coefficients
    .filter(({ term }) => term !== '_cons')
    .map(({ equation, label, lower, estimate, upper }) => ({
      label: [equation === undefined ? null : equationTitle(model.model, equation), label]
        .flatMap((text) => (text === null ? [] : [inLanguage(text, language)]))
        .join(': '),
      ends: [lower, estimate, upper].map((number) => ('withheld' in number ? null : number.value)),
    }))
  const values = [0, ...lines.flatMap(({ ends }) => ends.filter((value) => value !== null))]
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const labels = Math.min(
    Math.floor(canvas.width / 3),
    Math.max(0, ...lines.map(({ label }) => widthOf(label))),
  )
  const room = Math.max(10, canvas.width - labels - 1)
  const place = (value: number) =>
    most > least ? Math.round(((value - least) / (most - least)) * (room - 1)) : 0
  const drawn = lines.map(({ label, ends: [lower, estimate, upper] }) => {
    const name = pad(cut(label, labels), labels, 'left')
    if (lower == null || estimate == null || upper == null)
      return `${name} ${drawNumber({ withheld: 'M1' }, 'number', language)}`
    const cells = Array<string>(room).fill(' ')
    for (let i = place(lower); i <= place(upper); i++) cells[i] = '─'
    if (cells[place(0)] === ' ') cells[place(0)] = '┊'
    cells[place(estimate)] = '●'
    return `${name} ${canvas.tone('accent', cells.join('').trimEnd())}`
  })
  return [...drawn, '', ...drawModel(model, canvas)]
}
