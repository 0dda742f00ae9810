/** `sund ledger`: for auditors, who was told results of what kind and how they were judged. Never what a result said. */
import { join } from 'node:path'
import type { Access, LedgerFilter } from '@sund/access'
import { fail, systemClock } from '@sund/model'
import { Command } from 'commander'
import { type Context, contextOf } from '../context.js'
import { drawGrid } from '../draw/grid.js'

const SHOWN = '20'

interface Wanted {
  subject?: string
  run?: string
  register?: string
}

export function ledgerCommand(signal: AbortSignal): Command {
  const ledger = new Command('ledger')
    .summary('who was told what kind of results')
    .description(
      'The release ledger: each result that was asked for, by whom, of which registers, and how its sets of people were judged: new, known, near one that was told (rule L1), or beyond a quota (L2).',
    )
    .addHelpText(
      'after',
      '\nExamples:\n  $ sund ledger\n  $ sund ledger --register no.example.hospital --last 100\n  $ sund ledger export --form csv > ledger.csv',
    )
  const filtered = (command: Command) =>
    command
      .option('--subject <SUBJECT>', 'of one person')
      .option('--run <RUN>', 'of one run')
      .option('--register <NAME>', 'of one register')
  filtered(ledger.command('list', { isDefault: true }))
    .description('the last results, newest at the bottom')
    .option('--last <N>', 'how many (at most 1000)', SHOWN)
    .action(async ({ last, ...wanted }: Wanted & { last: string }, command: Command) =>
      list(contextOf(command, signal), last, wanted),
    )
  filtered(ledger.command('export'))
    .description('all of it, oldest first, on standard output')
    .option('--form <FORM>', 'csv or jsonl (one JSON object a line)', 'csv')
    .action(async ({ form, ...wanted }: Wanted & { form: string }, command: Command) =>
      write(contextOf(command, signal), form, wanted),
    )
  return ledger
}

async function list(context: Context, last: string, wanted: LedgerFilter): Promise<void> {
  const limit = Number(last)
  if (!/^\d{1,4}$/.test(last) || limit < 1 || limit > 1000)
    fail(
      'usage.arguments',
      `--last ${last} is not a number of results.`,
      'Write it as --last 20; at most 1000.',
    )
  const { terminal } = context
  const rows = (
    await withLedger(context, ({ ledger }) => ledger.list({ ...wanted, limit, newestFirst: true }))
  ).reverse()
  if (terminal.json) return terminal.printJson(rows)
  terminal.print(
    drawGrid(
      [
        { title: '#', align: 'right' },
        { title: 'Time', align: 'left' },
        { title: 'Who', align: 'left' },
        { title: 'What', align: 'left' },
        { title: 'State', align: 'left' },
        { title: 'New', align: 'right' },
        { title: 'Known', align: 'right' },
        { title: 'Near', align: 'right' },
        { title: 'Quota', align: 'right' },
        { title: 'Told', align: 'right' },
        { title: 'Registers', align: 'left' },
      ],
      rows.map(({ number, at, subject, kind, state, verdicts, told, registers }) => [
        `${number}`,
        at.slice(0, 19).replace('T', ' '),
        subject,
        kind,
        state,
        `${verdicts.new}`,
        `${verdicts.known}`,
        `${verdicts.near}`,
        `${verdicts.quota}`,
        `${told}`,
        registers.join(', '),
      ]),
      terminal.canvas,
    ),
  )
}

async function write(context: Context, form: string, wanted: LedgerFilter): Promise<void> {
  const { LEDGER_FORMS, ledgerExport, ledgerInWords } = await import('@sund/server')
  const parsed = LEDGER_FORMS.safeParse(form)
  if (!parsed.success)
    fail('usage.arguments', `--form ${form} is not a form of export.`, 'Write csv or jsonl.')
  const chosen = parsed.data
  await withLedger(context, async (access) => {
    // Which titles registers have, their holders know, and nothing of them is open.
    const list = ledgerInWords(access, async () => new Map())
    for await (const piece of ledgerExport(list, chosen, wanted)) process.stdout.write(piece)
  })
}

/** The ledger of the home (or of `DATABASE_URL`) alone: nothing else need be started to read it. */
async function withLedger<T>({ home, terminal }: Context, work: (access: Access) => Promise<T>): Promise<T> {
  const { openAccess } = await import('@sund/access')
  const url = process.env['DATABASE_URL']
  const access = await terminal.during('Opening the ledger', () =>
    openAccess(url ? { url } : { folder: join(home, 'hub', 'store') }, systemClock),
  )
  try {
    return await work(access)
  } finally {
    await access.close()
  }
}
