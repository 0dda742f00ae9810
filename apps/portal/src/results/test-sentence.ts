/** A test of significance in one sentence. */
import { type ReleasedModel, TEST_TITLES } from '@sund/model'
import type { Words } from '../words/en.js'
import { said } from '../words/language.js'
import { decimalsOf, formatNumber, formatReleased } from './numbers.js'

/** The test, of what it is where a result has several of a kind, its value, its degrees of freedom and its p. */
export function testSentence(test: ReleasedModel['tests'][number], words: Words): string {
  const p = formatReleased(test.p, 'p', words)
  const df = [test.degreesOfFreedom, test.denominator]
    .filter((value) => value !== undefined)
    .map((value) => formatNumber(value, 'value', words.locale))
    .join(` ${words.results.and} `)
  const title = said(TEST_TITLES[test.name], words.language)
  return `${words.results.test(
    test.of === undefined ? title : `${title} (${test.of})`,
    formatReleased(test.value, 'value', words, Math.min(2, decimalsOf(test.value, 2))),
    df,
    p.startsWith('<') ? p : `= ${p}`,
  )}.`
}
