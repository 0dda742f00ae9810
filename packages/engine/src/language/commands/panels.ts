/** Panels: rows of the same units at several dates. */
import { EDIT, flag } from './common.js'
import { type CommandDoc, option, text } from './types.js'

const PREFIX = {
  name: 'prefix …',
  summary: text(
    'Variables named by the prefix and a whole number become one variable; the number is the time.',
    'Variabler som heter prefikset og et helt tall, blir én variabel; tallet er tidspunktet.',
    'Variabler, der hedder præfikset og et helt tal, bliver én variabel; tallet er tidspunktet.',
  ),
}

export const PANELS = {
  'import-panel': {
    category: 'panels',
    status: 'available',
    shape: 'panel',
    condition: false,
    syntax: 'import-panel alias/A [as a] alias/B … 2018-01-01 2019-01-01 …',
    summary: text(
      'One row for each unit and date, with the date in date@panel: where some variable has a value at the date, or in a dataset with rows already, for each of its units at every date. Fixed variables are repeated.',
      'Én rad for hver enhet og dato, med datoen i date@panel: der en variabel har verdi på datoen, eller i et datasett som alt har rader, for hver av enhetene på hver dato. Faste variabler gjentas.',
      'Én række for hver enhed og dato, med datoen i date@panel: hvor en variabel har værdi på datoen, eller i et datasæt, der allerede har rækker, for hver af enhederne på hver dato. Faste variabler gentages.',
    ),
    arguments: [],
    options: [],
    example: 'import-panel population/BMI 2000-01-01 2005-01-01',
  },
  'reshape-to-panel': {
    category: 'panels',
    status: 'available',
    shape: 'names',
    condition: false,
    syntax: 'reshape-to-panel prefix …',
    summary: text(
      'From one row a unit to one row for each unit and time: wage2018 and wage2019 become wage, and date@panel is 2018 or 2019. Other variables are repeated.',
      'Fra én rad per enhet til én rad for hver enhet og hvert tidspunkt: lønn2018 og lønn2019 blir lønn, og date@panel er 2018 eller 2019. Andre variabler gjentas.',
      'Fra én række pr. enhed til én række for hver enhed og hvert tidspunkt: løn2018 og løn2019 bliver løn, og date@panel er 2018 eller 2019. Andre variabler gentages.',
    ),
    arguments: [PREFIX],
    options: [],
    example: 'reshape-to-panel wage',
  },
  'reshape-from-panel': {
    category: 'panels',
    status: 'available',
    shape: 'none',
    condition: false,
    syntax: 'reshape-from-panel',
    summary: text(
      'From one row for each unit and time back to one row a unit. A variable gets the time after its name: the number, the year where each date has a year of its own, else year, month and day.',
      'Fra én rad for hver enhet og hvert tidspunkt tilbake til én rad per enhet. En variabel får tidspunktet etter navnet: tallet, året der hver dato har sitt eget år, ellers år, måned og dag.',
      'Fra én række for hver enhed og hvert tidspunkt tilbage til én række pr. enhed. En variabel får tidspunktet efter navnet: tallet, året, hvor hver dato har sit eget år, ellers år, måned og dag.',
    ),
    arguments: [],
    options: [],
    example: 'reshape-from-panel',
  },
  'tabulate-panel': {
    category: 'panels',
    status: 'available',
    shape: 'names',
    condition: true,
    syntax: 'tabulate-panel a [b …] [if condition] [, freq rowpct colpct cellpct missing nolabels]',
    summary: text(
      'A table of counts with the dates of a panel as its last dimension. Counts are people at each date; who is there at several dates counts once in the margin over dates.',
      'En tabell med antall, med datoene i et panel som siste dimensjon. Det er mennesker på hver dato som telles; den som er med på flere datoer, telles én gang i marginen over datoer.',
      'En tabel med antal, med datoerne i et panel som sidste dimension. Det er mennesker på hver dato, der tælles; den, der er med på flere datoer, tælles én gang i marginen over datoer.',
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
      flag('colpct', 'Shares of each date.', 'Andeler av hver dato.', 'Andele af hver dato.'),
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
    ],
    example: 'tabulate-panel status',
  },
  'summarize-panel': {
    category: 'panels',
    status: 'available',
    shape: 'names',
    condition: true,
    syntax: 'summarize-panel x … [if condition] [, by(g …) gini iqr]',
    summary: text(
      'Number, missing, mean, standard deviation and percentiles of variables at each date of a panel.',
      'Antall, manglende, gjennomsnitt, standardavvik og persentiler for variabler på hver dato i et panel.',
      'Antal, manglende, gennemsnit, standardafvigelse og percentiler for variabler på hver dato i et panel.',
    ),
    arguments: [EDIT],
    options: [
      option('by', 'names', text('For each group.', 'For hver gruppe.', 'For hver gruppe.')),
      flag('gini', 'The Gini coefficient too.', 'Også Gini-koeffisienten.', 'Også Gini-koefficienten.'),
      flag('iqr', 'The interquartile range too.', 'Også kvartilavstanden.', 'Også kvartilafstanden.'),
    ],
    example: 'summarize-panel income',
  },
  'transitions-panel': {
    category: 'panels',
    status: 'available',
    shape: 'names',
    condition: false,
    syntax: 'transitions-panel a … [, missing nolabels]',
    summary: text(
      'For each date of a panel and the next, a table of the value at the one by the value at the other, with counts and shares of each row. Each unit counts once in each table.',
      'For hver dato i et panel og den neste, en tabell av verdien på den ene etter verdien på den andre, med antall og andeler av hver rad. Hver enhet telles én gang i hver tabell.',
      'For hver dato i et panel og den næste en tabel af værdien på den ene efter værdien på den anden, med antal og andele af hver række. Hver enhed tælles én gang i hver tabel.',
    ),
    arguments: [],
    options: [
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
    ],
    example: 'transitions-panel status',
  },
} as const satisfies Record<string, CommandDoc>
