/** `sund serve`: hub, holders and room of this home behind one address, with the portal. */
import { fail } from '@sund/model'
import { Command } from 'commander'
import { contextOf } from '../context.js'
import { serveUntilStopped } from '../serving.js'
import { withSund } from '../sund.js'

export function serveCommand(signal: AbortSignal): Command {
  return new Command('serve')
    .summary('the portal and the programming interface, until Ctrl-C')
    .description('Serves this home over HTTP: the portal, /openapi.json, health and readiness.')
    .option('--port <N>', 'port to listen on (0 takes any)')
    .option('--host <NAME>', 'address to listen on', '127.0.0.1')
    .addHelpText('after', '\nExamples:\n  $ sund serve\n  $ sund serve --port 9000 --home /srv/sund')
    .action(async ({ port, host }: { port?: string; host: string }, command: Command) => {
      const context = contextOf(command, signal)
      const wanted = parsePort(port)
      await withSund(context, (sund) => serveUntilStopped(sund, { port: wanted, host }, context))
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
