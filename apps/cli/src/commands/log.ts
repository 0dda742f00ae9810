/** `sund log`: what happened, and the proof that nobody changed it. */
import { join } from 'node:path'
import type { EventLog } from '@sund/access'
import { fail, type LoggedEvent, systemClock } from '@sund/model'
import { Command } from 'commander'
import { type Context, contextOf } from '../context.js'
import { drawGrid } from '../draw/grid.js'

const SHOWN = '20'

export function logCommand(signal: AbortSignal): Command {
  const log = new Command('log')
    .summary('what happened, and the proof of it')
    .description(
      'The append-only log of imports, runs and releases. Each event holds the hash of the one before.',
    )
    .addHelpText('after', '\nExamples:\n  $ sund log\n  $ sund log verify')
  log
    .command('list', { isDefault: true })
    .description('the last events, newest at the bottom')
    .option('--last <N>', 'how many (at most 1000)', SHOWN)
    .action(async ({ last }: { last: string }, command: Command) => list(contextOf(command, signal), last))
  log
    .command('verify')
    .description('recomputes the chain of hashes')
    .action(async (_options: unknown, command: Command) => verify(contextOf(command, signal)))
  return log
}

async function list(context: Context, last: string): Promise<void> {
  const limit = Number(last)
  if (!/^\d{1,4}$/.test(last) || limit < 1 || limit > 1000)
    fail(
      'usage.arguments',
      `--last ${last} is not a number of events.`,
      'Write it as --last 20; at most 1000.',
    )
  const { terminal } = context
  const events = (await withLog(context, (log) => log.list({ limit, newestFirst: true }))).reverse()
  if (terminal.json) return terminal.printJson(events)
  terminal.print(
    drawGrid(
      [
        { title: '#', align: 'right' },
        { title: 'Time', align: 'left' },
        { title: 'Who', align: 'left' },
        { title: 'What', align: 'left' },
        { title: 'About', align: 'left' },
        { title: 'Hash', align: 'left' },
      ],
      events.map((event) => [
        `${event.position}`,
        event.at.slice(0, 19).replace('T', ' '),
        event.actor,
        event.type,
        about(event),
        event.hash.slice(0, 12),
      ]),
      terminal.canvas,
    ),
  )
}

/** The register or the run that an event is about. */
function about({ payload }: LoggedEvent): string {
  if ('register' in payload) return `${payload.register.name} ${payload.register.version}`
  return 'run' in payload ? payload.run.slice(0, 8) : ''
}

async function verify(context: Context): Promise<void> {
  const { terminal } = context
  const { events, head } = await withLog(context, (log) => log.verify())
  if (terminal.json) return terminal.printJson({ verified: true, events, head })
  terminal.print([`${events} events, and every hash follows from the one before. The last is ${head.hash}.`])
}

/** The log of the home (or of `DATABASE_URL`) alone: nothing else need be started to read it. */
async function withLog<T>({ home, terminal }: Context, work: (log: EventLog) => Promise<T>): Promise<T> {
  const { openAccess } = await import('@sund/access')
  const url = process.env['DATABASE_URL']
  const access = await terminal.during('Opening the log', () =>
    openAccess(url ? { url } : { folder: join(home, 'hub', 'store') }, systemClock),
  )
  try {
    return await work(access.log)
  } finally {
    await access.close()
  }
}
