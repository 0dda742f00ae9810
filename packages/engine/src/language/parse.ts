/**
 * Script text to syntax tree. Every text gives a tree; each line that cannot be read gives one error that says where
 * and what was expected, and the lines after it are read as if it had been right.
 */
import { nearestName, type SundError } from '@sund/model'
import { READERS } from './arguments.js'
import { COMMANDS, type CommandDoc, type CommandName, isCommand } from './commands/index.js'
import { unroll } from './control.js'
import { readExpression } from './expressions.js'
import { type Line, linesOf, MAX_SCRIPT, type Token } from './lexer.js'
import { readOptions } from './options.js'
import { positionsOf } from './positions.js'
import { errorOf, MAX_NAME, Mistake, quote, Reader } from './reader.js'
import type { Parsed, Span, Statement, Tree, Unreadable } from './tree.js'

const MAX_LINES = 50_000
const MAX_LINE = 20_000
const MAX_TOKENS = 5_000
/** Errors beyond these are not listed: who has made so many will start with the first. */
export const MAX_ERRORS = 100

/** Reads a script. Never throws. */
export function parse(text: string): Parsed {
  const monster = tooMuch(text)
  if (monster) return refused(text, monster)
  const positionOf = positionsOf(text)
  const statements: Tree['statements'] = []
  const errors = new Errors(positionOf)
  const refuse = (line: Line, mistake: Mistake): void => {
    errors.add(mistake)
    if (errors.full) throw new Enough()
    statements.push(unreadable(line))
  }
  try {
    unroll(
      linesOf(text),
      ({ line, tokens }) => {
        try {
          statements.push(statementOf(line, tokens))
        } catch (thrown) {
          if (!(thrown instanceof Mistake)) throw thrown
          refuse(line, thrown)
        }
      },
      refuse,
    )
  } catch (thrown) {
    if (thrown instanceof Mistake) errors.add(thrown)
    else if (!(thrown instanceof Enough)) throw thrown
  }
  return { tree: { text, statements, positionOf }, errors: errors.list }
}

/** There are as many errors as anyone reads. */
class Enough extends Error {}

/** Errors by their place, each once though a loop meets it a hundred times. */
export class Errors {
  readonly list: SundError[] = []
  private readonly seen = new Set<string>()
  constructor(private readonly positionOf: Tree['positionOf']) {}
  add(mistake: Mistake): void {
    const key = `${mistake.code} ${mistake.span.from} ${mistake.span.to}`
    if (this.seen.has(key) || this.list.length >= MAX_ERRORS) return
    this.seen.add(key)
    this.list.push(errorOf(mistake, this.positionOf(mistake.span)))
  }
  get full(): boolean {
    return this.list.length >= MAX_ERRORS
  }
}

/** Refuses what no person writes, before any work is done on it. */
function tooMuch(text: string): Mistake | null {
  const limit = (message: string, next: string, from: number): Mistake =>
    new Mistake('script.limit', message, next, { from, to: from })
  const number = (value: number): string => value.toLocaleString('en')
  if (text.length > MAX_SCRIPT)
    return limit(
      `The script is longer than ${number(MAX_SCRIPT)} characters.`,
      'Split it into several scripts.',
      0,
    )
  let lines = 1
  let start = 0
  for (let end = text.indexOf('\n'); ; end = text.indexOf('\n', start)) {
    if ((end < 0 ? text.length : end) - start > MAX_LINE)
      return limit(`A line is longer than ${number(MAX_LINE)} characters.`, 'Split the line.', start)
    if (end < 0) return null
    start = end + 1
    if (++lines > MAX_LINES)
      return limit(
        `The script has more than ${number(MAX_LINES)} lines.`,
        'Split it into several scripts.',
        start,
      )
  }
}

/** Whether a text is of a size that is read at all. */
export function isReadable(text: string): boolean {
  return tooMuch(text) === null
}

function refused(text: string, mistake: Mistake): Parsed {
  const position = positionsOf(text)(mistake.span)
  return { tree: { text, statements: [], positionOf: () => position }, errors: [errorOf(mistake, position)] }
}

function unreadable(line: Line): Unreadable {
  const mentions = line.tokens.filter((token) => token.kind === 'Name').slice(0, 100)
  return { kind: 'unreadable', mentions: mentions.map((token) => token.text), from: line.from, to: line.to }
}

function statementOf(line: Line, tokens: readonly Token[]): Statement {
  const command = tokens[0]
  if (tokens.length > MAX_TOKENS)
    throw new Mistake(
      'script.limit',
      `A command has at most ${MAX_TOKENS.toLocaleString('en')} words and signs.`,
      'Write several commands.',
      command ?? line,
    )
  if (command?.kind !== 'Command')
    throw new Mistake(
      'script.syntax',
      `A line starts with a command, not with ${quote(command?.text ?? '')}.`,
      'Start the line with a command such as import, generate or tabulate; // starts a comment.',
      command ?? line,
    )
  const name = command.text
  if (!isCommand(name)) throw unknownCommand(command, tokens[1])
  const doc = COMMANDS[name]
  if (line.textblock) return textStatement(line, command, name)
  if (doc.status === 'not-yet') throw notYet(name, command)
  const parts = partsOf(tokens.slice(1))
  const help = `Write ${doc.syntax}.`
  const end = { from: line.to, to: line.to }
  const reader = new Reader(parts.arguments, parts.if ?? parts.comma ?? end, help)
  const read = (READERS as Record<string, (reader: Reader) => Statement['arguments']>)[doc.shape]
  const args = (read ?? READERS.none)(reader)
  reader.finish()
  return {
    kind: 'statement',
    name,
    command,
    arguments: args,
    condition: conditionOf(parts, name, doc, help, end),
    options: parts.comma ? optionsOf(parts, name, doc, help, end) : [],
    from: line.from,
    to: line.to,
  }
}

function unknownCommand(command: Token, next: Token | undefined): Mistake {
  if (command.text === 'endblock')
    return new Mistake('script.syntax', 'This endblock has no textblock.', 'Remove it.', command)
  const assignment = next?.kind === 'Assign'
  const near =
    command.text.length <= MAX_NAME && !assignment
      ? nearestName(command.text, Object.keys(COMMANDS))
      : undefined
  return new Mistake(
    'script.unknown-command',
    `There is no command ${quote(command.text)}.${near ? ` Did you mean ${near}?` : ''}`,
    assignment
      ? 'Write generate before the name to make a new variable, or replace to change one.'
      : near
        ? `Write ${COMMANDS[near as CommandName].syntax}.`
        : 'The commands stand in the manual; // starts a comment.',
    command,
    assignment ? `generate ${command.text}` : near,
  )
}

function notYet(name: CommandName, command: Token): Mistake {
  return new Mistake(
    'script.not-yet',
    `${name} is part of the language, but Sund does not have it yet.`,
    'Leave this line out for now; the manual lists what there is.',
    command,
  )
}

function textStatement(line: Line, command: Token, name: CommandName): Statement {
  const { content, closed } = line.textblock ?? { content: '', closed: false }
  if (!closed)
    throw new Mistake(
      'script.syntax',
      'This textblock has no end.',
      'Write endblock on a line of its own after it.',
      command,
    )
  return {
    kind: 'statement',
    name,
    command,
    arguments: { shape: 'text', markdown: content.trim() },
    condition: null,
    options: [],
    from: line.from,
    to: line.to,
  }
}

interface Parts {
  arguments: Token[]
  if: Token | null
  condition: Token[]
  comma: Token | null
  options: Token[]
}

/** Arguments, condition and options of a line: an `if` and a comma outside parentheses part them. */
function partsOf(tokens: readonly Token[]): Parts {
  const parts: Parts = { arguments: [], if: null, condition: [], comma: null, options: [] }
  let depth = 0
  let into = parts.arguments
  for (const token of tokens) {
    if (token.kind === 'OpenParen') depth++
    if (token.kind === 'CloseParen') depth = Math.max(0, depth - 1)
    if (depth === 0 && !parts.comma && token.kind === 'Comma') {
      parts.comma = token
      into = parts.options
    } else if (depth === 0 && !parts.comma && !parts.if && token.kind === 'Name' && token.text === 'if') {
      parts.if = token
      into = parts.condition
    } else into.push(token)
  }
  return parts
}

function conditionOf(parts: Parts, name: string, doc: CommandDoc, help: string, end: Span) {
  if (!parts.if) return null
  if (!doc.condition)
    throw new Mistake(
      'script.syntax',
      `${name} takes no condition.`,
      'Use keep if on a line before it.',
      parts.if,
    )
  const reader = new Reader(parts.condition, parts.comma ?? end, help)
  const condition = readExpression(reader, 'a condition after “if”')
  if (!reader.done) reader.expected('an operator, or the end of the condition')
  return condition
}

function optionsOf(parts: Parts, name: string, doc: CommandDoc, help: string, end: Span) {
  if (parts.options.length === 0)
    throw new Mistake('script.syntax', 'Expected options after the comma.', help, parts.comma ?? end)
  return readOptions(new Reader(parts.options, end, help), name, doc)
}
