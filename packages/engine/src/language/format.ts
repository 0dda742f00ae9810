/**
 * A script with its spaces and indentation in order. Only white space changes: tokens, comments, continued lines and
 * textblocks stay as written, so that a formatted script means exactly what it did. A line that cannot be read is only indented.
 */
import { COMMANDS, type CommandDoc, isCommand } from './commands/index.js'
import { parser } from './generated/parser.js'
import { linesOf, MAX_SCRIPT } from './lexer.js'

const INDENT = '  '

/** Without the white space of the grammar at its end, or around it; other blanks are signs that a writer should see. */
const BLANKS = ' \t\r\n\u{a0}\u{feff}'
function trimmedEnd(text: string): string {
  let end = text.length
  while (end > 0 && BLANKS.includes(text[end - 1] as string)) end--
  return text.slice(0, end)
}
function trimmed(text: string): string {
  let start = 0
  while (start < text.length && BLANKS.includes(text[start] as string)) start++
  return trimmedEnd(text.slice(start))
}

interface Leaf {
  kind: string
  text: string
  /** The white space before it on its line. */
  gap: string
}

/** Formats a script. Formatting twice changes nothing more; a text too large to be a script comes back as it is. */
export function format(text: string): string {
  if (text.length > MAX_SCRIPT) return text
  const out: string[] = []
  let depth = 0
  /** A backslash with no line after it would go on into a line that was never there. */
  let dangling = false
  for (const { leaves, raw } of statements(text)) {
    const command = leaves[0]?.kind === 'Command' ? leaves[0].text : ''
    if (command === 'end') depth = Math.max(0, depth - 1)
    const indent = INDENT.repeat(depth)
    if (leaves.length > 0) dangling = leaves.findLast(({ kind }) => kind !== 'Comment')?.text === '\\'
    if (leaves.length === 0) {
      if (out.length > 0 && out.at(-1) !== '') out.push('')
    } else if (leaves.some(({ kind }) => kind === 'TextContent')) out.push(textblock(raw, indent))
    else out.push(laidOut(leaves, raw, indent))
    if (command === 'for') depth++
  }
  while (out.at(-1) === '') out.pop()
  return out.length === 0 ? '' : `${out.join('\n')}${dangling ? '' : '\n'}`
}

/** Every logical line in order, the empty ones too. */
function statements(text: string): { leaves: Leaf[]; raw: string }[] {
  const lines: { leaves: Leaf[]; raw: string }[] = []
  let leaves: Leaf[] = []
  let start = 0
  let end = 0
  const close = (to: number) => {
    lines.push({ leaves, raw: text.slice(start, to) })
    leaves = []
    start = to + 1
  }
  const newlines = (until: number) => {
    for (let at = text.indexOf('\n', end); at >= 0 && at < until; at = text.indexOf('\n', at + 1)) close(at)
  }
  parser.parse(text).iterate({
    enter(node) {
      if (node.type.isTop || node.node.firstChild || node.from === node.to) return
      newlines(node.from)
      const gapStart = Math.max(end, start)
      leaves.push({
        kind: node.type.isError ? 'Other' : node.name,
        text: text.slice(node.from, node.to),
        gap: text.slice(gapStart, node.from),
      })
      end = node.to
    },
  })
  newlines(text.length)
  close(text.length)
  return lines
}

/** A textblock: what it says is the writer's own, so only its first and last line are moved. */
function textblock(raw: string, indent: string): string {
  const closed = linesOf(raw)[0]?.textblock?.closed === true
  const lines = (closed ? raw : trimmedEnd(raw)).split('\n')
  const last = lines.length - 1
  return lines
    .map((line, at) => {
      if (at === 0) return indent + trimmed(line)
      return at === last && line.trim() === 'endblock' ? `${indent}endblock` : line
    })
    .join('\n')
}

function laidOut(leaves: readonly Leaf[], raw: string, indent: string): string {
  const command = leaves[0]?.text ?? ''
  const comment = leaves[0]?.kind === 'Comment'
  const kept = () =>
    raw
      .split('\n')
      .map((line, at) => (at === 0 ? indent + trimmed(line) : trimmedEnd(line)))
      .join('\n')
  if (comment) return kept()
  if (!isCommand(command) || leaves.some(({ kind }) => kind === 'Other')) return kept()
  const doc = COMMANDS[command]
  if (doc.shape === 'anything' && command !== 'let' && command !== 'for') return kept()
  const formatted = written(leaves, doc, command, indent)
  return sameTokens(raw, formatted) ? formatted : kept()
}

function written(leaves: readonly Leaf[], doc: CommandDoc, command: string, indent: string): string {
  const spacing = new Spacing(doc, command)
  let out = indent
  let fresh = true
  for (const leaf of leaves) {
    if (leaf.kind === 'Continuation') {
      out += `${fresh ? '' : ' '}${continuation(leaf.text)}\n${indent}${INDENT}`
      fresh = true
    } else if (leaf.kind === 'Comment') out += `${fresh ? '' : ' '}${trimmedEnd(leaf.text)}`
    else {
      const gap = spacing.before(leaf)
      out += (fresh ? '' : gap) + leaf.text
      fresh = false
    }
  }
  return trimmedEnd(out)
}

/** A backslash, with its comment when it has one. */
function continuation(text: string): string {
  const comment = text.indexOf('//')
  return comment < 0 ? '\\' : `\\ ${trimmedEnd(text.slice(comment))}`
}

/** The text says the same: its tokens, and whether those of a term such as `i.x` touch. */
function sameTokens(before: string, after: string): boolean {
  const of = (text: string) =>
    linesOf(text).flatMap(({ tokens }) =>
      tokens.map(({ kind, text, joined }, i) => {
        const pair = `${tokens[i - 1]?.kind} ${kind}`
        return `${kind} ${text} ${joined && (pair === 'Name Dot' || pair === 'Dot Name')}`
      }),
    )
  const [a, b] = [of(before), of(after)]
  return a.length === b.length && a.every((token, i) => token === b[i])
}

/** Which space goes between two tokens, by where in the line they stand. */
class Spacing {
  private previous: Leaf | null = null
  private part: 'arguments' | 'expression' | 'options' = 'arguments'
  private depth = 0
  /** Inside the parentheses of an option whose text is the reader's own. */
  private verbatim = false
  private unary = false
  /** Whether an expression is about to begin. */
  private begins = false
  private readonly asWritten: boolean

  constructor(
    private readonly doc: CommandDoc,
    private readonly command: string,
  ) {
    this.asWritten = doc.shape === 'require' || doc.shape === 'permit' || command === 'for'
  }

  before(next: Leaf): string {
    const gap = this.previous === null ? '' : this.between(this.previous, next)
    this.enter(next)
    return gap
  }

  private between(previous: Leaf, next: Leaf): string {
    const had = next.gap === '' ? '' : ' '
    const either = (...kinds: string[]) => kinds.includes(previous.kind) || kinds.includes(next.kind)
    const text = (word: string) => previous.text === word || next.text === word
    const edge = this.depth === 1 && (previous.kind === 'OpenParen' || next.kind === 'CloseParen')
    if (this.verbatim) return edge ? '' : next.gap
    if (next.kind === 'Comma' || next.kind === 'Semicolon') return ''
    if (previous.kind === 'Comma' || previous.kind === 'Semicolon') return ' '
    if (previous.kind === 'Command') return ' '
    if (this.asWritten) return had
    if (previous.kind === 'OpenParen' || next.kind === 'CloseParen') return ''
    if (this.unary) return ''
    if (either('Assign', 'Arrow', 'Join')) return ' '
    if (either('Interaction') || text('##')) return ''
    if (either('Operator')) return this.part === 'expression' ? ' ' : text('/') ? '' : had
    if (either('Dot')) return had
    if (next.kind === 'OpenParen') return this.beforeParen(previous, had)
    return previous.kind === 'CloseParen' || either('String') ? ' ' : had
  }

  private beforeParen(previous: Leaf, had: string): string {
    if (previous.kind === 'Reference') return had
    if (previous.kind !== 'Name') return ' '
    if (this.begins) return ' '
    if (this.part !== 'arguments') return ''
    if (this.depth > 0) return had
    const called = this.doc.syntax.split(/[\s,[]+/).some((word) => word.startsWith(`${previous.text}(`))
    return called ? '' : ' '
  }

  private enter(next: Leaf): void {
    const { previous } = this
    const operand =
      !this.begins && !/^(Operator|Assign|OpenParen|Comma|Join)$/.test(previous?.kind ?? 'Assign')
    this.unary =
      this.part === 'expression' &&
      next.kind === 'Operator' &&
      (next.text === '!' || (next.text === '-' && !operand))
    this.begins = false
    if (next.kind === 'OpenParen') {
      if (this.part === 'options' && this.depth === 0) this.verbatim = !this.listed(previous)
      this.depth++
    } else if (next.kind === 'CloseParen') {
      this.depth = Math.max(0, this.depth - 1)
      if (this.depth === 0) this.verbatim = false
    } else if (this.depth === 0 && this.part !== 'options') {
      if (next.kind === 'Comma' && !this.asWritten) this.part = 'options'
      else if (next.kind === 'Assign' && (this.doc.shape === 'assignment' || this.command === 'let'))
        this.part = 'expression'
      else if (next.text === 'if' && next.kind === 'Name') {
        this.part = 'expression'
        this.begins = true
      }
    }
    this.previous = next
  }

  /** Whether the option takes names or a number, whose spaces mean nothing. */
  private listed(option: Leaf | null): boolean {
    const argument = this.doc.options.find(({ name }) => name === option?.text)?.argument
    return argument === 'name' || argument === 'names' || argument === 'number'
  }
}
