// How long models take beside R's fitting functions on the same numbers, and a table beside SQL written by hand.
//
//   npx tsc -b packages/engine && npm run bench -- statistics [--rows N] [--only logit,cox] [--threads 2] [--memory-mib 1536] [--json]
//
// --rows takes the place of every case's own number of rows. Each fit runs in a process of its own, whose peak resident memory
// is told; both sides have the numbers in memory when the clock starts. Without Rscript the rivals are skipped.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { DuckDBInstance } from '@duckdb/node-api'
import { Fragment, Workplace } from '../packages/engine/dist/index.js'
import { OPEN_POLICY, valueRules } from '../packages/model/dist/index.js'

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string' },
    only: { type: 'string' },
    threads: { type: 'string', default: '2' },
    'memory-mib': { type: 'string', default: '1536' },
    json: { type: 'boolean', default: false },
    // Set by this script for its own processes.
    fit: { type: 'string' },
    file: { type: 'string' },
  },
})
const threads = options.threads

const CASES = [
  { name: 'logit 1 M × 10', model: 'logit', rows: 1e6, terms: 10, rival: 'glm.fit', goal: null },
  {
    name: 'logit 5 M × 10',
    model: 'logit',
    rows: 5e6,
    terms: 10,
    rival: 'glm.fit',
    goal: 0.2,
    mostMiB: 2048,
  },
  { name: 'regress 1 M × 10', model: 'regress', rows: 1e6, terms: 10, rival: 'lm.fit', goal: 0.5 },
  { name: 'poisson 1 M × 10', model: 'poisson', rows: 1e6, terms: 10, rival: 'glm.fit', goal: null },
  { name: 'cox 1 M × 5', model: 'cox', rows: 1e6, terms: 5, rival: 'coxph', goal: 0.1 },
  { name: 'the same', model: 'cox', rows: 1e6, terms: 5, rival: 'coxph.fit', goal: null },
  { name: 'two-way table 5 M', model: 'table', rows: 5e6, terms: 2, rival: 'SQL by hand', goal: 1.15 },
]

if (options.fit) console.log(JSON.stringify(await measure(JSON.parse(options.fit), options.file)))
else await bench()

async function bench() {
  const hasR = spawnSync('Rscript', ['--version']).status === 0
  const results = []
  for (const each of CASES) {
    if (options.only && !options.only.split(',').includes(each.model)) continue
    const of = { ...each, rows: Number(options.rows ?? each.rows) }
    const folder = await mkdtemp(join(tmpdir(), 'sund-bench-'))
    try {
      await make(of, folder)
      const own = await child(process.execPath, [
        fileURLToPath(import.meta.url),
        ...['--fit', JSON.stringify(of), '--file', join(folder, 'people.parquet')],
        ...['--threads', threads, '--memory-mib', options['memory-mib']],
      ])
      const rival = of.model === 'table' ? own.byHand : hasR ? await inR(of, folder) : null
      results.push(row(of, own, rival))
      console.error(`${of.name}: ${own.seconds.toFixed(2)} s, load ${loadavg()[0]?.toFixed(1)}`)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
  if (options.json) console.log(JSON.stringify(results, null, 2))
  else print(results, hasR)
}

function row(of, own, rival) {
  const ratio = rival ? own.seconds / rival.seconds : null
  const within = of.mostMiB === undefined || own.peakMiB <= of.mostMiB
  return {
    work: of.name,
    rows: of.rows,
    seconds: own.seconds,
    processorSeconds: own.processor,
    rivalProcessorSeconds: rival?.processor ?? null,
    rival: of.rival,
    rivalSeconds: rival?.seconds ?? null,
    ratio,
    goal: of.goal,
    met: of.goal === null || ratio === null ? null : ratio <= of.goal && within,
    peakMiB: own.peakMiB,
    mostMiB: of.mostMiB ?? null,
    /** Largest difference of an estimate from the rival's, in units of the largest estimate. */
    differs: rival?.estimates ? difference(own.estimates, rival.estimates) : null,
    load: loadavg()[0],
  }
}

function difference(own, rival) {
  const size = Math.max(...rival.map(Math.abs))
  return Math.max(...own.map((of, i) => Math.abs(of - rival[i]) / size))
}

function print(results, hasR) {
  const text = (of, digits) => (of === null ? '' : of.toFixed(digits))
  const lines = results.map((of) => [
    of.work,
    of.rows.toLocaleString('en'),
    text(of.seconds, 2),
    of.rivalSeconds === null ? 'skipped: no Rscript' : `${of.rival} ${of.rivalSeconds.toFixed(2)}`,
    text(of.ratio, 3),
    `${text(of.processorSeconds, 2)} / ${text(of.rivalProcessorSeconds, 2)}`,
    `${of.goal === null ? '' : `≤ ${of.goal}`}${of.mostMiB === null ? '' : `, ≤ ${of.mostMiB} MiB`}`,
    of.met === null ? '' : of.met ? 'yes' : 'no',
    text(of.peakMiB, 0),
    of.differs === null ? '' : of.differs.toExponential(0),
  ])
  const head = [
    'work',
    'rows',
    'seconds',
    'rival, seconds',
    'ratio',
    'processor seconds, both',
    'goal',
    'met',
    'peak RSS MiB',
    'estimates differ',
  ]
  console.log([head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n'))
  console.log(
    `\n${availableParallelism()} cores, ${threads} threads, Node ${process.versions.node}, load ${loadavg()[0]?.toFixed(1)}${hasR ? '' : '; Rscript is not installed'}`,
  )
}

/** The same numbers for both: Parquet for the engine, columns of doubles for R. */
async function make({ model, rows, terms }, folder) {
  const instance = await DuckDBInstance.create(':memory:', { threads })
  const connection = await instance.connect()
  const uniform = (seed) => `((hash(range * 31 + ${seed}) % 1000003) / 1000003.0)`
  const x = Array.from({ length: terms }, (_, i) => `x${i}`)
  const eta = x.map((name, i) => `${(i % 2 === 0 ? 1 : -1) * (0.2 + 0.05 * i)} * ${name}`).join(' + ')
  const outcomes = {
    logit: `(${uniform(901)} < 1 / (1 + exp(-(-0.5 + ${eta}))))::BIGINT`,
    poisson: `floor(-ln(1 - ${uniform(901)}) * exp(0.3 + ${eta}))::BIGINT`,
    regress: `${eta} + ${uniform(901)} - ${uniform(902)}`,
    cox: `(${uniform(901)} < 0.4)::BIGINT`,
    table: `1`,
  }
  const column = (i) =>
    model === 'table'
      ? `(hash(range * 31 + ${i}) % ${i === 0 ? 2 : 20})::DOUBLE AS x${i}`
      : `(${uniform(i + 1)} + ${uniform(i + 101)} + ${uniform(i + 201)} - 1.5)::DOUBLE AS x${i}`
  await connection.run(
    `CREATE TABLE made AS SELECT range, ${x.map((_, i) => column(i)).join(', ')} FROM range(${rows})`,
  )
  await connection.run(
    `CREATE TABLE people AS SELECT range::INTEGER AS unit, (${outcomes[model]})::DOUBLE AS y, (1 + floor(-ln(1 - ${uniform(903)}) * 1000 * exp(-(${eta}))))::DOUBLE AS t, ${x.join(', ')} FROM made ORDER BY range`,
  )
  await connection.run(`COPY people TO '${join(folder, 'people.parquet')}' (FORMAT parquet)`)
  if (model !== 'table') {
    const file = createWriteStream(join(folder, 'people.doubles'))
    for (const name of ['y', 't', ...x]) {
      const result = await connection.stream(`SELECT ${name} FROM people ORDER BY unit`)
      for (
        let chunk = await result.fetchChunk();
        chunk && chunk.rowCount > 0;
        chunk = await result.fetchChunk()
      ) {
        const bytes = Buffer.from(Float64Array.from(chunk.getColumnValues(0)).buffer)
        if (!file.write(bytes)) await once(file, 'drain')
      }
    }
    file.end()
    await once(file, 'finish')
  }
  connection.closeSync()
  instance.closeSync()
}

/** One fit of the engine over rows in memory; the best of four tables. */
async function measure({ model, rows, terms }, file) {
  const folder = await mkdtemp(join(tmpdir(), 'sund-bench-'))
  const names = ['y', 't', ...Array.from({ length: terms }, (_, i) => `x${i}`)]
  const position = { line: 1, column: 1, endLine: 1, endColumn: 2 }
  const workplace = await Workplace.open({
    memoryMiB: Number(options['memory-mib']),
    threads: Number(threads),
    folder,
  })
  try {
    const people = { register: 'bench', version: '1.0.0' }
    workplace.addTable({ ...people, table: 'PERSON' }, { file, unitType: 'PERSON', links: [] })
    workplace.addUnits(
      { ...people, unitType: 'PERSON' },
      {
        pseudonyms: BigInt64Array.from({ length: rows }, (_, i) => BigInt(i) * 7919n),
        recordKeys: Uint16Array.from({ length: rows }, (_, i) => (i * 40_503) % 65_536),
      },
    )
    const scan = {
      op: 'scan',
      id: 'people',
      place: 'a',
      unit: 'PERSON',
      rowsPerUnit: 'one',
      rowsPerSubject: 'one',
      public: true,
      columns: names.map((name) => ({ name, type: 'number', title: { en: name }, sensitivity: 'PUBLIC' })),
      position,
      command: 'import',
      ...people,
      table: 'PERSON',
      subjectLink: null,
      when: { kind: 'fixed' },
      present: [],
      read: names.map((name) => ({ as: name, read: { what: 'variable', name } })),
    }
    const specs = Array.from({ length: model === 'table' ? 4 : 1 }, () => specOf(model, terms))
    const show = (what, index) => ({
      do: 'show',
      show: { index, command: model, position, dataset: 'd', what },
    })
    const steps = [
      { do: 'relation', relation: scan },
      ...specs.map((spec, index) =>
        show({ kind: 'statistic', relation: 'people', condition: null, spec }, index),
      ),
    ]
    let [seconds, processor] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
    let estimates = []
    for await (const outcome of workplace.run(
      Fragment.parse({ place: 'a', registers: [], steps, deliver: [] }),
      { values: valueRules(OPEN_POLICY) },
    )) {
      const [start, before] = [performance.now(), process.cpuUsage()]
      const statistic = await outcome.statistic()
      processor = Math.min(processor, processorSeconds(before))
      seconds = Math.min(seconds, (performance.now() - start) / 1000)
      if (statistic.kind === 'model') estimates = inOrderOfR(statistic.coefficients)
    }
    const peakMiB = process.resourceUsage().maxRSS / 1024
    return {
      seconds,
      processor,
      estimates,
      peakMiB,
      ...(model === 'table' ? { byHand: await byHand(file) } : {}),
    }
  } finally {
    workplace.close()
    await rm(folder, { recursive: true, force: true })
  }
}

function inOrderOfR(coefficients) {
  return [...coefficients]
    .sort((a, b) => Number(b.term === '_cons') - Number(a.term === '_cons'))
    .map((c) => c.estimate)
}

function specOf(model, terms) {
  if (model === 'table')
    return {
      show: 'tabulate',
      dimensions: ['x0', 'x1'],
      missing: false,
      frequency: true,
      shares: [],
      measure: null,
      chi2: false,
      labels: true,
      order: { rowsort: null, colsort: null, top: null, bottom: null },
    }
  return {
    show: 'model',
    model,
    outcome: 'y',
    terms: Array.from({ length: terms }, (_, i) => ({ factors: [{ column: `x${i}`, categorical: false }] })),
    constant: model !== 'cox',
    level: 95,
    exponentiate: false,
    robust: false,
    cluster: null,
    standardize: false,
    margins: null,
    ...(model === 'cox'
      ? { time: 't', ties: 'efron', strata: [], entry: null, by: null, phtest: null }
      : { exposure: null }),
  }
}

async function byHand(file) {
  const instance = await DuckDBInstance.create(':memory:', { threads })
  const connection = await instance.connect()
  await connection.run(`CREATE TABLE people AS SELECT * FROM '${file}'`)
  let [seconds, processor] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (let times = 0; times < 4; times++) {
    const [start, before] = [performance.now(), process.cpuUsage()]
    await connection.runAndReadAll('SELECT x0, x1, count(*) FROM people GROUP BY x0, x1')
    processor = Math.min(processor, processorSeconds(before))
    seconds = Math.min(seconds, (performance.now() - start) / 1000)
  }
  connection.closeSync()
  instance.closeSync()
  return { seconds, processor }
}

/** Of all threads, which other work on the machine changes less than the clock. */
function processorSeconds(before) {
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

function inR({ model, rows, terms, rival }, folder) {
  return child('Rscript', [
    fileURLToPath(new URL('./statistics.R', import.meta.url)),
    ...[join(folder, 'people.doubles'), model, String(rows), String(terms), rival],
  ])
}

/** What a process prints as JSON. */
async function child(command, args) {
  const running = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let out = ''
  running.stdout.on('data', (piece) => {
    out += piece
  })
  const [code] = await once(running, 'close')
  if (code !== 0) throw new Error(`${command} failed`)
  return JSON.parse(out)
}
