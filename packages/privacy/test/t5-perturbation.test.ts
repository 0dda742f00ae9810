/** The perturbation table held against what was published of the method, and against what it promises for any parameters. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type PerturbationParameters,
  type PerturbationRow,
  perturbationTable,
} from '../src/rules/t5-count-noise/perturbation.js'

const moment = ({ moves, probabilities }: PerturbationRow, power: number): number =>
  moves.reduce((sum, move, index) => sum + move ** power * (probabilities[index] as number), 0)
const entropy = ({ probabilities }: PerturbationRow): number =>
  -probabilities.reduce((sum, share) => sum + (share > 0 ? share * Math.log(share) : 0), 0)
const stayOf = ({ moves, probabilities }: PerturbationRow): number => probabilities[moves.indexOf(0)] ?? 0

describe('the published examples', () => {
  it('ptable tests/testthat/test-examples.R: D = 2, V = 1.05, js = 1, to its eight digits', () => {
    const rows = perturbationTable({ bound: 2, variance: 1.05, js: 1 })
    const published = [
      [[0], [1]],
      [
        [-1, 1, 2],
        [0.50833333, 0.475, 0.01666667],
      ],
      [
        [-2, 0, 1, 2],
        [0.16155827, 0.55565037, 0.24246618, 0.04032518],
      ],
      [
        [-1, 0, 1, 2],
        [0.41231301, 0.28806097, 0.18693903, 0.11268699],
      ],
      [
        [-2, -1, 0, 1, 2],
        [0.07012498, 0.24450007, 0.3707499, 0.24450007, 0.07012498],
      ],
    ] as const
    expect(rows).toHaveLength(published.length)
    for (const [count, [moves, probabilities]] of published.entries()) {
      expect(rows[count]?.moves).toEqual(moves)
      probabilities.forEach((share, index) => {
        // The package solves to about 1e-8; its last digit is a unit off in two places.
        expect(Math.abs((rows[count]?.probabilities[index] as number) - share)).toBeLessThan(2e-8)
      })
    }
  })

  it('ptable and cellKey vignettes: D = 8, V = 3, js = 2, pstay = 0.5, row by row as their optimisation solves it', () => {
    const oracle: PerturbationRow[] = JSON.parse(
      readFileSync(new URL('oracles/perturbation.json', import.meta.url), 'utf8'),
    )
    const rows = perturbationTable({ bound: 8, variance: 3, js: 2, stay: 0.5 })
    expect(rows).toHaveLength(oracle.length)
    for (const [count, row] of rows.entries()) {
      expect(row.moves).toEqual(oracle[count]?.moves)
      row.probabilities.forEach((share, index) => {
        expect(Math.abs(share - (oracle[count]?.probabilities[index] as number))).toBeLessThan(5e-7)
      })
    }
    // What is published of each row: its mean, its variance, its sum and how likely a count stays, at five digits.
    for (const [count, row] of rows.slice(1).entries()) {
      expect(moment(row, 0)).toBeCloseTo(1, 5)
      expect(moment(row, 1)).toBeCloseTo(0, 5)
      expect(moment(row, 2)).toBeCloseTo(3, 5)
      expect(stayOf(row)).toBeCloseTo(count + 1 <= 2 ? 0 : 0.5, 5)
    }
  })

  it('cellKey tests/testthat: D = 5, V = 3, js = 2, pstay = 0.5 has 66 moves for counts of 0 … 7 and of 8 or more', () => {
    const rows = perturbationTable({ bound: 5, variance: 3, js: 2, stay: 0.5 })
    expect(rows).toHaveLength(9)
    expect(rows.reduce((sum, { moves }) => sum + moves.length, 0)).toBe(66)
  })
})

const parameters: fc.Arbitrary<PerturbationParameters> = fc
  .record({
    bound: fc.integer({ min: 1, max: 12 }),
    variance: fc.double({ min: 0.05, max: 20, noNaN: true }),
    js: fc.integer({ min: 0, max: 4 }),
    stay: fc.constantFrom(0, 0.1, 0.5, 0.8),
  })
  .map((all) => ({ ...all, js: Math.min(all.js, all.bound) }))

describe('any table', () => {
  it('keeps its promises: targets, sum, mean, variance, and how likely a count stays', () => {
    fc.assert(
      fc.property(parameters, (given) => {
        const { bound, variance, js = 0, stay = 0 } = given
        for (const [count, row] of perturbationTable(given).entries()) {
          for (const move of row.moves) {
            expect(Math.abs(move)).toBeLessThanOrEqual(bound)
            expect(count + move === 0 || count + move > js).toBe(true)
          }
          expect(Math.min(...row.probabilities)).toBeGreaterThanOrEqual(0)
          expect(moment(row, 0)).toBeCloseTo(1, 9)
          expect(moment(row, 1)).toBeCloseTo(0, 7)
          if (count === 0) continue
          const below = row.moves.findLast((move) => move < 0) as number
          const above = row.moves.find((move) => move > 0) as number
          // No distribution without the move of none varies less than one between the two moves beside it.
          const least = row.moves.includes(0) ? 0 : -below * above
          expect(moment(row, 2)).toBeLessThanOrEqual(Math.max(variance, least) + 1e-6)
          if (row.moves.includes(0)) expect(stayOf(row)).toBeGreaterThanOrEqual(stay - 1e-12)
        }
      }),
    )
  })

  it('is the least telling: nothing near it with the same mean and no more variance has more entropy', () => {
    fc.assert(
      fc.property(parameters, fc.integer({ min: 1, max: 1e6 }), (given, seed) => {
        const rows = perturbationTable(given)
        const row = rows[seed % rows.length] as PerturbationRow
        // A direction among four moves that leaves sum and mean alone, and turned so that variance does not grow.
        const at = [0, 1, 2, 3].map((k) => (seed * (k + 1) + k) % row.moves.length)
        if (new Set(at).size < 4) return
        const [v0, v1, v2] = at.map((index) => row.moves[index] as number) as [number, number, number]
        const direction = row.moves.map(() => 0)
        direction[at[0] as number] = v1 - v2
        direction[at[1] as number] = v2 - v0
        direction[at[2] as number] = v0 - v1
        const grows = row.moves.reduce(
          (sum, move, index) => sum + move * move * (direction[index] as number),
          0,
        )
        const stays = direction[row.moves.indexOf(0)] ?? 0
        const sign = grows > 0 ? -1 : 1
        if (stays * sign < 0 && (given.stay ?? 0) > 0) return
        const room = Math.min(...row.probabilities.filter((_, index) => direction[index] !== 0))
        const step = (sign * room * 0.5) / Math.max(...direction.map(Math.abs))
        const moved = row.probabilities.map((share, index) => share + step * (direction[index] as number))
        expect(entropy({ ...row, probabilities: moved })).toBeLessThanOrEqual(entropy(row) + 1e-9)
      }),
    )
  })
})
