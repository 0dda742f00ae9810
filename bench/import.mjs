// How much memory and time an import takes: makes a CSV file of events of persons, imports it in a process of its own, and
// prints the peak of that process's memory.
//
//   npx tsc -b packages/registers
//   node bench/import.mjs --gib 1 [--memory-mib 320] [--folder FOLDER]
//
// FOLDER (default: the system's temporary folder) needs about three times the file's size; all of it is removed.
import { spawn } from 'node:child_process'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const { values: options } = parseArgs({
  options: {
    gib: { type: 'string', default: '1' },
    'memory-mib': { type: 'string', default: '320' },
    folder: { type: 'string', default: tmpdir() },
    // Set by this script for its child processes.
    make: { type: 'string' },
    import: { type: 'string' },
  },
})

const COLUMNS = ['person', 'date', 'code', 'value', 'note']
const PERSONS = 5_500_000

if (options.make) await make(options.make, Number(options.gib))
else if (options.import) await importFile(options.import, Number(options['memory-mib']))
else await bench()

async function bench() {
  const folder = await mkdtemp(join(options.folder, 'sund-bench-'))
  const file = join(folder, 'events.csv')
  try {
    console.error(`making ${options.gib} GiB in ${folder}`)
    await child(['--make', file, '--gib', options.gib])
    const { size } = await stat(file)
    console.error('importing')
    const result = JSON.parse(await child(['--import', file, '--memory-mib', options['memory-mib']]))
    const table = [
      [
        'file',
        `${(size / 2 ** 30).toFixed(2)} GiB, ${result.rows.toLocaleString('en')} rows, ${result.units.toLocaleString('en')} persons`,
      ],
      ['machine', `${availableParallelism()} cores, Node ${process.versions.node}`],
      ['memory limit of the import', `${options['memory-mib']} MiB`],
      ['peak resident memory', `${Math.round(result.peakKiB / 1024)} MiB`],
      ['time', `${result.seconds.toFixed(0)} s`],
      ['rows per second', Math.round(result.rows / result.seconds).toLocaleString('en')],
      ['stored', `${(result.stored / 2 ** 20).toFixed(0)} MiB`],
    ]
    console.log(['| | |', '| --- | --- |', ...table.map((row) => `| ${row.join(' | ')} |`)].join('\n'))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Runs this script again; resolves to what it prints. */
function child(args) {
  return new Promise((resolve, reject) => {
    const started = spawn(process.execPath, [fileURLToPath(import.meta.url), ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let printed = ''
    started.stdout.on('data', (data) => {
      printed += data
    })
    started.on('close', (code) => (code === 0 ? resolve(printed) : reject(new Error(`ended with ${code}`))))
  })
}

async function make(file, gib) {
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const connection = await (
    await DuckDBInstance.create(':memory:', { preserve_insertion_order: 'false' })
  ).connect()
  const write = (rows) =>
    connection.run(`
      COPY (SELECT lpad((10000000000 + hash(range) % ${PERSONS} * 7919)::VARCHAR, 11, '0') AS person,
          DATE '2000-01-01' + (hash(range + 1) % 9000)::INTEGER AS date,
          'C' || (hash(range + 2) % 40) AS code,
          round((hash(range + 3) % 1000000) / 7000.0, 2) AS value,
          CASE WHEN range % 10 = 0 THEN 'a note, quoted' END AS note
        FROM range(${rows}))
      TO '${file.replaceAll("'", "''")}' (FORMAT csv, HEADER true)`)
  const trial = 1_000_000
  await write(trial)
  await write(Math.round((gib * 2 ** 30) / ((await stat(file)).size / trial)))
}

async function importFile(file, memoryMiB) {
  const { openHoldings } = await import('@sund/registers')
  const { testPorts } = await import('@sund/registers/testing')
  const text = (en) => ({ en })
  const variable = (name, column, dataType, domain) => ({
    name,
    column,
    dataType,
    domain,
    title: text(name),
    description: text(name),
    temporality: 'EVENT',
    sensitivity: 'PERSON_SPECIAL',
  })
  const codes = Array.from({ length: 40 }, (_, i) => ({ code: `C${i}`, title: text(`Code ${i}`) }))
  const metadata = {
    name: 'bench.events',
    title: text('Events'),
    description: text('Events'),
    holder: { name: 'bench', title: text('Bench') },
    source: 'generated',
    licence: 'none',
    tables: [
      {
        name: 'EVENTS',
        title: text('Events'),
        description: text('Events'),
        unit: 'PERSON',
        unitColumn: COLUMNS[0],
        links: [],
        fromColumn: COLUMNS[1],
        variables: [
          variable('CODE', COLUMNS[2], 'STRING', { codes }),
          variable('VALUE', COLUMNS[3], 'DOUBLE', { unitOfMeasure: 'mg/dL' }),
          variable('NOTE', COLUMNS[4], 'STRING', {}),
        ],
      },
    ],
  }
  const started = performance.now()
  const holdings = await openHoldings(`${file}.holding`, testPorts())
  let last = ''
  const progress = (step) => {
    if (step !== last)
      console.error(
        `  ${((performance.now() - started) / 1000).toFixed(0)} s, ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB: ${step}`,
      )
    last = step
  }
  const { quality, register } = await holdings.import({
    files: [{ path: file }],
    metadata,
    memoryMiB,
    progress,
  })
  const seconds = (performance.now() - started) / 1000
  const holding = await holdings.open(register.name)
  const [{ rows, units }] = quality.tables
  const stored = (await stat(holding.file('EVENTS'))).size
  console.log(JSON.stringify({ rows, units, seconds, stored, peakKiB: process.resourceUsage().maxRSS }))
}
