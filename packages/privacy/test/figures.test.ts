import { OPEN_POLICY, TableFigures } from '@sund/model'
import { type CountedTable, releaseFigures } from '@sund/privacy'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const counted = (codes: number[], more: Partial<CountedTable> = {}): CountedTable => {
  const rows = codes.reduce((sum, count) => sum + count, 0)
  return {
    table: 'T',
    rows,
    units: rows,
    earliest: '1999-03-04',
    latest: '2020-12-31',
    variables: [
      { variable: 'x', missing: 0, codes: codes.map((rows, index) => ({ code: String(index), rows })) },
    ],
    public: false,
    ...more,
  }
}
const release = (table: CountedTable) => releaseFigures([table], OPEN_POLICY).value[0] as TableFigures

describe('figures for the catalogue', () => {
  it('bound the truth, withhold small codes, and keep only the year', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5000), { minLength: 1, maxLength: 12 }), fc.nat(100), (codes, missing) => {
        const table = counted(codes)
        const figures = release({
          ...table,
          variables: [
            {
              ...(table.variables[0] as CountedTable['variables'][0]),
              missing: Math.min(missing, table.rows),
            },
          ],
        })
        TableFigures.parse(figures)
        const pairs = [
          [figures.rows, table.rows] as const,
          ...codes.map((rows, index) => [figures.variables[0]?.codes[index]?.rows, rows] as const),
        ]
        for (const [number, truth] of pairs) {
          if (truth > 0 && truth < 10) expect(number).toEqual({ withheld: 'T2' })
          else if (number && 'value' in number)
            expect(Math.abs((number.value as number) - truth)).toBeLessThanOrEqual(number.error)
        }
        const complete = figures.variables[0]?.complete
        if (complete && 'value' in complete && complete.value !== null)
          expect(
            Math.abs(complete.value - (1 - Math.min(missing, table.rows) / table.rows)),
          ).toBeLessThanOrEqual(complete.error + 1e-12)
        if (figures.earliest) expect(figures.earliest).toBe('1999')
      }),
    )
  })
  it('leave a withheld code uncertain by the threshold or more', () => {
    for (let small = 1; small < 10; small++) {
      const figures = release(counted([small, 991]))
      const [rows, other] = [figures.rows, figures.variables[0]?.codes[1]?.rows] as {
        value: number
        error: number
      }[]
      expect(2 * ((rows?.error ?? 0) + (other?.error ?? 0))).toBeGreaterThanOrEqual(10)
    }
  })
  it('count people, not rows: many rows of few people are withheld, and rounding follows rows per person', () => {
    const table = counted([500], { units: 100 })
    expect(release({ ...table, units: 8 }).rows).toEqual({ withheld: 'T2' })
    expect(release(table).rows).toEqual({ value: 500, error: 25 })
    // Twenty rows are nearer to none than to fifty, and none would be read as none.
    const [some] = release(counted([480, 20], { units: 100 })).variables[0]?.codes.slice(1) ?? []
    expect(some?.rows).toEqual({ withheld: 'T2' })
  })
  it('are exact for public registers (the defence off)', () => {
    const figures = release(counted([3, 991], { public: true }))
    expect(figures).toMatchObject({ rows: { value: 994, error: 0 }, earliest: '1999-03-04' })
    expect(figures.variables[0]?.codes[0]?.rows).toEqual({ value: 3, error: 0 })
  })
})
