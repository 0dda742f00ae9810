/**
 * The manual's pages, made from the documentation tables of the language and the rows of this specification: what a page
 * shows is what a test has run. Written to `docs/manual` by `npm run manual`; a test fails when a page is stale.
 */
import { COMMANDS, type CommandDoc, FUNCTIONS, type FunctionDoc } from '@sund/engine/language'
import type { LocalisedText } from '@sund/model'
import { FUNCTION_SPECS, OPERATOR_SPECS } from './functions.js'
import { COMMAND_SPECS } from './index.js'
import { SPEC_REGISTERS } from './registers.js'
import type { CommandRow, FunctionSpec } from './types.js'

const ALIASES = SPEC_REGISTERS.map(({ register }) => `\`${register.name.split('.')[1]}\``).join(' ')
const CATEGORY_TITLES: Record<CommandDoc['category'], string> = {
  sources: 'Sources and datasets',
  variables: 'Variables',
  panels: 'Panels',
  describing: 'Tables, summaries and tests',
  figures: 'Figures',
  models: 'Regressions',
  econometrics: 'Instruments, panels, levels and thresholds',
  survival: 'Survival and event histories',
  control: 'Control and notes',
}

/** File name (relative to `docs/manual`) and text of every page. */
export function manualPages(): ReadonlyMap<string, string> {
  const pages = new Map<string, string>()
  for (const [category, title] of Object.entries(CATEGORY_TITLES)) {
    const commands = Object.entries(COMMANDS).filter(([, doc]) => doc.category === category)
    pages.set(
      `${category}.md`,
      page(
        title,
        commands.map(([name, doc]) => commandSection(name, doc)),
      ),
    )
  }
  pages.set('functions.md', page('Functions and operators', functionSections()))
  pages.set('README.md', index())
  return pages
}

function index(): string {
  const links = [
    ...Object.entries(CATEGORY_TITLES).map(([category, title]) => {
      const names = Object.entries(COMMANDS)
        .filter(([, doc]) => doc.category === category && doc.status === 'available')
        .map(([name]) => `[${name}](${category}.md#${name})`)
      return `- **${title}**: ${names.join(' ')}`
    }),
    '- **[Functions and operators](functions.md)**',
  ]
  return page('The script language', [
    `One command a line; \`\\\` at the end of a line continues it; \`//\` starts a comment. The examples run on the small\npublic registers in \`spec/registers\`, bound by \`require\` to the aliases ${ALIASES}.`,
    links.join('\n'),
  ])
}

function commandSection(name: string, doc: CommandDoc): string {
  const state =
    doc.status === 'available' ? [] : ['*Not available yet: a script that uses it is refused by name.*']
  const options = doc.options.filter((option) => option.status === 'available')
  const missing = doc.options
    .filter((option) => option.status !== 'available')
    .map((option) => `\`${option.name}\``)
  const rows = COMMAND_SPECS.find((spec) => spec.command === name)?.rows ?? []
  return [
    `## ${name}`,
    fence(doc.syntax),
    ...state,
    summaries(doc.summary),
    ...(doc.arguments.length ? [list(doc.arguments)] : []),
    ...(options.length ? ['Options:', list(options)] : []),
    ...(missing.length && doc.status === 'available' ? [`Not available yet: ${missing.join(' ')}.`] : []),
    ...rows.map(example),
  ].join('\n\n')
}

const list = (entries: readonly { name: string; summary: LocalisedText }[]): string =>
  entries.map(({ name, summary }) => `- \`${name}\` ${summary.en}`).join('\n')

const summaries = ({ en, nb, da }: LocalisedText): string => `${en}\n\n*Bokmål:* ${nb} *Dansk:* ${da}`

const example = ({ title, script, expect }: CommandRow): string =>
  [`**Example:** ${title}.`, fence(script.trim()), expect.trim()].join('\n\n')

function functionSections(): string[] {
  const specs = new Map(FUNCTION_SPECS.map((spec) => [spec.function, spec]))
  const available = Object.entries(FUNCTIONS).filter(([, doc]) => doc.status === 'available')
  const later = Object.entries(FUNCTIONS).filter(([, doc]) => doc.status !== 'available')
  return [
    'A missing value in gives a missing value out, unless the text says otherwise. Dates are days since 1970-01-01.',
    ...available.map(([name, doc]) => functionSection(name, doc, specs.get(name))),
    ['## Operators', ...OPERATOR_SPECS.map(calls)].join('\n\n'),
    `## Not available yet\n\n${later.map(([name]) => `\`${name}\``).join(' ')}`,
  ]
}

const functionSection = (name: string, doc: FunctionDoc, spec: FunctionSpec | undefined): string =>
  [`## ${name}`, `\`${doc.syntax}\``, summaries(doc.summary), ...(spec ? [calls(spec)] : [])].join('\n\n')

const calls = (spec: FunctionSpec): string =>
  spec.cases
    .map(({ call, value }) => `- \`${call}\` gives ${value === null ? 'missing' : `\`${value}\``}`)
    .join('\n')

const fence = (text: string): string => `\`\`\`text\n${text}\n\`\`\``

const page = (title: string, sections: readonly string[]): string =>
  `<!-- Generated from the language's documentation and spec/ by \`npm run manual\`; do not edit. -->\n\n# ${title}\n\n${sections.join('\n\n')}\n`
