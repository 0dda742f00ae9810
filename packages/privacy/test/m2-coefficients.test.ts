/** M2: what rests on few people in a model that rests on many. */
import { type Coefficient, MODELS, type ModelStatistic, OPEN_POLICY } from '@sund/model'
import { checkFit } from '@sund/privacy'
import { without } from '@sund/privacy/testing'
import { expect, it } from 'vitest'
import { bodyOf, numbers, shown } from './given.js'

const coefficient = (term: string, people: number, estimate = 1): Coefficient => ({
  term,
  label: { en: term },
  people,
  estimate,
  standardError: 0.1,
  statistic: 10,
  p: 0.001,
  lower: 0.8,
  upper: 1.2,
})
const model = (coefficients: Coefficient[], more: Partial<ModelStatistic> = {}): ModelStatistic => ({
  kind: 'model',
  model: 'regress',
  outcome: 'y',
  used: { units: 4000, key: 1 },
  missing: { units: 0, key: 0 },
  coefficients,
  exponentiate: false,
  level: 95,
  parameters: coefficients.length,
  residualDegreesOfFreedom: 3990,
  factorLevels: [],
  fit: { r2: 0.4 },
  tests: [{ name: 'f', value: 12, degreesOfFreedom: 2, denominator: 3990, p: 0.01 }],
  notes: [],
  ...more,
})
const numbersOf = ({ estimate, standardError, statistic, p, lower, upper }: Record<string, unknown>) => [
  estimate,
  standardError,
  statistic,
  p,
  lower,
  upper,
]

it('withholds every number of the coefficient, the intercept as any other, and what rests on all', async () => {
  const { body, result } = await bodyOf(model([coefficient('_cons', 3), coefficient('age', 2000)]))
  expect(numbersOf(body.coefficients[0] ?? {})).toEqual(Array(6).fill({ withheld: 'M2' }))
  expect(numbersOf(body.coefficients[1] ?? {})).not.toContainEqual({ withheld: 'M2' })
  expect(body.fit.r2).toEqual({ withheld: 'M2' })
  expect(body.tests[0]).toMatchObject({ value: { withheld: 'M2' }, p: { withheld: 'M2' } })
  expect(result.withheld).toMatchObject([{ rule: 'M2', count: 1 }])
  expect(JSON.stringify(body)).not.toContain('"people":')
})

const unknown = (term: string, equation?: string): Coefficient => {
  const { people, ...of } = coefficient(term, 0)
  return { ...of, ...(equation === undefined ? {} : { equation }) }
}

it('withholds a coefficient of which nobody knows on how many it rests, unless it weighs nobody', async () => {
  const withheld = async (kind: ModelStatistic['model'], of: Coefficient) => {
    const { body } = await bodyOf(model([of, coefficient('age', 2000)], { model: kind }))
    return 'withheld' in (body.coefficients[0]?.estimate ?? {})
  }
  for (const kind of MODELS.filter((kind) => kind !== 'ci'))
    expect(await withheld(kind, unknown('x'))).toBe(!['anova', 'normaltest'].includes(kind))
  expect(await withheld('weibull', unknown('ln_p', 'shape'))).toBe(false)
  expect(await withheld('regress-mml', unknown('var(g)', 'random effects'))).toBe(false)
  expect(await withheld('hausman', unknown('x', 'difference'))).toBe(false)
  expect(await withheld('regress', unknown('x', 'difference'))).toBe(true)
})

it('withholds margins and differences of estimators with a coefficient of few, which they would give back', async () => {
  const { body } = await bodyOf(
    model([coefficient('_cons', 3), coefficient('age', 2000)], { margins: [unknown('age')] }),
  )
  expect(body.margins?.[0]?.estimate).toEqual({ withheld: 'M2' })
  const hausman = [
    { ...coefficient('x', 5), equation: 'fe' },
    { ...coefficient('x', 2000), equation: 're' },
    unknown('x', 'difference'),
  ]
  const { body: compared } = await bodyOf(model(hausman, { model: 'hausman' }))
  expect(compared.coefficients.map(({ estimate }) => 'withheld' in estimate)).toEqual([true, false, true])
})

it('a margin of few goes alone', async () => {
  const { body } = await bodyOf(model([coefficient('age', 2000)], { margins: [coefficient('age', 9)] }))
  expect(body.margins?.[0]?.estimate).toEqual({ withheld: 'M2' })
  expect(body.fit.r2).toMatchObject({ error: 0.001 })
})

/**
 * The attack: an indicator of few, joined to a product so that each column of the design differs for many (rule M1 is content), and a reader
 * who knows all but one of the few. The coefficient is their mean, so the last one's outcome follows.
 */
it('the outcome of one of nine cannot be had from a coefficient that is the mean of nine', async () => {
  const hits = { on: 0, off: 0 }
  for (let seed = 1; seed <= 1000; seed++) {
    const random = numbers(seed)
    const outcomes = Array.from({ length: 9 }, () => (random() < 0.5 ? 1 : 0))
    const mean = outcomes.reduce<number>((sum, y) => sum + y, 0) / 9
    const known = outcomes.slice(1).reduce<number>((sum, y) => sum + y, 0)
    const statistic = model([coefficient('age', 2000, 0.3), coefficient('i.a#i.b', 9, mean)])
    for (const [side, policy] of [
      ['on', OPEN_POLICY],
      ['off', without(OPEN_POLICY, 'M2')],
    ] as const) {
      const { body } = await bodyOf(statistic, policy)
      const told = body.coefficients[1]?.estimate
      const guess =
        told && 'value' in told && told.value !== null ? Math.round(9 * told.value - known) : seed % 2
      if (guess === outcomes[0]) hits[side]++
    }
  }
  expect(hits.off).toBe(1000)
  expect(Math.abs(hits.on - 500)).toBeLessThan(60)
})

it('such a model does not predict, since its predictions differ by its coefficients', async () => {
  const check = (people: number) =>
    checkFit(shown(), async () => model([coefficient('age', people)]), OPEN_POLICY)
  await expect(check(9)).rejects.toMatchObject({ errors: [{ code: 'protection.withheld' }] })
  await expect(check(10)).resolves.toBeUndefined()
})
