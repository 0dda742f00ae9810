/** The lines of a figure of coefficients, and the figure in words. */
import {
  equationTitle,
  inLanguage,
  type Language,
  MODEL_TITLES,
  type ReleasedFigure,
  type ReleasedModel,
} from '@sund/model'
import { valueOf, write } from './numbers.js'
import { sentence } from './words.js'

export type CoefficientFigure = Extract<ReleasedFigure['figure'], { type: 'coefplot' }>

export interface Line {
  label: string
  equation: string
  estimate: number | null
  lower: number | null
  upper: number | null
}

export const coefficientTitle = ({ model }: CoefficientFigure, language: Language): string =>
  `${inLanguage(MODEL_TITLES[model.model], language)}: ${model.outcome}`

export function linesOf(model: ReleasedModel, language: Language): Line[] {
  const shown = model.coefficients.filter(({ term }) => term !== '_cons')
  const several = new Set(shown.map(({ equation }) => equation)).size > 1
  const scale = (value: number | null) => (value !== null && model.exponentiate ? Math.exp(value) : value)
  return shown.map(({ label, term, equation, estimate, lower, upper }) => {
    const name = inLanguage(label, language) || term
    const block = equation === undefined ? '' : inLanguage(equationTitle(model.model, equation), language)
    return {
      label: several && block ? `${block}: ${name}` : name,
      equation: block,
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
