/**
 * Random models of random rows: what the SQL path makes of sums and what the reference makes of rows, with numeric derivatives,
 * must be the same. More runs: SUND_MODELS=500; others: SUND_SEED.
 */
import { Failure, type ModelStatistic, type Statistic } from '@sund/model'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Plan, Plan as PlanSchema, type ShowSpec } from '../src/plan/types.js'
import { differences, interpret, type Tolerance } from '../src/reference/index.js'
import { type ModelCase, modelCases, PEOPLE, STORED_COLUMNS } from './generate-models.js'
import { openWorld, VALUES, type World } from './world.js'

const RUNS = Number(process.env['SUND_MODELS'] ?? 40)
const SEED = Number(process.env['SUND_SEED'] ?? 1)

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

/** Numeric derivatives keep this much; where the likelihood is flat by alpha or by variances, estimates keep less of it. */
const CLOSE: Tolerance = { relative: 1e-5, least: 1e-6 }
const FLAT: Tolerance = { relative: 1e-4, least: 1e-5 }
const TOLERANCE: Partial<Record<ModelStatistic['model'], Tolerance>> = {
  'negative-binomial': FLAT,
  'regress-mml': FLAT,
}

/** Narrow quantiles and a short reach, so that values are drawn in. */
const RULES = { ...VALUES, winsorise: [0.05, 0.9], outlying: { units: 4, reach: 1 } } as const

type Came = Statistic | { failed: string }
async function came(statistic: () => Statistic | Promise<Statistic>): Promise<Came> {
  try {
    return await statistic()
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return { failed: error.errors[0].code }
  }
}

let stored = 0
async function onDuckdb({ tables, plan }: ModelCase): Promise<Came> {
  const [{ register, version, table, rows }] = tables as [ModelCase['tables'][number]]
  const names = Object.keys(STORED_COLUMNS)
  const written = (value: unknown) =>
    value === null ? 'NULL' : typeof value === 'string' ? `'${value}'` : `'${value}'::DOUBLE`
  const lines = rows.map(({ unit, values }) => {
    const place = PEOPLE.findIndex(({ id }) => id === unit.id)
    return `(${[place, ...names.map((name) => written(values[name] ?? null))].join(', ')})`
  })
  const types = Object.entries(STORED_COLUMNS).map(
    ([name, type]) => `CAST("${name}" AS ${type}) AS "${name}"`,
  )
  const file = await world.parquet(
    `m${stored++}`,
    `SELECT CAST(unit AS INTEGER) AS unit, ${types.join(', ')} FROM (VALUES ${lines.join(', ')}) AS v(unit, ${names.map((name) => `"${name}"`).join(', ')})`,
  )
  const workplace = await world.open({ threads: 1 })
  try {
    workplace.addTable({ register, version, table }, { file, unitType: 'PERSON', links: [] })
    workplace.addUnits(
      { register, version, unitType: 'PERSON' },
      {
        pseudonyms: BigInt64Array.from(PEOPLE, ({ id }) => id),
        recordKeys: Uint16Array.from(PEOPLE, ({ key }) => key),
      },
    )
    const fragment = { place: 'a', registers: [], steps: plan.steps, deliver: [] }
    for await (const outcome of workplace.run(fragment, { values: RULES }))
      if (outcome.kind === 'statistic') return await came(outcome.statistic)
    throw new Error('the plan shows nothing')
  } finally {
    workplace.close()
  }
}

const specOf = ({ steps }: Plan): ShowSpec | null => {
  const [, shown] = steps
  return shown?.do === 'show' && shown.show.what.kind === 'statistic' ? shown.show.what.spec : null
}

describe('random models', () => {
  it(
    'are the same on both engines',
    async () => {
      await fc.assert(
        fc.asyncProperty(modelCases, async (random) => {
          PlanSchema.parse(random.plan)
          const [shown] = interpret(random.plan, random.tables, RULES)
          const expected = await came((shown as NonNullable<typeof shown>).statistic)
          const actual = await onDuckdb(random)
          const spec = specOf(random.plan)
          const model = spec?.show === 'model' ? spec.model : 'regress'
          const found = differences(actual, expected, TOLERANCE[model] ?? CLOSE)
          expect(found, JSON.stringify(spec)).toEqual([])
        }),
        { numRuns: RUNS, seed: SEED, endOnFailure: process.env['SUND_SHRINK'] === 'no' },
      )
    },
    60_000 + RUNS * 2000,
  )
})
