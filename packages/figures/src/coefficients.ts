/** Coefficients with their intervals, one line each, around no effect. Constants say nothing of an effect and are left out. */
import { axisX, dot, type Markish, plot, ruleX, ruleY, text } from '@observablehq/plot'
import {
  estimateTitle,
  inLanguage,
  type Language,
  MODEL_TITLES,
  type ReleasedFigure,
  type ReleasedModel,
} from '@sund/model'
import { type Drawing, type Ground, plainPicture } from './frame.js'
import { valueOf, write } from './numbers.js'
import { fitted, hatching, textWidth } from './svg.js'
import { colourOf } from './theme.js'
import { sentence, word } from './words.js'

export type CoefficientFigure = Extract<ReleasedFigure['figure'], { type: 'coefplot' }>

interface Line {
  label: string
  equation: string
  estimate: number | null
  lower: number | null
  upper: number | null
}

export const coefficientTitle = ({ model }: CoefficientFigure, language: Language): string =>
  `${inLanguage(MODEL_TITLES[model.model], language)}: ${model.outcome}`

function linesOf(model: ReleasedModel, language: Language): Line[] {
  const shown = model.coefficients.filter(({ term }) => term !== '_cons')
  const several = new Set(shown.map(({ equation }) => equation)).size > 1
  const scale = (value: number | null) => (value !== null && model.exponentiate ? Math.exp(value) : value)
  return shown.map(({ label, term, equation, estimate, lower, upper }) => {
    const name = inLanguage(label, language) || term
    return {
      label: several && equation ? `${equation}: ${name}` : name,
      equation: equation ?? '',
      estimate: scale(valueOf(estimate)),
      lower: scale(valueOf(lower)),
      upper: scale(valueOf(upper)),
    }
  })
}

export function coefficientSummary({ model }: CoefficientFigure, language: Language): string[] {
  const lines = linesOf(model, language).flatMap(({ label, estimate, lower, upper }) =>
    estimate === null || lower === null || upper === null
      ? []
      : [
          sentence(
            'effect',
            language,
            label,
            ...[estimate, lower, upper].map((value) => write(value, 'value', language)),
          ),
        ],
  )
  return lines.length === 0 ? [sentence('nothing', language)] : lines
}

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
        ticks: width < 480 ? 4 : 7,
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
