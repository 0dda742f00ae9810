/**
 * `sund demo`, which is what `npm start` becomes: registers made ready once, a study, its answer, and the portal until Ctrl-C. The
 * registers are the three examples, or with `--country` those of a whole country of made-up people.
 */
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '@sund/model'
import { Command } from 'commander'
import { type Context, contextOf } from '../context.js'
import { ScriptFailure, tell } from '../failures.js'
import { readScript } from '../files.js'
import { drawRegisters, importCountry, importSource, registersHeld } from '../importing.js'
import { COUNTRY_STUDY, DEMO, EXAMPLE_REGISTERS, FIRST_STUDY, sandboxHome } from '../places.js'
import { importRecords, serveRecords } from '../records.js'
import { serveUntilStopped } from '../serving.js'
import { type OpenSund, withSund } from '../sund.js'
import { generate, wholeNumber } from './generate.js'
import { answer } from './run.js'
import { parsePort } from './serve.js'

interface DemoFlags {
  once?: boolean
  port?: string
  country?: string | true
  seed: string
}

interface Country {
  persons: number
  seed: number
}

const COUNTRY_PERSONS = '20000'
/** Whose health records there are where no country is asked for. */
const RECORDS_OF: Country = { persons: 5000, seed: 1 }

export function demoCommand(signal: AbortSignal): Command {
  return new Command('demo')
    .summary('registers, one study, and the portal')
    .description(
      'Imports the example registers once, runs the first study, prints its answer and serves the portal. With --country it does so with all registers of a country of made-up people.',
    )
    .option('--once', 'print the answer and end')
    .option('--port <N>', 'port of the portal (else the first free one from 8080)')
    .option(
      '--country [N]',
      `a country of so many made-up people in place of the examples (${COUNTRY_PERSONS})`,
    )
    .option('--seed <S>', 'with --country: another number, another country', '1')
    .addHelpText(
      'after',
      `
Examples:
  $ sund demo
  $ sund demo --once --json > answer.json
  $ sund demo --country 20000`,
    )
    .action(async (flags: DemoFlags, command: Command) => {
      const country = countryWanted(flags)
      const context = contextOf(command, signal, country ? sandboxHome(country.persons, country.seed) : DEMO)
      const wanted = parsePort(flags.port)
      await withSund(context, async (sund) => {
        await (country ? importSandbox(sund, country, context) : importExamples(sund, context))
        const study = await readScript(country ? COUNTRY_STUDY : FIRST_STUDY, context)
        const first = () => answer(sund, study, sund.demoResearcher, context)
        if (flags.once) await first()
        else {
          const citizen = await importRecords(sund, country ?? RECORDS_OF, context)
          await serveUntilStopped(sund, { port: wanted, host: '127.0.0.1', citizen }, context, {
            first: () => tried(first, context),
            meanwhile: () => serveRecords(sund),
          })
        }
      })
    })
}

/** A study that a rule stops, as those of a small country may, leaves the portal to serve. */
async function tried(study: () => Promise<void>, context: Context): Promise<void> {
  try {
    await study()
  } catch (thrown) {
    if (!(thrown instanceof ScriptFailure)) throw thrown
    tell(thrown, context.terminal.json)
  }
}

function countryWanted({ country, seed }: DemoFlags): Country | null {
  if (country === undefined) return null
  const persons = country === true ? COUNTRY_PERSONS : country
  return { persons: wholeNumber(persons, '--country'), seed: wholeNumber(seed, '--seed') }
}

/** Imports what is not there yet. */
async function importExamples(sund: OpenSund, context: Context): Promise<void> {
  const { readRegisterFolder } = await import('@sund/registers')
  const held = await registersHeld(sund)
  const entries = await readdir(EXAMPLE_REGISTERS, { withFileTypes: true })
  for (const entry of entries.filter((one) => one.isDirectory())) {
    const source = await readRegisterFolder(join(EXAMPLE_REGISTERS, entry.name))
    if (!held.has(source.metadata.name)) await importSource(sund, source, context)
  }
}

/** Makes the country and imports what is not there yet; a start that was stopped is taken up where it stood. */
async function importSandbox(sund: OpenSund, country: Country, context: Context): Promise<void> {
  const { COUNTRY_REGISTERS } = await import('@sund/synthetic')
  const held = await registersHeld(sund)
  const missing = COUNTRY_REGISTERS.map(({ metadata }) => metadata.name).filter((name) => !held.has(name))
  const cache = join(context.home, 'cache')
  if (missing.length > 0) {
    const folder = join(cache, 'country')
    const made = () => generate({ ...country, folder }, context)
    await made().catch(async (thrown: unknown) => {
      // What another version of Sund left behind.
      if (!(thrown instanceof Failure && thrown.errors[0].code === 'conflict.exists')) throw thrown
      await rm(cache, { recursive: true, force: true })
      return made()
    })
    await importCountry(sund, { folder, registers: missing, remove: true }, context)
  }
  await rm(cache, { recursive: true, force: true })
  const manifests = await Promise.all([...sund.holders.values()].map((holder) => holder.list()))
  if (!context.terminal.json)
    context.terminal.print([
      ...drawRegisters(manifests.flat(), context),
      '',
      `${country.persons.toLocaleString('en')} people who do not exist; everything about them is made up.`,
      `Other commands use them with --home ${context.home}`,
      '',
    ])
}
