// How long statistics take over a million people, and the same table written by hand in SQL beside it.
//
//   npx tsc -b packages/engine && node bench/engine.mjs [--rows 1000000] [--threads 2] [--memory-mib 1024]
//
// Prints one JSON document: seconds of each statistic (best of three), of the scan, and the ratio to SQL by hand.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { DuckDBInstance } from '@duckdb/node-api'
import { Fragment, Workplace } from '../packages/engine/dist/index.js'
import { OPEN_POLICY, valueRules } from '../packages/model/dist/index.js'

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    threads: { type: 'string', default: '2' },
    'memory-mib': { type: 'string', default: '1024' },
  },
})
const rows = Number(options.rows)
const folder = await mkdtemp(join(tmpdir(), 'sund-bench-'))
const position = { line: 1, column: 1, endLine: 1, endColumn: 2 }
const names = ['sex', 'region', 'age', 'income', 'dead', 'days']
const columns = names.map((name) => ({
  name,
  type: 'number',
  title: { en: name },
  sensitivity: 'PERSON_SPECIAL',
}))
const select = `SELECT range::INTEGER AS unit, (hash(range) % 2)::BIGINT AS sex, (hash(range * 3) % 20)::BIGINT AS region,
  (20 + hash(range * 5) % 70)::BIGINT AS age, exp(10 + (hash(range * 7) % 1000) / 400.0) AS income,
  (hash(range * 11) % 100 < 20)::BIGINT AS dead, (1 + hash(range * 13) % 3650)::BIGINT AS days FROM range(${rows})`

const table = {
  show: 'tabulate',
  dimensions: ['sex', 'region'],
  missing: false,
  frequency: true,
  shares: [],
  measure: null,
  chi2: false,
  labels: true,
  order: { rowsort: null, colsort: null, top: null, bottom: null },
}
const model = {
  show: 'model',
  model: 'regress',
  outcome: 'income',
  exposure: null,
  margins: null,
  constant: true,
  level: 95,
  exponentiate: false,
  robust: false,
  cluster: null,
  standardize: false,
  terms: ['age', 'sex'].map((column) => ({ factors: [{ column, categorical: false }] })),
}
const SPECS = {
  table,
  mean: { ...table, measure: { column: 'income', show: ['mean', 'std'] } },
  median: { ...table, measure: { column: 'income', show: ['median'] } },
  summarize: { show: 'summarize', columns: ['income'], by: ['sex'], gini: false, iqr: false },
  histogram: {
    show: 'histogram',
    column: 'income',
    discrete: false,
    value: 'frequency',
    bins: null,
    width: null,
    by: null,
    normal: false,
  },
  regress: model,
  logit: { ...model, model: 'logit', outcome: 'dead' },
  cox: {
    ...model,
    model: 'cox',
    outcome: 'dead',
    time: 'days',
    ties: 'efron',
    strata: [],
    entry: null,
    by: null,
    phtest: null,
  },
  'kaplan-meier': { show: 'kaplan-meier', event: 'dead', time: 'days', by: 'sex', level: 95 },
}

try {
  const file = join(folder, 'people.parquet')
  const instance = await DuckDBInstance.create(':memory:', { threads: options.threads })
  const connection = await instance.connect()
  await connection.run(`COPY (${select}) TO '${file}' (FORMAT parquet)`)
  await connection.run(
    `CREATE TABLE people AS SELECT * REPLACE (sex::DOUBLE AS sex, region::DOUBLE AS region), (unit * 7 % 65536)::INTEGER AS key FROM '${file}'`,
  )
  const byHand = await best(() =>
    connection.runAndReadAll(
      'SELECT sex, region, count(*), sum(key) % 65536 FROM people WHERE sex IS NOT NULL AND region IS NOT NULL GROUP BY CUBE (sex, region)',
    ),
  )
  connection.closeSync()
  instance.closeSync()

  const workplace = await Workplace.open({
    memoryMiB: Number(options['memory-mib']),
    threads: Number(options.threads),
    folder: join(folder, 'work'),
  })
  workplace.addTable(
    { register: 'bench', version: '1.0.0', table: 'PERSON' },
    { file, unitType: 'PERSON', links: [] },
  )
  const units = await timed(() =>
    workplace.addUnits(
      { register: 'bench', version: '1.0.0', unitType: 'PERSON' },
      {
        pseudonyms: BigInt64Array.from({ length: rows }, (_, i) => BigInt(i) * 7919n),
        recordKeys: Uint16Array.from({ length: rows }, (_, i) => i % 65_536),
      },
    ),
  )
  const scan = {
    op: 'scan',
    id: 'people',
    place: 'a',
    unit: 'PERSON',
    rowsPerUnit: 'one',
    rowsPerSubject: 'one',
    public: false,
    columns,
    position,
    command: 'import',
    register: 'bench',
    version: '1.0.0',
    table: 'PERSON',
    subjectLink: null,
    when: { kind: 'fixed' },
    present: [],
    read: names.map((name) => ({ as: name, read: { what: 'variable', name } })),
  }
  const shows = Object.entries(SPECS).flatMap(([name, spec]) => [1, 2, 3].map(() => [name, spec]))
  const steps = [
    { do: 'relation', relation: scan },
    {
      do: 'show',
      show: { index: 0, command: 'start', position, dataset: 'd', what: { kind: 'text', markdown: '' } },
    },
    ...shows.map(([name, spec], index) => ({
      do: 'show',
      show: {
        index,
        command: name,
        position,
        dataset: 'd',
        what: { kind: 'statistic', relation: 'people', condition: null, spec },
      },
    })),
  ]
  /** @type {Record<string, number>} */
  const seconds = {}
  let last = performance.now()
  for await (const outcome of workplace.run(
    Fragment.parse({ place: 'a', registers: [], steps, deliver: [] }),
    { values: valueRules(OPEN_POLICY) },
  )) {
    if (outcome.kind === 'statistic') await outcome.statistic()
    const took = (performance.now() - last) / 1000
    const name = outcome.kind === 'statistic' ? outcome.shown.command : 'scan'
    seconds[name] = Math.min(seconds[name] ?? Number.POSITIVE_INFINITY, took)
    last = performance.now()
  }
  workplace.close()
  console.log(
    JSON.stringify(
      {
        rows,
        threads: Number(options.threads),
        units,
        ...seconds,
        tableByHand: byHand,
        ratio: seconds.table / byHand,
      },
      null,
      2,
    ),
  )
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function timed(work) {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

async function best(work) {
  return Math.min(await timed(work), await timed(work), await timed(work))
}
