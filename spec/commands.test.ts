import { OPERATORS } from '@sund/engine'
import { COMMANDS, FUNCTIONS } from '@sund/engine/language'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FUNCTION_SPECS, OPERATOR_SPECS } from './functions.js'
import { COMMAND_SPECS } from './index.js'
import { render } from './render.js'
import type { FunctionSpec } from './types.js'
import { openWorld, runRow, specSources, type World } from './world.js'

let world: World
beforeAll(async () => {
  world = await openWorld(specSources())
}, 60_000)
afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

describe.each(COMMAND_SPECS)('$command', ({ rows }) => {
  it.each(rows)(
    '$title',
    async ({ script, expect: expected }) => {
      const { results, errors } = await runRow(world, script)
      expect(render(results, errors)).toBe(expected.trim())
    },
    120_000,
  )
})

describe.each([...FUNCTION_SPECS, ...OPERATOR_SPECS])('$function', (spec) => {
  it('gives the values it should', async () => {
    expect(await valuesOf(spec)).toEqual(spec.cases.map(({ value }) => near(value)))
  })
})

/** Runs all calls of a function in one script; text is asked for by comparing, since a table shows labels. */
async function valuesOf(spec: FunctionSpec): Promise<unknown[]> {
  const lines = spec.cases.flatMap(({ call, value }, i) =>
    typeof value === 'string'
      ? [`generate t${i} = ${call}`, `generate x${i} = t${i} == '${value}'`]
      : [`generate x${i} = ${call}`],
  )
  const shown = spec.cases.map(({ value }, i) =>
    value === null ? `generate m${i} = sysmiss(x${i})\nsummarize m${i}` : `summarize x${i}`,
  )
  const script = ['let seven = 7', 'create-dataset d', 'import people/DEAD as dead', ...lines, ...shown].join(
    '\n',
  )
  const { results, errors } = await runRow(world, script)
  expect(errors).toEqual([])
  return results.map(({ body }, i) => {
    const { value } = spec.cases[i] as { value: unknown }
    const mean =
      body.kind === 'summary' && body.rows[0] && 'value' in body.rows[0].mean
        ? body.rows[0].mean.value
        : 'withheld'
    if (value === null) return mean === 1 ? null : `not missing (${mean})`
    return typeof value === 'string' ? (mean === 1 ? value : `another text (${mean})`) : mean
  })
}

const near = (value: unknown) => (typeof value === 'number' ? expect.closeTo(value, 9) : value)

describe('the specification is whole', () => {
  it('has rows for every command that is available', () => {
    const available = Object.entries(COMMANDS).flatMap(([name, doc]) =>
      doc.status === 'available' ? [name] : [],
    )
    const specified = COMMAND_SPECS.filter(({ rows }) => rows.length > 0).map(({ command }) => command)
    expect([...specified].sort()).toEqual(available.sort())
  })

  it('has cases for every function that is available, and for every operator', () => {
    const available = Object.entries(FUNCTIONS).flatMap(([name, doc]) =>
      doc.status === 'available' ? [name] : [],
    )
    expect(FUNCTION_SPECS.map((spec) => spec.function).sort()).toEqual(available.sort())
    expect(OPERATOR_SPECS.map((spec) => spec.function).sort()).toEqual(
      OPERATORS.filter((name) => name !== 'negate').sort(),
    )
  })
})
