/** `sund check`: what is wrong with a script, what it uses and what will become of it, before anything is shown. */
import type { SundError } from '@sund/model'
import { Command } from 'commander'
import { contextOf } from '../context.js'
import { drawCheck } from '../draw/check.js'
import { ScriptFailure } from '../failures.js'
import { readScript } from '../files.js'
import { DEFAULT_RESEARCHER, localResearcher, withSund } from '../sund.js'

export function checkCommand(signal: AbortSignal): Command {
  return new Command('check')
    .summary('what a script uses, what is wrong with it and what will become of it')
    .description(
      'Checks a script without running it: its mistakes, each variable with holder and sensitivity, and for each result how many people it rests on (as a class), what the rules will do to it and which recode would let a hidden table through.',
    )
    .argument('SCRIPT', 'file of the script, or - for standard input')
    .option('--syntax', 'only whether it can be read; needs no registers')
    .option('--no-people', 'look at no rows: no classes, and nothing of what would be withheld')
    .option('--as <USER>', 'the researcher who asks', DEFAULT_RESEARCHER)
    .addHelpText('after', '\nExamples:\n  $ sund check study.sund\n  $ sund check study.sund --syntax')
    .action(
      async (
        file: string,
        { syntax, people, as }: { syntax?: boolean; people: boolean; as: string },
        command: Command,
      ) => {
        const context = contextOf(command, signal)
        const { terminal } = context
        const script = await readScript(file, context)
        const checked = syntax
          ? {
              errors: (await import('@sund/engine')).parse(script.text).errors,
              uses: [],
              terms: null,
              permit: null,
              commands: [],
            }
          : await withSund(context, ({ hub }) =>
              terminal.during('Checking', () =>
                people
                  ? hub.foresee(script.text, localResearcher(as), signal)
                  : hub.check(script.text, localResearcher(as)),
              ),
            )
        if (terminal.json) terminal.printJson(checked)
        else terminal.print(drawCheck(checked, terminal.canvas))
        const [first, ...rest] = checked.errors
        if (first !== undefined)
          throw new ScriptFailure([first, ...rest] as [SundError, ...SundError[]], script, true)
        terminal.note(['Nothing is wrong with it.'])
      },
    )
}
