/**
 * `npm test`: makes the clone ready and runs every check there is, one after another, each counted. The report is short
 * when all is well and holds the whole output of what failed, and ends with the names of what failed. The last line is
 * `N passed, N failed`. Words after `--` name test files: then only the tests in files whose path holds one of them run.
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { BUILDS, bin, build, execute, install, node, Obstacle, ROOT, run, step } from './setup.mjs'

/**
 * @typedef {{ name: string, passed: number, failures: string[], skipped: string[], output: string, notes?: string[] }} Outcome
 * @typedef {{ status: string, fullName: string, failureMessages?: string[] }} Assertion
 * @typedef {{ name: string, status: string, message?: string, startTime: number, endTime: number, assertionResults: Assertion[] }} TestFile
 * @typedef {{ files: readonly TestFile[], code: number, output: string }} Ran vitest's report, its exit code and what it printed
 */

/** Checks that are one test each: how they are called, and what they run. */
const CHECKS = [
  { name: 'types of tests', args: [bin('typescript/bin/tsc'), '-p', 'tsconfig.test.json'] },
  { name: 'types of the portal', args: [bin('typescript/bin/tsc'), '-p', 'apps/portal', '--noEmit'] },
  { name: 'style', args: [bin('@biomejs/biome/bin/biome'), 'check', '.'] },
  { name: 'nothing unused', args: [bin('knip/bin/knip.js'), '--no-progress'] },
]

/** A run is repeated for the files that failed, alone on the machine, when they are no more than this: see DEVELOPERS.md. */
const MOST_REPEATED = 4

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
    return { name, passed: 1, failures: [], skipped: [], output: '' }
  } catch (thrown) {
    if (!(thrown instanceof Obstacle)) throw thrown
    return {
      name,
      passed: 0,
      failures: [name],
      skipped: [],
      output: `${thrown.details}\n${thrown.message}`,
    }
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
    failures: code === 0 ? [] : [name],
    skipped: [],
    output: code === 0 ? '' : output,
  }
}

/**
 * @param {readonly string[]} chosen
 * @returns {Promise<Outcome>}
 */
async function tests(chosen) {
  const first = await vitest('Running tests', chosen)
  const notes = [slowest(first.files)]
  const failed = first.files.filter(({ status }) => status === 'failed').map(({ name }) => name)
  if (failed.length === 0 || failed.length > MOST_REPEATED) return { ...testOutcome(first), notes }
  const again = await vitest('Trying once more what failed', failed.map(relative))
  const before = testOutcome(first)
  const after = testOutcome({
    ...again,
    files: [...first.files.filter(({ name }) => !failed.includes(name)), ...again.files],
  })
  const unsteady = before.failures.filter((name) => !after.failures.includes(name))
  if (unsteady.length > 0)
    notes.unshift(`Passed only when tried once more:\n${indent(unsteady.join('\n'))}\n${before.output}`)
  return { ...after, notes }
}

/**
 * @param {string} doing
 * @param {readonly string[]} chosen
 * @returns {Promise<Ran>}
 */
async function vitest(doing, chosen) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sund-test-'))
  const report = path.join(folder, 'vitest.json')
  try {
    const args = [bin('vitest/vitest.mjs'), 'run', '--reporter=json', `--outputFile=${report}`, ...chosen]
    // Tests in a browser take the portal that was just built.
    process.env.SUND_PORTAL = path.join(ROOT, 'apps/portal/dist')
    const { code, output } = await step(doing, node(args))
    const files = fs.existsSync(report) ? JSON.parse(fs.readFileSync(report, 'utf8')).testResults : []
    return { files, code, output }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Counts of vitest's JSON report. A file that fails outside its tests (it does not load, a hook throws) counts as one
 * failure, and so does a run that fails with every test passed.
 * @param {Ran} ran
 * @returns {Outcome}
 */
function testOutcome({ files, code, output }) {
  /** @type {Outcome} */
  const outcome = { name: 'tests', passed: 0, failures: [], skipped: [], output: '' }
  const fails = (/** @type {string} */ name, /** @type {string} */ details) => {
    outcome.failures.push(name)
    outcome.output += `${name}\n${indent(details)}\n`
  }
  for (const file of files) {
    const name = relative(file.name)
    const failures = outcome.failures.length
    for (const { status, fullName, failureMessages = [] } of file.assertionResults) {
      if (status === 'passed') outcome.passed++
      else if (status === 'failed') fails(`${name}: ${fullName}`, failureMessages.join('\n'))
      else outcome.skipped.push(`${name}: ${fullName}`)
    }
    if (file.status === 'failed' && outcome.failures.length === failures) fails(name, file.message || output)
  }
  if (code !== 0 && outcome.failures.length === 0) fails('tests', output)
  return outcome
}

/**
 * Where the time goes, so that a test which grows too slow is seen.
 * @param {readonly TestFile[]} files
 */
function slowest(files) {
  const times = files.map(({ name, startTime, endTime }) => ({ name, seconds: (endTime - startTime) / 1000 }))
  const longest = times.sort((a, b) => b.seconds - a.seconds).slice(0, 10)
  const lines = longest.map(({ name, seconds }) => `${seconds.toFixed(0).padStart(4)} s  ${relative(name)}`)
  return `The longest:\n${indent(lines.join('\n'))}`
}

/** @param {string} file */
function relative(file) {
  return path.relative(ROOT, file)
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
  const { name, passed, failures, skipped, output } = outcome
  const counts = [`${passed} passed`, ...(failures.length > 0 ? [`${failures.length} failed`] : [])]
  if (skipped.length > 0) counts.push(`${skipped.length} skipped`)
  console.log(`${failures.length === 0 ? '✓' : '✗'} ${name}: ${counts.join(', ')}`)
  if (failures.length > 0) console.log(indent(output.trimEnd()))
  return outcome
}

/**
 * @param {readonly Outcome[]} outcomes
 * @param {readonly string[]} notes
 * @returns {number} exit code
 */
function summary(outcomes, notes) {
  const skipped = outcomes.flatMap((outcome) => outcome.skipped)
  const failures = outcomes.flatMap((outcome) => outcome.failures)
  for (const note of outcomes.flatMap((outcome) => outcome.notes ?? [])) console.log(`\n${note}`)
  if (skipped.length > 0) console.log(`\nSkipped:\n${indent(skipped.join('\n'))}`)
  for (const note of notes) console.log(`\n${note}`)
  if (failures.length > 0) console.log(`\nFailed:\n${indent(failures.join('\n'))}`)
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0)
  if (passed + failures.length === 0) console.log('\nNothing ran.')
  console.log(`\n${passed} passed, ${failures.length} failed`)
  return failures.length === 0 && passed > 0 ? 0 : 1
}
