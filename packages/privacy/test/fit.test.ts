/** A model whose predictions become variables rests on as many people as one that is shown. */
import { type ModelStatistic, OPEN_POLICY } from '@sund/model'
import { checkFit } from '@sund/privacy'
import { describe, expect, it } from 'vitest'
import { shown } from './given.js'

const model = (more: Partial<ModelStatistic> = {}): ModelStatistic => ({
  kind: 'model',
  model: 'regress',
  outcome: 'y',
  used: { units: 4000, key: 1 },
  missing: { units: 0, key: 0 },
  coefficients: [],
  exponentiate: false,
  level: 95,
  parameters: 3,
  residualDegreesOfFreedom: 3997,
  factorLevels: [],
  fit: {},
  tests: [],
  notes: [],
  ...more,
})
const never = () => Promise.reject(new Error('computed'))
const check = (of: ModelStatistic, more: Parameters<typeof shown>[0] = {}) =>
  checkFit(shown(more), async () => of, OPEN_POLICY)

describe('checkFit', () => {
  it('lets a model on many people predict', async () => {
    await expect(check(model())).resolves.toBeUndefined()
  })
  it('refuses one on few, with almost as many parameters as people, or resting on a tiny group', async () => {
    for (const few of [
      model({ used: { units: 5, key: 1 } }),
      model({ residualDegreesOfFreedom: 1 }),
      model({ factorLevels: [{ term: 'i.sex', level: '1', units: 2 }] }),
    ]) {
      await expect(check(few)).rejects.toMatchObject({ errors: [{ code: 'protection.withheld' }] })
      await expect(check(few, { public: true })).resolves.toBeUndefined()
    }
  })
  it('does not even fit it to a population that is too small, nor asks anything of public rows', async () => {
    await expect(
      checkFit(shown({ population: { units: 999, key: 1 } }), never, OPEN_POLICY),
    ).rejects.toMatchObject({ errors: [{ code: 'protection.withheld' }] })
    await expect(checkFit(shown({ public: true }), never, OPEN_POLICY)).resolves.toBeUndefined()
  })
})
