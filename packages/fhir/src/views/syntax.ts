/**
 * From FHIRPath to a small syntax tree. HL7's evaluator reads the text by the grammar of the standard; its tree has a node for every rule of that grammar, this one only
 * what an expression means.
 */
import fhirpath from 'fhirpath'
import { failAt } from './definition.js'

export type Expression =
  | {
      kind: 'literal'
      type: 'boolean' | 'integer' | 'decimal' | 'string' | 'date' | 'dateTime' | 'time'
      value: string
    }
  | { kind: 'nothing' }
  /** `$this`, `$index` */
  | { kind: 'this' | 'index' }
  /** `%name` */
  | { kind: 'constant'; name: string }
  /** `of.name`, or `name` alone */
  | { kind: 'member'; of: Expression | null; name: string }
  | { kind: 'call'; of: Expression | null; name: string; parameters: readonly Expression[] }
  | { kind: 'item'; of: Expression; index: Expression }
  | { kind: 'operator'; operator: string; left: Expression; right: Expression }
  | { kind: 'sign'; sign: '+' | '-'; of: Expression }
  | { kind: 'type'; operator: 'is' | 'as'; of: Expression; type: string }

interface Node {
  type: string
  text?: string
  delimitedText?: string
  children?: Node[]
}

/** Reads an expression. Throws `data.metadata` at `place` where it is no FHIRPath, or has what views cannot know (quantities). */
export function parseExpression(text: string, place: string): Expression {
  let tree: Node
  try {
    tree = fhirpath.parse(text)
  } catch (error) {
    const at = /column: (\d+)/.exec(error instanceof Error ? error.message : '')?.[1]
    failAt(
      place,
      `is not FHIRPath${at === undefined ? '' : ` (from its character ${Number(at) + 1})`}`,
      'Mend the expression.',
    )
  }
  return expressionOf(only(tree), place)
}

type Reading = (node: Node, place: string) => Expression

/** How each rule of the grammar is read. */
const READINGS: Record<string, Reading> = {
  EntireExpression: (node, place) => expressionOf(only(node), place),
  TermExpression: (node, place) => expressionOf(only(node), place),
  InvocationTerm: (node, place) => expressionOf(only(node), place),
  ParenthesizedTerm: (node, place) => expressionOf(only(node), place),
  LiteralTerm: (node, place) => expressionOf(only(node), place),
  ThisInvocation: () => ({ kind: 'this' }),
  IndexInvocation: () => ({ kind: 'index' }),
  MemberInvocation: (node) => ({ kind: 'member', of: null, name: plain(node.text) }),
  FunctionInvocation: callOf(null),
  InvocationExpression(node, place) {
    const [of, invoked] = children(node)
    const target = expressionOf(of as Node, place)
    const invocation = invoked as Node
    if (invocation.type === 'FunctionInvocation') return callOf(target)(invocation, place)
    if (invocation.type === 'MemberInvocation')
      return { kind: 'member', of: target, name: plain(invocation.text) }
    return unknown(invocation, place)
  },
  IndexerExpression(node, place) {
    const [of, index] = children(node)
    return { kind: 'item', of: expressionOf(of as Node, place), index: expressionOf(index as Node, place) }
  },
  PolarityExpression: (node, place) => ({
    kind: 'sign',
    sign: node.text === '-' ? '-' : '+',
    of: expressionOf(only(node), place),
  }),
  TypeExpression(node, place) {
    const [of, specifier] = children(node)
    return {
      kind: 'type',
      operator: node.text === 'is' ? 'is' : 'as',
      of: expressionOf(of as Node, place),
      type: typeName(specifier?.text),
    }
  },
  ExternalConstantTerm: (node) => ({ kind: 'constant', name: node.text ?? plain(node.delimitedText) }),
  NullLiteral: () => ({ kind: 'nothing' }),
  BooleanLiteral: (node) => ({ kind: 'literal', type: 'boolean', value: node.text ?? '' }),
  NumberLiteral: (node) => ({
    kind: 'literal',
    type: node.text?.includes('.') ? 'decimal' : 'integer',
    value: node.text ?? '',
  }),
  StringLiteral: (node) => ({ kind: 'literal', type: 'string', value: unescaped(node.text ?? '') }),
  DateLiteral: (node) => ({ kind: 'literal', type: 'date', value: (node.text ?? '').slice(1) }),
  DateTimeLiteral: (node) => ({
    kind: 'literal',
    type: 'dateTime',
    value: (node.text ?? '').slice(1).replace(/T$/, ''),
  }),
  TimeLiteral: (node) => ({ kind: 'literal', type: 'time', value: (node.text ?? '').slice(2) }),
  ...Object.fromEntries(
    [
      'MultiplicativeExpression',
      'AdditiveExpression',
      'UnionExpression',
      'InequalityExpression',
      'EqualityExpression',
      'MembershipExpression',
      'AndExpression',
      'OrExpression',
      'ImpliesExpression',
    ].map((rule): [string, Reading] => [
      rule,
      (node, place) => {
        const [left, right] = children(node)
        return {
          kind: 'operator',
          operator: node.text ?? '',
          left: expressionOf(left as Node, place),
          right: expressionOf(right as Node, place),
        }
      },
    ]),
  ),
}

function expressionOf(node: Node, place: string): Expression {
  return READINGS[node.type]?.(node, place) ?? unknown(node, place)
}

function callOf(of: Expression | null): Reading {
  return (node, place) => {
    const [, list] = children(only(node))
    return {
      kind: 'call',
      of,
      name: plain(node.text),
      parameters: (list?.children ?? []).map((parameter) => expressionOf(parameter, place)),
    }
  }
}

function unknown(node: Node, place: string): never {
  const what = node.type.replace(/(Literal|Term|Expression|Invocation)$/, '')
  return failAt(place, `has what a view cannot compute (${what})`, 'Say it with elements, numbers and text.')
}

/** `FHIR.Quantity` is `Quantity`. */
export const typeName = (text = ''): string => text.replace(/^(FHIR|System)\./, '').replaceAll('`', '')

const children = (node: Node): readonly Node[] => node.children ?? []
const only = (node: Node): Node => children(node)[0] as Node
const plain = (text = ''): string => (/^[`']/.test(text) ? unescaped(text) : text)

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', f: '\f' }
/** A text between quotes, as FHIRPath escapes it. */
function unescaped(quoted: string): string {
  return quoted
    .slice(1, -1)
    .replace(/\\(u[0-9a-fA-F]{4}|.)/gs, (_, code: string) =>
      code.length === 5 ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : (ESCAPES[code] ?? code),
    )
}
