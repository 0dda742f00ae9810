/** `sund catalogue`: which variables there are, or all about one of them. */
import {
  type CatalogueEntry,
  compareVersions,
  fail,
  inLanguage,
  type Table,
  type Variable,
} from '@sund/model'
import { Command } from 'commander'
import { type Context, contextOf } from '../context.js'
import type { Canvas } from '../draw/canvas.js'
import { wrap } from '../draw/canvas.js'
import { drawGrid } from '../draw/grid.js'
import { drawNumber } from '../draw/number.js'
import { drawTerms } from '../draw/terms.js'
import { word } from '../draw/words.js'
import { withSund } from '../sund.js'

interface Found {
  entry: CatalogueEntry
  table: Table
  variable: Variable
}

export function catalogueCommand(signal: AbortSignal): Command {
  return new Command('catalogue')
    .summary('which variables there are')
    .description('Lists the variables of all registers, or those in which every word of QUERY occurs.')
    .argument('[QUERY...]', 'words of a name, title, description, code or register')
    .addHelpText(
      'after',
      '\nExamples:\n  $ sund catalogue\n  $ sund catalogue cholesterol\n  $ sund catalogue SEX',
    )
    .action(async (query: string[], _options: unknown, command: Command) => {
      const context = contextOf(command, signal)
      const entries = newest(await withSund(context, ({ hub }) => hub.catalogue()))
      show(entries, query, context)
    })
}

function show(
  entries: readonly CatalogueEntry[],
  query: readonly string[],
  { terminal, language }: Context,
): void {
  if (entries.length === 0)
    fail('usage.not-found', 'There is no register here yet.', 'Import one: sund import people.csv')
  const words = query.flatMap((part) => part.toLowerCase().split(/\s+/)).filter((part) => part !== '')
  const found = entries
    .flatMap((entry) =>
      entry.register.tables.flatMap((table) =>
        table.variables.map((variable) => ({ entry, table, variable })),
      ),
    )
    .filter((one) => words.every((word) => haystack(one).includes(word)))
  if (terminal.json) return terminal.printJson(found.map(record))
  if (found.length === 0)
    fail(
      'usage.not-found',
      `No variable matches ${query.join(' ')}.`,
      'Use fewer or other words; sund catalogue lists all.',
    )
  const exact = found.filter(({ variable }) => variable.name.toLowerCase() === words.join(' '))
  if (found.length === 1 || exact.length === 1)
    return terminal.print(describe((exact[0] ?? found[0]) as Found, terminal.canvas))
  const synthetic = found.some(({ entry }) => entry.register.synthetic === true)
  terminal.print([
    ...drawGrid(
      ['Variable', 'Title', 'Register', 'Version', 'Kind', 'Sensitivity'].map((title, i) => ({
        title,
        align: 'left',
        label: i === 0,
      })),
      found.map(({ entry, variable }) => [
        variable.name,
        inLanguage(variable.title, language),
        `${entry.register.name}${entry.register.synthetic ? SYNTHETIC : ''}`,
        entry.version,
        variable.temporality,
        variable.sensitivity,
      ]),
      terminal.canvas,
    ),
    ...(synthetic
      ? ['', `${SYNTHETIC.trim()} ${word('synthetic', language)}: ${word('nobodyExists', language)}`]
      : []),
  ])
}

/** Stands beside a register that is made up. */
const SYNTHETIC = ' *'

/** Everything about one variable, and lines of script that use it. */
function describe({ entry, table, variable }: Found, canvas: Canvas): string[] {
  const { language } = canvas
  const figures = entry.figures.find((one) => one.table === table.name)
  const own = figures?.variables.find((one) => one.variable === variable.name)
  const codes = 'codes' in variable.domain ? variable.domain.codes : []
  const facts: [string, string][] = [
    ['Register', `${entry.register.name} ${entry.version} (${entry.register.holder.name})`],
    ['About', `${table.unit}, table ${table.name}`],
    ['Kind', `${variable.temporality}, ${variable.dataType}`],
    ['Sensitivity', variable.sensitivity],
    ...(entry.register.synthetic
      ? ([[word('synthetic', language), word('nobodyExists', language)]] as [string, string][])
      : []),
    ...('unitOfMeasure' in variable.domain && variable.domain.unitOfMeasure
      ? ([['Unit', variable.domain.unitOfMeasure]] as [string, string][])
      : []),
    ...(figures ? ([['Rows', drawNumber(figures.rows, 'count', language)]] as [string, string][]) : []),
    ...(figures?.earliest
      ? ([['Years', `${figures.earliest} to ${figures.latest ?? '…'}`]] as [string, string][])
      : []),
  ]
  return [
    `${canvas.tone('heading', variable.name)}  ${inLanguage(variable.title, language)}`,
    ...wrap(inLanguage(variable.description, language), canvas.width),
    '',
    ...drawTerms(facts, canvas),
    ...(codes.length === 0
      ? []
      : [
          '',
          ...drawGrid(
            [
              { title: 'Code', align: 'left', label: true },
              { title: 'Title', align: 'left', label: true },
              { title: 'Rows', align: 'right' },
            ],
            codes.map(({ code, title }) => [
              code,
              inLanguage(title, language),
              drawNumber(own?.codes.find((one) => one.code === code)?.rows, 'count', language),
            ]),
            canvas,
          ),
        ]),
    '',
    ...scriptLines(entry, table, variable).map((line) => `  ${line}`),
  ]
}

/** Lines of script that import a variable, ready to run. */
export function scriptLines(
  { register, version, figures }: Pick<CatalogueEntry, 'register' | 'version' | 'figures'>,
  table: Table,
  variable: Variable,
): string[] {
  const { earliest, latest } = figures.find((one) => one.table === table.name) ?? {}
  const when =
    variable.temporality === 'FIXED'
      ? ''
      : variable.temporality === 'EVENT'
        ? ` ${earliest ?? '2000-01-01'} to ${latest ?? '2020-12-31'}`
        : ` ${latest ?? '2020-01-01'}`
  const command = variable.temporality === 'EVENT' ? 'import-event' : 'import'
  return [
    `require ${register.name}:${version.split('.')[0]} as r`,
    'create-dataset d',
    `${command} r/${variable.name}${when} as ${variable.name.toLowerCase()}`,
  ]
}

const record = ({ entry, table, variable }: Found) => ({
  register: entry.register.name,
  synthetic: entry.register.synthetic === true,
  version: entry.version,
  holder: entry.register.holder.name,
  table: table.name,
  unit: table.unit,
  ...variable,
})

function haystack({ entry, variable }: Found): string {
  const codes = 'codes' in variable.domain ? variable.domain.codes : []
  return [
    variable.name,
    entry.register.name,
    ...[
      variable.title,
      variable.description,
      entry.register.title,
      ...codes.map(({ title }) => title),
    ].flatMap((text) => Object.values(text)),
  ]
    .join('\n')
    .toLowerCase()
}

function newest(entries: readonly CatalogueEntry[]): CatalogueEntry[] {
  const byName = new Map<string, CatalogueEntry>()
  for (const entry of entries) {
    const before = byName.get(entry.register.name)
    if (before === undefined || compareVersions(entry.version, before.version) > 0)
      byName.set(entry.register.name, entry)
  }
  return [...byName.values()]
}
