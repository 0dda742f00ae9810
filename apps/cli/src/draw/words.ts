/**
 * The words that drawings add to what the results say themselves, in the languages Sund speaks.
 */
import { LANGUAGES, type Language } from '@sund/model'

const WORDS = {
  withheld: ['withheld', 'tilbakeholdt', 'tilbageholdt'],
  total: ['Total', 'I alt', 'I alt'],
  missing: ['Missing', 'Mangler', 'Mangler'],
  variable: ['Variable', 'Variabel', 'Variabel'],
  units: ['Units', 'Enheter', 'Enheder'],
  people: ['n', 'n', 'n'],
  mean: ['Mean', 'Snitt', 'Gennemsnit'],
  sd: ['SD', 'SD', 'SD'],
  std: ['SD', 'SD', 'SD'],
  sum: ['Sum', 'Sum', 'Sum'],
  median: ['Median', 'Median', 'Median'],
  p25: ['25 %', '25 %', '25 %'],
  p75: ['75 %', '75 %', '75 %'],
  gini: ['Gini', 'Gini', 'Gini'],
  iqr: ['IQR', 'IQR', 'IQR'],
  min: ['Least', 'Minst', 'Mindst'],
  max: ['Greatest', 'Størst', 'Størst'],
  count: ['Count', 'Antall', 'Antal'],
  frequency: ['Count', 'Antall', 'Antal'],
  percent: ['Percent', 'Prosent', 'Procent'],
  density: ['Density', 'Tetthet', 'Tæthed'],
  rowpct: ['Row %', 'Rad-%', 'Række-%'],
  colpct: ['Column %', 'Kolonne-%', 'Kolonne-%'],
  cellpct: ['Cell %', 'Celle-%', 'Celle-%'],
  term: ['Term', 'Ledd', 'Led'],
  standardError: ['Std. error', 'Standardfeil', 'Standardfejl'],
  interval: ['interval', 'intervall', 'interval'],
  used: ['used', 'brukt', 'brugt'],
  leftOut: ['left out for missing values', 'utelatt (mangler verdi)', 'udeladt (mangler værdi)'],
  survival: ['Survival', 'Overlevelse', 'Overlevelse'],
  atRisk: ['at risk', 'under risiko', 'under risiko'],
  all: ['All', 'Alle', 'Alle'],
  events: ['Events', 'Hendelser', 'Hændelser'],
  personTime: ['Person-time', 'Persontid', 'Persontid'],
  crude: ['Crude rate', 'Ujustert rate', 'Ujusteret rate'],
  standardised: ['Standardised', 'Standardisert', 'Standardiseret'],
  ratePer: ['rate per', 'rate per', 'rate per'],
  standardisedBy: ['standardised by', 'standardisert etter', 'standardiseret efter'],
  asAbove: ['as above', 'som over', 'som ovenfor'],
  receipt: ['Receipt', 'Kvittering', 'Kvittering'],
  script: ['script', 'skript', 'script'],
  data: ['data', 'data', 'data'],
  policy: ['policy', 'regelsett', 'regelsæt'],
  logPosition: ['log position', 'plass i loggen', 'plads i loggen'],
  signature: ['signature', 'signatur', 'signatur'],
} as const satisfies Record<string, readonly [string, string, string]>
export type Word = keyof typeof WORDS

/** One of the words in `language`. */
export function word(name: Word, language: Language): string {
  return WORDS[name][LANGUAGES.indexOf(language)] as string
}
