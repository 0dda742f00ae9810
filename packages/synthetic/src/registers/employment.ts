/** The register of work: main jobs, and the benefits that stand in for wages. */
import { INDUSTRIES } from '../codes/industries.js'
import { OCCUPATIONS } from '../codes/occupations.js'
import { COUNTRY_NAME } from '../country.js'
import { type CountryTable, countryRegister } from '../country-register.js'
import { LAST_DAY } from '../days.js'
import type { Person } from '../person.js'
import type { Random } from '../random.js'
import { type CodeRow, words } from '../register.js'
import { BENEFITS, type Benefit, workingLife } from '../social/working-life.js'
import { MISSING, type Rows } from '../tables.js'

const BENEFIT_TITLES: Record<Benefit, readonly [string, string, string]> = {
  'sick-pay': ['Sickness benefit', 'Sykepenger', 'Sygedagpenge'],
  'work-assessment': ['Work assessment allowance', 'Arbeidsavklaringspenger', 'Ressourceforløb'],
  disability: ['Disability pension', 'Uføretrygd', 'Førtidspension'],
  unemployment: ['Unemployment benefit', 'Dagpenger', 'Arbejdsløshedsdagpenge'],
  parental: ['Parental benefit', 'Foreldrepenger', 'Barselsdagpenge'],
  'old-age': ['Old-age pension', 'Alderspensjon', 'Folkepension'],
}
/** Sorted by code, as code lists are; `place` finds a benefit in it. */
const BENEFIT_CODES: readonly CodeRow[] = [...BENEFITS]
  .sort()
  .map((benefit) => [benefit, ...BENEFIT_TITLES[benefit]] as const)
const BENEFIT_PLACE = Object.fromEntries(BENEFIT_CODES.map(([code], i) => [code, i])) as Record<
  Benefit,
  number
>

const EMPLOYMENT: CountryTable = {
  name: 'EMPLOYMENT',
  title: words('Main jobs', 'Hovedarbeidsforhold', 'Hovedbeskæftigelse'),
  description: words(
    'One row for each spell with the same main job: occupation, industry and agreed hours. A person has one main job at a time.',
    'Én rad for hver periode med samme hovedarbeidsforhold: yrke, næring og avtalt arbeidstid. En person har ett hovedarbeidsforhold om gangen.',
    'Én række for hver periode med samme hovedbeskæftigelse: stilling, branche og aftalt arbejdstid. En person har én hovedbeskæftigelse ad gangen.',
  ),
  day: 'from_day',
  until: 'until_day',
  temporality: 'STATUS',
  columns: [
    {
      name: 'OCCUPATION',
      title: words('Occupation', 'Yrke', 'Stilling'),
      description: words(
        'Occupation in the main job. Missing for 2% of jobs, whose employer gave none.',
        'Yrke i hovedarbeidsforholdet. Mangler for 2 % av arbeidsforholdene, der arbeidsgiveren ikke har oppgitt det.',
        'Stilling i hovedbeskæftigelsen. Mangler for 2 % af ansættelserne, hvor arbejdsgiveren ikke har oplyst den.',
      ),
      codes: OCCUPATIONS,
      source: `STYRK-08, Statistics Norway (ISCO-08): unit groups; part: the ${OCCUPATIONS.length} commonest codes`,
    },
    {
      name: 'INDUSTRY',
      title: words('Industry', 'Næring', 'Branche'),
      description: words(
        "Division of the employer's main activity. Missing for 0.5% of jobs.",
        'Næringen arbeidsgiveren hovedsakelig driver i. Mangler for 0,5 % av arbeidsforholdene.',
        'Arbejdsgiverens hovedbranche. Mangler for 0,5 % af ansættelserne.',
      ),
      codes: INDUSTRIES,
      source: 'SN2007, Statistics Norway (NACE rev. 2): divisions',
    },
    {
      name: 'HOURS_A_WEEK',
      title: words('Agreed hours a week', 'Avtalt arbeidstid per uke', 'Aftalt ugentlig arbejdstid'),
      description: words(
        'Agreed hours of work in a week without overtime. Missing for 1% of jobs.',
        'Avtalt arbeidstid i en uke uten overtid. Mangler for 1 % av arbeidsforholdene.',
        'Aftalt arbejdstid pr. uge uden overarbejde. Mangler for 1 % af ansættelserne.',
      ),
      kind: 'decimal',
      unit: 'h/wk',
      means: words('Hours a week', 'Timer per uke', 'Timer om ugen'),
    },
  ],
}

const BENEFIT: CountryTable = {
  name: 'BENEFIT',
  title: words('Benefits', 'Ytelser', 'Ydelser'),
  description: words(
    'One row for each spell with a benefit; of several at a time, the main one. Sickness benefit begins after the sixteen days that the employer pays.',
    'Én rad for hver periode med en ytelse; ved flere samtidig den viktigste. Sykepenger begynner etter de seksten dagene arbeidsgiveren betaler.',
    'Én række for hver periode med en ydelse; ved flere samtidig den vigtigste. Sygedagpenge begynder efter de seksten dage, arbejdsgiveren betaler.',
  ),
  day: 'from_day',
  until: 'until_day',
  temporality: 'STATUS',
  columns: [
    {
      name: 'BENEFIT_TYPE',
      title: words('Benefit', 'Ytelse', 'Ydelse'),
      description: words('What is paid.', 'Hva som utbetales.', 'Hvad der udbetales.'),
      codes: BENEFIT_CODES,
      source: 'Sundland: benefits',
    },
  ],
}

export const employment = countryRegister({
  name: 'employment',
  sensitivity: 'PERSON_GENERAL',
  title: words(
    'Register of work and benefits',
    'Arbeids- og ytelsesregisteret',
    'Beskæftigelses- og ydelsesregisteret',
  ),
  description: words(
    `Jobs and benefits of the people of ${COUNTRY_NAME}, a made-up country. Nobody in it exists.`,
    `Arbeidsforhold og ytelser for innbyggerne i ${COUNTRY_NAME}, et oppdiktet land. Ingen i registeret finnes.`,
    `Ansættelser og ydelser for indbyggerne i ${COUNTRY_NAME}, et opdigtet land. Ingen i registret findes.`,
  ),
  holder: {
    name: 'labour-office',
    title: words('Labour office', 'Arbeids- og velferdsetaten', 'Arbejdsmarkedsstyrelsen'),
  },
  population: words(
    'Residents aged 15 and over with a job or a benefit from 2014 to 2024',
    'Bosatte på 15 år eller mer med arbeid eller ytelse i årene 2014–2024',
    'Indbyggere på 15 år og derover med arbejde eller ydelse i årene 2014–2024',
  ),
  tables: [EMPLOYMENT, BENEFIT],
  stream: 105,
  write(person: Person, rows: Readonly<Record<string, Rows>>, random: Random) {
    const { jobs, benefits } = workingLife(person)
    for (const { from, until, occupation, industry, hours } of jobs)
      rows['EMPLOYMENT']?.push(
        person.identifier,
        from,
        lasting(until),
        random.chance(0.02) ? MISSING : occupation,
        random.chance(0.005) ? MISSING : industry,
        random.chance(0.01) ? MISSING : hours,
      )
    for (const { from, until, benefit } of benefits)
      rows['BENEFIT']?.push(person.identifier, from, lasting(until), BENEFIT_PLACE[benefit])
  },
})

/** What still lasts when the registers end has no last day. */
const lasting = (until: number): number => (until >= LAST_DAY ? MISSING : until)
