/**
 * What is withheld besides the primary cells: safe from an attacker with a linear programme of his own who knows what he was told before,
 * and no more than it takes, by an integer programme written separately.
 */
import { OPEN_POLICY } from '@sund/model'
import type { Highs } from 'highs'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  type Cube,
  cubeOfGroups,
  levelOf,
  makeCube,
  marginsOf,
  priceOf,
} from '../src/rules/t2-threshold/cube.js'
import { loadSolver } from '../src/rules/t2-threshold/intervals.js'
import { type Guard, type Suppression, suppress } from '../src/rules/t2-threshold/suppress.js'
import { type Numbers, numbers, skewed } from './given.js'

const THRESHOLD = OPEN_POLICY.cellThreshold
let solver: Highs
beforeAll(async () => {
  solver = await loadSolver()
})
const decide = (cube: Cube, guard: Partial<Guard> = {}) =>
  suppress(cube, { threshold: THRESHOLD, ...guard }, async () => solver)

/** A cube of groups that lie where `exists` says, with counts by `count`. */
function cubeWith(
  sizes: readonly number[],
  count: (at: readonly number[]) => number,
  exists: (at: readonly number[]) => boolean = () => true,
): Cube {
  const groups = sizes
    .reduce<number[][]>(
      (all, size) => all.flatMap((at) => [...Array(size).keys()].map((level) => [...at, level])),
      [[]],
    )
    .filter(exists)
    .map((at) => ({ at, units: count(at) }))
  return makeCube(sizes, cubeOfGroups(sizes, groups))
}

/** Every line of the cube as text: a margin less its cells is nothing. */
function lines(cube: Cube, name: (cell: number) => string): string[] {
  return [...cube.units.keys()].flatMap((margin) =>
    cube.sizes.flatMap((size, d) => {
      if (levelOf(cube, margin, d) !== size) return []
      const stride = cube.strides[d] as number
      const parts = Array.from({ length: size }, (_, level) => margin - (size - level) * stride)
      return [
        `${name(margin)} - ${parts
          .filter((part) => cube.units.has(part))
          .map(name)
          .join(' - ')} = 0`,
      ]
    }),
  )
}

/** The widths of the intervals that an attacker finds for `targets`, who knows what is not withheld. */
function widths(cube: Cube, withheld: ReadonlySet<number>, targets: readonly number[]): number[] {
  const name = (cell: number) => `x${cell}`
  const rows = lines(cube, name)
  const bounds = [...cube.units].map(([cell, units]) =>
    withheld.has(cell) ? `0 <= ${name(cell)} <= 100000` : `${name(cell)} = ${units}`,
  )
  const extreme = (sense: string, cell: number) =>
    solver.solve(
      `${sense}\n obj: ${name(cell)}\nSubject To\n${rows.map((row, index) => ` c${index}: ${row}`).join('\n')}\nBounds\n ${bounds.join('\n ')}\nEnd`,
      { output_flag: false },
    ).ObjectiveValue
  return targets.map((cell) => extreme('Maximize', cell) - extreme('Minimize', cell))
}

const all = ({ primary, secondary }: Suppression) => new Set([...primary, ...secondary])
const narrowest = (found: readonly number[]) => Math.min(...found, Number.POSITIVE_INFINITY)
const SAFE = THRESHOLD - 1e-6
const some = (random: Numbers, cells: Iterable<number>, share: number) =>
  new Set([...cells].filter(() => random() < share))

describe('a reader who was told something before', () => {
  it('gains nothing by cells that he knows: they hide nothing, and others do instead', async () => {
    let [hidden, helped, gaveUp] = [0, 0, 0]
    for (let seed = 1; seed <= 25; seed++) {
      const random = numbers(seed * 7919)
      const cube = cubeWith([6, 5], skewed(random, 40))
      const large = [...cube.units].flatMap(([cell, units]) => (units >= THRESHOLD ? [cell] : []))
      const known = some(random, large, 0.3)
      const naive = await decide(cube)
      const found = await decide(cube, { known })
      const targets = [...found.primary]
      const knowing = (withheld: ReadonlySet<number>) =>
        new Set([...withheld].filter((cell) => !known.has(cell)))
      if (narrowest(widths(cube, knowing(all(naive)), targets)) < SAFE) helped++
      if (found.whole) {
        gaveUp++
        expect(all(found).size).toBe(cube.units.size)
        continue
      }
      hidden += targets.length
      expect([...found.secondary].filter((cell) => known.has(cell))).toEqual([])
      expect(narrowest(widths(cube, all(found), targets))).toBeGreaterThanOrEqual(SAFE)
    }
    expect(hidden).toBeGreaterThan(40)
    // With the defence off what he knows tells him something, and seldom so much that nothing can be shown.
    expect(helped).toBeGreaterThan(10)
    expect(gaveUp).toBeLessThan(5)
  })

  it('sees nothing of a table in which what he knows leaves a small cell bare', async () => {
    const cube = cubeWith([3], ([a = 0]) => [4, 50, 60][a] as number)
    const found = await decide(cube, { known: new Set([1, 2, 3]) })
    expect(found.whole).toBe(true)
    expect([...all(found)].sort()).toEqual([0, 1, 2, 3])
  })

  it('is not kept from a cell that he knows already', async () => {
    const cube = cubeWith([3], ([a = 0]) => [4, 50, 60][a] as number)
    expect(await decide(cube, { known: new Set([0]) })).toEqual({
      primary: new Set([0]),
      secondary: new Set(),
      whole: false,
    })
  })
})

describe('cells that other rules withhold', () => {
  it('are protected like small ones, however large they are', async () => {
    let cracked = 0
    for (let seed = 1; seed <= 12; seed++) {
      const random = numbers(seed * 31)
      const cube = cubeWith([5, 5], () => 40 + Math.floor(random() * 400))
      const primary = some(random, cube.units.keys(), 0.08)
      const found = await decide(cube, { primary })
      expect([...found.primary].sort()).toEqual([...primary].sort())
      expect(narrowest(widths(cube, all(found), [...primary]))).toBeGreaterThanOrEqual(SAFE)
      if (narrowest(widths(cube, primary, [...primary])) < SAFE) cracked++
    }
    expect(cracked).toBeGreaterThan(5)
  })
})

describe('dimensions that nest', () => {
  /** Municipality m lies in county m mod 3. */
  const within = ([m = 0, c = 0]: readonly number[]) => m % 3 === c

  it.each([{ sizes: [12, 3] }, { sizes: [12, 3, 2] }])(
    'no linear programme finds a small cell ($sizes)',
    async ({ sizes }) => {
      let cracked = 0
      for (let seed = 1; seed <= 8; seed++) {
        const random = numbers(seed * 13)
        const cube = cubeWith(sizes, skewed(random, 60), within)
        const found = await decide(cube)
        const targets = [...found.primary]
        expect(found.whole).toBe(false)
        expect(narrowest(widths(cube, all(found), targets))).toBeGreaterThanOrEqual(SAFE)
        if (narrowest(widths(cube, found.primary, targets)) < SAFE) cracked++
      }
      expect(cracked).toBeGreaterThan(2)
    },
  )

  it('hide a small municipality behind another of its county, and no county', async () => {
    const cube = cubeWith([12, 3], ([m = 0]) => (m === 4 ? 3 : 100 + m), within)
    const found = await decide(cube)
    const inner = [...all(found)].filter((cell) => marginsOf(cube, cell) === 0)
    expect(inner.map((cell) => levelOf(cube, cell, 0)).sort()).toEqual([1, 4])
    const counties = [...all(found)].filter((cell) => levelOf(cube, cell, 0) === 12)
    expect(counties).toEqual([])
  })

  it('withhold no more than the same municipalities without their counties', async () => {
    for (let seed = 1; seed <= 10; seed++) {
      const random = numbers(seed * 17)
      const counts = Array.from({ length: 12 }, skewed(random, 60))
      const one = (county: number) => counts.filter((_, m) => m % 3 === county)
      const nested = await decide(cubeWith([12, 3], ([m = 0]) => counts[m] as number, within))
      const inner = [...all(nested)].filter((cell) => cell % 13 < 12 && cell < 13 * 3).length
      let apart = 0
      for (const county of [0, 1, 2]) {
        const own = one(county)
        const total = own.reduce((sum, units) => sum + units, 0)
        // The county's own total stands in the table, and is told unless it is small itself.
        const alone = cubeWith([own.length], ([m = 0]) => own[m] as number)
        apart += [...all(await decide(alone, total >= THRESHOLD ? { known: new Set([own.length]) } : {}))]
          .length
      }
      expect(inner).toBeLessThanOrEqual(apart)
    }
  })
})

describe('what is withheld', () => {
  /** The least price of all choices, as one integer programme: each primary cell has movements up and down of its own. */
  function leastPrice(cube: Cube, primary: ReadonlySet<number>): number {
    const cells = [...cube.units]
    const rows: string[] = []
    const bounds: string[] = []
    for (const target of primary) {
      for (const way of ['u', 'd']) {
        const name = (cell: number) => `${way}${target}c${cell}`
        rows.push(...lines(cube, name))
        for (const [cell, units] of cells) {
          const [low, high] = [Math.min(THRESHOLD, units), THRESHOLD]
          bounds.push(`-${low} <= ${name(cell)} <= ${high}`)
          if (primary.has(cell)) continue
          rows.push(`${name(cell)} - ${high} w${cell} <= 0`, `${name(cell)} + ${low} w${cell} >= 0`)
        }
      }
      rows.push(`u${target}c${target} - d${target}c${target} >= ${THRESHOLD}`)
    }
    const free = cells.flatMap(([cell]) => (primary.has(cell) ? [] : [cell]))
    return solver.solve(
      `Minimize\n obj: ${free.map((cell) => `${priceOf(cube, cell)} w${cell}`).join(' + ')}\nSubject To\n${rows
        .map((row, index) => ` c${index}: ${row}`)
        .join(
          '\n',
        )}\nBounds\n ${bounds.join('\n ')}\nBinary\n ${free.map((cell) => `w${cell}`).join(' ')}\nEnd`,
      { output_flag: false, mip_rel_gap: 0 },
    ).ObjectiveValue
  }

  it.each([{ sizes: [5] }, { sizes: [3, 4] }, { sizes: [2, 2, 3] }])(
    'is the cheapest there is in a small table ($sizes)',
    { timeout: 60_000 },
    async ({ sizes }) => {
      let compared = 0
      for (let seed = 1; seed <= 8; seed++) {
        const cube = cubeWith(sizes, skewed(numbers(seed * 53), 60))
        const { primary, secondary } = await decide(cube)
        if (primary.size === 0) continue
        compared++
        const price = [...secondary].reduce((sum, cell) => sum + priceOf(cube, cell), 0)
        expect(price).toBeCloseTo(leastPrice(cube, primary), 6)
      }
      expect(compared).toBeGreaterThan(2)
    },
  )
})
