/**
 * Functions of labels: inlabels, labelcontains and label_to_code. The labels of a variable are known before anything
 * runs, so each call becomes a comparison with codes, and a label that nothing has is a mistake with the nearest one.
 */
import { inLanguage, LANGUAGES, nearestName } from '@sund/model'
import { Mistake, quote } from '../language/reader.js'
import type { Syntax } from '../language/tree.js'
import { list } from './state.js'
import type { Column, Expression } from './types.js'

type Call = Syntax & { kind: 'call' }

/** Functions that are replaced by comparisons with codes. */
export const LABEL_FUNCTIONS = ['inlabels', 'labelcontains', 'label_to_code'] as const
export type LabelFunction = (typeof LABEL_FUNCTIONS)[number]

/** What the call means for `column`, its first argument. Throws the mistake in it. */
export function ofLabels(name: LabelFunction, call: Call, column: Column): Expression {
  const labels = column.labels ?? []
  if (labels.length === 0)
    throw new Mistake(
      'script.code',
      `${quote(column.name)} has no labels.`,
      'Give it labels with assign-labels, or compare its codes.',
      call.arguments[0] ?? call,
    )
  const wanted = call.arguments.slice(1).map(textOf)
  if (name === 'inlabels')
    return isOneOf(
      column,
      wanted.flatMap((word) => codesOf(column, word)),
    )
  const [word] = wanted as [Word]
  if (name === 'labelcontains') {
    const codes = labels.filter(({ label }) => titles(label).some((title) => title.includes(word.text)))
    if (codes.length === 0) throw unknownLabel(column, word, `has no label that holds ${quote(word.text)}`)
    return isOneOf(
      column,
      codes.map(({ code }) => code),
    )
  }
  const codes = codesOf(column, word)
  if (codes.length > 1)
    throw new Mistake(
      'script.code',
      `${codes.length} codes of ${quote(column.name)} have the label ${quote(word.text)}.`,
      `Write inlabels(${column.name}, '${word.text}') instead.`,
      word.at,
    )
  return constant(column, codes[0] as string)
}

interface Word {
  text: string
  at: Syntax
}

function textOf(at: Syntax): Word {
  if (at.kind === 'text') return { text: at.value, at }
  throw new Mistake(
    'script.type',
    'A label is written as text.',
    "Write it between quotation marks, 'like this'.",
    at,
  )
}

const titles = (label: Column['title']): string[] => LANGUAGES.flatMap((language) => label[language] ?? [])

function codesOf(column: Column, word: Word): string[] {
  const found = (column.labels ?? []).filter(({ label }) => titles(label).includes(word.text))
  if (found.length === 0) throw unknownLabel(column, word, `has no label ${quote(word.text)}`)
  return found.map(({ code }) => code)
}

function unknownLabel(column: Column, { text, at }: Word, problem: string): Mistake {
  const labels = column.labels ?? []
  const near = nearestName(
    text,
    labels.flatMap(({ label }) => titles(label)),
  )
  return new Mistake(
    'script.code',
    `${quote(column.name)} ${problem}.${near ? ` Did you mean '${near}'?` : ''}`,
    `Its labels are ${list(labels.map(({ label }) => `'${inLanguage(label, 'en')}'`))}.`,
    at,
    near && `'${near}'`,
  )
}

const constant = (column: Column, code: string): Expression => ({
  kind: 'literal',
  type: column.type,
  value: column.type === 'number' ? Number(code) : code,
})

function isOneOf(column: Column, codes: readonly string[]): Expression {
  const self: Expression = { kind: 'column', type: column.type, name: column.name }
  const options = [...new Set(codes)].map((code) => constant(column, code))
  return { kind: 'call', type: 'boolean', call: 'inlist', arguments: [self, ...options] }
}
