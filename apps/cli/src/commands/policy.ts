/** `sund policy`: the rules that protect results, and what a holder makes stricter. */
import {
  fail,
  HolderPolicy,
  NUMBER_NAMES,
  type NumberName,
  nearestName,
  type PolicyNumbers,
} from '@sund/model'
import { Command } from 'commander'
import { contextOf } from '../context.js'
import { drawPolicies } from '../draw/policy.js'
import { withSund } from '../sund.js'

interface Options {
  holder?: string
  set: string[]
  permit: string[]
  reason?: string
  name?: string
  clear?: boolean
}

const HELP = `
Numbers have the names that the list shows. A holder can be stricter than open terms, never looser.

Examples:
  $ sund policy                          every rule with its numbers, in words
  $ sund policy --holder city-hospital --set cellThreshold=20 --reason "Small town"
  $ sund policy --holder city-hospital --permit P1 --reason "Decided by the board"
  $ sund policy --holder city-hospital --clear`

const collected = (value: string, all: string[]) => [...all, value]

export function policyCommand(signal: AbortSignal): Command {
  return new Command('policy')
    .summary('the rules that protect results')
    .description(
      'Shows every rule with its numbers, and what each holder makes stricter. With --set a holder here becomes stricter from the next run on.',
    )
    .option('--holder <NAME>', 'the holder whose rules are meant')
    .option('--set <NUMBER=VALUE>', 'a stricter number; may be repeated', collected, [])
    .option(
      '--permit <RULE>',
      'a rule that a permit may relax for this holder; may be repeated',
      collected,
      [],
    )
    .option('--reason <WHY>', 'why, for those who ask')
    .option('--name <VERSION>', "what the holder's rules are called in receipts")
    .option('--clear', 'back to open terms')
    .addHelpText('after', HELP)
    .action(async (options: Options, command: Command) => {
      const context = contextOf(command, signal)
      const { terminal } = context
      const document = await withSund(context, async ({ hub, holders }) => {
        if (changes(options)) {
          const { policy } =
            holders.get(options.holder ?? '') ?? unknownHolder(options.holder, [...holders.keys()])
          await policy.write(options.clear ? null : changed(policy.read(), options))
        }
        const all = await hub.policies()
        const { holder } = options
        return holder === undefined
          ? all
          : { ...all, holders: all.holders.filter((one) => one.holder === holder) }
      })
      if (terminal.json) terminal.printJson(document)
      else terminal.print(drawPolicies(document, terminal.canvas))
    })
}

const changes = ({ set, permit, clear }: Options): boolean =>
  set.length > 0 || permit.length > 0 || clear === true

/** The holder's rules with what is asked for, or a refusal that says what is missing. */
function changed(now: HolderPolicy | null, { set, permit, reason, name, holder }: Options): HolderPolicy {
  const numbers: PolicyNumbers = { ...now?.numbers, ...Object.fromEntries(set.map(numberGiven)) }
  const permits = [...new Set([...(now?.permits ?? []), ...permit])]
  const parsed = HolderPolicy.safeParse({
    version: name ?? now?.version ?? `${holder}-1`,
    reason: reason ?? now?.reason,
    numbers,
    ...(permits.length > 0 ? { permits } : {}),
  })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  return fail(
    'usage.arguments',
    issue?.path[0] === 'reason'
      ? 'Why the rules become stricter is not said.'
      : `${issue?.path.join('.')}: ${issue?.message}.`,
    'Give --reason WHY, rules by their letter and number, and a name of lower-case letters, digits, dots and hyphens.',
  )
}

function numberGiven(text: string): [NumberName, number] {
  const [name = '', value = ''] = text.split('=', 2)
  const known = NUMBER_NAMES.find((one) => one === name)
  const near = nearestName(name, NUMBER_NAMES)
  if (known === undefined)
    return fail(
      'usage.arguments',
      `There is no number ${name} in a policy.`,
      `${near === undefined ? 'The' : `Did you mean ${near}? The`} names are ${NUMBER_NAMES.join(', ')}.`,
    )
  if (value.trim() === '' || !Number.isFinite(Number(value)))
    return fail('usage.arguments', `${text} gives no number.`, `Write --set ${known}=20, say.`)
  return [known, Number(value)]
}

function unknownHolder(name: string | undefined, known: readonly string[]): never {
  return fail(
    'usage.arguments',
    name === undefined ? 'Whose rules are to change is not said.' : `There is no holder ${name} here.`,
    `Give --holder and one of ${known.join(', ')}.`,
  )
}
