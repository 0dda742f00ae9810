// How soon the first of many results is there: scripts of 300 lines over the example registers (three holders and a room), from
// acceptance to the first result and to the last.
//
//   npx tsc -b && node bench/script.mjs [--lines 300]
//
// Prints one JSON document: for each script its results, the milliseconds that checking it and computing its first result take by
// themselves, and those from acceptance to the first result and to the last.
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openSund } from '../apps/server/dist/index.js'
import { readRegisterFolder } from '../packages/registers/dist/index.js'

const { values: options } = parseArgs({ options: { lines: { type: 'string', default: '300' } } })
const lines = Number(options.lines)
const EXAMPLES = join(import.meta.dirname, '..', 'examples', 'registers')
const researcher = { subject: 'bench', name: 'Bench' }

const REGISTERS = [
  'require us.olmsted.population:1 as population',
  'require us.olmsted.laboratory:1 as laboratory',
  'require us.olmsted.diagnosis:1 as diagnosis',
]
const OTHERS = [
  'create-dataset diabetics',
  'import-event diagnosis/DIAGNOSIS 1970-01-01 to 2000-01-01 as diagnosis',
  "keep if diagnosis == 'diabetes'",
  'collapse (first) START@diagnosis -> diabetes_since, by(PERSONID_1)',
  'create-dataset cholesterol',
  'import-event laboratory/VALUE 1970-01-01 to 2000-01-01 as value',
  'import laboratory/TEST as test',
  'import laboratory/PATIENT as patient',
  "keep if test == 'hdl'",
  'collapse (last) value -> hdl, by(patient)',
]
const PEOPLE = [
  'create-dataset people',
  'import population/SEX as sex',
  'import population/AGE as age',
  'import population/BMI 2000-01-01 as bmi',
  'import population/FOLLOW_UP_DAYS as followup',
  'import population/DEATH as death',
]
const MERGES = [
  'use diabetics',
  'merge diabetes_since into people',
  'use cholesterol',
  'merge hdl into people',
  'use people',
]

/** Variables and results in turns. */
const TURNS = [
  (i) => `generate age${i} = age + ${i}`,
  () => 'tabulate sex death',
  (i) => `summarize age${i - (i % 6)}, by(sex)`,
  () => 'tabulate sex, summarize(age) mean std',
  (i) => `regress bmi age${i - (i % 6)}`,
  () => 'histogram age',
]
const filled = (start) => {
  const script = [...start]
  for (let i = 0; script.length < lines; i++) script.push(TURNS[i % TURNS.length](i))
  return script.slice(0, lines).join('\n')
}
/** What three holders must bring together before anything is shown; and the same shown along the way. */
const SCRIPTS = {
  'all rows meet first': filled([
    ...REGISTERS,
    ...OTHERS,
    ...PEOPLE,
    ...MERGES,
    'tabulate sex death',
    'summarize hdl',
  ]),
  'one holder first, all meet later': filled([
    ...REGISTERS,
    ...PEOPLE,
    'tabulate sex death',
    ...OTHERS,
    ...MERGES,
    'summarize hdl',
  ]),
}
const first = (script) =>
  [...script.split('\n').slice(0, script.split('\n').findIndex((line) => /^tabulate/.test(line)) + 1)].join(
    '\n',
  )

async function timed(sund, script) {
  const began = performance.now()
  let soonest = null
  const { value } = await sund.hub.run({
    script,
    researcher,
    onResult() {
      soonest ??= performance.now() - began
    },
  })
  if (value.state !== 'released') throw new Error(JSON.stringify(value.errors))
  return {
    results: value.results.length,
    first: Math.round(soonest),
    last: Math.round(performance.now() - began),
  }
}

const home = await mkdtemp(join(tmpdir(), 'sund-bench-'))
const sund = await openSund({ home })
try {
  for (const entry of await readdir(EXAMPLES, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue
    const { metadata, files } = await readRegisterFolder(join(EXAMPLES, entry.name))
    const { name, title } = metadata.holder
    const holder = sund.holders.get(name) ?? (await sund.addHolder(name, title))
    await holder.import({ files, metadata })
  }
  const report = {}
  for (const [name, script] of Object.entries(SCRIPTS)) {
    const began = performance.now()
    const { errors } = await sund.hub.check(script)
    if (errors.length > 0) throw new Error(JSON.stringify(errors))
    const checking = Math.round(performance.now() - began)
    const alone = await timed(sund, first(script))
    const whole = await timed(sund, script)
    report[name] = { lines, checking, 'first result alone': alone.first, ...whole }
  }
  console.log(JSON.stringify(report, null, 2))
} finally {
  await sund.close()
  await rm(home, { recursive: true, force: true })
}
