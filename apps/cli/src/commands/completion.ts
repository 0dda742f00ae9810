/** `sund completion`: a script that teaches a shell the commands and options, made from the program itself. */
import { fail, nearestName } from '@sund/model'
import { Command } from 'commander'
import { contextOf } from '../context.js'

/** A command's words and the options that may follow them. */
interface Node {
  words: string
  choices: string[]
}

const SHELLS: Record<string, (nodes: readonly Node[]) => string[]> = { bash, zsh, fish }

export function completionCommand(signal: AbortSignal): Command {
  return new Command('completion')
    .summary('teach a shell the commands')
    .description('Prints a script for bash, zsh or fish that completes commands and options.')
    .argument('SHELL', 'bash, zsh or fish')
    .addHelpText('after', '\nExample:\n  $ source <(sund completion bash)')
    .action((shell: string, _options: unknown, command: Command) => {
      const { terminal } = contextOf(command, signal)
      const make = SHELLS[shell]
      if (make === undefined) {
        const nearest = nearestName(shell, Object.keys(SHELLS))
        fail(
          'usage.arguments',
          `There is no completion for ${shell}.`,
          nearest ? `Did you mean ${nearest}?` : 'Use bash, zsh or fish.',
        )
      }
      const lines = make(nodesOf(command.parent as Command))
      if (terminal.json) terminal.printJson({ shell, script: lines.join('\n') })
      else terminal.print(lines)
    })
}

function nodesOf(command: Command, words: readonly string[] = [], inherited: readonly string[] = []): Node[] {
  const flags = [...inherited, ...command.options.flatMap(({ long }) => long ?? []), '--help']
  const all = [...new Set(flags)]
  return [
    { words: words.join(' '), choices: [...command.commands.map((child) => child.name()), ...all] },
    ...command.commands.flatMap((child) =>
      nodesOf(child, [...words, child.name()], command.parent === null ? all : inherited),
    ),
  ]
}

function bash(nodes: readonly Node[]): string[] {
  return [
    '_sund() {',
    '  local words="" word choices',
    '  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do',
    '    case "$word" in -*) ;; *) words="${words:+$words }$word" ;; esac',
    '  done',
    '  case "$words" in',
    ...nodes.map(({ words, choices }) => `    "${words}") choices="${choices.join(' ')}" ;;`),
    '    *) choices="" ;;',
    '  esac',
    '  COMPREPLY=($(compgen -W "$choices" -- "${COMP_WORDS[COMP_CWORD]}"))',
    '}',
    'complete -o default -F _sund sund',
  ]
}

function zsh(nodes: readonly Node[]): string[] {
  return ['autoload -U +X bashcompinit && bashcompinit', ...bash(nodes)]
}

function fish(nodes: readonly Node[]): string[] {
  return nodes.flatMap(({ words, choices }) => {
    const seen =
      words === '' ? '__fish_use_subcommand' : `__fish_seen_subcommand_from ${words.split(' ').at(-1)}`
    return choices.map((choice) =>
      choice.startsWith('--')
        ? `complete -c sund -n '${seen}' -l ${choice.slice(2)}`
        : `complete -c sund -n '${seen}' -f -a ${choice}`,
    )
  })
}
