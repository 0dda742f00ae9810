/**
 * Whether nobody or a few lack a value, and whether nobody or a few have one: two worlds that differ in nothing else, whose released results are
 * compared as text. Values are held the same in both, so that only who has one can show.
 */

import tQuantile from '@stdlib/stats-base-dists-t-quantile'
import { type ModelStatistic, OPEN_POLICY, type Policy, type RecordSet, type Statistic } from '@sund/model'
import { protect } from '@sund/privacy'
import { memoryLedger, without } from '@sund/privacy/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dimension, numbers, type Person, peopleOf, SUMMED, setOfPeople, shown } from './given.js'

const title = { en: 'x' }
const GROUPS = 4
const LEVELS = dimension('a', GROUPS)
/** People, of whom some lack a value: the rest have it. */
interface World {
  people: readonly Person[]
  lacks: (person: Person) => boolean
}
const setsOf = (
  people: readonly Person[],
  lacks: World['lacks'],
): { having: RecordSet; lacking: RecordSet } => ({
  having: setOfPeople(people.filter((one) => !lacks(one))),
  lacking: setOfPeople(people.filter(lacks)),
})

function summary({ people, lacks }: World, by: boolean): Statistic {
  const groups = by
    ? Array.from({ length: GROUPS }, (_, level) => people.filter(({ levels }) => levels[0] === level))
    : [people]
  return {
    kind: 'summary',
    by: by ? [LEVELS] : [],
    iqr: true,
    gini: true,
    shares: [25, 50, 75],
    rows: groups.map((group, level) => {
      const { having, lacking } = setsOf(group, lacks)
      const exists = having.units > 0
      const number = (value: number) => (exists ? { value, moved: 0 } : null)
      return {
        variable: 'x',
        title,
        at: by ? [level] : [],
        present: having,
        missing: lacking,
        mean: number(12.3456),
        sd: number(3.21),
        gini: number(0.1234),
        percentiles: exists ? [25, 50, 75].map((p) => ({ p, value: p, below: 500, above: 500 })) : [],
        ...(exists ? SUMMED : {}),
      }
    }),
  }
}

function table({ people, lacks }: World): Statistic {
  const places = [null, ...Array.from({ length: GROUPS }, (_, level) => level)]
  return {
    kind: 'table',
    dimensions: [LEVELS],
    measure: { variable: 'x', title, show: ['count', 'mean', 'percent'] },
    show: { frequency: true, shares: [] },
    cells: places.map((level) => {
      const group = people.filter(({ levels }) => level === null || levels[0] === level)
      const { having, lacking } = setsOf(group, lacks)
      const number = having.units > 0 ? { value: 12.3456, moved: 0 } : null
      return {
        at: [level],
        set: setOfPeople(group),
        ...(lacking.units > 0 ? { present: having } : {}),
        measures: {
          mean: number,
          sd: number,
          percent: { value: (100 * having.units) / people.filter((one) => !lacks(one)).length, moved: 0 },
        },
        percentiles: {},
        ...(having.units > 0 ? SUMMED : {}),
      }
    }),
    test: null,
  }
}

function model({ people, lacks }: World, name: ModelStatistic['model']): Statistic {
  const { having, lacking } = setsOf(people, lacks)
  const freedom = having.units - 2
  const half = 0.321 * tQuantile(0.975, freedom)
  return {
    kind: 'model',
    model: name,
    outcome: 'x',
    used: having,
    missing: lacking,
    coefficients: [
      {
        term: 'x',
        label: title,
        estimate: 1.2345,
        standardError: 0.321,
        statistic: 1.2345 / 0.321,
        p: 0.0002,
        lower: 1.2345 - half,
        upper: 1.2345 + half,
        people: 400,
        ...SUMMED,
      },
    ],
    exponentiate: false,
    level: 95,
    parameters: 2,
    residualDegreesOfFreedom: freedom,
    factorLevels: [{ term: 'x', level: '', units: name === 'ci' ? having.units : 200 }],
    fit: name === 'ci' ? {} : { r2: 0.34567, events: 300 },
    tests:
      name === 'ci' ? [] : [{ name: 'f', value: 5.4321, degreesOfFreedom: 1, denominator: freedom, p: 0.02 }],
    notes: [],
  }
}

function correlation({ people, lacks }: World): Statistic {
  const { having, lacking } = setsOf(people, lacks)
  const pair = { used: having, missing: lacking, rows: having.units, rarest: null, value: 0.23456, p: 0.012 }
  return {
    kind: 'correlation',
    covariance: false,
    pairwise: true,
    show: { units: true, p: true },
    variables: ['a', 'b'].map((variable) => ({ variable, title })),
    pairs: [{ at: [1, 0], ...pair }],
  }
}

function survival({ people, lacks }: World): Statistic {
  const { having, lacking } = setsOf(people, lacks)
  const steps = [{ time: 900, atRisk: Math.min(200, having.units), events: 100, censored: 100 }]
  return {
    kind: 'survival',
    by: null,
    timeTitle: title,
    level: 95,
    groups: [{ code: null, label: title, set: having, missing: lacking, steps }],
    test: null,
  }
}

function rates({ people, lacks }: World): Statistic {
  const { having, lacking } = setsOf(people, lacks)
  const crude = { value: 1.2345, lower: 1, upper: 1.5, events: 100 }
  const group = {
    code: null,
    label: title,
    set: having,
    missing: lacking,
    events: 100,
    crude,
    standardised: null,
  }
  return {
    kind: 'rates',
    over: null,
    standardisedBy: [],
    eventTitle: title,
    per: 1000,
    level: 95,
    groups: [{ ...group, time: 10 * having.units }],
  }
}

const KINDS: Record<string, (world: World) => Statistic> = {
  'a summary': (world) => summary(world, false),
  'a summary by group': (world) => summary(world, true),
  'a table of a measure': table,
  'a model': (world) => model(world, 'regress'),
  means: (world) => model(world, 'ci'),
  correlations: correlation,
  'a curve': survival,
  rates,
}

/** What is told of each statistic in turn. */
async function toldOf(statistics: readonly Statistic[], policy: Policy, ledger: boolean): Promise<string> {
  const asked = ledger ? memoryLedger(policy.difference) : null
  const told: unknown[] = []
  for (const statistic of statistics) {
    const one = await protect(
      shown({ definition: { who: 'everyone', columns: {} } }),
      async () => statistic,
      policy,
      asked,
    )
    asked?.settle(one.told)
    told.push(one.result.value)
  }
  return JSON.stringify(told, null, 1)
}

const people = (seed: number, count: number) => peopleOf(numbers(seed), count, [GROUPS])
const some = (all: readonly Person[], places: readonly number[]) => {
  const chosen = new Set(places.map((place) => all[place % all.length]))
  return (person: Person) => chosen.has(person)
}
const few = fc.array(fc.nat(), { minLength: 1, maxLength: 9 })
const given = {
  seed: fc.nat(1000),
  count: fc.integer({ min: 300, max: 1500 }),
  places: few,
  ledger: fc.boolean(),
}

describe.each(Object.entries(KINDS))('%s', (_, statistic) => {
  it('tells the same whether nobody or a few lack a value, whatever was told before', async () => {
    await fc.assert(
      fc.asyncProperty(fc.record(given), async ({ seed, count, places, ledger }) => {
        const all = people(seed, count)
        const worlds = [() => false, some(all, places)].map((lacks) => ({ people: all, lacks }))
        const before = summary({ people: all, lacks: () => false }, false)
        const [nobody, those] = await Promise.all(
          worlds.map((world) => toldOf([before, statistic(world)], OPEN_POLICY, ledger)),
        )
        expect(those).toBe(nobody)
      }),
      { numRuns: 40, seed: 1 },
    )
  })

  it('tells the same whether nobody or a few have one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.record(given), async ({ seed, count, places }) => {
        const all = people(seed, count)
        const has = some(all, places)
        const worlds = [() => true, (person: Person) => !has(person)].map((lacks) => ({ people: all, lacks }))
        const told = await Promise.all(worlds.map((world) => toldOf([statistic(world)], OPEN_POLICY, false)))
        const isModel = statistic(worlds[0] as World).kind === 'model'
        // Where nobody has a value there is no model, which is told as one of too few.
        if (!isModel) expect(told[1]).toBe(told[0])
        expect(told[1]).not.toMatch(/12\.3|0\.2345|1\.23/)
      }),
      { numRuns: 40, seed: 2 },
    )
  })

  it('tells them apart where the rules on small groups are off', async () => {
    const all = people(7, 900)
    const exact = without(OPEN_POLICY, 'T2', 'T5', 'L1')
    const [nobody, those] = await Promise.all(
      [() => false, some(all, [3])].map((lacks) => toldOf([statistic({ people: all, lacks })], exact, false)),
    )
    expect(those).not.toBe(nobody)
  })
})

it('tells how many lack a value from ten on', async () => {
  const all = people(3, 900)
  const lacks = some(
    all,
    Array.from({ length: 40 }, (_, i) => i * 7),
  )
  const told = JSON.parse(await toldOf([summary({ people: all, lacks }, false)], OPEN_POLICY, false))
  const [{ n, missing }] = told[0].body.rows
  expect(Math.abs(n.value - 860)).toBeLessThanOrEqual(n.error)
  expect([n.error, missing.error]).toEqual([5, 5])
  expect(Math.abs(missing.value - 40)).toBeLessThanOrEqual(5)
})
