/**
 * Random valid plans must give the same on DuckDB (split by place, pruned, delivered) and on the reference interpreter (whole). More
 * runs: SUND_PLANS=5000; other plans: SUND_SEED.
 */
import { Failure, type Statistic, type ValueRules } from '@sund/model'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import type { Workplace } from '../src/execute/workplace.js'
import { prune } from '../src/plan/prune.js'
import { split } from '../src/plan/split.js'
import { FUNCTIONS, OPERATORS, type Plan, Plan as PlanSchema, Relation, ShowSpec } from '../src/plan/types.js'
import { differences, interpret, type StoredTable, type Tolerance } from '../src/reference/index.js'
import { modelCases } from './generate-models.js'
import { type Case, cases, PEOPLE } from './plans.js'
import { openWorld, type World } from './world.js'

const RUNS = Number(process.env['SUND_PLANS'] ?? 300)
const SEED = Number(process.env['SUND_SEED'] ?? 1)

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

type Came = Statistic | { failed: string }
function failed(error: unknown): { failed: string } {
  if (!(error instanceof Failure)) throw error
  return { failed: error.errors[0].code }
}
async function came(statistic: () => Statistic | Promise<Statistic>): Promise<Came> {
  try {
    return await statistic()
  } catch (error) {
    return failed(error)
  }
}

/** Physical columns of each table. */
const STORED: Record<
  string,
  { unitType: string; links: Record<string, string>; columns: Record<string, string> }
> = {
  PERSON: {
    unitType: 'PERSON',
    links: { MOTHER: 'PERSON' },
    columns: { unit: 'INTEGER', link_MOTHER: 'INTEGER', a: 'DOUBLE', b: 'DOUBLE', t: 'VARCHAR' },
  },
  EVENT: {
    unitType: 'PERSON',
    links: {},
    columns: { unit: 'INTEGER', from_day: 'INTEGER', until_day: 'INTEGER', v: 'DOUBLE', c: 'VARCHAR' },
  },
  TEST: {
    unitType: 'TEST',
    links: { PATIENT: 'PERSON' },
    columns: { unit: 'INTEGER', link_PATIENT: 'INTEGER', from_day: 'INTEGER', w: 'DOUBLE', k: 'VARCHAR' },
  },
}

/** What an import finds out of a table: its units have one row each, or rows that never hold on the same day. */
function foundIn({ rows }: StoredTable): { oneRow: boolean; apart: boolean } {
  const units = new Set(rows.map(({ unit }) => unit))
  const meet = rows.some((a, i) =>
    rows.slice(0, i).some((b) => {
      const begun = (of: typeof a, by: typeof b) => (of.from ?? 0) <= (by.until ?? Number.POSITIVE_INFINITY)
      return a.unit === b.unit && begun(a, b) && begun(b, a)
    }),
  )
  return { oneRow: rows.length === units.size, apart: !meet }
}

let stored = 0
async function filesOf(tables: readonly StoredTable[]): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  for (const { table, rows } of tables) {
    const { columns, unitType } = STORED[table] as (typeof STORED)[string]
    const place = (unit: { id: bigint } | null | undefined) =>
      unit ? PEOPLE.findIndex(({ id }) => id === unit.id) : null
    const lines = rows.map((row, i) =>
      Object.keys(columns).map((name) => {
        if (name === 'unit') return unitType === 'PERSON' ? place(row.unit) : i
        if (name.startsWith('link_')) return place(row.links[name.slice(5)])
        if (name === 'from_day') return row.from ?? null
        if (name === 'until_day') return row.until ?? null
        return row.values[name] ?? null
      }),
    )
    const literal = (value: unknown) =>
      value === null
        ? 'NULL'
        : typeof value === 'string'
          ? `'${value.replaceAll("'", "''")}'`
          : `${value}::DOUBLE`
    const types = Object.entries(columns).map(([name, type]) => `CAST(${name} AS ${type}) AS ${name}`)
    const nothing = `(${Object.keys(columns)
      .map(() => 'NULL')
      .join(', ')})`
    const values = lines.map((line) => `(${line.map(literal).join(', ')})`).join(', ')
    const select = `SELECT ${types.join(', ')} FROM (VALUES ${values || nothing}) AS v(${Object.keys(columns).join(', ')})`
    files.set(table, await world.parquet(`t${stored++}`, values ? select : `${select} WHERE FALSE`))
  }
  return files
}

/** What a plan shows on DuckDB, each place with a workplace of its own. */
async function onDuckdb({
  world: { tables },
  plan,
  values,
}: Case): Promise<Map<number, Came> | { failed: string }> {
  const shown = new Map<number, Came>()
  const delivered = new Map<string, string>()
  const files = await filesOf(tables)
  const opened: Workplace[] = []
  try {
    for (const fragment of split(plan)) {
      const workplace = await world.open({ threads: 1 })
      opened.push(workplace)
      for (const stored of tables) {
        const { register, version, table } = stored
        const { unitType, links } = STORED[table] as (typeof STORED)[string]
        const named = Object.entries(links).map(([name, type]) => ({ name, unitType: type }))
        workplace.addTable(
          { register, version, table },
          { file: files.get(table) as string, unitType, links: named, ...foundIn(stored) },
        )
        workplace.addUnits(
          { register, version, unitType: 'PERSON' },
          {
            pseudonyms: BigInt64Array.from(PEOPLE, ({ id }) => id),
            recordKeys: Uint16Array.from(PEOPLE, ({ key }) => key),
          },
        )
      }
      for (const [relation, file] of delivered) workplace.addDelivery(relation, file)
      for await (const outcome of workplace.run(fragment, { values }))
        if (outcome.kind === 'statistic') shown.set(outcome.shown.index, await came(outcome.statistic))
      for (const { relation, columns } of fragment.deliver) {
        const file = `${world.folder}/delivered${stored++}.parquet`
        await workplace.deliver(relation, columns, file)
        delivered.set(relation, file)
      }
    }
    return shown
  } catch (error) {
    return failed(error)
  } finally {
    for (const workplace of opened) workplace.close()
  }
}

/**
 * What a plan shows by the reference. A merge that would multiply rows fails a run only where a result rests on it, so a whole plan that
 * fails is asked again without what no result rests on.
 */
async function onReference({
  world: { tables },
  plan,
  values,
}: Case): Promise<Map<number, Came> | { failed: string }> {
  const whole = await interpreted(plan, tables, values)
  return whole instanceof Map ? whole : interpreted(prune(plan), tables, values)
}

async function interpreted(
  plan: Pick<Plan, 'steps'>,
  tables: readonly StoredTable[],
  values: ValueRules,
): Promise<Map<number, Came> | { failed: string }> {
  try {
    const shown = new Map<number, Came>()
    for (const { index, statistic } of interpret(plan, tables, values))
      shown.set(index, await came(statistic))
    return shown
  } catch (error) {
    return failed(error)
  }
}

/** Sums over values of a million lose this much. */
const PLAIN = { relative: 1e-9, least: 1e-8 }
/** And tails of what is divided by a small difference of them. */
const ESTIMATES = { relative: 1e-6, least: 1e-6 }
function toleranceOf(of: Came | undefined): Tolerance {
  if (of === undefined || !('kind' in of)) return PLAIN
  const drawn = of.kind === 'figure' && of.figure.type === 'coefplot'
  return drawn || of.kind === 'model' || of.kind === 'correlation' ? ESTIMATES : PLAIN
}
function disagreements(
  actual: Awaited<ReturnType<typeof onDuckdb>>,
  expected: Awaited<ReturnType<typeof onReference>>,
): string[] {
  if (!(actual instanceof Map) || !(expected instanceof Map)) return differences(actual, expected)
  const indexes = new Set([...actual.keys(), ...expected.keys()])
  return [...indexes].flatMap((index) => {
    const own = expected.get(index)
    return differences(actual.get(index), own, toleranceOf(own), `result ${index}`)
  })
}

describe('random plans', () => {
  it(
    'give the same on both engines',
    async () => {
      await fc.assert(
        fc.asyncProperty(cases, async (random) => {
          PlanSchema.parse(random.plan)
          expect(disagreements(await onDuckdb(random), await onReference(random))).toEqual([])
        }),
        { numRuns: RUNS, seed: SEED, endOnFailure: process.env['SUND_SHRINK'] === 'no' },
      )
    },
    60_000 + RUNS * 500,
  )
})

test(
  'rows are counted for people by no plan that says that each person has one',
  async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (random) => {
        const steps = random.plan.steps.map((step) =>
          step.do === 'relation'
            ? { ...step, relation: { ...step.relation, rowsPerSubject: 'one' as const } }
            : step,
        )
        const claimed = { ...random, plan: { ...random.plan, steps } }
        expect(disagreements(await onDuckdb(claimed), await onDuckdb(random))).toEqual([])
      }),
      { numRuns: RUNS, seed: SEED, endOnFailure: process.env['SUND_SHRINK'] === 'no' },
    )
  },
  60_000 + RUNS * 500,
)

/**
 * What of a schema there is to try: each value of an enumeration, both sides of a flag and of what may be left out, empty and
 * filled lists, each form of a union. Names that say where a relation stands in a script are no choice.
 */
const ASIDE = new Set([
  'id',
  'place',
  'unit',
  'columns',
  'position',
  'command',
  'rowsPerUnit',
  'rowsPerSubject',
])
interface Inner {
  def: {
    type: string
    innerType?: Inner
    element?: Inner
    options?: Inner[]
    entries?: Record<string, string>
    values?: unknown[]
  }
  shape?: Record<string, Inner>
}
function marks(schema: Inner, place: string): string[] {
  const { def } = schema
  switch (def.type) {
    case 'object':
      return Object.entries(schema.shape ?? {}).flatMap(([name, inner]) =>
        ASIDE.has(name) ? [] : marks(inner, `${place}.${name}`),
      )
    case 'union':
      return (def.options ?? []).flatMap((option) => marks(option, `${place}${formOf(option)}`))
    case 'enum':
      return Object.values(def.entries ?? {}).map((value) => `${place}=${value}`)
    case 'boolean':
      return [`${place}=true`, `${place}=false`]
    case 'nullable':
      return [`${place}=none`, `${place}=some`, ...marks(def.innerType as Inner, place)]
    case 'optional':
      return marks(def.innerType as Inner, place)
    case 'array':
      return [`${place}=some`, ...marks(def.element as Inner, place)]
    default:
      return [`${place}=some`]
  }
}
/** Which form of a union an object is: what tells its forms apart. */
const FORMS = ['op', 'show', 'kind', 'what', 'model']
const formOf = ({ shape }: Inner): string => {
  const form = FORMS.find((name) => shape?.[name]?.def.type === 'literal')
  return form ? `(${String(shape?.[form]?.def.values?.[0])})` : ''
}

/** Everything in a plan, as marks of its schema. */
function found(value: unknown, place: string): string[] {
  if (value === null) return [`${place}=none`]
  if (Array.isArray(value))
    return value.length === 0 ? [] : [`${place}=some`, ...value.flatMap((one) => found(one, place))]
  if (typeof value !== 'object') return [`${place}=${String(value)}`, `${place}=some`]
  const form = FORMS.find((name) => typeof (value as Record<string, unknown>)[name] === 'string')
  const at = form ? `${place}(${String((value as Record<string, unknown>)[form])})` : place
  return [
    `${place}=some`,
    `${at}=some`,
    ...Object.entries(value).flatMap(([name, inner]) =>
      [...new Set([place, at])].flatMap((of) => found(inner, `${of}.${name}`)),
    ),
  ]
}

describe('the generator tries everything', () => {
  const tried = new Set(
    [
      ...fc.sample(cases, { numRuns: 3000, seed: 1 }),
      ...fc.sample(modelCases, { numRuns: 4000, seed: 1 }),
    ].flatMap(({ plan }) =>
      plan.steps.flatMap((step) =>
        step.do === 'relation'
          ? found(step.relation, 'relation')
          : step.show.what.kind === 'statistic'
            ? [...found(step.show.what.spec, 'show'), ...found(step.show.what.condition, 'condition')]
            : [],
      ),
    ),
  )
  const calls = new Set([...tried].flatMap((mark) => /\.call=(.*)$/.exec(mark)?.[1] ?? []))
  // Expressions are counted by their calls; coefplot and predictions fit the models of shows; a whole plan receives nothing; bounded sums
  // have tests of their own against sums by hand.
  const beside = /\(received\)|show\(bounded\)|\.(value|condition)[.(=]|coefplot\)\.model|predict\)\.spec/

  it('of relations and their forms', () => {
    const all = [...new Set(marks(Relation as unknown as Inner, 'relation'))]
    expect(all.length).toBeGreaterThan(60)
    expect(all.filter((mark) => !beside.test(mark) && !tried.has(mark))).toEqual([])
  })
  it('of shows and their options', () => {
    const all = [...new Set(marks(ShowSpec as unknown as Inner, 'show'))]
    expect(all.length).toBeGreaterThan(80)
    expect(all.filter((mark) => !beside.test(mark) && !tried.has(mark))).toEqual([])
  })
  it('of operators and functions', () => {
    expect([...OPERATORS, ...FUNCTIONS].filter((name) => !calls.has(name))).toEqual([])
  })
})
