/** Policies over time and by party: a holder is only ever stricter, and a permit relaxes what it may and says so. */
import {
  checkStricter,
  type Failure,
  type HolderPolicy,
  NUMBER_NAMES,
  OPEN_POLICY,
  POLICY_NUMBERS,
  POLICY_VERSIONS,
  type PolicyNumbers,
  policyNumber,
  relax,
  stricter,
  strictest,
} from '@sund/model'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const own = (numbers: PolicyNumbers): HolderPolicy => ({ version: 'town-1', reason: 'Small town', numbers })
const messages = (work: () => unknown): string[] => {
  try {
    work()
  } catch (thrown) {
    return (thrown as Failure).errors.map(({ message }) => message)
  }
  return []
}

describe('versions', () => {
  test('the last is what holds, with every number, and the first is kept as it was', () => {
    const last = POLICY_VERSIONS.at(-1)
    expect(last?.version).toBe(OPEN_POLICY.version)
    for (const name of NUMBER_NAMES) expect(last?.numbers[name]).toBe(policyNumber(OPEN_POLICY, name))
    expect(POLICY_VERSIONS[0]).toMatchObject({
      version: 'open-1',
      numbers: { minimumPopulation: 1000, 'winsorise.upper': 0.99, 'model.parametersPerUnit': 0.33 },
    })
    expect(POLICY_VERSIONS[0]?.rules).not.toContain('T3')
  })
})

describe('a holder', () => {
  test('is refused, number by number, what would be looser', () => {
    const looser = messages(() =>
      checkStricter(OPEN_POLICY, own({ cellThreshold: 5, 'dominance.two': 0.95, otherValues: 20 })),
    )
    expect(looser).toEqual([
      expect.stringContaining('cellThreshold = 5 would be looser than rule T2'),
      expect.stringContaining('dominance.two = 0.95 would be looser than rule T3'),
    ])
    expect(messages(() => checkStricter(OPEN_POLICY, own({ cellThreshold: 12.5 })))).toHaveLength(1)
  })

  test('has its stricter number and nothing looser, whatever it gives', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...NUMBER_NAMES),
        fc.double({ min: 0.3, max: 3, noNaN: true }),
        (name, factor) => {
          const open = policyNumber(OPEN_POLICY, name)
          const value = Number.isInteger(open)
            ? Math.max(1, Math.round(open * factor))
            : Math.min(1, open * factor)
          const now = policyNumber(stricter(OPEN_POLICY, own({ [name]: value })), name)
          const more = POLICY_NUMBERS[name].stricter === 'more'
          expect(now).toBe(more ? Math.max(open, value) : Math.min(open, value))
        },
      ),
    )
    expect(stricter(OPEN_POLICY, own({ cellThreshold: 20 })).version).toBe('open-2+town-1')
  })
})

describe('a permit', () => {
  const population = {
    rule: 'P1' as const,
    numbers: { minimumPopulation: 10 },
    reason: 'A rare disease, decided 3 May',
  }

  test('relaxes the population to 10 and the threshold to 5, and the version says so', () => {
    const threshold = { rule: 'T2' as const, numbers: { cellThreshold: 5 }, reason: 'The same' }
    const relaxed = relax(OPEN_POLICY, [population, threshold])
    expect(relaxed).toMatchObject({
      minimumPopulation: 10,
      cellThreshold: 5,
      relaxed: [{ rule: 'P1' }, { rule: 'T2' }],
    })
    expect(relaxed.version).toBe('open-2 relaxed(minimumPopulation=10,cellThreshold=5)')
  })

  test('relaxes nothing further, no other number, and none under the name of another rule', () => {
    const refused = (rule: 'P1' | 'T2' | 'T3', numbers: PolicyNumbers) =>
      messages(() => relax(OPEN_POLICY, [{ rule, numbers, reason: 'because' }]))
    expect(refused('P1', { minimumPopulation: 9 })).toHaveLength(1)
    expect(refused('T3', { 'dominance.two': 0.95 })).toHaveLength(1)
    expect(refused('P1', { cellThreshold: 5 })).toEqual([expect.stringContaining('belongs to rule T2')])
    expect(refused('T2', { cellThreshold: 5 })).toEqual([])
  })

  test('holds only where all accept it, and a holder that asks for more keeps that', () => {
    const relaxed = relax(OPEN_POLICY, [population])
    const { version: _, ...numbers } = strictest(relaxed, OPEN_POLICY)
    const { version: __, ...open } = OPEN_POLICY
    expect(numbers).toEqual(open)
    expect(stricter(relaxed, own({ minimumPopulation: 500 }))).toMatchObject({ minimumPopulation: 500 })
    expect(stricter(relaxed, own({ minimumPopulation: 500 })).relaxed).toBeUndefined()
    expect(stricter(relaxed, own({ cellThreshold: 20 })).relaxed).toHaveLength(1)
  })
})
