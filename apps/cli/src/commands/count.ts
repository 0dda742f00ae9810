/** `sund count`: how many persons meet criteria, before a study is written. */
import { Failure } from '@sund/model'
import { Command } from 'commander'
import { contextOf } from '../context.js'
import { drawCount } from '../draw/count.js'
import { ScriptFailure } from '../failures.js'
import { DEFAULT_RESEARCHER, localResearcher, withSund } from '../sund.js'

const HELP = `
Criteria are written as conditions of scripts are, with the register before the variable:
  hospital/ICD10 == 'E11'              a code
  hospital/ICD10 == 'E11*'             every code that begins so
  inlist(hospital/ICD10, 'E10', 'E11') one of several
  … since 2015, … until 2020           in these years; after parentheses for all in them
  inrange(population/BORN, 1950, 1980) a number or a date (its year) that holds for life; also >= <= > <
  & | ! ( )                            and, or, not
A register is named in full or by the end of its name, with :VERSION where an older one is meant. !(…) needs
something else beside it: persons of whom nothing is known are not counted.

Examples:
  $ sund count "hospital/ICD10 == 'E11*' since 2015 & !(medicines/ATC == 'A10*')"
  $ sund count "population/SEX == '2' & inrange(population/BORN, 1950, 1980)" --json`

export function countCommand(signal: AbortSignal): Command {
  return new Command('count')
    .summary('how many persons meet criteria')
    .description(
      'Counts persons by codes and years, over registers of any holders, without a script. The number is protected as a table is.',
    )
    .argument('<CRITERIA...>', 'the criteria; quote them for the shell')
    .option('--as <USER>', 'the researcher who asks', DEFAULT_RESEARCHER)
    .addHelpText('after', HELP)
    .action(async (words: string[], { as }: { as: string }, command: Command) => {
      const context = contextOf(command, signal)
      const { terminal } = context
      const text = words.join(' ')
      const answer = await withSund(context, ({ hub }) =>
        terminal.during('Counting', () => hub.count(text, localResearcher(as), signal)),
      ).catch((thrown) => {
        if (!(thrown instanceof Failure)) throw thrown
        throw new ScriptFailure(thrown.errors, { name: 'criteria', text })
      })
      if (terminal.json) terminal.printJson(answer.value)
      else terminal.print(drawCount(answer.value, terminal.canvas))
    })
}
