/** The income register: a row for each adult and calendar year, as the tax office settles it. */
import { MUNICIPALITIES } from '../codes/municipalities.js'
import { COUNTRY_NAME } from '../country.js'
import { type CountryTable, countryRegister } from '../country-register.js'
import { dayOf, FIRST_DAY, LAST_DAY, yearOf } from '../days.js'
import { FEMALE, type Illness, isResident, type Person } from '../person.js'
import type { Random } from '../random.js'
import { words } from '../register.js'
import { LOG_WAGE, taxOn, WAGE_INDEX, wageAtAge, yearOfBenefit } from '../social/money.js'
import { heldOn, schooling } from '../social/schooling.js'
import { workingLife } from '../social/working-life.js'
import type { Rows } from '../tables.js'

const KRONER = words('Norwegian kroner', 'Norske kroner', 'Norske kroner')
const amount = (name: string, title: ReturnType<typeof words>, description: ReturnType<typeof words>) => ({
  name,
  title,
  description,
  kind: 'integer' as const,
  unit: '{NOK}',
  means: KRONER,
})

const INCOME: CountryTable = {
  name: 'INCOME',
  title: words('Income by year', 'Inntekt etter år', 'Indkomst efter år'),
  description: words(
    'One row for each calendar year in which a person of 17 or more was resident at its end. Whole kroner of that year.',
    'Én rad for hvert kalenderår der en person på 17 år eller mer var bosatt ved utgangen av året. Hele kroner i årets verdi.',
    'Én række for hvert kalenderår, hvor en person på 17 år eller derover var bosat ved årets udgang. Hele kroner i årets værdi.',
  ),
  day: 'from_day',
  until: 'until_day',
  temporality: 'ACCUMULATED',
  columns: [
    amount(
      'INCOME_AFTER_TAX',
      words('Income after tax', 'Inntekt etter skatt', 'Indkomst efter skat'),
      words(
        'Wages, capital income and transfers, those free of tax included, less tax.',
        'Lønn, kapitalinntekt og overføringer, også skattefrie, minus skatt.',
        'Løn, kapitalindkomst og overførsler, også skattefrie, minus skat.',
      ),
    ),
    amount(
      'WAGES',
      words('Wages', 'Lønn', 'Løn'),
      words(
        'Wages and income from own business before tax.',
        'Lønn og næringsinntekt før skatt.',
        'Løn og overskud af egen virksomhed før skat.',
      ),
    ),
    amount(
      'CAPITAL_INCOME',
      words('Capital income', 'Kapitalinntekt', 'Kapitalindkomst'),
      words(
        'Interest, dividends and realised gains before tax.',
        'Renter, utbytte og realiserte gevinster før skatt.',
        'Renter, udbytte og realiserede gevinster før skat.',
      ),
    ),
    amount(
      'TAXABLE_TRANSFERS',
      words('Taxable transfers', 'Skattepliktige overføringer', 'Skattepligtige overførsler'),
      words(
        'Pensions and benefits that are taxed.',
        'Pensjoner og ytelser som det betales skatt av.',
        'Pensioner og ydelser, der betales skat af.',
      ),
    ),
    amount(
      'NET_WEALTH',
      words('Net wealth', 'Nettoformue', 'Nettoformue'),
      words(
        'Estimated market value of what the person owns less debt, at the end of the year. Negative for about a fifth.',
        'Beregnet markedsverdi av det personen eier minus gjeld, ved utgangen av året. Negativ for omtrent en femtedel.',
        'Beregnet markedsværdi af det, personen ejer, minus gæld ved årets udgang. Negativ for omkring en femtedel.',
      ),
    ),
  ],
}

/** Fall in wages, in logarithms, from the year an illness is found, besides what it does to work. */
const ILLNESS_ON_WAGES: Partial<Record<Illness, number>> = {
  schizophrenia: -0.25,
  'bipolar-disorder': -0.12,
  depression: -0.06,
  anxiety: -0.03,
  'alcohol-use-disorder': -0.12,
  stroke: -0.12,
  'multiple-sclerosis': -0.1,
  epilepsy: -0.05,
  'heart-failure': -0.06,
  copd: -0.05,
}

/** What the county of home adds to wages, in logarithms (after Statistics Norway, mean monthly wage by county, 2023, rounded). */
const WAGE_BY_COUNTY: Readonly<Record<string, number>> = {
  '03': 0.07,
  '11': 0.03,
  '15': -0.04,
  '18': -0.05,
  '31': -0.03,
  '32': 0.06,
  '33': -0.01,
  '34': -0.06,
  '39': -0.03,
  '40': -0.04,
  '42': -0.03,
  '46': 0,
  '50': -0.02,
  '55': -0.04,
  '56': -0.04,
}
const REGION: readonly number[] = MUNICIPALITIES.map(({ county }) => WAGE_BY_COUNTY[county] ?? 0)

/** The region's part in the wages of someone who lives there on a day. */
function regionAt({ homes }: Person, day: number): number {
  let at = homes[0]
  for (const home of homes) if (home.from <= day) at = home
  return REGION[at?.municipality ?? 0] ?? 0
}

const FIRST_YEAR = yearOf(FIRST_DAY)
const YEARS = Array.from({ length: yearOf(LAST_DAY) - FIRST_YEAR + 1 }, (_, i) => ({
  year: FIRST_YEAR + i,
  from: dayOf(FIRST_YEAR + i),
  until: dayOf(FIRST_YEAR + i, 12, 31),
}))

/** Days that two spells share, as part of a year. */
const shared = (from: number, until: number, year: { from: number; until: number }): number =>
  from > year.until || until < year.from
    ? 0
    : (Math.min(until, year.until) - Math.max(from, year.from) + 1) / 365.2425

const both = (
  a: { from: number; until: number },
  b: { from: number; until: number },
  year: (typeof YEARS)[number],
) =>
  a.from > b.until || b.from > a.until
    ? 0
    : shared(Math.max(a.from, b.from), Math.min(a.until, b.until), year)

export const income = countryRegister({
  name: 'income',
  sensitivity: 'PERSON_GENERAL',
  title: words('Income register', 'Inntektsregisteret', 'Indkomstregisteret'),
  description: words(
    `Income and wealth of the people of ${COUNTRY_NAME}, a made-up country, by year. Nobody in it exists.`,
    `Inntekt og formue for innbyggerne i ${COUNTRY_NAME}, et oppdiktet land, etter år. Ingen i registeret finnes.`,
    `Indkomst og formue for indbyggerne i ${COUNTRY_NAME}, et opdigtet land, efter år. Ingen i registret findes.`,
  ),
  holder: { name: 'tax-office', title: words('Tax office', 'Skatteetaten', 'Skatteforvaltningen') },
  population: words(
    'Residents aged 17 and over at the end of each year from 2014 to 2024',
    'Bosatte på 17 år eller mer ved utgangen av hvert år 2014–2024',
    'Indbyggere på 17 år og derover ved udgangen af hvert år 2014–2024',
  ),
  tables: [INCOME],
  stream: 104,
  write(person: Person, rows: Readonly<Record<string, Rows>>, random: Random) {
    const born = yearOf(person.birth)
    if (yearOf(LAST_DAY) - born < 17) return
    const held = schooling(person)
    const { jobs, benefits } = workingLife(person)
    const women = person.sex === FEMALE
    // What a person's wages keep above or below others' in like jobs, and what passes: lasting effect and AR(1).
    const lasting = 0.08 * person.traits.status + random.normal(0, 0.18) + (women ? 0.14 : 0.24)
    let passing = random.normal(0, 0.1)
    const fortune = fortuneOf(person, random)
    let occupation = -1
    const strains: [found: number, wages: number][] = []
    for (const [illness, found] of person.illnesses) {
      const effect = ILLNESS_ON_WAGES[illness]
      if (effect) strains.push([found, effect])
    }

    for (const calendar of YEARS) {
      const { year, from, until } = calendar
      passing = 0.7 * passing + random.normal(0, 0.07)
      const surprise = random.normal()
      const age = year - born
      if (age < 17 || !isResident(person, until)) continue
      const index = WAGE_INDEX[year - FIRST_YEAR] ?? 1
      for (const job of jobs) if (job.from <= until) occupation = job.occupation
      const level = heldOn(held, until)?.level ?? 2
      let log = lasting + passing + wageAtAge(age) + regionAt(person, until)
      for (const [found, wages] of strains) if (found < until) log += wages
      // A person who has not worked in these years has rights from earlier work, by schooling.
      const full = (place: number) =>
        Math.exp(log + (place < 0 ? 13.05 : (LOG_WAGE[place] ?? 13.05)) + 0.03 * (Math.min(level, 8) - 4))

      let wages = 0
      for (const job of jobs) {
        let part = shared(job.from, job.until, calendar)
        if (part === 0) continue
        for (const spell of benefits)
          if (
            spell.benefit === 'sick-pay' ||
            spell.benefit === 'parental' ||
            spell.benefit === 'unemployment'
          )
            part -= both(job, spell, calendar)
        wages += Math.max(0, part) * (job.hours / 37.5) * full(job.occupation)
      }
      let transfers = 0
      for (const spell of benefits) {
        const part = shared(spell.from, spell.until, calendar)
        if (part > 0) transfers += part * yearOfBenefit(spell.benefit, full(occupation), women)
      }
      const capital = fortune.yield * Math.exp(0.5 * surprise) * Math.min(1, age / 60)
      // Free of tax: grants to students, and help to adults with next to nothing.
      const little = 190_000 - wages - transfers
      const free =
        age > 18 && age < 67 && little > 0 ? (age < 26 ? 0.35 : 0.55) * little * Math.exp(0.2 * surprise) : 0
      rows['INCOME']?.push(
        person.identifier,
        from,
        until,
        Math.round(index * (wages + transfers + capital + free - taxOn(wages, transfers, capital))),
        Math.round(index * wages),
        Math.round(index * capital),
        Math.round(index * transfers),
        Math.round(index * wealthAt(age, fortune.scale, fortune.share)),
      )
    }
  },
})

interface Fortune {
  /** Capital income of a 60-year-old in kroner of 2023. */
  yield: number
  /** How much the person owns compared with others of the same age. */
  scale: number
  /** Debt as a share of what is usual at the age. */
  share: number
}

/** Lognormal for most; one in thirty-three has a fortune with a Pareto tail of index 1.4, as tax data of the rich show (Atkinson, Piketty and Saez 2011). */
function fortuneOf(person: Person, random: Random): Fortune {
  const scale = Math.exp(0.45 * person.traits.status + random.normal(0, 0.85))
  const rich = random.chance(0.03 * Math.exp(0.7 * person.traits.status - 0.245))
  const tail = rich ? Math.min(2000, (1 - random.uniform()) ** (-1 / 1.4)) : 0
  return {
    yield: 6_000 * scale * Math.exp(random.normal(0, 0.9)) + 190_000 * tail,
    scale: scale + 2.5 * tail,
    share: Math.exp(random.normal(0, 0.6)),
  }
}

/** Net wealth at an age, kroner of 2023: own home bought around 30, its debt paid down towards 70. */
function wealthAt(age: number, scale: number, share: number): number {
  const owned = age < 20 ? 60_000 : 60_000 + 2_600_000 * Math.min(1, ((age - 19) / 33) ** 1.1)
  const debt =
    age < 20
      ? 10_000
      : age < 34
        ? 1_250_000 * ((age - 19) / 15) ** 0.8
        : 1_250_000 * Math.max(0.04, 1 - (age - 34) / 40)
  return owned * scale * (age > 75 ? 0.85 : 1) - debt * share * Math.min(1.6, 0.35 + 0.65 * scale)
}
