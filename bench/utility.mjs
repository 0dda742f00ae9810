// What protection costs an honest researcher: fifty scripts of growing detail, worked through in order by one person, ten a working day, beside the
// same scripts over the same data declared public.
//
//   npm run build && npm run bench -- utility [--persons 20000] [--study NAFLD,country] [--homes DIR] [--short] [--json]
//
// Twenty-five scripts ask the registers of the first study (17,549 real people), twenty-five a generated country of so many made-up people. It tells
// the relative error of counts by size, how far coefficients are from those of public data, what is withheld by which rule, and whether any
// number is further from the truth than its bound says. Ends with 1 where a goal is missed: median error of at most 1 % for counts of 500 or more,
// coefficients unbiased, every bound true. --short asks every sixth script of the first study only.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { openSund } from '../apps/server/dist/index.js'
import { readRegisterFolder } from '../packages/registers/dist/index.js'
import { coefficientBias, compare, errorsBySize, grouped, outside, withheld } from './utility/compare.mjs'
import { NAFLD, SUNDLAND } from './utility/studies.mjs'

const { values: options } = parseArgs({
  options: {
    persons: { type: 'string', default: '20000' },
    study: { type: 'string' },
    homes: { type: 'string' },
    short: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})
const CLI = fileURLToPath(new URL('../apps/cli/bin/sund.mjs', import.meta.url))
const EXAMPLES = fileURLToPath(new URL('../examples/registers', import.meta.url))
const REGISTERS = ['population', 'education', 'primary-care', 'hospital', 'causes-of-death']
const RESEARCHER = { subject: 'researcher', name: 'Researcher' }
const SCRIPTS_A_DAY = 10
const DAY = 24 * 60 * 60 * 1000

const homes = options.homes ?? (await mkdtemp(join(tmpdir(), 'sund-utility-')))

/** The folder of a country of so many persons, made when it is not there. */
async function country(persons) {
  const folder = join(homes, `country-${persons}`)
  if (existsSync(folder)) return folder
  const args = ['generate', '--persons', String(persons), '--seed', '1', '--registers', REGISTERS.join()]
  const running = spawn(process.execPath, [CLI, ...args, '--out', folder], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [code] = await once(running, 'exit')
  if (code !== 0) throw new Error('sund generate failed')
  return folder
}

/** Each script twice: as one researcher under open terms, day after day, and over the same data declared public. */
async function measure(study, folder) {
  const scripts = study.scripts.filter((_, index) => !options.short || index % 6 === 0)
  let day = 0
  const clock = { now: () => new Date(Date.now() + day * DAY) }
  const [own, open] = [await sundOf(folder, false, { clock }), await sundOf(folder, true)]
  try {
    const asked = []
    for (const [index, script] of scripts.entries()) {
      day = Math.floor(index / SCRIPTS_A_DAY)
      const truth = await answer(open.sund, script)
      if (truth.state !== 'released') throw new Error(`${script.name}: ${JSON.stringify(truth.errors)}`)
      const released = await answer(own.sund, script)
      asked.push({ script, pairs: compare(script, released, truth), errors: released.errors })
      console.error(`${study.name}, ${script.name}: ${asked.at(-1).pairs.length} numbers`)
    }
    return { study: study.name, asked }
  } finally {
    for (const { sund, home } of [own, open]) {
      await sund.close()
      await rm(home, { recursive: true, force: true })
    }
  }
}

async function answer(sund, { text }) {
  return (await sund.hub.run({ script: text, researcher: RESEARCHER })).value
}

/** A home of its own with the registers of a folder. */
async function sundOf(folder, isPublic, settings = {}) {
  const home = await mkdtemp(join(homes, 'home-'))
  const sund = await openSund({ home, ...settings })
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue
    const { metadata, files } = await readRegisterFolder(join(folder, entry.name))
    const { name, title } = metadata.holder
    const holder = sund.holders.get(name) ?? (await sund.addHolder(name, title))
    await holder.import({ files, metadata: isPublic ? declaredPublic(metadata) : metadata })
  }
  return { sund, home }
}

const declaredPublic = (metadata) => ({
  ...metadata,
  tables: metadata.tables.map((table) => ({
    ...table,
    variables: table.variables.map((variable) => ({ ...variable, sensitivity: 'PUBLIC' })),
  })),
})

function summary({ study, asked }) {
  const pairs = asked.flatMap((one) => one.pairs)
  const sizes = errorsBySize(pairs)
  const bias = coefficientBias(pairs)
  const wrong = outside(pairs)
  const large = sizes.filter(({ from, cells }) => from >= 500 && cells > 0)
  return {
    study,
    scripts: asked.length,
    sizes,
    bias,
    outside: wrong.slice(0, 20),
    detail: [...grouped(asked, ({ script }) => script.detail)].map(([detail, own]) => ({
      detail,
      scripts: own.length,
      ...withheld(own.flatMap((one) => one.pairs)),
    })),
    all: withheld(pairs),
    script: asked.map(({ script, pairs: own, errors }) => ({
      name: script.name,
      ...withheld(own),
      ...(errors[0] ? { error: errors[0].code } : {}),
    })),
    met:
      large.every(({ median }) => median <= 1) &&
      bias.most <= 0.5 &&
      Math.abs(bias.mean) <= 0.5 / Math.sqrt(Math.max(1, bias.coefficients)) &&
      wrong.length === 0,
  }
}

const percent = (part, whole) => (whole === 0 ? '' : `${((100 * part) / whole).toFixed(1)} %`)
const digits = (number, places = 2) => (number === null || Number.isNaN(number) ? '' : number.toFixed(places))
const byRule = (rules) =>
  Object.entries(rules)
    .sort(([, a], [, b]) => b - a)
    .map(([rule, count]) => `${rule} ${count.toLocaleString('en')}`)
    .join(', ')
const line = (cells) => console.log(`| ${cells.join(' | ')} |`)

function print({ study, scripts, sizes, bias, outside: wrong, detail, all, script }) {
  console.log(`\n## ${study}: ${scripts} scripts\n`)
  line(['counts of', 'cells', 'median error', '90 %', 'most', 'mean move'])
  line(['---', '---', '---', '---', '---', '---'])
  for (const { from, below, cells, median, p90, most, mean } of sizes)
    line([
      Number.isFinite(below) ? `${from}–${below - 1}` : `${from} or more`,
      cells,
      `${digits(median)} %`,
      `${digits(p90)} %`,
      `${digits(most)} %`,
      digits(mean),
    ])
  console.log(
    `\nCoefficients: ${bias.coefficients}, ${bias.mean.toExponential(1)} standard errors apart on average, ${bias.most.toExponential(1)} at most.`,
  )
  console.log(`Numbers outside their bound: ${wrong.length}.\n`)
  for (const one of wrong)
    console.log(`- ${one.result}, ${one.place}: ${one.released} ± ${one.error}, truth ${one.truth}`)
  line(['detail', 'scripts', 'results', 'some withheld', 'all withheld', 'numbers', 'withheld', 'by rule'])
  line(['---', '---', '---', '---', '---', '---', '---', '---'])
  for (const row of [...detail, { detail: '**all**', scripts, ...all }])
    line([
      row.detail,
      row.scripts,
      row.results,
      percent(row.some, row.results),
      percent(row.whole, row.results),
      row.numbers.toLocaleString('en'),
      percent(row.withheld, row.numbers),
      byRule(row.rules),
    ])
  console.log(
    `\nCounts withheld: ${all.small.toLocaleString('en')} of fewer than ten people, ${all.others.toLocaleString('en')} of more.\n`,
  )
  line(['script', 'results', 'some withheld', 'all withheld', 'numbers', 'withheld', 'by rule'])
  line(['---', '---', '---', '---', '---', '---', '---'])
  for (const row of script)
    line([
      row.error ? `${row.name} (${row.error})` : row.name,
      row.results,
      row.some,
      row.whole,
      row.numbers.toLocaleString('en'),
      percent(row.withheld, row.numbers),
      byRule(row.rules),
    ])
}

try {
  const studies = [
    { study: NAFLD, folder: async () => EXAMPLES },
    ...(options.short ? [] : [{ study: SUNDLAND, folder: () => country(Number(options.persons)) }]),
  ].filter(({ study }) => !options.study || options.study.split(',').includes(study.name))
  const measured = []
  for (const { study, folder } of studies) measured.push(await measure(study, await folder()))
  const documents = measured.map(summary)
  if (options.json) console.log(JSON.stringify(documents, null, 2))
  else for (const document of documents) print(document)
  process.exitCode = documents.every(({ met }) => met) ? 0 : 1
} finally {
  if (!options.homes) await rm(homes, { recursive: true, force: true })
}
