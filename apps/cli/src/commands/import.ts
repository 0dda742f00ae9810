/**
 * `sund import`: files of persons become a register of a holder. Metadata come from `--metadata`, from `register.json` in a
 * folder, from FILE.json beside FILE.csv, or are drafted from what is in the file.
 */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import {
  type CatalogueEntry,
  fail,
  folderOfRegister,
  isStatisticsNorway,
  type Manifest,
  OPEN_POLICY,
  type Register,
  Version,
} from '@sund/model'
import { Command } from 'commander'
import { type Context, contextOf } from '../context.js'
import { drawQuality } from '../draw/quality.js'
import { checkFile } from '../files.js'
import { readCountry } from '../generate/country-folder.js'
import { drawRegisters, importCountry, importSource, type Source } from '../importing.js'
import { withSund } from '../sund.js'
import { scriptLines } from './catalogue.js'
import { checkHolderName } from './holder.js'

interface ImportFlags {
  metadata?: string
  holder?: string
  name?: string
  identifier?: string
  version?: string
  describe?: boolean
}

/** Who keeps a register when nobody says. */
const OWN_HOLDER = 'own'

export function importCommand(signal: AbortSignal): Command {
  return new Command('import')
    .summary('make a register of your files')
    .description(
      'Imports CSV or Parquet files as one version of a register. Without metadata the file is described from what is in it.',
    )
    .argument('FILES...', 'files of rows, or one folder: of a register with register.json, or of a country')
    .option(
      '--metadata <FILE>',
      'what the columns mean (docs/registers.md); else FILE.json beside FILE.csv, if there is one',
    )
    .option('--holder <NAME>', `who keeps it (else the one that the metadata name, or ${OWN_HOLDER})`)
    .option('--name <NAME>', 'name in the catalogue, such as no.example.people, for a file without metadata')
    .option('--identifier <COLUMN>', 'column that identifies the person, for a file without metadata')
    .option('--version <V>', 'version to make, such as 2.0.0 (else the next one)')
    .option('--describe', 'only print the metadata drafted from the file, to mend and give with --metadata')
    .addHelpText(
      'after',
      `
Examples:
  $ sund import people.csv
  $ sund import people.csv --describe > people.json      then mend the titles, and
  $ sund import people.csv --metadata people.json --holder city-hospital
  $ sund import examples/registers/population
  $ sund import country                                  all registers of a country (sund generate)`,
    )
    .action(async (files: string[], flags: ImportFlags, command: Command) => {
      const context = contextOf(command, signal)
      if (flags.holder !== undefined) checkHolderName(flags.holder)
      if (flags.version !== undefined && !Version.safeParse(flags.version).success)
        fail('usage.arguments', `${flags.version} is not a version.`, 'Write it as 2.0.0.')
      const country = await countryIn(files, flags)
      if (country !== null) return importWhole(country, context)
      const source = await context.terminal.during('Describing', () => readSource(files, flags))
      if (flags.describe)
        return context.terminal.json
          ? context.terminal.printJson(source.metadata)
          : context.terminal.print([JSON.stringify(source.metadata, null, 2)])
      const manifest = await withSund(context, (sund) => importSource(sund, source, context, flags.version))
      report(manifest, context)
    })
}

/** The country in the only folder that is named, null when there is none. */
async function countryIn(
  files: readonly string[],
  flags: ImportFlags,
): Promise<{ folder: string; registers: string[] } | null> {
  const [folder = ''] = files
  const country = files.length === 1 ? await readCountry(folder) : null
  if (country === null) return null
  const option = (['metadata', 'holder', 'name', 'identifier', 'version', 'describe'] as const).find(
    (one) => flags[one] !== undefined,
  )
  if (option !== undefined)
    fail(
      'usage.arguments',
      `--${option} is for one register, and ${folder} is a country of several.`,
      `Import one of them: sund import ${join(folder, folderOfRegister(country.registers[0] ?? ''))}`,
    )
  return { folder, registers: country.registers }
}

async function importWhole(
  country: { folder: string; registers: string[] },
  context: Context,
): Promise<void> {
  const manifests = await withSund(context, (sund) => importCountry(sund, country, context))
  const { terminal, home } = context
  if (terminal.json) return terminal.printJson(manifests)
  terminal.print([
    ...drawRegisters(manifests, context),
    '',
    `${manifests.length} registers of made-up people are in ${home}. Look them up: sund catalogue`,
  ])
}

async function readSource(files: readonly string[], flags: ImportFlags): Promise<Source> {
  const { describeCsv, readMetadata, readRegisterFolder } = await import('@sund/registers')
  const [first = ''] = files
  if (files.length === 1 && statSync(first, { throwIfNoEntry: false })?.isDirectory()) {
    if (existsSync(join(first, 'register.json'))) return withHolder(await readRegisterFolder(first), flags)
    fail(
      'usage.arguments',
      `${first} is a folder without register.json.`,
      'Name the files in it, or write register.json.',
    )
  }
  for (const file of files) await checkFile(file)
  if (flags.metadata !== undefined) await checkFile(flags.metadata)
  const described = flags.metadata ?? (files.length === 1 ? metadataBeside(first) : undefined)
  if (described !== undefined && !flags.describe) {
    const holder = flags.holder ?? OWN_HOLDER
    const metadata = await readMetadata(described, { name: holder, title: { en: holder } })
    return withHolder({ metadata, files: byTable(files, metadata) }, flags)
  }
  if (files.length > 1)
    fail(
      'usage.arguments',
      'Several files need metadata that say which table each is.',
      'Give --metadata FILE, or import the files one by one.',
    )
  const holder = flags.holder ?? OWN_HOLDER
  const metadata = await describeCsv(first, {
    holder: { name: holder, title: { en: holder } },
    ...(flags.name === undefined ? {} : { name: flags.name }),
    ...(flags.identifier === undefined ? {} : { identifier: flags.identifier }),
  })
  return { metadata, files: [{ path: first }] }
}

/** FILE.json beside FILE.csv, when it describes a register; any other JSON of that name is none of ours. */
function metadataBeside(file: string): string | undefined {
  const beside = join(dirname(file), `${basename(file, extname(file))}.json`)
  try {
    const document: unknown = JSON.parse(readFileSync(beside, 'utf8'))
    const own = typeof document === 'object' && document !== null && 'tables' in document
    return own || isStatisticsNorway(document) ? beside : undefined
  } catch {
    return undefined
  }
}

/** `--holder` decides who keeps it, whatever the metadata say. */
function withHolder(source: Source, { holder }: ImportFlags): Source {
  if (holder === undefined || holder === source.metadata.holder.name) return source
  return { ...source, metadata: { ...source.metadata, holder: { name: holder, title: { en: holder } } } }
}

/** The table of each file: the one that its name begins with, when there are several. */
function byTable(files: readonly string[], { tables }: Register): Source['files'] {
  if (tables.length === 1) return files.map((path) => ({ path }))
  return files.map((path) => {
    const name = basename(path, extname(path)).toUpperCase()
    const table =
      tables.find((one) => one.name === name) ??
      tables.filter((one) => name.startsWith(one.name)).sort((a, b) => b.name.length - a.name.length)[0] ??
      fail(
        'usage.arguments',
        `Nothing says which table ${basename(path)} holds.`,
        `Name it after its table: ${tables.map((one) => `${one.name}.csv`).join(', ')}.`,
      )
    return { table: table.name, path }
  })
}

function report(manifest: Manifest, { terminal, home }: Context): void {
  if (terminal.json) return terminal.printJson(manifest)
  const { register, version } = manifest
  terminal.print([
    ...drawQuality(manifest, terminal.canvas),
    '',
    `${terminal.canvas.tone('heading', `${register.name} ${version}`)} is in ${home}, kept by ${register.holder.name}.`,
    ...smallPopulation(manifest),
    '',
    'A first script (save it as first.sund and `sund run first.sund`):',
    '',
    ...firstScript(manifest).map((line) => `  ${line}`),
  ])
}

/** Rule P1 will hide everything about few people: say so before they wonder. */
function smallPopulation({ quality, register }: Manifest): string[] {
  const units = Math.max(0, ...quality.tables.map((table) => table.units))
  const open = register.tables.every(({ variables }) =>
    variables.every(({ sensitivity }) => sensitivity === 'PUBLIC'),
  )
  if (open || units >= OPEN_POLICY.minimumPopulation) return []
  return [
    `It holds ${units} units. Nothing is shown about fewer than ${OPEN_POLICY.minimumPopulation.toLocaleString('en')} people (rule P1), so its answers will be withheld.`,
  ]
}

/** A script that shows something of the first table: a table of a coded variable, a summary of a number. */
function firstScript({ register, version, quality }: Manifest): string[] {
  const table = register.tables[0] as Register['tables'][number]
  const { earliest = null, latest = null } = quality.tables.find((one) => one.table === table.name) ?? {}
  const figures = [{ table: table.name, earliest, latest }] as CatalogueEntry['figures']
  const coded = table.variables.find(({ domain }) => 'codes' in domain)
  const number = table.variables.find(
    ({ domain, dataType }) => !('codes' in domain) && (dataType === 'LONG' || dataType === 'DOUBLE'),
  )
  const shown = [number, coded].filter((variable) => variable !== undefined)
  const variables = shown.length > 0 ? shown : table.variables.slice(0, 1)
  const [head = '', dataset = ''] = scriptLines({ register, version, figures }, table, variables[0] as never)
  return [
    head,
    dataset,
    ...variables.map((variable) => scriptLines({ register, version, figures }, table, variable)[2] as string),
    ...(number ? [`summarize ${number.name.toLowerCase()}`] : []),
    ...(coded ? [`tabulate ${coded.name.toLowerCase()}`] : []),
  ]
}
