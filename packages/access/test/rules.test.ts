/** The rules of countries as data: whole in time, each figure with its source, and the figures of the law. */
import { COUNTRIES, Failure } from '@sund/model'
import { describe, expect, test } from 'vitest'
import { addDays } from '../src/clocks/index.js'
import { RULES, rulesById, rulesOf } from '../src/rules/index.js'
import type { AccessRules, Limit, Span } from '../src/rules/rules.js'

const EVERY = Object.values(RULES).flat()
const months = (amount: number): Span => ({ amount, unit: 'months' })
const weeks = (amount: number): Limit => ({ amount, unit: 'weeks' })
const workingDays = (amount: number): Limit => ({ amount, unit: 'working-days' })

const kinds = (rules: AccessRules) => rules.parallel.map(({ kind }) => kind)
const codeOf = (work: () => unknown) => {
  try {
    work()
  } catch (thrown) {
    if (thrown instanceof Failure) return thrown.errors[0].code
  }
  return null
}

describe.each(COUNTRIES)('rules of %s', (country) => {
  const versions = RULES[country]

  test('follow one another without a gap or an overlap, and the last is in force', () => {
    for (const [index, { from }] of versions.entries())
      if (index > 0) expect(addDays(versions[index - 1]?.until ?? '', 1)).toBe(from)
    expect(versions.map(({ until }) => until === null)).toEqual(
      versions.map((_, i) => i === versions.length - 1),
    )
    expect(versions.map(({ id }) => id)).toEqual(versions.map((_, index) => `${country}-${index + 1}`))
  })

  test('are found by any day from the first on, on their first and last day too, and by name', () => {
    for (const rules of versions) {
      expect(rulesOf(country, rules.from)).toBe(rules)
      expect(rulesOf(country, rules.until ?? '2100-12-31')).toBe(rules)
      expect(rulesById(rules.id)).toBe(rules)
    }
  })

  test('fail by name where there are none', () => {
    expect(codeOf(() => rulesOf(country, addDays(versions[0]?.from ?? '', -1)))).toBe('usage.not-found')
    expect(codeOf(() => rulesById(`${country}-0`))).toBe('usage.not-found')
  })
})

describe.each(EVERY.map((rules) => [rules.id, rules] as const))('%s', (_, rules) => {
  test("says for every figure which law it is of, or that it is Sund's own", () => {
    const law =
      /^(Sund's own|Regulation \(EU\) \d+\/\d+ Art \d+|[\p{L} ]*lov(en)? § ?\d+|[\p{L} ]*loven §§? \d+|No \w+ law)/u
    for (const name of [...Object.keys(rules.limits), ...Object.keys(rules.sources)])
      expect(rules.sources[name as keyof AccessRules['sources']], name).toMatch(law)
  })

  test('has limits that can be counted, reminders before their end and shares of a whole', () => {
    for (const limit of Object.values(rules.limits))
      if (limit !== null) expect(Number.isInteger(limit.amount) && limit.amount > 0).toBe(true)
    expect(rules.remindBefore).toEqual([...rules.remindBefore].sort((a, b) => b - a))
    expect(rules.escalateAfter).toBeGreaterThan(0)
    const { accessBody, holder, variable, reductions } = rules.fees
    for (const amount of [accessBody, holder, variable])
      expect(Number.isInteger(amount) && amount > 0).toBe(true)
    for (const share of Object.values(reductions)) {
      expect(share).toBeGreaterThanOrEqual(0)
      expect(share).toBeLessThan(1)
    }
  })

  test('row 15: makes no exception from opting out, since no law of these countries does (Art 71(4))', () => {
    expect(rules.optOutException).toBeNull()
  })

  test('keeps three purposes for public bodies', () => {
    expect(rules.publicBodiesOnly).toEqual(['public-interest', 'policy', 'statistics'])
  })

  test('decides nothing by silence, since no law of these countries lets it', () => {
    expect(rules.silence.decides).toBe('none')
  })
})

describe.each(COUNTRIES)('from 26 March 2029, in %s', (country) => {
  const { limits } = rulesOf(country, '2029-03-26')
  const before = rulesOf(country, '2029-03-25')

  test('the limits of Art 68(4)', () => {
    const { decision, linkedDecision, extension, urgentDecision, urgentExtension, completion } = limits
    expect({ decision, linkedDecision, extension }).toEqual({
      decision: months(3),
      linkedDecision: null,
      extension: months(3),
    })
    expect({ urgentDecision, urgentExtension, completion }).toEqual({
      urgentDecision: months(2),
      urgentExtension: months(1),
      completion: weeks(4),
    })
  })

  test.each<[string, Partial<AccessRules['limits']>]>([
    ['decisions are public', { publication: workingDays(30) }],
    ['a holder delivers', { delivery: months(3), deliveryExtension: months(3) }],
    ['a description is verified', { verification: months(12) }],
    ['results are due', { results: months(18) }],
    ['a breach', { breachReply: weeks(4), exclusion: months(60) }],
    [
      'a permit',
      { permit: months(120), renewal: months(120), renewalAskedBefore: months(1), deletion: months(6) },
    ],
    ['an answer in statistics', { requestDecision: months(3), requestAnswer: months(3) }],
    ['a trusted holder', { proposal: months(2), confirmation: months(2) }],
  ])('%s', (_, expected) => expect(limits).toMatchObject(expected))

  test('the day before, national rules held', () => {
    expect(before.id).not.toBe(rulesOf(country, '2029-03-26').id)
    expect(before.sources.completion).toMatch(/^Sund's own until 2029-03-26/)
  })
})

describe('Norway until the Regulation', () => {
  const today = rulesOf('NO', '2026-11-22')

  test('row 20 (30 working days, 60 when linked, appeal): the limits of helseregisterloven and forvaltningsloven', () => {
    const { decision, linkedDecision, appeal } = today.limits
    expect({ decision, linkedDecision, appeal }).toEqual({
      decision: workingDays(30),
      linkedDecision: workingDays(60),
      appeal: weeks(3),
    })
    expect(today.sources.decision).toContain('helseregisterloven § 19')
    expect(rulesOf('NO', '2030-01-01').limits.appeal).toEqual(weeks(3))
  })

  test('row 20 (ethics): an approval is required or not by a dated rule', () => {
    expect(kinds(today)).toEqual(['dispensation', 'ethics'])
    expect(kinds(rulesOf('NO', '2026-12-31'))).toContain('ethics')
    expect(kinds(rulesOf('NO', '2027-01-01'))).toEqual(['dispensation'])
    expect(kinds(rulesOf('NO', '2029-03-26'))).toEqual([])
    expect(kinds(rulesOf('DK', '2026-11-22'))).toEqual([])
    const ethics = today.parallel.find(({ kind }) => kind === 'ethics')
    expect(ethics).toEqual({ kind: 'ethics', purposes: ['research'], identifiability: ['pseudonymised'] })
  })
})
