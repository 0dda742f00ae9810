/** Figures, drawn from released values only. */
import { EDIT, flag } from './common.js'
import { type CommandDoc, notYet, option, text } from './types.js'

export const FIGURES = {
  barchart: {
    category: 'figures',
    status: 'available',
    shape: 'figure',
    condition: true,
    syntax: 'barchart (statistic) x … [if condition] [, over(g …) stack horizontal]',
    summary: text(
      'Bars of a count, a percentage or another statistic.',
      'Søyler for antall, prosent eller en annen statistikk.',
      'Søjler for antal, procent eller en anden statistik.',
    ),
    arguments: [EDIT],
    options: [
      option('over', 'names', text('For each group.', 'For hver gruppe.', 'For hver gruppe.')),
      flag('stack', 'Groups on top of each other.', 'Grupper oppå hverandre.', 'Grupper oven på hinanden.'),
      flag('horizontal', 'Bars that lie down.', 'Liggende søyler.', 'Liggende søjler.'),
    ],
    example: 'barchart (mean) hdl, over(diabetes)',
  },
  histogram: {
    category: 'figures',
    status: 'available',
    shape: 'name',
    condition: true,
    syntax: 'histogram x [if condition] [, discrete freq percent density bin(n) width(w) normal by(g)]',
    summary: text(
      'How the values of a variable are spread.',
      'Hvordan verdiene til en variabel fordeler seg.',
      'Hvordan værdierne af en variabel fordeler sig.',
    ),
    arguments: [EDIT],
    options: [
      flag('discrete', 'A bar for each value.', 'Én søyle for hver verdi.', 'Én søjle for hver værdi.'),
      flag('freq', 'Heights are counts.', 'Høydene er antall.', 'Højderne er antal.'),
      flag('percent', 'Heights are percentages.', 'Høydene er prosenter.', 'Højderne er procenter.'),
      flag(
        'density',
        'Areas sum to one (the default).',
        'Arealene summerer til én (standard).',
        'Arealerne summerer til én (standard).',
      ),
      option('bin', 'number', text('How many bins.', 'Hvor mange intervaller.', 'Hvor mange intervaller.')),
      option(
        'width',
        'number',
        text('How wide a bin is.', 'Hvor bredt et intervall er.', 'Hvor bredt et interval er.'),
      ),
      flag(
        'normal',
        'Draws the normal curve over it.',
        'Tegner normalkurven over.',
        'Tegner normalkurven over.',
      ),
      option('by', 'name', text('For each group.', 'For hver gruppe.', 'For hver gruppe.')),
    ],
    example: 'histogram bmi, percent width(2)',
  },
  boxplot: notYet(
    'figures',
    'boxplot x, over(g)',
    text('Boxes of quartiles.', 'Bokser av kvartiler.', 'Bokse af kvartiler.'),
  ),
  piechart: notYet(
    'figures',
    'piechart x',
    text('A pie of shares.', 'Kakediagram av andeler.', 'Lagkagediagram af andele.'),
  ),
  hexbin: notYet(
    'figures',
    'hexbin x y',
    text('A plane of hexagons.', 'Et plan av sekskanter.', 'Et plan af sekskanter.'),
  ),
  sankey: notYet(
    'figures',
    'sankey a b',
    text('Flows between states.', 'Strømmer mellom tilstander.', 'Strømme mellem tilstande.'),
  ),
  coefplot: notYet(
    'figures',
    'coefplot regress y x',
    text('A figure of coefficients.', 'En figur av koeffisienter.', 'En figur af koefficienter.'),
  ),
} as const satisfies Record<string, CommandDoc>
