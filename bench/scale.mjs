// The engine on a whole country: what researchers ask most, through hub, holders, room and protection, beside SQL written by hand over the
// same Parquet in the same process.
//
//   npm run build && npm run bench -- scale [--persons 1000000,2800000,5600000] [--json] [--only NAME,…] [--homes DIR] [--repeat 3]
//
// A country of each size is generated and imported once into DIR/N (kept, so that the next run begins at once; 5,600,000 persons take half an
// hour and 25 GiB while they are made). Each piece of work runs in a process of its own, warm (after one run of it), best of `--repeat`; its
// peak resident memory is told before the rival runs. `growth` is time by size over time of the least size. --json prints one document:
// {"persons": N, "rows": [{"name", "ratio", "goal", "goalOf", "met", "seconds", "peakMiB", …}]}, where the goal is the most that the ratio, or the
// seconds, may be; of several sizes an array of them.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { DuckDBInstance } from '@duckdb/node-api'
import { openSund } from '../apps/server/dist/index.js'

const { values: options } = parseArgs({
  options: {
    persons: { type: 'string', default: '1000000,2800000,5600000' },
    only: { type: 'string' },
    homes: { type: 'string', default: join(tmpdir(), 'sund-scale') },
    repeat: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
    // Set by this script for its own processes.
    work: { type: 'string' },
    home: { type: 'string' },
  },
})
const repeat = Number(options.repeat)
const SEED = 1
const REGISTERS = ['population', 'education', 'primary-care', 'hospital', 'medicines', 'causes-of-death']
const CLI = fileURLToPath(new URL('../apps/cli/bin/sund.mjs', import.meta.url))

const CONTACTS = `
require sundland.primary-care:1 as primary
create-dataset contacts
import-event primary/ICPC2 2018-01-01 to 2024-12-31 as code
import primary/PERSON as person`

const STUDY = `
require sundland.population:1 as population
require sundland.education:1 as education
require sundland.primary-care:1 as primary
require sundland.hospital:1 as hospital
require sundland.causes-of-death:1 as deaths

create-dataset diabetics
import-event primary/ICPC2 2018-01-01 to 2019-12-31 as code
import primary/PERSON as person
keep if code == 'T90'
collapse (first) START@code -> diabetes_since, by(person)

create-dataset infarctions
import-event hospital/ICD10 2020-01-01 to 2024-12-31 as diagnosis
import hospital/DIAGNOSIS_PERSON as patient
keep if startswith(diagnosis, 'I21')
collapse (first) START@diagnosis -> infarction_on, by(patient)

create-dataset dead
import-event deaths/UNDERLYING_CAUSE 2020-01-01 to 2024-12-31 as cause
collapse (first) START@cause -> died_on, by(PERSONID_1)

create-dataset people
import population/SEX as sex
import population/BIRTH_DATE as born
import education/EDUCATION_LEVEL 2020-01-01 as education
use diabetics
merge diabetes_since into people
use infarctions
merge infarction_on into people
use dead
merge died_on into people

use people
generate age = (date(2020, 1, 1) - born) / 365.25
keep if age >= 30 & age < 90
generate diabetes = 0
replace diabetes = 1 if !sysmiss(diabetes_since)
generate infarction = 0
replace infarction = 1 if !sysmiss(infarction_on)
generate male = 0
replace male = 1 if sex == '1'
generate died = 0
replace died = 1 if !sysmiss(died_on)
generate days = 1826
replace days = died_on - date(2020, 1, 1) if died == 1
keep if days > 0
tabulate diabetes infarction, rowpct
tabulate education diabetes
logit infarction diabetes age male
cox died days diabetes age male`

/** Short scripts as people write them in turns. */
const MIXED = [
  'require sundland.population:1 as population\ncreate-dataset people\nimport population/SEX as sex\nimport population/BIRTH_DATE as born\ngenerate year = year(born)\ntabulate sex\nsummarize year, by(sex)',
  `${CONTACTS}\nkeep if code == 'T90'\ncollapse (first) START@code -> since, by(person)\ngenerate year = year(since)\ntabulate year`,
  'require sundland.education:1 as education\ncreate-dataset people\nimport education/EDUCATION_LEVEL 2023-01-01 as level\ntabulate level\npiechart level',
  'require sundland.medicines:1 as medicines\ncreate-dataset dispensations\nimport-event medicines/ATC 2024-01-01 to 2024-12-31 as atc\nimport medicines/PERSON as person\nkeep if startswith(atc, "A10")\ncollapse (count) atc -> times, by(person)\nhistogram times, discrete',
  `require sundland.population:1 as population\nrequire sundland.causes-of-death:1 as deaths\ncreate-dataset dead\nimport-event deaths/UNDERLYING_CAUSE 2020-01-01 to 2024-12-31 as cause\ncollapse (first) START@cause -> died_on, by(PERSONID_1)\ncreate-dataset people\nimport population/SEX as sex\nimport population/BIRTH_DATE as born\nuse dead\nmerge died_on into people\nuse people\ngenerate died = 0\nreplace died = 1 if !sysmiss(died_on)\ngenerate age = (date(2020, 1, 1) - born) / 365.25\ngenerate male = 0\nreplace male = 1 if sex == '1'\nlogit died age male`,
]

/**
 * The works: a script with its rival in SQL (`{TABLE}` stands for the stored file of a register's table), or one that is measured otherwise.
 * A goal is of the ratio to the rival, or of seconds, or of both seconds and memory.
 */
const WORKS = {
  'two-way table of dispensations': {
    goal: { ratio: 1.15 },
    script: `
require sundland.medicines:1 as medicines
create-dataset dispensations
import-event medicines/REIMBURSED 2023-01-01 to 2024-12-31 as reimbursed
import-event medicines/PRESCRIBER 2023-01-01 to 2024-12-31 as prescriber
tabulate reimbursed prescriber`,
    byHand: `SELECT REIMBURSED, PRESCRIBER, count(DISTINCT link_PERSON) FROM {medicines/DISPENSATION}
      WHERE REIMBURSED IS NOT NULL AND PRESCRIBER IS NOT NULL AND from_day BETWEEN 19358 AND 20088 GROUP BY CUBE (1, 2)`,
  },
  'value at a date': {
    goal: { ratio: 1.3 },
    script: `${CONTACTS.replace('2024-12-31', '2021-06-30')}
collapse (last) code -> last_code, by(person)
tabulate last_code`,
    byHand: `SELECT code, count(*) FROM (SELECT arg_max(ICPC2, from_day) AS code FROM {primary-care/CONTACT}
      WHERE from_day BETWEEN 17532 AND 18808 AND ICPC2 IS NOT NULL GROUP BY link_PERSON) GROUP BY code`,
  },
  'first event within a window': {
    goal: { ratio: 1.3 },
    script: `${CONTACTS.replace('2018-01-01', '2019-01-01').replace('2024-12-31', '2022-12-31')}
keep if code == 'T90'
collapse (first) START@code -> since, by(person)
generate year = year(since)
tabulate year`,
    byHand: `SELECT year(make_date(since)), count(*) FROM (SELECT min(from_day) AS since FROM {primary-care/CONTACT}
      WHERE ICPC2 = 'T90' AND from_day BETWEEN 17897 AND 19357 GROUP BY link_PERSON) GROUP BY 1`,
  },
  'persons by code and sex': {
    goal: { ratio: 0.2 },
    script: `${CONTACTS}
create-dataset patients
import primary/PATIENT_SEX as sex
merge sex into contacts on person
use contacts
tabulate code sex`,
    byHand: `SELECT ICPC2, PATIENT_SEX, count(DISTINCT link_PERSON) FROM {primary-care/CONTACT} AS c JOIN {primary-care/PATIENT} AS p ON p.unit = c.link_PERSON
      GROUP BY ICPC2, PATIENT_SEX`,
  },
  'feasibility count of five criteria': {
    goal: { seconds: 0.1 },
    criteria: `primary-care/PATIENT_SEX == '2' & inrange(primary-care/PATIENT_BIRTH_YEAR, 1940, 1980) & primary-care/ICPC2 == 'T90' since 2019
      & inlist(primary-care/ICPC2, 'K86', 'K87') & !(primary-care/ICPC2 == 'P76' since 2020)`,
  },
  'linked study over five registers': { goal: { seconds: 60, peakMiB: 8192 }, script: STUDY },
  'eight users at once': { goal: { ratio: 8 }, users: 8 },
}

async function bench() {
  const documents = []
  const only = options.only?.split(',')
  for (const persons of options.persons.split(',').map(Number)) {
    const home = await countryOf(persons)
    const rows = []
    for (const [name, { goal }] of Object.entries(WORKS)) {
      if (only && !only.some((part) => name.includes(part))) continue
      const own = await child(name, home)
      const ratio = own.rivalSeconds ? own.seconds / own.rivalSeconds : null
      const goalOf = goal.ratio === undefined ? 'seconds' : 'ratio'
      const met = isMet(goal, { ...own, ratio })
      const most = goal.peakMiB === undefined ? {} : { mostMiB: goal.peakMiB }
      rows.push({ name, ratio, goal: goal[goalOf], goalOf, ...most, met, ...own, load: loadavg()[0] })
      console.error(`${persons} persons, ${name}: ${own.seconds.toFixed(2)} s, ratio ${ratio?.toFixed(3)}`)
    }
    documents.push({ persons, rows })
  }
  for (const { persons, rows } of documents)
    for (const row of rows) row.growth = growthOf(row, persons, documents[0])
  if (options.json) console.log(JSON.stringify(documents.length === 1 ? documents[0] : documents, null, 2))
  else for (const document of documents) print(document)
}

const isMet = (goal, { ratio, seconds, peakMiB }) =>
  (goal.ratio === undefined || (ratio !== null && ratio <= goal.ratio)) &&
  (goal.seconds === undefined || seconds <= goal.seconds) &&
  (goal.peakMiB === undefined || peakMiB <= goal.peakMiB)

/** Time by size over the time of the least size measured. */
function growthOf({ name, seconds }, persons, least) {
  const before = least.rows.find((row) => row.name === name)
  return persons === least.persons
    ? null
    : { times: persons / least.persons, seconds: seconds / before.seconds }
}

function print({ persons, rows }) {
  const head = ['work', 'seconds', 'by hand', 'ratio', 'goal', 'met', 'peak MiB', 'growth']
  console.log(`\n${persons.toLocaleString('en')} persons, load ${loadavg()[0].toFixed(1)}\n`)
  console.log(`| ${head.join(' | ')} |\n| ${head.map(() => '---').join(' | ')} |`)
  for (const row of rows) {
    const goal = [
      `≤ ${row.goal}${row.goalOf === 'seconds' ? ' s' : ''}`,
      row.mostMiB && `≤ ${row.mostMiB} MiB`,
    ]
    const cells = [
      row.name,
      row.seconds.toFixed(2),
      row.rivalSeconds?.toFixed(2) ?? '',
      row.ratio?.toFixed(3) ?? '',
      goal.filter(Boolean).join(', '),
      row.met ? 'yes' : 'no',
      row.peakMiB.toFixed(0),
      row.growth ? `${row.growth.seconds.toFixed(2)} at ${row.growth.times.toFixed(1)} × the persons` : '',
    ]
    console.log(`| ${cells.join(' | ')} |`)
  }
}

/** The home of a country of so many persons, made when it is not there. */
async function countryOf(persons) {
  const home = join(options.homes, String(persons))
  if (existsSync(home)) return home
  await mkdir(options.homes, { recursive: true })
  const [files, making] = [`${home}.files`, `${home}.making`]
  await rm(making, { recursive: true, force: true })
  const generated = await command(
    'generate',
    '--persons',
    persons,
    '--seed',
    SEED,
    '--out',
    files,
    '--registers',
    REGISTERS.join(),
  )
  const imported = await command('import', files, '--home', making)
  console.error(
    `${persons} persons: generated in ${generated.seconds.toFixed(0)} s with ${generated.peakMiB} MiB, imported in ${imported.seconds.toFixed(0)} s with ${imported.peakMiB} MiB`,
  )
  await rename(making, home)
  await rm(files, { recursive: true })
  return home
}

/** Runs `sund` to its end, and tells its time and peak resident memory. */
async function command(...args) {
  const began = performance.now()
  const running = spawn(process.execPath, [CLI, ...args.map(String)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  let peakMiB = 0
  const watch = setInterval(() => {
    peakMiB = Math.max(peakMiB, Math.round(residentOf(running.pid)))
  }, 200)
  const [code] = await once(running, 'exit')
  clearInterval(watch)
  if (code !== 0) throw new Error(`sund ${args[0]} failed`)
  return { seconds: (performance.now() - began) / 1000, peakMiB }
}

/** Resident memory of a process and its children, MiB; 0 where the system does not tell. */
function residentOf(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .trim()
      .split(' ')
      .filter(Boolean)
    return (
      Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024 +
      children.reduce((sum, one) => sum + residentOf(one), 0)
    )
  } catch {
    return 0
  }
}

async function child(work, home) {
  const self = fileURLToPath(import.meta.url)
  const running = spawn(
    process.execPath,
    [self, '--work', work, '--home', home, '--repeat', options.repeat],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  let text = ''
  running.stdout.on('data', (data) => {
    text += data
  })
  const [code] = await once(running, 'exit')
  if (code !== 0) throw new Error(`${work} failed`)
  return JSON.parse(text)
}

/** One piece of work: `seconds`, the rival's `rivalSeconds` where there is one, `peakMiB` before the rival ran. */
async function measure(name, home) {
  const work = WORKS[name]
  const sund = await openSund({ home, limits: { seconds: 3600 } })
  try {
    const own = work.users
      ? await together(sund, work.users)
      : {
          seconds: work.criteria
            ? await count(sund, work.criteria)
            : await best(() => run(sund, work.script)),
        }
    const peakMiB = process.resourceUsage().maxRSS / 1024
    const rivalSeconds = work.byHand ? await inSql(home, work.byHand) : own.rivalSeconds
    return { ...own, ...(rivalSeconds ? { rivalSeconds } : {}), peakMiB }
  } finally {
    await sund.close()
  }
}

async function run(sund, script, subject = 'bench') {
  const began = performance.now()
  const { value } = await sund.hub.run({ script, researcher: { subject, name: subject } })
  if (value.state !== 'released') throw new Error(JSON.stringify(value.errors))
  return (performance.now() - began) / 1000
}

/** The median time of twenty counts, after one that numbers the persons. */
async function count(sund, criteria) {
  const times = []
  for (let i = 0; i <= 20; i++) {
    const began = performance.now()
    const { value } = await sund.hub.count(criteria, { subject: 'bench', name: 'bench' })
    if (value.withheld.length > 0) throw new Error('the count was withheld')
    if (i > 0) times.push((performance.now() - began) / 1000)
  }
  return times.sort((a, b) => a - b)[10]
}

/** The least time of a work that was done once before. */
async function best(once) {
  await once()
  let least = Number.POSITIVE_INFINITY
  for (let i = 0; i < repeat; i++) {
    const began = performance.now()
    await once()
    least = Math.min(least, (performance.now() - began) / 1000)
  }
  return least
}

/** Everyone runs all scripts, each beginning with another: the time that 95 % stay below, beside that of a user alone. */
async function together(sund, users) {
  const user = async (place) => {
    const times = []
    for (const i of MIXED.keys())
      times.push(await run(sund, MIXED[(i + place) % MIXED.length], `user-${place}`))
    return times
  }
  await user(0)
  const alone = [...(await user(0)), ...(await user(0))]
  const all = await Promise.all(Array.from({ length: users }, (_, place) => user(place)))
  return { seconds: percentile95(all.flat()), rivalSeconds: percentile95(alone) }
}

const percentile95 = (times) => times.toSorted((a, b) => a - b)[Math.ceil(0.95 * times.length) - 1]

async function inSql(home, statement) {
  const found = [...statement.matchAll(/\{([^/}]+)\/([^}]+)\}/g)]
  let text = statement
  for (const [whole, register, table] of found)
    text = text.replace(whole, `'${await storedFile(home, register, table)}'`)
  const instance = await DuckDBInstance.create(':memory:', { threads: String(availableParallelism()) })
  const connection = await instance.connect()
  await connection.run('SET preserve_insertion_order = false')
  try {
    return await best(() => connection.runAndReadAll(text))
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

async function storedFile(home, register, table) {
  const wanted = join(`sundland.${register}`, '1.0.0', `${table}.parquet`)
  for (const holder of await readdir(join(home, 'holders'))) {
    const file = join(home, 'holders', holder, 'holdings', wanted)
    if (existsSync(file)) return file
  }
  throw new Error(`no ${wanted} in ${home}`)
}

if (options.work) console.log(JSON.stringify(await measure(options.work, options.home)))
else await bench()
