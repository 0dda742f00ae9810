/** Settings of a script, and what a script can say of itself: its history, its variables, and the manual's own words. */
import { inLanguage, nearestName } from '@sund/model'
import { COMMANDS } from '../../language/commands/index.js'
import { FUNCTIONS } from '../../language/functions.js'
import { Mistake, quote } from '../../language/reader.js'
import type { Constant, StatementHead, Word } from '../../language/tree.js'
import type { Compilation } from '../state.js'
import type { Column } from '../types.js'
import type { Lowering } from './types.js'

/** What each setting does with its value. */
const SETTINGS: Readonly<
  Record<string, (value: Constant | null, at: Word, settings: Compilation['settings']) => void>
> = {
  level: (value, at, settings) => {
    settings.level = within(value, at, 0, 100, 'level 95')
  },
  alpha: (value, at, settings) => {
    // In hundredths of a percent, so that 0.05 gives 95 and not its neighbour.
    settings.level = 100 - Math.round(within(value, at, 0, 1, 'alpha 0.05') * 1e6) / 1e4
  },
  labels: (value, at, settings) => {
    alone(value, at)
    settings.labels = true
  },
  nolabels: (value, at, settings) => {
    alone(value, at)
    settings.labels = false
  },
}

export const configure: Lowering<'configure'> = (statement, compilation) => {
  const { name, value } = statement.arguments
  const set = Object.hasOwn(SETTINGS, name.text) ? SETTINGS[name.text] : undefined
  if (!set) throw unlisted('setting', name, Object.keys(SETTINGS))
  set(value, name, compilation.settings)
}

export const clear: Lowering<'clear'> = (_, compilation) => {
  compilation.clear()
}

export const history: Lowering<'history'> = (statement, compilation) => {
  const above = compilation.tree.statements.filter(({ from }) => from < statement.from)
  const lines = [...new Map(above.map((each) => [each.from, compilation.textOf(each)])).values()]
  say(statement, ['```text', ...lines, '```'], compilation)
}

export const variables: Lowering<'variables'> = (statement, compilation) => {
  const dataset = compilation.active(statement.command)
  const rows = [...dataset.variables.values()].map(
    ({ column }) => `| ${column.name} | ${cell(inLanguage(column.title, 'en'))} | ${kindOf(column)} |`,
  )
  say(statement, ['| variable | title | kind |', '| --- | --- | --- |', ...rows], compilation)
}

export const help: Lowering<'help'> = (statement, compilation) => {
  const { topic } = statement.arguments
  if (!topic) return say(statement, listed(COMMANDS), compilation)
  const doc = Object.hasOwn(COMMANDS, topic.text) ? COMMANDS[topic.text as keyof typeof COMMANDS] : null
  if (!doc) throw unlisted('command', topic, Object.keys(COMMANDS))
  const explained = [...doc.arguments, ...doc.options].map(
    ({ name, summary }) => `- \`${name}\`: ${inLanguage(summary, 'en')}`,
  )
  say(
    statement,
    [
      `**${topic.text}**`,
      '',
      `\`${doc.syntax}\``,
      '',
      inLanguage(doc.summary, 'en'),
      ...(explained.length > 0 ? ['', ...explained] : []),
      '',
      `Example: \`${doc.example}\``,
    ],
    compilation,
  )
}

export const helpFunction: Lowering<'help-function'> = (statement, compilation) => {
  const { topic } = statement.arguments
  if (!topic) return say(statement, listed(FUNCTIONS), compilation)
  const doc = Object.hasOwn(FUNCTIONS, topic.text) ? FUNCTIONS[topic.text as keyof typeof FUNCTIONS] : null
  if (!doc) throw unlisted('function', topic, Object.keys(FUNCTIONS))
  say(
    statement,
    [`**${topic.text}**`, '', `\`${doc.syntax}\``, '', inLanguage(doc.summary, 'en')],
    compilation,
  )
}

/** Names by category, those that can be used. */
function listed(docs: Readonly<Record<string, { category: string; status: string }>>): string[] {
  const groups = new Map<string, string[]>()
  for (const [name, { category, status }] of Object.entries(docs))
    if (status === 'available') groups.set(category, [...(groups.get(category) ?? []), name])
  return [...groups].map(([category, names]) => `- ${category}: ${names.join(' ')}`)
}

function say(statement: StatementHead, lines: readonly string[], compilation: Compilation): void {
  compilation.show(statement, null, { kind: 'text', markdown: lines.join('\n') })
}

function unlisted(kind: string, name: Word, names: readonly string[]): Mistake {
  const near = nearestName(name.text, names)
  return new Mistake(
    'script.unknown-name',
    `There is no ${kind} ${quote(name.text)}.${near ? ` Did you mean ${near}?` : ''}`,
    names.length <= 12 ? `There are ${names.join(', ')}.` : 'The manual lists them all.',
    name,
    near,
  )
}

function within(value: Constant | null, at: Word, low: number, high: number, example: string): number {
  if (value?.kind === 'number' && value.value > low && value.value < high) return value.value
  throw new Mistake(
    'script.type',
    `The setting ${at.text} takes a number between ${low} and ${high}.`,
    `Write configure ${example}.`,
    value ?? at,
  )
}

function alone(value: Constant | null, at: Word): void {
  if (value)
    throw new Mistake(
      'script.syntax',
      `The setting ${at.text} takes no value.`,
      `Write configure ${at.text}.`,
      value,
    )
}

const kindOf = ({ type, date, labels }: Column): string =>
  type === 'key' ? 'key' : date ? 'date' : labels ? `${type}, with labels` : type

const cell = (text: string): string => text.replaceAll('|', '\\|')
