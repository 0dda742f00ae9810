/** `sund share`: let somebody else open a run of one's own, and which runs are shared with one. */
import { fail } from '@sund/model'
import { Command } from 'commander'
import { type Context, contextOf } from '../context.js'
import { drawGrid } from '../draw/grid.js'
import { DEFAULT_RESEARCHER, localResearcher, withSund } from '../sund.js'

const HELP = `
Whoever you share a run with and you count as one person from then on, for good: neither is told what the other's
results together with it would give away about few people (rule L1). It holds for all that you were told before as
well. Quotas stay each one's own. The other must have been here once; the log names you both.

Examples:
  $ sund share 5e6f2f3c-8f5a-4c62-9d6b-6d1c7a0a9a11 --with mads
  $ sund share 5e6f2f3c-8f5a-4c62-9d6b-6d1c7a0a9a11 --with demo:mads
                                         someone who signs in to the portal
  $ sund share --as mads                 what is shared with mads`

export function shareCommand(signal: AbortSignal): Command {
  return new Command('share')
    .summary('let somebody open a run of yours')
    .description(
      'Shares a run, for good: from then on the two of you count as one person when results are compared. Without a run: what is shared with you.',
    )
    .argument('[RUN]', 'the run, as sund log --json shows it')
    .option(
      '--with <USER>',
      'who may open it: a researcher of this home, or a subject as its own session shows it',
    )
    .option('--as <USER>', 'whose run it is', DEFAULT_RESEARCHER)
    .addHelpText('after', HELP)
    .action(
      async (
        run: string | undefined,
        { with: other, as }: { with?: string; as: string },
        command: Command,
      ) => {
        const context = contextOf(command, signal)
        if (run === undefined) return list(context, subjectOf(as))
        if (other === undefined)
          return fail('usage.arguments', 'With whom is not said.', 'Add --with and who may open the run.')
        return share(context, run, subjectOf(as), subjectOf(other))
      },
    )
}

async function share(context: Context, run: string, owner: string, reader: string): Promise<void> {
  const { terminal } = context
  await withSund(context, ({ hub }) => hub.runs.share(owner, run, reader))
  if (terminal.json) return terminal.printJson({ run, reader })
  terminal.print([
    `${reader} can open the run.`,
    `From now on ${reader} and ${owner} count as one person when results are compared.`,
  ])
}

async function list(context: Context, reader: string): Promise<void> {
  const { terminal } = context
  const runs = await withSund(context, ({ hub }) => hub.runs.shared(reader))
  if (terminal.json) return terminal.printJson(runs)
  if (runs.length === 0) return terminal.print(['Nothing is shared with you.'])
  terminal.print(
    drawGrid(
      [
        { title: 'Run', align: 'left' },
        { title: 'Whose', align: 'left' },
        { title: 'Shared', align: 'left' },
        { title: 'Title', align: 'left' },
      ],
      runs.map(({ run, owner, sharedAt, title }) => [run, owner, sharedAt.slice(0, 10), title]),
      terminal.canvas,
    ),
  )
}

/** A subject as it is; a name without a provider is somebody at this machine. */
const subjectOf = (user: string): string => (user.includes(':') ? user : localResearcher(user).subject)
