/** A survival curve in words and numbers: the summary that stands for the picture, and who is at risk when. */
import { type Language, type ReleasedNumber, type ReleasedSurvival, TEST_TITLES } from '@sund/model'
import type { Words } from '../words/en.js'
import { said } from '../words/language.js'
import { formatNumber, formatReleased, valueOf } from './numbers.js'

export type SurvivalGroup = ReleasedSurvival['groups'][number]
export type SurvivalStep = SurvivalGroup['steps'][number]

/** The step that holds at `time`: the last not after it, null before the first. */
export function stepAt(group: SurvivalGroup, time: number): SurvivalStep | null {
  return group.steps.findLast((step) => step.time <= time) ?? null
}

/** How many are at risk at `time`: those of the first step not before it. */
export function atRiskAt(group: SurvivalGroup, time: number): ReleasedNumber | null {
  if (time <= 0) return group.units
  return group.steps.find((step) => step.time >= time)?.atRisk ?? null
}

/** The last time of any curve. */
export function lastTime(survival: ReleasedSurvival): number {
  return Math.max(0, ...survival.groups.map((group) => group.steps.at(-1)?.time ?? 0))
}

/** About five round times from 0 to the end of the curves, the end left out. */
export function riskTimes(survival: ReleasedSurvival, wanted = 5): number[] {
  const end = lastTime(survival)
  if (end === 0) return [0]
  const raw = end / wanted
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = power * ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= raw) ?? 10)
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step)
}

/** The picture in sentences: one for each group at a time in the middle, its median, and the test. */
export function survivalSummary(survival: ReleasedSurvival, words: Words, language: Language): string[] {
  const times = riskTimes(survival)
  const middle = times[Math.ceil(times.length / 2)] ?? times.at(-1) ?? 0
  const write = (value: number) => formatNumber(value, 'count', words.locale)
  const sentences = survival.groups.flatMap((group) => {
    const name = groupName(group, survival, words, language)
    const step = stepAt(group, middle)
    if (group.steps.length === 0) return [words.results.survivalHidden(name)]
    const here = step
      ? [
          words.results.survivalAt(
            name,
            formatReleased(step.survival, 'share', words),
            formatReleased(step.lower, 'share', words),
            formatReleased(step.upper, 'share', words),
            write(middle),
          ),
        ]
      : []
    const median = valueOf(group.median)
    return [
      ...here,
      median === null
        ? words.results.survivalMedianNot(name)
        : words.results.survivalMedian(name, write(median)),
    ]
  })
  return survival.test ? [...sentences, testSentence(survival.test, words)] : sentences
}

/** The name of a group: its label, else its code. */
export function groupName(
  group: SurvivalGroup,
  survival: ReleasedSurvival,
  words: Words,
  language: Language,
): string {
  if (survival.by === null) return words.results.everyone
  return said(group.label, language) || group.code || words.results.missing
}

/** A test in one sentence. */
export function testSentence(test: NonNullable<ReleasedSurvival['test']>, words: Words): string {
  const p = formatReleased(test.p, 'p', words)
  const df = [test.degreesOfFreedom, test.denominator]
    .filter((value) => value !== undefined)
    .map((value) => formatNumber(value, 'value', words.locale))
    .join(` ${words.results.and} `)
  return `${words.results.test(
    said(TEST_TITLES[test.name], words.language),
    formatReleased(test.value, 'value', words, 2),
    df,
    p.startsWith('<') ? p : `= ${p}`,
  )}.`
}
