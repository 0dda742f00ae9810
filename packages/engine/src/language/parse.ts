/**
 * Script text to syntax tree. Every text gives a tree; each line that cannot be read gives one error that says where
 * and what was expected, and the lines after it are read as if it had been right.
 */
import { nearestName, type SundError } from '@sund/model'
import { READERS } from './arguments.js'
import { COMMANDS, type CommandDoc, type CommandName, isCommand } from './commands/index.js'
import { unroll } from './control.js'
import { readExpression } from './expressions.js'
import { type Line, linesOf, type Token } from './lexer.js'
import { readOptions } from './options.js'
import { positionsOf } from './positions.js'
import { errorOf, MAX_NAME, Mistake, quote, Reader } from './reader.js'
import type { Parsed, Span, Statement, Tree, Unreadable } from './tree.js'

/** Longest script in UTF-16 code units. */
export const MAX_SCRIPT = 1_000_000
/** Errors beyond these are not listed: who has made so many will start with the first. */
export const MAX_ERRORS = 100

/** Reads a script. Never throws. */
export function parse(text: string): Parsed {
  if (text.length > MAX_SCRIPT) return tooLong(text)
  const positionOf = positionsOf(text)
  const statements: Tree['statements'] = []
  const errors = new Errors(positionOf)
  const refuse = (line: Line, mistake: Mistake): void => {
    errors.add(mistake)
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
    if (!(thrown instanceof Mistake)) throw thrown
    errors.add(thrown)
  }
  return { tree: { text, statements, positionOf }, errors: errors.list }
}

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
}

function tooLong(text: string): Parsed {
  const mistake = new Mistake(
    'script.limit',
    `The script is longer than ${MAX_SCRIPT.toLocaleString('en')} characters.`,
    'Split it into several scripts.',
    { from: 0, to: 0 },
  )
  const position = { line: 1, column: 1, endLine: 1, endColumn: 1 }
  return { tree: { text, statements: [], positionOf: () => position }, errors: [errorOf(mistake, position)] }
}

function unreadable(line: Line): Unreadable {
  const mentions = line.tokens.filter((token) => token.kind === 'Name').slice(0, 100)
  return { kind: 'unreadable', mentions: mentions.map((token) => token.text), from: line.from, to: line.to }
}

function statementOf(line: Line, tokens: readonly Token[]): Statement {
  const command = tokens[0]
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
  const near = command.text.length <= MAX_NAME ? nearestName(command.text, Object.keys(COMMANDS)) : undefined
  const assignment = next?.kind === 'Assign'
  return new Mistake(
    'script.unknown-command',
    `There is no command ${quote(command.text)}.${near ? ` Did you mean ${near}?` : ''}`,
    assignment
      ? 'Write generate before the name to make a new variable, or replace to change one.'
      : near
        ? `Write ${COMMANDS[near as CommandName].syntax}.`
        : 'The commands stand in the manual; // starts a comment.',
    command,
    near,
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
