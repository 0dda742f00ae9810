/** Codes of FHIR that are the same everywhere, with their words in the three languages. A test holds the lists against the value sets of R4. */
import type { Code } from '@sund/model'
import { localised, type Words } from './columns.js'

const WORDS = {
  active: ['Active', 'Aktiv', 'Aktiv'],
  amended: ['Amended', 'Endret', 'Ændret'],
  appended: ['Appended', 'Utvidet', 'Udvidet'],
  arrived: ['Arrived', 'Ankommet', 'Ankommet'],
  cancelled: ['Cancelled', 'Avlyst', 'Aflyst'],
  completed: ['Completed', 'Fullført', 'Gennemført'],
  confirmed: ['Confirmed', 'Bekreftet', 'Bekræftet'],
  corrected: ['Corrected', 'Rettet', 'Rettet'],
  declined: ['Declined', 'Avslått', 'Afslået'],
  differential: ['Differential', 'Differensialdiagnose', 'Differentialdiagnose'],
  draft: ['Draft', 'Utkast', 'Udkast'],
  female: ['Female', 'Kvinne', 'Kvinde'],
  'filler-order': ['Filler order', 'Utførerens rekvisisjon', 'Udførerens ordination'],
  final: ['Final', 'Endelig', 'Endelig'],
  finished: ['Finished', 'Avsluttet', 'Afsluttet'],
  'in-progress': ['In progress', 'Pågår', 'I gang'],
  inactive: ['Inactive', 'Ikke aktiv', 'Ikke aktiv'],
  'instance-order': ['Instance order', 'Rekvisisjon for én gang', 'Ordination for én gang'],
  intended: ['Intended', 'Tiltenkt', 'Påtænkt'],
  male: ['Male', 'Mann', 'Mand'],
  'not-done': ['Not done', 'Ikke utført', 'Ikke udført'],
  'not-taken': ['Not taken', 'Ikke tatt', 'Ikke taget'],
  'on-hold': ['On hold', 'Satt på vent', 'Sat i bero'],
  onleave: ['On leave', 'På permisjon', 'På orlov'],
  option: ['Option', 'Alternativ', 'Mulighed'],
  order: ['Order', 'Rekvisisjon', 'Ordination'],
  'original-order': ['Original order', 'Opprinnelig rekvisisjon', 'Oprindelig ordination'],
  other: ['Other', 'Annet', 'Andet'],
  partial: ['Partial', 'Delvis', 'Delvis'],
  plan: ['Plan', 'Plan', 'Plan'],
  planned: ['Planned', 'Planlagt', 'Planlagt'],
  preliminary: ['Preliminary', 'Foreløpig', 'Foreløbig'],
  preparation: ['Preparation', 'Forberedes', 'Forberedes'],
  proposal: ['Proposal', 'Forslag', 'Forslag'],
  provisional: ['Provisional', 'Foreløpig', 'Foreløbig'],
  recurrence: ['Recurrence', 'Kommet tilbake', 'Vendt tilbage'],
  'reflex-order': [
    'Reflex order',
    'Rekvisisjon som følger av en annen',
    'Ordination, der følger af en anden',
  ],
  registered: ['Registered', 'Registrert', 'Registreret'],
  relapse: ['Relapse', 'Tilbakefall', 'Tilbagefald'],
  remission: ['Remission', 'Remisjon', 'Remission'],
  resolved: ['Resolved', 'Over', 'Overstået'],
  stopped: ['Stopped', 'Stanset', 'Stoppet'],
  triaged: ['Triaged', 'Hastegradsvurdert', 'Triageret'],
  unconfirmed: ['Unconfirmed', 'Ubekreftet', 'Ubekræftet'],
  unknown: ['Unknown', 'Ukjent', 'Ukendt'],
} as const satisfies Record<string, Words>

/** A code list of these. */
export const codesOf = (...all: readonly (keyof typeof WORDS)[]): Code[] =>
  all.map((code) => ({ code, title: localised(WORDS[code]) }))

/** 0 and 1, as a truth of FHIR is stored. */
export const YES_NO: readonly Code[] = [
  { code: '0', title: { en: 'No', nb: 'Nei', da: 'Nej' } },
  { code: '1', title: { en: 'Yes', nb: 'Ja', da: 'Ja' } },
]
