// What it costs to count people for protection: tables over many people through a workplace, of protected data and of the same data declared public.
//
//   npx tsc -b packages/engine && npm run bench -- protection [--rows 10000000] [--threads 2] [--memory-mib 4096] [--rounds 3] [--only table]
//
// Prints a Markdown table: the best time of each, from the first statement to the statistic, and the fewest processor seconds of all threads, which
// other work on the machine disturbs less; and what protection adds to both. A table of counts of
// protected data differs from the public one by the slots of its record sets only; means also by winsorising and by what their sums rest on.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { DuckDBInstance } from '@duckdb/node-api'
import { Fragment, Workplace } from '../packages/engine/dist/index.js'
import { OPEN_POLICY, valueRules } from '../packages/model/dist/index.js'

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '10000000' },
    threads: { type: 'string', default: '2' },
    'memory-mib': { type: 'string', default: '4096' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
  },
})
const rows = Number(options.rows)
const folder = await mkdtemp(join(tmpdir(), 'sund-bench-'))
const position = { line: 1, column: 1, endLine: 1, endColumn: 2 }
const names = ['sex', 'region', 'age', 'income']
const select = `SELECT range::INTEGER AS unit, (hash(range) % 2)::BIGINT AS sex, (hash(range * 3) % 20)::BIGINT AS region,
  (20 + hash(range * 5) % 70)::BIGINT AS age, exp(10 + (hash(range * 7) % 1000) / 400.0) AS income FROM range(${rows})`
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
const regress = {
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
  'two-way table, 40 cells': table,
  'two-way table, 1,400 cells': { ...table, dimensions: ['region', 'age'] },
  'mean in 40 cells': { ...table, measure: { column: 'income', show: ['mean'] } },
  'summary by sex': { show: 'summarize', columns: ['income'], by: ['sex'], gini: false, iqr: false },
  'linear regression, 2 terms': regress,
}

const recordKeys = Uint16Array.from({ length: rows }, (_, i) => (i * 40_503) & 0xffff)
const pseudonyms = BigInt64Array.from({ length: rows }, (_, i) => BigInt(i) * 7919n)

/** Seconds from the first statement of a workplace to the statistic, and the processor seconds of all threads. */
async function seconds(file, spec, isPublic) {
  const workplace = await Workplace.open({
    memoryMiB: Number(options['memory-mib']),
    threads: Number(options.threads),
    folder: join(folder, 'work'),
  })
  try {
    const named = { register: 'bench', version: '1.0.0' }
    workplace.addTable({ ...named, table: 'PERSON' }, { file, unitType: 'PERSON', links: [] })
    workplace.addUnits({ ...named, unitType: 'PERSON' }, { pseudonyms, recordKeys })
    const scan = {
      ...named,
      op: 'scan',
      id: 'people',
      place: 'a',
      unit: 'PERSON',
      rowsPerUnit: 'one',
      rowsPerSubject: 'one',
      public: isPublic,
      columns: names.map((name) => ({
        name,
        type: 'number',
        title: { en: name },
        sensitivity: 'PERSON_SPECIAL',
      })),
      position,
      command: 'import',
      table: 'PERSON',
      subjectLink: null,
      when: { kind: 'fixed' },
      present: [],
      read: names.map((name) => ({ as: name, read: { what: 'variable', name } })),
    }
    const what = { kind: 'statistic', relation: 'people', condition: null, spec }
    const steps = [
      { do: 'relation', relation: scan },
      { do: 'show', show: { index: 0, command: 'show', position, dataset: 'd', what } },
    ]
    const [start, used] = [performance.now(), process.cpuUsage()]
    const fragment = Fragment.parse({ place: 'a', registers: [], steps, deliver: [] })
    for await (const outcome of workplace.run(fragment, { values: valueRules(OPEN_POLICY) }))
      if (outcome.kind === 'statistic') await outcome.statistic()
    const { user, system } = process.cpuUsage(used)
    return [(performance.now() - start) / 1000, (user + system) / 1e6]
  } finally {
    workplace.close()
  }
}

try {
  const file = join(folder, 'people.parquet')
  const instance = await DuckDBInstance.create()
  const connection = await instance.connect()
  await connection.run(`COPY (${select}) TO '${file}' (FORMAT parquet)`)
  connection.closeSync()
  instance.closeSync()
  console.log(
    `| ${rows.toLocaleString('en')} people | public, seconds | protected, seconds | added | processor seconds, both | added |`,
  )
  console.log('| --- | --- | --- | --- | --- | --- |')
  for (const [name, spec] of Object.entries(SPECS)) {
    if (!name.includes(options.only)) continue
    const [open, kept] = [[], []]
    for (let round = 0; round < Number(options.rounds); round++) {
      open.push(await seconds(file, spec, true))
      kept.push(await seconds(file, spec, false))
    }
    const least = (of, which) => Math.min(...of.map((times) => times[which]))
    const added = (which) => `${((100 * least(kept, which)) / least(open, which) - 100).toFixed(0)} %`
    const [wall, processor] = [0, 1].map((which) => [open, kept].map((of) => least(of, which).toFixed(2)))
    console.log(`| ${name} | ${wall.join(' | ')} | ${added(0)} | ${processor.join(' / ')} | ${added(1)} |`)
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
