/**
 * Expressions from tokens, by precedence climbing, with Stata's order: `! -` after `^`, then `* /`, `+ - ++`,
 * comparisons, `&`, `|`. Nesting and length are limited so that refusal is quick and nothing downstream recurses far.
 */
import type { Token } from './lexer.js'
import { Mistake, quote, type Reader, unquote } from './reader.js'
import type { BinaryOperator, Span, Syntax } from './tree.js'

export const MAX_NESTING = 60
export const MAX_OPERATIONS = 400

const PRECEDENCE: Record<BinaryOperator, number> = {
  '|': 1,
  '&': 2,
  '==': 3,
  '!=': 3,
  '<': 3,
  '<=': 3,
  '>': 3,
  '>=': 3,
  '+': 4,
  '-': 4,
  '++': 4,
  '*': 5,
  '/': 5,
  '^': 7,
}

/** What people write who come from other languages, and what it is called here. */
const FOREIGN: Record<string, BinaryOperator> = { and: '&', AND: '&', or: '|', OR: '|', og: '&', eller: '|' }

interface Budget {
  operations: number
}

/** Reads one expression; what follows it stays unread. */
export function readExpression(reader: Reader, what = 'an expression'): Syntax {
  return climb(reader, 0, 0, { operations: 0 }, what)
}

function climb(reader: Reader, least: number, depth: number, budget: Budget, what: string): Syntax {
  let left = operand(reader, depth, budget, what)
  for (;;) {
    const operator = binaryOperator(reader)
    if (!operator || PRECEDENCE[operator] < least) return left
    const token = reader.next('an operator')
    spend(budget, token)
    if ((operator === '&' || operator === '|') && reader.peek()?.joined && reader.is('Operator', operator))
      throw new Mistake(
        'script.syntax',
        `${quote(operator + operator)} is not an operator.`,
        `Write ${operator} once.`,
        { from: token.from, to: (reader.peek() as Token).to },
        operator,
      )
    const right = climb(reader, PRECEDENCE[operator] + 1, depth, budget, `a value after ${operator}`)
    left = { kind: 'binary', operator, left, right, from: left.from, to: right.to }
  }
}

function operand(reader: Reader, depth: number, budget: Budget, what: string): Syntax {
  const token = reader.peek()
  if (!token) return reader.expected(what)
  if (depth > MAX_NESTING)
    throw new Mistake(
      'script.limit',
      `This expression is nested more than ${MAX_NESTING} deep.`,
      'Compute parts of it with generate first.',
      token,
    )
  switch (token.kind) {
    case 'Number':
      reader.next(what)
      return { kind: 'number', value: Number(token.text), from: token.from, to: token.to }
    case 'Date':
      reader.next(what)
      return subtraction(token)
    case 'String': {
      const word = unquote(reader.next(what))
      return { kind: 'text', value: word.text, from: word.from, to: word.to }
    }
    case 'Dot':
      reader.next(what)
      return { kind: 'missing', from: token.from, to: token.to }
    case 'Name':
      return nameOrCall(reader, depth, budget, what)
    case 'OpenParen': {
      reader.next(what)
      const inner = climb(reader, 0, depth + 1, budget, 'an expression after “(”')
      const close = reader.need('CloseParen', '“)”')
      return { ...inner, from: token.from, to: close.to }
    }
    case 'Operator':
      if (token.text === '!' || token.text === '-') {
        reader.next(what)
        spend(budget, token)
        const inner = unaryOperand(reader, depth, budget, token.text)
        return { kind: 'unary', operator: token.text, operand: inner, from: token.from, to: inner.to }
      }
  }
  return reader.expected(what)
}

function unaryOperand(reader: Reader, depth: number, budget: Budget, operator: string): Syntax {
  const what = `a value after ${operator}`
  let left = operand(reader, depth + 1, budget, what)
  while (reader.is('Operator', '^')) {
    spend(budget, reader.next('^'))
    const right = climb(reader, PRECEDENCE['^'] + 1, depth + 1, budget, 'a value after ^')
    left = { kind: 'binary', operator: '^', left, right, from: left.from, to: right.to }
  }
  return left
}

function nameOrCall(reader: Reader, depth: number, budget: Budget, what: string): Syntax {
  const name = reader.name(what)
  if (!reader.is('OpenParen')) return { kind: 'name', name: name.text, from: name.from, to: name.to }
  reader.next('(')
  const list: Syntax[] = []
  while (!reader.is('CloseParen')) {
    if (list.length > 0) reader.need('Comma', '“,” or “)”')
    spend(budget, name)
    list.push(climb(reader, 0, depth + 1, budget, 'an argument'))
  }
  const close = reader.need('CloseParen', '“)”')
  return { kind: 'call', function: name, arguments: list, from: name.from, to: close.to }
}

function binaryOperator(reader: Reader): BinaryOperator | null {
  const token = reader.peek()
  if (!token) return null
  if (token.kind === 'Join') return '++'
  if (token.kind === 'Operator' && token.text in PRECEDENCE) {
    const after = reader.peek(1)
    if (token.text === '<' && after?.joined && after.text === '>')
      throw new Mistake(
        'script.syntax',
        '“<>” is not an operator.',
        'Write != for “not equal”.',
        { from: token.from, to: after.to },
        '!=',
      )
    return token.text as BinaryOperator
  }
  if (token.kind === 'Assign')
    throw new Mistake('script.syntax', 'A single “=” does not compare.', 'Write == to compare.', token, '==')
  const meant = token.kind === 'Name' ? FOREIGN[token.text] : undefined
  if (meant)
    throw new Mistake(
      'script.syntax',
      `${quote(token.text)} is not an operator.`,
      `Write ${meant} instead.`,
      token,
      meant,
    )
  return null
}

/** `2018-01-02` where no date is expected: 2018 − 1 − 2. */
function subtraction(token: Token): Syntax {
  const part = (start: number, end: number): Syntax => ({
    kind: 'number',
    value: Number(token.text.slice(start, end)),
    from: token.from,
    to: token.to,
  })
  const span: Span = { from: token.from, to: token.to }
  const first: Syntax = { kind: 'binary', operator: '-', left: part(0, 4), right: part(5, 7), ...span }
  return { kind: 'binary', operator: '-', left: first, right: part(8, 10), ...span }
}

function spend(budget: Budget, at: Span): void {
  if (++budget.operations > MAX_OPERATIONS)
    throw new Mistake(
      'script.limit',
      `This expression has more than ${MAX_OPERATIONS} operations.`,
      'Compute parts of it with generate first, or use inlist().',
      at,
    )
}
