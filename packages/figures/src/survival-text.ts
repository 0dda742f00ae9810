/** A survival curve in words and numbers: the summary that stands for the picture, and who is at risk when. */
import { inLanguage, type Language, type ReleasedNumber, type ReleasedSurvival } from '@sund/model'
import { valueOf, write, writeReleased } from './numbers.js'
import { sentence, word } from './words.js'

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

/** The name of a group: its label, else its code. */
export function groupName(group: SurvivalGroup, survival: ReleasedSurvival, language: Language): string {
  if (survival.by === null) return word('all', language)
  return inLanguage(group.label, language) || group.code || word('missing', language)
}

export const survivalTitle = (survival: ReleasedSurvival, language: Language): string =>
  survival.by
    ? sentence('survivalBy', language, inLanguage(survival.by.title, language))
    : sentence('survival', language)

/** The picture in sentences: one for each group at a time in the middle, and its median. */
export function survivalSummary(survival: ReleasedSurvival, language: Language): string[] {
  const times = riskTimes(survival)
  const middle = times[Math.ceil(times.length / 2)] ?? times.at(-1) ?? 0
  const time = (value: number) => write(Math.round(value), 'count', language)
  return survival.groups.flatMap((group) => {
    const name = groupName(group, survival, language)
    const step = stepAt(group, middle)
    if (group.steps.length === 0) return [sentence('boxHidden', language, name)]
    const share = (number: ReleasedNumber) => writeReleased(number, 'share', language)
    const here = step
      ? [
          sentence(
            'survivalAt',
            language,
            name,
            share(step.survival),
            share(step.lower),
            share(step.upper),
            time(middle),
          ),
        ]
      : []
    const median = valueOf(group.median)
    return [
      ...here,
      median === null
        ? sentence('survivalMedianNot', language, name)
        : sentence('survivalMedian', language, name, time(median)),
    ]
  })
}
