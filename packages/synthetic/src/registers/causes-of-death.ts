/** The cause-of-death register: one row for each resident who died, from the death certificate. */
import { ICD10, ICD10_SOURCE } from '../codes/icd10.js'
import { countryRegister } from '../country-register.js'
import { ageOn, isResident, type Person } from '../person.js'
import { Choice, type Random } from '../random.js'
import { type CodeRow, words } from '../register.js'
import { MISSING, type Rows } from '../tables.js'

const PLACES: readonly CodeRow[] = [
  ['1', 'Hospital', 'Sykehus', 'Sygehus'],
  [
    '2',
    'Nursing home or other care institution',
    'Sykehjem eller annen pleieinstitusjon',
    'Plejehjem eller anden plejeinstitution',
  ],
  ['3', 'At home', 'Hjemme', 'I hjemmet'],
  ['4', 'Elsewhere', 'Annet sted', 'Andet sted'],
]
const [HOSPITAL, NURSING_HOME, HOME, ELSEWHERE] = [0, 1, 2, 3] as const

const AUTOPSIES: readonly CodeRow[] = [
  ['0', 'No autopsy', 'Ikke obdusert', 'Ikke obduceret'],
  ['1', 'Medical autopsy', 'Medisinsk obduksjon', 'Lægevidenskabelig obduktion'],
  ['2', 'Forensic autopsy', 'Rettsmedisinsk obduksjon', 'Retslægelig obduktion'],
]
const [NONE, MEDICAL, FORENSIC] = [0, 1, 2] as const

const CAUSES = new Map(ICD10.map(([code], place) => [code, place]))

/** Outside hospital, by age: half of all deaths are in nursing homes (Norwegian Cause of Death Registry 2014–2022). */
const OUTSIDE: readonly (readonly [until: number, places: Choice<number>])[] = [
  [
    60,
    new Choice([
      [NURSING_HOME, 12],
      [HOME, 58],
      [ELSEWHERE, 30],
    ]),
  ],
  [
    75,
    new Choice([
      [NURSING_HOME, 48],
      [HOME, 40],
      [ELSEWHERE, 12],
    ]),
  ],
  [
    85,
    new Choice([
      [NURSING_HOME, 76],
      [HOME, 20],
      [ELSEWHERE, 4],
    ]),
  ],
  [
    Number.POSITIVE_INFINITY,
    new Choice([
      [NURSING_HOME, 90],
      [HOME, 8],
      [ELSEWHERE, 2],
    ]),
  ],
]
const OUTSIDE_EXTERNAL = new Choice([
  [NURSING_HOME, 20],
  [HOME, 38],
  [ELSEWHERE, 42],
] as const)
const PLACE_MISSING = 0.012

/** Of external causes and sudden deaths, and of others in hospital and elsewhere: about 7 % of all deaths in recent years. */
const AUTOPSY = { external: 0.5, hospital: 0.06, elsewhere: 0.015 }
/** Causes that the police are told of; falls of old people mostly end in hospital or nursing home. */
const EXTERNAL = /^(V|X|W74|R96|R95)/
const VIOLENT = /^[V-X]/

export const causesOfDeath = countryRegister({
  sensitivity: 'PERSON_SPECIAL',
  name: 'causes-of-death',
  stream: 112,
  title: words('Causes of death', 'Dødsårsaker', 'Dødsårsager'),
  description: words(
    'Underlying cause, place and autopsy for residents who died from 2014 on.',
    'Underliggende årsak, dødssted og obduksjon for bosatte som døde fra 2014.',
    'Tilgrundliggende årsag, dødssted og obduktion for bosiddende, der døde fra 2014.',
  ),
  holder: {
    name: 'death-register',
    title: words('Cause of death register', 'Dødsårsaksregisteret', 'Dødsårsagsregistret'),
  },
  population: words(
    'Residents of Sundland who died from 2014 on',
    'Bosatte i Sundland som døde fra 2014',
    'Bosiddende i Sundland, der døde fra 2014',
  ),
  tables: [
    {
      name: 'DEATH',
      title: words('Deaths', 'Dødsfall', 'Dødsfald'),
      description: words(
        'One row for each person who died, on the day of death.',
        'Én rad for hver person som døde, på dødsdagen.',
        'Én række for hver person, der døde, på dødsdagen.',
      ),
      day: 'died',
      columns: [
        {
          name: 'UNDERLYING_CAUSE',
          title: words('Underlying cause', 'Underliggende årsak', 'Tilgrundliggende årsag'),
          description: words(
            'What set off the course that led to death, by ICD-10, without the dot. About 5 % are symptoms or unknown.',
            'Det som startet forløpet som førte til døden, etter ICD-10, uten punktum. Om lag 5 % er symptomer eller ukjent.',
            'Det, der indledte forløbet, som førte til døden, efter ICD-10, uden punktum. Omkring 5 % er symptomer eller ukendt.',
          ),
          codes: ICD10,
          source: ICD10_SOURCE,
        },
        {
          name: 'PLACE_OF_DEATH',
          title: words('Place of death', 'Dødssted', 'Dødssted'),
          description: words(
            'Where the person died. Missing in 1.2 % of rows.',
            'Hvor personen døde. Mangler i 1,2 % av radene.',
            'Hvor personen døde. Mangler i 1,2 % af rækkerne.',
          ),
          codes: PLACES,
        },
        {
          name: 'AUTOPSY',
          title: words('Autopsy', 'Obduksjon', 'Obduktion'),
          description: words(
            'Whether the body was examined after death.',
            'Om den døde ble obdusert.',
            'Om den døde blev obduceret.',
          ),
          codes: AUTOPSIES,
        },
      ],
    },
  ],
  write(person: Person, rows: Readonly<Record<string, Rows>>, random: Random) {
    const { cause, death } = person
    if (cause === null || death === null || !isResident(person, death)) return
    const code = CAUSES.get(cause)
    if (code === undefined) throw new Error(`${cause} is not in the code list`)
    const place = placeOf(person, death, cause, random)
    const table = rows.DEATH as Rows
    table.push(
      person.identifier,
      death,
      code,
      random.chance(PLACE_MISSING) ? MISSING : place,
      autopsyOf(cause, place, random),
    )
  },
})

/** In hospital when the last stay lasted until death. */
function placeOf(person: Person, death: number, cause: string, random: Random): number {
  const last = person.visits.at(-1)
  if (last?.acute && last.day + last.nights >= death) return HOSPITAL
  if (EXTERNAL.test(cause)) return random.pick(OUTSIDE_EXTERNAL)
  const age = ageOn(person, death)
  const [, places] = OUTSIDE.find(([until]) => age < until) ?? []
  return places ? random.pick(places) : NURSING_HOME
}

function autopsyOf(cause: string, place: number, random: Random): number {
  if (EXTERNAL.test(cause)) return random.chance(AUTOPSY.external) ? FORENSIC : NONE
  if (!random.chance(place === HOSPITAL ? AUTOPSY.hospital : AUTOPSY.elsewhere)) return NONE
  return VIOLENT.test(cause) ? FORENSIC : MEDICAL
}
