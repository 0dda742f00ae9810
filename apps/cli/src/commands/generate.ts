/** `sund generate`: a country of made-up people, as register folders that `sund import` reads. */
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { type CountryDocument, fail, folderOfRegister } from '@sund/model'
import { Command } from 'commander'
import { type Context, contextOf } from '../context.js'
import { drawGrid } from '../draw/grid.js'
import { plainNumber } from '../draw/number.js'
import { generateCountry, type Made, type OpenMakers } from '../generate/country-folder.js'
import { type MakerSettings, openMaker } from '../generate/maker.js'
import { startMaker } from '../generate/maker-process.js'

interface GenerateFlags {
  persons: string
  seed: string
  out: string
  registers?: string
  workers?: string
}

export function generateCommand(signal: AbortSignal): Command {
  return new Command('generate')
    .summary('make a country of made-up people')
    .description(
      'Makes a Nordic country of people who do not exist, with the registers that a real one has, as Parquet with metadata. The same seed gives the same files.',
    )
    .requiredOption('--persons <N>', 'how many people, from 1,000 to 10,000,000')
    .requiredOption('--out <DIR>', 'folder to make; a country that was begun there is finished')
    .option('--seed <S>', 'a whole number: another gives another country', '1')
    .option('--registers <NAMES>', 'only these, with commas between: population,hospital')
    .option('--workers <N>', 'parts made at once (else one a processor)')
    .addHelpText(
      'after',
      `
Examples:
  $ sund generate --persons 100000 --out country
  $ sund generate --persons 1000000 --seed 7 --registers population,medicines --out country
  $ sund import country`,
    )
    .action(async (flags: GenerateFlags, command: Command) => {
      const context = contextOf(command, signal)
      const document = await generate(
        {
          persons: wholeNumber(flags.persons, '--persons'),
          seed: wholeNumber(flags.seed, '--seed'),
          folder: resolve(flags.out),
          ...(flags.registers === undefined
            ? {}
            : { registers: flags.registers.split(',').map((name) => name.trim()) }),
        },
        context,
        flags.workers === undefined ? undefined : workersWanted(flags.workers),
      )
      report(document, flags.out, context)
    })
}

/** Makes a country and shows how far it is. Whatever was finished when it is stopped is kept for the next time. */
export async function generate(
  settings: { persons: number; seed: number; folder: string; registers?: readonly string[] },
  { terminal, signal }: Context,
  workers = availableParallelism(),
): Promise<CountryDocument> {
  const { COUNTRY_NAME, COUNTRY_REGISTERS, makePart, partsOf } = await import('@sund/synthetic')
  const country = { name: COUNTRY_NAME, registers: COUNTRY_REGISTERS, partsOf, makePart }
  const openMakers: OpenMakers = (job: MakerSettings) =>
    import.meta.url.endsWith('.ts')
      ? openMaker(country, job).then((maker) => [maker])
      : Array.from({ length: workers }, () => startMaker(job))
  return terminal.during(`Making ${settings.persons.toLocaleString('en')} people`, (progress) => {
    const began = Date.now()
    return generateCountry(
      country,
      {
        ...settings,
        signal,
        onProgress: (made) => progress(stateOf(made, settings.persons, (Date.now() - began) / 1000)),
      },
      openMakers,
    ).catch((thrown: unknown) => {
      if (signal.aborted) terminal.note(['What is finished is kept: the same command goes on from here.'])
      throw thrown
    })
  })
}

const BAR = 20

/** How far, in a line: a bar, rows, and the time left by the speed so far. */
export function stateOf({ persons, kept, rows }: Made, of: number, seconds: number): string {
  const share = persons / of
  const filled = Math.round(share * BAR)
  const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR - filled)} ${Math.floor(share * 100)} %`
  const here = persons - kept
  const left = here > 0 ? ((of - persons) / here) * seconds : undefined
  return [
    bar,
    `${rows.toLocaleString('en')} rows`,
    ...(left === undefined
      ? []
      : [left >= 90 ? `${Math.round(left / 60)} min left` : `${Math.ceil(left)} s left`]),
  ].join(', ')
}

function workersWanted(text: string): number {
  const workers = wholeNumber(text, '--workers')
  return workers > 0
    ? workers
    : fail(
        'usage.arguments',
        'The country needs at least one worker.',
        'Leave --workers out for one a processor.',
      )
}

/** A whole number as written on the command line, with or without signs between thousands. */
export function wholeNumber(text: string, option: string): number {
  const digits = text.replaceAll(/[_, ]/g, '')
  return /^\d{1,15}$/.test(digits)
    ? Number(digits)
    : fail('usage.arguments', `${text} is not a whole number for ${option}.`, 'Write digits: 20000.')
}

function report(document: CountryDocument, out: string, { terminal, language }: Context): void {
  if (terminal.json) return terminal.printJson(document)
  const rows = document.registers.map((name) => {
    const folder = folderOfRegister(name)
    const files = document.files.filter(({ path }) => path.startsWith(`${folder}/`))
    const sum = (of: (file: CountryDocument['files'][number]) => number) =>
      files.reduce((total, file) => total + of(file), 0)
    return {
      folder,
      files: files.length - 1,
      rows: sum((file) => file.rows ?? 0),
      bytes: sum(({ bytes }) => bytes),
    }
  })
  const count = (value: number) => plainNumber(value, 'count', language)
  const size = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB`
  const total = (of: 'rows' | 'files' | 'bytes') => rows.reduce((sum, row) => sum + row[of], 0)
  terminal.print([
    ...drawGrid(
      [
        { title: 'Register', align: 'left', label: true },
        { title: 'Rows', align: 'right' },
        { title: 'Files', align: 'right' },
        { title: 'Size', align: 'right' },
      ],
      [
        ...rows.map((row) => [row.folder, count(row.rows), count(row.files), size(row.bytes)]),
        ['All', count(total('rows')), count(total('files')), size(total('bytes'))],
      ],
      terminal.canvas,
    ),
    '',
    `${document.name}, ${count(document.persons)} made-up people, seed ${document.seed}, is in ${out}.`,
    '',
    'Import it as registers:',
    '',
    `  sund import ${out}`,
  ])
}
