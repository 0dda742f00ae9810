/**
 * Which parts of an expression can be without a value although all that they take has one, and of which rows that is said. One table of the
 * calls of the plan, read by rule P2, for which a value that one person alone lacks is as telling as a condition that one person alone meets.
 * Apart from the dialects and the reference interpreter, which say what a value is and nothing of what follows from its absence.
 */
import type { Call, Expression } from './types.js'

/** How a call takes missing arguments, and whether it has a value wherever it gets what it needs. */
interface Presence {
  /** The arguments without any of which there is no value: all of them, the first, or none by itself. */
  readonly strict: 'all' | 'first' | 'none'
  /** It always has a value for what is not missing. Numbers can overflow, so few calls that compute with them do. */
  readonly total: (values: readonly Expression[]) => boolean
  /** Of calls that take what is missing: so many arguments with a value are what they need. */
  readonly least?: number
}

const always = () => true
const never = () => false
const SURE: Presence = { strict: 'all', total: always }
const UNSURE: Presence = { strict: 'all', total: never }
const SEARCH: Presence = { strict: 'first', total: always }
const TAKES_MISSING: Presence = { strict: 'none', total: always }
const overRow = (least: number): Presence => ({ strict: 'none', total: never, least })

/** Calls that are not here take all their arguments strictly and may have no value of any. */
const PRESENCE: Readonly<Partial<Record<Call, Presence>>> = {
  '++': SURE,
  '==': SURE,
  '!=': SURE,
  '<': SURE,
  '<=': SURE,
  '>': SURE,
  '>=': SURE,
  '!': SURE,
  negate: SURE,
  abs: SURE,
  ceil: SURE,
  floor: SURE,
  int: SURE,
  round: { strict: 'all', total: ({ length }) => length === 1 },
  sin: SURE,
  cos: SURE,
  atan: SURE,
  pi: SURE,
  length: SURE,
  string: SURE,
  lower: SURE,
  upper: SURE,
  ltrim: SURE,
  rtrim: SURE,
  trim: SURE,
  startswith: SURE,
  endswith: SURE,
  to_int: { strict: 'all', total: ([of]) => of?.type !== 'text' },
  to_str: SURE,
  inlist: SEARCH,
  inrange: SEARCH,
  between: SEARCH,
  '&': TAKES_MISSING,
  '|': TAKES_MISSING,
  sysmiss: TAKES_MISSING,
  rowmissing: TAKES_MISSING,
  rowvalid: TAKES_MISSING,
  rowconcat: TAKES_MISSING,
  // They have a value where an argument has one.
  rowmax: TAKES_MISSING,
  rowmin: TAKES_MISSING,
  rowmedian: TAKES_MISSING,
  // Sums and squares overflow.
  rowmean: overRow(1),
  rowtotal: overRow(0),
  rowstd: overRow(2),
  // Made by `recode`, whose rules may say that a value becomes missing; the other rows keep what they have.
  if: { strict: 'none', total: (values) => !leavesOut(values) },
}
const presenceOf = (call: Call): Presence => PRESENCE[call] ?? UNSURE

/** Whether some test of a chain of `if` decides that there is no value. */
function leavesOut([, then, otherwise]: readonly Expression[]): boolean {
  return (
    (then?.kind === 'literal' && then.value === null) ||
    (otherwise?.kind === 'call' && otherwise.call === 'if' && leavesOut(otherwise.arguments))
  )
}

/** A part that can lack a value, with the condition that all that it needs is there. */
export interface Part {
  readonly value: Expression
  readonly given: Expression
}

/** Whether an expression can have no value, or a part of it, for a row that has all that it takes. */
export function canLack(expression: Expression): boolean {
  if (expression.kind !== 'call') return false
  const { call, arguments: values } = expression
  return !presenceOf(call).total(values) || values.some(canLack)
}

/** The expression with missing values for texts that are no numbers, where it asked for an error: an error would tell that somebody has such a text. */
export function withoutErrors(expression: Expression): Expression {
  if (expression.kind !== 'call') return expression
  const values = expression.arguments.map(withoutErrors)
  if (expression.call !== 'parse-number') return { ...expression, arguments: values }
  return {
    ...expression,
    arguments: [...values.slice(0, 3), { kind: 'literal', type: 'boolean', value: true }],
  }
}

/**
 * An expression in which each part that can lack a value is what `settle` makes of it, innermost first. A part ends where a call takes what is
 * missing: there the absence of a value becomes a value.
 */
export async function settled(
  expression: Expression,
  settle: (part: Part) => Promise<Expression>,
): Promise<Expression> {
  if (!canLack(expression)) return expression
  const { value, needs, total } = await strictPart(expression, settle)
  return total ? value : await settle({ value, given: allOf(needs.map(isPresent)) })
}

interface StrictPart {
  value: Expression
  /** What it has no value without. */
  needs: readonly Expression[]
  total: boolean
}

async function strictPart(
  expression: Expression,
  settle: (part: Part) => Promise<Expression>,
): Promise<StrictPart> {
  if (expression.kind === 'literal') return { value: expression, needs: [], total: true }
  if (expression.kind === 'column') return { value: expression, needs: [expression], total: true }
  const { strict, total, least } = presenceOf(expression.call)
  const values: Expression[] = []
  const parts: StrictPart[] = []
  for (const [i, argument] of expression.arguments.entries()) {
    if (strict === 'all' || (strict === 'first' && i === 0)) {
      const part = await strictPart(argument, settle)
      parts.push(part)
      values.push(part.value)
    } else values.push(await (expression.call === 'if' ? chained : settled)(argument, settle))
  }
  const own = total(expression.arguments)
  const value: Expression = { ...expression, arguments: values }
  if (strict !== 'none')
    return {
      value,
      needs: parts.flatMap(({ needs }) => needs),
      total: own && parts.every((part) => part.total),
    }
  const given = least === undefined ? allOf(columnsIn(value).map(isPresent)) : atLeast(least, values)
  const made = own ? value : await settle({ value, given })
  return { value: made, needs: [made], total: true }
}

/** An argument of `if`: another `if` goes on with the same chain of rules. */
async function chained(
  expression: Expression,
  settle: (part: Part) => Promise<Expression>,
): Promise<Expression> {
  if (expression.kind !== 'call' || expression.call !== 'if') return await settled(expression, settle)
  const values: Expression[] = []
  for (const argument of expression.arguments) values.push(await chained(argument, settle))
  return { ...expression, arguments: values }
}

function columnsIn(expression: Expression): Expression[] {
  if (expression.kind === 'literal') return []
  return expression.kind === 'column' ? [expression] : expression.arguments.flatMap(columnsIn)
}

const boolean = (call: Call, ...values: Expression[]): Expression => ({
  kind: 'call',
  type: 'boolean',
  call,
  arguments: values,
})
const isPresent = (of: Expression): Expression => boolean('!', boolean('sysmiss', of))
const atLeast = (count: number, values: readonly Expression[]): Expression =>
  boolean(
    '>=',
    { kind: 'call', type: 'number', call: 'rowvalid', arguments: [...values] },
    { kind: 'literal', type: 'number', value: count },
  )

/** All of some conditions, each once. */
export function allOf(conditions: readonly Expression[]): Expression {
  const [first, ...rest] = new Map(conditions.map((each) => [JSON.stringify(each), each])).values()
  if (first === undefined) return { kind: 'literal', type: 'boolean', value: true }
  return rest.reduce((left, right) => boolean('&', left, right), first)
}

/** Whether a part lacks its value, of rows where all that it needs is there and which `within` takes in; missing of all others. */
export const lacking = ({ value, given }: Part, within: Expression | null): Expression =>
  boolean('if', within === null ? given : allOf([within, given]), boolean('sysmiss', value), {
    kind: 'literal',
    type: 'boolean',
    value: null,
  })

/** A part with another value where it has none, or with none at all, of rows where all that it needs is there. */
export const completed = ({ value, given }: Part, instead: Expression | null): Expression => ({
  kind: 'call',
  type: value.type,
  call: 'if',
  arguments: instead
    ? [allOf([given, boolean('sysmiss', value)]), instead, value]
    : [given, { kind: 'literal', type: value.type, value: null }, value],
})
