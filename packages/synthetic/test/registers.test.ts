/** What every register of the country promises: metadata that an import reads, and shapes of rows that say the same. */
import { Register } from '@sund/model'
import { describe, expect, it } from 'vitest'
import type { CountryRegister } from '../src/register.js'
import { COUNTRY_REGISTERS } from '../src/registers/index.js'

const KINDS = { STRING: 'code', DOUBLE: 'decimal', LONG: 'integer', DATE: 'day' }

it('have names, holders and streams of chance of their own', () => {
  const count = (own: (register: CountryRegister) => unknown) => new Set(COUNTRY_REGISTERS.map(own)).size
  expect(count(({ metadata }) => metadata.name)).toBe(COUNTRY_REGISTERS.length)
  expect(count(({ metadata }) => metadata.holder.name)).toBe(COUNTRY_REGISTERS.length)
  expect(count(({ stream }) => stream)).toBe(COUNTRY_REGISTERS.length)
})

describe.each(COUNTRY_REGISTERS.map((register) => [register.metadata.name, register] as const))(
  '%s',
  (_, { metadata, tables }) => {
    it('parses, and is marked as synthetic', () => {
      expect(Register.parse(metadata)).toEqual(metadata)
      expect(metadata.synthetic).toBe(true)
    })

    it('has names of variables and links once, and titles in three languages', () => {
      const named = metadata.tables.flatMap(({ links, variables }) => [...links, ...variables])
      expect(new Set(named.map(({ name }) => name)).size).toBe(named.length)
      const titled = [metadata, ...metadata.tables, ...named]
      for (const { title } of titled) expect(Object.keys(title)).toEqual(['en', 'nb', 'da'])
    })

    it('has rows of the shape that it describes', () => {
      expect(tables.map(({ name }) => name)).toEqual(metadata.tables.map(({ name }) => name))
      for (const [i, table] of metadata.tables.entries()) {
        const columns = tables[i]?.columns ?? []
        const described = [
          table.unitColumn,
          ...table.links.map(({ column }) => column),
          table.fromColumn,
          table.untilColumn,
          ...table.variables.map(({ column }) => column),
        ]
        expect(columns.map(({ name }) => name)).toEqual(described.filter((name) => name !== undefined))
        for (const { column, domain, dataType } of table.variables) {
          const shape = columns.find(({ name }) => name === column)
          expect(shape?.kind).toBe(KINDS[dataType as keyof typeof KINDS])
          const codes = 'codes' in domain ? domain.codes.map(({ code }) => code) : undefined
          expect(shape?.codes).toEqual(codes)
          if (codes) expect(codes).toEqual([...new Set(codes)].sort())
        }
      }
    })
  },
)
