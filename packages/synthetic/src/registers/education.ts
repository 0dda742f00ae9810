/** The education register: the highest completed education of everybody from the age of 16, as it changed over life. */
import { EDUCATION_LEVELS, PROGRAMMES } from '../codes/education.js'
import { COUNTRY_NAME } from '../country.js'
import { type CountryTable, countryRegister } from '../country-register.js'
import type { Person } from '../person.js'
import { words } from '../register.js'
import { NO_PROGRAMME, schooling } from '../social/schooling.js'
import { MISSING, type Rows } from '../tables.js'

const EDUCATION: CountryTable = {
  name: 'EDUCATION',
  title: words('Highest completed education', 'Høyeste fullførte utdanning', 'Højeste fuldførte uddannelse'),
  description: words(
    'One row for each level that a person has held, from the day it was completed. It reaches back to the youth of those who were old when the registers began. Immigrants are in it from the day their education was recorded.',
    'Én rad for hvert nivå en person har hatt, fra dagen det ble fullført. Historikken går tilbake til ungdommen også for dem som var gamle da registrene startet. Innvandrere er med fra dagen utdanningen deres ble registrert.',
    'Én række for hvert niveau, en person har haft, fra den dag det blev fuldført. Historikken går tilbage til ungdommen også for dem, der var gamle, da registrene begyndte. Indvandrere er med fra den dag, deres uddannelse blev registreret.',
  ),
  day: 'from_day',
  until: 'until_day',
  temporality: 'STATUS',
  columns: [
    {
      name: 'EDUCATION_LEVEL',
      title: words('Level of education', 'Utdanningsnivå', 'Uddannelsesniveau'),
      description: words(
        'The level of the highest completed education. It is unspecified (9) for about a fifth of immigrants and for four in a thousand of the others.',
        'Nivået på den høyeste fullførte utdanningen. Det er uoppgitt (9) for omtrent en femtedel av innvandrerne og for fire av tusen av de andre.',
        'Niveauet for den højeste fuldførte uddannelse. Det er uoplyst (9) for omkring en femtedel af indvandrerne og for fire ud af tusind af de øvrige.',
      ),
      codes: EDUCATION_LEVELS,
      source: 'NUS2000, Statistics Norway: levels',
      unknown: '9',
    },
    {
      name: 'PROGRAMME',
      title: words('Field of education', 'Fagfelt', 'Fagområde'),
      description: words(
        'Level and narrow field of the highest completed education. Missing where the level is unspecified.',
        'Nivå og faggruppe for den høyeste fullførte utdanningen. Mangler når nivået er uoppgitt.',
        'Niveau og faggruppe for den højeste fuldførte uddannelse. Mangler, når niveauet er uoplyst.',
      ),
      codes: PROGRAMMES,
      source: `NUS2000, Statistics Norway: level and narrow field (broad field for doctorates); part: the ${PROGRAMMES.length} commonest codes`,
    },
  ],
}

export const education = countryRegister({
  name: 'education',
  sensitivity: 'PERSON_GENERAL',
  title: words('Education register', 'Utdanningsregisteret', 'Uddannelsesregisteret'),
  description: words(
    `The education of the people of ${COUNTRY_NAME}, a made-up country. Nobody in it exists.`,
    `Utdanningen til innbyggerne i ${COUNTRY_NAME}, et oppdiktet land. Ingen i registeret finnes.`,
    `Uddannelsen for indbyggerne i ${COUNTRY_NAME}, et opdigtet land. Ingen i registret findes.`,
  ),
  holder: {
    name: 'education-register',
    title: words('Education authority', 'Utdanningsmyndigheten', 'Uddannelsesmyndigheden'),
  },
  population: words(
    'Residents aged 16 and over at some time from 2014 to 2024',
    'Bosatte som var 16 år eller eldre en gang i årene 2014–2024',
    'Indbyggere, der var 16 år eller ældre på et tidspunkt i årene 2014–2024',
  ),
  tables: [EDUCATION],
  stream: 103,
  write(person: Person, rows: Readonly<Record<string, Rows>>) {
    const held = schooling(person)
    for (const [i, { from, level, programme }] of held.entries()) {
      const next = held[i + 1]
      rows['EDUCATION']?.push(
        person.identifier,
        from,
        next ? next.from - 1 : MISSING,
        level,
        programme === NO_PROGRAMME ? MISSING : programme,
      )
    }
  },
})
