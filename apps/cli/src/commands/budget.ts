/** `sund budget`: what has been spent on differential privacy at each holder, and what is left. */
import { Command } from 'commander'
import { contextOf } from '../context.js'
import { drawBudget } from '../draw/budget.js'
import { DEFAULT_RESEARCHER, localResearcher, withSund } from '../sund.js'

const HELP = `
Results with rho(…) cost that much at each holder whose registers stand behind them. The same question again has
the same answer and costs nothing.

Examples:
  $ sund budget
  $ sund budget --as ola --json`

export function budgetCommand(signal: AbortSignal): Command {
  return new Command('budget')
    .summary('what is left for differential privacy')
    .description(
      'Shows what a researcher has spent of each holder’s budget for differential privacy, and what is left.',
    )
    .option('--as <USER>', 'the researcher', DEFAULT_RESEARCHER)
    .addHelpText('after', HELP)
    .action(async ({ as }: { as: string }, command: Command) => {
      const context = contextOf(command, signal)
      const { terminal } = context
      const budgets = await withSund(context, ({ hub }) => hub.budget(localResearcher(as).subject))
      if (terminal.json) terminal.printJson({ budgets })
      else terminal.print(drawBudget(budgets, terminal.canvas))
    })
}
