/** Models: what was fitted on how many, the coefficients with intervals, fit, tests and notes. */
import {
  estimateTitle,
  FIT_TITLES,
  type FitName,
  inLanguage,
  MODEL_TITLES,
  type ReleasedModel,
  type ReleasedNumber,
} from '@sund/model'
import { type Canvas, wrap } from './canvas.js'
import { drawGrid, type GridColumn } from './grid.js'
import { drawNumber, plainNumber } from './number.js'
import { drawTest } from './test-statistic.js'
import { word } from './words.js'

export function drawModel(model: ReleasedModel, canvas: Canvas): string[] {
  const { language } = canvas
  const number = (value: ReleasedNumber) => drawNumber(value, 'number', language)
  const right = (title: string): GridColumn => ({ title, align: 'right' })
  const grid = drawGrid(
    [
      { title: word('term', language), align: 'left', label: true },
      right(inLanguage(estimateTitle(model), language)),
      right(`${plainNumber(model.level, 'number', language)} % ${word('interval', language)}`),
      right(word('standardError', language)),
      right(model.model === 'regress' ? 't' : 'z'),
      right('p'),
    ],
    model.coefficients.map(({ label, estimate, lower, upper, standardError, statistic, p }) => [
      inLanguage(label, language),
      number(ratio(estimate, model)),
      'withheld' in lower || 'withheld' in upper
        ? word('withheld', language)
        : `${number(ratio(lower, model))} – ${number(ratio(upper, model))}`,
      number(standardError),
      number(statistic),
      drawNumber(p, 'p', language),
    ]),
    canvas,
  )
  const fit = Object.entries(model.fit).map(
    ([name, value]) =>
      `${inLanguage(FIT_TITLES[name as FitName], language)} ${drawNumber(value, name === 'events' ? 'count' : 'number', language)}`,
  )
  return [
    ...wrap(
      `${inLanguage(MODEL_TITLES[model.model], language)}: ${model.outcome}. ${drawNumber(model.used, 'count', language)} ${word('used', language)}, ${drawNumber(model.missing, 'count', language)} ${word('leftOut', language)}.`,
      canvas.width,
    ),
    '',
    ...grid,
    '',
    ...(fit.length > 0 ? wrap(fit.join(' · '), canvas.width) : []),
    ...model.tests.flatMap((test) => drawTest(test, canvas)),
    ...model.notes.flatMap((note) => wrap(note, canvas.width)),
  ]
}

/** Estimates are kept on the scale on which they are fitted; ratios are for the eye. */
function ratio(number: ReleasedNumber, { exponentiate }: ReleasedModel): ReleasedNumber {
  if (!exponentiate || 'withheld' in number || number.value === null) return number
  const value = Math.exp(number.value)
  return { value, error: number.error === 0 ? 0 : value * Math.expm1(number.error) }
}
