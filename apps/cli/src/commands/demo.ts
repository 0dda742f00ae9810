/**
 * `sund demo`, which is what `npm start` becomes: three holders with a register each, the first study, its answer, and the
 * portal until Ctrl-C.
 */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Command } from 'commander'
import { type Context, contextOf } from '../context.js'
import { readScript } from '../files.js'
import { DEMO, EXAMPLE_REGISTERS, FIRST_STUDY } from '../places.js'
import { serveUntilStopped } from '../serving.js'
import { type OpenSund, withSund } from '../sund.js'
import { answer } from './run.js'
import { parsePort } from './serve.js'

export function demoCommand(signal: AbortSignal): Command {
  return new Command('demo')
    .summary('three registers, one study, and the portal')
    .description(
      'Imports the example registers once, runs the first study, prints its answer and serves the portal.',
    )
    .option('--once', 'print the answer and end')
    .option('--port <N>', 'port of the portal (else the first free one from 8080)')
    .addHelpText('after', '\nExamples:\n  $ sund demo\n  $ sund demo --once --json > answer.json')
    .action(async ({ once, port }: { once?: boolean; port?: string }, command: Command) => {
      const context = contextOf(command, signal, DEMO)
      const wanted = parsePort(port)
      await withSund(context, async (sund) => {
        await importExamples(sund, context)
        const study = await readScript(FIRST_STUDY, context)
        const first = () => answer(sund, study, sund.demoResearcher, context)
        if (once) await first()
        else await serveUntilStopped(sund, { port: wanted, host: '127.0.0.1' }, context, first)
      })
    })
}

/** Imports what is not there yet. */
async function importExamples(sund: OpenSund, { terminal, signal }: Context): Promise<void> {
  const { readRegisterFolder } = await import('@sund/registers')
  const entries = await readdir(EXAMPLE_REGISTERS, { withFileTypes: true })
  for (const entry of entries.filter((one) => one.isDirectory())) {
    const { metadata, files } = await readRegisterFolder(join(EXAMPLE_REGISTERS, entry.name))
    const { name, title } = metadata.holder
    const holder = sund.holders.get(name) ?? (await sund.addHolder(name, title))
    if ((await holder.list()).some(({ register }) => register.name === metadata.name)) continue
    await terminal.during(`Importing ${metadata.name}`, (progress) =>
      holder.import({ files, metadata, progress, signal }),
    )
  }
}
