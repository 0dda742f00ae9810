/** `sund format`: puts spaces and indentation of scripts in order, and nothing else. */
import { writeFile } from 'node:fs/promises'
import { fail } from '@sund/model'
import { Command } from 'commander'
import { contextOf } from '../context.js'
import { readScript } from '../files.js'

export function formatCommand(signal: AbortSignal): Command {
  return new Command('format')
    .summary('puts the spaces and indentation of a script in order')
    .description(
      'Writes a script anew with its spaces and indentation in order; what it means stays the same. A script from standard input is printed.',
    )
    .argument('FILE', 'file of the script, or - for standard input')
    .option('--check', 'change nothing; fail when the script is not in order')
    .addHelpText('after', '\nExamples:\n  $ sund format study.sund\n  $ sund format study.sund --check')
    .action(async (file: string, { check }: { check?: boolean }, command: Command) => {
      const context = contextOf(command, signal)
      const { terminal } = context
      const [script, { format }] = await Promise.all([readScript(file, context), import('@sund/engine')])
      const formatted = format(script.text)
      const changed = formatted !== script.text
      if (check && changed)
        fail('script.format', `${script.name} is not in order.`, `Put it in order: sund format ${file}`)
      if (terminal.json) terminal.printJson({ changed, script: formatted })
      else if (file === '-' && !check) terminal.print(formatted.replace(/\n$/, '').split('\n'))
      if (!check && changed && file !== '-') await writeFile(file, formatted)
      if (file !== '-') terminal.note([changed ? `Put in order: ${file}` : 'It is in order already.'])
    })
}
