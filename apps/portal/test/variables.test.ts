/** What the catalogue's pages compute: what is marked in a text, and what a clicked population asks. */
import { Criteria, holds } from '@sund/model'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stretches } from '../src/variables/marked.js'
import { type Alternative, changed, criteriaOf } from '../src/variables/population.js'

describe('marks', () => {
  test.each([
    ['Type 2 Diabetes', ['diabetes'], ['Type 2 ', 'Diabetes']],
    ['Målt på Café', ['malt', 'cafe'], ['Målt på ', 'Café']],
    ['Målt', ['målt'], ['', 'Målt']],
    ['HDL-kolesterol', ['kolesterol', 'hdl'], ['', 'HDL', '-', 'kolesterol']],
    // One or two letters are marked where a word begins.
    ['A banana', ['a'], ['', 'A', ' banana']],
    ['nothing', [], ['nothing']],
  ])('%s with %j', (text, marks, parts) => {
    expect(stretches(text, marks)).toEqual(parts)
  })

  test('no letter is lost, whatever the text and the marks', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.string({ maxLength: 4 })), (text, marks) => {
        expect(stretches(text, marks).join('')).toBe(text)
      }),
    )
  })
})

describe('a population that is clicked together', () => {
  const one = (key: number, more: Partial<Alternative> = {}): Alternative => ({
    key,
    register: 'no.example.hospital',
    variable: `V${key}`,
    by: 'codes',
    not: false,
    codes: ['A'],
    from: '',
    until: '',
    ...more,
  })

  test('conditions must all hold, of alternatives one', () => {
    const criteria = criteriaOf([[one(1)], [one(2), one(3, { not: true })]])
    Criteria.parse(criteria)
    const fits = (has: string[]) =>
      holds(criteria as Criteria, (leaf) => has.includes((leaf as { variable: string }).variable))
    expect([fits(['V1']), fits(['V1', 'V3']), fits(['V1', 'V2', 'V3']), fits(['V2'])]).toEqual([
      true,
      false,
      true,
      false,
    ])
  })

  test('years and limits go with it, and what is no number does not', () => {
    expect(criteriaOf([[one(1, { from: '2015', until: 'x' })]])).toMatchObject({ codes: ['A'], from: 2015 })
    expect(criteriaOf([[one(1, { by: 'limits', from: '1950', until: ' ' })]])).toEqual({
      register: 'no.example.hospital',
      variable: 'V1',
      least: 1950,
    })
  })

  test('nothing is asked while a condition says nothing', () => {
    expect(criteriaOf([])).toBeNull()
    expect(criteriaOf([[one(1)], [one(2, { codes: [] })]])).toBeNull()
    expect(criteriaOf([[one(1, { by: 'limits' })]])).toBeNull()
  })

  test('a condition goes with its last alternative', () => {
    const population = [[one(1)], [one(2), one(3)]]
    expect(changed(changed(population, 2, null), 3, null)).toEqual([[one(1)]])
    expect(changed(population, 2, one(2, { codes: ['B'] }))[1]?.[0]?.codes).toEqual(['B'])
  })
})
