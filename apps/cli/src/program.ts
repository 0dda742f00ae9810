/**
 * The commands of `sund` and what they share: options, help that teaches, and mistakes of the command line as typed errors.
 */
import { Failure, nearestName } from '@sund/model'
import { Command, type CommanderError } from 'commander'
import { budgetCommand } from './commands/budget.js'
import { catalogueCommand } from './commands/catalogue.js'
import { checkCommand } from './commands/check.js'
import { completionCommand } from './commands/completion.js'
import { countCommand } from './commands/count.js'
import { demoCommand } from './commands/demo.js'
import { fhirCommand } from './commands/fhir.js'
import { formatCommand } from './commands/format.js'
import { generateCommand } from './commands/generate.js'
import { harvestCommand } from './commands/harvest.js'
import { helpCommand } from './commands/help.js'
import { holderCommand } from './commands/holder.js'
import { importCommand } from './commands/import.js'
import { ledgerCommand } from './commands/ledger.js'
import { logCommand } from './commands/log.js'
import { organisationCommand } from './commands/organisation.js'
import { policyCommand } from './commands/policy.js'
import { runCommand } from './commands/run.js'
import { serveCommand } from './commands/serve.js'
import { shareCommand } from './commands/share.js'
import { statusCommand } from './commands/status.js'

/** Makes a command. `signal` aborts when the user asks to stop. */
export type CommandMaker = (signal: AbortSignal) => Command

const COMMANDS: readonly CommandMaker[] = [
  importCommand,
  generateCommand,
  runCommand,
  checkCommand,
  countCommand,
  budgetCommand,
  formatCommand,
  catalogueCommand,
  harvestCommand,
  holderCommand,
  fhirCommand,
  organisationCommand,
  policyCommand,
  statusCommand,
  shareCommand,
  logCommand,
  ledgerCommand,
  serveCommand,
  demoCommand,
  helpCommand,
  completionCommand,
]

const EXAMPLES = `
A first quarter of an hour:
  $ sund demo --once                     three registers, one study, a protected answer
  $ sund catalogue cholesterol           which variables are there
  $ sund generate --persons 20000 --out country
                                         a country of made-up people
  $ sund import people.csv               your own register, described from what is in it
  $ sund check study.sund                what a script uses, and what is wrong with it
  $ sund run study.sund                  the answer
  $ sund help tabulate                   a command of the script language

Exit codes: 0 done, 2 wrong call, 3 script, 4 data, 5 permission, 6 protection, 7 conflict,
8 not available, 9 this machine, 70 a mistake of Sund's own, 130 stopped.`

/** The whole program. Nothing is done until it parses arguments. */
export function createProgram(signal: AbortSignal): Command {
  const program = new Command('sund')
    .description('Protected answers over registers that stay with their holders.')
    .usage('[options] COMMAND')
    .option(
      '--home <DIR>',
      'folder of holdings, keys and log (else $SUND_HOME, .sund/demo here or above, ~/.sund)',
    )
    .option('--json', 'print the answer as JSON; everything else goes to standard error')
    .option('--language <LANGUAGE>', 'en, nb or da')
    .helpOption('-h, --help', 'show this help')
    .helpCommand(false)
    .addHelpText('after', EXAMPLES)
  for (const make of COMMANDS) program.addCommand(make(signal))
  for (const command of everyCommand(program))
    command
      .exitOverride()
      .showSuggestionAfterError(true)
      .configureHelp({ showGlobalOptions: command !== program })
      .configureOutput({ outputError: () => {} })
  return program
}

/** A command and all below it. */
function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap(everyCommand)]
}

/** What the command line's parser threw, as a typed error; null when it only showed help. */
export function usageFailure(
  error: CommanderError,
  program: Command,
  argv: readonly string[],
): Failure | null {
  if (error.exitCode === 0 || error.code === 'commander.helpDisplayed') return null
  const message = error.message
    .replace(/^error: /, '')
    .replace(/\n?\(Did you mean.*\)$/s, '')
    .replace(/\.$/, '')
  const names = program.commands.map((command) => command.name())
  const command = names.find((name) => argv.includes(name))
  const help = `\`sund ${command ? `${command} ` : ''}--help\` shows how it is used.`
  const suggested = /\(Did you mean (?:one of )?(.*?)\?\)/s.exec(error.message)?.[1]
  const unknown = /unknown command '(.*)'/.exec(message)?.[1]
  const nearest = suggested ?? (unknown === undefined ? undefined : nearestName(unknown, names))
  const sentence =
    error.code === 'commander.help'
      ? 'Name a command.'
      : `${message.charAt(0).toUpperCase()}${message.slice(1)}.`
  return new Failure({
    code: 'usage.arguments',
    message: sentence,
    next: nearest ? `Did you mean ${nearest}? ${help}` : help,
  })
}
