/**
 * The cancer register: every tumour found since the registers began, with site and stage as the person's illness has them, so
 * that stage and survival agree; morphology and basis of diagnosis are drawn here.
 */
import { ICD10, ICD10_SOURCE } from '../codes/icd10.js'
import { MORPHOLOGY, MORPHOLOGY_SOURCE } from '../codes/morphology.js'
import { countryRegister } from '../country-register.js'
import { FIRST_DAY } from '../days.js'
import { isResident, type Person, STAGES, type Tumour } from '../person.js'
import { Choice, type Random } from '../random.js'
import { type CodeRow, words } from '../register.js'
import type { Rows } from '../tables.js'

const SITES: readonly CodeRow[] = ICD10.filter(([code]) => code.startsWith('C') && !/^C7[789]/.test(code))
const PLACE_OF_SITE = new Map(SITES.map(([code], place) => [code, place]))

/** In the order of their codes. */
const STAGE_CODES: readonly CodeRow[] = [
  ['0', 'Localised', 'Lokalisert', 'Lokaliseret'],
  ['1', 'Regional spread', 'Regional spredning', 'Regional spredning'],
  ['2', 'Distant spread', 'Fjernspredning', 'Fjernspredning'],
  ['9', 'Unknown', 'Ukjent', 'Ukendt'],
]
const PLACE_OF_STAGE = new Map(STAGES.map((stage, place) => [stage, place]))

/** Basis of diagnosis, by the European Network of Cancer Registries. */
const BASES: readonly CodeRow[] = [
  ['0', 'Death certificate only', 'Bare dødsattest', 'Kun dødsattest'],
  [
    '2',
    'Clinical investigation, imaging among them',
    'Klinisk undersøkelse, også bildediagnostikk',
    'Klinisk undersøgelse, herunder billeddiagnostik',
  ],
  ['5', 'Cytology', 'Cytologi', 'Cytologi'],
  ['6', 'Histology of a metastasis', 'Histologi fra metastase', 'Histologi fra metastase'],
  ['7', 'Histology of the primary tumour', 'Histologi fra primærsvulst', 'Histologi fra primærtumor'],
]
const DEATH_CERTIFICATE = 0

type Mix = readonly (readonly [code: string, weight: number])[]

/** ICD-O-3 types with weights, by the first characters of the site; the longest that fits is taken. */
const TYPES: Readonly<Record<string, Mix>> = {
  C: [
    ['8140/3', 60],
    ['8010/3', 25],
    ['8000/3', 15],
  ],
  C0: [['8070/3', 1]],
  C15: [
    ['8140/3', 60],
    ['8070/3', 40],
  ],
  C16: [
    ['8140/3', 96],
    ['8000/3', 4],
  ],
  C18: [
    ['8140/3', 86],
    ['8480/3', 10],
    ['8000/3', 4],
  ],
  C19: [
    ['8140/3', 93],
    ['8480/3', 7],
  ],
  C20: [
    ['8140/3', 93],
    ['8480/3', 7],
  ],
  C22: [['8170/3', 1]],
  C25: [
    ['8500/3', 62],
    ['8140/3', 23],
    ['8000/3', 15],
  ],
  C32: [['8070/3', 1]],
  C34: [
    ['8140/3', 49],
    ['8070/3', 23],
    ['8041/3', 14],
    ['8046/3', 8],
    ['8000/3', 6],
  ],
  C43: [
    ['8743/3', 62],
    ['8721/3', 16],
    ['8742/3', 8],
    ['8720/3', 14],
  ],
  C44: [['8070/3', 1]],
  C50: [
    ['8500/3', 78],
    ['8520/3', 15],
    ['8480/3', 3],
    ['8010/3', 4],
  ],
  C53: [
    ['8070/3', 72],
    ['8140/3', 28],
  ],
  C54: [
    ['8380/3', 82],
    ['8461/3', 18],
  ],
  C56: [
    ['8461/3', 68],
    ['8380/3', 12],
    ['8310/3', 8],
    ['8480/3', 12],
  ],
  C61: [
    ['8140/3', 97],
    ['8000/3', 3],
  ],
  C62: [
    ['9061/3', 58],
    ['9070/3', 42],
  ],
  C64: [
    ['8310/3', 78],
    ['8260/3', 15],
    ['8000/3', 7],
  ],
  C67: [
    ['8130/3', 58],
    ['8120/3', 38],
    ['8000/3', 4],
  ],
  C71: [
    ['9440/3', 64],
    ['9400/3', 30],
    ['8000/3', 6],
  ],
  C73: [['8260/3', 1]],
  C81: [['9650/3', 1]],
  C82: [['9690/3', 1]],
  C83: [['9680/3', 1]],
  C84: [['9702/3', 1]],
  C85: [['9591/3', 1]],
  C90: [['9732/3', 1]],
  C91: [['9823/3', 1]],
  C92: [['9861/3', 1]],
}

/** Places in `MORPHOLOGY`, prepared for each site. */
const TYPE_OF: readonly Choice<number>[] = SITES.map(([site]) => {
  const mix =
    [3, 2, 1].map((length) => TYPES[site.slice(0, length)]).find((found) => found !== undefined) ?? []
  return new Choice(
    mix.map(([code, weight]) => [MORPHOLOGY.findIndex(([listed]) => listed === code), weight]),
  )
})
const UNSPECIFIED = MORPHOLOGY.findIndex(([code]) => code === '8000/3')

/** Places in `BASES` of tumours that were looked at, and of those that are seldom reached: the pancreas, the liver, the brain, the lung. */
const BASIS = new Choice([
  [4, 94],
  [3, 2.5],
  [2, 1.5],
  [1, 2],
] as const)
const BASIS_DEEP = new Choice([
  [4, 66],
  [3, 11],
  [2, 9],
  [1, 14],
] as const)
const DEEP = /^C(25|22|71|34|80)/
/** Of those who die within 60 days, the share that the register first hears of by the death certificate. */
const BY_CERTIFICATE = { days: 60, share: 0.08 }

export const cancer = countryRegister({
  sensitivity: 'PERSON_SPECIAL',
  name: 'cancer',
  stream: 111,
  title: words('Cancer register', 'Kreftregisteret', 'Cancerregistret'),
  description: words(
    'Every tumour found in residents from 2014 on. A person can have several. Basal cell carcinoma of the skin is not in it.',
    'Alle svulster påvist hos bosatte fra 2014. En person kan ha flere. Basalcellekarsinom i hud er ikke med.',
    'Alle kræftsvulster fundet hos bosiddende fra 2014. En person kan have flere. Basalcellekarcinom i huden er ikke med.',
  ),
  holder: {
    name: 'cancer-registry',
    title: words('Cancer registry', 'Kreftregisteret', 'Cancerregistret'),
  },
  population: words(
    'Residents of Sundland with a cancer found from 2014 on',
    'Bosatte i Sundland med kreft påvist fra 2014',
    'Bosiddende i Sundland med kræft fundet fra 2014',
  ),
  tables: [
    {
      name: 'TUMOUR',
      title: words('Tumours', 'Svulster', 'Kræftsvulster'),
      description: words(
        'One row for each tumour, on the day of diagnosis.',
        'Én rad for hver svulst, på diagnosedagen.',
        'Én række for hver svulst på diagnosedagen.',
      ),
      about: {
        unit: 'TUMOUR',
        person: words('The person who has it', 'Personen som har den', 'Den person, der har den'),
      },
      day: 'diagnosed',
      columns: [
        {
          name: 'SITE',
          title: words('Site', 'Lokalisasjon', 'Lokalisation'),
          description: words(
            'Where the tumour began, by ICD-10, without the dot.',
            'Hvor svulsten har sitt utgangspunkt, etter ICD-10, uten punktum.',
            'Hvor svulsten udgår fra, efter ICD-10, uden punktum.',
          ),
          codes: SITES,
          source: ICD10_SOURCE,
        },
        {
          name: 'STAGE',
          title: words('Stage', 'Stadium', 'Stadium'),
          description: words(
            'How far the tumour had spread at diagnosis. Unknown in 4 to 17 % by site.',
            'Hvor langt svulsten hadde spredt seg ved diagnosen. Ukjent hos 4 til 17 % etter lokalisasjon.',
            'Hvor langt svulsten havde spredt sig ved diagnosen. Ukendt hos 4 til 17 % efter lokalisation.',
          ),
          codes: STAGE_CODES,
        },
        {
          name: 'MORPHOLOGY',
          title: words('Morphology', 'Morfologi', 'Morfologi'),
          description: words(
            'The type of tissue. Not specified where no tissue was examined.',
            'Vevstypen. Uspesifisert der vev ikke er undersøkt.',
            'Vævstypen. Uspecificeret, hvor der ikke er undersøgt væv.',
          ),
          codes: MORPHOLOGY,
          source: MORPHOLOGY_SOURCE,
        },
        {
          name: 'BASIS',
          title: words('Basis of diagnosis', 'Diagnosegrunnlag', 'Diagnosegrundlag'),
          description: words(
            'The surest ground that the diagnosis rests on. About 1 % rest on the death certificate alone.',
            'Det sikreste grunnlaget diagnosen hviler på. Om lag 1 % hviler på dødsattesten alene.',
            'Det sikreste grundlag, diagnosen hviler på. Omkring 1 % hviler på dødsattesten alene.',
          ),
          codes: BASES,
          source: 'European Network of Cancer Registries; part: those in use',
        },
      ],
    },
  ],
  write(person: Person, rows: Readonly<Record<string, Rows>>, random: Random) {
    if (!person.tumours) return
    const table = rows.TUMOUR as Rows
    const found = [...person.tumours]
      .map(([illness, tumour]) => ({ day: person.illnesses.get(illness) ?? Number.NaN, tumour }))
      .sort((a, b) => a.day - b.day)
    for (const { day, tumour } of found) {
      if (!(day >= FIRST_DAY) || !isResident(person, day)) continue
      const site = placeOfSite(tumour)
      const soon = person.death !== null && person.death - day <= BY_CERTIFICATE.days
      const basis =
        soon && random.chance(BY_CERTIFICATE.share)
          ? DEATH_CERTIFICATE
          : random.pick(DEEP.test(tumour.site) ? BASIS_DEEP : BASIS)
      const examined = basis > 1
      const type = examined ? random.pick(TYPE_OF[site] as Choice<number>) : UNSPECIFIED
      table.push(
        person.identifier,
        day,
        site,
        PLACE_OF_STAGE.get(tumour.stage) ?? STAGES.length - 1,
        type,
        basis,
      )
    }
  },
})

function placeOfSite({ site }: Tumour): number {
  const place = PLACE_OF_SITE.get(site)
  if (place === undefined) throw new Error(`${site} is not in the code list`)
  return place
}
