/** All of the test suite of SQL on FHIR v2, none left out: ../shared/suites/sql-on-fhir, which is beside the checkout and not in it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runSuite, SUITE } from './sql-on-fhir/suite.mjs'

const there = existsSync(SUITE)
if (!there) console.warn(`SQL on FHIR: skipped, since there is no suite in ${SUITE}`)

describe.skipIf(!there)('SQL on FHIR v2', () => {
  it('passes every case of every file', async () => {
    const report = await runSuite()
    const outcomes = Object.entries(report).flatMap(([file, { tests }]) =>
      tests.map(({ name, result }) => ({ test: `${file}: ${name}`, ...result })),
    )
    expect(outcomes.filter(({ passed }) => !passed)).toEqual([])
    const cases = readdirSync(SUITE)
      .filter((name) => name.endsWith('.json'))
      .map((name) => JSON.parse(readFileSync(join(SUITE, name), 'utf8')).tests.length as number)
    expect(outcomes).toHaveLength(cases.reduce((sum, n) => sum + n, 0))
    expect(outcomes).toHaveLength(134)
  }, 120_000)
})
