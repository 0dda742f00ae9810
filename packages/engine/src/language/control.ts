/**
 * `let`, `for` and `$name`: what happens to the lines of a script before they are read as commands. A name stands for
 * tokens, as in Stata, so that it may be part of a variable's name (`siv_ ++ $year`).
 */
import { nearestName } from '@sund/model'
import { type ConstantValue, constantOf, tokenOf } from './constants.js'
import { readExpression } from './expressions.js'
import type { Line, Token } from './lexer.js'
import { Mistake, quote, Reader } from './reader.js'
import type { Span } from './tree.js'

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
    const parts: Token[][][] = []
    do parts.push(list(reader))
    while (reader.take('Comma'))
    // One name takes all values, whether blanks or commas stand between them.
    const lists = names.length === 1 ? [parts.flat()] : parts
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
    value = [
      tokenOf(
        constantOf(syntax, (of, at) => bound(of, at, run)),
        syntax,
      ),
    ]
  }
  checkSize(value, name)
  run.unknown.delete(name.text)
  run.values.set(name.text, value)
}

/** What a name stands for, as a value. */
function bound(name: string, at: Span, run: Run): ConstantValue {
  const [only, second] = run.values.get(name) ?? []
  if (!only) throw notBound(name, at, run)
  if (only.kind === 'Number') return Number(only.text)
  if (only.kind === 'String') return only.text.slice(1, -1)
  if (only.kind === 'Name' && !second) return { symbol: only.text }
  return (run.values.get(name) ?? []).map(({ text }) => text).join('')
}

function notBound(name: string, at: Span, run: Run): Mistake {
  const near = nearestName(name, run.values.keys())
  return new Mistake(
    'script.unknown-name',
    `${quote(`$${name}`)} has no value here.${near ? ` Did you mean $${near}?` : ''}`,
    `Write let ${name || 'name'} = value above this line.`,
    at,
    near && `$${near}`,
  )
}

/** The tokens with each `$name` replaced, or null where a mistake made earlier explains the gap. */
function replaced(tokens: readonly Token[], run: Run): Token[] | null {
  if (!tokens.some((token) => token.kind === 'Reference')) return resolved(tokens, run)
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
      throw notBound(name, token, run)
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
  return resolved(joinDates(joinNames(out, fromReference)), run)
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

/** Functions that give what stands in their place, so that they are carried out before a line is read. */
const BEFORE_READING: ReadonlySet<string> = new Set(['to_symbol', 'bind'])

/** The line with each `to_symbol(…)` and `bind(…)` replaced by its value. */
function resolved(tokens: readonly Token[], run: Run): Token[] {
  const out: Token[] = []
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] as Token
    const open =
      token.kind === 'Name' && BEFORE_READING.has(token.text) && tokens[at + 1]?.kind === 'OpenParen'
    if (!open) {
      out.push(token)
      continue
    }
    const end = closing(tokens, at + 1)
    const last = tokens[end] ?? token
    const call = new Reader(tokens.slice(at, end + 1), last, `Write ${token.text}('name').`)
    const syntax = readExpression(call, 'a value')
    call.finish()
    out.push({
      ...tokenOf(
        constantOf(syntax, (of, place) => bound(of, place, run)),
        syntax,
      ),
      joined: token.joined,
    })
    at = end
  }
  return out
}

/** Where the parenthesis at `open` closes, else the last token. */
function closing(tokens: readonly Token[], open: number): number {
  let depth = 0
  for (let at = open; at < tokens.length; at++) {
    if (tokens[at]?.kind === 'OpenParen') depth++
    if (tokens[at]?.kind === 'CloseParen' && --depth === 0) return at
  }
  return tokens.length - 1
}

/** `$year-06-30`: one date, once its year, month or day has come from a name. */
function joinDates(tokens: readonly Token[]): Token[] {
  const out: Token[] = []
  for (let at = 0; at < tokens.length; at++) {
    const parts = tokens.slice(at, at + 5)
    const text = parts.map((part) => part.text).join('')
    const apart =
      parts.length === 5 && parts.every((part, i) => part.kind === (i % 2 ? 'Operator' : 'Number'))
    if (apart && parts.slice(1).every(({ joined }) => joined) && /^\d{4}-\d{2}-\d{2}$/.test(text)) {
      const [first, last] = [parts[0] as Token, parts[4] as Token]
      out.push({ ...first, kind: 'Date', text, to: Math.max(first.to, last.to) })
      at += 4
    } else out.push(tokens[at] as Token)
  }
  return out
}

/** `siv_ ++ $year`, or `siv_$year` without a blank, where the left is a name: one name. `20$year`: one number. */
function joinNames(tokens: readonly Token[], fromReference: ReadonlySet<Token>): Token[] {
  const out: Token[] = []
  let open = false
  for (let at = 0; at < tokens.length; at++) {
    const [left, join, right] = [out.at(-1), tokens[at] as Token, tokens[at + 1]]
    const glued = join.joined && fromReference.has(join) && isNamePart(join)
    if (glued && left && (left.kind === 'Name' || (left.kind === 'Number' && join.kind === 'Number'))) {
      const part = join.kind === 'String' ? join.text.slice(1, -1) : join.text
      out[out.length - 1] = { ...left, text: left.text + part, to: Math.max(left.to, join.to) }
      open = true
      continue
    }
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
