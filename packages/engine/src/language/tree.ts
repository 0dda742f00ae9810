/**
 * The syntax tree of a script: each command with its arguments in the form that its documentation promises, nothing
 * looked up yet. Loops are unrolled and `$names` replaced, so what compiles a tree sees plain statements.
 */
import type { Position, SundError } from '@sund/model'
import type { CommandName } from './commands/index.js'

/** A stretch of the script, in UTF-16 code units. */
export interface Span {
  from: number
  to: number
}

/** A name or another word as written. */
export interface Word extends Span {
  text: string
}

export type BinaryOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '^'
  | '++'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '&'
  | '|'

/** An expression. Dates do not occur here: `2018-01-01` in an expression is subtraction. */
export type Syntax =
  | ({ kind: 'number'; value: number } & Span)
  | ({ kind: 'text'; value: string } & Span)
  | ({ kind: 'missing' } & Span)
  | ({ kind: 'name'; name: string } & Span)
  | ({ kind: 'call'; function: Word; arguments: Syntax[] } & Span)
  | ({ kind: 'unary'; operator: '!' | '-'; operand: Syntax } & Span)
  | ({ kind: 'binary'; operator: BinaryOperator; left: Syntax; right: Syntax } & Span)

/** `alias/VARIABLE`. */
export interface Path extends Span {
  alias: Word
  variable: Word
}

/** A calendar day as whole days since 1970-01-01. */
export interface Day extends Span {
  day: number
}

/** What stands in the parentheses of a statistic: `(nearest(2018-06-30))`, `(nearest(index))`, `(nth(2))`. */
export type StatisticArgument =
  | ({ kind: 'number'; value: number } & Span)
  | ({ kind: 'day' } & Day)
  | ({ kind: 'name' } & Word)

/** `(statistic) source -> target`. */
export interface StatisticItem {
  statistic: Word
  argument: StatisticArgument | null
  source: Word
  target: Word
}

export type Constant = ({ kind: 'number'; value: number } | { kind: 'text'; value: string }) & Span

/** What a recode rule matches. `null` as a bound is `min` or `max`. */
export type RecodeMatch =
  | { kind: 'value'; value: Constant }
  | { kind: 'range'; low: number | null; high: number | null; span: Span }
  | { kind: 'missing' | 'nonmissing' | 'any' }
export interface RecodeRule extends Span {
  matches: RecodeMatch[]
  /** The new value; null is missing. */
  value: Constant | null
  label: string | null
}

export interface TermFactor extends Span {
  variable: Word
  /** `i.` or `c.` as written, else nothing. */
  prefix: 'i' | 'c' | null
}
/** `a`, `a#b` or `a##b`. */
export interface ModelTerm extends Span {
  factors: TermFactor[]
  /** `##`: the main effects too. */
  full: boolean
}

/** What stands between the command and its options, by the shape that the command's documentation names. */
export type Arguments =
  | { shape: 'none' }
  | { shape: 'anything' }
  | { shape: 'require'; register: Word; version: Word | null; alias: Word }
  | { shape: 'permit'; permit: Word }
  | { shape: 'name'; name: Word }
  | { shape: 'pair'; first: Word; second: Word }
  | { shape: 'names'; names: Word[] }
  | { shape: 'arrows'; pairs: { from: Word; to: Word }[] }
  | { shape: 'import'; source: Path; day: Day | null; as: Word }
  | { shape: 'window'; source: Path; from: Day | null; until: Day | null; as: Word }
  | { shape: 'panel'; sources: { source: Path; as: Word }[]; days: Day[] }
  | { shape: 'sample'; size: { kind: 'share' | 'count'; value: number } & Span; seed: number }
  | { shape: 'topic'; topic: Word | null }
  | { shape: 'setting'; name: Word; value: Constant | null }
  | { shape: 'merge'; names: Word[]; into: Word; on: Word[] }
  | { shape: 'statistics'; items: StatisticItem[] }
  | { shape: 'figure'; statistic: Word | null; names: Word[] }
  | { shape: 'assignment'; target: Word; value: Syntax }
  | { shape: 'recode'; names: Word[]; rules: RecodeRule[] }
  | { shape: 'labels'; name: Word; labels: { code: Constant; label: string }[] }
  | { shape: 'model'; outcome: Word; terms: ModelTerm[] }
  | { shape: 'survival'; event: Word; time: Word; terms: ModelTerm[] }
  | {
      shape: 'instruments'
      outcome: Word
      terms: ModelTerm[]
      endogenous: ModelTerm[]
      instruments: ModelTerm[]
    }
  | { shape: 'difference'; outcome: Word; group: Word; treated: Word; terms: ModelTerm[] }
  | { shape: 'grouped'; outcome: Word; terms: ModelTerm[]; by: Word[] }
  | { shape: 'threshold'; outcome: Word; running: Word; terms: ModelTerm[] }
  | { shape: 'match'; cases: Word; into: Word; on: Word[] }
  | { shape: 'command'; statement: Statement }
  | { shape: 'text'; markdown: string }
export type Shape = Arguments['shape']

export type OptionValue =
  | { kind: 'flag' }
  | { kind: 'names'; names: Word[] }
  | ({ kind: 'number'; value: number } & Span)
  | ({ kind: 'text'; value: string } & Span)
  | ({ kind: 'range'; low: number; high: number } & Span)
  | ({ kind: 'window'; first: number; last: number; of: Word } & Span)
export interface Option extends Span {
  name: Word
  value: OptionValue
}

/** What every statement has, whatever its arguments. */
export interface StatementHead extends Span {
  kind: 'statement'
  name: CommandName
  command: Word
  condition: Syntax | null
  options: Option[]
}
export interface Statement<S extends Shape = Shape> extends StatementHead {
  arguments: Extract<Arguments, { shape: S }>
}

/** A line that could not be read. Names it mentions may have been meant as definitions: later lines do not complain. */
export interface Unreadable extends Span {
  kind: 'unreadable'
  mentions: string[]
}

export interface Tree {
  text: string
  statements: (Statement | Unreadable)[]
  /** Line and column of a span. */
  positionOf(span: Span): Position
}

export interface Parsed {
  tree: Tree
  errors: SundError[]
}
