/**
 * What a check found, for a reader in a terminal: the variables, and for each command how many people it would rest on, what the rules
 * will do and what would let through what they would withhold.
 */
import { inLanguage, type PopulationClass, type Withheld } from '@sund/model'
import type { Checked, CheckedCommand, CheckedUse } from '@sund/server'
import { type Canvas, wrap } from './canvas.js'
import { drawGrid } from './grid.js'
import { safe } from './text.js'
import { word } from './words.js'

/** Lines of a check, without its errors. */
export function drawCheck({ uses, terms, commands }: Checked, canvas: Canvas): string[] {
  const { language, width } = canvas
  const said = new Set<string>()
  return [
    ...drawUses(uses, canvas),
    ...(terms === null
      ? []
      : ['', ...wrap(word(terms === 'open' ? 'noPermit' : 'underPermit', language), width)]),
    ...commands.flatMap((command) => ['', ...drawCommand(command, canvas, said)]),
  ]
}

function drawUses(uses: readonly CheckedUse[], canvas: Canvas): string[] {
  if (uses.length === 0) return []
  const { language } = canvas
  const titles = [
    'variable',
    'type',
    'unitOfMeasure',
    'codes',
    'sensitivity',
    'terms',
    'register',
    'holder',
  ] as const
  // A variable that is imported twice is told once.
  const once = new Map(uses.map((use) => [`${use.register} ${use.version} ${use.variable}`, use]))
  return drawGrid(
    titles.map((title) => ({
      title: word(title, language),
      align: title === 'codes' ? 'right' : 'left',
      label: title === 'variable',
    })),
    [...once.values()].map((use) => [
      use.variable,
      use.dataType ?? '',
      use.unitOfMeasure ?? '',
      use.codes === null ? '' : `${use.codes}`,
      use.sensitivity,
      word(use.terms, language),
      `${use.register}:${use.version}`,
      use.holder,
    ]),
    canvas,
  )
}

/** `said` holds the sentences of rules that were told of earlier commands, which are named from then on. */
function drawCommand(command: CheckedCommand, canvas: Canvas, said: Set<string>): string[] {
  const { language, width } = canvas
  const { forecast, position, rules, variables } = command
  const told = (text: string) => wrap(text, width, '   ')
  const known = rules.filter(({ statement }) => said.has(inLanguage(statement, language)))
  const fresh = rules.filter((rule) => !known.includes(rule))
  for (const { statement } of rules) said.add(inLanguage(statement, language))
  const reads = variables.map(({ name, origins }) => {
    const from = [...new Set(origins.map(({ variable, holder }) => `${variable}, ${holder}`))].join('; ')
    return from === '' ? name : `${name} (${from})`
  })
  return [
    `${canvas.tone('accent', '›')} ${canvas.tone('heading', safe(command.command).replace(/\s+/g, ' ').trim())}  ${canvas.tone('quiet', `${word('line', language)} ${position.line}`)}`,
    ...told(`${word('reads', language)}: ${safe(reads.join(', '))}`),
    ...(command.public ? told(word('isPublic', language)) : []),
    ...(forecast?.population
      ? told(`${word('population', language)}: ${classInWords(forecast.population, canvas)}`)
      : []),
    ...(forecast?.refused
      ? told(`P1  ${word('wouldRefuse', language)}`).map((line) => canvas.tone('bad', line))
      : []),
    ...(forecast?.withheld ?? []).flatMap((one) => [
      ...told(
        `${one.rule}  ${one.count} ${word('wouldWithhold', language)}: ${inLanguage(one.reason, language)} ${inLanguage(one.remedy, language)}`,
      ),
      ...drawMend(one, canvas),
    ]),
    ...(forecast?.withheld?.length === 0 && !command.public ? told(word('allShown', language)) : []),
    ...fresh.flatMap(({ rule, statement }) =>
      wrap(`${rule}  ${inLanguage(statement, language)}`, width, '   ').map((line) =>
        canvas.tone('quiet', line),
      ),
    ),
    ...(known.length === 0
      ? []
      : [canvas.tone('quiet', `${known.map(({ rule }) => rule).join(', ')}: ${word('asAbove', language)}`)]),
  ]
}

/** The lines of script that would release what was withheld, ready to copy. */
export function drawMend({ script, instead }: Withheld, canvas: Canvas): string[] {
  const lines = (text: string | undefined, heading: 'mend' | 'instead') =>
    text === undefined
      ? []
      : [
          `   ${word(heading, canvas.language)}`,
          ...safe(text)
            .split('\n')
            .map((line) => `     ${canvas.tone('accent', line)}`),
        ]
  return [...lines(script, 'mend'), ...lines(instead, 'instead')]
}

function classInWords({ atLeast, below }: PopulationClass, { language }: Canvas): string {
  const number = (value: number) => value.toLocaleString(language === 'en' ? 'en-GB' : language)
  if (atLeast === 0 && below !== null) return `${word('fewerThan', language)} ${number(below)}`
  return below === null
    ? `${number(atLeast)} ${word('orMore', language)}`
    : `${number(atLeast)} ${word('upTo', language)} ${number(below)}`
}
