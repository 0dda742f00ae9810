/** Bar charts and histograms, drawn from released values only. A withheld bar is hatched and carries the word. */
import { axisX, axisY, barX, type Markish, plot, rectY, ruleX, ruleY, text } from '@observablehq/plot'
import type { ReleasedFigure } from '@sund/model'
import { useCallback, useId, useMemo } from 'react'
import { useReading } from '../words/reading.js'
import { type Bar, barMeasure, barsOf, figureSummary, writeBar } from './figure-data.js'
import { formatNumber, isWithheld, valueOf } from './numbers.js'
import { Picture, seriesOf } from './picture.js'

export default function FigurePicture({ body }: { body: ReleasedFigure }) {
  const { words, language, say } = useReading()
  const hatch = `hatch${useId().replace(/\W/g, '')}`
  const bars = useMemo(() => barsOf(body, words, language), [body, words, language])
  const places = new Set(bars.map((bar) => bar.label)).size
  const groups = new Set(bars.map((bar) => bar.group)).size
  const histogram = body.figure.type === 'histogram'
  const height = histogram
    ? 240 * groups + 40
    : 60 + places * (groups > 1 && !body.figure.stacked ? groups * 24 + 14 : 34)
  const draw = useCallback(
    (width: number) => {
      const length = (bar: Bar) => valueOf(bar.number)
      const most = Math.max(0, ...bars.map((bar) => length(bar) ?? 0)) || 1
      const shown = bars.filter((bar) => length(bar) !== null)
      const hidden = bars.filter((bar) => isWithheld(bar.number))
      const tick = (value: number) => formatNumber(value, 'value', words.locale)
      const colour = (bar: Bar) => seriesOf(bar.groupPlace).colour
      const common = { width, height, className: 'chart', marginTop: 24 }
      const title = barMeasure(body, words, language)
      if (histogram) {
        const facet = groups > 1 ? { fy: 'group' } : {}
        return plot({
          ...common,
          marginLeft: 56,
          marginBottom: 40,
          fy: { label: null },
          x: { label: null },
          y: { label: null, grid: true },
          marks: [
            hatching(hatch),
            axisY({ label: null, tickFormat: tick, ticks: 4, tickSize: 0 }),
            axisX({ label: null, tickFormat: tick }),
            text([title], { frameAnchor: 'top-left', dy: -18, dx: -48, className: 'chart-title' }),
            text([say(body.table.dimensions[0]?.title ?? {})], {
              frameAnchor: 'bottom-right',
              dy: 36,
              className: 'chart-title',
            }),
            rectY(shown, {
              ...facet,
              x1: edge('from'),
              x2: edge('to'),
              y: length,
              fill: colour,
              insetLeft: 0.5,
              insetRight: 0.5,
            }),
            rectY(hidden, {
              ...facet,
              x1: edge('from'),
              x2: edge('to'),
              y: () => most * 0.12,
              fill: `url(#${hatch})`,
              insetLeft: 0.5,
              insetRight: 0.5,
            }),
            ruleY([0], { stroke: 'var(--chart-axis)' }),
          ],
        })
      }
      const longest = Math.max(...bars.map((bar) => bar.label.length))
      const marginLeft = Math.min(Math.max(60, longest * 7.4 + 12), width * 0.4)
      const domain = [...new Map(bars.map((bar) => [bar.label, bar.place])).keys()]
      const most_ = body.figure.stacked
        ? Math.max(
            ...domain.map((label) =>
              bars.filter((bar) => bar.label === label).reduce((sum, bar) => sum + (length(bar) ?? 0), 0),
            ),
          )
        : most
      const side = groups > 1 && !body.figure.stacked
      const y = side ? { fy: 'label' as const, y: 'group' as const } : { y: 'label' as const }
      const write = writeBar(bars, body, words)
      return plot({
        ...common,
        marginLeft,
        marginRight: 64,
        marginBottom: 28,
        x: { domain: [0, most_], label: null, grid: true },
        ...(side
          ? { fy: { domain, label: null, padding: 0.15 }, y: { axis: null, label: null } }
          : { y: { domain, label: null } }),
        marks: [
          hatching(hatch),
          axisX({ tickFormat: tick, ticks: width < 480 ? 3 : 5, tickSize: 0, label: null }),
          text([title], { frameAnchor: 'top-left', dy: -18, className: 'chart-title' }),
          barX(shown, { ...y, x: length, fill: colour, insetTop: 2, insetBottom: 2 }),
          barX(hidden, {
            ...y,
            x: () => most_ * 0.22,
            fill: `url(#${hatch})`,
            stroke: 'var(--chart-axis)',
            insetTop: 2,
            insetBottom: 2,
          }),
          ...(body.figure.stacked && groups > 1
            ? []
            : [text(shown, { ...y, x: length, text: write, textAnchor: 'start', dx: 5 })]),
          text(hidden, { ...y, x: () => most_ * 0.22, text: write, textAnchor: 'start', dx: 5 }),
          ruleX([0], { stroke: 'var(--chart-axis)' }),
        ],
      })
    },
    [body, bars, words, language, say, height, histogram, groups, hatch],
  )
  return <Picture draw={draw} height={height} label={figureSummary(body, words, language)} />
}

/** A histogram without edges has whole numbers: each bar is one wide. */
const edge = (side: 'from' | 'to') => (bar: Bar) =>
  bar[side] ?? Number(bar.label) + (side === 'from' ? -0.5 : 0.5)

/** The pattern of what is withheld, the same as in tables. */
const hatching =
  (id: string): Markish =>
  () => {
    const namespace = 'http://www.w3.org/2000/svg'
    const pattern = document.createElementNS(namespace, 'pattern')
    for (const [name, value] of Object.entries({
      id,
      width: '6',
      height: '6',
      patternUnits: 'userSpaceOnUse',
      patternTransform: 'rotate(45)',
    }))
      pattern.setAttribute(name, value)
    const stroke = document.createElementNS(namespace, 'line')
    for (const [name, value] of Object.entries({ y2: '6', stroke: 'var(--hatch)', 'stroke-width': '3' }))
      stroke.setAttribute(name, value)
    pattern.append(stroke)
    const defs = document.createElementNS(namespace, 'defs')
    defs.append(pattern)
    return defs
  }
