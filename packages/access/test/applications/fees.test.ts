/** What an application will cost and how long it will take, before it is submitted. */
import { FeeEstimate } from '@sund/model'
import { describe, expect, test } from 'vitest'
import { type DecidedCase, expectedTime } from '../../src/applications/expected.js'
import { estimateFee } from '../../src/applications/fees.js'
import { rulesOf } from '../../src/rules/index.js'
import type { AccessRules } from '../../src/rules/rules.js'
import { COMPLETE, chosen, DIRECTORY, made, TODAY } from './made.js'

const RULES: AccessRules = {
  ...rulesOf('NO', TODAY),
  fees: {
    ...rulesOf('NO', TODAY).fees,
    currency: 'NOK',
    accessBody: 100_000,
    holder: 50_000,
    variable: 1_001,
    reductions: { university: 0.25, 'non-profit': 0.5 },
  },
}

describe('row 6:', () => {
  test('one estimate over the access body and all holders, in one currency', () => {
    const three = made(
      {},
      { collection: [...COMPLETE.collection, chosen('dk.people/SEX', 'q1')], organisation: 'company' },
    )
    const fee = estimateFee(three, RULES, DIRECTORY)
    expect(FeeEstimate.parse(fee)).toEqual(fee)
    expect(fee).toEqual({
      currency: 'NOK',
      lines: [
        { body: 'access-no', what: 'access-body', amount: 100_000 },
        { body: 'hospital', what: 'holder', amount: 50_000 },
        { body: 'hospital', what: 'variables', amount: 1_001 },
        { body: 'people', what: 'holder', amount: 50_000 },
        { body: 'people', what: 'variables', amount: 2_002 },
      ],
      reduction: null,
      total: 203_003,
      rules: RULES.id,
    })
  })
  test('reduced classes pay less, and a whole number', () => {
    const fee = estimateFee(COMPLETE, RULES, DIRECTORY)
    expect(fee.reduction).toEqual({ reason: 'university', share: 0.25 })
    expect(fee.total).toBe(Math.round(202_002 * 0.75))
  })
  test('what nobody holds costs nothing, and nothing chosen costs the access body’s fee alone', () => {
    const unknown = made({}, { collection: [chosen('no.nobody/X', 'q1')], organisation: 'company' })
    expect(estimateFee(unknown, RULES, DIRECTORY).total).toBe(100_000)
    expect(estimateFee(made({}, { collection: [] }), RULES, { bodies: [] })).toMatchObject({
      lines: [],
      total: 0,
    })
  })
})

describe('expected time', () => {
  const cases = (count: number, more: Partial<DecidedCase> = {}): DecidedCase[] =>
    Array.from({ length: count }, (_, i) => ({
      kind: 'new',
      path: 'permit',
      country: 'NO',
      workingDays: i + 1,
      ...more,
    }))

  test('is the median and the 80th percentile of decided cases of the same kind', () => {
    const history = [
      ...cases(11),
      ...cases(40, { kind: 'amendment', workingDays: 2 }),
      ...cases(40, { country: 'DK' }),
      ...cases(40, { path: 'request' }),
    ]
    expect(expectedTime(COMPLETE, RULES, history.toReversed())).toEqual({
      days: 6,
      mostly: 9,
      from: 11,
      law: RULES.limits.linkedDecision,
    })
  })
  test('is not said from fewer than ten cases: only what the law allows', () => {
    expect(expectedTime(COMPLETE, RULES, cases(9))).toEqual({
      days: null,
      mostly: null,
      from: 9,
      law: { amount: 60, unit: 'working-days' },
    })
  })
  test('row 20: 30 working days for data of one register, 60 when registers are linked', () => {
    const one = made({}, { collection: [chosen('no.hospital/ICD10', 'q1')] })
    expect(expectedTime(one, RULES, []).law).toEqual({ amount: 30, unit: 'working-days' })
    expect(expectedTime(COMPLETE, RULES, []).law).toEqual({ amount: 60, unit: 'working-days' })
    expect(expectedTime(made({ urgentPublicHealth: true }), RULES, []).law).toEqual(
      RULES.limits.urgentDecision,
    )
    expect(expectedTime(made({}, { path: 'request' }), RULES, []).law).toEqual(RULES.limits.requestDecision)
  })
})
