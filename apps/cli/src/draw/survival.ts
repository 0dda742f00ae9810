/** Survival: each group's curve as a line of blocks, then survival, interval and numbers at risk at round times. */
import { FIT_TITLES, inLanguage, type ReleasedSurvival } from '@sund/model'
import { type Canvas, pad, widthOf } from './canvas.js'
import { drawGrid } from './grid.js'
import { drawNumber, plainNumber } from './number.js'
import { drawTest } from './test-statistic.js'
import { word } from './words.js'

type Group = ReleasedSurvival['groups'][number]
type Step = Group['steps'][number]

const BLOCKS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█']
const MOST_TIMES = 6

export function drawSurvival(survival: ReleasedSurvival, canvas: Canvas): string[] {
  const { language } = canvas
  const last = Math.max(0, ...survival.groups.map(({ steps }) => steps.at(-1)?.time ?? 0))
  const times = roundTimes(last)
  const name = (group: Group) =>
    survival.by === null ? word('all', language) : inLanguage(group.label, language)
  const interval = `${plainNumber(survival.level, 'number', language)} %`
  const rows = survival.groups.flatMap((group) => [
    [
      name(group),
      ...times.map((time) =>
        drawNumber(at(group, time)?.survival ?? { value: 1, error: 0 }, 'share', language),
      ),
    ],
    [
      `  ${interval}`,
      ...times.map((time) => {
        const step = at(group, time)
        if (step === undefined || 'withheld' in step.lower || 'withheld' in step.upper) return ''
        const [lower, upper] = [step.lower.value, step.upper.value]
        if (lower === null || upper === null) return ''
        return [lower, upper]
          .map((limit) => plainNumber(limit, 'share', language).replace(/ %$/, ''))
          .join('–')
      }),
    ],
    [
      `  ${word('atRisk', language)}`,
      ...times.map((time) => drawNumber(coming(group, time)?.atRisk, 'count', language)),
    ],
  ])
  return [
    ...(survival.by === null ? [] : [inLanguage(survival.by.title, language)]),
    ...curves(survival, name, last, canvas),
    '',
    ...drawGrid(
      [
        { title: inLanguage(survival.timeTitle, language), align: 'left', label: true },
        ...times.map((time) => ({ title: plainNumber(time, 'count', language), align: 'right' as const })),
      ],
      rows,
      canvas,
    ),
    '',
    ...drawGrid(
      [
        { title: '', align: 'left', label: true },
        { title: word('units', language), align: 'right' },
        { title: capital(inLanguage(FIT_TITLES.events, language).toLowerCase()), align: 'right' },
        { title: word('median', language), align: 'right' },
      ],
      survival.groups.map((group) => [
        name(group),
        drawNumber(group.units, 'count', language),
        drawNumber(group.events, 'count', language),
        drawNumber(group.median, 'number', language),
      ]),
      canvas,
    ),
    ...(survival.test === null ? [] : ['', ...drawTest(survival.test, canvas)]),
  ]
}

/** A line of blocks for each group, all on one scale: from the lowest survival shown (full height below) to 1. */
function curves(
  survival: ReleasedSurvival,
  name: (group: Group) => string,
  last: number,
  canvas: Canvas,
): string[] {
  const labels = Math.min(30, Math.max(...survival.groups.map((group) => widthOf(name(group)))))
  const columns = Math.max(10, Math.min(60, canvas.width - labels - 10))
  const lowest = Math.min(...survival.groups.flatMap(({ steps }) => steps.map((step) => known(step) ?? 1)))
  const floor = Math.min(0.9, Math.floor(lowest * 10) / 10)
  return survival.groups.map((group) => {
    const end = group.steps.at(-1)?.time ?? 0
    const line = Array.from({ length: columns }, (_, i) => {
      const time = (last * (i + 1)) / columns
      if (time > end + last / columns) return ' '
      const step = at(group, time)
      const value = step === undefined ? 1 : known(step)
      if (value === undefined) return '·'
      const height = Math.round(((value - floor) / (1 - floor)) * (BLOCKS.length - 1))
      return BLOCKS[Math.max(0, Math.min(BLOCKS.length - 1, height))]
    }).join('')
    const range = `${plainNumber(floor * 100, 'count', canvas.language)}–100 %`
    return `${pad(name(group), labels, 'left')} ${canvas.tone('accent', line)} ${canvas.tone('quiet', range)}`
  })
}

const known = (step: Step): number | undefined =>
  'withheld' in step.survival ? undefined : (step.survival.value ?? undefined)

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** The step that holds at `time`, none before the first. */
const at = (group: Group, time: number): Step | undefined => group.steps.findLast((step) => step.time <= time)

/** The first step at or after `time`: it says how many were at risk then. */
const coming = (group: Group, time: number): Step | undefined => group.steps.find((step) => step.time >= time)

/** At most six round times from 0 to the last. */
function roundTimes(last: number): number[] {
  if (last <= 0) return [0]
  const rough = last / MOST_TIMES
  const magnitude = 10 ** Math.floor(Math.log10(rough))
  const stride = ([1, 2, 2.5, 5, 10].find((factor) => factor * magnitude >= rough) as number) * magnitude
  return Array.from({ length: Math.floor(last / stride) + 1 }, (_, i) => i * stride)
}
