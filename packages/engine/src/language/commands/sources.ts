/** Registers, datasets and what brings values into them. */
import { type CommandDoc, option, text } from './types.js'

const DATASET = {
  name: 'dataset',
  summary: text('A name of your own.', 'Et navn du velger.', 'Et navn, du vælger.'),
}
const SOURCE = {
  name: 'alias/VARIABLE',
  summary: text(
    'A register by its alias, and a variable or link in it.',
    'Et register ved sitt alias, og en variabel eller kobling i det.',
    'Et register ved sit alias og en variabel eller kobling i det.',
  ),
}
const AS = {
  name: 'as name',
  summary: text(
    'What the variable is called in the dataset; its own name when left out.',
    'Hva variabelen skal hete i datasettet; sitt eget navn hvis utelatt.',
    'Hvad variablen skal hedde i datasættet; sit eget navn, hvis det udelades.',
  ),
}
const BY = option(
  'by',
  'names',
  text(
    'The keys: one row for each combination. The first key is the new unit.',
    'Nøklene: én rad for hver kombinasjon. Den første nøkkelen er den nye enheten.',
    'Nøglerne: én række for hver kombination. Den første nøgle er den nye enhed.',
  ),
)
const ORDER = option(
  'order',
  'name',
  text(
    'What orders the rows for first, last, nearest and nth; the start of the event when left out.',
    'Hva som ordner radene for first, last, nearest og nth; hendelsens start hvis utelatt.',
    'Hvad der ordner rækkerne for first, last, nearest og nth; hændelsens start, hvis det udelades.',
  ),
)
const STATISTICS = {
  name: '(statistic) x -> y',
  summary: text(
    'count sum mean sd median min max p25 p75 iqr gini percent first last any nearest(date) nth(n), of x, called y. nearest is of the row closest in time to a date or a date variable, nth of the n-th row in time, from the end where n is negative.',
    'count sum mean sd median min max p25 p75 iqr gini percent first last any nearest(dato) nth(n), av x, kalt y. nearest er fra raden nærmest i tid til en dato eller en datovariabel, nth fra rad nummer n i tid, fra slutten der n er negativ.',
    'count sum mean sd median min max p25 p75 iqr gini percent first last any nearest(dato) nth(n), af x, kaldet y. nearest er fra rækken nærmest i tid på en dato eller en datovariabel, nth fra række nummer n i tid, fra slutningen hvor n er negativ.',
  ),
}

export const SOURCES = {
  require: {
    category: 'sources',
    status: 'available',
    shape: 'require',
    condition: false,
    syntax: 'require REGISTER:VERSION as alias',
    summary: text(
      'Binds a version of a register to a short name. Version 3 means the newest 3.x.y; without a version, the newest of all.',
      'Gir en versjon av et register et kort navn. Versjon 3 betyr den nyeste 3.x.y; uten versjon, den nyeste av alle.',
      'Giver en version af et register et kort navn. Version 3 betyder den nyeste 3.x.y; uden version den nyeste af alle.',
    ),
    arguments: [],
    options: [],
    example: 'require us.olmsted.population:1 as population',
  },
  'create-dataset': {
    category: 'sources',
    status: 'available',
    shape: 'name',
    condition: false,
    syntax: 'create-dataset name',
    summary: text(
      'Makes a new, empty dataset and makes it active.',
      'Lager et nytt, tomt datasett og gjør det aktivt.',
      'Laver et nyt, tomt datasæt og gør det aktivt.',
    ),
    arguments: [DATASET],
    options: [],
    example: 'create-dataset people',
  },
  use: {
    category: 'sources',
    status: 'available',
    shape: 'name',
    condition: false,
    syntax: 'use dataset',
    summary: text('Makes a dataset active.', 'Gjør et datasett aktivt.', 'Gør et datasæt aktivt.'),
    arguments: [DATASET],
    options: [],
    example: 'use people',
  },
  'delete-dataset': {
    category: 'sources',
    status: 'available',
    shape: 'name',
    condition: false,
    syntax: 'delete-dataset dataset',
    summary: text('Forgets a dataset.', 'Glemmer et datasett.', 'Glemmer et datasæt.'),
    arguments: [DATASET],
    options: [],
    example: 'delete-dataset people',
  },
  'rename-dataset': {
    category: 'sources',
    status: 'available',
    shape: 'pair',
    condition: false,
    syntax: 'rename-dataset dataset name',
    summary: text(
      'Gives a dataset another name.',
      'Gir et datasett et annet navn.',
      'Giver et datasæt et andet navn.',
    ),
    arguments: [],
    options: [],
    example: 'rename-dataset people adults',
  },
  'clone-dataset': {
    category: 'sources',
    status: 'available',
    shape: 'pair',
    condition: false,
    syntax: 'clone-dataset dataset copy',
    summary: text(
      'Copies a dataset under a new name. The active dataset stays active.',
      'Kopierer et datasett til et nytt navn. Det aktive datasettet forblir aktivt.',
      'Kopierer et datasæt til et nyt navn. Det aktive datasæt forbliver aktivt.',
    ),
    arguments: [],
    options: [],
    example: 'clone-dataset people everyone',
  },
  'clone-units': {
    category: 'sources',
    status: 'available',
    shape: 'pair',
    condition: false,
    syntax: 'clone-units dataset copy',
    summary: text(
      'Copies the population of a dataset, without its variables.',
      'Kopierer populasjonen i et datasett, uten variablene.',
      'Kopierer populationen i et datasæt, uden variablerne.',
    ),
    arguments: [],
    options: [],
    example: 'clone-units people everyone',
  },
  import: {
    category: 'sources',
    status: 'available',
    shape: 'import',
    condition: false,
    syntax: 'import alias/VARIABLE [2018-01-01] [as name] [, outer_join]',
    summary: text(
      'Brings one value for each unit: at the date, or without date for what is fixed. The first import decides who is in the dataset; later ones leave the value missing where there is none.',
      'Henter én verdi for hver enhet: på datoen, eller uten dato for det som er fast. Den første importen bestemmer hvem som er med; senere gir manglende verdi der det ikke er noen.',
      'Henter én værdi for hver enhed: på datoen, eller uden dato for det, der er fast. Den første import bestemmer, hvem der er med; senere giver manglende værdi, hvor der ikke er nogen.',
    ),
    arguments: [
      SOURCE,
      {
        name: 'date',
        summary: text(
          'The day for which the value holds; only for what changes over time.',
          'Dagen verdien gjelder for; bare for det som endrer seg over tid.',
          'Dagen, værdien gælder for; kun for det, der ændrer sig over tid.',
        ),
      },
      AS,
    ],
    options: [
      option(
        'outer_join',
        'flag',
        text(
          'Also adds the units that only this variable has.',
          'Tar også med enhetene som bare denne variabelen har.',
          'Tager også de enheder med, som kun denne variabel har.',
        ),
      ),
    ],
    example: 'import population/BMI 2000-01-01 as bmi',
  },
  'import-event': {
    category: 'sources',
    status: 'available',
    shape: 'window',
    condition: false,
    syntax: 'import-event alias/VARIABLE [2018-01-01 to 2018-12-31] [as name] [, within(-365 0 of index)]',
    summary: text(
      'Brings every value that overlaps the window, one row each, with START@name and STOP@name. In a dataset that has rows already, each row is repeated once for each of its unit’s values.',
      'Henter hver verdi som overlapper vinduet, én rad for hver, med START@navn og STOP@navn. I et datasett som alt har rader, gjentas hver rad én gang for hver av enhetens verdier.',
      'Henter hver værdi, der overlapper vinduet, én række for hver, med START@navn og STOP@navn. I et datasæt, der allerede har rækker, gentages hver række én gang for hver af enhedens værdier.',
    ),
    arguments: [
      SOURCE,
      {
        name: 'from to until',
        summary: text(
          'First and last day of the window, both included.',
          'Første og siste dag i vinduet, begge medregnet.',
          'Første og sidste dag i vinduet, begge medregnet.',
        ),
      },
      AS,
    ],
    options: [
      option(
        'within',
        'window',
        text(
          'Only values that overlap these days relative to a date of the row: within(-365 0 of index) is the year up to index. The dates may then be left out.',
          'Bare verdier som overlapper disse dagene regnet fra en dato i raden: within(-365 0 of index) er året fram til index. Datoene kan da utelates.',
          'Kun værdier, der overlapper disse dage regnet fra en dato i rækken: within(-365 0 of index) er året frem til index. Datoerne kan så udelades.',
        ),
      ),
    ],
    example: 'import-event diagnosis/DIAGNOSIS 1970-01-01 to 2000-01-01 as diagnosis',
  },
  merge: {
    category: 'sources',
    status: 'available',
    shape: 'merge',
    condition: false,
    syntax: 'merge x y into dataset [on key …]',
    summary: text(
      'Brings variables of the active dataset into another, matched on the unit or on keys. Rows without a match get missing.',
      'Henter variabler fra det aktive datasettet inn i et annet, koblet på enheten eller på nøkler. Rader uten treff får manglende verdi.',
      'Henter variabler fra det aktive datasæt ind i et andet, koblet på enheden eller på nøgler. Rækker uden match får manglende værdi.',
    ),
    arguments: [
      {
        name: 'on key …',
        summary: text(
          'A variable of the target whose values are units of the active dataset, or keys by which it was collapsed.',
          'En variabel i målet med enheter i det aktive datasettet som verdier, eller nøkler det ble samlet på.',
          'En variabel i målet, hvis værdier er enheder i det aktive datasæt, eller nøgler, som det blev samlet på.',
        ),
      },
    ],
    options: [],
    example: 'merge hdl into people',
  },
  collapse: {
    category: 'sources',
    status: 'available',
    shape: 'statistics',
    condition: false,
    syntax: 'collapse (statistic) x [-> y] … , by(key …) [order(v)]',
    summary: text(
      'Makes the active dataset one row for each combination of keys. Rows with a missing key are left out.',
      'Gjør det aktive datasettet til én rad for hver kombinasjon av nøkler. Rader som mangler en nøkkel, tas ut.',
      'Gør det aktive datasæt til én række for hver kombination af nøgler. Rækker, der mangler en nøgle, udelades.',
    ),
    arguments: [STATISTICS],
    options: [BY, ORDER],
    example: 'collapse (last) value -> hdl, by(patient)',
  },
  aggregate: {
    category: 'sources',
    status: 'available',
    shape: 'statistics',
    condition: false,
    syntax: 'aggregate (statistic) x [-> y] … , by(v …) [order(v)]',
    summary: text(
      'Adds the statistic of each group to every row of the group.',
      'Legger gruppens statistikk til hver rad i gruppen.',
      'Føjer gruppens statistik til hver række i gruppen.',
    ),
    arguments: [STATISTICS],
    options: [BY, ORDER],
    example: 'aggregate (mean) income -> mean_income, by(municipality)',
  },
  sample: {
    category: 'sources',
    status: 'available',
    shape: 'sample',
    condition: false,
    syntax: 'sample share-or-number seed',
    summary: text(
      'Keeps units drawn by lot: a share such as 0.1, or a whole number of units. The same seed draws the same units.',
      'Beholder enheter trukket ved lodd: en andel som 0.1, eller et helt antall enheter. Samme frø trekker de samme enhetene.',
      'Beholder enheder trukket ved lod: en andel såsom 0.1 eller et helt antal enheder. Samme frø trækker de samme enheder.',
    ),
    arguments: [],
    options: [],
    example: 'sample 0.1 999',
  },
} as const satisfies Record<string, CommandDoc>
