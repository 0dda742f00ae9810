/** The words that pictures add to what results say themselves, in the languages Sund speaks. */
import { inLanguage, LANGUAGES, type Language, type LocalisedText, type Measure } from '@sund/model'

const WORDS = {
  withheld: ['withheld', 'tilbakeholdt', 'tilbageholdt'],
  missing: ['Missing', 'Mangler', 'Mangler'],
  frequency: ['Count', 'Antall', 'Antal'],
  percent: ['Percent', 'Prosent', 'Procent'],
  density: ['Density', 'Tetthet', 'Tæthed'],
  and: ['and', 'og', 'og'],
  all: ['All', 'Alle', 'Alle'],
  atRisk: ['At risk', 'Under risiko', 'Under risiko'],
  constant: ['Constant', 'Konstant', 'Konstant'],
  median: ['Median', 'Median', 'Median'],
  normal: ['Normal curve', 'Normalkurve', 'Normalkurve'],
  synthetic: [
    'Synthetic data: nobody in them exists.',
    'Syntetiske data: Ingen i dem finnes.',
    'Syntetiske data: Ingen i dem findes.',
  ],
} as const satisfies Record<string, readonly [string, string, string]>

export const word = (name: keyof typeof WORDS, language: Language): string =>
  WORDS[name][LANGUAGES.indexOf(language)] as string

const MEASURES: Record<Measure, readonly [string, string, string]> = {
  mean: ['Mean', 'Gjennomsnitt', 'Gennemsnit'],
  std: ['Standard deviation', 'Standardavvik', 'Standardafvigelse'],
  sd: ['Standard deviation', 'Standardavvik', 'Standardafvigelse'],
  sum: ['Sum', 'Sum', 'Sum'],
  median: ['Median', 'Median', 'Median'],
  p25: ['Lower quartile', 'Nedre kvartil', 'Nedre kvartil'],
  p75: ['Upper quartile', 'Øvre kvartil', 'Øvre kvartil'],
  gini: ['Gini', 'Gini', 'Gini'],
  iqr: ['Interquartile range', 'Kvartilavstand', 'Kvartilafstand'],
  min: ['Least', 'Minst', 'Mindst'],
  max: ['Greatest', 'Størst', 'Størst'],
  count: ['Count', 'Antall', 'Antal'],
  percent: ['Percent', 'Prosent', 'Procent'],
}
export const measureWord = (measure: Measure, language: Language): string =>
  MEASURES[measure][LANGUAGES.indexOf(language)] as string

/** Sentences with places for what the result says. */
type Sentence = (...parts: string[]) => string
const SENTENCES = {
  by: [(a, b) => `${a} by ${b}`, (a, b) => `${a} etter ${b}`, (a, b) => `${a} efter ${b}`],
  of: [(a, b) => `${a} of ${b}`, (a, b) => `${a} for ${b}`, (a, b) => `${a} for ${b}`],
  range: [(a, b) => `${a} to ${b}`, (a, b) => `${a} til ${b}`, (a, b) => `${a} til ${b}`],
  shares: [(a) => `Shares of ${a}`, (a) => `Andeler av ${a}`, (a) => `Andele af ${a}`],
  spread: [(a) => `Spread of ${a}`, (a) => `Spredning av ${a}`, (a) => `Spredning af ${a}`],
  together: [
    (a, b) => `${a} and ${b} together`,
    (a, b) => `${a} og ${b} sammen`,
    (a, b) => `${a} og ${b} sammen`,
  ],
  flow: [(a) => `Flows: ${a}`, (a) => `Strømmer: ${a}`, (a) => `Strømme: ${a}`],
  survival: [() => 'Survival', () => 'Overlevelse', () => 'Overlevelse'],
  survivalBy: [(a) => `Survival by ${a}`, (a) => `Overlevelse etter ${a}`, (a) => `Overlevelse efter ${a}`],
  interval: [(a) => `${a}% interval`, (a) => `${a} %-intervall`, (a) => `${a} %-interval`],
  extremes: [
    (value, most, mostValue, least, leastValue) =>
      `${value}: most in ${most} (${mostValue}), least in ${least} (${leastValue}).`,
    (value, most, mostValue, least, leastValue) =>
      `${value}: mest i ${most} (${mostValue}), minst i ${least} (${leastValue}).`,
    (value, most, mostValue, least, leastValue) =>
      `${value}: mest i ${most} (${mostValue}), mindst i ${least} (${leastValue}).`,
  ],
  nothing: [
    () => 'Everything in this figure is withheld.',
    () => 'Alt i denne figuren er holdt tilbake.',
    () => 'Alt i denne figur er holdt tilbage.',
  ],
  hidden: [
    (n) => (n === '1' ? 'One number is withheld.' : `${n} numbers are withheld.`),
    (n) => (n === '1' ? 'Ett tall er holdt tilbake.' : `${n} tall er holdt tilbake.`),
    (n) => (n === '1' ? 'Et tal er holdt tilbage.' : `${n} tal er holdt tilbage.`),
  ],
  noise: [
    () => 'The thin lines show how far the unprotected numbers may lie from the drawn ones.',
    () => 'De tynne strekene viser hvor langt de ubeskyttede tallene kan ligge fra de tegnede.',
    () => 'De tynde streger viser, hvor langt de ubeskyttede tal kan ligge fra de tegnede.',
  ],
  likelyNoise: [
    (percent) => `Noise was added. With ${percent} % confidence the thin lines hold the numbers without it.`,
    (percent) =>
      `Det er lagt til støy. Med ${percent} % sikkerhet ligger tallene uten støy innenfor de tynne strekene.`,
    (percent) =>
      `Der er lagt støj til. Med ${percent} % sikkerhed ligger tallene uden støj inden for de tynde streger.`,
  ],
  box: [
    (name, median, low, high) => `${name}: half lie between ${low} and ${high}, the median is ${median}.`,
    (name, median, low, high) =>
      `${name}: halvparten ligger mellom ${low} og ${high}, medianen er ${median}.`,
    (name, median, low, high) => `${name}: halvdelen ligger mellem ${low} og ${high}, medianen er ${median}.`,
  ],
  whiskers: [
    (low, high) => `Whiskers end at the ${low} % and ${high} % percentiles where these may be shown.`,
    (low, high) => `Strekene ender ved ${low} %- og ${high} %-persentilene der disse kan vises.`,
    (low, high) => `Stregerne ender ved ${low} %- og ${high} %-percentilerne, hvor disse kan vises.`,
  ],
  boxHidden: [(a) => `${a}: withheld.`, (a) => `${a}: holdt tilbake.`, (a) => `${a}: holdt tilbage.`],
  hexagons: [
    (n, most, x, y) => `${n} hexagons are shown. Most, ${most}, lie around ${x} and ${y}.`,
    (n, most, x, y) => `${n} sekskanter vises. De fleste, ${most}, ligger rundt ${x} og ${y}.`,
    (n, most, x, y) => `${n} sekskanter vises. De fleste, ${most}, ligger omkring ${x} og ${y}.`,
  ],
  empty: [
    () => 'Where nothing is drawn there are none, or too few to show.',
    () => 'Der ingenting er tegnet, er det ingen, eller for få til å vises.',
    () => 'Hvor intet er tegnet, er der ingen, eller for få til at blive vist.',
  ],
  largestFlow: [
    (from, to, n) => `The largest flow is from ${from} to ${to} (${n}).`,
    (from, to, n) => `Den største strømmen går fra ${from} til ${to} (${n}).`,
    (from, to, n) => `Den største strøm går fra ${from} til ${to} (${n}).`,
  ],
  effect: [
    (name, value, low, high) => `${name}: ${value} (${low} to ${high}).`,
    (name, value, low, high) => `${name}: ${value} (${low} til ${high}).`,
    (name, value, low, high) => `${name}: ${value} (${low} til ${high}).`,
  ],
  survivalAt: [
    (group, share, low, high, time) => `${group}: ${share} are left at ${time} (${low} to ${high}).`,
    (group, share, low, high, time) => `${group}: ${share} er igjen ved ${time} (${low} til ${high}).`,
    (group, share, low, high, time) => `${group}: ${share} er tilbage ved ${time} (${low} til ${high}).`,
  ],
  survivalMedian: [
    (group, median) => `${group}: half are left at ${median}.`,
    (group, median) => `${group}: halvparten er igjen ved ${median}.`,
    (group, median) => `${group}: halvdelen er tilbage ved ${median}.`,
  ],
  survivalMedianNot: [
    (group) => `${group}: more than half are left to the end of the curve.`,
    (group) => `${group}: mer enn halvparten er igjen til kurven slutter.`,
    (group) => `${group}: mere end halvdelen er tilbage, til kurven slutter.`,
  ],
} as const satisfies Record<string, readonly [Sentence, Sentence, Sentence]>

export const sentence = (name: keyof typeof SENTENCES, language: Language, ...parts: string[]): string =>
  (SENTENCES[name][LANGUAGES.indexOf(language)] as Sentence)(...parts)

/** Titles joined: `a`, `a and b`, `a, b and c`. */
export function joined(titles: readonly LocalisedText[], language: Language): string {
  const texts = titles.map((title) => inLanguage(title, language))
  const last = texts.pop() ?? ''
  return texts.length === 0 ? last : `${texts.join(', ')} ${word('and', language)} ${last}`
}
