/** Survival curves with their confidence bands, and beneath the axis how many are at risk. */
import { areaY, axisX, axisY, line, plot, ruleX } from '@observablehq/plot'
import { inLanguage, type ReleasedSurvival } from '@sund/model'
import { type Drawing, type Ground, plainPicture } from './frame.js'
import { valueOf, write, writeReleased } from './numbers.js'
import { atRiskAt, groupName, lastTime, riskTimes } from './survival-text.js'
import { element, fitted } from './svg.js'
import { colourOf, dashOf } from './theme.js'
import { word } from './words.js'

const PLOT_HEIGHT = 300
const LINE = 19
const HEAD = 48
const [LEFT, RIGHT] = [52, 22]

export function drawSurvival(survival: ReleasedSurvival, ground: Ground): Drawing {
  const { document, width, language, theme } = ground
  const height = PLOT_HEIGHT + HEAD + survival.groups.length * 2 * LINE
  const times = riskTimes(survival, width < 480 ? 3 : 5)
  const curves = survival.groups.map((group) => [
    { time: 0, survival: 1, lower: 1, upper: 1 },
    ...group.steps.map((step) => ({
      time: step.time,
      survival: valueOf(step.survival),
      lower: valueOf(step.lower),
      upper: valueOf(step.upper),
    })),
  ])
  const end = lastTime(survival) || 1
  const picture = plainPicture(
    plot({
      document,
      width,
      height,
      style: { background: 'none' },
      marginTop: 12,
      marginLeft: LEFT,
      marginRight: RIGHT,
      marginBottom: height - PLOT_HEIGHT,
      x: { domain: [0, end], label: null },
      y: { domain: [0, 1], label: null, grid: true },
      marks: [
        axisY({ ticks: 5, tickSize: 0, tickFormat: (y: number) => percent(y, language) }),
        axisX(times, { tickFormat: (x: number) => write(x, 'value', language), tickSize: 4 }),
        ruleX([0], { stroke: theme.axis }),
        ...curves.flatMap((curve, index) => [
          areaY(curve, {
            x: 'time',
            y1: 'lower',
            y2: 'upper',
            curve: 'step-after',
            fill: colourOf(theme, index),
            fillOpacity: 0.16,
          }),
          line(curve, {
            x: 'time',
            y: 'survival',
            curve: 'step-after',
            stroke: colourOf(theme, index),
            strokeWidth: 2.2,
            strokeDasharray: dashOf(index),
          }),
        ]),
      ],
    }),
  )
  const text = (x: number, y: number, of: string, attributes: Record<string, string | number> = {}) =>
    picture.append(
      element(
        document,
        'text',
        { x, y, fill: theme.ink, 'font-size': 12, 'text-anchor': 'start', ...attributes },
        of,
      ),
    )
  const quiet = { fill: theme.quiet }
  text(width - 8, PLOT_HEIGHT + 38, inLanguage(survival.timeTitle, language), {
    ...quiet,
    'text-anchor': 'end',
  })
  text(8, PLOT_HEIGHT + 38, word('atRisk', language), quiet)
  const place = (time: number) => LEFT + (time / end) * (width - LEFT - RIGHT)
  for (const [index, group] of survival.groups.entries()) {
    const y = PLOT_HEIGHT + HEAD + index * 2 * LINE + 10
    const name = fitted(groupName(group, survival, language), width - 16)
    text(8, y, name, { fill: colourOf(theme, index), 'font-weight': 600 })
    for (const time of times) {
      const number = atRiskAt(group, time)
      if (number !== null)
        text(place(time), y + LINE - 2, writeReleased(number, 'count', language), { 'text-anchor': 'middle' })
    }
  }
  const legend = survival.groups.map((group) => ({ label: groupName(group, survival, language), line: true }))
  return { picture, height, legend }
}

const percent = (share: number, language: Ground['language']): string =>
  `${write(Math.round(share * 100), 'count', language)}${language === 'en' ? '%' : '\u00a0%'}`
