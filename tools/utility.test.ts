/** The short version of `npm run bench -- utility`: what protection must not take from an honest researcher. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'

interface Utility {
  scripts: number
  sizes: { from: number; cells: number; median: number; mean: number }[]
  bias: { coefficients: number; mean: number; most: number }
  outside: unknown[]
  all: {
    numbers: number
    withheld: number
    rules: Record<string, number>
    results: number
    whole: number
    small: number
  }
  met: boolean
}

const ROOT = join(import.meta.dirname, '..')
let utility: Utility

beforeAll(async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(ROOT, 'bench/utility.mjs'), '--short', '--json'],
    { maxBuffer: 2 ** 26 },
  )
  utility = JSON.parse(stdout)[0]
}, 300_000)

describe('an honest study of real people', () => {
  it('has counts of 500 or more within 1 % in the median, moved by nothing on average', () => {
    const large = utility.sizes.filter(({ from, cells }) => from >= 500 && cells > 0)
    expect(large.length).toBeGreaterThan(1)
    for (const { median, mean, cells } of large) {
      expect(median).toBeLessThanOrEqual(1)
      // Five deviations of a mean of so many moves, of which many may be of the same people.
      expect(Math.abs(mean)).toBeLessThan((5 * Math.sqrt(3)) / Math.sqrt(cells / 4))
    }
  })

  it('has coefficients far nearer to those of the data than these are to anything, and none too high or too low on average', () => {
    const { coefficients, mean, most } = utility.bias
    expect(coefficients).toBeGreaterThan(3)
    // A step is at most half a standard error, where a coefficient rests on few.
    expect(most).toBeLessThanOrEqual(0.5)
    expect(Math.abs(mean)).toBeLessThan(0.5 / Math.sqrt(coefficients))
  })

  it('has no number further from the truth than its bound says', () => {
    expect(utility.outside).toEqual([])
    expect(utility.met).toBe(true)
  })

  it('is told most of what it asks, and too small groups are not', () => {
    const { numbers, withheld, rules, results, whole, small } = utility.all
    expect(numbers).toBeGreaterThan(100)
    expect(withheld / numbers).toBeLessThan(1 / 20)
    expect(whole).toBe(0)
    expect(results).toBeGreaterThan(5)
    // That groups were told of before takes nothing from who asks for one thing after another.
    expect(rules['L1'] ?? 0).toBe(0)
    expect(small).toBeGreaterThan(0)
  })
})
