/**
 * A dataset of a script that is being built. Commands that make variables give them back as values of TypeScript: what was not
 * made cannot be named. Each method writes one line; what lines mean is the compiler's alone.
 */
import type { CommandName } from '../language/commands/index.js'
import type { AggregateName } from '../plan/types.js'
import type { Source } from './sources.js'
import {
  type AnyVariable,
  type Argument,
  type KeyVariable,
  type Kind,
  type NumberVariable,
  type Numeric,
  type Shown,
  type Textual,
  type TextVariable,
  type Truth,
  type VariableOf,
  variable,
  writtenArgument,
} from './values.js'
import { oneLineOf, quoted, writtenDate, writtenName, writtenNumber } from './written.js'

/** An option: `true` writes it without parentheses. */
export type OptionValue = boolean | number | string | AnyVariable | readonly AnyVariable[] | Truth | undefined
export type Options = Readonly<Record<string, OptionValue>>
/** A term of a model: a number, `factor(x)` for its levels, `product(a, b)`. */
export interface Term {
  readonly term: string
}
export const factor = (of: Shown): Term => ({ term: `i.${of.written}` })
export const product = (
  ...of: readonly [Term | NumberVariable, Term | NumberVariable, ...(Term | NumberVariable)[]]
): Term => ({
  term: of.map(writtenTerm).join('#'),
})
const writtenTerm = (of: Term | NumberVariable): string => ('term' in of ? of.term : of.written)

type Conditional = {
  /** Only rows for which this is true. */
  if?: Truth
}
type TableOptions = Conditional & {
  freq?: boolean
  rowpct?: boolean
  colpct?: boolean
  cellpct?: boolean
  missing?: boolean
  nolabels?: boolean
  rowsort?: string
  colsort?: string
  top?: number
  bottom?: number
  chi2?: boolean
  summarize?: NumberVariable
  mean?: boolean
  std?: boolean
  sum?: boolean
  median?: boolean
  p25?: boolean
  p75?: boolean
  gini?: boolean
  iqr?: boolean
}
type ModelOptions = Conditional & {
  robust?: boolean
  cluster?: AnyVariable
  level?: number
  standardize?: boolean
  noconstant?: boolean
}
/** Statistics that keep the kind of what they are of. */
type Picking = 'min' | 'max' | 'first' | 'last'
type Item = readonly [AggregateName, AnyVariable]
type Made<I extends Readonly<Record<string, Item>>> = {
  [N in keyof I]: I[N][0] extends Picking ? VariableOf[I[N][1]['kind']] : NumberVariable
}

export class DatasetBuilder {
  readonly #name: string
  readonly #write: (dataset: string | null, line: string) => void
  constructor(name: string, write: (dataset: string | null, line: string) => void) {
    this.#name = writtenName(name)
    this.#write = write
  }

  /** A value for life, or (`on` a date) the one that holds on that day. The first import sets the population. */
  import<K extends Kind>(
    source: Source<K, 'FIXED'>,
    options?: { as?: string; outerJoin?: boolean },
  ): VariableOf[K]
  import<K extends Kind>(
    source: Source<K, 'STATUS' | 'ACCUMULATED'>,
    options: { on: string; as?: string; outerJoin?: boolean },
  ): VariableOf[K]
  import<K extends Kind>(
    { path, name, kind }: Source<K>,
    { on, as = name, outerJoin = false }: { on?: string; as?: string; outerJoin?: boolean } = {},
  ): VariableOf[K] {
    const date = on === undefined ? '' : ` ${writtenDate(on)}`
    this.#line(`import ${path}${date} as ${writtenName(as)}`, { outer_join: outerJoin })
    return variable(kind, as)
  }

  /** Every value that overlaps the window, one row each, with the days on which it starts and stops. */
  importEvent<K extends Kind>(
    { path, name, kind }: Source<K>,
    { from, to, as = name }: { from: string; to: string; as?: string },
  ): { value: VariableOf[K]; start: NumberVariable; stop: NumberVariable } {
    this.#line(`import-event ${path} ${writtenDate(from)} to ${writtenDate(to)} as ${writtenName(as)}`)
    return {
      value: variable(kind, as),
      start: variable('number', `START@${as}`),
      stop: variable('number', `STOP@${as}`),
    }
  }

  /** A new variable; rows that do not meet `if` are missing. A truth is stored as 1 and 0. */
  generate(name: string, value: Textual | string, options?: Conditional): TextVariable
  generate(name: string, value: Numeric | Truth | number | null, options?: Conditional): NumberVariable
  generate(
    name: string,
    value: Argument,
    { if: condition }: Conditional = {},
  ): NumberVariable | TextVariable {
    const written = writtenArgument(value)
    this.#line(`generate ${writtenName(name)} = ${written}`, {}, condition)
    const isText =
      typeof value === 'string' || (value !== null && typeof value === 'object' && 'join' in value)
    return variable(isText ? 'text' : 'number', name)
  }

  /** New values of a variable where `if` is true. */
  replace(of: NumberVariable, value: Numeric | Truth | number | null, options?: Conditional): void
  replace(of: TextVariable, value: Textual | string, options?: Conditional): void
  replace(of: Shown, value: Argument, { if: condition }: Conditional = {}): void {
    this.#line(`replace ${of.written} = ${writtenArgument(value)}`, {}, condition)
  }

  keepIf(condition: Truth): void {
    this.#line('keep', {}, condition)
  }
  dropIf(condition: Truth): void {
    this.#line('drop', {}, condition)
  }

  /** A dataset of one row for each combination of `by`: `collapse({ mean_age: ['mean', age] }, { by: [sex] })`. */
  collapse<const I extends Readonly<Record<string, Item>>>(
    items: I,
    options: { by: readonly AnyVariable[]; order?: NumberVariable },
  ): Made<I> {
    return this.#aggregated('collapse', items, options)
  }
  /** The same statistics beside every row. */
  aggregate<const I extends Readonly<Record<string, Item>>>(
    items: I,
    options: { by: readonly AnyVariable[]; order?: NumberVariable },
  ): Made<I> {
    return this.#aggregated('aggregate', items, options)
  }
  #aggregated<I extends Readonly<Record<string, Item>>>(
    command: 'collapse' | 'aggregate',
    items: I,
    { by, order }: { by: readonly AnyVariable[]; order?: NumberVariable },
  ): Made<I> {
    const parts = Object.entries(items).map(
      ([name, [statistic, of]]) => `(${statistic}) ${of.written} -> ${writtenName(name)}`,
    )
    this.#line(`${command} ${parts.join(' ')}`, { by, order })
    const kinds = ['min', 'max', 'first', 'last']
    return Object.fromEntries(
      Object.entries(items).map(([name, [statistic, of]]) => [
        name,
        variable(kinds.includes(statistic) ? of.kind : 'number', name),
      ]),
    ) as Made<I>
  }

  /** Variables of this dataset brought into another, matched on the unit or on a key. */
  merge(
    variables: readonly AnyVariable[],
    into: DatasetBuilder,
    on: readonly (KeyVariable | Shown)[] = [],
  ): void {
    const keys = on.length > 0 ? ` on ${writtenList(on)}` : ''
    this.#line(`merge ${writtenList(variables)} into ${into.#name}${keys}`)
  }

  tabulate(variables: readonly Shown[], options: TableOptions = {}): void {
    this.command('tabulate', variables, options)
  }
  summarize(
    variables: readonly NumberVariable[],
    options: Conditional & { by?: readonly Shown[]; gini?: boolean; iqr?: boolean } = {},
  ): void {
    this.command('summarize', variables, options)
  }
  regress(
    outcome: NumberVariable,
    terms: readonly (Term | NumberVariable)[],
    options: ModelOptions = {},
  ): void {
    this.command('regress', [outcome, ...terms], options)
  }
  logit(
    outcome: NumberVariable,
    terms: readonly (Term | NumberVariable)[],
    options: ModelOptions & { or?: boolean } = {},
  ): void {
    this.command('logit', [outcome, ...terms], options)
  }
  cox(
    { event, time }: { event: NumberVariable; time: NumberVariable },
    terms: readonly (Term | NumberVariable)[],
    options: Omit<ModelOptions, 'noconstant'> & {
      hazard?: boolean
      entry?: NumberVariable
      strata?: readonly Shown[]
    } = {},
  ): void {
    this.command('cox', [event, time, ...terms], options)
  }
  kaplanMeier(
    { event, time }: { event: NumberVariable; time: NumberVariable },
    options: Conditional & { by?: Shown; level?: number } = {},
  ): void {
    this.command('kaplan-meier', [event, time], options)
  }

  /**
   * Any command of the language on this dataset: its arguments as variables, terms or words as a script writes them, and its options. What it
   * makes is not known to TypeScript; name it with `number`, `text` or `key`.
   */
  command(
    name: CommandName,
    of: readonly (AnyVariable | Term | string)[],
    { if: condition, ...options }: Options & Conditional = {},
  ): void {
    const words = of.map((one) =>
      typeof one === 'string' ? oneLineOf(one) : 'term' in one ? one.term : one.written,
    )
    this.#line([name, ...words].join(' '), options, condition)
  }
  number(name: string): NumberVariable {
    return variable('number', writtenName(name))
  }
  text(name: string): TextVariable {
    return variable('text', writtenName(name))
  }
  key(name: string): KeyVariable {
    return variable('key', writtenName(name))
  }

  #line(command: string, options: Options = {}, condition?: Truth): void {
    const written = Object.entries(options).flatMap(([name, value]) => writtenOption(name, value))
    const end = written.length > 0 ? `, ${written.join(' ')}` : ''
    this.#write(this.#name, `${command}${condition ? ` if ${condition.written}` : ''}${end}`)
  }
}

const writtenList = (of: readonly AnyVariable[]): string => of.map((one) => one.written).join(' ')

function writtenOption(name: string, value: OptionValue): string[] {
  if (value === undefined || value === false) return []
  const option = writtenName(name)
  if (value === true) return [option]
  if (typeof value === 'number') return [`${option}(${writtenNumber(value).replace(/^\((.*)\)$/, '$1')})`]
  if (typeof value === 'string') return [`${option}(${quoted(value)})`]
  return [`${option}(${'written' in value ? value.written : writtenList(value)})`]
}
