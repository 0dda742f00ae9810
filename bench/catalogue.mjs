// Finding variables: a hundred thousand of three hundred registers, in three languages, some with long code lists. How long the index takes to build, how much memory it holds,
// and how long queries take, by kind.
//
//   npx tsc -b packages/access && node --expose-gc bench/catalogue.mjs [--variables 100000] [--rounds 40] [--json]
//
// Words are made of syllables, as common as words of a language are (the n-th word as often as 1/n), so that some stand in nearly every variable. Every
// third variable has a code list, every hundredth one of a thousand codes. A round asks each kind once with other words; all facets are counted each time.
import { parseArgs } from 'node:util'
import { createCatalogueIndex } from '../packages/access/dist/index.js'

const { values: options } = parseArgs({
  options: {
    variables: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '40' },
    json: { type: 'boolean', default: false },
  },
})
const VARIABLES = Number(options.variables)
const ROUNDS = Number(options.rounds)
const A_REGISTER = Math.ceil(VARIABLES / 300)

/** Numbers in [0, 1) from a seed (xorshift32). */
let state = 7
const random = () => {
  state ^= state << 13
  state ^= state >>> 17
  state ^= state << 5
  return (state >>> 0) / 2 ** 32
}
const one = (list) => list[Math.floor(random() * list.length)]
const SYLLABLES =
  'ba be bi do du fa fe ga he hi ho ka ko la li lo ma me mi na ne no pa pe po ra re ro sa se si so ta te ti to va ve vi sk ør ån gt'.split(
    ' ',
  )
const vocabulary = () =>
  Array.from({ length: 12_000 }, () =>
    Array.from({ length: 2 + Math.floor(random() * 4) }, () => one(SYLLABLES)).join(''),
  )
const WORDS = { en: vocabulary(), nb: vocabulary(), da: vocabulary() }
const common = (words) => words[Math.floor(words.length ** random()) - 1] ?? words[0]
const phrase = (language, count) => Array.from({ length: count }, () => common(WORDS[language])).join(' ')
const text = (count) => ({ en: phrase('en', count), nb: phrase('nb', count), da: phrase('da', count) })
const codes = (count) =>
  Array.from({ length: count }, (_, i) => ({
    code: `${String.fromCharCode(65 + (i % 26))}${String(i).padStart(3, '0')}`,
    title: text(3),
  }))

const CATEGORIES = ['ehr', 'determinants', 'administrative', 'medical-and-mortality-registers', 'biobanks']
const lists = Array.from({ length: 40 }, () => codes(1000))
const variable = (number) => ({
  name: `${one(WORDS.en)}_${number}`.toUpperCase(),
  title: text(4),
  description: text(15),
  temporality: one(['FIXED', 'STATUS', 'ACCUMULATED', 'EVENT']),
  dataType: one(['STRING', 'LONG', 'DOUBLE', 'DATE']),
  domain: number % 100 === 0 ? { codes: one(lists) } : number % 3 === 0 ? { codes: codes(8) } : {},
  sensitivity: one(['PUBLIC', 'NONPUBLIC', 'PERSON_GENERAL', 'PERSON_SPECIAL']),
})
const entry = (number) => {
  const [first, last] = [1950 + Math.floor(random() * 50), 2000 + Math.floor(random() * 25)]
  return {
    register: {
      name: `no.bench.register-${number}`,
      title: text(3),
      description: text(20),
      holder: { name: `holder-${number % 30}`, title: text(2) },
      source: 'made for a benchmark',
      licence: 'CC0-1.0',
      record: { healthCategories: [one(CATEGORIES)], keywords: [text(1)] },
      tables: [
        {
          name: 'TABLE',
          title: text(2),
          description: text(8),
          unit: 'PERSON',
          links: [],
          variables: Array.from({ length: A_REGISTER }, (_, i) => variable(number * A_REGISTER + i)),
        },
      ],
    },
    version: '1.0.0',
    importedAt: '2026-01-01T00:00:00.000Z',
    contentHash: String(number),
    figures: [
      {
        table: 'TABLE',
        rows: { value: 1, error: 0 },
        units: { value: 1, error: 0 },
        earliest: String(first),
        latest: String(last),
        variables: [],
      },
    ],
  }
}
const catalogue = Array.from({ length: Math.ceil(VARIABLES / A_REGISTER) }, (_, i) => entry(i))

const held = () => {
  globalThis.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return (heapUsed + arrayBuffers) / 2 ** 20
}
const before = held()
const started = performance.now()
const index = await createCatalogueIndex(catalogue)
const took = (performance.now() - started) / 1000
const memory = held() - before

const rare = () => WORDS.en[4000 + Math.floor(random() * 8000)]
const often = () => WORDS.nb[Math.floor(random() * 20)]
const mistaken = (word) => {
  const at = 1 + Math.floor(random() * (word.length - 2))
  return word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2)
}
const KINDS = {
  'nothing asked for': () => ({ query: '' }),
  'a rare word': () => ({ query: rare() }),
  'a word of nearly every variable': () => ({ query: often() }),
  'one letter': () => ({ query: one([...'abdfghklmnoprstv']) }),
  'two letters': () => ({ query: one(SYLLABLES) }),
  'beginning of a word': () => ({ query: rare().slice(0, 4) }),
  'inside of words': () => ({ query: `${one(SYLLABLES)}${one(SYLLABLES)}` }),
  'two words': () => ({ query: `${often()} ${one(WORDS.da.slice(0, 500))}` }),
  'five words': () => ({ query: Array.from({ length: 5 }, often).join(' ') }),
  'a code': () => ({ query: `E${String(Math.floor(random() * 1000)).padStart(3, '0')}` }),
  'a word with a mistake': () => ({ query: mistaken(`${rare()}${rare()}`.slice(0, 9)) }),
  'two words with mistakes': () => ({
    query: `${mistaken(one(WORDS.en.filter((word) => word.length > 7)))} ${mistaken(one(WORDS.nb.filter((word) => word.length > 7)))}`,
  }),
  'a word and three facets': () => ({
    query: often(),
    chosen: { sensitivity: ['PERSON_SPECIAL'], category: ['ehr', 'biobanks'], years: ['1990'] },
  }),
  'the last page': () => ({ query: often(), offset: 9950 }),
}
const figures = Object.entries(KINDS).map(([kind, ask]) => {
  const times = []
  let found = 0
  for (let round = 0; round < ROUNDS + 3; round++) {
    const query = { language: one(['en', 'nb', 'da']), ...ask() }
    const from = performance.now()
    found += index.find(query).total
    // The first few are slower, while the machine learns.
    if (round >= 3) times.push(performance.now() - from)
  }
  times.sort((a, b) => a - b)
  const at = (share) =>
    Number(times[Math.min(times.length - 1, Math.floor(share * times.length))].toPrecision(3))
  return {
    query: kind,
    'found (mean)': Math.round(found / (ROUNDS + 3)),
    'p50 ms': at(0.5),
    'p95 ms': at(0.95),
    'most ms': at(1),
  }
})
const about = {
  variables: index.variables,
  'seconds to index': Number(took.toPrecision(3)),
  'MiB held': Math.round(memory),
  'of it index MiB': Math.round(index.bytes / 2 ** 20),
}
if (options.json) console.log(JSON.stringify({ about, figures }, null, 2))
else {
  console.table([about])
  console.table(figures)
}
