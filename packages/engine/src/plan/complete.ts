/**
 * What may stand where the cursor is: commands at the start of a line, and after that what the command, the dataset so
 * far and the catalogue allow. Every suggestion says what it means.
 */
import { type Catalogue, inLanguage, type Language } from '@sund/model'
import { COMMANDS, type CommandDoc, isCommand } from '../language/commands/index.js'
import { FUNCTIONS } from '../language/functions.js'
import { parser } from '../language/generated/parser.js'
import { linesOf, type Token } from '../language/lexer.js'
import { isReadable, parse } from '../language/parse.js'
import { findRegister, registerNames } from './catalogue.js'
import { lower } from './compile.js'
import type { Compilation } from './state.js'

export interface Completion {
  /** What replaces the text from `from` to the cursor. */
  text: string
  kind: 'command' | 'option' | 'function' | 'register' | 'variable' | 'dataset' | 'code'
  /** What it means, in the language asked for. */
  detail: string
}
export interface Completions {
  from: number
  completions: Completion[]
}

const MOST = 100
/** Commands whose names are datasets, by the place of the name among the arguments. */
const DATASET_FIRST: ReadonlySet<string> = new Set([
  'use',
  'delete-dataset',
  'rename-dataset',
  'clone-dataset',
  'clone-units',
])

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
  const known = () => lower(parse(text.slice(0, start)).tree, catalogue)
  const place = placeOf(line, tokens, typed)
  return suggest(place, { cursor, typed, language, catalogue, known })
}

interface Request {
  cursor: number
  typed: string
  language: Language
  catalogue: Catalogue
  /** What the lines above made. */
  known: () => Compilation
}

type Place =
  | { at: 'command' }
  | { at: 'register' }
  | { at: 'alias' }
  | { at: 'source'; alias: string }
  | { at: 'dataset' }
  | { at: 'option'; doc: CommandDoc }
  | { at: 'variable' }
  | { at: 'expression' }
  | { at: 'code'; variable: string; opened: string }
  | { at: 'nothing' }

function placeOf(line: string, tokens: readonly Token[], typed: string): Place {
  const command = tokens[0]
  if (!command || (tokens.length === 1 && line.trimStart().length === command.text.length))
    return { at: 'command' }
  if (!isCommand(command.text)) return { at: 'nothing' }
  const doc = COMMANDS[command.text]
  const last = tokens.at(-1) as Token
  const before = typed === '' || last.kind === 'String' ? tokens : tokens.slice(0, -1)
  const code = codePlace(tokens, line)
  if (code) return code
  if (last.kind === 'String' && !closed(last)) return { at: 'nothing' }
  const slash = /([\p{L}_][\p{L}\p{N}_]*)\/[\p{L}\p{N}_]*$/u.exec(line)
  const imports = doc.shape === 'import' || doc.shape === 'window' || doc.shape === 'panel'
  if (imports && slash) return { at: 'source', alias: slash[1] as string }
  if (doc.shape === 'require')
    return before.length <= 1 || typed.includes('.') ? { at: 'register' } : { at: 'nothing' }
  const inner = insideOption(tokens, doc)
  if (inner) return inner
  if (imports) return before.length <= 1 ? { at: 'alias' } : { at: 'nothing' }
  if (DATASET_FIRST.has(command.text)) return before.length <= 1 ? { at: 'dataset' } : { at: 'nothing' }
  if (doc.shape === 'merge' && before.at(-1)?.text === 'into') return { at: 'dataset' }
  if (command.text === 'create-dataset') return { at: 'nothing' }
  if (doc.shape === 'assignment' && before.length <= 1 && command.text === 'generate')
    return { at: 'nothing' }
  const expression = before.some((token) => token.kind === 'Assign' || token.text === 'if')
  return { at: expression ? 'expression' : 'variable' }
}

/** After the comma that begins the options: an option, or a variable inside its parentheses. */
function insideOption(tokens: readonly Token[], doc: CommandDoc): Place | null {
  let depth = 0
  let options = false
  for (const token of tokens) {
    if (token.kind === 'OpenParen') depth++
    if (token.kind === 'CloseParen') depth = Math.max(0, depth - 1)
    if (token.kind === 'Comma' && depth === 0) options = true
  }
  if (!options) return null
  return depth > 0 ? { at: 'variable' } : { at: 'option', doc }
}

/** After `x ==`, or inside `inlist(x, …`: a code of x. */
function codePlace(tokens: readonly Token[], line: string): Place | null {
  const last = tokens.at(-1)
  const opened = last?.kind === 'String' && !closed(last) ? last.text : ''
  const before = opened === '' ? tokens : tokens.slice(0, -1)
  const [name, operator] = before.slice(-2)
  const ready = opened !== '' || /\s$/.test(line)
  if (ready && name?.kind === 'Name' && (operator?.text === '==' || operator?.text === '!='))
    return { at: 'code', variable: name.text, opened }
  const open = before.findLastIndex((token) => token.kind === 'OpenParen')
  if (open > 0 && before[open - 1]?.text === 'inlist' && before.at(-1)?.kind === 'Comma' && ready)
    return { at: 'code', variable: before[open + 1]?.text ?? '', opened }
  return null
}

const closed = (token: Token): boolean =>
  token.text.length > 1 && token.text.endsWith(token.text[0] as string)

type Suggester<P extends Place> = (place: P, request: Request) => { typed: string; all: Completion[] }
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
  option: ({ doc }, { typed, language }) => ({
    typed,
    all: doc.options
      .filter(({ status }) => status === 'available')
      .map(({ name, argument, summary }) => ({
        text: argument === 'flag' ? name : `${name}(`,
        kind: 'option',
        detail: inLanguage(summary, language),
      })),
  }),
  variable: (_, request) => ({ typed: request.typed, all: variables(request) }),
  expression: (_, request) => ({
    typed: request.typed,
    all: [
      ...variables(request),
      ...Object.entries(FUNCTIONS)
        .filter(([, { status }]) => status === 'available')
        .map(
          ([name, { syntax, summary }]): Completion => ({
            text: `${name}(`,
            kind: 'function',
            detail: `${syntax} · ${inLanguage(summary, request.language)}`,
          }),
        ),
    ],
  }),
  code: ({ variable, opened }, { language, known }) => {
    const found = known().maybeActive?.variables.get(variable)
    const quoted = found?.column.type === 'text'
    return {
      typed: opened,
      all: (found?.column.labels ?? []).map(({ code, label }) => ({
        text: quoted ? `'${code}'` : code,
        kind: 'code',
        detail: inLanguage(label, language),
      })),
    }
  },
}

function variables({ language, known }: Request): Completion[] {
  const active = known().maybeActive
  return [...(active?.variables.values() ?? [])].map(({ column }) => ({
    text: column.name,
    kind: 'variable',
    detail: inLanguage(column.title, language),
  }))
}

function suggest(place: Place, request: Request): Completions {
  const suggester = SUGGESTERS[place.at] as Suggester<Place>
  const { typed, all } = suggester(place, request)
  const wanted = typed.replaceAll(/^['"]/g, '').toLowerCase()
  const rank = ({ text, detail }: Completion): number => {
    const name = text.replace(/^'/, '').toLowerCase()
    if (name.startsWith(wanted)) return 0
    if (name.includes(wanted)) return 1
    return detail.toLowerCase().includes(wanted) ? 2 : 3
  }
  const completions = all
    .map((completion, i) => ({ completion, i, rank: rank(completion) }))
    .filter((item) => item.rank < 3)
    .sort((a, b) => a.rank - b.rank || a.i - b.i)
    .slice(0, MOST)
    .map(({ completion }) => completion)
  return { from: request.cursor - typed.length, completions }
}

/** Where the logical line of the cursor starts: lines that end in `\` go on. */
function lineStart(text: string, cursor: number): number {
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
