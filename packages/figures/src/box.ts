/** Boxes: quartiles with the median, and whiskers to the outermost percentiles that may be shown. No single value is drawn. */
import { axisX, barX, type Markish, plot, ruleX, ruleY, text, tickX } from '@observablehq/plot'
import { type Box, type BoxFigure, boxesOf } from './box-text.js'
import { type Drawing, type Ground, plainPicture } from './frame.js'
import { write } from './numbers.js'
import { fitted, hatching, textWidth } from './svg.js'
import { colourOf } from './theme.js'
import { word } from './words.js'

const ROW = 46

export function drawBoxes({ summary }: BoxFigure, { document, width, language, theme, id }: Ground): Drawing {
  const boxes = boxesOf(summary, language)
  const variables = [...new Set(boxes.map(({ variable }) => variable))]
  const units = new Set(summary.rows.map(({ unitOfMeasure }) => unitOfMeasure ?? ''))
  const [unit] = units.size === 1 ? units : ['']
  const height = boxes.length * ROW + 58
  const marginLeft = Math.min(Math.max(60, ...boxes.map(({ label }) => textWidth(label) + 14)), width * 0.4)
  const whole = boxes.filter((box) => box.p25 !== null && box.p75 !== null)
  const hidden = boxes.filter((box) => box.median === null)
  const values = boxes.flatMap(({ low, p25, median, p75, high }) =>
    [low, p25, median, p75, high].filter((value) => value !== null),
  )
  const [least, most] = values.length > 0 ? [Math.min(...values), Math.max(...values)] : [0, 1]
  const room = (most - least || 1) * 0.04
  const colour = ({ variable }: Box) => colourOf(theme, variables.indexOf(variable))
  const hatch: Markish = () => hatching(document, `${id}-hatch`, theme.hatch)
  const ends = whole.flatMap((box) =>
    [box.low, box.high].flatMap((value) => (value === null ? [] : [{ label: box.label, value }])),
  )
  const picture = plot({
    document,
    width,
    height,
    style: { background: 'none' },
    marginLeft,
    marginTop: 14,
    marginBottom: 42,
    marginRight: 20,
    x: { label: null, grid: true, domain: [least - room, most + room] },
    y: {
      label: null,
      domain: boxes.map(({ label }) => label),
      tickFormat: (label: string) => fitted(label, marginLeft - 12),
      tickSize: 0,
    },
    marks: [
      hatch,
      axisX({
        label: null,
        ticks: width < 480 ? 4 : 7,
        tickFormat: (x: number) => write(x, 'value', language),
      }),
      ruleY(
        whole.filter((box) => box.low !== null),
        { y: 'label', x1: 'low', x2: 'p25', stroke: theme.ink },
      ),
      ruleY(
        whole.filter((box) => box.high !== null),
        { y: 'label', x1: 'p75', x2: 'high', stroke: theme.ink },
      ),
      tickX(ends, { y: 'label', x: 'value', stroke: theme.ink, insetTop: 11, insetBottom: 11 }),
      barX(whole, {
        y: 'label',
        x1: 'p25',
        x2: 'p75',
        fill: colour,
        fillOpacity: 0.35,
        stroke: colour,
        insetTop: 5,
        insetBottom: 5,
      }),
      tickX(
        boxes.filter((box) => box.median !== null),
        { y: 'label', x: 'median', stroke: theme.ink, strokeWidth: 2.4, insetTop: 5, insetBottom: 5 },
      ),
      barX(hidden, {
        y: 'label',
        x1: () => least,
        x2: () => least + (most - least || 1) * 0.2,
        fill: `url(#${id}-hatch)`,
        insetTop: 9,
        insetBottom: 9,
      }),
      text(hidden, {
        y: 'label',
        x: () => least + (most - least || 1) * 0.2,
        text: () => word('withheld', language),
        textAnchor: 'start',
        dx: 6,
        fill: theme.ink,
      }),
      ...(unit ? [text([unit], { frameAnchor: 'bottom-right', dy: 36, fill: theme.quiet })] : []),
      ruleX([least - room], { stroke: theme.axis }),
    ],
  })
  return { picture: plainPicture(picture), height, legend: [] }
}
