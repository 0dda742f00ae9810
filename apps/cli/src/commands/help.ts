/** `sund help`: the commands and functions of the script language, from the engine's own documentation. */
import { fail, inLanguage, type LocalisedText, nearestName } from '@sund/model'
import { Command } from 'commander'
import { type Context, contextOf } from '../context.js'
import { wrap } from '../draw/canvas.js'
import { drawTerms } from '../draw/terms.js'

type Documentation = Pick<typeof import('@sund/engine'), 'COMMANDS' | 'FUNCTIONS'>

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

function overview({ COMMANDS, FUNCTIONS }: Documentation, { terminal, language }: Context): void {
  if (terminal.json) return terminal.printJson({ commands: COMMANDS, functions: FUNCTIONS })
  const { canvas } = terminal
  const list = (title: string, docs: Readonly<Record<string, { summary: LocalisedText }>>) => {
    const terms = Object.entries(docs).map(
      ([name, { summary }]) => [name, inLanguage(summary, language)] as const,
    )
    return [canvas.tone('heading', title), ...drawTerms(terms, canvas)]
  }
  const available = Object.fromEntries(
    Object.entries(COMMANDS).filter(([, { status }]) => status === 'available'),
  )
  terminal.print([
    ...list('Commands', available),
    '',
    ...list('Functions', FUNCTIONS),
    '',
    'sund help NAME tells more; sund --help is about sund itself.',
  ])
}

function explain(
  name: string,
  { COMMANDS, FUNCTIONS }: Documentation,
  command: Command,
  { terminal, language }: Context,
): void {
  const { canvas } = terminal
  const documentation = Object.hasOwn(COMMANDS, name)
    ? COMMANDS[name as keyof typeof COMMANDS]
    : Object.hasOwn(FUNCTIONS, name)
      ? FUNCTIONS[name as keyof typeof FUNCTIONS]
      : undefined
  if (documentation === undefined) {
    const own = command.parent?.commands.find((sibling) => sibling.name() === name)
    if (own !== undefined) return own.outputHelp()
    const nearest = nearestName(name, [...Object.keys(COMMANDS), ...Object.keys(FUNCTIONS)])
    return fail(
      'usage.not-found',
      `The language has no command or function ${name}.`,
      nearest ? `Did you mean ${nearest}?` : 'sund help lists them all.',
    )
  }
  if (terminal.json) return terminal.printJson({ name, ...documentation })
  const rows = [
    ...('arguments' in documentation ? documentation.arguments : []),
    ...('options' in documentation ? documentation.options : []),
  ]
  terminal.print([
    canvas.tone('heading', documentation.syntax),
    ...wrap(inLanguage(documentation.summary, language), canvas.width),
    ...('status' in documentation && documentation.status === 'not-yet'
      ? ['', 'Sund understands it and does not carry it out yet.']
      : []),
    ...(rows.length > 0 ? [''] : []),
    ...drawTerms(
      rows.map((row) => [`  ${row.name}`, inLanguage(row.summary, language)]),
      canvas,
    ),
    ...('example' in documentation ? ['', `  ${documentation.example}`] : []),
  ])
}
