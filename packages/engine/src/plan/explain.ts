/**
 * What the word at a place of a script means: a word of the language by its documentation, a variable by what its register and
 * the script say of it, a `$name` by its value. Never a value from data.
 */
import type { Catalogue, LocalisedText, Sensitivity, Temporality } from '@sund/model'
import {
  type Documented,
  documentedCommand,
  documentedFunction,
  documentedOption,
} from '../language/documentation.js'
import { type Line, linesOf, type Token } from '../language/lexer.js'
import { isReadable } from '../language/parse.js'
import type { Span } from '../language/tree.js'
import { type Bound, findSource } from './catalogue.js'
import { knownAfter, references } from './complete.js'
import type { Compilation } from './state.js'

/** A variable as the script has it at this place. */
export interface ExplainedVariable {
  what: 'variable'
  name: string
  title: LocalisedText
  description: LocalisedText | null
  type: 'number' | 'text' | 'key' | 'date'
  sensitivity: Sensitivity
  temporality: Temporality | null
  unitOfMeasure: string | null
  /** Where its values come from, null for what the script makes itself. */
  source: { register: string; title: LocalisedText; variable: string } | null
  /** The line of the script that made it, when it is not an import. */
  made: string | null
  /** The first of its codes. */
  codes: { code: string; label: LocalisedText }[]
  moreCodes: number
}
export type Explained =
  | { what: 'word'; word: Documented }
  | ExplainedVariable
  | { what: 'value'; name: string; value: string }
export interface Explanation extends Span {
  about: Explained
}

const SHOWN_CODES = 8
const WORDS: ReadonlySet<string> = new Set(['Command', 'Name', 'Reference'])

/** What stands at `offset`; null where there is nothing to say. Without a catalogue only the language is explained. Never throws. */
export function explain(text: string, offset: number, catalogue: Catalogue | null): Explanation | null {
  if (!isReadable(text)) return null
  const line = linesOf(text).find(({ from, to }) => from <= offset && offset <= to)
  if (!line) return null
  // Between a word and a sign it is the word that is asked about.
  const at = line.tokens.findLastIndex(
    ({ kind, from, to }) => WORDS.has(kind) && from <= offset && offset <= to,
  )
  const token = line.tokens[at]
  if (!token) return null
  const about = aboutLanguage(text, line, at) ?? (catalogue && aboutVariable(text, line, at, catalogue))
  return about && { from: token.from, to: token.to, about }
}

function aboutLanguage(text: string, line: Line, at: number): Explained | null {
  const token = line.tokens[at] as Token
  const word = (found: Documented | null): Explained | null => found && { what: 'word', word: found }
  if (token.kind === 'Command') return word(documentedCommand(token.text))
  if (token.kind === 'Reference') {
    const value = references(text.slice(0, line.from)).get(token.text.slice(1))
    return value === undefined ? null : { what: 'value', name: token.text, value }
  }
  if (token.kind !== 'Name') return null
  const before = line.tokens.slice(0, at)
  const depth = depthOf(before)
  if (depth === 0 && before.some((one, i) => one.kind === 'Comma' && depthOf(before.slice(0, i)) === 0))
    return word(documentedOption(line.tokens[0]?.text ?? '', token.text))
  return line.tokens[at + 1]?.kind === 'OpenParen' ? word(documentedFunction(token.text)) : null
}

const depthOf = (tokens: readonly Token[]): number =>
  tokens.reduce(
    (depth, { kind }) =>
      kind === 'OpenParen' ? depth + 1 : kind === 'CloseParen' ? Math.max(0, depth - 1) : depth,
    0,
  )

function aboutVariable(text: string, line: Line, at: number, catalogue: Catalogue): Explained | null {
  const token = line.tokens[at] as Token
  if (token.kind !== 'Name') return null
  const [alias, slash] = line.tokens.slice(Math.max(0, at - 2), at)
  if (alias?.kind === 'Name' && slash?.text === '/') {
    const bound = knownAfter(text.slice(0, line.from), catalogue).bindings.get(alias.text)
    const found = bound && ofSource(bound, token.text)
    if (found) return found
  }
  const before = knownAfter(text.slice(0, line.from), catalogue)
  return ofDataset(before, token.text) ?? ofDataset(knownAfter(text.slice(0, line.to), catalogue), token.text)
}

function ofSource(bound: Bound, name: string): ExplainedVariable | null {
  const found = findSource(bound, name)
  if (!found) return null
  const { item, temporality } = found
  const variable = item.what === 'variable' ? item.variable : null
  const domain = variable?.domain
  const codes = domain && 'codes' in domain ? domain.codes : []
  return {
    what: 'variable',
    name,
    title: item.what === 'variable' ? item.variable.title : item.link.title,
    description: variable?.description ?? null,
    type: variable ? TYPES[variable.dataType] : 'key',
    sensitivity: variable?.sensitivity ?? 'PERSON_GENERAL',
    temporality,
    unitOfMeasure: (domain && 'unitOfMeasure' in domain && domain.unitOfMeasure) || null,
    source: { register: bound.register.name, title: bound.register.title, variable: name },
    made: null,
    ...firstCodes(codes.map(({ code, title }) => ({ code, label: title }))),
  }
}
const TYPES = { STRING: 'text', LONG: 'number', DOUBLE: 'number', DATE: 'date' } as const

const firstCodes = (codes: { code: string; label: LocalisedText }[]) => ({
  codes: codes.slice(0, SHOWN_CODES),
  moreCodes: Math.max(0, codes.length - SHOWN_CODES),
})

function ofDataset(known: Compilation, name: string): ExplainedVariable | null {
  const column = known.maybeActive?.variables.get(name)?.column
  if (!column) return null
  const { source, made } = originOf(known, name)
  return {
    what: 'variable',
    name,
    title: column.title,
    description: source?.description ?? null,
    type: column.date ? 'date' : column.type === 'boolean' ? 'number' : column.type,
    sensitivity: column.sensitivity,
    temporality: source?.temporality ?? null,
    unitOfMeasure: column.unitOfMeasure ?? null,
    source: source?.source ?? null,
    made,
    ...firstCodes([...(column.labels ?? [])]),
  }
}

/** The import, or the line, that a name of the script comes from: the last that made it. */
function originOf(
  known: Compilation,
  name: string,
): { source: ExplainedVariable | null; made: string | null } {
  for (const statement of known.tree.statements.toReversed()) {
    if (statement.kind === 'unreadable') continue
    const { arguments: args } = statement
    if ((args.shape === 'import' || args.shape === 'window') && args.as.text === name) {
      const bound = known.bindings.get(args.source.alias.text)
      return { source: bound ? ofSource(bound, args.source.variable.text) : null, made: null }
    }
    if (args.shape === 'assignment' && args.target.text === name)
      return { source: null, made: known.textOf(statement) }
  }
  return { source: null, made: null }
}
