/** Kaplan–Meier curves with their confidence bands, and under the axis who is at risk. Loaded when the first curve is shown. */
import { areaY, axisX, axisY, line, plot, ruleX, text } from '@observablehq/plot'
import type { ReleasedSurvival } from '@sund/model'
import { useCallback, useMemo } from 'react'
import { useReading } from '../words/reading.js'
import { formatNumber, formatReleased, valueOf, withPercent } from './numbers.js'
import { Picture, seriesOf } from './picture.js'
import { atRiskAt, groupName, lastTime, riskTimes, survivalSummary } from './survival-text.js'

const PLOT_HEIGHT = 300
const LINE = 19

export const survivalHeight = (groups: number): number => PLOT_HEIGHT + 52 + groups * 2 * LINE + LINE

export default function SurvivalPicture({ survival }: { survival: ReleasedSurvival }) {
  const { words, language, say } = useReading()
  const height = survivalHeight(survival.groups.length)
  const points = useMemo(
    () =>
      survival.groups.flatMap((group, index) =>
        [
          { time: 0, survival: 1, lower: 1, upper: 1 },
          ...group.steps.map((step) => ({
            time: step.time,
            survival: valueOf(step.survival),
            lower: valueOf(step.lower),
            upper: valueOf(step.upper),
          })),
        ].map((point) => ({ ...point, group: index })),
      ),
    [survival],
  )
  const draw = useCallback(
    (width: number) => {
      const times = riskTimes(survival, width < 480 ? 3 : 5)
      const of = (index: number) => points.filter((point) => point.group === index)
      const below = (rows: number) => PLOT_HEIGHT - 18 + 52 + rows * LINE
      return plot({
        width,
        height,
        marginTop: 12,
        marginLeft: 46,
        marginRight: 18,
        marginBottom: height - PLOT_HEIGHT,
        className: 'chart',
        x: { domain: [0, lastTime(survival) || 1], label: null },
        y: { domain: [0, 1], label: null },
        marks: [
          axisY({
            ticks: 5,
            tickFormat: (y: number) =>
              withPercent(formatNumber(y * 100, 'count', words.locale), words.locale),
            tickSize: 0,
          }),
          axisX(times, { tickFormat: (x: number) => formatNumber(x, 'value', words.locale), tickSize: 4 }),
          ruleX([0], { stroke: 'var(--chart-axis)' }),
          ...survival.groups.flatMap((_, index) => [
            areaY(of(index), {
              x: 'time',
              y1: 'lower',
              y2: 'upper',
              curve: 'step-after',
              fill: seriesOf(index).colour,
              fillOpacity: 0.16,
            }),
            line(of(index), {
              x: 'time',
              y: 'survival',
              curve: 'step-after',
              stroke: seriesOf(index).colour,
              strokeWidth: 2.2,
              strokeDasharray: seriesOf(index).dash,
            }),
          ]),
          text([say(survival.timeTitle)], {
            frameAnchor: 'bottom-right',
            dy: 40,
            className: 'chart-title',
          }),
          text([words.results.atRisk], {
            frameAnchor: 'bottom-left',
            dy: 40,
            dx: -40,
            className: 'chart-title',
          }),
          ...survival.groups.flatMap((group, index) => [
            text([groupName(group, survival, words, language)], {
              frameAnchor: 'bottom-left',
              dx: -40,
              dy: below(index * 2) - PLOT_HEIGHT + 28,
              fill: seriesOf(index).colour,
              fontWeight: 600,
            }),
            text(
              times
                .map((time) => ({ time, number: atRiskAt(group, time) }))
                .filter(({ number }) => number !== null),
              {
                x: 'time',
                frameAnchor: 'bottom',
                dy: below(index * 2 + 1) - PLOT_HEIGHT + 28,
                text: ({ number }) => (number === null ? '' : formatReleased(number, 'count', words)),
              },
            ),
          ]),
        ],
      })
    },
    [survival, points, words, language, say, height],
  )
  return <Picture draw={draw} height={height} label={survivalSummary(survival, words, language).join(' ')} />
}
