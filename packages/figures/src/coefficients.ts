/** Coefficients with their intervals, one line each, around no effect. Constants say nothing of an effect and are left out. */
import { axisX, dot, type Markish, plot, ruleX, ruleY, text } from '@observablehq/plot'
import { estimateTitle, inLanguage } from '@sund/model'
import { type CoefficientFigure, type Line, linesOf } from './coefficients-text.js'
import { type Drawing, type Ground, plainPicture } from './frame.js'
import { write } from './numbers.js'
import { fitted, hatching, textWidth } from './svg.js'
import { colourOf } from './theme.js'
import { sentence, word } from './words.js'

const ROW = 32

export function drawCoefficients({ model }: CoefficientFigure, ground: Ground): Drawing {
  const { document, width, language, theme, id } = ground
  const lines = linesOf(model, language)
  const equations = [...new Set(lines.map(({ equation }) => equation))]
  const height = lines.length * ROW + 72
  const marginLeft = Math.min(Math.max(70, ...lines.map(({ label }) => textWidth(label) + 14)), width * 0.45)
  const none = model.exponentiate ? 1 : 0
  const shown = lines.filter(({ lower, upper }) => lower !== null && upper !== null)
  const hidden = lines.filter(({ estimate }) => estimate === null)
  const values = [none, ...shown.flatMap(({ lower, upper }) => [lower as number, upper as number])]
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const room = (most - least || 1) * 0.04
  const domain = model.exponentiate ? [least / 1.08, most * 1.08] : [least - room, most + room]
  const colour = ({ equation }: Line) => colourOf(theme, equations.indexOf(equation))
  const hatch: Markish = () => hatching(document, `${id}-hatch`, theme.hatch)
  const title = `${inLanguage(estimateTitle(model), language)}, ${sentence('interval', language, write(model.level, 'value', language))}`
  const picture = plot({
    document,
    width,
    height,
    style: { background: 'none' },
    marginLeft,
    marginTop: 12,
    marginBottom: 58,
    marginRight: 20,
    x: { type: model.exponentiate && least > 0 ? 'log' : 'linear', domain, label: null, grid: true },
    y: {
      type: 'point',
      label: null,
      domain: lines.map(({ label }) => label),
      tickFormat: (label: string) => fitted(label, marginLeft - 12),
      tickSize: 0,
    },
    marks: [
      hatch,
      axisX({
        label: null,
        ticks: model.exponentiate ? ratioTicks(domain as [number, number]) : width < 480 ? 4 : 7,
        tickFormat: (x: number) => write(x, 'value', language),
      }),
      ruleX([none], { stroke: theme.axis, strokeDasharray: '4 3' }),
      ruleY(shown, { y: 'label', x1: 'lower', x2: 'upper', stroke: colour, strokeWidth: 2 }),
      dot(shown, { y: 'label', x: 'estimate', r: 4.5, fill: colour }),
      text(hidden, {
        y: 'label',
        x: () => none,
        text: () => word('withheld', language),
        fill: theme.ink,
        textAnchor: 'start',
        dx: 6,
      }),
      text([title], { frameAnchor: 'bottom-right', dy: 46, fill: theme.quiet }),
    ],
  })
  return {
    picture: plainPicture(picture),
    height,
    legend: equations.length > 1 ? equations.map((label) => ({ label })) : [],
  }
}

/** Round ratios between two ends: 1, 2 and 5 times powers of ten where the ends lie far apart, else even steps. */
function ratioTicks([low, high]: readonly [number, number]): number[] {
  if (high / low > 8) {
    const powers = Array.from({ length: 17 }, (_, i) => 10 ** (i - 8))
    const all = powers.flatMap((power) => (high / low > 100 ? [power] : [power, 2 * power, 5 * power]))
    return all.filter((tick) => tick >= low && tick <= high)
  }
  const rough = (high - low) / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10)
  const first = Math.ceil(low / step)
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, i) => (first + i) * step)
}
