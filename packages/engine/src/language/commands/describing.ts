/** Tables, summaries and figures. */
import { type CommandDoc, later, notYet, option, text } from './types.js'

const EDIT = {
  name: 'if condition',
  summary: text(
    'Only rows for which the condition is true, in this result.',
    'Bare rader der betingelsen er sann, i dette resultatet.',
    'Kun rækker, hvor betingelsen er sand, i dette resultat.',
  ),
}
const measure = (name: string, en: string, nb: string, da: string) => option(name, 'flag', text(en, nb, da))

export const DESCRIBING = {
  tabulate: {
    category: 'describing',
    status: 'available',
    shape: 'names',
    condition: true,
    syntax: 'tabulate a [b …] [if condition] [, options]',
    summary: text(
      'A table of counts, or of another variable with summarize(x), over one or more dimensions with margins. Counts are people: who has several rows in a cell counts once.',
      'En tabell med antall, eller av en annen variabel med summarize(x), over én eller flere dimensjoner med marginer. Det er mennesker som telles: den som har flere rader i en celle, telles én gang.',
      'En tabel med antal, eller af en anden variabel med summarize(x), over én eller flere dimensioner med marginer. Det er mennesker, der tælles: den, der har flere rækker i en celle, tælles én gang.',
    ),
    arguments: [EDIT],
    options: [
      measure(
        'freq',
        'Counts, also when shares are asked for.',
        'Antall, også når andeler er valgt.',
        'Antal, også når andele er valgt.',
      ),
      measure('rowpct', 'Shares of each row.', 'Andeler av hver rad.', 'Andele af hver række.'),
      measure('colpct', 'Shares of each column.', 'Andeler av hver kolonne.', 'Andele af hver kolonne.'),
      measure(
        'cellpct',
        'Shares of the whole table.',
        'Andeler av hele tabellen.',
        'Andele af hele tabellen.',
      ),
      measure(
        'missing',
        'Missing values are a level too.',
        'Manglende verdier er også et nivå.',
        'Manglende værdier er også et niveau.',
      ),
      measure(
        'nolabels',
        'Codes instead of labels.',
        'Koder i stedet for etiketter.',
        'Koder i stedet for etiketter.',
      ),
      option(
        'rowsort',
        'text',
        text(
          'Orders the rows by a column.',
          'Ordner radene etter en kolonne.',
          'Ordner rækkerne efter en kolonne.',
        ),
      ),
      option(
        'colsort',
        'text',
        text(
          'Orders the columns by a row.',
          'Ordner kolonnene etter en rad.',
          'Ordner kolonnerne efter en række.',
        ),
      ),
      option(
        'top',
        'number',
        text('Only the first rows.', 'Bare de første radene.', 'Kun de første rækker.'),
      ),
      option(
        'bottom',
        'number',
        text('Only the last rows.', 'Bare de siste radene.', 'Kun de sidste rækker.'),
      ),
      measure(
        'chi2',
        'Pearson’s test of independence in a two-way table.',
        'Pearsons test for uavhengighet i en toveistabell.',
        'Pearsons test for uafhængighed i en tovejstabel.',
      ),
      option(
        'summarize',
        'name',
        text(
          'The variable to summarise in each cell.',
          'Variabelen som oppsummeres i hver celle.',
          'Variablen, der opsummeres i hver celle.',
        ),
      ),
      measure('mean', 'Its mean.', 'Gjennomsnittet.', 'Gennemsnittet.'),
      measure('std', 'Its standard deviation.', 'Standardavviket.', 'Standardafvigelsen.'),
      measure('sum', 'Its sum.', 'Summen.', 'Summen.'),
      measure('median', 'Its median.', 'Medianen.', 'Medianen.'),
      measure('p25', 'Its first quartile.', 'Første kvartil.', 'Første kvartil.'),
      measure('p75', 'Its third quartile.', 'Tredje kvartil.', 'Tredje kvartil.'),
      measure('gini', 'Its Gini coefficient.', 'Gini-koeffisienten.', 'Gini-koefficienten.'),
      measure('iqr', 'Its interquartile range.', 'Kvartilavstanden.', 'Kvartilafstanden.'),
    ],
    example: 'tabulate diabetes death, rowpct',
  },
  summarize: {
    category: 'describing',
    status: 'available',
    shape: 'names',
    condition: true,
    syntax: 'summarize x … [if condition] [, by(g …) gini iqr]',
    summary: text(
      'Number, missing, mean, standard deviation and percentiles of variables.',
      'Antall, manglende, gjennomsnitt, standardavvik og persentiler for variabler.',
      'Antal, manglende, gennemsnit, standardafvigelse og percentiler for variabler.',
    ),
    arguments: [EDIT],
    options: [
      option('by', 'names', text('For each group.', 'For hver gruppe.', 'For hver gruppe.')),
      measure('gini', 'The Gini coefficient too.', 'Også Gini-koeffisienten.', 'Også Gini-koefficienten.'),
      measure('iqr', 'The interquartile range too.', 'Også kvartilavstanden.', 'Også kvartilafstanden.'),
    ],
    example: 'summarize hdl, by(diabetes)',
  },
  barchart: {
    category: 'describing',
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
      measure(
        'stack',
        'Groups on top of each other.',
        'Grupper oppå hverandre.',
        'Grupper oven på hinanden.',
      ),
      measure('horizontal', 'Bars that lie down.', 'Liggende søyler.', 'Liggende søjler.'),
    ],
    example: 'barchart (mean) hdl, over(diabetes)',
  },
  histogram: {
    category: 'describing',
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
      measure('discrete', 'A bar for each value.', 'Én søyle for hver verdi.', 'Én søjle for hver værdi.'),
      measure('freq', 'Heights are counts.', 'Høydene er antall.', 'Højderne er antal.'),
      measure('percent', 'Heights are percentages.', 'Høydene er prosenter.', 'Højderne er procenter.'),
      measure(
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
      measure(
        'normal',
        'Draws the normal curve over it.',
        'Tegner normalkurven over.',
        'Tegner normalkurven over.',
      ),
      option('by', 'name', text('For each group.', 'For hver gruppe.', 'For hver gruppe.')),
    ],
    example: 'histogram bmi, percent width(2)',
  },
  ci: notYet(
    'describing',
    'ci x',
    text(
      'Confidence intervals of means.',
      'Konfidensintervaller for gjennomsnitt.',
      'Konfidensintervaller for gennemsnit.',
    ),
  ),
  correlate: notYet('describing', 'correlate x y', text('Correlations.', 'Korrelasjoner.', 'Korrelationer.')),
  anova: notYet(
    'describing',
    'anova y a',
    text('Analysis of variance.', 'Variansanalyse.', 'Variansanalyse.'),
  ),
  normaltest: notYet(
    'describing',
    'normaltest x',
    text('Tests of normality.', 'Tester for normalfordeling.', 'Test for normalfordeling.'),
  ),
  'tabulate-panel': notYet(
    'describing',
    'tabulate-panel a',
    text('Tables over panel dates.', 'Tabeller over paneldatoer.', 'Tabeller over paneldatoer.'),
  ),
  'summarize-panel': notYet(
    'describing',
    'summarize-panel x',
    text('Summaries over panel dates.', 'Oppsummering over paneldatoer.', 'Opsummering over paneldatoer.'),
  ),
  'transitions-panel': notYet(
    'describing',
    'transitions-panel a',
    text(
      'Transitions between panel dates.',
      'Overganger mellom paneldatoer.',
      'Overgange mellem paneldatoer.',
    ),
  ),
  boxplot: notYet(
    'describing',
    'boxplot x, over(g)',
    text('Boxes of quartiles.', 'Bokser av kvartiler.', 'Bokse af kvartiler.'),
  ),
  piechart: notYet(
    'describing',
    'piechart x',
    text('A pie of shares.', 'Kakediagram av andeler.', 'Lagkagediagram af andele.'),
  ),
  hexbin: notYet(
    'describing',
    'hexbin x y',
    text('A plane of hexagons.', 'Et plan av sekskanter.', 'Et plan af sekskanter.'),
  ),
  sankey: notYet(
    'describing',
    'sankey a b',
    text('Flows between states.', 'Strømmer mellom tilstander.', 'Strømme mellem tilstande.'),
  ),
  coefplot: notYet(
    'describing',
    'coefplot regress y x',
    text('A figure of coefficients.', 'En figur av koeffisienter.', 'En figur af koefficienter.'),
  ),
  'standardize-rate': {
    ...notYet(
      'describing',
      'standardize-rate event time by(age sex) to(population)',
      text('Age-standardised rates.', 'Aldersstandardiserte rater.', 'Aldersstandardiserede rater.'),
    ),
    options: [later('by', text('Groups.', 'Grupper.', 'Grupper.'))],
  },
} as const satisfies Record<string, CommandDoc>
