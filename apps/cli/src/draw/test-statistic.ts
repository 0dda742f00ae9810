/** Significance tests, which tables, curves and models have beneath them, in a line. */
import { inLanguage, type ReleasedModel, TEST_TITLES, testSymbol } from '@sund/model'
import { type Canvas, wrap } from './canvas.js'
import { drawNumber } from './number.js'

export function drawTest(test: ReleasedModel['tests'][number], { width, language }: Canvas): string[] {
  const { name, of, value, degreesOfFreedom, denominator, p } = test
  const freedom = denominator === undefined ? `${degreesOfFreedom}` : `${degreesOfFreedom}, ${denominator}`
  const shownP = drawNumber(p, 'p', language)
  const symbol = `${testSymbol(test)}(${freedom})`
  const shownAs = shownP.startsWith('<') ? shownP.replace('<', '< ') : `= ${shownP}`
  return wrap(
    `${inLanguage(TEST_TITLES[name], language)}${of === undefined ? '' : ` (${of})`}: ${symbol} = ${drawNumber(value, 'number', language)}, p ${shownAs}`,
    width,
    '  ',
  )
}
