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
  asAbove: ['as above', 'som over', 'som ovenfor'],
  receipt: ['Receipt', 'Kvittering', 'Kvittering'],
  script: ['script', 'skript', 'script'],
  data: ['data', 'data', 'data'],
  policy: ['policy', 'regelsett', 'regelsæt'],
  logPosition: ['log position', 'plass i loggen', 'plads i loggen'],
  signature: ['signature', 'signatur', 'signatur'],
  type: ['Type', 'Type', 'Type'],
  unitOfMeasure: ['Unit', 'Enhet', 'Enhed'],
  codes: ['Codes', 'Koder', 'Koder'],
  sensitivity: ['Sensitivity', 'Følsomhet', 'Følsomhed'],
  register: ['Register', 'Register', 'Register'],
  holder: ['Holder', 'Dataholder', 'Dataholder'],
  line: ['line', 'linje', 'linje'],
  reads: ['Reads', 'Leser', 'Læser'],
  noPermit: [
    'Open terms cover all that the script uses: no permit is needed.',
    'Åpne vilkår dekker alt skriptet bruker: det trengs ingen tillatelse.',
    'Åbne vilkår dækker alt, hvad scriptet bruger: der kræves ingen tilladelse.',
  ],
  isPublic: [
    'All registers behind it are public: it will be exact.',
    'Alle registre bak er offentlige: det blir eksakt.',
    'Alle registre bag er offentlige: det bliver eksakt.',
  ],
  population: ['People', 'Personer', 'Personer'],
  fewerThan: ['fewer than', 'færre enn', 'færre end'],
  orMore: ['or more', 'eller flere', 'eller flere'],
  upTo: ['to', 'til', 'til'],
  wouldRefuse: [
    'Too few people: a notice would stand in its place.',
    'For få personer: en melding ville stått i stedet.',
    'For få personer: en meddelelse ville stå i stedet.',
  ],
  wouldWithhold: ['would be withheld', 'ville blitt holdt tilbake', 'ville blive holdt tilbage'],
  allShown: ['All of it would be shown.', 'Alt ville blitt vist.', 'Alt ville blive vist.'],
  mend: [
    'This before the command would let all of it through:',
    'Dette før kommandoen ville sluppet alt gjennom:',
    'Dette før kommandoen ville lade det hele slippe igennem:',
  ],
} as const satisfies Record<string, readonly [string, string, string]>
export type Word = keyof typeof WORDS

/** One of the words in `language`. */
export function word(name: Word, language: Language): string {
  return WORDS[name][LANGUAGES.indexOf(language)] as string
}
