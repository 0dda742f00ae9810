/** Rates of people who are protected: few people, few events, and a standard made to single out a stratum. */
import type { Rate, RatesStatistic } from '@sund/model'
import { describe, expect, it } from 'vitest'
import { bodyOf } from './given.js'

const rate = (value: number, events: number): Rate => ({
  value,
  lower: value * 0.9,
  upper: value * 1.1,
  events,
})
const group = (
  code: string,
  units: number,
  events: number,
  standardised: Rate | null,
): RatesStatistic['groups'][number] => ({
  code,
  label: { en: `Group ${code}` },
  set: { units, key: 77 },
  missing: { units: 0, key: 0 },
  events,
  time: units * 3.5,
  crude: rate(12.3456, events),
  standardised,
})
const rates = (...groups: RatesStatistic['groups']): RatesStatistic => ({
  kind: 'rates',
  over: { variable: 'g', title: { en: 'g' } },
  standardisedBy: [{ en: 'age' }],
  eventTitle: { en: 'death' },
  per: 1000,
  level: 95,
  groups,
})

describe('rates', () => {
  it('rest on enough people, and enough events as they weigh', async () => {
    const {
      body: { groups },
    } = await bodyOf(
      rates(
        group('1', 900, 200, rate(11.2345, 150)),
        group('2', 900, 200, rate(11.2345, 3)),
        group('3', 900, 4, rate(11.2345, 4)),
        group('4', 900, 200, null),
      ),
    )
    const small = await bodyOf(rates(group('1', 900, 200, rate(1, 150)), group('2', 3, 2, rate(1, 2))))
    const [first, few, rare, none] = groups
    expect(first?.crude.value).toEqual({ value: 12.3, error: 0.05 })
    expect(first?.standardised.value).toEqual({ value: 11.2, error: 0.1 })
    expect(few?.crude.value).toEqual({ value: 12.3, error: 0.05 })
    expect(few?.standardised.value).toEqual({ withheld: 'V1' })
    expect(rare?.crude.value).toEqual({ withheld: 'V1' })
    expect(rare?.events).toEqual({ withheld: 'V1' })
    expect(none?.standardised.value).toEqual({ value: null, error: 0 })
    expect(small.body.groups.at(-1)?.units).toEqual({ withheld: 'T2' })
  })

  it('say how far winsorising may have moved them, and that it did', async () => {
    const given = group('1', 900, 200, rate(11.2345, 150))
    const drawnIn = { ...given, raw: { ...given, time: given.time * 1.2, crude: rate(10.2, 200) } }
    const { body, result } = await bodyOf(rates(drawnIn, given))
    const [moved, unmoved] = body.groups
    expect(result.protection.map(({ rule }) => rule)).toContain('P3')
    const [time, crude, plain] = [moved?.time, moved?.crude.value, unmoved?.crude.value].map((number) =>
      number && 'value' in number ? number : { value: Number.NaN, error: Number.NaN },
    )
    expect(Math.abs((time?.value ?? Number.NaN) - given.time * 1.2)).toBeLessThanOrEqual(time?.error ?? 0)
    expect(Math.abs((crude?.value ?? Number.NaN) - 10.2)).toBeLessThanOrEqual(crude?.error ?? 0)
    expect(plain?.error).toBeLessThan(crude?.error ?? 0)
  })
})
