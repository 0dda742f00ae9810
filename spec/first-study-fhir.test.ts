/**
 * The first study on registers made of FHIR: the facts of its registers written down as Patients, Observations and Conditions, made into registers by the views of
 * examples/first-study/fhir, and the same script. Declared PUBLIC, its numbers are R's (oracles/first-study.R).
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compileView } from '@sund/fhir'
import type { ReleasedNumber, ResultBody, RunDocument } from '@sund/model'
import { openViewTables, registerFromViews } from '@sund/registers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoRegisters, EXAMPLES } from './examples.js'
import { openWorld, type Source, type World } from './world.js'

const oracle = JSON.parse(readFileSync(new URL('./oracles/first-study.json', import.meta.url), 'utf8'))
const VIEWS = Object.fromEntries(
  ['person', 'body', 'test', 'diagnosis'].map((name) => [
    name.toUpperCase(),
    compileView(JSON.parse(readFileSync(join(EXAMPLES, 'first-study', 'fhir', `${name}.json`), 'utf8'))),
  ]),
)

describe('the first study on registers made of FHIR', () => {
  let document: RunDocument
  let world: World
  const folder = mkdtempSync(join(tmpdir(), 'sund-study-fhir-'))
  beforeAll(async () => {
    const made = spawnSync(process.execPath, [
      fileURLToPath(new URL('../tools/nafld-fhir.mjs', import.meta.url)),
      folder,
    ])
    expect(made.status, String(made.stderr)).toBe(0)
    const tables = await openViewTables({ folder: null, views: Object.values(VIEWS) })
    await tables.load(['Patient', 'Body', 'Test', 'Condition'].map((name) => join(folder, `${name}.ndjson`)))
    const names = Object.fromEntries(Object.entries(VIEWS).map(([table, { name }]) => [table, name]))
    world = await withRegisters(demoRegisters(true), async (source, next) =>
      registerFromViews(
        tables,
        { metadata: source.register, tables: names, persons: { view: 'person', identifier: 'identifier' } },
        folder,
        ({ files }) => next({ ...source, files: files.map(({ table = '', path }) => ({ table, path })) }),
      ),
    )
    await tables.close()
    document = await world.run(readFileSync(join(EXAMPLES, 'first-study', 'study.sund'), 'utf8'))
  }, 120_000)
  afterAll(async () => {
    await world?.[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  })

  const body = <K extends ResultBody['kind']>(kind: K) =>
    document.results.find((result) => result.body.kind === kind)?.body as Extract<ResultBody, { kind: K }>
  const value = (number: ReleasedNumber | undefined) => {
    if (!number || 'withheld' in number || number.value === null) throw new Error('not a value')
    return number.value
  }
  const near = (actual: number, expected: number) =>
    expect(Math.abs(actual / expected - 1), `${actual} against ${expected}`).toBeLessThanOrEqual(1e-6)

  it('runs to its end', () => {
    expect(document.errors).toEqual([])
  })
  it('counts who died with diabetes and without', () => {
    const counts = (at: number) =>
      [0, 1].map((d) =>
        value(body('table').cells.find((cell) => cell.at[0] === d && cell.at[1] === at)?.count),
      )
    expect(counts(0)).toEqual(oracle.table.alive)
    expect(counts(1)).toEqual(oracle.table.dead)
  })
  it('has the last HDL cholesterol of each', () => {
    for (const [i, row] of body('summary').rows.entries()) {
      expect([value(row.n), value(row.missing)]).toEqual([oracle.hdl[i].n, oracle.hdl[i].missing])
      near(value(row.mean), oracle.hdl[i].mean)
    }
  })
  it('finds the hazard ratios that R finds', () => {
    const { coefficients, used } = body('model')
    expect(value(used)).toBe(oracle.cox.used)
    expect(coefficients).toHaveLength(oracle.cox.estimate.length)
    for (const [i, { estimate }] of coefficients.entries()) near(value(estimate), oracle.cox.estimate[i])
  })
})

/** A world of these registers, each as `make` gives it: their files are there until the last is imported. */
async function withRegisters(
  sources: readonly Source[],
  make: (source: Source, next: (made: Source) => Promise<World>) => Promise<World>,
  done: readonly Source[] = [],
): Promise<World> {
  const [first, ...rest] = sources
  return first === undefined
    ? openWorld(done)
    : make(first, (made) => withRegisters(rest, make, [...done, made]))
}
