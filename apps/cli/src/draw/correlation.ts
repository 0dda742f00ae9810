/** Correlations as the lower triangle of a matrix; who stands behind each pair and its p in triangles of their own. */
import { inLanguage, type ReleasedCorrelation } from '@sund/model'
import type { Canvas } from './canvas.js'
import { drawGrid } from './grid.js'
import { drawNumber, type Quantity } from './number.js'
import { word } from './words.js'

type Pair = ReleasedCorrelation['pairs'][number]

export function drawCorrelation(correlation: ReleasedCorrelation, canvas: Canvas): string[] {
  const { covariance, show, variables, pairs } = correlation
  const { language } = canvas
  const triangle = (title: string, of: (pair: Pair) => Pair['value'], quantity: Quantity) => [
    canvas.tone('quiet', title),
    ...drawGrid(
      [
        { title: '', align: 'left', label: true },
        ...variables.map(({ variable }) => ({ title: variable, align: 'right' as const })),
      ],
      variables.map(({ title }, i) => [
        inLanguage(title, language),
        ...variables.map((_, j) => {
          const pair = pairs.find(({ at }) => at[0] === i && at[1] === j)
          return pair ? drawNumber(of(pair), quantity, language) : ''
        }),
      ]),
      canvas,
    ),
  ]
  return [
    ...triangle(word(covariance ? 'covariance' : 'correlation', language), ({ value }) => value, 'number'),
    ...(show.p ? ['', ...triangle(word('pValues', language), ({ p }) => p, 'p')] : []),
    ...(show.units ? ['', ...triangle(word('behind', language), ({ units }) => units, 'count')] : []),
  ]
}
