/**
 * Values of a script as TypeScript sees them: numbers, texts, truths and keys are different types, so comparing a text with
 * a number does not compile. Each value knows only how it is written.
 */
import type { FunctionName } from '../language/functions.js'
import { writtenNumber, writtenText } from './written.js'

export type Kind = 'number' | 'text' | 'key'

/** Anything that a script can write as a value. */
abstract class Value {
  /** The expression as a script writes it. */
  readonly written: string
  constructor(written: string) {
    this.written = written
  }
  /** True where the value is missing. */
  missing(): Truth {
    return new Truth(`sysmiss(${this.written})`)
  }
}

/** True, false or missing. */
export class Truth extends Value {
  declare protected readonly truth: true
  and(other: Truth): Truth {
    return new Truth(`(${this.written} & ${other.written})`)
  }
  or(other: Truth): Truth {
    return new Truth(`(${this.written} | ${other.written})`)
  }
  not(): Truth {
    return new Truth(`!(${this.written})`)
  }
}

type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>='

/** A value that can be compared with others of its own kind. */
abstract class Comparable<Other> extends Value {
  protected abstract writtenOther(other: Other): string
  #compared(by: Comparison, other: Other): Truth {
    return new Truth(`(${this.written} ${by} ${this.writtenOther(other)})`)
  }
  eq(other: Other): Truth {
    return this.#compared('==', other)
  }
  ne(other: Other): Truth {
    return this.#compared('!=', other)
  }
  lt(other: Other): Truth {
    return this.#compared('<', other)
  }
  le(other: Other): Truth {
    return this.#compared('<=', other)
  }
  gt(other: Other): Truth {
    return this.#compared('>', other)
  }
  ge(other: Other): Truth {
    return this.#compared('>=', other)
  }
  /** Equal to one of them. */
  in(...others: [Other, ...Other[]]): Truth {
    return new Truth(
      `inlist(${[this.written, ...others.map((other) => this.writtenOther(other))].join(', ')})`,
    )
  }
  /** From `low` to `high`, both inclusive. */
  between(low: Other, high: Other): Truth {
    return new Truth(`inrange(${this.written}, ${this.writtenOther(low)}, ${this.writtenOther(high)})`)
  }
}

/** A number; a date is the days since 1970-01-01. */
export class Numeric extends Comparable<Numeric | number> {
  declare protected readonly numeric: true
  protected writtenOther(other: Numeric | number): string {
    return writtenArgument(other)
  }
  #with(operator: string, other: Numeric | number): Numeric {
    return new Numeric(`(${this.written} ${operator} ${writtenArgument(other)})`)
  }
  plus(other: Numeric | number): Numeric {
    return this.#with('+', other)
  }
  minus(other: Numeric | number): Numeric {
    return this.#with('-', other)
  }
  times(other: Numeric | number): Numeric {
    return this.#with('*', other)
  }
  over(other: Numeric | number): Numeric {
    return this.#with('/', other)
  }
  power(other: Numeric | number): Numeric {
    return this.#with('^', other)
  }
}

export class Textual extends Comparable<Textual | string> {
  declare protected readonly textual: true
  protected writtenOther(other: Textual | string): string {
    return writtenArgument(other)
  }
  /** The two texts after one another. */
  join(other: Textual | string): Textual {
    return new Textual(`(${this.written} ++ ${writtenArgument(other)})`)
  }
}

export type Argument = Numeric | Textual | Truth | number | string | null
export function writtenArgument(of: Argument): string {
  if (of === null) return '.'
  if (typeof of === 'number') return writtenNumber(of)
  return typeof of === 'string' ? writtenText(of) : of.written
}

const called = (name: FunctionName, of: readonly Argument[]): string =>
  `${name}(${of.map(writtenArgument).join(', ')})`
/** A function of the language that gives a number: `numberOf('year', birth)`. */
export const numberOf = (name: FunctionName, ...of: Argument[]): Numeric => new Numeric(called(name, of))
/** A function that gives text: `textOf('substr', code, 1, 2)`. */
export const textOf = (name: FunctionName, ...of: Argument[]): Textual => new Textual(called(name, of))
/** A function that gives true or false: `truthOf('startswith', code, 'T')`. */
export const truthOf = (name: FunctionName, ...of: Argument[]): Truth => new Truth(called(name, of))

/** A variable of a dataset, with its kind in its type. */
export class NumberVariable extends Numeric {
  readonly kind = 'number'
}
export class TextVariable extends Textual {
  readonly kind = 'text'
}
/** A unit or a link to one: it can be matched and grouped by, never shown. */
export class KeyVariable extends Value {
  readonly kind = 'key'
}
export type AnyVariable = NumberVariable | TextVariable | KeyVariable
/** What can be shown. */
export type Shown = NumberVariable | TextVariable

export interface VariableOf {
  number: NumberVariable
  text: TextVariable
  key: KeyVariable
}
const MADE: { [K in Kind]: new (written: string) => VariableOf[K] } = {
  number: NumberVariable,
  text: TextVariable,
  key: KeyVariable,
}
export const variable = <K extends Kind>(kind: K, name: string): VariableOf[K] => new MADE[kind](name)
