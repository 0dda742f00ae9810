/** Names for values, loops, notes, and what belongs to a session rather than a script. */
import { type CommandDoc, notYet, text } from './types.js'

const interactive = (syntax: string) =>
  notYet(
    'control',
    syntax,
    text('Only in an interactive session.', 'Bare i en interaktiv økt.', 'Kun i en interaktiv session.'),
  )

export const CONTROL = {
  let: {
    category: 'control',
    status: 'available',
    shape: 'anything',
    condition: false,
    syntax: 'let name = expression',
    summary: text(
      'Names a value; $name stands for it on later lines.',
      'Gir en verdi et navn; $navn står for den på senere linjer.',
      'Giver en værdi et navn; $navn står for den på senere linjer.',
    ),
    arguments: [],
    options: [],
    example: 'let year = 2018',
  },
  for: {
    category: 'control',
    status: 'available',
    shape: 'anything',
    condition: false,
    syntax: 'for a [, b] in 2000:2002, x y z [; c in …]',
    summary: text(
      'Repeats the lines until end for each value. Lists after commas go in step, lists after semicolons inside.',
      'Gjentar linjene fram til end for hver verdi. Lister etter komma går i takt, lister etter semikolon innenfor.',
      'Gentager linjerne frem til end for hver værdi. Lister efter komma går i takt, lister efter semikolon indenfor.',
    ),
    arguments: [],
    options: [],
    example: 'for year in 2000:2002',
  },
  end: {
    category: 'control',
    status: 'available',
    shape: 'none',
    condition: false,
    syntax: 'end',
    summary: text(
      'Ends the lines that for repeats.',
      'Avslutter linjene som for gjentar.',
      'Afslutter de linjer, som for gentager.',
    ),
    arguments: [],
    options: [],
    example: 'end',
  },
  textblock: {
    category: 'control',
    status: 'available',
    shape: 'text',
    condition: false,
    syntax: 'textblock … endblock',
    summary: text(
      'Prose (Markdown) shown among the results, until a line endblock.',
      'Prosa (Markdown) som vises blant resultatene, til en linje endblock.',
      'Prosa (Markdown), der vises blandt resultaterne, til en linje endblock.',
    ),
    arguments: [],
    options: [],
    example: 'textblock',
  },
  configure: notYet(
    'control',
    'configure setting',
    text('Settings of a run.', 'Innstillinger for en kjøring.', 'Indstillinger for en kørsel.'),
  ),
  check: interactive('check'),
  permit: notYet(
    'control',
    'permit ID',
    text(
      'Runs under a permit’s terms.',
      'Kjører på vilkårene i et vedtak.',
      'Kører på vilkårene i en tilladelse.',
    ),
  ),
  history: interactive('history'),
  help: interactive('help command'),
  'help-function': interactive('help-function function'),
  variables: interactive('variables'),
  clear: interactive('clear'),
} as const satisfies Record<string, CommandDoc>
