/** The lines of script that the catalogue suggests. How variables are found is tested in `access`. */
import { compile } from '@sund/engine'
import type { Catalogue, Register, Variable } from '@sund/model'
import { describe, expect, test } from 'vitest'
import { scriptFor } from '../src/http/catalogue-search.js'
import { LABORATORY } from './registers.js'

const entry = (register: Register, version: string): Catalogue[number] => ({
  register,
  version,
  importedAt: '2026-01-01T00:00:00.000Z',
  contentHash: 'x',
  figures: [],
})
const hdl: Register = {
  ...LABORATORY,
  tables: LABORATORY.tables.map((table) => ({
    ...table,
    variables: table.variables.map((variable) => ({
      ...variable,
      title: { en: 'HDL cholesterol', nb: 'HDL-kolesterol', da: 'HDL-kolesterol' },
      description: { en: 'Measured fasting', da: 'Målt fastende' },
    })),
  })),
}
describe('search', () => {
  test.each(['FIXED', 'STATUS', 'ACCUMULATED', 'EVENT'] as const)(
    'the script that it suggests for a %s variable is right',
    (temporality) => {
      const timed: Register = {
        ...hdl,
        tables: hdl.tables.map((table) => ({
          ...table,
          fromColumn: 'from',
          variables: table.variables.map((variable) => ({ ...variable, temporality })),
        })),
      }
      const table = { table: 'PERSONS', rows: none, units: none, earliest: '1979', latest: '2019' }
      const figures = [{ ...table, variables: [{ variable: 'LEVEL', complete: none, codes: [] }] }]
      for (const one of [entry(timed, '1.0.0'), { ...entry(timed, '1.0.0'), figures }]) {
        const script = scriptFor(one, timed.tables[0]?.variables[0] as Variable)
        expect(compile(script, [one]).errors, script).toEqual([])
      }
    },
  )
})

const none = { value: null, error: 0 }
