/**
 * `let`, `for` and `$name`: what happens to the lines of a script before they are read as commands. A name stands for
 * tokens, as in Stata, so that it may be part of a variable's name (`siv_ ++ $year`).
 */
import { nearestName } from '@sund/model'
import { readExpression } from './expressions.js'
import type { Line, Token } from './lexer.js'
import { Mistake, quote, Reader } from './reader.js'
import type { Span, Syntax } from './tree.js'

/** Most lines that loops may unroll to. */
export const MAX_STEPS = 5_000
const MAX_LOOPS = 8
/** Longest text that a name may stand for, and that a line may grow to. */
const MAX_VALUE = 1000
const MAX_LINE = 100_000

/** What each name stands for now. One table for the whole script: a loop's names keep their last value. */
type Values = Map<string, readonly Token[]>
export interface Unrolled {
  line: Line
  /** The line with every `$name` replaced. */
  tokens: Token[]
}
interface Run {
  values: Values
  out: (line: Unrolled) => void
  mistake: (line: Line, mistake: Mistake) => void
  steps: number
  /** Names that a mistaken `let` or `for` was to define: using them is no second mistake. */
  unknown: Set<string>
}

/** Hands each line to `out` as often as its loops repeat it, and each mistake of control to `mistake`. */
export function unroll(lines: readonly Line[], out: Run['out'], mistake: Run['mistake']): void {
  const run: Run = { values: new Map(), out, mistake, steps: 0, unknown: new Set() }
  block(lines, 0, lines.length, 0, run)
}

function block(lines: readonly Line[], start: number, stop: number, depth: number, run: Run): void {
  for (let at = start; at < stop; at++) {
    const line = lines[at] as Line
    const command = line.tokens[0]?.kind === 'Command' ? line.tokens[0].text : ''
    const attempt = (body: () => void): void => {
      try {
        body()
      } catch (thrown) {
        if (!(thrown instanceof Mistake)) throw thrown
        if (thrown.code === 'script.limit' && run.steps > MAX_STEPS) throw thrown
        run.mistake(line, thrown)
      }
    }
    if (line.textblock) {
      step(run, line)
      run.out({ line, tokens: line.tokens })
    } else if (command === 'for') {
      const end = matchingEnd(lines, at, stop)
      attempt(() => {
        if (end === null)
          throw new Mistake(
            'script.syntax',
            'This for has no end.',
            'Write end on a line of its own after the loop.',
            line.tokens[0] ?? line,
          )
        if (depth >= MAX_LOOPS)
          throw new Mistake(
            'script.limit',
            `Loops are nested more than ${MAX_LOOPS} deep.`,
            'Nest fewer loops.',
            line,
          )
        const loops = heading(line, run)
        if (loops.length > 0) repeat(loops, 0, run, line, () => block(lines, at + 1, end, depth + 1, run))
      })
      at = end ?? stop
    } else if (command === 'end') {
      run.mistake(
        line,
        new Mistake('script.syntax', 'This end has no for.', 'Remove it, or write for above it.', line),
      )
    } else if (command === 'let') {
      attempt(() => {
        step(run, line)
        define(line, run)
      })
    } else
      attempt(() => {
        step(run, line)
        const tokens = replaced(line.tokens, run)
        if (tokens) run.out({ line, tokens })
      })
  }
}

function step(run: Run, line: Span): void {
  if (++run.steps > MAX_STEPS)
    throw new Mistake(
      'script.limit',
      `The script has more than ${MAX_STEPS.toLocaleString('en')} steps.`,
      'Write fewer lines, or loops over fewer values.',
      line,
    )
}

function matchingEnd(lines: readonly Line[], from: number, stop: number): number | null {
  let open = 0
  for (let at = from; at < stop; at++) {
    const first = (lines[at] as Line).tokens[0]
    if (first?.kind !== 'Command' || lines[at]?.textblock) continue
    if (first.text === 'for') open++
    if (first.text === 'end' && --open === 0) return at
  }
  return null
}

/** One comma group: names that take their values in step. */
interface Loop {
  names: string[]
  values: Token[][][]
}

function heading(line: Line, run: Run): Loop[] {
  const tokens = replaced(line.tokens.slice(1), run)
  for (const token of line.tokens) if (token.kind === 'Name') run.unknown.add(token.text)
  if (!tokens) return []
  const reader = new Reader(
    tokens,
    { from: line.to, to: line.to },
    'Write for a in 2000:2002, and end after the lines to repeat.',
  )
  const loops: Loop[] = []
  do {
    const names: string[] = []
    do names.push(reader.name('a name for the value').text)
    while (reader.take('Comma'))
    reader.keyword('in')
    const lists: Token[][][] = []
    do lists.push(list(reader))
    while (reader.take('Comma'))
    if (lists.length !== names.length)
      reader.expected(`${names.length} lists of values, one for each name, with commas between`)
    const length = lists[0]?.length ?? 0
    if (lists.some((values) => values.length !== length))
      throw new Mistake(
        'script.syntax',
        'These lists go in step but are not equally long.',
        'Give each as many values.',
        line,
      )
    loops.push({ names, values: lists })
  } while (reader.take('Semicolon'))
  reader.finish()
  for (const { names } of loops) for (const name of names) run.unknown.delete(name)
  return loops
}

function list(reader: Reader): Token[][] {
  const values: Token[][] = []
  while (!reader.done && !reader.is('Comma') && !reader.is('Semicolon')) {
    const first = reader.next('a value')
    if (first.kind === 'Number' && reader.take('Colon')) {
      const last = reader.need('Number', 'the end of the range')
      const [low, high] = [Number(first.text), Number(last.text)]
      if (!Number.isInteger(low) || !Number.isInteger(high) || high < low || high - low >= MAX_STEPS)
        throw new Mistake(
          'script.limit',
          `The range ${first.text}:${last.text} is not of at most ${MAX_STEPS.toLocaleString('en')} whole numbers in order.`,
          'Write whole numbers, the lesser first.',
          { from: first.from, to: last.to },
        )
      for (let value = low; value <= high; value++) values.push([{ ...first, text: String(value) }])
    } else {
      const value = [first]
      for (
        let token = reader.peek();
        token?.joined && token.kind !== 'Comma' && token.kind !== 'Semicolon';
        token = reader.peek()
      )
        value.push(reader.next('a value'))
      checkSize(value, first)
      values.push(value)
    }
  }
  if (values.length === 0) reader.expected('values')
  return values
}

function repeat(loops: readonly Loop[], at: number, run: Run, line: Span, body: () => void): void {
  const loop = loops[at]
  if (!loop) return body()
  for (let turn = 0; turn < (loop.values[0]?.length ?? 0); turn++) {
    step(run, line)
    for (const [i, name] of loop.names.entries()) run.values.set(name, loop.values[i]?.[turn] ?? [])
    repeat(loops, at + 1, run, line, body)
  }
}

function define(line: Line, run: Run): void {
  const target = line.tokens[1]
  if (target?.kind === 'Name') run.unknown.add(target.text)
  const tokens = replaced(line.tokens.slice(1), run)
  if (!tokens) return
  const reader = new Reader(tokens, { from: line.to, to: line.to }, 'Write let name = value.')
  const name = reader.name('a name')
  reader.need('Assign', '“=” and a value')
  const [only, second] = [reader.peek(), reader.peek(1)]
  let value: Token[]
  if (only && !second && only.kind !== 'Other') value = [only]
  else {
    const syntax = readExpression(reader, 'a value')
    reader.finish()
    value = [literal(fold(syntax), syntax)]
  }
  checkSize(value, name)
  run.unknown.delete(name.text)
  run.values.set(name.text, value)
}

function literal(value: number | string, { from, to }: Span): Token {
  if (typeof value === 'number') return { kind: 'Number', text: String(value), from, to, joined: false }
  const mark = value.includes("'") ? '"' : "'"
  return { kind: 'String', text: `${mark}${value}${mark}`, from, to, joined: false }
}

const ARITHMETIC: Partial<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': (a, b) => a ** b,
}

/** The value of an expression of constants. */
function fold(syntax: Syntax): number | string {
  const value = constantOf(syntax)
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new Mistake(
      'script.type',
      'This is not a finite number.',
      'Divide by something other than 0.',
      syntax,
    )
  return value
}

function constantOf(syntax: Syntax): number | string {
  if (syntax.kind === 'number' || syntax.kind === 'text') return syntax.value
  if (syntax.kind === 'unary' && syntax.operator === '-') {
    const value = constantOf(syntax.operand)
    if (typeof value === 'number') return -value
  }
  if (syntax.kind === 'binary') {
    const [left, right] = [constantOf(syntax.left), constantOf(syntax.right)]
    if (syntax.operator === '++') return `${left}${right}`
    const arithmetic = ARITHMETIC[syntax.operator]
    if (arithmetic && typeof left === 'number' && typeof right === 'number') return arithmetic(left, right)
  }
  throw new Mistake(
    'script.type',
    'let takes a value that does not depend on data: numbers with + - * / ^, and texts with ++.',
    'Use generate for what differs between rows.',
    syntax,
  )
}

/** The tokens with each `$name` replaced, or null where a mistake made earlier explains the gap. */
function replaced(tokens: readonly Token[], run: Run): Token[] | null {
  if (!tokens.some((token) => token.kind === 'Reference')) return [...tokens]
  const out: Token[] = []
  const fromReference = new Set<Token>()
  let size = 0
  for (const token of tokens) {
    if (token.kind !== 'Reference') {
      out.push(token)
      continue
    }
    const name = token.text.slice(1)
    const value = run.values.get(name)
    if (!value) {
      if (run.unknown.has(name)) return null
      const near = nearestName(name, run.values.keys())
      throw new Mistake(
        'script.unknown-name',
        `${quote(token.text)} has no value here.${near ? ` Did you mean $${near}?` : ''}`,
        `Write let ${name || 'name'} = value above this line.`,
        token,
        near && `$${near}`,
      )
    }
    size += sizeOf(value)
    if (size > MAX_LINE)
      throw new Mistake('script.limit', 'This line grows too long.', 'Use fewer or shorter values.', token)
    for (const [i, part] of value.entries()) {
      const copy = { ...part, from: token.from, to: token.to, joined: i === 0 ? token.joined : part.joined }
      fromReference.add(copy)
      out.push(copy)
    }
  }
  return joinNames(out, fromReference)
}

function checkSize(value: readonly Token[], at: Span): void {
  if (sizeOf(value) <= MAX_VALUE) return
  throw new Mistake(
    'script.limit',
    `A value has at most ${MAX_VALUE.toLocaleString('en')} characters.`,
    'Write a shorter one.',
    at,
  )
}

function sizeOf(tokens: readonly Token[]): number {
  return tokens.reduce((size, token) => size + token.text.length, 0)
}

/** `siv_ ++ $year` where the left is a name: one name. */
function joinNames(tokens: readonly Token[], fromReference: ReadonlySet<Token>): Token[] {
  const out: Token[] = []
  let open = false
  for (let at = 0; at < tokens.length; at++) {
    const [left, join, right] = [out.at(-1), tokens[at] as Token, tokens[at + 1]]
    const joins =
      join.kind === 'Join' &&
      left?.kind === 'Name' &&
      right !== undefined &&
      (open || fromReference.has(right) || fromReference.has(left)) &&
      isNamePart(right)
    if (joins && left && right) {
      const part = right.kind === 'String' ? right.text.slice(1, -1) : right.text
      const joined: Token = { ...left, text: left.text + part, to: Math.max(left.to, right.to) }
      out[out.length - 1] = joined
      open = true
      at++
    } else {
      out.push(join)
      open = false
    }
  }
  return out
}

function isNamePart(token: Token): boolean {
  if (token.kind === 'Name') return true
  if (token.kind === 'Number') return /^\d+$/.test(token.text)
  return token.kind === 'String' && /^['"][\p{L}\p{N}_]+['"]$/u.test(token.text)
}
