/**
 * Reads the tokens of one line from left to right. What a command expects is said in words, so that a mistake names
 * what was expected and what stood there instead.
 */
import type { ErrorCode, SundError } from '@sund/model'
import type { Token, TokenKind } from './lexer.js'
import type { Day, Path, Span, Word } from './tree.js'

/** What ends a word though no white space stands before it. */
const ENDS: ReadonlySet<TokenKind> = new Set(['CloseParen', 'Comma'])

/** Longest name of anything in a script. */
export const MAX_NAME = 80

/** A mistake at a place in the script; becomes a `SundError` where the line is known. */
export class Mistake extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly next: string,
    readonly span: Span,
    readonly fix?: string,
  ) {
    super(message)
  }
}

/** The error that a mistake is, at its position. */
export function errorOf(mistake: Mistake, position: NonNullable<SundError['position']>): SundError {
  const { code, message, next, fix } = mistake
  return { code, message, next, position, ...(fix === undefined ? {} : { fix }) }
}

/** Text of the user inside a message: short, in quotes. */
export function quote(text: string): string {
  return `“${text.length > 60 ? `${text.slice(0, 57)}…` : text}”`
}

export class Reader {
  private at = 0
  /** `end` is where a missing token would stand; `help` is the syntax line shown as the next step. */
  constructor(
    private readonly tokens: readonly Token[],
    private readonly end: Span,
    readonly help: string,
  ) {}

  get done(): boolean {
    return this.at >= this.tokens.length
  }

  /** The token read last. */
  get last(): Token | undefined {
    return this.tokens[this.at - 1]
  }

  peek(ahead = 0): Token | undefined {
    return this.tokens[this.at + ahead]
  }

  is(kind: TokenKind, text?: string): boolean {
    const token = this.peek()
    return token !== undefined && token.kind === kind && (text === undefined || token.text === text)
  }

  take(kind: TokenKind, text?: string): Token | undefined {
    return this.is(kind, text) ? this.tokens[this.at++] : undefined
  }

  next(expected: string): Token {
    const token = this.tokens[this.at]
    if (!token) this.expected(expected)
    this.at++
    return token
  }

  /** Refuses what stands here, saying what was expected. */
  expected(what: string, fix?: string): never {
    const token = this.peek()
    if (token?.kind === 'Other' && /[‘’“”«»„]/.test(token.text))
      throw new Mistake(
        'script.syntax',
        `${quote(token.text)} is a typographic quotation mark.`,
        `Write text between straight quotation marks, 'like this'.`,
        token,
        `'`,
      )
    throw new Mistake(
      'script.syntax',
      token ? `Expected ${what}, found ${quote(token.text)}.` : `Expected ${what}, but the line ends here.`,
      this.help,
      token ?? this.end,
      fix,
    )
  }

  need(kind: TokenKind, what: string, text?: string): Token {
    return this.take(kind, text) ?? this.expected(what)
  }

  finish(): void {
    if (!this.done) this.expected('the end of the line or a comma before options')
  }

  /** A name. */
  name(what: string): Word {
    return checkName(this.need('Name', what))
  }

  /** Names up to something that is none. */
  names(what: string, least = 1): Word[] {
    const names: Word[] = []
    while (this.is('Name')) names.push(this.name(what))
    if (names.length < least) this.expected(what)
    return names
  }

  keyword(word: string): Token {
    return this.need('Name', `the word “${word}”`, word)
  }

  /** Everything up to the next white space, as one word. */
  raw(what: string): Word {
    const first = this.next(what)
    let { text, to } = first
    for (let token = this.peek(); token?.joined && !ENDS.has(token.kind); token = this.peek()) {
      text += token.text
      to = token.to
      this.at++
    }
    return checkName({ text, from: first.from, to }, 200)
  }

  path(): Path {
    const alias = this.name('a register and a variable, as in db/VARIABLE')
    if (!this.take('Operator', '/')) this.expected('“/” and a variable after the register')
    const variable = this.name('the name of a variable after “/”')
    return { alias, variable, from: alias.from, to: variable.to }
  }

  /** A calendar date, if one stands here. */
  day(): Day | null {
    const token = this.peek()
    if (token?.kind !== 'Date') {
      if (token?.kind === 'Number') {
        const word = this.raw('a date')
        throw new Mistake(
          'script.date',
          `${quote(word.text)} is not a date.`,
          'Write a date as 2018-01-31.',
          word,
        )
      }
      return null
    }
    const word = this.raw('a date')
    const day = dayOf(word.text)
    if (day === null)
      throw new Mistake(
        'script.date',
        `${quote(word.text)} is not a day of the calendar.`,
        'Write a date as year-month-day, such as 2018-01-31.',
        word,
      )
    return { day, from: word.from, to: word.to }
  }

  string(what: string): Word {
    return unquote(this.need('String', what))
  }
}

function checkName(word: Word, limit = MAX_NAME): Word {
  if (word.text.length > limit)
    throw new Mistake(
      'script.limit',
      `${quote(word.text)} is longer than ${limit} characters.`,
      'Choose a shorter name.',
      word,
    )
  return { text: word.text, from: word.from, to: word.to }
}

/** The text inside quotation marks. */
export function unquote(token: Word): Word {
  const mark = token.text[0] as string
  if (token.text.length < 2 || !token.text.endsWith(mark))
    throw new Mistake(
      'script.syntax',
      'This text has no closing quotation mark.',
      `Close the text with ${mark} on the same line.`,
      token,
      `${token.text}${mark}`,
    )
  return { text: token.text.slice(1, -1), from: token.from, to: token.to }
}

/** Days since 1970-01-01 of an ISO date, or null when there is no such day. */
export function dayOf(iso: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(iso)) return null
  const [year, month, day] = iso.split('-').map(Number) as [number, number, number]
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  const same = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return same ? Math.round(date.getTime() / 86_400_000) : null
}
