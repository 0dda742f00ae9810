/** `sund run`: a script's protected answer. */
import { RunDocument, type SundError } from '@sund/model'
import type { Researcher } from '@sund/server'
import { Command } from 'commander'
import { type Context, contextOf } from '../context.js'
import { drawReceipt, drawResult, drawSynthetic } from '../draw/result.js'
import { Cancelled, ScriptFailure } from '../failures.js'
import { makeFolder, writeFigures } from '../figure-files.js'
import { readScript } from '../files.js'
import { DEFAULT_RESEARCHER, localResearcher, type OpenSund, withSund } from '../sund.js'

export function runCommand(signal: AbortSignal): Command {
  return new Command('run')
    .summary('run a script and print its protected answer')
    .description(
      'Runs a script over the registers of this home. What is printed is protected and may be shown.',
    )
    .argument('SCRIPT', 'file of the script, or - for standard input')
    .option('--figures <DIR>', 'write each figure and survival curve into this folder as an SVG file')
    .option('--as <USER>', 'the researcher who asks', DEFAULT_RESEARCHER)
    .addHelpText(
      'after',
      `
Examples:
  $ sund run study.sund
  $ sund run study.sund --json > answer.json
  $ sund run study.sund --figures figures
  $ echo "require no.example.people as p" | sund run -`,
    )
    .action(async (file: string, { as, figures }: { as: string; figures?: string }, command: Command) => {
      const context = contextOf(command, signal)
      const script = await readScript(file, context)
      await withSund(context, (sund) => answer(sund, script, localResearcher(as), context, figures))
    })
}

/**
 * Runs a script and prints each result as it comes, its figures into the folder `figures`; with `--json` one document at the end. Throws when it
 * did not end with an answer.
 */
export async function answer(
  { hub }: OpenSund,
  script: { name: string; text: string },
  researcher: Researcher,
  context: Context,
  figures?: string,
): Promise<void> {
  const { terminal, signal } = context
  if (figures !== undefined) await makeFolder(figures)
  const said = new Set<string>()
  const released = await terminal.during('Running', (progress) =>
    hub.run({
      script: script.text,
      researcher,
      signal,
      onProgress: ({ step, share }) => progress(step, share ?? undefined),
      onResult({ value }) {
        if (!terminal.json) terminal.print([...drawResult(value, terminal.canvas, said), ''])
      },
    }),
  )
  const document = released.value
  if (terminal.json) terminal.printJson(RunDocument.parse(document))
  else {
    if (document.synthetic) terminal.print(drawSynthetic(terminal.canvas))
    if (document.receipt) terminal.print(drawReceipt(document.receipt, terminal.canvas))
  }
  if (figures !== undefined) terminal.note(await writeFigures(document, figures, context))
  if (document.state === 'cancelled') throw new Cancelled()
  const [first, ...rest] = document.errors
  if (first !== undefined)
    throw new ScriptFailure([first, ...rest] as [SundError, ...SundError[]], script, true)
}
