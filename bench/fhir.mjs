// Import, search and reading of a FHIR store: npm run bench -- fhir [--copies 11] [--files 111] [--engine postgres|folder] [--only token,date] [--rounds 200] [--http]
// Imports the made-up patients of ../shared/data/synthea-fhir, as many copies of them as asked, and then searches in all ways, each many times with other values.
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openFhirStore, STORE_ITSELF } from '../packages/fhir/dist/index.js'
import { copyOf, FOLDER, filesOf, resourcesOf } from '../spec/synthea.mjs'
import { startPostgres } from './access/place.mjs'

const { values: options } = parseArgs({
  options: {
    copies: { type: 'string', default: '1' },
    files: { type: 'string', default: '1000' },
    engine: { type: 'string', default: 'postgres' },
    only: { type: 'string', default: '' },
    rounds: { type: 'string', default: '200' },
    folder: { type: 'string', default: FOLDER },
    /** A database that a bench before this one has filled: nothing is imported. */
    url: { type: 'string' },
    batch: { type: 'string', default: '5000' },
    /** Reads over HTTP too, by an app with a token: apps/server must be built. */
    http: { type: 'boolean', default: false },
  },
})

const clock = { now: () => new Date() }
let next = 0
const identifiers = { next: () => `made-${++next}` }
const folder = options.engine === 'folder' ? mkdtempSync(join(tmpdir(), 'sund-bench-')) : undefined
const there = { url: options.url, worked: () => 0, analyze: () => undefined, stop: () => undefined }
const server =
  folder !== undefined
    ? undefined
    : options.url === undefined
      ? await startPostgres(['shared_buffers=1GB', 'max_wal_size=4GB'])
      : there
const store = await openFhirStore({ place: server ? { url: server.url } : { folder }, clock, identifiers })

const say = (...cells) => console.log(`| ${cells.join(' | ')} |`)
const megabytes = (bytes) => `${Math.round(bytes / 2 ** 20)} MiB`
let peak = 0
const watching = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss())
}, 50)

const sample = []
let total = 0
let seconds = 0
const busy = { node: 0, database: 0 }
const ofNode = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}
const worked = () => server?.worked() ?? 0
async function load(resources) {
  const [started, node, database] = [performance.now(), ofNode(), worked()]
  await store.load(resources)
  seconds += (performance.now() - started) / 1000
  busy.node += ofNode() - node
  busy.database += worked() - database
  total += resources.length
}
const files = [...resourcesOf(filesOf(options.folder).slice(0, Number(options.files)))]
let seen = 0
for (let copy = 0; copy < Number(options.copies); copy++) {
  const [from, before] = [seconds, total]
  let wait = []
  for (const resources of files)
    for (const one of copy === 0 ? resources : copyOf(resources, copy)) {
      if (sample.length < 40_000 && seen++ % 7 === 0) sample.push(one)
      if (options.url !== undefined) continue
      wait.push(one)
      if (wait.length < Number(options.batch)) continue
      await load(wait)
      wait = []
    }
  if (wait.length > 0) await load(wait)
  const rate = Math.round((total - before) / (seconds - from))
  console.error(`copy ${copy}: ${rate} resources a second, ${total} in all, ${megabytes(peak)}`)
}
const work = `processor seconds: ${busy.node.toFixed(1)} here, ${busy.database.toFixed(1)} in the database`
say(
  'import',
  `${total} resources`,
  `${Math.round(total / seconds)} a second`,
  `peak ${megabytes(peak)}`,
  work,
)
server?.analyze()

const ofType = (type) => sample.filter(({ resourceType }) => resourceType === type)
const any = (list) => list[Math.floor(Math.random() * list.length)]
const observations = ofType('Observation')
const patients = ofType('Patient')
const valued = observations.filter(({ valueQuantity }) => valueQuantity)
const day = ({ effectiveDateTime }) => effectiveDateTime.slice(0, 10)
const code = ({ code: { coding } }) => `${coding[0].system}|${coding[0].code}`
const conditions = ofType('Condition')
const family = ({ name }) => name[0].family
const SEARCHES = {
  token: () => ['Observation', `code=${code(any(observations))}`],
  'token: identifier': () => ['Encounter', `identifier=${any(ofType('Encounter')).identifier[0].value}`],
  'token and reference': () => {
    const one = any(observations)
    return ['Observation', `code=${code(one)}&subject=${one.subject.reference}`]
  },
  date: () => ['Observation', `date=${day(any(observations))}`],
  'date from to': () => {
    const from = day(any(observations))
    return [
      'Observation',
      `date=ge${from}&date=lt${new Date(Date.parse(from) + 7 * 86_400_000).toISOString().slice(0, 10)}`,
    ]
  },
  'date and token': () => {
    const one = any(observations)
    return ['Observation', `code=${code(one)}&date=${day(one).slice(0, 7)}`]
  },
  string: () => ['Patient', `name=${family(any(patients)).slice(0, 5)}`],
  reference: () => ['Observation', `patient=${any(patients).id}`],
  quantity: () => {
    const { valueQuantity, ...one } = any(valued)
    return [
      'Observation',
      `code=${code(one)}&value-quantity=${valueQuantity.value}|${valueQuantity.system}|${valueQuantity.code}`,
    ]
  },
  composite: () => {
    const { valueQuantity, ...one } = any(valued)
    return ['Observation', `code-value-quantity=${code(one)}$gt${valueQuantity.value}`]
  },
  'chained: token and name': () => [
    'Observation',
    `code=${code(any(observations))}&patient.name=${family(any(patients))}`,
  ],
  'chained: name': () => ['Condition', `patient.family=${family(any(patients))}`],
  'chained: gender': () => [
    'Condition',
    `patient.gender=${any(['male', 'female'])}&code=${code(any(conditions))}`,
  ],
  'chained twice': () => [
    'Observation',
    `encounter.patient.family=${family(any(patients))}&code=${code(any(observations))}`,
  ],
  '_has: code': () => ['Patient', `_has:Observation:patient:code=${code(any(observations))}`],
  '_has: condition': () => ['Patient', `_has:Condition:patient:code=${code(any(conditions))}`],
  '_has and token': () => [
    'Patient',
    `gender=${any(['male', 'female'])}&_has:Condition:patient:code=${code(any(conditions))}`,
  ],
  _include: () => [
    'MedicationRequest',
    `patient=${any(patients).id}&_include=MedicationRequest:encounter&_include=MedicationRequest:requester`,
  ],
  _revinclude: () => [
    'Encounter',
    `identifier=${any(ofType('Encounter')).identifier[0].value}&_revinclude=Observation:encounter&_count=5`,
  ],
  'sorted: of a patient': () => ['Observation', `patient=${any(patients).id}&_sort=-date&_count=20`],
  'sorted: latest of a code': () => ['Observation', `code=${code(any(observations))}&_sort=-date&_count=20`],
  'sorted: latest of all': () => ['Observation', `_sort=-date&_count=20`],
  'written since': () => ['Observation', `_lastUpdated=ge${new Date(Date.now() - 60_000).toISOString()}`],
  'total of a patient': () => ['Observation', `patient=${any(patients).id}&_total=accurate`],
}
const wanted =
  options.only === ''
    ? Object.keys(SEARCHES)
    : options.only.split(',').flatMap((one) => Object.keys(SEARCHES).filter((name) => name.startsWith(one)))
say(
  'search',
  'found on a page',
  'median, ms',
  'p95, ms',
  'longest, ms',
  'processor ms each: here, in the database',
)
say('---', '---', '---', '---', '---', '---')
for (const name of wanted) {
  const times = []
  const [node, database] = [ofNode(), server?.worked() ?? 0]
  let matches = 0
  for (let round = 0; round < Number(options.rounds); round++) {
    const [type, query] = SEARCHES[name]()
    const started = performance.now()
    const page = await store.search(
      STORE_ITSELF,
      type,
      query.includes('_count') ? query : `${query}&_count=20`,
      { handling: 'strict' },
    )
    const took = performance.now() - started
    times.push(took)
    if (took > 500) console.error(`${Math.round(took)} ms: ${type}?${query}`)
    matches += page.matches.length
  }
  times.sort((a, b) => a - b)
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(1)
  say(
    name,
    (matches / times.length).toFixed(1),
    at(0.5),
    at(0.95),
    at(1),
    `${(((ofNode() - node) * 1000) / times.length).toFixed(1)}, ${((((server?.worked() ?? 0) - database) * 1000) / times.length).toFixed(1)}`,
  )
}

const keys = sample.map(({ resourceType: type, id }) => ({ type, id }))
const READS = Number(options.rounds) * 50
for (const clients of [8, 32]) {
  const [started, node, database] = [performance.now(), ofNode(), worked()]
  let asked = 0
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (asked++ < READS) await store.read(STORE_ITSELF, any(keys))
    }),
  )
  const each = (seconds) => ((seconds * 1000) / READS).toFixed(2)
  say(
    'read',
    `${Math.round(READS / ((performance.now() - started) / 1000))} a second`,
    `${clients} at once`,
    `processor ms each: ${each(ofNode() - node)} here, ${each(worked() - database)} in the database`,
  )
}
if (options.http) {
  const { readsOverHttp } = await import('./fhir/http.mjs')
  for (const clients of [8, 32]) {
    const { rate, processor } = await readsOverHttp(store, clock, keys, { clients })
    say(
      'read over HTTP',
      `${Math.round(rate)} a second`,
      `${clients} at once`,
      `${processor.toFixed(2)} processor ms each here`,
    )
  }
}
if (server) {
  const pg = createRequire(new URL('../packages/store/package.json', import.meta.url))('pg')
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  const { rows } = await client.query(
    `select relname, pg_table_size(oid)::float8 as own, pg_indexes_size(oid)::float8 as indexes, reltuples from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 2 desc`,
  )
  for (const { relname, own, indexes, reltuples } of rows)
    say(relname, `${reltuples} rows`, megabytes(own), `indexes ${megabytes(indexes)}`)
  await client.end()
}
clearInterval(watching)
await store.close()
await server?.stop()
if (folder) rmSync(folder, { recursive: true })
