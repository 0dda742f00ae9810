/** Tables, summaries and tests. */
import { EDIT, flag } from './common.js'
import { type CommandDoc, notYet, option, text } from './types.js'

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
      flag(
        'freq',
        'Counts, also when shares are asked for.',
        'Antall, også når andeler er valgt.',
        'Antal, også når andele er valgt.',
      ),
      flag('rowpct', 'Shares of each row.', 'Andeler av hver rad.', 'Andele af hver række.'),
      flag('colpct', 'Shares of each column.', 'Andeler av hver kolonne.', 'Andele af hver kolonne.'),
      flag('cellpct', 'Shares of the whole table.', 'Andeler av hele tabellen.', 'Andele af hele tabellen.'),
      flag(
        'missing',
        'Missing values are a level too.',
        'Manglende verdier er også et nivå.',
        'Manglende værdier er også et niveau.',
      ),
      flag(
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
      flag(
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
      flag('mean', 'Its mean.', 'Gjennomsnittet.', 'Gennemsnittet.'),
      flag('std', 'Its standard deviation.', 'Standardavviket.', 'Standardafvigelsen.'),
      flag('sum', 'Its sum.', 'Summen.', 'Summen.'),
      flag('median', 'Its median.', 'Medianen.', 'Medianen.'),
      flag('p25', 'Its first quartile.', 'Første kvartil.', 'Første kvartil.'),
      flag('p75', 'Its third quartile.', 'Tredje kvartil.', 'Tredje kvartil.'),
      flag('gini', 'Its Gini coefficient.', 'Gini-koeffisienten.', 'Gini-koefficienten.'),
      flag('iqr', 'Its interquartile range.', 'Kvartilavstanden.', 'Kvartilafstanden.'),
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
      flag('gini', 'The Gini coefficient too.', 'Også Gini-koeffisienten.', 'Også Gini-koefficienten.'),
      flag('iqr', 'The interquartile range too.', 'Også kvartilavstanden.', 'Også kvartilafstanden.'),
    ],
    example: 'summarize hdl, by(diabetes)',
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
} as const satisfies Record<string, CommandDoc>
