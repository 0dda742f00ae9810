/**
 * Criteria as one writes them: `hospital/ICD10 == 'E11*' since 2015 & !(medicines/ATC == 'A10*')`. The operators, texts and the words
 * `inlist` and `inrange` are those of scripts; `since` and `until` are years and belong to the criterion, or the parentheses, before them.
 * Registers are named in full, or by the end of their name where only one ends so.
 */
import {
  type BoundCriterion,
  type CodeCriterion,
  CodePattern,
  CRITERIA_LIMITS,
  type Criteria,
  type Criterion,
  Failure,
  type Position,
} from '@sund/model'
import type { z } from 'zod'
import { positionsOf } from '../language/positions.js'
import { errorOf, Mistake, quote } from '../language/reader.js'

/** Longest text of criteria in UTF-16 code units. */
export const MAX_CRITERIA_TEXT = 20_000

/** A criterion with the place where it is written; a register may be named by the end of its name. */
export type Written<C = Criterion> = C & { position: Position }

const TOKEN =
  /\s+|(?<text>'[^'\n]*'?|"[^"\n]*"?)|(?<path>[\p{L}_][\p{L}\p{N}_.-]*(?::[\d.]+)?\/[\p{L}_][\p{L}\p{N}_]*)|(?<number>-?\d+(?:\.\d+)?)|(?<word>[\p{L}_][\p{L}\p{N}_]*)|(?<mark>==|!=|<=|>=|[<>=&|!(),])|(?<other>.)/suy
type Kind = 'text' | 'path' | 'number' | 'word' | 'mark' | 'other'
interface Token {
  kind: Kind
  text: string
  from: number
  to: number
}
type Years = Pick<z.infer<typeof CodeCriterion>, 'from' | 'until'>

const EXAMPLE = `Write for example hospital/ICD10 == 'E11*' since 2015 & !(medicines/ATC == 'A10*').`

/**
 * Reads criteria. Throws a `Failure` of class `script` with the place of the mistake. The registers are as written: `resolveCriteria`
 * looks them up.
 */
export function readCriteria(text: string): Criteria {
  const positionOf = positionsOf(text)
  try {
    if (text.length > MAX_CRITERIA_TEXT)
      throw new Mistake(
        'script.limit',
        `These criteria are longer than ${MAX_CRITERIA_TEXT} characters.`,
        'Ask for less at once.',
        { from: 0, to: 1 },
      )
    return new CriteriaReader(tokensOf(text), text.length, positionOf).read()
  } catch (thrown) {
    if (!(thrown instanceof Mistake)) throw thrown
    throw new Failure(errorOf(thrown, positionOf(thrown.span)))
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  for (const match of text.matchAll(new RegExp(TOKEN.source, 'gsu'))) {
    const [kind, of] = Object.entries(match.groups ?? {}).find(([, group]) => group !== undefined) ?? []
    if (kind !== undefined && of !== undefined)
      tokens.push({ kind: kind as Kind, text: of, from: match.index, to: match.index + of.length })
  }
  return tokens
}

class CriteriaReader {
  #at = 0
  #criteria = 0

  constructor(
    private readonly tokens: readonly Token[],
    private readonly end: number,
    private readonly positionOf: (span: { from: number; to: number }) => Position,
  ) {}

  read(): Criteria {
    const tree = this.#either(0)
    if (this.#at < this.tokens.length) this.#expected('& or | or the end')
    return tree
  }

  #either(depth: number): Criteria {
    const parts = [this.#both(depth)]
    while (this.#take('|', 'or', 'eller')) parts.push(this.#both(depth))
    return parts.length === 1 ? (parts[0] as Criteria) : { any: parts }
  }

  #both(depth: number): Criteria {
    const parts = [this.#one(depth)]
    while (this.#take('&', 'and', 'og')) parts.push(this.#one(depth))
    return parts.length === 1 ? (parts[0] as Criteria) : { all: parts }
  }

  #one(depth: number): Criteria {
    const token = this.#peek()
    if (depth > CRITERIA_LIMITS.depth - 2)
      throw this.#mistake(
        'script.limit',
        `These criteria are nested more than ${CRITERIA_LIMITS.depth - 2} deep.`,
        'Say it with fewer parentheses.',
      )
    if (this.#take('!')) return { not: this.#one(depth + 1) }
    if (this.#take('(')) {
      const inner = this.#either(depth + 1)
      this.#need(')')
      return within(inner, this.#years())
    }
    if (token?.kind === 'word' && (token.text === 'inlist' || token.text === 'inrange'))
      return this.#call(token)
    return this.#comparison()
  }

  #call(name: Token): Criteria {
    this.#at++
    this.#need('(')
    const path = this.#path()
    const values: Token[] = []
    while (this.#take(',')) values.push(this.#value())
    this.#need(')')
    if (name.text === 'inlist') {
      if (values.length === 0) this.#expected('a code')
      return this.#codes(path, values)
    }
    const [least, most] = values
    if (least?.kind !== 'number' || most?.kind !== 'number' || values.length > 2)
      throw this.#mistake(
        'script.syntax',
        'inrange wants a variable and two numbers.',
        'Write inrange(population/BORN, 1950, 1980).',
        name,
      )
    return this.#bounds(path, { least: Number(least.text), most: Number(most.text) })
  }

  #comparison(): Criteria {
    const path = this.#path()
    const operator = this.#peek()
    if (operator?.kind !== 'mark') return this.#expected('== and a code')
    const refuse = REFUSED[operator.text]
    if (refuse) throw this.#mistake('script.syntax', refuse[0], refuse[1], operator)
    if (!(operator.text in BOUND) && operator.text !== '==') return this.#expected('== and a code')
    this.#at++
    const value = this.#value()
    const bound = BOUND[operator.text]
    if (bound === undefined) return this.#codes(path, [value])
    if (value.kind !== 'number')
      throw this.#mistake(
        'script.type',
        `${operator.text} compares with a number.`,
        'Compare codes with ==.',
        value,
      )
    return this.#bounds(path, bound(Number(value.text)))
  }

  #codes(path: Token, values: readonly Token[]): Written<z.infer<typeof CodeCriterion>> {
    const codes = values.map((token) => {
      const code = codeOf(token)
      if (!CodePattern.safeParse(code).success)
        throw this.#mistake(
          'script.code',
          `${quote(code)} is neither a code nor the beginning of one.`,
          `Write a code, or its first letters and one *, as in 'E11*'.`,
          token,
        )
      return code
    })
    if (codes.length > CRITERIA_LIMITS.codes)
      throw this.#mistake(
        'script.limit',
        `A criterion has at most ${CRITERIA_LIMITS.codes} codes.`,
        'Name the first letters of several codes at once, with a * after them.',
        path,
      )
    return { ...this.#named(path), codes, ...this.#years() }
  }

  #bounds(path: Token, bounds: { least?: number; most?: number }): Written<z.infer<typeof BoundCriterion>> {
    return { ...this.#named(path), ...bounds }
  }

  #named({ text, from, to }: Token) {
    if (++this.#criteria > CRITERIA_LIMITS.criteria)
      throw this.#mistake(
        'script.limit',
        `There are more than ${CRITERIA_LIMITS.criteria} criteria.`,
        'Use inlist() or a * for several codes of one variable.',
        { from, to },
      )
    const [named = '', variable = ''] = text.split('/')
    const [register = '', version] = named.split(':')
    return {
      register,
      ...(version === undefined ? {} : { version }),
      variable,
      position: this.positionOf({ from, to }),
    }
  }

  #years(): Years {
    const years: Years = {}
    for (;;) {
      const word = this.#take('since') ? 'from' : this.#take('until') ? 'until' : null
      if (word === null) return years
      const token = this.tokens[this.#at++]
      if (token?.kind !== 'number' || !/^(1[89]|20|21)\d\d$/.test(token.text))
        throw this.#mistake(
          'script.date',
          'A year was expected.',
          'Write for example since 2015: counts know whole years.',
          token,
        )
      years[word] = Number(token.text)
    }
  }

  #path(): Token {
    const token = this.#peek()
    if (token?.kind === 'path') {
      this.#at++
      return token
    }
    if (token?.kind === 'word')
      throw this.#mistake(
        'script.unknown-name',
        `${quote(token.text)} is no variable of a register.`,
        `Write the register and the variable, as in hospital/${token.text}.`,
        token,
      )
    return this.#expected('a register and a variable, as in hospital/ICD10')
  }

  #value(): Token {
    const token = this.#peek()
    if (token?.kind !== 'text' && token?.kind !== 'number') return this.#expected(`a code, as in 'E11'`)
    if (token.kind === 'text' && (token.text.length < 2 || !token.text.endsWith(token.text[0] as string)))
      throw this.#mistake(
        'script.syntax',
        'This text has no closing quotation mark.',
        'Close it on the same line.',
        token,
      )
    this.#at++
    return token
  }

  #peek(): Token | undefined {
    return this.tokens[this.#at]
  }

  #take(...texts: string[]): boolean {
    const token = this.#peek()
    const found = token !== undefined && token.kind !== 'text' && texts.includes(token.text)
    if (found) this.#at++
    return found
  }

  #need(mark: string): void {
    if (!this.#take(mark)) this.#expected(`“${mark}”`)
  }

  #expected(what: string): never {
    const token = this.#peek()
    throw this.#mistake(
      'script.syntax',
      token
        ? `Expected ${what}, found ${quote(token.text)}.`
        : `Expected ${what}, but the criteria end here.`,
      EXAMPLE,
      token,
    )
  }

  #mistake(
    code: Mistake['code'],
    message: string,
    next: string,
    at: { from: number; to: number } | undefined = this.#peek(),
  ): Mistake {
    return new Mistake(code, message, next, at ?? { from: this.end, to: this.end })
  }
}

/** Bounds are whole or not; what is strictly above or below is the next number. */
const BOUND: Record<string, (value: number) => { least?: number; most?: number }> = {
  '>=': (least) => ({ least }),
  '<=': (most) => ({ most }),
  '>': (value) => ({ least: Math.floor(value) + 1 }),
  '<': (value) => ({ most: Math.ceil(value) - 1 }),
}
const REFUSED: Record<string, [string, string]> = {
  '=': ['A single “=” does not compare.', 'Write == to compare.'],
  '!=': [
    '!= could mean having another code, or not having this one.',
    `Write !(register/VARIABLE == 'code') for persons who do not have it.`,
  ],
}

const codeOf = ({ kind, text }: Token): string => (kind === 'text' ? text.slice(1, -1) : text)

/** The same criteria within years, where they have none of their own. */
function within(tree: Criteria, years: Years): Criteria {
  if (years.from === undefined && years.until === undefined) return tree
  if ('all' in tree) return { all: tree.all.map((part) => within(part, years)) }
  if ('any' in tree) return { any: tree.any.map((part) => within(part, years)) }
  if ('not' in tree) return { not: within(tree.not, years) }
  return 'codes' in tree ? { ...years, ...tree } : tree
}
