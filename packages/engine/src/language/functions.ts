/** Every function of expressions: how it is called, what it gives, what it means. The compiler checks calls by this table. */
import type { LocalisedText } from '@sund/model'
import { type Status, text } from './commands/types.js'

export type ParameterType = 'number' | 'date' | 'text' | 'any'
export type ReturnType = 'number' | 'whole' | 'date' | 'text' | 'boolean'

export interface FunctionDoc {
  category: 'dates' | 'numbers' | 'rows' | 'text' | 'tests' | 'distributions' | 'conversion'
  status: Status
  syntax: string
  parameters: readonly ParameterType[]
  /** How many of the parameters may be left out, from the last. */
  optional?: number
  /** The last parameter may be repeated. */
  repeats?: boolean
  /** `same`: the arguments must be of one type, all text or all numbers. */
  same?: boolean
  returns: ReturnType
  summary: LocalisedText
}

type Category = FunctionDoc['category']
type Shape = Pick<FunctionDoc, 'parameters' | 'returns'> & Partial<FunctionDoc>
const make =
  (category: Category, status: Status) =>
  (syntax: string, shape: Shape, en: string, nb: string, da: string): FunctionDoc => ({
    category,
    status,
    syntax,
    ...shape,
    summary: text(en, nb, da),
  })

const dates = make('dates', 'available')
const part = (name: string, en: string, nb: string, da: string) =>
  dates(`${name}(d)`, { parameters: ['date'], returns: 'whole' }, en, nb, da)
const numbers = make('numbers', 'available')
const one = (name: string, en: string, nb: string, da: string, returns: ReturnType = 'number') =>
  numbers(`${name}(x)`, { parameters: ['number'], returns }, en, nb, da)
const rows = make('rows', 'available')
const row = (name: string, en: string, nb: string, da: string) =>
  rows(`${name}(x, y …)`, { parameters: ['number'], repeats: true, returns: 'number' }, en, nb, da)
const texts = make('text', 'available')
const change = (name: string, en: string, nb: string, da: string) =>
  texts(`${name}(s)`, { parameters: ['text'], returns: 'text' }, en, nb, da)
const tests = make('tests', 'available')
const conversion = make('conversion', 'available')
const distribution = (
  syntax: string,
  count: number,
  [en, nb, da]: readonly [string, string, string],
  optional = 0,
) =>
  make('distributions', 'available')(
    syntax,
    { parameters: Array.from({ length: count }, () => 'number' as const), optional, returns: 'number' },
    en,
    nb,
    da,
  )
type Three = readonly [en: string, nb: string, da: string]
const below = ([en, nb, da]: Three): Three => [
  `The probability of at most ${en}.`,
  `Sannsynligheten for høyst ${nb}.`,
  `Sandsynligheden for højst ${da}.`,
]
const above = ([en, nb, da]: Three): Three => [
  `The probability of more than ${en}.`,
  `Sannsynligheten for mer enn ${nb}.`,
  `Sandsynligheden for mere end ${da}.`,
]
const density = ([en, nb, da]: Three): Three => [
  `The density of ${en}.`,
  `Tettheten til ${nb}.`,
  `Tætheden af ${da}.`,
]
/** A value, by its letter, of a variable with a distribution. */
const under = (letter: string, [en, nb, da]: Three): Three => [
  `${letter} under ${en}`,
  `${letter} under ${nb}`,
  `${letter} under ${da}`,
]
const NORMAL: Three = [
  'the standard normal distribution',
  'standard normalfordeling',
  'standardnormalfordelingen',
]
const ANY_NORMAL: Three = [
  'the normal distribution; with two arguments the second is the standard deviation',
  'normalfordelingen; med to argumenter er det andre standardavviket',
  'normalfordelingen; med to argumenter er det andet standardafvigelsen',
]
const CHI2: Three = [
  'the chi-squared distribution with df degrees of freedom',
  'kjikvadratfordelingen med df frihetsgrader',
  'chi i anden-fordelingen med df frihedsgrader',
]
const STUDENT: Three = [
  'Student’s t distribution with df degrees of freedom',
  'Students t-fordeling med df frihetsgrader',
  'Students t-fordeling med df frihedsgrader',
]
const FISHER: Three = [
  'the F distribution with df1 and df2 degrees of freedom',
  'F-fordelingen med df1 og df2 frihetsgrader',
  'F-fordelingen med df1 og df2 frihedsgrader',
]
const TRIALS: Three = [
  'k successes in n trials of probability p',
  'k suksesser i n forsøk med sannsynlighet p',
  'k succeser i n forsøg med sandsynlighed p',
]

const DOCS = {
  date: dates(
    'date(year, month, day)',
    { parameters: ['number', 'number', 'number'], returns: 'date' },
    'The day, as days since 1970-01-01.',
    'Dagen, som dager siden 1970-01-01.',
    'Dagen, som dage siden 1970-01-01.',
  ),
  year: part('year', 'The year of a date.', 'Året i en dato.', 'Året i en dato.'),
  halfyear: part(
    'halfyear',
    '1 for January to June, else 2.',
    '1 for januar til juni, ellers 2.',
    '1 for januar til juni, ellers 2.',
  ),
  quarter: part('quarter', 'The quarter, 1 to 4.', 'Kvartalet, 1 til 4.', 'Kvartalet, 1 til 4.'),
  month: part('month', 'The month, 1 to 12.', 'Måneden, 1 til 12.', 'Måneden, 1 til 12.'),
  week: part('week', 'The ISO week, 1 to 53.', 'ISO-uken, 1 til 53.', 'ISO-ugen, 1 til 53.'),
  day: part('day', 'The day of the month.', 'Dagen i måneden.', 'Dagen i måneden.'),
  dow: part(
    'dow',
    'The day of the week: 1 for Monday to 7 for Sunday.',
    'Ukedagen: 1 for mandag til 7 for søndag.',
    'Ugedagen: 1 for mandag til 7 for søndag.',
  ),
  doy: part('doy', 'The day of the year, 1 to 366.', 'Dagen i året, 1 til 366.', 'Dagen i året, 1 til 366.'),
  isoformatdate: dates(
    'isoformatdate(d)',
    { parameters: ['date'], returns: 'text' },
    'The date as text, 2018-01-31.',
    'Datoen som tekst, 2018-01-31.',
    'Datoen som tekst, 2018-01-31.',
  ),
  date_fmt: dates(
    "date_fmt(year [, month] [, day]) or date_fmt(d, 'format')",
    { parameters: ['number', 'any', 'number'], optional: 2, returns: 'text' },
    'The day as text such as 2018-01-31, also where an import wants a date; or a date as text by a format such as %d.%m.%Y.',
    'Dagen som tekst, som 2018-01-31, også der en import vil ha dato; eller en dato som tekst etter et format som %d.%m.%Y.',
    'Dagen som tekst, såsom 2018-01-31, også hvor en import vil have en dato; eller en dato som tekst efter et format som %d.%m.%Y.',
  ),
  abs: one(
    'abs',
    'The size of a number, without sign.',
    'Størrelsen på et tall, uten fortegn.',
    'Størrelsen af et tal, uden fortegn.',
  ),
  ceil: one(
    'ceil',
    'The nearest whole number up.',
    'Nærmeste hele tall opp.',
    'Nærmeste hele tal op.',
    'whole',
  ),
  floor: one(
    'floor',
    'The nearest whole number down.',
    'Nærmeste hele tall ned.',
    'Nærmeste hele tal ned.',
    'whole',
  ),
  int: one(
    'int',
    'The whole part, towards zero.',
    'Heltallsdelen, mot null.',
    'Heltalsdelen, mod nul.',
    'whole',
  ),
  round: numbers(
    'round(x [, unit])',
    { parameters: ['number', 'number'], optional: 1, returns: 'number' },
    'To the nearest multiple of unit, else whole number.',
    'Til nærmeste multiplum av enhet, ellers hele tall.',
    'Til nærmeste multiplum af enhed, ellers hele tal.',
  ),
  sqrt: one('sqrt', 'The square root.', 'Kvadratroten.', 'Kvadratroden.'),
  exp: one('exp', 'e to a power.', 'e opphøyd i.', 'e opløftet i.'),
  ln: one('ln', 'The natural logarithm.', 'Den naturlige logaritmen.', 'Den naturlige logaritme.'),
  log10: one(
    'log10',
    'The logarithm to base 10.',
    'Logaritmen med grunntall 10.',
    'Logaritmen med grundtal 10.',
  ),
  logit: one('logit', 'ln(p / (1 − p)).', 'ln(p / (1 − p)).', 'ln(p / (1 − p)).'),
  sin: one('sin', 'Sine of radians.', 'Sinus av radianer.', 'Sinus af radianer.'),
  cos: one('cos', 'Cosine of radians.', 'Cosinus av radianer.', 'Cosinus af radianer.'),
  tan: one('tan', 'Tangent of radians.', 'Tangens av radianer.', 'Tangens af radianer.'),
  asin: one('asin', 'Arc sine in radians.', 'Arcus sinus i radianer.', 'Arcus sinus i radianer.'),
  acos: one('acos', 'Arc cosine in radians.', 'Arcus cosinus i radianer.', 'Arcus cosinus i radianer.'),
  atan: one('atan', 'Arc tangent in radians.', 'Arcus tangens i radianer.', 'Arcus tangens i radianer.'),
  pi: numbers('pi()', { parameters: [], returns: 'number' }, 'The number π.', 'Tallet π.', 'Tallet π.'),
  comb: numbers(
    'comb(n, k)',
    { parameters: ['number', 'number'], returns: 'number' },
    'Ways to choose k of n.',
    'Måter å velge k av n.',
    'Måder at vælge k af n.',
  ),
  quantile: numbers(
    'quantile(x, n)',
    { parameters: ['number', 'number'], returns: 'whole' },
    'Which of n groups of equal size x belongs to over all rows, 1 to n; equal values go together. In generate and replace only.',
    'Hvilken av n like store grupper x hører til over alle rader, 1 til n; like verdier havner sammen. Bare i generate og replace.',
    'Hvilken af n lige store grupper x hører til over alle rækker, 1 til n; lige værdier havner sammen. Kun i generate og replace.',
  ),
  rowmax: row(
    'rowmax',
    'The greatest, missing left out.',
    'Den største, manglende utelatt.',
    'Den største, manglende udeladt.',
  ),
  rowmin: row(
    'rowmin',
    'The least, missing left out.',
    'Den minste, manglende utelatt.',
    'Den mindste, manglende udeladt.',
  ),
  rowmean: row(
    'rowmean',
    'The mean, missing left out.',
    'Gjennomsnittet, manglende utelatt.',
    'Gennemsnittet, manglende udeladt.',
  ),
  rowmedian: row(
    'rowmedian',
    'The median, missing left out.',
    'Medianen, manglende utelatt.',
    'Medianen, manglende udeladt.',
  ),
  rowtotal: row('rowtotal', 'The sum, missing as 0.', 'Summen, manglende som 0.', 'Summen, manglende som 0.'),
  rowstd: row(
    'rowstd',
    'The standard deviation, missing left out.',
    'Standardavviket, manglende utelatt.',
    'Standardafvigelsen, manglende udeladt.',
  ),
  rowmissing: rows(
    'rowmissing(x, y …)',
    { parameters: ['any'], repeats: true, returns: 'whole' },
    'How many are missing.',
    'Hvor mange som mangler.',
    'Hvor mange der mangler.',
  ),
  rowvalid: rows(
    'rowvalid(x, y …)',
    { parameters: ['any'], repeats: true, returns: 'whole' },
    'How many have a value.',
    'Hvor mange som har verdi.',
    'Hvor mange der har værdi.',
  ),
  rowconcat: rows(
    'rowconcat(s, t …)',
    { parameters: ['any'], repeats: true, returns: 'text' },
    'The texts after each other.',
    'Tekstene etter hverandre.',
    'Teksterne efter hinanden.',
  ),
  length: texts(
    'length(s)',
    { parameters: ['text'], returns: 'whole' },
    'How many characters.',
    'Hvor mange tegn.',
    'Hvor mange tegn.',
  ),
  string: texts(
    'string(x)',
    { parameters: ['any'], returns: 'text' },
    'A number as text.',
    'Et tall som tekst.',
    'Et tal som tekst.',
  ),
  lower: change('lower', 'In small letters.', 'Med små bokstaver.', 'Med små bogstaver.'),
  upper: change('upper', 'In capitals.', 'Med store bokstaver.', 'Med store bogstaver.'),
  substr: texts(
    'substr(s, position, length)',
    { parameters: ['text', 'number', 'number'], returns: 'text' },
    'Part of a text; the first position is 1.',
    'Del av en tekst; første posisjon er 1.',
    'Del af en tekst; første position er 1.',
  ),
  ltrim: change('ltrim', 'Without blanks before.', 'Uten blanke foran.', 'Uden blanke foran.'),
  rtrim: change('rtrim', 'Without blanks after.', 'Uten blanke bak.', 'Uden blanke bagved.'),
  trim: change('trim', 'Without blanks around.', 'Uten blanke rundt.', 'Uden blanke omkring.'),
  startswith: texts(
    'startswith(s, start)',
    { parameters: ['text', 'text'], returns: 'boolean' },
    'Whether a text starts so.',
    'Om en tekst starter slik.',
    'Om en tekst starter sådan.',
  ),
  endswith: texts(
    'endswith(s, end)',
    { parameters: ['text', 'text'], returns: 'boolean' },
    'Whether a text ends so.',
    'Om en tekst slutter slik.',
    'Om en tekst slutter sådan.',
  ),
  inlist: tests(
    'inlist(x, a, b …)',
    { parameters: ['any', 'any'], repeats: true, same: true, returns: 'boolean' },
    'Whether x is one of them.',
    'Om x er en av dem.',
    'Om x er en af dem.',
  ),
  inrange: tests(
    'inrange(x, low, high)',
    { parameters: ['any', 'any', 'any'], same: true, returns: 'boolean' },
    'Whether x lies between, both included.',
    'Om x ligger mellom, begge medregnet.',
    'Om x ligger imellem, begge medregnet.',
  ),
  sysmiss: tests(
    'sysmiss(x)',
    { parameters: ['any'], returns: 'boolean' },
    'Whether x is missing.',
    'Om x mangler.',
    'Om x mangler.',
  ),
  inlabels: tests(
    "inlabels(x, 'label' …)",
    { parameters: ['any', 'text'], repeats: true, returns: 'boolean' },
    'Whether the label of x is one of them, in any language that the labels have.',
    'Om etiketten til x er en av dem, på et hvilket som helst språk etikettene har.',
    'Om etiketten til x er en af dem, på et hvilket som helst sprog, etiketterne har.',
  ),
  labelcontains: tests(
    "labelcontains(x, 'text')",
    { parameters: ['any', 'text'], returns: 'boolean' },
    'Whether the label of x holds a text; capital letters count.',
    'Om etiketten til x inneholder en tekst; store bokstaver teller.',
    'Om etiketten til x indeholder en tekst; store bogstaver tæller.',
  ),
  label_to_code: conversion(
    "label_to_code(x, 'label')",
    { parameters: ['any', 'text'], returns: 'text' },
    'The code of x that has a label.',
    'Koden til x som har en etikett.',
    'Koden for x, der har en etiket.',
  ),
  normal: distribution('normal(z)', 1, below(under('z', NORMAL))),
  normalden: distribution('normalden(x [, mean] [, sd])', 3, density(ANY_NORMAL), 2),
  chi2: distribution('chi2(df, x)', 2, below(under('x', CHI2))),
  chi2den: distribution('chi2den(df, x)', 2, density(CHI2)),
  chi2tail: distribution('chi2tail(df, x)', 2, above(under('x', CHI2))),
  t: distribution('t(df, t)', 2, below(under('t', STUDENT))),
  tden: distribution('tden(df, t)', 2, density(STUDENT)),
  ttail: distribution('ttail(df, t)', 2, above(under('t', STUDENT))),
  F: distribution('F(df1, df2, f)', 3, below(under('f', FISHER))),
  Fden: distribution('Fden(df1, df2, f)', 3, density(FISHER)),
  Ftail: distribution('Ftail(df1, df2, f)', 3, above(under('f', FISHER))),
  binomial: distribution('binomial(n, k, p)', 3, below(TRIALS)),
  binomialp: distribution('binomialp(n, k, p)', 3, [
    'The probability of exactly k successes in n trials of probability p.',
    'Sannsynligheten for nøyaktig k suksesser i n forsøk med sannsynlighet p.',
    'Sandsynligheden for præcis k succeser i n forsøg med sandsynlighed p.',
  ]),
  binomialtail: distribution('binomialtail(n, k, p)', 3, [
    'The probability of k or more successes in n trials of probability p.',
    'Sannsynligheten for k eller flere suksesser i n forsøk med sannsynlighet p.',
    'Sandsynligheden for k eller flere succeser i n forsøg med sandsynlighed p.',
  ]),
  to_int: conversion(
    'to_int(x)',
    { parameters: ['any'], returns: 'whole' },
    'As a whole number; text that is none becomes missing.',
    'Som et helt tall; tekst som ikke er det, blir manglende.',
    'Som et helt tal; tekst, der ikke er det, bliver manglende.',
  ),
  to_str: conversion(
    'to_str(x)',
    { parameters: ['any'], returns: 'text' },
    'As text.',
    'Som tekst.',
    'Som tekst.',
  ),
  to_symbol: conversion(
    "to_symbol('text')",
    { parameters: ['text'], returns: 'text' },
    'A name made of a text, where a name may stand; read before the line is carried out.',
    'Et navn laget av en tekst, der et navn kan stå; leses før linjen utføres.',
    'Et navn lavet af en tekst, hvor et navn kan stå; læses, før linjen udføres.',
  ),
  bind: conversion(
    'bind(name)',
    { parameters: ['text'], returns: 'text' },
    'What let or for made a name stand for: bind(limit ++ 2) is $limit2.',
    'Det let eller for lot et navn stå for: bind(grense ++ 2) er $grense2.',
    'Det, som let eller for lod et navn stå for: bind(grænse ++ 2) er $grænse2.',
  ),
} as const satisfies Record<string, FunctionDoc>

export type FunctionName = keyof typeof DOCS
export const FUNCTIONS: Readonly<Record<FunctionName, FunctionDoc>> = DOCS

export function isFunction(name: string): name is FunctionName {
  return Object.hasOwn(FUNCTIONS, name)
}
