/**
 * What may stand where the cursor is: commands at the start of a line, and after that what the command, the dataset so
 * far and the catalogue allow. Every suggestion says what it means; a slip of the pen or of the shift key does not hide it.
 */
import { type Catalogue, inLanguage, type Language, nearestName } from '@sund/model'
import { COMMANDS } from '../language/commands/index.js'
import { FUNCTIONS } from '../language/functions.js'
import { parser } from '../language/generated/parser.js'
import { linesOf } from '../language/lexer.js'
import { isReadable, parse } from '../language/parse.js'
import { findRegister, registerNames } from './catalogue.js'
import { lower } from './compile.js'
import { type Place, placeOf } from './place.js'
import type { Compilation } from './state.js'
import { AggregateName } from './types.js'

export const COMPLETION_KINDS = [
  'command',
  'option',
  'function',
  'register',
  'variable',
  'dataset',
  'labels',
  'statistic',
  'reference',
  'code',
] as const
export interface Completion {
  /** What replaces the text from `from` to the cursor. It ends in `(` where an argument follows. */
  text: string
  kind: (typeof COMPLETION_KINDS)[number]
  /** What it means, in the language asked for; of a code its label. */
  detail: string
}
export interface Completions {
  from: number
  completions: Completion[]
}

const MOST = 100

/** Suggestions for the cursor at `offset`, best first. Never throws. */
export function complete(
  text: string,
  offset: number,
  catalogue: Catalogue,
  language: Language = 'en',
): Completions {
  const cursor = Math.max(0, Math.min(offset, text.length))
  const none = { from: cursor, completions: [] }
  if (!isReadable(text)) return none
  const start = lineStart(text, cursor)
  const line = text.slice(start, cursor)
  if (inProse(text, cursor, line)) return none
  const tokens = linesOf(line)[0]?.tokens ?? []
  const typed = /[\p{L}\p{N}_@.:-]*$/u.exec(line)?.[0] ?? ''
  const above = text.slice(0, start)
  let compilation: Compilation | undefined
  const known = () => {
    compilation ??= knownAfter(above, catalogue)
    return compilation
  }
  return suggest(placeOf(line, tokens, typed), { cursor, typed, language, catalogue, above, known })
}

/** What the lines of a text made. A loop that goes on below is read as if it ended here. */
export function knownAfter(text: string, catalogue: Catalogue): Compilation {
  let open = 0
  for (const { tokens } of linesOf(text)) {
    if (tokens[0]?.text === 'for') open++
    if (tokens[0]?.text === 'end') open = Math.max(0, open - 1)
  }
  return lower(parse(`${text}${'\nend'.repeat(Math.min(open, 8))}`).tree, catalogue)
}

interface Request {
  cursor: number
  typed: string
  language: Language
  catalogue: Catalogue
  /** The text of the lines above. */
  above: string
  /** What the lines above made. */
  known: () => Compilation
}

interface Suggestions {
  typed: string
  all: Completion[]
}
type Suggester<P extends Place> = (place: P, request: Request) => Suggestions
const SUGGESTERS: { [A in Place['at']]: Suggester<Extract<Place, { at: A }>> } = {
  nothing: () => ({ typed: '', all: [] }),
  command: (_, { typed, language }) => ({
    typed,
    all: Object.entries(COMMANDS)
      .filter(([, { status }]) => status === 'available')
      .map(([name, { summary }]) => ({ text: name, kind: 'command', detail: inLanguage(summary, language) })),
  }),
  register: (_, { typed, language, catalogue }) => ({
    typed,
    all: [...registerNames(catalogue)].map((name) => {
      const entry = findRegister(catalogue, name)
      return {
        text: `${name}:${entry?.version.split('.')[0] ?? ''}`,
        kind: 'register',
        detail: entry ? inLanguage(entry.register.title, language) : name,
      }
    }),
  }),
  alias: (_, { typed, language, known }) => ({
    typed,
    all: [...known().bindings.values()].map(({ alias, register }) => ({
      text: `${alias}/`,
      kind: 'register',
      detail: inLanguage(register.title, language),
    })),
  }),
  source: ({ alias }, { typed, language, known }) => {
    const bound = known().bindings.get(alias)
    return {
      typed,
      all: (bound?.register.tables ?? []).flatMap((table) => [
        ...table.variables.map(({ name, title, temporality }) => ({
          text: name,
          kind: 'variable' as const,
          detail: `${inLanguage(title, language)} · ${temporality} · ${table.unit}`,
        })),
        ...table.links.map(({ name, title, unit }) => ({
          text: name,
          kind: 'variable' as const,
          detail: `${inLanguage(title, language)} · ${table.unit} → ${unit}`,
        })),
      ]),
    }
  },
  dataset: (_, { typed, known }) => ({
    typed,
    all: [...known().datasets.values()].map(({ name, head }) => ({
      text: name,
      kind: 'dataset',
      detail: head?.unit ?? '',
    })),
  }),
  labels: (place, { typed, language, known }) => ({
    typed,
    all: [...known().labels].map(([name, list]) => ({
      text: name,
      kind: place.at,
      detail: list
        .slice(0, 4)
        .map(({ code, label }) => `${code} ${inLanguage(label, language)}`)
        .join(', '),
    })),
  }),
  statistic: (place, { typed }) => ({
    typed,
    all: AggregateName.options.map((name) => ({ text: name, kind: place.at, detail: '' })),
  }),
  reference: (place, { typed, above }) => ({
    typed: `$${typed}`,
    all: [...references(above)].map(([name, meaning]) => ({
      text: `$${name}`,
      kind: place.at,
      detail: meaning,
    })),
  }),
  option: ({ doc, used }, { typed, language }) => ({
    typed,
    all: doc.options
      .filter(({ name, status }) => status === 'available' && !used.has(name))
      .map(({ name, argument, summary }) => ({
        text: argument === 'flag' ? name : `${name}(`,
        kind: 'option',
        detail: inLanguage(summary, language),
      })),
  }),
  variable: (_, request) => ({ typed: nameTyped(request), all: variables(request) }),
  expression: (_, request) => ({ typed: nameTyped(request), all: expressions(request) }),
  code: ({ variable, opened }, request) => {
    const codes = codesOf(variable, request)
    if (opened !== '') return { typed: opened, all: codes }
    const typed = nameTyped(request)
    return { typed, all: typed === '' && codes.length > 0 ? codes : [...codes, ...expressions(request)] }
  },
}

/** The name being written, without `i.` or `c.` of a model's term. */
const nameTyped = ({ typed }: Request): string => /[\p{L}\p{N}_@]*$/u.exec(typed)?.[0] ?? ''

function codesOf(variable: string, { language, known }: Request): Completion[] {
  const found = known().maybeActive?.variables.get(variable)
  const quoted = found?.column.type === 'text'
  return (found?.column.labels ?? []).map(({ code, label }) => ({
    text: quoted ? `'${code}'` : code,
    kind: 'code',
    detail: inLanguage(label, language),
  }))
}

function expressions(request: Request): Completion[] {
  const functions = Object.entries(FUNCTIONS).filter(([, { status }]) => status === 'available')
  return [
    ...variables(request),
    ...functions.map(
      ([name, { syntax, summary }]): Completion => ({
        text: `${name}(`,
        kind: 'function',
        detail: `${syntax} · ${inLanguage(summary, request.language)}`,
      }),
    ),
  ]
}

function variables({ language, known }: Request): Completion[] {
  const active = known().maybeActive
  return [...(active?.variables.values() ?? [])].map(({ column }) => ({
    text: column.name,
    kind: 'variable',
    detail: inLanguage(column.title, language),
  }))
}

/** The names that `let` and `for` gave a value above, with the value as written. */
export function references(text: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const { tokens, to } of linesOf(text)) {
    const written = (from: number, until: number) => text.slice(from, until).trim()
    const [command, name, sign] = tokens
    if (command?.text === 'let' && name && sign) found.set(name.text, written(sign.to, to))
    if (command?.text !== 'for') continue
    let names: string[] = []
    for (const [at, token] of tokens.entries()) {
      if (token.text === 'in') {
        const end = tokens.findIndex((later, i) => i > at && later.kind === 'Semicolon')
        const values = written(token.to, end < 0 ? to : (tokens[end]?.from ?? to)).split(',')
        for (const [i, one] of names.entries()) found.set(one, (values[i] ?? '').trim())
        names = []
      } else if (token.kind === 'Semicolon') names = []
      else if (at > 0 && token.kind === 'Name') names.push(token.text)
    }
  }
  return found
}

function suggest(place: Place, request: Request): Completions {
  const suggester = SUGGESTERS[place.at] as Suggester<Place>
  const { typed, all } = suggester(place, request)
  const wanted = typed.replace(/^['"]/, '').toLowerCase()
  const ranked = all.map((completion, i) => ({ completion, i, rank: rankOf(completion, wanted) }))
  const certain = ranked.some(({ rank }) => rank < 3)
  const completions = ranked
    .filter(({ rank }) => rank < (certain ? 3 : 4))
    .sort((a, b) => a.rank - b.rank || a.i - b.i)
    .slice(0, MOST)
    .map(({ completion }) => completion)
  return { from: request.cursor - typed.length, completions }
}

/** 0 starts so, 1 holds it, 2 means it, 3 is near it, 4 is something else. */
function rankOf({ text, kind, detail }: Completion, wanted: string): number {
  const name = text
    .replace(/^['"]/, '')
    .replace(/['"(]$/, '')
    .toLowerCase()
  const meaning = detail.toLowerCase()
  if (name.startsWith(wanted)) return 0
  if (name.includes(wanted) || (kind === 'code' && meaning.startsWith(wanted))) return 1
  if (meaning.includes(wanted)) return 2
  const whole = kind === 'code' ? meaning : name
  const starts = [-1, 0, 1].map((more) => whole.slice(0, wanted.length + more))
  return wanted.length > 2 && nearestName(wanted, [whole, ...starts]) !== undefined ? 3 : 4
}

/** Where the logical line of the cursor starts: lines that end in `\` go on. */
export function lineStart(text: string, cursor: number): number {
  let start = text.lastIndexOf('\n', cursor - 1) + 1
  while (start > 0 && /\\[ \t\r]*$/.test(text.slice(Math.max(0, start - 80), start - 1)))
    start = text.lastIndexOf('\n', start - 2) + 1
  return cursor === 0 ? 0 : start
}

/** In a comment or a textblock there is nothing to complete. */
function inProse(text: string, cursor: number, line: string): boolean {
  const node = parser.parse(text.slice(0, cursor)).resolveInner(cursor, -1)
  if (node.name === 'Comment') return true
  const block = linesOf(text.slice(0, cursor)).at(-1)?.textblock
  return block !== null && block !== undefined && !block.closed && !/^\s*textblock$/.test(line)
}
