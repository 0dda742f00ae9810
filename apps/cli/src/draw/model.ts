/**
 * Models: what was fitted on how many, the coefficients with intervals (those of each equation in a grid of its own), marginal
 * effects, the table of an analysis of variance, fit, tests and notes.
 */
import {
  equationTitle,
  estimateTitle,
  FIT_TITLES,
  type FitName,
  inLanguage,
  MODEL_TITLES,
  type ReleasedCoefficient,
  type ReleasedModel,
  type ReleasedNumber,
} from '@sund/model'
import { type Canvas, wrap } from './canvas.js'
import { drawGrid, type GridColumn } from './grid.js'
import { drawLacking, drawNumber, plainNumber } from './number.js'
import { drawTest } from './test-statistic.js'
import { word } from './words.js'

export function drawModel(model: ReleasedModel, canvas: Canvas): string[] {
  const { language } = canvas
  const fit = Object.entries(model.fit).map(
    ([name, value]) =>
      `${inLanguage(FIT_TITLES[name as FitName], language)} ${drawNumber(value, name === 'events' ? 'count' : 'number', language)}`,
  )
  const squares = model.tests.filter(({ sumOfSquares }) => sumOfSquares !== undefined)
  const beneath = [
    ...(fit.length > 0 ? wrap(fit.join(' · '), canvas.width) : []),
    ...model.tests
      .filter(({ sumOfSquares }) => sumOfSquares === undefined)
      .flatMap((test) => drawTest(test, canvas)),
    ...model.notes.flatMap((note) => wrap(note, canvas.width)),
  ]
  return [
    ...wrap(
      `${inLanguage(MODEL_TITLES[model.model], language)}: ${model.outcome}. ${drawNumber(model.used, 'count', language)} ${word('used', language)}, ${drawLacking(model.missing, model.used, language)} ${word('leftOut', language)}.`,
      canvas.width,
    ),
    ...(model.coefficients.length > 0 ? ['', ...drawEquations(model, model.coefficients, canvas)] : []),
    ...(model.margins
      ? [
          '',
          canvas.tone('quiet', word('margins', language)),
          ...drawEquations(
            { ...model, exponentiate: false },
            model.margins,
            canvas,
            word('effect', language),
          ),
        ]
      : []),
    ...(squares.length > 0 ? ['', ...drawVariance(squares, model, canvas)] : []),
    ...(beneath.length > 0 ? ['', ...beneath] : []),
  ]
}

/** A grid for each equation under its name, in the order in which they come. */
function drawEquations(
  model: ReleasedModel,
  coefficients: readonly ReleasedCoefficient[],
  canvas: Canvas,
  estimateName?: string,
): string[] {
  const { language } = canvas
  const title = (equation: string) => inLanguage(equationTitle(model.model, equation), language)
  const equations = [...new Set(coefficients.map(({ equation }) => equation))]
  return equations.flatMap((equation, i) => [
    ...(i > 0 ? [''] : []),
    ...(equation === undefined ? [] : [canvas.tone('quiet', title(equation))]),
    ...drawCoefficients(
      model,
      coefficients.filter((one) => one.equation === equation),
      canvas,
      estimateName ?? inLanguage(estimateTitle(model, equation), language),
    ),
  ])
}

function drawCoefficients(
  model: ReleasedModel,
  coefficients: readonly ReleasedCoefficient[],
  canvas: Canvas,
  estimateName: string,
): string[] {
  const { language } = canvas
  const number = (value: ReleasedNumber) => drawNumber(value, 'number', language)
  const right = (title: string): GridColumn => ({ title, align: 'right' })
  return drawGrid(
    [
      { title: word('term', language), align: 'left', label: true },
      right(estimateName),
      right(`${plainNumber(model.level, 'number', language)} % ${word('interval', language)}`),
      right(word('standardError', language)),
      right(model.model === 'regress' || model.model === 'ci' ? 't' : 'z'),
      right('p'),
    ],
    coefficients.map(({ label, estimate, lower, upper, standardError, statistic, p }) => [
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
}

/** Sources of variance with their sums of squares and F tests, what is left last. */
function drawVariance(tests: ReleasedModel['tests'], model: ReleasedModel, canvas: Canvas): string[] {
  const { language } = canvas
  const columns = ['sumOfSquares', 'degrees'] as const
  const rows = tests.map(({ of, sumOfSquares, degreesOfFreedom, value, p }) => [
    of ?? word('model', language),
    drawNumber(sumOfSquares, 'number', language),
    plainNumber(degreesOfFreedom, 'count', language),
    drawNumber(value, 'number', language),
    drawNumber(p, 'p', language),
  ])
  const left = tests[0]?.denominator
  return drawGrid(
    [
      { title: word('source', language), align: 'left', label: true },
      ...[...columns.map((name) => word(name, language)), 'F', 'p'].map((title) => ({
        title,
        align: 'right' as const,
      })),
    ],
    [
      ...rows,
      [
        word('residual', language),
        drawNumber(model.fit.residualSumOfSquares, 'number', language),
        left === undefined ? '' : plainNumber(left, 'count', language),
        '',
        '',
      ],
    ],
    canvas,
  )
}

/** Estimates are kept on the scale on which they are fitted; ratios are for the eye. */
function ratio(number: ReleasedNumber, { exponentiate }: ReleasedModel): ReleasedNumber {
  if (!exponentiate || 'withheld' in number || number.value === null) return number
  const value = Math.exp(number.value)
  return { value, error: number.error === 0 ? 0 : value * Math.expm1(number.error) }
}
