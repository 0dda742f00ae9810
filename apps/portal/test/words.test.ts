import { expect, test } from 'vitest'
import { da } from '../src/words/da.js'
import { en } from '../src/words/en.js'
import { firstLanguage, said, titleAndName } from '../src/words/language.js'
import { nb } from '../src/words/nb.js'
import { unitName } from '../src/words/units.js'

/** Every sentence of a dictionary by its path; functions are called with recognisable arguments. */
function sentences(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value === 'function')
    return [
      [
        path,
        String((value as (...given: unknown[]) => string)(...Array.from({ length: value.length }, () => 7))),
      ],
    ]
  return Object.entries(value as object).flatMap(([key, inner]) => sentences(inner, `${path}.${key}`))
}

test('no language leaves a sentence empty or drops what it is told', () => {
  const english = new Map(sentences(en))
  for (const words of [nb, da])
    for (const [path, text] of sentences(words)) {
      expect(text.trim(), path).not.toBe('')
      expect(text.split('7').length, path).toBe(english.get(path)?.split('7').length)
    }
})

test('the languages differ: no sentence was left in English', () => {
  const same = (a: object, b: object) => {
    const other = new Map(sentences(b))
    const long = sentences(a).filter(([, text]) => text.split(' ').length > 3)
    return long.filter(([path, text]) => other.get(path) === text).map(([path]) => path)
  }
  expect(same(nb, en)).toEqual([])
  expect(same(da, en)).toEqual([])
})

test.each([
  ['da', ['en'], 'da'],
  [null, ['nn-NO', 'en'], 'nb'],
  [null, ['no'], 'nb'],
  [null, ['fr', 'da-DK'], 'da'],
  ['klingon', ['fr'], 'en'],
] as const)('remembered %s, browser %j: %s', (remembered, preferred, language) => {
  expect(firstLanguage(remembered, preferred)).toBe(language)
})

test('text of the data falls back to what there is', () => {
  expect(said({ en: 'Sex', nb: 'Kjønn' }, 'nb')).toBe('Kjønn')
  expect(said({ en: 'Sex' }, 'da')).toBe('Sex')
  expect(said({ da: 'Køn' }, 'nb')).toBe('Køn')
  expect(titleAndName({ title: { en: 'hdl' }, variable: 'hdl' }, ({ en = '' }) => en)).toBe('hdl')
  expect(titleAndName({ title: { en: 'Value' }, variable: 'hdl' }, ({ en = '' }) => en)).toBe('Value (hdl)')
})

test('units are written as people write them', () => {
  expect(unitName('a', nb)).toBe('år')
  expect(unitName('kg/m2', en)).toBe('kg/m²')
  expect(unitName('mg/dL', da)).toBe('mg/dL')
})
