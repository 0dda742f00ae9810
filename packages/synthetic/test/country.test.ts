import { beforeAll, describe, expect, it } from 'vitest'
import { COUNTRY_REGISTERS } from '../src/registers/index.js'
import { Country } from './country.js'
import { type Compared, compared, countryPage } from './country-page.js'
import { PUBLIC_FIGURES } from './public-figures.js'

let country: Country
let comparison: readonly Compared[]
beforeAll(() => {
  country = new Country(30_000, 1)
  comparison = compared(country)
}, 120_000)

it.each(PUBLIC_FIGURES.map(({ id }) => id))('has %s as published', (id) => {
  const far = comparison
    .filter(({ figure, within }) => figure.id === id && !within)
    .map((row) => `${row.group}: ${row.country.toFixed(2)}, published ${row.published}`)
  expect(far).toEqual([])
})

describe('the figures', () => {
  it('each have a source and values, and an identifier of their own', () => {
    expect(new Set(PUBLIC_FIGURES.map(({ id }) => id)).size).toBe(PUBLIC_FIGURES.length)
    const names = COUNTRY_REGISTERS.map(({ metadata }) => metadata.name)
    for (const { register, source, values } of PUBLIC_FIGURES) {
      expect(names).toContain(register)
      expect(source).toMatch(/20\d\d/)
      expect(values.length).toBeGreaterThan(0)
    }
  })
})

it('stands in docs/country.md as it is (else: npm run manual)', async () => {
  await expect(countryPage(country, comparison)).toMatchFileSnapshot('../../../docs/country.md')
})
