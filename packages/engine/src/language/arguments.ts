/** How the arguments of each shape are read: one reader a shape, used by every command that declares it. */
import { PermitId } from '@sund/model'
import { needDay, readDay } from './constants.js'
import { readExpression } from './expressions.js'
import { Mistake, quote, type Reader, unquote } from './reader.js'
import type {
  Arguments,
  Constant,
  ModelTerm,
  Path,
  RecodeMatch,
  RecodeRule,
  Shape,
  StatisticArgument,
  StatisticItem,
  TermFactor,
  Word,
} from './tree.js'

const MAX_RULES = 100
const MAX_MATCHES = 500

type Readers = {
  [S in Exclude<Shape, 'text' | 'command'>]: (reader: Reader) => Extract<Arguments, { shape: S }>
}

export const READERS: Readers = {
  none: () => ({ shape: 'none' }),
  anything: (reader) => {
    while (!reader.done) reader.next('anything')
    return { shape: 'anything' }
  },
  require: (reader) => {
    const whole = reader.raw('the name of a register, such as no.ssb.fdb:23')
    const colon = whole.text.indexOf(':')
    const cut = colon < 0 ? whole.text.length : colon
    const register = { text: whole.text.slice(0, cut), from: whole.from, to: whole.from + cut }
    const version =
      colon < 0 ? null : { text: whole.text.slice(cut + 1), from: whole.from + cut + 1, to: whole.to }
    if (version && !/^\d+(\.\d+){0,2}$/.test(version.text))
      throw new Mistake(
        'script.syntax',
        `${quote(version.text)} is not a version.`,
        'Write a version as 3, 3.1 or 3.1.0 after the colon.',
        version,
      )
    reader.keyword('as')
    return { shape: 'require', register, version, alias: reader.name('a short name for the register') }
  },
  permit: (reader) => {
    const permit = reader.raw('the number of a permit, such as P-7K2M9QXT4B')
    if (!PermitId.safeParse(permit.text).success)
      throw new Mistake(
        'script.syntax',
        `${quote(permit.text)} is not the number of a permit.`,
        'Write P- and ten capital letters and digits, as they stand in the permit.',
        permit,
      )
    return { shape: 'permit', permit }
  },
  name: (reader) => ({ shape: 'name', name: reader.name('a name') }),
  pair: (reader) => ({ shape: 'pair', first: reader.name('a name'), second: reader.name('a second name') }),
  names: (reader) => ({ shape: 'names', names: reader.names('the name of a variable', 0) }),
  arrows: (reader) => {
    const pairs: { from: Word; to: Word }[] = []
    do {
      const from = reader.name('the name of a variable')
      reader.need('Arrow', '“->” and a new name')
      pairs.push({ from, to: reader.name('a new name') })
    } while (!reader.done)
    return { shape: 'arrows', pairs }
  },
  import: (reader) => {
    const source = reader.path()
    const day = readDay(reader)
    return { shape: 'import', source, day, as: alias(reader) ?? source.variable }
  },
  window: (reader) => {
    const source = reader.path()
    const from = readDay(reader)
    if (from) reader.keyword('to')
    const until = from && needDay(reader, 'the last day of the window, such as 2018-12-31')
    if (until && until.day < from.day)
      throw new Mistake(
        'script.date',
        'The window ends before it starts.',
        'Write the earlier day first.',
        until,
      )
    return { shape: 'window', source, from, until, as: alias(reader) ?? source.variable }
  },
  panel: (reader) => {
    const sources: { source: Path; as: Word }[] = []
    while (reader.is('Name') && !reader.is('Name', 'date_fmt')) {
      const source = reader.path()
      sources.push({ source, as: alias(reader) ?? source.variable })
    }
    if (sources.length === 0) reader.expected('a register and a variable, as in db/VARIABLE')
    const days = [needDay(reader, 'the dates, such as 2018-01-01 2019-01-01')]
    while (!reader.done) days.push(needDay(reader, 'another date'))
    return { shape: 'panel', sources, days }
  },
  sample: (reader) => {
    const size = reader.need('Number', 'a share such as 0.1, or a number of units')
    const seed = reader.need('Number', 'a seed: any whole number')
    const share = size.text.includes('.')
    const value = Number(size.text)
    if (!(share ? value > 0 && value <= 1 : Number.isSafeInteger(value) && value > 0))
      throw new Mistake(
        'script.type',
        `${quote(size.text)} is neither a share nor a number of units.`,
        'Write a share such as 0.1, at most 1.0, or a whole number of units such as 5000.',
        size,
      )
    if (!Number.isSafeInteger(Number(seed.text)))
      throw new Mistake('script.type', 'A seed is a whole number.', 'Write one, such as 999.', seed)
    return {
      shape: 'sample',
      size: { kind: share ? 'share' : 'count', value, from: size.from, to: size.to },
      seed: Number(seed.text),
    }
  },
  topic: (reader) => ({ shape: 'topic', topic: reader.done ? null : topic(reader) }),
  setting: (reader) => ({
    shape: 'setting',
    name: reader.name('the name of a setting'),
    value: constant(reader),
  }),
  merge: (reader) => {
    const names: Word[] = []
    while (reader.is('Name') && !reader.is('Name', 'into')) names.push(reader.name('the name of a variable'))
    if (names.length === 0) reader.expected('the names of the variables to bring')
    reader.keyword('into')
    const into = reader.name('the name of a dataset')
    const on = reader.take('Name', 'on') ? reader.names('the name of a key') : []
    return { shape: 'merge', names, into, on }
  },
  statistics: (reader) => {
    const items: StatisticItem[] = []
    let statistic: ReturnType<typeof inParentheses> = null
    while (!reader.done) {
      statistic = inParentheses(reader) ?? statistic
      if (!statistic) return reader.expected('a statistic in parentheses, such as (mean)')
      const source = reader.name('the name of a variable')
      const target = reader.take('Arrow') ? reader.name('a new name after “->”') : source
      items.push({ ...statistic, source, target })
    }
    if (items.length === 0) reader.expected('a statistic and a variable, such as (mean) x')
    return { shape: 'statistics', items }
  },
  figure: (reader) => {
    const given = inParentheses(reader)
    if (given?.argument)
      throw new Mistake(
        'script.statistics',
        `${quote(given.statistic.text)} takes no argument in a figure.`,
        'Aggregate it into a variable first.',
        given.argument,
      )
    return {
      shape: 'figure',
      statistic: given?.statistic ?? null,
      names: reader.names('the name of a variable'),
    }
  },
  assignment: (reader) => {
    const target = reader.name('the name of a variable')
    reader.need('Assign', '“=” and an expression')
    return { shape: 'assignment', target, value: readExpression(reader) }
  },
  recode: (reader) => {
    const names = reader.names('the name of a variable')
    const rules: RecodeRule[] = []
    do {
      rules.push(recodeRule(reader))
      if (rules.length > MAX_RULES)
        throw new Mistake(
          'script.limit',
          `A recode has at most ${MAX_RULES} rules.`,
          'Write several recodes.',
          rules.at(-1) as RecodeRule,
        )
    } while (!reader.done)
    return { shape: 'recode', names, rules }
  },
  labels: (reader) => {
    const name = reader.name('a name for the list')
    const labels: { code: Constant; label: string }[] = []
    do {
      const code = needConstant(reader, 'a code')
      const bare = reader.is('Name')
      const label = bare ? reader.name('a label') : reader.string('a label in quotation marks')
      labels.push({ code, label: label.text })
      reader.take('Comma')
    } while (!reader.done)
    return { shape: 'labels', name, labels }
  },
  model: (reader) => ({
    shape: 'model',
    outcome: reader.name('the outcome, the name of a variable'),
    terms: terms(reader),
  }),
  survival: (reader) => ({
    shape: 'survival',
    event: reader.name('the event, the name of a variable that is 0 or 1'),
    time: reader.name('the time, the name of a variable'),
    terms: terms(reader),
  }),
  instruments: (reader) => {
    const outcome = reader.name('the outcome, the name of a variable')
    const before = terms(reader, () => reader.is('OpenParen'))
    reader.need('OpenParen', '“(”, endogenous terms, “=” and instruments')
    const endogenous = terms(reader, () => reader.is('Assign'))
    if (endogenous.length === 0) reader.expected('an endogenous term before “=”')
    reader.need('Assign', '“=” and instruments')
    const instruments = terms(reader, () => reader.is('CloseParen'))
    if (instruments.length === 0) reader.expected('an instrument after “=”')
    reader.need('CloseParen', '“)” after the instruments')
    return { shape: 'instruments', outcome, terms: [...before, ...terms(reader)], endogenous, instruments }
  },
  difference: (reader) => ({
    shape: 'difference',
    outcome: reader.name('the outcome, the name of a variable'),
    group: reader.name('the group, a variable that is 1 for those who are treated and 0 for others'),
    treated: reader.name('the time, a variable that is 1 after the treatment and 0 before'),
    terms: terms(reader),
  }),
  grouped: (reader) => {
    const outcome = reader.name('the outcome, the name of a variable')
    const before = terms(reader, () => reader.is('Name', 'by'))
    reader.keyword('by')
    return { shape: 'grouped', outcome, terms: before, by: reader.names('the name of a grouping variable') }
  },
  threshold: (reader) => ({
    shape: 'threshold',
    outcome: reader.name('the outcome, the name of a variable'),
    running: reader.name('the running variable, whose cutoff decides'),
    terms: terms(reader),
  }),
  match: (reader) => {
    const cases = reader.name('the name of the dataset of cases')
    reader.keyword('into')
    const into = reader.name('a name for the new dataset')
    reader.keyword('on')
    return { shape: 'match', cases, into, on: reader.names('the name of a variable to match on') }
  },
}

function alias(reader: Reader): Word | null {
  return reader.take('Name', 'as') ? reader.name('a name after “as”') : null
}

/** `(word)` or `(word(argument))`, if one stands here. */
function inParentheses(reader: Reader): { statistic: Word; argument: StatisticArgument | null } | null {
  if (!reader.take('OpenParen')) return null
  const statistic = reader.name('the name of a statistic')
  const argument = reader.take('OpenParen') ? statisticArgument(reader) : null
  reader.need('CloseParen', '“)”')
  return { statistic, argument }
}

/** A date, the name of a variable, or a number, and the parenthesis that closes. */
function statisticArgument(reader: Reader): StatisticArgument {
  const number = reader.is('Operator', '-') || reader.is('Number') ? constant(reader) : null
  const day = number ? null : readDay(reader)
  const argument: StatisticArgument = day
    ? { kind: 'day', ...day }
    : number?.kind === 'number'
      ? number
      : { kind: 'name', ...reader.name('a date, a date variable or a number') }
  reader.need('CloseParen', '“)”')
  return argument
}

/** A number, with its sign, or a text. */
function constant(reader: Reader): Constant | null {
  if (reader.is('String')) {
    const word = unquote(reader.next('text'))
    return { kind: 'text', value: word.text, from: word.from, to: word.to }
  }
  const minus = reader.is('Operator', '-') ? reader.next('-') : undefined
  if (!minus && !reader.is('Number')) return null
  const number = reader.need('Number', 'a number')
  const value = minus ? -Number(number.text) : Number(number.text)
  return { kind: 'number', value, from: minus?.from ?? number.from, to: number.to }
}

function needConstant(reader: Reader, what: string): Constant {
  return constant(reader) ?? reader.expected(what)
}

function recodeRule(reader: Reader): RecodeRule {
  const open = reader.need('OpenParen', 'a rule in parentheses, such as (1 2 = 1)')
  const matches: RecodeMatch[] = []
  while (!reader.is('Assign')) {
    matches.push(recodeMatch(reader))
    if (matches.length > MAX_MATCHES)
      throw new Mistake('script.limit', `A rule has at most ${MAX_MATCHES} values.`, 'Use ranges.', open)
    reader.take('Comma')
  }
  if (matches.length === 0) reader.expected('values before “=”')
  reader.next('=')
  const value = reader.take('Dot') ? null : needConstant(reader, 'the new value, or . for missing')
  const label = reader.is('String') ? reader.string('a label').text : null
  const close = reader.need('CloseParen', '“)”')
  return { matches, value, label, from: open.from, to: close.to }
}

function recodeMatch(reader: Reader): RecodeMatch {
  if (reader.take('Name', 'missing')) return { kind: 'missing' }
  if (reader.take('Name', 'nonmissing')) return { kind: 'nonmissing' }
  if (reader.take('Operator', '*')) return { kind: 'any' }
  if (reader.take('Dot')) return { kind: 'missing' }
  const start = reader.peek()
  const low = bound(reader, 'min')
  if (low === undefined)
    return reader.expected('a value, a range such as 3/7, missing, nonmissing or *, then “=”')
  if (!reader.take('Operator', '/')) {
    if (low === null) return reader.expected('“/” and the end of the range after min')
    return { kind: 'value', value: low }
  }
  const high = bound(reader, 'max')
  if (high === undefined) return reader.expected('the end of the range')
  const span = { from: start?.from ?? 0, to: high?.to ?? start?.to ?? 0 }
  if (low?.kind === 'text' || high?.kind === 'text')
    throw new Mistake('script.type', 'A range is of numbers.', 'Name each text instead.', span)
  if (low && high && low.value > high.value)
    throw new Mistake(
      'script.syntax',
      'This range ends before it starts.',
      'Write the lesser number first.',
      span,
    )
  return { kind: 'range', low: low?.value ?? null, high: high?.value ?? null, span }
}

/** The name of a command or function, which may have hyphens. */
function topic(reader: Reader): Word {
  const parts = [reader.name('a name')]
  while (reader.is('Operator', '-') && reader.peek()?.joined) {
    reader.next('-')
    parts.push(reader.name('the rest of the name after “-”'))
  }
  const [first, last] = [parts[0] as Word, parts.at(-1) as Word]
  return { text: parts.map(({ text }) => text).join('-'), ...span(first, last) }
}

/** A constant, null for the word that leaves the bound open, undefined for neither. */
function bound(reader: Reader, open: 'min' | 'max'): Constant | null | undefined {
  if (reader.take('Name', open)) return null
  return constant(reader) ?? undefined
}

/** Terms up to the end of the arguments, or to what `ends` them. */
function terms(reader: Reader, ends = () => false): ModelTerm[] {
  const list: ModelTerm[] = []
  while (!reader.done && !ends()) {
    const factors: TermFactor[] = [factor(reader)]
    let full = false
    while (reader.is('Interaction') || reader.is('Operator', '##')) {
      full = reader.next('#').text === '##' || full
      factors.push(factor(reader))
      if (factors.length > 4)
        throw new Mistake(
          'script.limit',
          'A product has at most four factors.',
          'Leave some out.',
          reader.peek() ?? (factors.at(-1) as TermFactor),
        )
    }
    const [first, last] = [factors[0] as TermFactor, factors.at(-1) as TermFactor]
    list.push({ factors, full, from: first.from, to: last.to })
  }
  return list
}

function factor(reader: Reader): TermFactor {
  const name = reader.name('a term, such as x, i.x or a#b')
  if (!reader.is('Dot') || !reader.peek()?.joined)
    return { variable: name, prefix: null, ...span(name, name) }
  if (name.text !== 'i' && name.text !== 'c')
    throw new Mistake(
      'script.syntax',
      `${quote(`${name.text}.`)} is not a kind of term.`,
      'Write i.x for categories and c.x for numbers.',
      name,
    )
  reader.next('.')
  const variable = reader.name(`the name of a variable after “${name.text}.”`)
  return { variable, prefix: name.text, ...span(name, variable) }
}

const span = (first: Word, last: Word) => ({ from: first.from, to: last.to })
