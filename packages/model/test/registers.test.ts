import { describe, expect, it } from 'vitest'
import { compareVersions, mostSensitive, pickVersion, Register } from '../src/index.js'

const table = {
  name: 'PERSON',
  title: { en: 'Persons' },
  description: { en: 'Persons' },
  unit: 'PERSON',
  unitColumn: 'id',
  variables: [
    {
      name: 'SEX',
      title: { en: 'Sex' },
      description: { en: 'Sex' },
      temporality: 'FIXED',
      dataType: 'STRING',
      domain: { codes: [{ code: '1', title: { en: 'Male' } }] },
      sensitivity: 'PERSON_SPECIAL',
    },
  ],
}
const register = {
  name: 'org.example.people',
  title: { en: 'People' },
  description: { en: 'People' },
  holder: { name: 'office', title: { en: 'Office' } },
  source: 'made for a test',
  licence: 'CC0-1.0',
  tables: [table],
}
const withVariable = (change: object) => ({
  ...register,
  tables: [{ ...table, variables: [{ ...table.variables[0], ...change }] }],
})

describe('register metadata', () => {
  it('reads a complete register and fills in what may be left out', () => {
    expect(Register.parse(register).tables[0]?.links).toEqual([])
  })

  it.each([
    ['a name without dots', { ...register, name: 'people' }],
    ['no table', { ...register, tables: [] }],
    ['a title in no language', { ...register, title: {} }],
    ['an unknown sensitivity', withVariable({ sensitivity: 'SECRET' })],
    ['a variable that starts with a digit', withVariable({ name: '1A' })],
    ['a changing variable in a table without a date column', withVariable({ temporality: 'STATUS' })],
    ['the same variable twice', { ...register, tables: [table, { ...table, name: 'OTHER' }] }],
  ])('refuses %s', (_, document) => {
    expect(Register.safeParse(document).success).toBe(false)
  })
})

describe('versions', () => {
  const versions = ['1.0.0', '1.10.0', '1.9.3', '2.0.0']
  it.each([
    [undefined, '2.0.0'],
    ['1', '1.10.0'],
    ['1.9', '1.9.3'],
    ['1.0.0', '1.0.0'],
    ['3', undefined],
    ['1.1', undefined],
  ])('picks for %s the newest that fits: %s', (wanted, expected) => {
    expect(pickVersion(versions, wanted)).toBe(expected)
  })
  it('orders by number, not by text', () => {
    expect(compareVersions('1.10.0', '1.9.3')).toBeGreaterThan(0)
  })
})

it('the most sensitive wins, and nothing is public', () => {
  expect(mostSensitive(['NONPUBLIC', 'PERSON_SPECIAL', 'PERSON_GENERAL'])).toBe('PERSON_SPECIAL')
  expect(mostSensitive([])).toBe('PUBLIC')
})
