/** Each rule can be taken out, and then does nothing: what attacks and demonstrations rest on. */
import { OPEN_POLICY, Policy, RULES, strictest, type TableStatistic } from '@sund/model'
import { without } from '@sund/privacy/testing'
import { describe, expect, it } from 'vitest'
import { bodyOf, numbers, tableOf } from './given.js'

/** A table of small and large cells over a measure with a least and a greatest value. */
const table = (): TableStatistic => {
  const random = numbers(7)
  const counts = tableOf([4, 3], ([a = 0, b = 0]) => (a === 0 && b === 0 ? 3 : 40 + a * b), random)
  return {
    ...counts,
    measure: { variable: 'x', title: { en: 'x' }, show: ['max'] },
    cells: counts.cells.map((cell) => ({ ...cell, measures: { max: { value: 80, moved: 0 } } })),
  }
}

describe('without', () => {
  it.each(RULES)(
    '%s leaves a policy in which the rule is marked, and one that anyone else has is stricter',
    (rule) => {
      const policy = without(OPEN_POLICY, rule)
      expect(Policy.parse(policy)).toEqual(policy)
      expect(policy.off).toEqual([rule])
      expect(strictest(policy, OPEN_POLICY)).toEqual(OPEN_POLICY)
    },
  )

  it('keeps what was out already', () => {
    expect(without(without(OPEN_POLICY, 'T2'), 'S2', 'T2').off).toEqual(['T2', 'S2'])
  })

  it('shows exact counts of small cells without T2 and T5, and extremes without S2', async () => {
    const all = await bodyOf(table(), without(OPEN_POLICY, 'T2', 'T5', 'S2'))
    for (const cell of all.body.cells) {
      const truth = table().cells.find(({ at }) => at.join() === cell.at.join())
      expect(cell.count).toEqual({ value: truth?.set.units, error: 0 })
      expect(cell.measures.max).toEqual({ value: 80, error: 0 })
    }
    expect(all.result.withheld).toEqual([])
    const protectedOnes = await bodyOf(table())
    expect(protectedOnes.result.withheld.map(({ rule }) => rule)).toEqual(['S2', 'T2'])
  })
})
