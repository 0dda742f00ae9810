/**
 * `npm test`: makes the clone ready and runs every check there is, one after another, each counted. The report is short
 * when all is well and holds the whole output of what failed. The last line is `N passed, N failed`. Words after `--` name test
 * files: then only the tests in files whose path holds one of them run.
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { BUILDS, bin, build, execute, install, node, Obstacle, ROOT, run, step } from './setup.mjs'

/**
 * @typedef {{ name: string, passed: number, failed: number, skipped: string[], output: string }} Outcome
 * @typedef {{ status: string, fullName: string, failureMessages?: string[] }} Assertion
 * @typedef {{ name: string, status: string, message?: string, assertionResults: Assertion[] }} TestFile
 */

/** Checks that are one test each: how they are called, and what they run. */
const CHECKS = [
  { name: 'types of tests', args: [bin('typescript/bin/tsc'), '-p', 'tsconfig.test.json'] },
  { name: 'types of the portal', args: [bin('typescript/bin/tsc'), '-p', 'apps/portal', '--noEmit'] },
  { name: 'style', args: [bin('@biomejs/biome/bin/biome'), 'check', '.'] },
  { name: 'nothing unused', args: [bin('knip/bin/knip.js'), '--no-progress'] },
]

await run(async () => {
  const chosen = process.argv.slice(2)
  await install()
  const notes = [await browser()].filter((note) => note !== '')
  const outcomes = []
  for (const one of BUILDS) outcomes.push(report(await attempt(`build of the ${one.name}`, () => build(one))))
  if (chosen.length === 0) for (const { name, args } of CHECKS) outcomes.push(report(await check(name, args)))
  outcomes.push(report(await tests(chosen)))
  return summary(outcomes, notes)
})

/**
 * @param {string} name
 * @param {() => Promise<void>} work
 * @returns {Promise<Outcome>}
 */
async function attempt(name, work) {
  try {
    await work()
    return { name, passed: 1, failed: 0, skipped: [], output: '' }
  } catch (thrown) {
    if (!(thrown instanceof Obstacle)) throw thrown
    return { name, passed: 0, failed: 1, skipped: [], output: `${thrown.details}\n${thrown.message}` }
  }
}

/**
 * @param {string} name
 * @param {readonly string[]} args
 * @returns {Promise<Outcome>}
 */
async function check(name, args) {
  const { code, output } = await step(`Checking ${name}`, node(args))
  return {
    name,
    passed: code === 0 ? 1 : 0,
    failed: code === 0 ? 0 : 1,
    skipped: [],
    output: code === 0 ? '' : output,
  }
}

/**
 * @param {readonly string[]} chosen
 * @returns {Promise<Outcome>}
 */
async function tests(chosen) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sund-test-'))
  const file = path.join(folder, 'vitest.json')
  try {
    const args = [bin('vitest/vitest.mjs'), 'run', '--reporter=json', `--outputFile=${file}`, ...chosen]
    const { code, output } = await step('Running tests', node(args))
    if (!fs.existsSync(file)) return { name: 'tests', passed: 0, failed: 1, skipped: [], output }
    return testOutcome(JSON.parse(fs.readFileSync(file, 'utf8')).testResults, code, output)
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Counts of vitest's JSON report. A file that fails outside its tests (it does not load, a hook throws) counts as one
 * failure, and so does a run that fails with every test passed.
 * @param {readonly TestFile[]} files
 * @param {number} code exit code of vitest
 * @param {string} output
 * @returns {Outcome}
 */
function testOutcome(files, code, output) {
  const outcome = { name: 'tests', passed: 0, failed: 0, skipped: /** @type {string[]} */ ([]), output: '' }
  for (const file of files) {
    const name = path.relative(ROOT, file.name)
    let failedHere = 0
    for (const { status, fullName, failureMessages = [] } of file.assertionResults) {
      if (status === 'passed') outcome.passed++
      else if (status === 'failed') {
        failedHere++
        outcome.output += `${name}: ${fullName}\n${indent(failureMessages.join('\n'))}\n`
      } else outcome.skipped.push(`${name}: ${fullName}`)
    }
    if (file.status === 'failed' && failedHere === 0) {
      failedHere = 1
      outcome.output += `${name}\n${indent(file.message || output)}\n`
    }
    outcome.failed += failedHere
  }
  if (code !== 0 && outcome.failed === 0) {
    outcome.failed = 1
    outcome.output += output
  }
  return outcome
}

/** @param {string} text */
function indent(text) {
  return text.replace(/^/gm, '    ')
}

/**
 * The portal is tested in Chromium. Installs it where that is possible without asking; else says that those tests are skipped.
 * @returns {Promise<string>} what to tell, or nothing
 */
async function browser() {
  const folders = (process.env.PATH || '').split(path.delimiter)
  const names = ['chromium', 'chromium-browser', 'google-chrome']
  if (folders.some((folder) => names.some((name) => fs.existsSync(path.join(folder, name))))) return ''
  const debian =
    fs.existsSync('/etc/debian_version') && process.getuid !== undefined && process.getuid() === 0
  if (debian) {
    const apt = ['DEBIAN_FRONTEND=noninteractive', 'apt-get']
    const install = async () => {
      await execute('/usr/bin/env', [...apt, 'update', '-qq'], ROOT)
      return execute('/usr/bin/env', [...apt, 'install', '-y', '-qq', 'chromium'], ROOT)
    }
    if ((await step('Installing Chromium', install())).code === 0) return ''
  }
  return 'Chromium is not installed: the tests of the portal in a browser are skipped.'
}

/**
 * @param {Outcome} outcome
 * @returns {Outcome}
 */
function report(outcome) {
  const { name, passed, failed, skipped, output } = outcome
  const counts = [`${passed} passed`, ...(failed > 0 ? [`${failed} failed`] : [])]
  if (skipped.length > 0) counts.push(`${skipped.length} skipped`)
  console.log(`${failed === 0 ? '✓' : '✗'} ${name}: ${counts.join(', ')}`)
  if (failed > 0) console.log(indent(output.trimEnd()))
  return outcome
}

/**
 * @param {readonly Outcome[]} outcomes
 * @param {readonly string[]} notes
 * @returns {number} exit code
 */
function summary(outcomes, notes) {
  const skipped = outcomes.flatMap((outcome) => outcome.skipped)
  if (skipped.length > 0) console.log(`\nSkipped:\n${indent(skipped.join('\n'))}`)
  for (const note of notes) console.log(`\n${note}`)
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0)
  const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0)
  if (passed + failed === 0) console.log('\nNothing ran.')
  console.log(`\n${passed} passed, ${failed} failed`)
  return failed === 0 && passed > 0 ? 0 : 1
}
