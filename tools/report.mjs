// Prints the report of a public test suite in the suite's own format: npm run report -- sql-on-fhir
//
// Needs the built packages (npm run build) and the suite beside the checkout.
import { existsSync } from 'node:fs'
import { runSuite, SUITE } from '../spec/sql-on-fhir/suite.mjs'

/** @type {Record<string, { folder: string, run: () => Promise<Record<string, { tests: { result: { passed: boolean } }[] }>> }>} */
const SUITES = { 'sql-on-fhir': { folder: SUITE, run: () => runSuite() } }

const [name = ''] = process.argv.slice(2)
const suite = SUITES[name]
if (!suite) {
  console.error(`Name a suite: npm run report -- ${Object.keys(SUITES).join(' | ')}`)
  process.exit(2)
}
if (!existsSync(suite.folder)) {
  console.error(`There is no suite in ${suite.folder}.`)
  process.exit(2)
}
const report = await suite.run()
console.log(JSON.stringify(report, null, 2))
const failed = Object.values(report).some(({ tests }) => tests.some(({ result }) => !result.passed))
process.exitCode = failed ? 1 : 0
