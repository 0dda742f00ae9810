/**
 * Every row of the specification and every case of a function on both engines: what DuckDB computes and what the slow,
 * obvious interpreter computes from the same rows must be the same, before any protection.
 */
import { compile } from '@sund/engine'
import { differences, interpret, lacking, type Tolerance } from '@sund/engine/reference'
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest'
import { type Came, came, type Engines, failed, openEngines } from './engines.js'
import { FUNCTION_SPECS, OPERATOR_SPECS } from './functions.js'
import { COMMAND_SPECS } from './index.js'
import { SPEC_REGISTERS } from './registers.js'
import type { FunctionSpec } from './types.js'

let engines: Engines
beforeAll(async () => {
  engines = await openEngines()
}, 60_000)
afterAll(async () => {
  await engines[Symbol.asyncDispose]()
})

/** The reference finds a model's estimates by numeric derivatives, and predictions rest on them. */
const MODELS: Tolerance = { relative: 1e-5, least: 1e-6 }
const PLAIN: Tolerance = { relative: 1e-9, least: 1e-12 }

/**
 * Runs a script on both engines and says where they differ. A script with a mistake is only compiled; one that uses what the
 * reference does not have yet is skipped, by name.
 */
async function disagreements(script: string, context: TestContext): Promise<string[]> {
  const own = script.trim()
  const bindings = SPEC_REGISTERS.map(
    ({ register: { name } }) => `require ${name}:1 as ${name.split('.')[1]}`,
  )
  const text = own.includes('require ') ? own : [...bindings, own].join('\n')
  const { plan } = compile(text, engines.catalogue)
  if (plan === null) return []
  const lacks = lacking(plan)
  if (lacks.length > 0) context.skip(`the reference has no ${lacks.join(', ')}`)
  const actual = await engines.duckdb(plan)
  let expected: Map<number, Came> | { failed: string }
  try {
    const shown = interpret(plan, engines.tables)
    expected = new Map()
    for (const { index, statistic } of shown) expected.set(index, await came(statistic))
  } catch (error) {
    expected = failed(error)
  }
  if (!(actual instanceof Map) || !(expected instanceof Map)) return differences(actual, expected)
  const isPredicted = plan.steps.some((step) => step.do === 'relation' && step.relation.op === 'predict')
  const indexes = new Set([...actual.keys(), ...expected.keys()])
  return [...indexes].flatMap((index) => {
    const [a, b] = [actual.get(index), expected.get(index)]
    const isModel = a !== undefined && 'kind' in a && a.kind === 'model'
    const found = differences(a, b, isModel || isPredicted ? MODELS : PLAIN, `result ${index}`)
    // A prediction that is a percentile may lie on either side of it by rounding.
    return isPredicted ? found.filter((line) => !/percentiles\.\d+\.(below|above) /.test(line)) : found
  })
}

describe.each(COMMAND_SPECS)('$command', ({ rows }) => {
  it.for(rows)('$title', async ({ script }, context) => {
    expect(await disagreements(script, context)).toEqual([])
  })
})

describe.each([...FUNCTION_SPECS, ...OPERATOR_SPECS])('$function', (spec) => {
  it('has the same values', async (context) => {
    expect(await disagreements(scriptOf(spec), context)).toEqual([])
  })
})

/** All calls of a function as variables, shown as they are. */
function scriptOf({ cases }: FunctionSpec): string {
  const lines = cases.map(({ call }, i) => `generate x${i} = ${call}\ntabulate x${i}, missing`)
  return ['create-dataset d', 'import people/DEAD as dead', ...lines].join('\n')
}
