/** What is made of noisy sums: intervals hold as often as they say, noise costs what was paid, and attacks learn what (ε, δ) allows. */
import {
  type BoundedForm,
  OPEN_POLICY,
  type Payment,
  type ReleasedNumber,
  type ResultBody,
  type Shown,
} from '@sund/model'
import { describe, expect, test } from 'vitest'
import { deltaOf, tailOf } from '../../src/differential/accounting.js'
import { DELTA_OF_NAMES, noisesOf, thresholdOf, withNoise } from '../../src/differential/noisy.js'
import { protectBounded } from '../../src/differential/protect.js'
import { bodyOf, needsOf } from '../../src/differential/results.js'
import { createSampler } from '../../src/differential/samplers.js'
import { epsilonTold } from '../../src/rules/d1-differential/rule.js'
import { boundedOf, type Person } from './given.js'
import { testRandomness } from './randomness.js'

const sampler = (seed: string) => createSampler(testRandomness(seed))
/** Whole numbers from a seed, for people. */
function lots(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
const lot = lots(5)
const PEOPLE: Person[] = Array.from({ length: 3000 }, () => ({
  group: lot(3),
  value: 20 + lot(40) + lot(40),
}))
const SUMMARY = { as: 'summary', iqr: false } as const
const counts = (): BoundedForm => ({
  as: 'table',
  frequency: true,
  shares: ['rowpct', 'cellpct'],
  measures: [],
})
const measuring = (measure: 'sum' | 'mean'): BoundedForm => ({
  as: 'table',
  frequency: false,
  shares: [],
  measures: [measure],
})
const told = (number: ReleasedNumber | undefined) =>
  number === undefined || 'withheld' in number || number.value === null
    ? null
    : (number as { value: number; error: number })

type Truths = [string, (body: ResultBody) => ReleasedNumber | undefined, number][]
const tableCell = (body: ResultBody, at: (number | null)[]) =>
  body.kind === 'table' ? body.cells.find((cell) => String(cell.at) === String(at)) : undefined
const row = (body: ResultBody, at: number) =>
  body.kind === 'summary' ? body.rows.find((one) => one.at[0] === at) : undefined

/** How often each interval holds the truth, over many draws. */
function coverage(statistic: ReturnType<typeof boundedOf>, truths: Truths, draws = 1000) {
  const held = new Map<string, number>()
  const noise = sampler(`coverage ${statistic.form.as} ${statistic.rho}`)
  for (let i = 0; i < draws; i++) {
    const body = bodyOf(withNoise(statistic, needsOf(statistic), noise))
    for (const [name, of, truth] of truths) {
      const number = told(of(body))
      const holds = number !== null && Math.abs(number.value - truth) <= number.error * (1 + 1e-9)
      held.set(name, (held.get(name) ?? 0) + (holds ? 1 : 0))
    }
  }
  return truths.map(([name]) => [name, (held.get(name) ?? 0) / draws] as const)
}

const values = (group: number) => PEOPLE.filter((p) => p.group === group).map(({ value }) => value)
const mean = (of: readonly number[]) => of.reduce((all, x) => all + x, 0) / of.length

describe('intervals hold at least as often as they say', () => {
  // Of 1000 draws of what holds with 95 %, fewer than 93 % hold with a chance under one in a hundred.
  const ENOUGH = 0.93
  test.each([0.5, 0.05, 0.005])('counts and shares at ρ = %d', (rho) => {
    const size = values(0).length
    const truths: Truths = [
      ['count', (body) => tableCell(body, [0])?.count, size],
      ['margin', (body) => tableCell(body, [null])?.count, PEOPLE.length],
      ['share', (body) => tableCell(body, [0])?.shares.cellpct, (100 * size) / PEOPLE.length],
    ]
    const statistic = boundedOf(PEOPLE, 3, counts(), { rho, measured: false })
    for (const [name, share] of coverage(statistic, truths))
      expect([name, share >= ENOUGH]).toEqual([name, true])
  })
  test.each([0.5, 0.02])('summaries at ρ = %d', (rho) => {
    const own = [...values(1)].sort((a, b) => a - b)
    const average = mean(own)
    const sd = Math.sqrt(own.reduce((all, x) => all + (x - average) ** 2, 0) / (own.length - 1))
    const truths: Truths = [
      ['n', (body) => row(body, 1)?.n, own.length],
      ['mean', (body) => row(body, 1)?.mean, average],
      ['sd', (body) => row(body, 1)?.sd, sd],
      ['median', (body) => row(body, 1)?.percentiles[2]?.value, own[Math.floor(own.length / 2)] as number],
      ['p25', (body) => row(body, 1)?.percentiles[1]?.value, own[Math.floor(own.length / 4)] as number],
    ]
    const statistic = boundedOf(PEOPLE, 3, SUMMARY, { rho, parts: 64 })
    for (const [name, share] of coverage(statistic, truths, 400))
      expect([name, share >= ENOUGH]).toEqual([name, true])
  })
  test('sums, and no interval is so wide that it says nothing', () => {
    const whole = PEOPLE.reduce((all, { value }) => all + value, 0)
    const statistic = boundedOf(PEOPLE, 3, measuring('sum'))
    const [[, share] = ['', 0]] = coverage(statistic, [
      ['sum', (body) => tableCell(body, [null])?.measures.sum, whole],
    ])
    expect(share).toBeGreaterThanOrEqual(ENOUGH)
    const body = bodyOf(withNoise(statistic, needsOf(statistic), sampler('sum')))
    expect((told(tableCell(body, [null])?.measures.sum)?.error ?? Infinity) / whole).toBeLessThan(0.02)
  })
  test('of a mean is for the population that people are drawn from too', () => {
    const draw = lots(11)
    let held = 0
    for (let i = 0; i < 300; i++) {
      const people = Array.from({ length: 200 }, () => ({ group: 0, value: draw(101) }))
      const statistic = boundedOf(people, 1, measuring('mean'))
      const body = bodyOf(withNoise(statistic, needsOf(statistic), sampler(`mean ${i}`)))
      const number = told(tableCell(body, [0])?.measures.mean)
      if (number && Math.abs(number.value - 50) <= number.error) held++
    }
    expect(held / 300).toBeGreaterThan(0.92)
  })
})

test('noise costs no more than was paid, however it is divided', () => {
  for (const parts of [0, 64, 256])
    for (const rho of [0.001, 0.1, 3]) {
      const statistic = boundedOf(PEOPLE, 3, SUMMARY, { rho, parts })
      const noises = noisesOf({ ...statistic, most: 7 }, { sum: true, squares: true })
      const changes = { count: 1, sum: 2 ** 40, squares: 2 ** 40, nodes: Math.log2(parts || 1) }
      const cost = (Object.keys(changes) as (keyof typeof changes)[]).reduce(
        (all, name) =>
          all + (7 * changes[name]) / (2 * (noises[name]?.sigma ?? Number.POSITIVE_INFINITY) ** 2),
        0,
      )
      expect(cost).toBeLessThanOrEqual(rho)
      expect(cost).toBeGreaterThan(rho * 0.8)
    }
})

describe('cells that are not public', () => {
  test('with one person are named with no more than δ/2', () => {
    for (const rho of [0.001, 0.05, 2])
      for (const most of [1, 10]) {
        const { count } = noisesOf(
          { ...boundedOf(PEOPLE, 3, counts(), { rho, measured: false }), most },
          { sum: false, squares: false },
        )
        const threshold = thresholdOf(count, most)
        expect(most * tailOf(count, threshold - 1)).toBeLessThanOrEqual(DELTA_OF_NAMES)
      }
  })
  test('appear when they are large, and what is not told of named levels says so', () => {
    const few = [...PEOPLE, { group: 3, value: 1 }]
    const statistic = boundedOf(few, 4, counts(), { known: false, measured: false })
    const body = bodyOf(withNoise(statistic, needsOf(statistic), sampler('names')))
    if (body.kind !== 'table') throw new Error('no table')
    expect(body.dimensions[0]?.levels.map(({ code }) => code)).toEqual(['0', '1', '2'])
  })
})

describe('an attack', () => {
  const shown: Shown = {
    index: 0,
    command: 'tabulate group, rho(0.1)',
    position: { line: 1, column: 1, endLine: 1, endColumn: 2 },
    dataset: 'd',
    population: { units: 3000, key: 1 },
    public: false,
    edited: false,
  }
  const paid: Payment = { state: 'paid', budgets: [] }
  const ask = async (people: readonly Person[], rho: number, seed: string, policy = OPEN_POLICY) => {
    const statistic = boundedOf(people, 1, counts(), { rho, measured: false })
    const { result } = await protectBounded(
      shown,
      rho,
      async () => statistic,
      policy,
      { spend: async () => paid },
      sampler(seed),
    )
    const { body } = result.value
    return told(tableCell(body, [0])?.count)?.value ?? Number.NaN
  }

  test('by the difference of two counts tells no more of a person than (ε, δ) allows, and all without D1', async () => {
    const rho = 0.1
    const everyone = PEOPLE.map(({ value }) => ({ group: 0, value }))
    const targets = 1000
    let right = 0
    let rightOff = 0
    const off = { ...OPEN_POLICY, off: ['D1' as const] as ['D1'] }
    for (let i = 0; i < targets; i++) {
      const isIn = i % 2 === 0
      const people = isIn ? everyone : everyone.slice(1)
      // The attacker knows everybody else.
      const guess = (count: number) => count >= everyone.length - 0.5
      if (guess(await ask(people, rho, `target ${i}`)) === isIn) right++
      if (guess(await ask(people, rho, `target ${i}`, off)) === isIn) rightOff++
    }
    // Whoever guesses at even odds is right with at most e^ε/(1 + e^ε) + δ (Wasserman and Zhou 2010).
    const epsilon = epsilonTold(rho)
    const most = Math.exp(epsilon) / (1 + Math.exp(epsilon)) + 1e-6
    expect(right / targets).toBeLessThanOrEqual(most + 3 * Math.sqrt(0.25 / targets))
    // The best guess against Gaussian noise of ρ: what total variation allows.
    expect(right / targets).toBeLessThan(0.5 + Math.sqrt(rho / 2) / 2 + 0.05)
    expect(rightOff / targets).toBe(1)
  })

  test('by linear reconstruction from subsets within the budget does hardly better than chance', () => {
    // 200 secret bits; as many counts of random halves as ρ = 0.5 pays for at its best division (Dinur and Nissim 2003).
    const draw = lots(3)
    const n = 200
    const secret = Array.from({ length: n }, () => draw(2))
    const queries = 800
    const share = (rho: number | null) => {
      const noise = rho === null ? null : boundedOf([], 1, counts(), { rho: rho / queries, measured: false })
      const gaussian = noise
        ? sampler('reconstruct').discreteGaussian(
            noisesOf(noise, { sum: false, squares: false }).count.variance,
          )
        : () => 0
      const score = new Array<number>(n).fill(0)
      for (let q = 0; q < queries; q++) {
        const subset = secret.map(() => draw(2))
        const size = subset.reduce((all, one) => all + one, 0)
        const answer = secret.reduce((all, bit, i) => all + bit * (subset[i] as number), 0) + gaussian()
        for (let i = 0; i < n; i++)
          score[i] = (score[i] as number) + (2 * (subset[i] as number) - 1) * (answer - size / 2)
      }
      const order = [...score.keys()].sort((a, b) => (score[b] as number) - (score[a] as number))
      const ones = new Set(
        order.slice(
          0,
          secret.reduce((all, bit) => all + bit, 0),
        ),
      )
      return secret.filter((bit, i) => (bit === 1) === ones.has(i)).length / n
    }
    expect(share(null)).toBeGreaterThan(0.9)
    expect(share(0.5)).toBeLessThan(0.75)
    expect(deltaOf(0.5, 10)).toBeLessThan(1e-6)
  })

  test('a purse that has nothing left gives a notice, and nothing is drawn', async () => {
    const refused: Payment = { state: 'refused', budgets: [{ holder: 'north', spent: 0.45, left: 0.05 }] }
    const never = { ...sampler('never'), discreteGaussian: () => () => expect.unreachable() }
    const { result } = await protectBounded(
      shown,
      0.1,
      async () => boundedOf(PEOPLE, 3, counts(), { measured: false }),
      OPEN_POLICY,
      { spend: async () => refused },
      never as never,
    )
    expect(result.value.body.kind).toBe('notice')
    expect(result.value.withheld).toMatchObject([{ rule: 'D1', count: 1 }])
  })
})
