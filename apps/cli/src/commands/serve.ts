/** `sund serve`: hub, holders and room of this home behind one address, with the portal. */
import { fail } from '@sund/model'
import { Command } from 'commander'
import { contextOf } from '../context.js'
import { databaseOf } from '../records.js'
import { serveUntilStopped } from '../serving.js'
import { withSund } from '../sund.js'

interface ServeFlags {
  port?: string
  host: string
  fhir?: string[]
  fhirDatabase?: string
}

export function serveCommand(signal: AbortSignal): Command {
  return new Command('serve')
    .summary('the portal and the programming interface, until Ctrl-C')
    .description('Serves this home over HTTP: the portal, /openapi.json, health and readiness.')
    .option('--port <N>', 'port to listen on (0 takes any)')
    .option('--host <NAME>', 'address to listen on', '127.0.0.1')
    .option(
      '--fhir <HOLDER...>',
      'serve the FHIR store of these holders too, at /fhir/HOLDER, with the registers that are made of it',
    )
    .option(
      '--fhir-database <URL>',
      'the PostgreSQL of that store, where it is one (else $SUND_FHIR_DATABASE, else in the home)',
    )
    .addHelpText('after', '\nExamples:\n  $ sund serve\n  $ sund serve --port 9000 --home /srv/sund')
    .action(async ({ port, host, fhir = [], fhirDatabase }: ServeFlags, command: Command) => {
      const context = contextOf(command, signal)
      const wanted = parsePort(port)
      const database = databaseOf(fhirDatabase)
      if (database.databaseUrl !== undefined && fhir.length > 1)
        fail('usage.arguments', 'A database is one holder’s.', 'Name one holder with --fhir, or no database.')
      await withSund(context, async (sund) => {
        for (const holder of fhir)
          await context.terminal.during(`Opening the records of ${holder}`, (progress) =>
            sund.openFhir(holder, { ...database, progress }),
          )
        await serveUntilStopped(sund, { port: wanted, host }, context)
      })
    })
}

/** A port as written on the command line, or undefined when none was. */
export function parsePort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const port = Number(text)
  return /^\d{1,5}$/.test(text) && port <= 65_535
    ? port
    : fail('usage.arguments', `${text} is not a port.`, 'Use a number from 0 to 65535.')
}
