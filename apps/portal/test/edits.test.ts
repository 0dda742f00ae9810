/** Changes of a whole text, and what a word means in one's own words. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { difference, lineInserted, samePlace, wordAt } from '../src/script/edits.js'
import { explainedParts, spoken } from '../src/script/explained.js'
import { search } from '../src/script/help-search.js'
import { en } from '../src/words/en.js'
import { nb } from '../src/words/nb.js'

test('a difference turns one text into the other', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n'), maxLength: 30 })
  fc.assert(
    fc.property(text, text, (before, after) => {
      const { from, to, insert } = difference(before, after)
      expect(before.slice(0, from) + insert + before.slice(to)).toBe(after)
    }),
  )
  expect(difference('a=b', 'a = b')).toEqual({ from: 1, to: 2, insert: ' = ' })
})

test('the cursor stays at its word', () => {
  expect(samePlace('a=b  c', 2, 'a = b c')).toBe(3)
  expect(samePlace('', 0, '')).toBe(0)
})

test('a line goes below the cursor’s, or into its place when that is empty', () => {
  expect(lineInserted('a\nb', 0, 'x')).toEqual({ from: 1, to: 1, insert: '\nx', cursor: 3 })
  expect(lineInserted('a\n\nb', 2, 'x')).toEqual({ from: 2, to: 2, insert: 'x', cursor: 3 })
  expect(lineInserted('', 0, 'x')).toEqual({ from: 0, to: 0, insert: 'x', cursor: 1 })
})

test('the word at the cursor, and the command of its line', () => {
  expect(wordAt('use a\n  kaplan-meier x, by(y)', 12)).toEqual({
    word: 'kaplan-meier',
    command: 'kaplan-meier',
  })
  expect(wordAt('tabulate x, rowpct', 14)).toEqual({ word: 'rowpct', command: 'tabulate' })
  expect(wordAt('', 0)).toEqual({ word: '', command: '' })
})

test('help is searched by name first, and one name alone is that entry', () => {
  const all = [{ name: 'sum' }, { name: 'summarize' }, { name: 'mean' }]
  const meaning = ({ name }: { name: string }) => (name === 'mean' ? 'a sum by count' : name)
  expect(search(all, 'sum', meaning)).toEqual([{ name: 'sum' }])
  expect(search(all, 'SU', meaning).map(({ name }) => name)).toEqual(['sum', 'summarize', 'mean'])
  expect(search(all, ' ', meaning)).toEqual(all)
})

test('a variable is told in the reader’s words, and read aloud as sentences', () => {
  const about = {
    what: 'variable',
    name: 'bmi',
    title: { en: 'Body mass index', nb: 'Kroppsmasseindeks' },
    description: null,
    type: 'number',
    sensitivity: 'PERSON_SPECIAL',
    temporality: 'STATUS',
    unitOfMeasure: 'kg/m2',
    source: null,
    made: null,
    codes: [{ code: '1', label: { en: 'High', nb: 'Høy' } }],
    moreCodes: 2,
  } as const
  const parts = explainedParts({ ...about, codes: [...about.codes] }, nb, ({ nb = '' }) => nb)
  expect(parts.heading).toBe('Kroppsmasseindeks')
  expect(parts.rows).toContainEqual({ term: 'Måleenhet', text: 'kg/m²' })
  expect(parts.rows).toContainEqual({ term: 'Koder', text: '1 Høy, og 2 til' })
  expect(spoken(explainedParts({ what: 'value', name: '$y', value: '2000' }, en, String))).toBe(
    '$y. Stands for: 2000.',
  )
})
