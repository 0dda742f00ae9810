/** `sund status`: what one may still be told. */
import { Command } from 'commander'
import { contextOf } from '../context.js'
import { drawGrid } from '../draw/grid.js'
import { DEFAULT_RESEARCHER, localResearcher, withSund } from '../sund.js'

export function statusCommand(signal: AbortSignal): Command {
  return new Command('status')
    .summary('what you may still be told')
    .description(
      'What is left of the quotas (rule L2): of results in 24 hours, of all and of each sensitive variable; and, for good, of groups of people that numbers are told of, by the size of the population. What you have been told before costs nothing.',
    )
    .option('--as <USER>', 'the researcher who asks', DEFAULT_RESEARCHER)
    .addHelpText('after', '\nExamples:\n  $ sund status\n  $ sund status --as mads --json')
    .action(async ({ as }: { as: string }, command: Command) => {
      const context = contextOf(command, signal)
      const { terminal } = context
      const quota = await withSund(context, ({ hub }) => hub.quota(localResearcher(as)))
      if (terminal.json) return terminal.printJson(quota)
      const { results, sensitive, opens, share, populations } = quota
      const row = (what: string, most: number, spent: number) => [
        what,
        `${spent}`,
        `${Math.max(0, most - spent)}`,
      ]
      terminal.print(
        drawGrid(
          [
            { title: 'In 24 hours', align: 'left' },
            { title: 'Told', align: 'right' },
            { title: 'Left', align: 'right' },
          ],
          [
            row('Results', results.most, results.spent),
            ...Object.entries(sensitive.spent)
              .sort(([a], [b]) => (a < b ? -1 : 1))
              .map(([variable, spent]) => row(variable, sensitive.most, spent)),
          ],
          terminal.canvas,
        ),
      )
      if (opens !== null)
        terminal.print([`The oldest of it stops counting at ${opens.slice(0, 16).replace('T', ' ')} UTC.`])
      terminal.print([''])
      terminal.print(
        drawGrid(
          [
            { title: 'Ever, of a population of', align: 'left' },
            { title: 'Groups told', align: 'right' },
            { title: 'Left', align: 'right' },
          ],
          populations.map(({ people, told, most }) => row(people.toLocaleString('en-GB'), most, told)),
          terminal.canvas,
        ),
      )
      terminal.print([
        `Numbers of at most ${Math.round(1000 * share) / 10} new groups for every 100 people of a population are told, ever, to you and those you share results with.`,
        'Waiting does not help here: ask for fewer and larger groups, about more people, or with rho(), which has a budget of its own (sund budget).',
      ])
    })
}
