/** The population register: who people are and whose children, where they live, whom they marry, when they come and go. */
import { CIVIL_STATUS } from '../codes/civil-status.js'
import { COUNTRIES } from '../codes/countries.js'
import { MUNICIPALITY_CODES } from '../codes/municipalities.js'
import { SEX } from '../codes/sex.js'
import { countryRegister } from '../country-register.js'
import { type Day, dayOf, LAST_DAY } from '../days.js'
import type { Partnership, Person } from '../person.js'
import { Choice, type Random } from '../random.js'
import { type CodeRow, words } from '../register.js'
import { MISSING, type Rows } from '../tables.js'

const DIRECTION: readonly CodeRow[] = [
  ['1', 'Immigration', 'Innvandring', 'Indvandring'],
  ['2', 'Emigration', 'Utvandring', 'Udvandring'],
]

/** Shares of what is wrong or missing, as the descriptions below say. */
const PARENT_MISSING = 0.003
const REGISTERED_LATE = 0.01
const MOST_DAYS_LATE = 60
const DESTINATION_UNKNOWN = 0.12

/** The first day for which addresses and migrations are kept. */
const KEPT_FROM: Day = dayOf(2005)
/** From this day couples of one sex marry; those before were registered partners. */
const MARRIAGE_FOR_ALL: Day = dayOf(2009)
/** Days of separation before a divorce, as a rule a year and the papers. */
const SEPARATION = 395

const COUNTRY_PLACES: ReadonlyMap<string, number> = new Map(COUNTRIES.map(([code], place) => [code, place]))
const countryPlace = (code: string): number => COUNTRY_PLACES.get(code) ?? MISSING
const UNKNOWN_COUNTRY = countryPlace('ZZ')

/** Whither those born in the country leave and whence they return, after Statistics Norway. */
const ABROAD = new Choice<number>(
  (
    [
      ['SE', 22],
      ['DK', 15],
      ['GB', 10],
      ['ES', 9],
      ['US', 9],
      ['DE', 6],
      ['PL', 3],
      ['FR', 3],
      ['NL', 3],
      ['TH', 2],
      ['ZZ', 18],
    ] as const
  ).map(([code, weight]) => [countryPlace(code), weight] as const),
)

function write(person: Person, rows: Readonly<Record<string, Rows>>, random: Random): void {
  rows['PERSON']?.push(
    person.identifier,
    parentOf(person.mother, random),
    parentOf(person.father, random),
    person.sex - 1,
    person.birth,
    countryPlace(person.bornIn),
    person.death ?? MISSING,
  )
  if (rows['RESIDENCE'] !== undefined) writeResidence(person, rows['RESIDENCE'], random)
  if (rows['CIVIL_STATUS'] !== undefined) writeCivilStatus(person, rows['CIVIL_STATUS'])
  if (rows['MIGRATION'] !== undefined) writeMigration(person, rows['MIGRATION'], random)
}

const parentOf = (parent: Person | null, random: Random): number =>
  parent === null || random.chance(PARENT_MISSING) ? MISSING : parent.identifier

/** The last day as a resident, missing while it lasts. */
function lastDay({ death, emigration }: Person): number {
  if (emigration !== null && emigration <= LAST_DAY) return emigration - 1
  return death ?? MISSING
}

function writeResidence(person: Person, rows: Rows, random: Random): void {
  const { homes, identifier } = person
  const end = lastDay(person)
  const limit = Number.isNaN(end) ? LAST_DAY : end
  let from = Math.max(homes[0]?.from ?? person.birth, KEPT_FROM)
  for (let i = 0; i < homes.length; i++) {
    const municipality = homes[i]?.municipality ?? 0
    const next = homes[i + 1]
    if (next === undefined || next.from > limit) {
      rows.push(identifier, from, end, municipality)
      return
    }
    if (next.from <= from) continue
    const late = random.chance(REGISTERED_LATE) ? random.between(1, MOST_DAYS_LATE) : 0
    const following = homes[i + 2]?.from ?? Number.POSITIVE_INFINITY
    const moved = Math.min(next.from + late, limit, following - 1)
    rows.push(identifier, from, moved - 1, municipality)
    from = moved
  }
}

/** Places in `CIVIL_STATUS` of what a marriage and a registered partnership make of people. */
const OF_MARRIAGE = { lasting: 1, widowed: 2, divorced: 3, separated: 4 }
const OF_PARTNERSHIP = { lasting: 5, widowed: 8, divorced: 7, separated: 6 }

function writeCivilStatus(person: Person, rows: Rows): void {
  const begin = person.homes[0]?.from ?? person.birth
  const end = lastDay(person)
  const limit = Number.isNaN(end) ? LAST_DAY : end
  // One period is held back until the day on which the next begins is known.
  let status = person.civil.status - 1
  let from = Math.max(begin, person.civil.from)
  const change = (day: Day, to: number) => {
    if (day > limit) return
    if (day > from) rows.push(person.identifier, from, day - 1, status)
    from = Math.max(from, day)
    status = to
  }
  for (let i = 0; i < person.partnerships.length; i++) {
    const union = person.partnerships[i]
    if (union === undefined || !union.married) continue
    const { partner, until } = union
    const kind = partner.sex === person.sex && union.from < MARRIAGE_FOR_ALL ? OF_PARTNERSHIP : OF_MARRIAGE
    change(Math.max(union.from, begin), kind.lasting)
    if (until === null || until >= limit) break
    if (partner.death === until) change(until + 1, kind.widowed)
    else {
      change(until + 1, kind.separated)
      const divorce = until + SEPARATION
      if (divorce < nextWedding(person.partnerships, i)) change(divorce, kind.divorced)
    }
  }
  if (from <= limit) rows.push(person.identifier, from, end, status)
}

function nextWedding(partnerships: readonly Partnership[], after: number): Day {
  for (let i = after + 1; i < partnerships.length; i++) {
    const union = partnerships[i]
    if (union?.married) return union.from
  }
  return Number.POSITIVE_INFINITY
}

function writeMigration(person: Person, rows: Rows, random: Random): void {
  const arrival = person.homes[0]?.from ?? person.birth
  const foreign = person.bornIn !== 'NO'
  if (arrival > person.birth && arrival >= KEPT_FROM)
    rows.push(person.identifier, arrival, 0, foreign ? countryPlace(person.bornIn) : random.pick(ABROAD))
  if (person.emigration === null || person.emigration > LAST_DAY) return
  const unknown = random.chance(DESTINATION_UNKNOWN)
  const home = foreign && random.chance(0.75)
  const to = unknown ? UNKNOWN_COUNTRY : home ? countryPlace(person.bornIn) : random.pick(ABROAD)
  rows.push(person.identifier, person.emigration, 1, to)
}

const COUNTRY_SOURCE = 'ISO 3166-1 alpha-2; part: the commonest countries of birth, ZZ for all others'

export const POPULATION = countryRegister({
  name: 'population',
  sensitivity: 'PERSON_GENERAL',
  title: words('Population register of Sundland', 'Folkeregisteret i Sundland', 'Folkeregistret i Sundland'),
  description: words(
    'Everyone who has lived in the made-up country of Sundland since 2014: birth, death and parents, addresses, civil status and migration. Parents are known for those born in the country after about 1953, fewer the older people are; 0.3 % of known parents are missing. 1 % of moves are registered up to 60 days late.',
    'Alle som har bodd i det oppdiktede landet Sundland siden 2014: fødsel, død og foreldre, bosteder, sivilstand og flytting over landegrensen. Foreldre er kjent for dem som er født i landet etter omtrent 1953, for færre jo eldre folk er; 0,3 % av kjente foreldre mangler. 1 % av flyttingene er registrert inntil 60 dager for sent.',
    'Alle, der har boet i det opdigtede land Sundland siden 2014: fødsel, død og forældre, bopæl, civilstand og vandring over landegrænsen. Forældre kendes for dem, der er født i landet efter omkring 1953, for færre jo ældre folk er; 0,3 % af de kendte forældre mangler. 1 % af flytningerne er registreret op til 60 dage for sent.',
  ),
  holder: {
    name: 'population-register',
    title: words('Population register', 'Folkeregisteret', 'Folkeregistret'),
  },
  population: words(
    'Residents on 1 January 2014 and everyone born or immigrated from then to 31 December 2024',
    'Bosatte 1. januar 2014 og alle som er født eller innvandret fra da til 31. desember 2024',
    'Personer bosat den 1. januar 2014 og alle, der er født eller indvandret fra da til 31. december 2024',
  ),
  tables: [
    {
      name: 'PERSON',
      title: words('Persons', 'Personer', 'Personer'),
      description: words('One row for each person.', 'Én rad for hver person.', 'Én række for hver person.'),
      links: [
        { name: 'MOTHER', title: words('Mother', 'Mor', 'Mor') },
        { name: 'FATHER', title: words('Father', 'Far', 'Far') },
      ],
      columns: [
        {
          name: 'SEX',
          title: words('Sex', 'Kjønn', 'Køn'),
          description: words('Registered sex.', 'Registrert kjønn.', 'Registreret køn.'),
          codes: SEX,
        },
        {
          name: 'BIRTH_DATE',
          title: words('Date of birth', 'Fødselsdato', 'Fødselsdato'),
          description: words('Day of birth.', 'Dagen personen ble født.', 'Den dag, personen blev født.'),
          kind: 'day',
        },
        {
          name: 'COUNTRY_OF_BIRTH',
          title: words('Country of birth', 'Fødeland', 'Fødeland'),
          description: words(
            'Country in which the person was born. NO stands for the country itself.',
            'Landet personen er født i. NO står for landet selv.',
            'Det land, personen er født i. NO står for landet selv.',
          ),
          codes: COUNTRIES,
          source: COUNTRY_SOURCE,
        },
        {
          name: 'DEATH_DATE',
          title: words('Date of death', 'Dødsdato', 'Dødsdato'),
          description: words(
            'Day of death, empty for the living. Deaths after an emigration are not known.',
            'Dagen personen døde, tom for levende. Dødsfall etter utvandring er ikke kjent.',
            'Den dag, personen døde, tom for levende. Dødsfald efter udvandring kendes ikke.',
          ),
          kind: 'day',
        },
      ],
    },
    {
      name: 'RESIDENCE',
      title: words('Residence', 'Bosted', 'Bopæl'),
      description: words(
        'Municipality of residence from 2005 on, one row for each period. The periods of a person follow one another without gaps as long as the person lives in the country. Municipalities are those of 2024 all the way.',
        'Bostedskommune fra 2005, én rad for hver periode. En persons perioder følger på hverandre uten opphold så lenge personen bor i landet. Kommunene er hele veien de som gjelder i 2024.',
        'Bopælskommune fra 2005, én række for hver periode. En persons perioder følger hinanden uden huller, så længe personen bor i landet. Kommunerne er hele vejen dem, der gælder i 2024.',
      ),
      day: 'from_date',
      until: 'until_date',
      temporality: 'STATUS',
      columns: [
        {
          name: 'MUNICIPALITY',
          title: words('Municipality of residence', 'Bostedskommune', 'Bopælskommune'),
          description: words(
            'The municipality in which the person is registered as living. The first two digits are the county.',
            'Kommunen personen er registrert bosatt i. De to første sifrene er fylket.',
            'Den kommune, personen er registreret bosat i. De to første cifre er fylket.',
          ),
          codes: MUNICIPALITY_CODES,
          source: 'Statistics Norway, classification 131, 1 January 2024',
        },
      ],
    },
    {
      name: 'CIVIL_STATUS',
      title: words('Civil status', 'Sivilstand', 'Civilstand'),
      description: words(
        'Civil status, one row for each period in which the person lived in the country. People who live together unmarried are as a rule unmarried here.',
        'Sivilstand, én rad for hver periode personen har bodd i landet. Samboere er som regel ugifte her.',
        'Civilstand, én række for hver periode, hvor personen har boet i landet. Samlevende er som regel ugifte her.',
      ),
      day: 'from_date',
      until: 'until_date',
      temporality: 'STATUS',
      columns: [
        {
          name: 'CIVIL_STATUS',
          title: words('Civil status', 'Sivilstand', 'Civilstand'),
          description: words(
            'Civil status by law. Codes 6 to 9 are of partnerships registered before 2009.',
            'Sivilstand etter loven. Kodene 6 til 9 gjelder partnerskap som ble registrert før 2009.',
            'Civilstand efter loven. Koderne 6 til 9 gælder partnerskaber, der blev registreret før 2009.',
          ),
          codes: CIVIL_STATUS,
          source: 'Statistics Norway, classification 19',
        },
      ],
    },
    {
      name: 'MIGRATION',
      title: words('Migration', 'Inn- og utvandring', 'Ind- og udvandring'),
      description: words(
        'One row for each immigration and emigration from 2005 on.',
        'Én rad for hver inn- og utvandring fra 2005.',
        'Én række for hver ind- og udvandring fra 2005.',
      ),
      day: 'date',
      columns: [
        {
          name: 'MIGRATION_DIRECTION',
          title: words('Direction of migration', 'Flytteretning', 'Vandringsretning'),
          description: words(
            'Whether the person came or left.',
            'Om personen kom eller dro.',
            'Om personen kom eller rejste.',
          ),
          codes: DIRECTION,
        },
        {
          name: 'MIGRATION_COUNTRY',
          title: words(
            'Country of migration',
            'Land for inn- eller utvandring',
            'Land for ind- eller udvandring',
          ),
          description: words(
            'Where the person came from or went to. 12 % of emigrations have no known country and are coded ZZ.',
            'Hvor personen kom fra eller dro til. 12 % av utvandringene har ikke kjent land og er kodet ZZ.',
            'Hvor personen kom fra eller rejste til. 12 % af udvandringerne har intet kendt land og er kodet ZZ.',
          ),
          codes: COUNTRIES,
          source: COUNTRY_SOURCE,
        },
      ],
    },
  ],
  stream: 101,
  write,
})
