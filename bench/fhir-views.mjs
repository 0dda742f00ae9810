// Views of FHIR resources: how many resources a second are flattened from NDJSON, and how long a view takes to be brought up to date after a write.
//
//   npx tsc -b packages/fhir packages/registers
//   npm run bench -- fhir-views [--resources 1000000] [--threads 2] [--memory-mib 512] [--folder FOLDER]
//
// Resources are the Observations of ../shared/data/synthea-fhir, again and again under new identifiers. Each measurement has a process of its own.
import { spawnSync } from 'node:child_process'
import { createWriteStream, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { compileView, READY_VIEWS } from '@sund/fhir'
import { openViewTables } from '@sund/registers'
import { FOLDER, filesOf, resourcesOf } from '../spec/synthea.mjs'

const { values: options } = parseArgs({
  options: {
    resources: { type: 'string', default: '1000000' },
    threads: { type: 'string', default: '2' },
    'memory-mib': { type: 'string', default: '512' },
    folder: { type: 'string', default: tmpdir() },
    // Set by this script for its child processes.
    measure: { type: 'string' },
    file: { type: 'string' },
  },
})
const settings = { threads: Number(options.threads), memoryMiB: Number(options['memory-mib']) }

/** One value a row, as most write their first view. */
const PLAIN = {
  name: 'plain',
  resource: 'Observation',
  select: [
    {
      column: [
        { name: 'id', path: 'getResourceKey()' },
        { name: 'patient', path: 'subject.getReferenceKey(Patient)' },
        { name: 'category', path: 'category.first().coding.first().code' },
        { name: 'code', path: 'code.coding.first().code' },
        { name: 'at', path: 'effective.ofType(dateTime)', type: 'dateTime' },
        { name: 'value', path: 'value.ofType(Quantity).value' },
        { name: 'unit', path: 'value.ofType(Quantity).unit' },
      ],
    },
  ],
}
/** A row for each component. */
const COMPONENTS = {
  name: 'components',
  resource: 'Observation',
  select: [
    { column: [{ name: 'id', path: 'getResourceKey()' }] },
    {
      forEach: 'component',
      column: [
        { name: 'code', path: 'code.coding.first().code' },
        { name: 'value', path: 'value.ofType(Quantity).value' },
      ],
    },
  ],
}
const VIEWS = { plain: PLAIN, components: COMPONENTS, ready: READY_VIEWS.OBSERVATION?.view }

if (options.measure === undefined) await bench()
else if (options.measure === 'update') await update(String(options.file))
else await flatten(String(options.file), options.measure)

async function bench() {
  if (!existsSync(FOLDER)) {
    console.error(`There are no resources in ${FOLDER}.`)
    process.exit(2)
  }
  const folder = mkdtempSync(join(options.folder, 'sund-bench-'))
  try {
    const file = join(folder, 'Observation.ndjson')
    console.error('making resources')
    const made = await make(file, Number(options.resources))
    console.log(
      `${made} Observations, ${(statSync(file).size / 2 ** 20).toFixed(0)} MiB of NDJSON, ${options.threads} threads`,
    )
    for (const name of Object.keys(VIEWS)) child(name, file)
    child('update', file)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** @param {string} file @param {number} wanted */
async function make(file, wanted) {
  const lines = []
  for (const resources of resourcesOf(filesOf()))
    for (const resource of resources)
      if (resource.resourceType === 'Observation') lines.push(JSON.stringify(resource))
  const out = createWriteStream(file)
  for (let made = 0; made < wanted; ) {
    const round = Math.floor(made / lines.length)
      .toString(16)
      .padStart(4, '0')
    const some = lines.slice(0, wanted - made).map((line) => line.replace(/"id":"..../, `"id":"${round}`))
    made += some.length
    if (!out.write(`${some.join('\n')}\n`)) await new Promise((resolve) => out.once('drain', resolve))
  }
  out.end()
  await finished(out)
  return wanted
}

/** @param {string} measure @param {string} file */
function child(measure, file) {
  const given = Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, value],
  )
  const self = fileURLToPath(import.meta.url)
  spawnSync(process.execPath, [self, ...given, '--measure', measure, '--file', file], { stdio: 'inherit' })
}

/** @param {string} file @param {string} name */
async function flatten(file, name) {
  const view = compileView(VIEWS[/** @type {keyof typeof VIEWS} */ (name)])
  const tables = await openViewTables({ folder: null, views: [view], ...settings })
  const [start, before] = [performance.now(), process.cpuUsage()]
  const { rows } = await tables.load([file])
  const [seconds, used] = [(performance.now() - start) / 1000, process.cpuUsage(before)]
  await tables.close()
  const processor = (used.user + used.system) / 1e6
  const [each, eachBusy] = [seconds, processor / settings.threads].map((time) =>
    Math.round(Number(options.resources) / time),
  )
  console.log(
    `${name}: ${seconds.toFixed(2)} s, ${each} resources/s; ${processor.toFixed(2)} s of processor, as if ${eachBusy}/s on a machine of its own; ${rows[view.name]} rows, peak ${peak()} MiB`,
  )
}

/** A million rows on disk; then one write after another, and one of a thousand. @param {string} file */
async function update(file) {
  const view = compileView(VIEWS.ready)
  const folder = join(file, '..', 'tables')
  const tables = await openViewTables({ folder, views: [view], ...settings })
  await tables.load([file])
  const resources = [...resourcesOf(filesOf().slice(0, 3))]
    .flat()
    .filter(({ resourceType }) => resourceType === 'Observation')
  const changes = resources.map((resource, i) => {
    const id = `0000${resource.id.slice(4)}`
    return { type: 'Observation', id, version: 2 + i, content: JSON.stringify({ ...resource, id }) }
  })
  const times = []
  for (const [i, change] of changes.slice(0, 50).entries()) {
    const start = performance.now()
    await tables.apply([change], BigInt(i + 1))
    times.push(performance.now() - start)
  }
  times.sort((a, b) => a - b)
  const start = performance.now()
  await tables.apply(changes.slice(0, 1000), 1000n)
  const many = performance.now() - start
  await tables.close()
  const [median, most] = [times[25], times[49]].map((time) => time?.toFixed(0))
  console.log(
    `update of 1 of ${options.resources}: median ${median} ms, longest of 50 ${most} ms; of ${Math.min(1000, changes.length)} together ${many.toFixed(0)} ms; peak ${peak()} MiB`,
  )
}

function peak() {
  return (process.resourceUsage().maxRSS / 1024).toFixed(0)
}
