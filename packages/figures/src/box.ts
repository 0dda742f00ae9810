/** Boxes: quartiles with the median, and whiskers to the outermost percentiles that may be shown. No single value is drawn. */
import { axisX, barX, type Markish, plot, ruleX, ruleY, text, tickX } from '@observablehq/plot'
import { inLanguage, type Language, type ReleasedFigure, type ReleasedSummary } from '@sund/model'
import { type Drawing, type Ground, plainPicture } from './frame.js'
import { valueOf, write } from './numbers.js'
import { fitted, hatching, textWidth } from './svg.js'
import { colourOf } from './theme.js'
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
