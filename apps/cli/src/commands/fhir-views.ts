/**
 * `sund fhir views` and `sund fhir register`: from a holder’s FHIR store to registers that follow it. What a register is of is one file: what it is about, and its tables,
 * each a ready view by its name or a view of one's own.
 */
import { readFile } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import type { RegisterOfViews } from '@sund/fhir'
import { Failure, inLanguage } from '@sund/model'
import { Command } from 'commander'
import { type Context, contextOf } from '../context.js'
import { drawGrid } from '../draw/grid.js'
import { drawQuality } from '../draw/quality.js'
import { checkFile } from '../files.js'
import { databaseOf, FHIR_DATABASE } from '../records.js'
import { withSund } from '../sund.js'

export function viewsCommand(signal: AbortSignal): Command {
  return new Command('views')
    .summary('ready views, of which registers are made')
    .description(
      'Lists the ready views of FHIR resources; one that is named is printed with its metadata, to begin one’s own with.',
    )
    .argument('[VIEW]', 'a ready view, such as CONDITION')
    .addHelpText('after', '\nExamples:\n  $ sund fhir views\n  $ sund fhir views CONDITION > condition.json')
    .action(async (name: string | undefined, _flags: unknown, command: Command) =>
      showViews(name, contextOf(command, signal)),
    )
}

export function registerCommand(signal: AbortSignal): Command {
  return new Command('register')
    .summary('make a register of views, which follows the store')
    .description(
      'Makes a register of the FHIR store of the holder that the file names. From then on it follows the store whenever that is open (sund serve --fhir HOLDER). The same register again: another description of it.',
    )
    .argument('FILE', 'what it is about, and its tables (docs/fhir.md)')
    .option('--fhir-database <URL>', FHIR_DATABASE)
    .addHelpText(
      'after',
      '\nExamples:\n  $ sund fhir register records.json\n  $ sund serve --fhir city-hospital',
    )
    .action(async (file: string, flags: { fhirDatabase?: string }, command: Command) => {
      await makeRegister(file, databaseOf(flags.fhirDatabase), contextOf(command, signal))
    })
}

async function showViews(name: string | undefined, { terminal, language }: Context): Promise<void> {
  const { READY_VIEWS, readyView } = await import('@sund/fhir')
  if (name !== undefined) {
    const { view, table, displays } = readyView(name)
    const own = { ...table, view, displays }
    return terminal.json ? terminal.printJson(own) : terminal.print([JSON.stringify(own, null, 2)])
  }
  const views = Object.values(READY_VIEWS).map(({ table }) => ({
    view: table.name,
    title: inLanguage(table.title, language),
    variables: table.variables.map((variable) => variable.name),
  }))
  if (terminal.json) return terminal.printJson(views)
  terminal.print(
    drawGrid(
      [
        { title: 'View', align: 'left', label: true },
        { title: 'Title', align: 'left', label: true },
        { title: 'Variables', align: 'right' },
      ],
      views.map(({ view, title, variables }) => [view, title, String(variables.length)]),
      terminal.canvas,
    ),
  )
}

async function makeRegister(
  file: string,
  database: { databaseUrl?: string },
  context: Context,
): Promise<void> {
  const document = await readDocument(file)
  const { readRegisterOfViews } = await import('@sund/fhir')
  const { name, holder } = readRegisterOfViews(document)
  const { terminal } = context
  const { manifest, leftOut } = await withSund(context, async (sund) => {
    if (!sund.holders.has(holder.name)) await sund.addHolder(holder.name, holder.title)
    return terminal.during(`Making ${name}`, async (progress) => {
      await sund.openFhir(holder.name, { ...database, progress })
      const registers = sund.registersOfViews.get(holder.name)
      if (registers === undefined) throw new Error('a store that is open has registers')
      return registers.add(document, progress)
    })
  })
  if (terminal.json) return terminal.printJson({ manifest, leftOut })
  terminal.print([
    ...drawQuality(manifest, terminal.canvas),
    '',
    ...Object.entries(leftOut).map(
      ([place, resources]) =>
        `${resources} records are in no view, for ${place}: $validate says what is wrong.`,
    ),
    `${terminal.canvas.tone('heading', `${name} ${manifest.version}`)} is in ${context.home} and follows the records of ${holder.name}: sund serve --fhir ${holder.name}`,
  ])
}

/** The file, with the views that it names as files beside it. */
async function readDocument(file: string): Promise<RegisterOfViews> {
  const document = (await readJson(file)) as RegisterOfViews
  const tables = Array.isArray(document?.tables) ? document.tables : []
  for (const table of tables)
    if (typeof table === 'object' && typeof table?.view === 'string')
      table.view = (await readJson(resolve(dirname(file), table.view))) as Record<string, unknown>
  return document
}

async function readJson(file: string): Promise<unknown> {
  await checkFile(file)
  const text = await readFile(file, 'utf8')
  try {
    return JSON.parse(text)
  } catch {
    throw new Failure({
      code: 'data.metadata',
      message: `${basename(file)} is not JSON.`,
      next: 'Mend it and try again.',
      file: { file: basename(file) },
    })
  }
}
