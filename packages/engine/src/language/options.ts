/** The part of a line after its comma: options by name, each read as its documentation says. */
import { nearestName } from '@sund/model'
import type { CommandDoc, OptionDoc } from './commands/index.js'
import type { Token } from './lexer.js'
import { Mistake, quote, type Reader } from './reader.js'
import type { Option, OptionValue, Span, Word } from './tree.js'

/** Reads options up to the end of the line. */
export function readOptions(reader: Reader, command: string, doc: CommandDoc): Option[] {
  const options: Option[] = []
  while (!reader.done) {
    if (reader.take('Comma')) continue
    const name = optionName(reader)
    const known = doc.options.find((candidate) => candidate.name === name.text)
    if (!known) throw unknownOption(name, command, doc)
    if (options.some((earlier) => earlier.name.text === name.text))
      throw new Mistake('script.syntax', `The option ${name.text} stands twice.`, 'Write it once.', name)
    const value = optionValue(reader, name, known)
    options.push({ name, value, from: name.from, to: reader.last?.to ?? name.to })
  }
  return options
}

/** A name, perhaps of several words with hyphens between them, as `time-varying`. */
function optionName(reader: Reader): Word {
  let name = reader.name('the name of an option')
  while (reader.is('Operator', '-') && reader.peek()?.joined) {
    reader.next('-')
    const more = reader.name('the rest of the name of the option')
    name = { text: `${name.text}-${more.text}`, from: name.from, to: more.to }
  }
  return name
}

function unknownOption(name: Word, command: string, doc: CommandDoc): Mistake {
  const names = doc.options.map((candidate) => candidate.name)
  const near = nearestName(name.text, names)
  return new Mistake(
    'script.unknown-option',
    `${command} has no option ${quote(name.text)}.${near ? ` Did you mean ${near}?` : ''}`,
    names.length > 0 ? `Its options are ${names.join(', ')}.` : `${command} takes no options.`,
    name,
    near,
  )
}

function optionValue(reader: Reader, name: Word, doc: OptionDoc): OptionValue {
  if (doc.argument === 'flag') {
    if (reader.is('OpenParen')) reader.expected(`no parentheses after ${name.text}`)
    return { kind: 'flag' }
  }
  if (doc.argument === 'new') return { kind: 'names', names: [newName(reader) ?? name] }
  reader.need('OpenParen', `“(” after ${name.text}`)
  const value = VALUES[doc.argument](reader)
  reader.need('CloseParen', '“)”')
  return value
}

/** `(name)`; nothing and `()` give none. */
function newName(reader: Reader): Word | null {
  if (!reader.take('OpenParen') || reader.take('CloseParen')) return null
  const name = reader.name('a name for the new variable')
  reader.need('CloseParen', '“)”')
  return name
}

const VALUES: Record<Exclude<OptionDoc['argument'], 'flag' | 'new'>, (reader: Reader) => OptionValue> = {
  name: (reader) => ({ kind: 'names', names: [reader.name('a name')] }),
  'some-names': (reader) => ({ kind: 'names', names: namesUpToEnd(reader) }),
  names: (reader) => {
    const names = namesUpToEnd(reader)
    if (names.length === 0) reader.expected('the name of a variable')
    return { kind: 'names', names }
  },
  number: (reader) => ({ kind: 'number', ...signed(reader, 'a number') }),
  range: (reader) => {
    const low = signed(reader, 'the lower limit')
    reader.take('Comma')
    const high = signed(reader, 'the upper limit')
    if (!(low.value < high.value))
      throw new Mistake(
        'script.type',
        'The lower limit is not below the upper.',
        'Write the lower first.',
        high,
      )
    return { kind: 'range', low: low.value, high: high.value, from: low.from, to: high.to }
  },
  text: (reader) => {
    if (reader.is('String')) {
      const word = reader.string('text')
      return { kind: 'text', value: word.text, from: word.from, to: word.to }
    }
    return rest(reader)
  },
  window: (reader) => {
    const first = days(reader, 'the first day of the window, such as -365')
    const last = days(reader, 'the last day of the window, such as 0')
    reader.keyword('of')
    const of = reader.name('the name of a date')
    if (last.days < first.days)
      throw new Mistake(
        'script.date',
        'The window ends before it starts.',
        'Write the earlier day first.',
        last,
      )
    return { kind: 'window', first: first.days, last: last.days, of, from: first.from, to: of.to }
  },
}

/** A number with its sign. */
function signed(reader: Reader, what: string): { value: number } & Span {
  const minus = reader.take('Operator', '-')
  const { text, from, to } = reader.need('Number', what)
  return { value: minus ? -Number(text) : Number(text), from: minus?.from ?? from, to }
}

function namesUpToEnd(reader: Reader): Word[] {
  const names: Word[] = []
  while (!reader.is('CloseParen') && !reader.done) {
    if (names.length > 0) reader.take('Comma')
    names.push(reader.name('the name of a variable'))
  }
  return names
}

/** Everything up to the parenthesis that closes. */
function rest(reader: Reader): OptionValue {
  const tokens: Token[] = []
  while (!reader.done && !reader.is('CloseParen')) tokens.push(reader.next('text'))
  const value = tokens.map((token, i) => (i > 0 && !token.joined ? ` ${token.text}` : token.text)).join('')
  const [first, last] = [tokens[0], tokens.at(-1)]
  if (!first || !last) return reader.expected('text')
  return { kind: 'text', value, from: first.from, to: last.to }
}

/** A whole number of days, with its sign. */
function days(reader: Reader, what: string): { days: number } & Span {
  const minus = reader.is('Operator', '-') ? reader.next('-') : undefined
  const token = reader.need('Number', what)
  const span = { from: minus?.from ?? token.from, to: token.to }
  const many = Number(token.text)
  if (!Number.isInteger(many) || many > 100_000)
    throw new Mistake(
      'script.type',
      'A window is in whole days.',
      'Write such as within(-365 0 of index).',
      span,
    )
  return { days: minus ? -many : many, ...span }
}
