/** Finding variables: words, mistakes, facets, and against a slow search that cannot be wrong. */
import type { Language } from '@sund/model'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { type CatalogueIndex, createCatalogueIndex, type FACETS } from '../../src/catalogue/search.js'
import { distance, fold, wordsOf } from '../../src/catalogue/text-index.js'
import { DIAGNOSIS, entry, HDL, SEX, variable } from './made.js'

const catalogue = [
  entry('test.population', [SEX], {}, '1.0.0'),
  entry('test.population', [SEX, variable('AGE', { dataType: 'LONG' })], {}, '1.10.0'),
  entry(
    'test.hospital',
    [DIAGNOSIS, HDL],
    { holder: { name: 'hospital', title: { en: 'Hospital' } } },
    '1.2.0',
  ),
]
let index: CatalogueIndex
beforeAll(async () => {
  index = await createCatalogueIndex(catalogue)
})
const find = (query: string, language: Language = 'en', chosen = {}) =>
  index.find({ query, language, chosen })
const names = (query: string, language?: Language) =>
  find(query, language).variables.map(({ variable: { name } }) => name)

describe('words', () => {
  test('without words all variables of the newest versions, in the order of their registers', () => {
    expect(names('')).toEqual(['DIAGNOSIS', 'HDL', 'SEX', 'AGE'])
  })

  test('the register with most people comes first, and where words weigh alike too', async () => {
    const sized = (name: string, value: number) => {
      const made = entry(name, [SEX])
      const [figures] = made.figures
      return { ...made, figures: [{ ...figures, units: { value, error: 5 } } as never] }
    }
    const bySize = await createCatalogueIndex([sized('test.a', 740), sized('test.b', 6000)])
    for (const query of ['', 'woman']) {
      const { variables } = bySize.find({ query, language: 'en' })
      expect(variables.map((one) => one.entry.register.name)).toEqual(['test.b', 'test.a'])
    }
  })

  test.each([
    ['hdl', ['HDL']],
    ['HDL chol', ['HDL']],
    ['kolesterol', ['HDL']],
    ['målt', ['HDL']],
    ['woman', ['SEX']],
    ['c50', ['DIAGNOSIS']],
    ['brystkreft', ['DIAGNOSIS']],
    // Inside of a word that Norwegian and Danish put together.
    ['diagnose', ['DIAGNOSIS']],
    ['kraeft', []],
    ['hdl woman', []],
    ['"%_\\', ['DIAGNOSIS', 'HDL', 'SEX', 'AGE']],
  ])('%s', (query, found) => {
    expect(names(query)).toEqual(found)
  })

  test.each([
    ['kolestrol', 'HDL', 'kolesterol'],
    ['diabtes', 'DIAGNOSIS', 'diabetes'],
    ['hoveddiangose', 'DIAGNOSIS', 'hoveddiagnose'],
    ['malt', 'HDL', 'målt'],
  ])('%s, which stands nowhere, is read as the nearest word, and says so', (query, found, as) => {
    const { variables, read, marks } = find(query)
    expect(variables.map(({ variable: { name } }) => name)).toEqual([found])
    expect(read).toEqual([{ word: query, as: [as] }])
    expect(marks).toEqual([as])
  })

  test('a word that nothing is near to is told, and finds nothing', () => {
    expect(find('xylophonist')).toMatchObject({ total: 0, read: [{ word: 'xylophonist', as: [] }] })
  })

  test('where only a code has the word, the code is told', () => {
    expect(find('diabetes').variables[0]?.codes.map(({ code }) => code)).toEqual(['E11'])
    expect(find('hoveddiagnose', 'nb').variables[0]?.codes).toEqual([])
  })

  test('titles weigh more than descriptions, the reader’s own language most', async () => {
    const index = await createCatalogueIndex([
      entry('test.order', [
        variable('A', { description: { en: 'about weight' } }),
        variable('B', { title: { da: 'weight' } }),
        variable('C', { title: { en: 'weight' } }),
        variable('WEIGHT'),
      ]),
    ])
    const order = (language: Language) =>
      index.find({ query: 'weight', language }).variables.map(({ variable: { name } }) => name)
    expect(order('en')).toEqual(['WEIGHT', 'C', 'B', 'A'])
    expect(order('da')).toEqual(['WEIGHT', 'B', 'C', 'A'])
  })
})

describe('facets', () => {
  const values = (found: ReturnType<typeof find>, facet: (typeof FACETS)[number]) =>
    Object.fromEntries(found.facets[facet].map(({ value, count }) => [value, count]))

  test('count what each value would leave, given the others', () => {
    const found = find('', 'en', { holder: ['hospital'] })
    expect(found.total).toBe(2)
    expect(values(found, 'temporality')).toEqual({ EVENT: 2 })
    // In its own facet a choice can be changed.
    expect(values(found, 'holder')).toEqual({ hospital: 2, office: 2 })
    expect(
      values(find('', 'en', { holder: ['hospital'], sensitivity: ['PERSON_GENERAL'] }), 'holder'),
    ).toEqual({ office: 1 })
  })

  test('several values of one facet widen, of several facets narrow', () => {
    expect(find('', 'en', { dataType: ['LONG', 'DOUBLE'] }).total).toBe(2)
    expect(find('', 'en', { dataType: ['LONG', 'DOUBLE'], temporality: ['EVENT'] }).total).toBe(1)
    expect(find('', 'en', { register: ['none'] }).total).toBe(0)
  })

  test('row 1: the category of Art 51 is one of them, and years by decades', () => {
    expect(values(find(''), 'category')).toEqual({ 'medical-and-mortality-registers': 4 })
    expect(values(find(''), 'years')).toEqual({ 1990: 4, 2000: 4, 2010: 4 })
    expect(find('', 'en', { years: ['1980'] }).total).toBe(0)
  })
})

test('pages follow one another without gap or overlap', () => {
  const all = find('').variables
  const pages = [0, 1, 2, 3].flatMap(
    (offset) => index.find({ query: '', language: 'en', offset, limit: 1 }).variables,
  )
  expect(pages.map((one) => one.variable)).toEqual(all.map((one) => one.variable))
  expect(index.find({ query: '', language: 'en', offset: 99 }).variables).toEqual([])
})

const WORDS = ['kreft', 'brystkreft', 'høyde', 'vekt', 'fødselsvekt', 'age', 'aage', 'bmi', 'år', 'c50']
const someText = fc
  .array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 4 })
  .map((words) => words.join(' '))

test('random catalogues: what a search of every text finds is found, and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(someText, someText), { minLength: 1, maxLength: 12 }),
      someText,
      async (texts, query) => {
        const variables = texts.map(([nb, en], i) =>
          variable(`V${i}`, {
            title: { nb },
            description: { en },
            domain: { codes: [{ code: `X${i}`, title: { da: nb } }] },
          }),
        )
        const index = await createCatalogueIndex([entry('test.random', variables, { record: undefined })])
        const { variables: found, read } = index.find({ query, language: 'nb', limit: 100 })
        // Words that stand nowhere are read as others: that is tested above.
        fc.pre(read.length === 0)
        const has = (at: number, word: string) => {
          const own = [
            ...wordsOf((texts[at] as [string, string]).join(' ')),
            'rows',
            'register',
            'random',
            'test',
            `v${at}`,
            `x${at}`,
          ]
          return own.some((one) => (word.length < 3 ? one.startsWith(word) : one.includes(word)))
        }
        const expected = variables.filter((_, at) => wordsOf(query).every((word) => has(at, word)))
        expect(new Set(found.map((one) => one.variable))).toEqual(new Set(expected))
      },
    ),
    { numRuns: 60 },
  )
})

test.each([
  ['Måned', 'måned'],
  ['Café', 'cafe'],
  ['ÆØÅ', 'æøå'],
])('%s is looked for as %s', (text, folded) => {
  expect(fold(text)).toBe(folded)
})

test('distance counts letters added, left out, exchanged and turned round', () => {
  expect([
    distance('ab', 'ba', 2),
    distance('abc', 'abcd', 2),
    distance('abc', 'axc', 2),
    distance('abc', 'xyz', 2),
  ]).toEqual([1, 1, 1, 3])
})
