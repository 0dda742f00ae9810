/**
 * What kind of word is wanted where the cursor is: read off the tokens of the line and the documentation of its command, so that
 * a new command is completed as its syntax says and nothing has to be listed here.
 */
import { COMMANDS, type CommandDoc, isCommand } from '../language/commands/index.js'
import { FUNCTIONS, isFunction } from '../language/functions.js'
import type { Token } from '../language/lexer.js'

export type Place =
  | { at: 'command' }
  | { at: 'register' }
  | { at: 'alias' }
  | { at: 'source'; alias: string }
  | { at: 'dataset' }
  | { at: 'labels' }
  | { at: 'statistic' }
  | { at: 'reference' }
  | { at: 'option'; doc: CommandDoc; used: ReadonlySet<string> }
  | { at: 'variable' }
  | { at: 'expression' }
  /** A value of a variable; `opened` is the quotation mark and what follows it, empty when none is open. */
  | { at: 'code'; variable: string; opened: string }
  | { at: 'nothing' }

const NOTHING: Place = { at: 'nothing' }

/** The place at the end of `line`, whose tokens are given. `typed` is the word being written, empty between words. */
export function placeOf(line: string, tokens: readonly Token[], typed: string): Place {
  const command = tokens[0]
  if (!command || (tokens.length === 1 && line.trimStart().length === command.text.length))
    return { at: 'command' }
  if (!isCommand(command.text)) return NOTHING
  const doc = COMMANDS[command.text]
  const last = tokens.at(-1) as Token
  const open = last.kind === 'String' && !isClosed(last)
  const writing = open || (typed !== '' && last.kind !== 'String')
  const before = writing ? tokens.slice(0, -1) : tokens
  if (!open && last.kind === 'Reference' && /\$[\p{L}\p{N}_]*$/u.test(line)) return { at: 'reference' }
  const compared = comparedVariable(before, doc)
  if (compared !== null) return { at: 'code', variable: compared, opened: open ? last.text : '' }
  if (open) return NOTHING
  return inOptions(before, doc) ?? inArguments(line, before, typed, doc)
}

function inArguments(line: string, before: readonly Token[], typed: string, doc: CommandDoc): Place {
  if (doc.shape === 'require') return before.length <= 1 || typed.includes('.') ? { at: 'register' } : NOTHING
  const slash = /([\p{L}_][\p{L}\p{N}_]*)\/[\p{L}\p{N}_]*$/u.exec(line)
  if (doc.syntax.includes(' alias/')) {
    if (slash) return { at: 'source', alias: slash[1] as string }
    const several = / alias\/\S+ alias\//.test(doc.syntax)
    return before.length <= 1 || several ? { at: 'alias' } : NOTHING
  }
  const wanted = placeholder(doc, before)
  if (wanted === 'dataset') return { at: 'dataset' }
  if (wanted === 'list') return { at: 'labels' }
  if (wanted === 'name' || wanted === 'copy' || doc.shape === 'labels') return NOTHING
  const inside = callee(before) !== null
  if (inside && doc.shape === 'recode') return NOTHING
  if (inside && doc.syntax.includes(' (statistic)')) return { at: 'statistic' }
  const isNew = doc.shape === 'assignment' && before.length <= 1 && doc.syntax.startsWith('generate ')
  if (isNew) return NOTHING
  const expression = before.some((token) => token.kind === 'Assign' || token.text === 'if')
  return { at: expression ? 'expression' : 'variable' }
}

/** The word of the documented syntax that stands where the next argument would: `dataset` in `merge x into dataset`. */
function placeholder(doc: CommandDoc, before: readonly Token[]): string | undefined {
  const words = (doc.syntax.split(/\s[[(]|,/)[0] as string).split(' ').filter(Boolean)
  const keyword = before.length > 1 ? words.indexOf((before.at(-1) as Token).text) : -1
  if (keyword > 0) return words[keyword + 1]
  return words[before.length] === '…' ? words[before.length - 1] : words[before.length]
}

/** After the comma that begins the options: an option, or what stands in the parentheses of one. */
function inOptions(before: readonly Token[], doc: CommandDoc): Place | null {
  let depth = 0
  let options = false
  const used = new Set<string>()
  for (const token of before) {
    if (token.kind === 'OpenParen') depth++
    if (token.kind === 'CloseParen') depth = Math.max(0, depth - 1)
    if (token.kind === 'Comma' && depth === 0) options = true
    if (options && depth === 0 && token.kind === 'Name') used.add(token.text)
  }
  if (!options) return null
  if (depth === 0) return { at: 'option', doc, used }
  const name = callee(before)?.name
  return doc.options.find((option) => option.name === name)?.argument === 'number'
    ? NOTHING
    : { at: 'variable' }
}

/** The variable whose values may stand here: after `x ==`, in `inlist(x, …`, and before the `=` of a recode's rule. */
function comparedVariable(before: readonly Token[], doc: CommandDoc): string | null {
  const [name, operator] = before.slice(-2)
  if (name?.kind === 'Name' && (operator?.text === '==' || operator?.text === '!=')) return name.text
  const call = callee(before)
  if (!call) return null
  const { open, name: called } = call
  const inside = before.slice(before.indexOf(open) + 1)
  if (called && isFunction(called)) {
    const { same, parameters } = FUNCTIONS[called]
    const list = same === true && parameters[0] === 'any' && inside[1]?.kind === 'Comma'
    return list && inside[0]?.kind === 'Name' && inside.at(-1)?.kind === 'Comma' ? inside[0].text : null
  }
  const rule = doc.shape === 'recode' && !inside.some((token) => token.kind === 'Assign')
  return rule && before[1]?.kind === 'Name' ? before[1].text : null
}

/** The innermost parenthesis that is still open, and the word before it. */
function callee(tokens: readonly Token[]): { open: Token; name: string | undefined } | null {
  let closed = 0
  for (let at = tokens.length - 1; at > 0; at--) {
    const token = tokens[at] as Token
    if (token.kind === 'CloseParen') closed++
    else if (token.kind === 'OpenParen' && closed-- === 0) {
      const name = tokens[at - 1]
      return { open: token, name: name?.kind === 'Name' || at === 1 ? name?.text : undefined }
    }
  }
  return null
}

const isClosed = (token: Token): boolean =>
  token.text.length > 1 && token.text.endsWith(token.text[0] as string)
