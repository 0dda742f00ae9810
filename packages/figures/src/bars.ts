/** Bar charts and histograms. A withheld bar is hatched; a thin line at its end shows how far the unprotected number may be. */
import {
  axisX,
  axisY,
  barX,
  barY,
  line,
  type Markish,
  plot,
  rectY,
  ruleX,
  ruleY,
  text,
} from '@observablehq/plot'
import { inLanguage, type Language } from '@sund/model'
import { type Bar, type BarFigure, barMeasure, barsOf, formOf } from './bars-text.js'
import { type Drawing, type Ground, plainPicture } from './frame.js'
import { boundOf, isWithheld, valueOf, write, writeReleased } from './numbers.js'
import { element, fitted, hatching, textWidth } from './svg.js'
import { colourOf } from './theme.js'

export function drawBars(figure: BarFigure, ground: Ground): Drawing {
  const bars = barsOf(figure, ground.language)
  const groups = [...new Map(bars.map((bar) => [bar.group, bar.groupPlace])).keys()]
  const hatch: Markish = () => hatching(ground.document, `${ground.id}-hatch`, ground.theme.hatch)
  const upright = figure.type === 'barchart' && !figure.horizontal && fits(bars, groups, figure, ground)
  if (figure.type === 'histogram') return histogram(figure, bars, groups, hatch, ground)
  return (upright ? standing : lying)(figure, bars, groups, hatch, ground)
}

/** Upright bars need room for their names beneath them. */
function fits(
  bars: readonly Bar[],
  groups: readonly string[],
  figure: BarFigure,
  { width }: Ground,
): boolean {
  const labels = [...new Set(bars.map((bar) => bar.label))]
  const room = (width - 70) / Math.max(1, labels.length)
  const side = groups.length > 1 && !figure.stacked ? groups.length : 1
  return labels.every((label) => textWidth(label) < room - 6) && room / side > 22
}

type Draw = (
  figure: BarFigure,
  bars: readonly Bar[],
  groups: readonly string[],
  hatch: Markish,
  ground: Ground,
) => Drawing

const low = ({ number }: Bar) => Math.max(0, (valueOf(number) ?? 0) - boundOf(number))
const high = ({ number }: Bar) => (valueOf(number) ?? 0) + boundOf(number)
const greatest = (bars: readonly Bar[]): number => Math.max(0, ...bars.map(high)) || 1

const histogram: Draw = (figure, bars, groups, hatch, ground) => {
  const { document, width, language, theme, id } = ground
  const height = 230 * Math.max(1, groups.length) + 40
  const shown = bars.filter(({ number }) => valueOf(number) !== null)
  const hidden = bars.filter(({ number }) => isWithheld(number))
  const facet = groups.length > 1 ? { fy: 'group' } : {}
  // Without edges the values are whole numbers: each bar is one wide.
  const edge = (side: 'from' | 'to') => (bar: Bar) =>
    bar[side] ?? Number(figure.table.dimensions[0]?.levels[bar.place]?.code) + (side === 'from' ? -0.5 : 0.5)
  const place = { ...facet, x1: edge('from'), x2: edge('to'), insetLeft: 0.5, insetRight: 0.5 }
  const middle = (bar: Bar) => (edge('from')(bar) + edge('to')(bar)) / 2
  const bounded = shown.filter(({ number }) => boundOf(number) > 0)
  const curve = figure.normal ? normalCurve(figure, bars, edge) : []
  const picture = plot({
    document,
    width,
    height,
    style: { background: 'none' },
    marginTop: 26,
    marginLeft: 62,
    marginRight: groups.length > 1 ? 90 : 16,
    marginBottom: 42,
    fy: { label: null, domain: groups },
    x: { label: null },
    y: { label: null, grid: true, domain: [0, Math.max(greatest(bars), ...curve.map(({ y }) => y))] },
    marks: [
      hatch,
      axisY({ label: null, ticks: 4, tickSize: 0, tickFormat: (y: number) => write(y, 'value', language) }),
      axisX({ label: null, tickFormat: (x: number) => write(x, 'value', language) }),
      rectY(shown, {
        ...place,
        y: (bar: Bar) => valueOf(bar.number),
        fill: (bar: Bar) => colourOf(theme, bar.groupPlace),
      }),
      rectY(hidden, { ...place, y: () => greatest(bars) * 0.12, fill: `url(#${id}-hatch)` }),
      ruleX(bounded, { ...facet, x: middle, y1: low, y2: high, stroke: theme.ink, strokeOpacity: 0.7 }),
      ...(curve.length > 0
        ? [line(curve, { ...facet, x: 'x', y: 'y', stroke: theme.ink, strokeWidth: 1.6 })]
        : []),
      ruleY([0], { stroke: theme.axis }),
    ],
  })
  return { picture: titled(picture, figure, height, ground), height, legend: [] }
}

/** The picture with what its lengths are above, and for a histogram what lies along beneath. */
function titled(
  drawn: SVGSVGElement | HTMLElement,
  figure: BarFigure,
  height: number,
  { document, width, language, theme }: Ground,
): SVGSVGElement {
  const picture = plainPicture(drawn)
  const quiet = (at: Record<string, string | number>, of: string) =>
    picture.append(element(document, 'text', { fill: theme.quiet, 'text-anchor': 'start', ...at }, of))
  quiet({ x: 8, y: 13 }, barMeasure(figure, language))
  if (figure.type === 'histogram')
    quiet({ x: width - 16, y: height - 5, 'text-anchor': 'end' }, axisTitle(figure, language))
  return picture
}

const axisTitle = (figure: BarFigure, language: Language): string => {
  const unit = figure.table.measure?.unitOfMeasure
  const title = inLanguage(figure.table.dimensions[0]?.title ?? {}, language)
  return unit ? `${title} (${unit})` : title
}

/** The normal density with the released mean and standard deviation of each group, on the scale of the bars. */
function normalCurve(
  { table, value }: BarFigure,
  bars: readonly Bar[],
  edge: (side: 'from' | 'to') => (bar: Bar) => number,
): { x: number; y: number; group: string }[] {
  const [from, to] = [Math.min(...bars.map(edge('from'))), Math.max(...bars.map(edge('to')))]
  return [...new Map(bars.map((bar) => [bar.group, bar])).values()].flatMap((bar) => {
    const margin = table.cells.find(({ at }) => at[0] === null && at.slice(1).join() === bar.rest.join())
    const [mean, sd, n] = [margin?.measures.mean, margin?.measures.sd, margin?.count].map(valueOf)
    if (mean == null || !sd || n == null) return []
    const width = edge('to')(bar) - edge('from')(bar)
    const scale = value === 'frequency' ? n * width : value === 'percent' ? 100 * width : 1
    return Array.from({ length: 121 }, (_, i) => {
      const x = from + ((to - from) * i) / 120
      const density = Math.exp(-0.5 * ((x - mean) / sd) ** 2) / (sd * Math.sqrt(2 * Math.PI))
      return { x, y: density * scale, group: bar.group }
    })
  })
}

const standing: Draw = (figure, bars, groups, hatch, ground) => {
  const { document, width, language, theme, id } = ground
  const height = 320
  const side = groups.length > 1 && !figure.stacked
  const domain = [...new Map(bars.map((bar) => [bar.label, bar.place])).keys()]
  const shown = bars.filter(({ number }) => valueOf(number) !== null)
  const hidden = bars.filter(({ number }) => isWithheld(number))
  const most = figure.stacked ? tallest(bars, domain) : greatest(bars)
  const x = side ? { fx: 'label' as const, x: 'group' as const } : { x: 'label' as const }
  const picture = plot({
    document,
    width,
    height,
    style: { background: 'none' },
    marginTop: 28,
    marginLeft: 62,
    marginBottom: 34,
    ...(side
      ? { fx: { domain, label: null, padding: 0.15 }, x: { axis: null, label: null, domain: groups } }
      : { x: { domain, label: null } }),
    y: {
      domain: [Math.min(0, ...shown.map((bar) => valueOf(bar.number) ?? 0)), most],
      label: null,
      grid: true,
    },
    marks: [
      hatch,
      axisY({ label: null, ticks: 5, tickSize: 0, tickFormat: (y: number) => write(y, 'value', language) }),
      barY(shown, {
        ...x,
        y: (bar: Bar) => valueOf(bar.number),
        fill: (bar: Bar) => colourOf(theme, bar.groupPlace),
        insetLeft: 1,
        insetRight: 1,
      }),
      barY(hidden, { ...x, y: () => most * 0.12, fill: `url(#${id}-hatch)`, stroke: theme.axis }),
      ...(figure.stacked && groups.length > 1
        ? []
        : [
            ruleX(
              shown.filter(({ number }) => boundOf(number) > 0),
              { ...x, y1: low, y2: high, stroke: theme.ink },
            ),
          ]),
      ruleY([0], { stroke: theme.axis }),
    ],
  })
  return {
    picture: titled(picture, figure, height, ground),
    height,
    legend: groups.map((label) => ({ label })),
  }
}

const lying: Draw = (figure, bars, groups, hatch, ground) => {
  const { document, width, language, theme, id } = ground
  const side = groups.length > 1 && !figure.stacked
  const domain = [...new Map(bars.map((bar) => [bar.label, bar.place])).keys()]
  const height = 62 + domain.length * (side ? groups.length * 24 + 14 : 34)
  const marginLeft = Math.min(
    Math.max(60, Math.max(...domain.map((label) => textWidth(label))) + 12),
    width * 0.4,
  )
  const shown = bars.filter(({ number }) => valueOf(number) !== null)
  const hidden = bars.filter(({ number }) => isWithheld(number))
  const most = figure.stacked ? tallest(bars, domain) : greatest(bars)
  const y = side ? { fy: 'label' as const, y: 'group' as const } : { y: 'label' as const }
  const cutLabel = (label: string) => fitted(label, marginLeft - 10)
  const said = ({ number }: Bar) => writeReleased(number, formOf(figure), language)
  const plain = !(figure.stacked && groups.length > 1)
  const picture = plot({
    document,
    width,
    height,
    style: { background: 'none' },
    marginTop: 28,
    marginLeft,
    marginRight: 74,
    marginBottom: 30,
    x: {
      domain: [Math.min(0, ...shown.map((bar) => valueOf(bar.number) ?? 0)), most],
      label: null,
      grid: true,
    },
    ...(side
      ? {
          fy: { domain, label: null, padding: 0.15, axis: 'left' as const, tickFormat: cutLabel },
          y: { axis: null, label: null, domain: groups },
        }
      : { y: { domain, label: null, tickFormat: cutLabel } }),
    marks: [
      hatch,
      axisX({
        tickFormat: (x: number) => write(x, 'value', language),
        ticks: width < 480 ? 3 : 5,
        tickSize: 0,
        label: null,
      }),
      barX(shown, {
        ...y,
        x: (bar: Bar) => valueOf(bar.number),
        fill: (bar: Bar) => colourOf(theme, bar.groupPlace),
        insetTop: 2,
        insetBottom: 2,
      }),
      barX(hidden, {
        ...y,
        x: () => most * 0.22,
        fill: `url(#${id}-hatch)`,
        stroke: theme.axis,
        insetTop: 2,
        insetBottom: 2,
      }),
      ...(plain
        ? [
            ruleY(
              shown.filter(({ number }) => boundOf(number) > 0),
              { ...y, x1: low, x2: high, stroke: theme.ink },
            ),
            text(shown, { ...y, x: high, text: said, textAnchor: 'start', dx: 5, fill: theme.ink }),
          ]
        : []),
      text(hidden, { ...y, x: () => most * 0.22, text: said, textAnchor: 'start', dx: 5, fill: theme.ink }),
      ruleX([0], { stroke: theme.axis }),
    ],
  })
  return {
    picture: titled(picture, figure, height, ground),
    height,
    legend: groups.map((label) => ({ label })),
  }
}

/** The longest stack. */
const tallest = (bars: readonly Bar[], labels: readonly string[]): number =>
  Math.max(
    ...labels.map((label) =>
      bars.filter((bar) => bar.label === label).reduce((sum, bar) => sum + (valueOf(bar.number) ?? 0), 0),
    ),
  ) || 1
