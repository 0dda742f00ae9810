/** `sund help`: the commands and functions of the script language, from the engine's own documentation. */
import { fail, inLanguage, type LocalisedText, nearestName } from '@sund/model'
import { Command } from 'commander'
import { type Context, contextOf } from '../context.js'
import { wrap } from '../draw/canvas.js'
import { drawTerms } from '../draw/terms.js'

type Documentation = Pick<typeof import('@sund/engine'), 'documentation' | 'documented'>

export function helpCommand(signal: AbortSignal): Command {
  return new Command('help')
    .summary('a command or function of the script language')
    .description('Explains the script language. Without a name it lists the commands and functions.')
    .argument('[NAME]', 'command or function of the language')
    .addHelpText('after', '\nExamples:\n  $ sund help\n  $ sund help tabulate\n  $ sund help rowmean')
    .action(async (name: string | undefined, _options: unknown, command: Command) => {
      const context = contextOf(command, signal)
      const documentation = await import('@sund/engine')
      if (name === undefined) overview(documentation, context)
      else explain(name, documentation, command, context)
    })
}

function overview({ documentation }: Documentation, { terminal, language }: Context): void {
  const { commands, functions } = documentation()
  if (terminal.json) return terminal.printJson({ commands, functions })
  const { canvas } = terminal
  const list = (title: string, words: readonly { name: string; summary: LocalisedText }[]) => {
    const terms = words.map(({ name, summary }) => [name, inLanguage(summary, language)] as const)
    return [canvas.tone('heading', title), ...drawTerms(terms, canvas)]
  }
  terminal.print([
    ...list(
      'Commands',
      commands.filter(({ status }) => status === 'available'),
    ),
    '',
    ...list('Functions', functions),
    '',
    'sund help NAME tells more; sund --help is about sund itself.',
  ])
}

function explain(
  name: string,
  { documented, documentation }: Documentation,
  command: Command,
  { terminal, language }: Context,
): void {
  const { canvas } = terminal
  const word = documented(name)
  if (word === null) {
    const own = command.parent?.commands.find((sibling) => sibling.name() === name)
    if (own !== undefined) return own.outputHelp()
    const { commands, functions } = documentation()
    const nearest = nearestName(
      name,
      [...commands, ...functions].map((one) => one.name),
    )
    return fail(
      'usage.not-found',
      `The language has no command or function ${name}.`,
      nearest ? `Did you mean ${nearest}?` : 'sund help lists them all.',
    )
  }
  if (terminal.json) return terminal.printJson(word)
  const rows = [...word.arguments, ...word.options]
  terminal.print([
    canvas.tone('heading', word.syntax),
    ...wrap(inLanguage(word.summary, language), canvas.width),
    ...(word.status === 'not-yet' ? ['', 'Sund understands it and does not carry it out yet.'] : []),
    ...(rows.length > 0 ? [''] : []),
    ...drawTerms(
      rows.map((row) => [`  ${row.name}`, inLanguage(row.summary, language)]),
      canvas,
    ),
    ...(word.kind === 'command' ? ['', `  ${word.example}`] : []),
  ])
}
