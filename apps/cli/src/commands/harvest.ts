/** `sund harvest`: takes in what another catalogue describes, so that a search finds it too. */
import { readFile } from 'node:fs/promises'
import { fail } from '@sund/model'
import { Command } from 'commander'
import { contextOf } from '../context.js'
import { withSund } from '../sund.js'

export function harvestCommand(signal: AbortSignal): Command {
  return new Command('harvest')
    .summary('takes in what another catalogue describes')
    .description(
      'Reads the DCAT of another catalogue, Turtle (.ttl) or JSON-LD (.jsonld), from a file or an address on the public internet. Its data sets are then found beside the variables here, marked as being elsewhere.',
    )
    .argument('NAME', 'what people call the catalogue')
    .argument('WHERE', 'a file, or an address that begins with https://')
    .addHelpText(
      'after',
      '\nExamples:\n  $ sund harvest "Health data of Germany" https://catalogue.example/all.ttl\n  $ sund harvest "Health data of Germany" all.ttl',
    )
    .action(async (name: string, where: string, _options: unknown, command: Command) => {
      const context = contextOf(command, signal)
      const from = /^https?:/i.test(where) ? { url: where } : await document(where)
      const { taken, leftOut } = await withSund(context, ({ hub }) => hub.harvest(name, from))
      if (context.terminal.json) context.terminal.printJson({ catalogue: name, taken, leftOut })
      else
        context.terminal.print([
          `${taken} data sets of ${name} are in the search now.`,
          ...(leftOut > 0
            ? [`${leftOut} were left out: they have no title, or there are more than 20,000.`]
            : []),
        ])
    })
}

async function document(file: string): Promise<{ text: string; format: 'ttl' | 'jsonld' }> {
  const text = await readFile(file, 'utf8').catch(() =>
    fail('data.file', `${file} cannot be read.`, 'Check the path and who may read it.'),
  )
  return { text, format: /\.(jsonld|json)$/i.test(file) ? 'jsonld' : 'ttl' }
}
