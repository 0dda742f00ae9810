/**
 * What is said of a word of the language wherever it is said: `sund help`, the help beside the editor and what shows when one
 * points at a word are all drawn from the same entry.
 */
import type { LocalisedText } from '@sund/model'
import { COMMANDS, type CommandDoc, type OptionDoc, type Status } from './commands/index.js'
import { FUNCTIONS, type FunctionDoc } from './functions.js'

export interface Documented {
  kind: 'command' | 'function' | 'option'
  name: string
  /** Of a command or function its category, of an option its command. */
  category: string
  status: Status
  syntax: string
  summary: LocalisedText
  arguments: { name: string; summary: LocalisedText }[]
  options: OptionDoc[]
  /** A line, of a function a call, to begin from; empty when there is none. */
  example: string
}

const byName = <D, T>(docs: Readonly<Record<string, D>>, make: (name: string, doc: D) => T): T[] =>
  Object.entries(docs).map(([name, doc]) => make(name, doc))

/** Every command and function of the language, in the order of its tables. */
export function documentation(): { commands: Documented[]; functions: Documented[] } {
  return { commands: byName(COMMANDS, ofCommand), functions: byName(FUNCTIONS, ofFunction) }
}

/** The entry of a command or function, null when the language has no such word. A word that is both is the command. */
export function documented(name: string): Documented | null {
  return documentedCommand(name) ?? documentedFunction(name)
}
export function documentedCommand(name: string): Documented | null {
  return Object.hasOwn(COMMANDS, name) ? ofCommand(name, COMMANDS[name as keyof typeof COMMANDS]) : null
}
export function documentedFunction(name: string): Documented | null {
  return Object.hasOwn(FUNCTIONS, name) ? ofFunction(name, FUNCTIONS[name as keyof typeof FUNCTIONS]) : null
}

/** The entry of an option of a command. */
export function documentedOption(command: string, name: string): Documented | null {
  const docs: Readonly<Record<string, CommandDoc>> = COMMANDS
  const doc = Object.hasOwn(docs, command) ? docs[command] : undefined
  const option = doc?.options.find((candidate) => candidate.name === name)
  if (option === undefined) return null
  const { argument, status, summary } = option
  const syntax = argument === 'flag' ? `${command} …, ${name}` : `${command} …, ${name}(…)`
  return {
    kind: 'option',
    name,
    category: command,
    status,
    syntax,
    summary,
    arguments: [],
    options: [],
    example: '',
  }
}

function ofCommand(name: string, doc: CommandDoc): Documented {
  const { category, status, syntax, summary, arguments: all, options, example } = doc
  return {
    kind: 'command',
    name,
    category,
    status,
    syntax,
    summary,
    arguments: [...all],
    options: [...options],
    example,
  }
}

function ofFunction(name: string, { category, status, syntax, summary }: FunctionDoc): Documented {
  const example = syntax.replace(/\s*\[.*?\]|\s*…/g, '')
  return { kind: 'function', name, category, status, syntax, summary, arguments: [], options: [], example }
}
