/** `recode`: rules tried in turn. Each test is certain, never missing, so that the first rule that fits decides. */
import { type LocalisedText, mostSensitive } from '@sund/model'
import { Mistake, quote } from '../../language/reader.js'
import type { Constant, RecodeMatch, RecodeRule, Word } from '../../language/tree.js'
import { conditionOf } from '../expressions.js'
import { type LabelList, shownVariable, type Variable } from '../state.js'
import type { Column, Expression } from '../types.js'
import { call, extendWith, kindOf } from './extend.js'
import type { Lowering } from './types.js'

export const recode: Lowering<'recode'> = (statement, compilation) => {
  const { names, rules } = statement.arguments
  const dataset = compilation.filled(statement.command)
  const condition = statement.condition && conditionOf(statement.condition, dataset, compilation)
  const variables = compilation.each(names, (name) => {
    const variable = shownVariable(dataset, name)
    return { variable, tests: compilation.each(rules, (rule) => testOf(rule, variable, name)) }
  })
  for (const { variable, tests } of variables) {
    const { column } = variable
    const self: Expression = { kind: 'column', type: column.type, name: column.name }
    const value = rules.reduceRight<Expression>(
      (otherwise, rule, i) =>
        call('if', column.type, [
          tests[i] as Expression,
          { kind: 'literal', type: column.type, value: rule.value?.value ?? null },
          otherwise,
        ]),
      self,
    )
    const all = rules.some((rule) => rule.matches.some((match) => match.kind === 'any'))
    const touched = all ? null : anyOf(tests)
    const edited =
      touched && condition
        ? call('&', 'boolean', [touched, condition.expression])
        : (touched ?? condition?.expression ?? null)
    const labels = relabelled(column, rules)
    const whole = rules.every((rule) => rule.value === null || Number.isInteger(rule.value.value))
    const { whole: wasWhole, labels: _, ...rest } = column
    const changed: Column = {
      ...rest,
      sensitivity: mostSensitive([column.sensitivity, ...(condition ? [condition.sensitivity] : [])]),
      ...(wasWhole && whole ? { whole: true } : {}),
      ...(labels ? { labels } : {}),
    }
    extendWith(dataset, { column: changed, codes: null }, value, edited, statement, compilation)
  }
}

function anyOf(tests: readonly Expression[]): Expression {
  return tests.reduce((left, right) => call('|', 'boolean', [left, right]))
}

/** Whether a value is one that a rule names; never missing, so that rules can be tried in turn. */
function testOf(rule: RecodeRule, { column }: Variable, name: Word): Expression {
  const tests = rule.matches.map((match) => matchOf(match, column, name))
  if (rule.value) checkConstant(rule.value, column, name)
  return anyOf(tests)
}

function matchOf(match: RecodeMatch, column: Column, name: Word): Expression {
  const self: Expression = { kind: 'column', type: column.type, name: column.name }
  const missing = call('sysmiss', 'boolean', [self])
  const present = call('!', 'boolean', [missing])
  const number = (value: number): Expression => ({ kind: 'literal', type: 'number', value })
  const certainly = (test: Expression): Expression => call('&', 'boolean', [present, test])
  switch (match.kind) {
    case 'missing':
      return missing
    case 'nonmissing':
      return present
    case 'any':
      return { kind: 'literal', type: 'boolean', value: true }
    case 'value': {
      checkConstant(match.value, column, name)
      const value: Expression = { kind: 'literal', type: column.type, value: match.value.value }
      return certainly(call('==', 'boolean', [self, value]))
    }
    case 'range': {
      if (column.type !== 'number')
        throw new Mistake(
          'script.type',
          `${quote(name.text)} is text, and a range is of numbers.`,
          'Name each code.',
          match.span,
        )
      const { low, high } = match
      if (low !== null && high !== null)
        return certainly(call('between', 'boolean', [self, number(low), number(high)]))
      if (low !== null) return certainly(call('>=', 'boolean', [self, number(low)]))
      if (high !== null) return certainly(call('<=', 'boolean', [self, number(high)]))
      return present
    }
  }
}

function checkConstant(value: Constant, column: Column, name: Word): void {
  if (value.kind === column.type) return
  const fix =
    column.type === 'text'
      ? `'${value.value}'`
      : Number.isFinite(Number(value.value))
        ? String(value.value)
        : undefined
  throw new Mistake(
    'script.type',
    `${quote(name.text)} holds ${kindOf(column.type)}, and ${value.kind === 'text' ? `'${value.value}' is text` : `${value.value} is a number`}.`,
    fix ? `Write ${fix}.` : 'Write a value of the same kind.',
    value,
    fix,
  )
}

/** Labels after a recode: those given, and the old ones of values that may still occur. */
function relabelled(column: Column, rules: readonly RecodeRule[]): LabelList | undefined {
  const given = new Map<string, LocalisedText>()
  for (const { value, label } of rules) if (value && label) given.set(String(value.value), { en: label })
  const targets = new Set(rules.map(({ value }) => String(value?.value)))
  const gone = new Set(
    rules.flatMap(({ matches }) =>
      matches.flatMap((match) => (match.kind === 'value' ? [String(match.value.value)] : [])),
    ),
  )
  const all = rules.some(({ matches }) => matches.some(({ kind }) => kind === 'any' || kind === 'nonmissing'))
  const kept = (column.labels ?? []).filter(
    ({ code }) => !given.has(code) && (targets.has(code) ? given.size === 0 : !all && !gone.has(code)),
  )
  const labels = [...kept, ...[...given].map(([code, label]) => ({ code, label }))]
  return labels.length > 0 ? labels : undefined
}
