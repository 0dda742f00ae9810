/** What a check tells of a population, and that asking again or about one person more or less teaches nothing new. */
import { OPEN_POLICY } from '@sund/model'
import { foresee, populationClass, protect, rulesAhead } from '@sund/privacy'
import { describe, expect, test } from 'vitest'
import { noiseOf, noiseTable } from '../src/rules/t5-count-noise/noise.js'
import { numbers, shown, tableOf } from './given.js'

const classOf = (units: number, key = 77) => populationClass({ units, key }, OPEN_POLICY)

describe('the class of a population', () => {
  test('is wide, and its first end is that of rule P1', () => {
    expect(classOf(0)).toEqual({ atLeast: 0, below: 1000 })
    expect(classOf(999)).toEqual({ atLeast: 0, below: 1000 })
    expect(classOf(1000)).toEqual({ atLeast: 1000, below: 10_000 })
    expect(classOf(5_000)).toEqual({ atLeast: 1000, below: 10_000 })
    expect(classOf(123_456)).toEqual({ atLeast: 100_000, below: 1_000_000 })
  })

  test('never changes for the same people, however often it is asked for', () => {
    const answers = new Set(Array.from({ length: 10_000 }, () => JSON.stringify(classOf(10_002, 4711))))
    expect(answers.size).toBe(1)
  })

  test('near its upper end is decided by who is counted, not by how many alone', () => {
    const random = numbers(9)
    const above = Array.from({ length: 4000 }, () => classOf(10_000, Math.floor(random() * 65_536)).atLeast)
    const share = above.filter((atLeast) => atLeast === 10_000).length / above.length
    // The count itself moved by a symmetric noise: at the very end both classes are told about as often.
    expect(share).toBeGreaterThan(0.5)
    expect(share).toBeLessThan(0.75)
  })

  test('tells the difference of one person no better than the released count does', () => {
    const random = numbers(10)
    const table = noiseTable(OPEN_POLICY)
    for (let run = 0; run < 2000; run++) {
      const key = Math.floor(random() * 65_536)
      const units = 9_990 + Math.floor(random() * 20)
      // The class follows from the released count alone: it is no second look at the truth.
      const released = units + noiseOf(table, { units, key })
      expect(classOf(units, key).atLeast).toBe(released >= 10_000 ? 10_000 : 1000)
    }
  })
})

describe('a forecast', () => {
  const small = tableOf([3], ([a = 0]) => (a === 1 ? 2 : 40), numbers(3))

  test('of a population under the least computes nothing', async () => {
    const population = { units: 999, key: 5 }
    const { value } = await foresee(
      shown({ population }),
      () => Promise.reject(new Error('nothing may be computed')),
      OPEN_POLICY,
    )
    expect(value).toMatchObject({ refused: true, population: { atLeast: 0, below: 1000 }, withheld: null })
  })

  test('of a table says what its release would withhold, and nothing else', async () => {
    const { result } = await protect(shown(), async () => small, OPEN_POLICY, null)
    const { value } = await foresee(shown(), async () => small, OPEN_POLICY)
    expect(value.withheld).toEqual(result.value.withheld)
    expect(Object.keys(value).sort()).toEqual(['index', 'population', 'position', 'refused', 'withheld'])
    expect(await foresee(shown(), async () => small, OPEN_POLICY)).toEqual(
      await foresee(shown(), async () => small, OPEN_POLICY),
    )
  })

  test('of public registers has no class and withholds nothing', async () => {
    const { value } = await foresee(
      shown({ public: true, population: { units: 3, key: 1 } }),
      async () => small,
      OPEN_POLICY,
    )
    expect(value).toMatchObject({ refused: false, population: null, withheld: [] })
  })

  test('names the rules with their numbers, in words of what will be done', () => {
    const rules = rulesAhead({ kind: 'table', figure: true, measures: ['mean', 'median'] }, OPEN_POLICY)
    expect(rules.map(({ rule }) => rule)).toEqual([
      'P1',
      'T1',
      'T2',
      'T5',
      'L1',
      'L2',
      'P3',
      'T3',
      'T4',
      'S1',
      'G1',
    ])
    // Of what was told before nothing has been compared yet.
    expect(rules[4]?.statement.en).toContain('will be compared')
    expect(rules[2]).toMatchObject({ parameters: { threshold: 10 } })
    const [, drawn, model] = rulesAhead({ kind: 'model', figure: false, measures: [] }, OPEN_POLICY)
    expect(drawn?.statement.en).toContain('3 times the distance of person number 10')
    expect(model?.statement.en).toContain('is shown whole')
  })
})
