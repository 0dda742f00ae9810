/** `sund check`: what is wrong with a script and what it uses, before anything runs. */
import type { SundError } from '@sund/model'
import { Command } from 'commander'
import { contextOf } from '../context.js'
import { drawGrid } from '../draw/grid.js'
import { ScriptFailure } from '../failures.js'
import { readScript } from '../files.js'
import { withSund } from '../sund.js'

export function checkCommand(signal: AbortSignal): Command {
  return new Command('check')
    .summary('what a script uses and what is wrong with it')
    .description(
      'Checks a script without running it: its mistakes, and each variable with holder and sensitivity.',
    )
    .argument('SCRIPT', 'file of the script, or - for standard input')
    .option('--syntax', 'only whether it can be read; needs no registers')
    .addHelpText('after', '\nExamples:\n  $ sund check study.sund\n  $ sund check study.sund --syntax')
    .action(async (file: string, { syntax }: { syntax?: boolean }, command: Command) => {
      const context = contextOf(command, signal)
      const { terminal } = context
      const script = await readScript(file, context)
      const { errors, uses } = syntax
        ? { errors: (await import('@sund/engine')).parse(script.text).errors, uses: [] }
        : await withSund(context, ({ hub }) => hub.check(script.text))
      if (terminal.json) terminal.printJson({ errors, uses })
      else if (uses.length > 0)
        terminal.print(
          drawGrid(
            ['Variable', 'Register', 'Version', 'Holder', 'Sensitivity'].map((title) => ({
              title,
              align: 'left',
            })),
            uses.map((use) => [use.variable, use.register, use.version, use.holder, use.sensitivity]),
            terminal.canvas,
          ),
        )
      const [first, ...rest] = errors
      if (first !== undefined)
        throw new ScriptFailure([first, ...rest] as [SundError, ...SundError[]], script, true)
      terminal.note(['Nothing is wrong with it.'])
    })
}
