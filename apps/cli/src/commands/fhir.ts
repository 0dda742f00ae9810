/** `sund fhir`: a holder's FHIR store from the command line. The import of files goes on where it was when it is started again. */
import { createHash } from 'node:crypto'
import { readdir, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { Failure, fail, type SundError } from '@sund/model'
import { Command } from 'commander'
import { type Context, contextOf } from '../context.js'
import { checkFile } from '../files.js'
import { databaseOf, FHIR_DATABASE } from '../records.js'
import { withSund } from '../sund.js'
import { registerCommand, viewsCommand } from './fhir-views.js'
import { checkHolderName } from './holder.js'

interface FhirImportFlags {
  holder: string
  validate?: true
  fhirDatabase?: string
}

/** Who keeps a store when nobody says. */
const OWN_HOLDER = 'own'

export function fhirCommand(signal: AbortSignal): Command {
  return new Command('fhir')
    .summary('a holder’s FHIR store')
    .description('Works with the FHIR store of a holder.')
    .addHelpText(
      'after',
      '\nExamples:\n  $ sund fhir import patients.ndjson.gz\n  $ sund fhir views\n  $ sund fhir register records.json',
    )
    .addCommand(importCommand(signal))
    .addCommand(viewsCommand(signal))
    .addCommand(registerCommand(signal))
}

function importCommand(signal: AbortSignal): Command {
  return new Command('import')
    .summary('bring resources of files into the store')
    .description(
      'Imports FHIR R4 resources: NDJSON, or JSON of one resource or Bundle, plain or compressed by gzip or bzip2. Started again after it was stopped, it goes on where it was.',
    )
    .argument('FILES...', 'files, or folders of files, which are taken in the order of their names')
    .option('--holder <NAME>', 'whose store', OWN_HOLDER)
    .option('--fhir-database <URL>', FHIR_DATABASE)
    .option('--validate', 'leave out what is not valid FHIR R4, and say why (about a millisecond each)')
    .addHelpText(
      'after',
      `
Examples:
  $ sund fhir import patients.ndjson.gz
  $ sund fhir import folder-of-bundles --holder city-hospital --validate`,
    )
    .action(async (paths: string[], flags: FhirImportFlags, command: Command) => {
      checkHolderName(flags.holder)
      await bringIn(paths, flags, contextOf(command, signal))
    })
}

async function bringIn(paths: readonly string[], flags: FhirImportFlags, context: Context): Promise<void> {
  const { importFiles } = await import('@sund/fhir')
  const files = await filesOf(paths)
  const { terminal } = context
  const state = await withSund(context, async (sund) => {
    if (!sund.holders.has(flags.holder)) await sund.addHolder(flags.holder, { en: flags.holder })
    const { store, validator } = await sund.openFhir(flags.holder, databaseOf(flags.fhirDatabase))
    return terminal.during(
      `Importing ${files.length === 1 ? files[0]?.name : `${files.length} files`}`,
      (progress) =>
        importFiles({
          id: idOf(files, flags),
          files,
          store,
          ...(flags.validate ? { admit: validator.check } : {}),
          signal: context.signal,
          progress: ({ created, updated }, share) =>
            progress(`${(created + updated).toLocaleString('en')} resources`, share),
        }),
    )
  })
  const { created, updated, refused, problems } = state
  const count = (value: number) => value.toLocaleString('en')
  if (!terminal.json)
    terminal.print([
      `${count(created)} resources are new and ${count(updated)} changed in the store of ${flags.holder}.`,
    ])
  else if (refused === 0) terminal.printJson(state)
  if (refused > 0)
    throw new Failure(
      {
        code: 'data.file',
        message: `${count(created + updated)} resources are in the store, and ${count(refused)} documents were left out.`,
        next: 'Mend these, and import them from a file of their own.',
      },
      ...problems.map(
        ({ file, unit, why }): SundError => ({
          code: 'data.file',
          message: why,
          next: 'Mend it or leave it out.',
          file: { file, row: unit },
        }),
      ),
    )
}

interface Found {
  name: string
  path: string
  size: number
  changed: number
  form: 'lines' | 'whole'
}

async function filesOf(paths: readonly string[]): Promise<Found[]> {
  const { formOf } = await import('@sund/fhir')
  const found: Found[] = []
  for (const given of paths) {
    const path = resolve(given)
    const folder = await stat(path).then(
      (one) => one.isDirectory(),
      () => false,
    )
    if (!folder) await checkFile(given)
    const names = folder ? (await readdir(path)).filter((name) => formOf(name) !== null).sort() : ['']
    for (const name of names) {
      const one = folder ? join(path, name) : path
      const { size, mtimeMs } = await stat(one)
      const form =
        formOf(one) ??
        fail(
          'usage.arguments',
          `${given} is no file of resources.`,
          'Name files .ndjson or .json, with .gz or .bz2 if they are compressed.',
        )
      found.push({ name: basename(one), path: one, size, changed: mtimeMs, form })
    }
    if (folder && names.length === 0)
      fail(
        'usage.arguments',
        `There are no files of resources in ${given}.`,
        'Name them .ndjson or .json, with .gz or .bz2 if they are compressed.',
      )
  }
  return found
}

/** The same files as they are: whoever starts the same import again goes on with it. */
const idOf = (files: readonly Found[], { validate }: FhirImportFlags): string =>
  createHash('sha256')
    .update(
      JSON.stringify([validate ?? false, files.map(({ path, size, changed }) => [path, size, changed])]),
    )
    .digest('hex')
