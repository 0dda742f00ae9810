// Feasibility counts: how long indexes of persons per code take to make, how large they are, and how fast they answer.
//
//   npx tsc -b && node bench/feasibility.mjs [--persons 5600000] [--rows 100000000] [--memory-mib 320] [--home DIR] [--naive] [--json]
//
// Makes two registers of one holder in stored form (persons with sex and date of birth, diagnoses with 500 codes of very unequal frequency
// over 11 years), indexes them as an import does, and asks the hub: five criteria over both registers, other codes each time. Persons
// per code and sex over all codes come from the index alone; with --naive the same by count(DISTINCT) in DuckDB beside it. --home keeps
// what was made for the next time.
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { DuckDBInstance } from '@duckdb/node-api'
import { openSund } from '../apps/server/dist/index.js'
import { eachPerson } from '../packages/engine/dist/index.js'
import { noPersons } from '../packages/model/dist/index.js'
import {
  createVault,
  LINKAGE_SECRET_BYTES,
  linkageTokens,
  readOrCreateSecret,
  runUnits,
  VAULT_KEY_BYTES,
} from '../packages/network/dist/index.js'
import { openDatabase } from '../packages/registers/dist/database.js'
import { openHoldings } from '../packages/registers/dist/index.js'
import { indexTable } from '../packages/registers/dist/index-codes.js'
import { createSealed, PIECE_UNITS } from '../packages/registers/dist/sealed.js'
import { sealContext } from '../packages/registers/dist/units.js'

const { values: options } = parseArgs({
  options: {
    persons: { type: 'string', default: '5600000' },
    rows: { type: 'string' },
    'memory-mib': { type: 'string', default: '320' },
    home: { type: 'string' },
    naive: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})
const persons = Number(options.persons)
const diagnoses = Number(options.rows ?? Math.round(persons * (100 / 5.6)))
/** Nine persons in ten were ever at a hospital: the two registers number persons each in its own way. */
const patients = Math.floor(persons * 0.9)
const CODES = 500
const TIMES = 20
const note = (line) => console.error(line)
const seconds = (started) => (performance.now() - started) / 1000
const rss = () => Math.round(process.resourceUsage().maxRSS / 1024)

const home = options.home ?? (await mkdtemp(join(tmpdir(), 'sund-feasibility-')))
const folder = join(home, 'holders', 'bench')
const codeOf = (i) => `C${String(i).padStart(3, '0')}`
const variable = (name, temporality, dataType, domain) => ({
  name,
  title: { en: name },
  description: { en: name },
  temporality,
  dataType,
  domain,
  sensitivity: 'PERSON_SPECIAL',
})
const register = (name, table) => ({
  name: `bench.${name}`,
  title: { en: name },
  description: { en: name },
  holder: { name: 'bench', title: { en: 'Bench' } },
  source: 'Made for a benchmark',
  licence: 'CC0-1.0',
  synthetic: true,
  tables: [{ title: { en: name }, description: { en: name }, links: [], ...table }],
})
const codes = (list) => ({ codes: list.map((code) => ({ code, title: { en: code } })) })
const REGISTERS = [
  {
    register: register('population', {
      name: 'PERSON',
      unit: 'PERSON',
      unitColumn: 'person',
      variables: [
        variable('SEX', 'FIXED', 'STRING', codes(['1', '2'])),
        variable('BORN', 'FIXED', 'DATE', {}),
      ],
    }),
    rows: persons,
    select: `SELECT range::INTEGER AS unit, (1 + hash(range) % 2)::VARCHAR AS SEX, (hash(range * 3) % 33000)::INTEGER - 14600 AS BORN FROM range(${persons})`,
    distinct: { SEX: 2, BORN: 33000 },
  },
  {
    register: register('hospital', {
      name: 'DIAGNOSES',
      unit: 'DIAGNOSIS',
      links: [{ name: 'PATIENT', unit: 'PERSON', title: { en: 'Patient' }, column: 'person' }],
      fromColumn: 'day',
      variables: [
        variable(
          'DIAGNOSIS',
          'EVENT',
          'STRING',
          codes(Array.from({ length: CODES + 1 }, (_, i) => codeOf(i))),
        ),
      ],
    }),
    rows: diagnoses,
    select: `SELECT range::INTEGER AS unit, (range * ${patients} // ${diagnoses})::INTEGER AS link_PATIENT,
      (16071 + hash(range) % 4018)::INTEGER AS from_day, (16071 + hash(range) % 4018)::INTEGER AS until_day,
      'C' || lpad((${CODES} * power((hash(range * 7 + 1) % 1000003) / 1000003.0, 2.2))::INTEGER::VARCHAR, 3, '0') AS DIAGNOSIS
      FROM range(${diagnoses})`,
    distinct: { DIAGNOSIS: CODES + 1 },
    own: patients,
  },
]

/** Tokens that ascend, as linkage tokens of numbered persons do; of `share` of those persons of whom there are tokens at all. */
function tokensFrom(first, last, share) {
  const bytes = Buffer.alloc((last - first) * 16)
  for (let unit = first; unit < last; unit++) {
    const person = Math.floor(unit / share)
    bytes.writeUInt32BE(person * 700, (unit - first) * 16)
    bytes.writeUInt32BE(Math.imul(person, 0x9e3779b1) >>> 0, (unit - first) * 16 + 8)
  }
  return bytes
}

const size = async (at, ending) => {
  const names = (await readdir(at)).filter((name) => name.endsWith(ending))
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(at, name))).size))
  return sizes.reduce((sum, one) => sum + one, 0) / 2 ** 20
}

async function make({ register: metadata, rows, select, distinct, own = persons }) {
  const target = join(folder, 'holdings', metadata.name, '1.0.0')
  const [table] = metadata.tables
  const file = join(target, `${table.name}.parquet`)
  if (!existsSync(join(target, 'manifest.json'))) {
    await rm(target, { recursive: true, force: true })
    const work = join(home, 'scratch')
    for (const path of [target, work]) await mkdir(path, { recursive: true })
    note(`making ${rows} rows of ${table.name}`)
    const database = await openDatabase({
      folder: work,
      memoryMiB: Number(options['memory-mib']),
      threads: 2,
    })
    await database.run(
      `COPY (${select}) TO '${file}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)`,
    )
    note(`indexing ${table.name}`)
    const started = performance.now()
    const quality = {
      variables: Object.entries(distinct).map(([name, n]) => ({ variable: name, distinct: n })),
    }
    const indexes = await indexTable(database, table, quality, { file, persons: own, target, work })
    figures.push({ name: `index of ${rows} rows`, seconds: seconds(started), peakMiB: rss() })
    database.close()
    const vault = createVault(await readOrCreateSecret(join(folder, 'vault.key'), VAULT_KEY_BYTES))
    const sealed = await createSealed(
      join(target, 'person.tokens.sealed'),
      vault,
      sealContext(metadata.name, '1.0.0', 'PERSON', 'tokens'),
    )
    for (let unit = 0; unit < own; unit += PIECE_UNITS)
      await sealed.append(tokensFrom(unit, Math.min(own, unit + PIECE_UNITS), own / persons))
    await sealed.close()
    const counted = { rows, missing: 0, outOfCodeList: 0, distinct: 1 }
    await writeFile(
      join(target, 'manifest.json'),
      JSON.stringify({
        format: 1,
        register: metadata,
        version: '1.0.0',
        importedAt: '2026-01-01T00:00:00.000Z',
        contentHash: '0'.repeat(64),
        tables: [{ name: table.name, file: `${table.name}.parquet`, rows }],
        unitSets: [{ unitType: 'PERSON', count: own, identifiers: null, tokens: 'person.tokens.sealed' }],
        indexes,
        quality: {
          tables: [
            {
              table: table.name,
              rows,
              units: rows,
              people: own,
              duplicates: 0,
              overlappingPeriods: 0,
              earliest: null,
              latest: null,
              variables: table.variables.map(({ name }) => ({ variable: name, ...counted })),
            },
          ],
          badRows: [],
          badRowCount: 0,
        },
      }),
    )
  }
  const [stored, index] = [await size(target, '.parquet'), await size(target, '.index')]
  figures.push({
    name: `size of ${table.name}: Parquet ${stored.toFixed(0)} MiB, index ${index.toFixed(0)} MiB`,
  })
  return file
}

const figures = []
await mkdir(folder, { recursive: true })
await writeFile(join(folder, 'holder.json'), JSON.stringify({ name: 'bench', title: { en: 'Bench' } }))
const files = []
for (const one of REGISTERS) files.push(await make(one))

note('asking')
const sund = await openSund({ home })
let asked = 0
/** Each count is somebody else's, so that no quota (rule L2) ends the measuring. */
const researcher = () => ({ subject: `bench:${++asked}`, name: 'Bench' })
/** Five criteria over both registers, other codes for every `i`. */
const criteria = (i) =>
  `bench.population/SEX == '${1 + (i % 2)}' & inrange(bench.population/BORN, ${1940 + i}, ${1970 + i})
   & bench.hospital/DIAGNOSIS == '${codeOf(20 + 7 * i)}' since 2016
   & inlist(bench.hospital/DIAGNOSIS, '${codeOf(5 + i)}', '${codeOf(60 + 3 * i)}')
   & !(bench.hospital/DIAGNOSIS == 'C${String(10 + i).padStart(2, '0')}*' since 2018)`
const time = async (work) => {
  const started = performance.now()
  await work()
  return performance.now() - started
}
const first = await time(() => sund.hub.count(criteria(0), researcher()))
const times = []
for (let i = 1; i <= TIMES; i++) times.push(await time(() => sund.hub.count(criteria(i), researcher())))
times.sort((a, b) => a - b)
figures.push({
  name: 'five criteria, two registers',
  ms: { first, best: times[0], median: times[TIMES >> 1], worst: times.at(-1) },
  peakMiB: rss(),
  goal: '≤ 100 ms',
  met: times[TIMES >> 1] <= 100,
})
await sund.close()

note('persons per code and sex')
const secret = await readOrCreateSecret(join(home, 'network', 'linkage.secret'), LINKAGE_SECRET_BYTES)
const vault = createVault(await readOrCreateSecret(join(folder, 'vault.key'), VAULT_KEY_BYTES))
const holdings = await openHoldings(join(folder, 'holdings'), {
  vault,
  tokens: linkageTokens(secret),
  clock: { now: () => new Date() },
})
const population = await holdings.open('bench.population')
const hospital = await holdings.open('bench.hospital')
const { recordKeys } = runUnits(secret, '', await population.tokens('PERSON'))
// As if both numbered persons alike, here and below.
const perCode = async () => {
  const women = noPersons(persons)
  await (await population.index('PERSON', 'SEX')).add(['2'], {}, women)
  const index = await hospital.index('DIAGNOSES', 'DIAGNOSIS')
  const cells = []
  for (const code of index.codes) {
    const has = noPersons(index.persons)
    await index.add([code], {}, has)
    const cell = [0, 0, 0, 0]
    eachPerson(has, persons, (person) => {
      const sex = (women[person >>> 5] >>> (person & 31)) & 1
      cell[sex]++
      cell[2 + sex] = (cell[2 + sex] + recordKeys[person]) & 0xffff
    })
    cells.push(cell)
  }
  return cells
}
let cells = await perCode()
const started = performance.now()
cells = await perCode()
const own = seconds(started)
const perCodeRow = { name: 'persons per code and sex, with record keys', seconds: own, peakMiB: rss() }
figures.push(perCodeRow)
if (options.naive) {
  note('the same by count(DISTINCT)')
  const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '12GiB' })
  const connection = await instance.connect()
  const begun = performance.now()
  const reader = await connection.runAndReadAll(
    `SELECT DIAGNOSIS, SEX, count(DISTINCT link_PATIENT)::INTEGER AS n FROM '${files[1]}' AS d JOIN '${files[0]}' AS p ON p.unit = d.link_PATIENT GROUP BY ALL ORDER BY ALL`,
  )
  const naive = seconds(begun)
  const same = reader
    .getRowObjects()
    .every(({ DIAGNOSIS, SEX, n }) => cells[Number(DIAGNOSIS.slice(1))][Number(SEX) - 1] === n)
  figures.push({ name: 'the same by hand', seconds: naive, same })
  Object.assign(perCodeRow, { ratio: own / naive, goal: '≤ 0.2', met: own / naive <= 0.2 })
}
if (options.json) console.log(JSON.stringify({ rows: figures }))
else for (const row of figures) console.log(JSON.stringify(row))
if (!options.home) await rm(home, { recursive: true, force: true })
