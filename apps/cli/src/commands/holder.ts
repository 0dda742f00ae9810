/** `sund holder`: the parties that keep registers in this home. */
import { fail } from '@sund/model'
import { Command } from 'commander'
import { contextOf } from '../context.js'
import { drawGrid } from '../draw/grid.js'
import { withSund } from '../sund.js'

interface Row {
  holder: string
  register: string | null
  version: string | null
  importedAt: string | null
}

/** Names of holders (packages/model/src/registers.ts). */
const NAME = /^[a-z][a-z0-9-]{0,39}$/

export function holderCommand(signal: AbortSignal): Command {
  const holder = new Command('holder')
    .summary('the parties that keep registers here')
    .description('A holder keeps the rows of its registers and answers for them.')
    .addHelpText(
      'after',
      '\nExamples:\n  $ sund holder list\n  $ sund holder add city-hospital --title "City Hospital"',
    )
  holder
    .command('list', { isDefault: true })
    .description('holders with their registers')
    .action(async (_options: unknown, command: Command) => {
      const context = contextOf(command, signal)
      const { terminal } = context
      const held = await withSund(context, async ({ holders }) =>
        Promise.all([...holders.values()].map(async ({ name, list }) => ({ name, manifests: await list() }))),
      )
      const registers = held.flatMap(({ name, manifests }): Row[] =>
        manifests.length === 0
          ? [{ holder: name, register: null, version: null, importedAt: null }]
          : manifests.map(({ register, version, importedAt }) => ({
              holder: name,
              register: register.name,
              version,
              importedAt,
            })),
      )
      if (terminal.json) return terminal.printJson({ home: context.home, registers })
      terminal.note([`Home: ${context.home}`])
      terminal.print(
        drawGrid(
          ['Holder', 'Register', 'Version', 'Imported'].map((title) => ({ title, align: 'left' })),
          registers.map((row) => [
            row.holder,
            row.register ?? '–',
            row.version ?? '–',
            row.importedAt ?? '–',
          ]),
          terminal.canvas,
        ),
      )
    })
  holder
    .command('add')
    .argument('NAME', 'lower-case letters, digits and hyphens')
    .option('--title <TITLE>', 'name for people')
    .description('adds a holder')
    .action(async (name: string, { title }: { title?: string }, command: Command) => {
      const context = contextOf(command, signal)
      checkHolderName(name)
      await withSund(context, (sund) => sund.addHolder(name, { en: title ?? name }))
      if (context.terminal.json) context.terminal.printJson({ holder: name })
      else context.terminal.print([`${name} keeps registers in ${context.home} now.`])
    })
  holder
    .command('verify')
    .argument('HOLDER', 'the holder')
    .argument('REGISTER', 'one of its registers')
    .description('says that the description of a register was looked through and holds, once a year')
    .action(async (name: string, register: string, _options: unknown, command: Command) => {
      const context = contextOf(command, signal)
      const version = await withSund(context, async ({ holders }) => {
        const known = holders.get(name)
        if (known === undefined)
          return fail('usage.not-found', `There is no holder ${name}.`, 'sund holder list names them all.')
        return known.verify(register)
      })
      if (context.terminal.json) context.terminal.printJson({ holder: name, register, version })
      else
        context.terminal.print([
          `${name} verified the description of ${register} ${version}. The log has it.`,
        ])
    })
  return holder
}

export function checkHolderName(name: string): void {
  if (NAME.test(name)) return
  const mended = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 40)
  fail(
    'usage.arguments',
    `${name} cannot name a holder: lower-case letters, digits and hyphens, beginning with a letter.`,
    mended === '' ? 'Choose another name.' : `Use ${mended}, say, and give the full name with --title.`,
  )
}
