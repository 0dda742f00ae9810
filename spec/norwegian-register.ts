/**
 * A small register in the manner of Statistics Norway's: names in capitals with Norwegian titles, codes as text, years and months as
 * whole numbers, forty invented persons. Scripts in the style of microdata.no run on it (compatibility.test.ts).
 */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PERSON, type Register, type Table, type Variable } from '@sund/model'
import type { Source } from './world.js'

const nb = (text: string) => ({ nb: text })
const koder = (titles: Record<string, string>) => ({
  codes: Object.entries(titles).map(([code, title]) => ({ code, title: nb(title) })),
})

const variable = (
  name: string,
  column: string,
  title: string,
  temporality: Variable['temporality'],
  dataType: Variable['dataType'],
  domain: Variable['domain'] = {},
): Variable => ({
  name,
  column,
  title: nb(title),
  description: nb(title),
  temporality,
  dataType,
  domain,
  sensitivity: 'PUBLIC',
})

const table = (name: string, title: string, more: Partial<Table>): Table => ({
  name,
  title: nb(title),
  description: nb(title),
  unit: PERSON,
  unitColumn: 'id',
  links: [],
  variables: [],
  ...more,
})
const PERIOD = { fromColumn: 'fra', untilColumn: 'til' }

const REGISTER: Register = {
  name: 'no.ssb.fdb',
  title: nb('Forløpsdatabasen, oppdiktet'),
  description: nb('Førti oppdiktede personer'),
  holder: { name: 'ssb', title: nb('Statistisk sentralbyrå, oppdiktet') },
  source: 'made for the specification',
  licence: 'Apache-2.0',
  tables: [
    table('PERSON', 'Befolkning', {
      links: [{ name: 'BEFOLKNING_MOR_FNR', unit: PERSON, title: nb('Mor'), column: 'mor' }],
      variables: [
        variable(
          'BEFOLKNING_KJOENN',
          'kjoenn',
          'Kjønn',
          'FIXED',
          'STRING',
          koder({ 1: 'Mann', 2: 'Kvinne' }),
        ),
        variable('BEFOLKNING_FOEDSELS_AAR_MND', 'aar_mnd', 'Fødselsår og -måned', 'FIXED', 'LONG'),
      ],
    }),
    table('BOSTED', 'Bosted', {
      ...PERIOD,
      variables: [
        variable(
          'BOSATTEFDT_BOSTED',
          'kommune',
          'Bostedskommune',
          'STATUS',
          'STRING',
          koder({ '0301': 'Oslo', 4601: 'Bergen', 5001: 'Trondheim' }),
        ),
      ],
    }),
    table('SIVILSTAND', 'Sivilstand', {
      ...PERIOD,
      variables: [
        variable(
          'SIVSTANDFDT_SIVSTAND',
          'sivilstand',
          'Sivilstand',
          'STATUS',
          'STRING',
          koder({ 1: 'Ugift', 2: 'Gift', 3: 'Enke/enkemann', 4: 'Skilt' }),
        ),
      ],
    }),
    table('INNTEKT', 'Inntekt', {
      ...PERIOD,
      variables: [
        variable('INNTEKT_WLONN', 'wlonn', 'Lønnsinntekt', 'ACCUMULATED', 'LONG', { unitOfMeasure: '{NOK}' }),
      ],
    }),
    table('UTDANNING', 'Utdanning', {
      ...PERIOD,
      variables: [variable('NUDB_BU', 'nus', 'Høyeste utdanning (NUS2000)', 'STATUS', 'STRING')],
    }),
    table('ARBEIDSLEDIG', 'Arbeidsledighet', {
      ...PERIOD,
      variables: [
        variable(
          'ARBSOEK2001FDT_HOVED',
          'tiltak',
          'Hovedgruppe av arbeidssøkere',
          'EVENT',
          'STRING',
          koder({ 1: 'Helt ledig', 2: 'Delvis ledig' }),
        ),
      ],
    }),
  ],
}

const FILES = {
  PERSON: 'fdb-person.csv',
  BOSTED: 'fdb-bosted.csv',
  SIVILSTAND: 'fdb-sivilstand.csv',
  INNTEKT: 'fdb-inntekt.csv',
  UTDANNING: 'fdb-utdanning.csv',
  ARBEIDSLEDIG: 'fdb-arbeidsledig.csv',
}

/** The register as version 23, which scripts of microdata.no require. */
export const norwegianSource = (): Source => ({
  register: REGISTER,
  version: '23.0.0',
  files: Object.entries(FILES).map(([name, file]) => ({
    table: name,
    path: join(fileURLToPath(new URL('./registers/', import.meta.url)), file),
  })),
})
