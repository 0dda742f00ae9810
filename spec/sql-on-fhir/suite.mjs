/**
 * The test suite of SQL on FHIR v2, run as it is written: each view compiled, each resource in a file of NDJSON, rows compared as a set. Its report has the form that the
 * suite's own page of implementations takes.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compileView } from '@sund/fhir'
import { Failure } from '@sund/model'
import { openViewTables } from '@sund/registers'

/** Where the suite lies, beside the checkout. */
export const SUITE = fileURLToPath(new URL('../../../shared/suites/sql-on-fhir', import.meta.url))

/**
 * @typedef {{ title: string, view: unknown, expect?: Record<string, unknown>[], expectColumns?: string[], expectError?: boolean }} Case
 * @typedef {{ name: string, result: { passed: boolean, error?: string } }} Outcome
 * @typedef {Record<string, { tests: Outcome[] }>} Report
 */

/**
 * Runs all files of the suite.
 * @param {string} [folder]
 * @returns {Promise<Report>}
 */
export async function runSuite(folder = SUITE) {
  const work = mkdtempSync(join(tmpdir(), 'sund-views-'))
  try {
    /** @type {Report} */
    const report = {}
    for (const file of readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()) {
      const written = readFileSync(join(folder, file), 'utf8')
      const ndjson = join(work, `${file}.ndjson`)
      writeFileSync(
        ndjson,
        resourcesIn(written)
          .map((resource) => `${resource}\n`)
          .join(''),
      )
      /** @type {Outcome[]} */
      const tests = []
      for (const one of /** @type {{ tests: Case[] }} */ (JSON.parse(written)).tests)
        tests.push({ name: one.title, result: await outcomeOf(one, ndjson) })
      report[file] = { tests }
    }
    return report
  } finally {
    rmSync(work, { recursive: true })
  }
}

/**
 * @param {Case} test
 * @param {string} ndjson
 * @returns {Promise<Outcome['result']>}
 */
async function outcomeOf({ view, expect, expectColumns, expectError }, ndjson) {
  try {
    const { rows, columns } = await rowsOf(view, ndjson)
    if (expectError) return { passed: false, error: 'an error was expected' }
    if (expectColumns && JSON.stringify(columns) !== JSON.stringify(expectColumns))
      return { passed: false, error: `columns ${columns.join(', ')}` }
    const [found, wanted] = [rows, expect ?? []].map((all) =>
      all.map((row) => canonical(row, columns)).sort(),
    )
    if (JSON.stringify(found) === JSON.stringify(wanted)) return { passed: true }
    return { passed: false, error: `expected ${wanted?.join(' ')}, found ${found?.join(' ')}` }
  } catch (error) {
    // A bug is no refusal: only errors with a code are what the suite expects.
    if (expectError && error instanceof Failure) return { passed: true }
    return { passed: false, error: error instanceof Error ? error.message : String(error) }
  }
}

/**
 * @param {unknown} definition
 * @param {string} ndjson
 */
async function rowsOf(definition, ndjson) {
  const view = compileView(definition)
  const tables = await openViewTables({ folder: null, views: [view] })
  try {
    await tables.load([ndjson])
    return { rows: await tables.rows(view.name), columns: view.columns.map(({ name }) => name) }
  } finally {
    await tables.close()
  }
}

/**
 * A row with its columns in one order; what is not there is null.
 * @param {Record<string, unknown>} row
 * @param {string[]} columns
 */
function canonical(row, columns) {
  const names = new Set([...columns, ...Object.keys(row).filter((name) => !name.startsWith('_'))])
  return JSON.stringify([...names].sort().map((name) => [name, row[name] ?? null]))
}

/**
 * The texts of the resources in a file of the suite, a line each. They are not read and written again: 1.0 would become 1, and boundaries depend on what was written.
 * @param {string} written
 * @returns {string[]}
 */
function resourcesIn(written) {
  const all = written.replaceAll(/\r?\n/g, ' ')
  const begin = all.indexOf('[', all.indexOf('"resources"'))
  /** @type {string[]} */
  const found = []
  let [depth, from, quoted] = [0, 0, false]
  for (let i = begin; i < all.length; i++) {
    const character = all[i]
    if (quoted) {
      if (character === '\\') i++
      else if (character === '"') quoted = false
    } else if (character === '"') quoted = true
    else if (character === '{' || character === '[') {
      if (depth === 1) from = i
      depth++
    } else if (character === '}' || character === ']') {
      depth--
      if (depth === 1) found.push(all.slice(from, i + 1))
      if (depth === 0) break
    }
  }
  return found
}
