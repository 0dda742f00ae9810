/** T2 does not tell by what it withholds how the few people of a line lie in it, nor whether anybody is in a cell. */
import { OPEN_POLICY, type ReleasedTable } from '@sund/model'
import { protect } from '@sund/privacy'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concealed } from '../src/rules/t2-threshold/concealed.js'
import { numbers, shown, tableOf } from './given.js'

/** Which cells are withheld, and nothing of the numbers. */
async function patternOf(sizes: readonly number[], count: (at: readonly number[]) => number) {
  const table = tableOf(sizes, count, numbers(3))
  const { result } = await protect(shown(), async () => table, OPEN_POLICY, null)
  const { cells } = result.value.body as ReleasedTable
  return cells.map((cell) => [cell.at.join(), 'withheld' in cell.count])
}

const large = fc.integer({ min: 130, max: 240 })
const few = fc.integer({ min: 1, max: 9 })

describe('what is withheld of a table', () => {
  it('is the same in whichever column the few of a row are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(large, { minLength: 3, maxLength: 3 }), { minLength: 2, maxLength: 4 }),
        few,
        async (rows, units) => {
          const last = rows.length
          const patterns = await Promise.all(
            [0, 1, 2].map((column) =>
              patternOf([last + 1, 3], ([row = 0, at = 0]) =>
                row === last ? (at === column ? units : 0) : (rows[row]?.[at] ?? 0),
              ),
            ),
          )
          expect(patterns[1]).toEqual(patterns[0])
          expect(patterns[2]).toEqual(patterns[0])
        },
      ),
      { numRuns: 25 },
    )
  })

  it('is the same whether a cell has nobody or a few, and so is what is said of it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(large, { minLength: 3, maxLength: 3 }), { minLength: 2, maxLength: 5 }),
        few,
        fc.nat(),
        async (rows, units, place) => {
          const [row, column] = [place % rows.length, place % 3]
          const said = async (there: number) => {
            const table = tableOf(
              [rows.length, 3],
              ([r = 0, c = 0]) => (r === row && c === column ? there : (rows[r]?.[c] ?? 0)),
              numbers(3),
            )
            const { result } = await protect(shown(), async () => table, OPEN_POLICY, null)
            const { body, withheld, protection } = result.value
            const cells = (body as ReleasedTable).cells.map((cell) => [cell.at, 'withheld' in cell.count])
            return JSON.stringify({ cells, withheld, protection })
          }
          expect(await said(units)).toBe(await said(0))
        },
      ),
      { numRuns: 40 },
    )
  })

  it('is the same whether the few are one or nobody, where the rest of their row is in one column', async () => {
    const of = (ill: number) =>
      patternOf([3, 2], ([row = 0, at = 0]) => (row === 2 ? [40, ill][at] : [700, 200][at]) ?? 0)
    expect(await of(1)).toEqual(await of(0))
    expect((await of(0)).filter(([, withheld]) => withheld)).not.toHaveLength(0)
  })
})

describe('an empty margin', () => {
  /** Three groups by level and sex; of the first nobody has level 2, and all but a few of its men have level 0. */
  const people = (a: number, b: number, sex: number) => {
    if (a > 0) return 60 + 7 * b + 11 * a + sex
    return [
      [40, 3, 0, 2],
      [20, 30, 0, 15],
    ][sex]?.[b] as number
  }

  it('over an empty cell beside the few of a line is withheld with it, and the table is not withheld whole', async () => {
    const pattern = await patternOf([3, 4, 2], ([a = 0, b = 0, sex = 0]) => people(a, b, sex))
    const isWithheld = (place: string) => pattern.find(([at]) => at === place)?.[1]
    expect(isWithheld('0,2,0')).toBe(true)
    expect(isWithheld('0,2,')).toBe(true)
    expect(pattern.filter(([, withheld]) => !withheld).length).toBeGreaterThan(pattern.length / 2)
  })
})

describe('a line', () => {
  it('of a municipality conceals in which county it lies, since what is so by nature looks as what is so of these people', () => {
    const county = [0, 0, 0, 1, 1, 2]
    const cells = county.flatMap((at, municipality) => [
      { at: [at, municipality], units: 30 },
      { at: [null, municipality], units: 30 },
    ])
    const margins = [90, 60, 30].map((units, at) => ({ at: [at, null], units }))
    const { empty } = concealed([3, 6], [...cells, ...margins, { at: [null, null], units: 180 }], 10)
    const elsewhere = county.flatMap((own, municipality) =>
      [0, 1, 2].filter((at) => at !== own).map((at) => [at, municipality]),
    )
    expect(empty.map(({ at }) => at)).toEqual(expect.arrayContaining(elsewhere))
  })
})
