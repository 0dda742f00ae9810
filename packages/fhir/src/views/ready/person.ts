/** The ready view of persons: one row for each Patient, and by which identifier other registers know them. */
import { codesOf, YES_NO } from './codes.js'
import type { ReadyTable } from './columns.js'
import { concept } from './parts.js'

/** Systems of national identifiers: Norway's fødselsnummer and D-number, Denmark's CPR. */
const NATIONAL = {
  constant: [
    { name: 'fnr', valueUri: 'urn:oid:2.16.578.1.12.4.1.4.1' },
    { name: 'dnr', valueUri: 'urn:oid:2.16.578.1.12.4.1.4.2' },
    { name: 'cpr', valueUri: 'urn:oid:1.2.208.176.1.2' },
  ],
  path: 'identifier.where(system = %fnr or system = %dnr or system = %cpr).value.first()',
}

/** The column of the view of patients that identifies the person; without it the key of the Patient does. */
export const PERSON_IDENTIFIER = 'identifier'

export const PERSON_TABLES: readonly ReadyTable[] = [
  {
    table: 'PATIENT',
    title: ['Patients', 'Pasienter', 'Patienter'],
    description: ['One row for each patient', 'Én rad for hver pasient', 'Én række for hver patient'],
    unit: { type: 'PERSON', key: 'getResourceKey()' },
    links: [],
    temporality: 'FIXED',
    where: 'true',
    constant: NATIONAL.constant,
    also: [{ name: PERSON_IDENTIFIER, path: NATIONAL.path, type: 'string' }],
    columns: [
      {
        name: 'SEX',
        holds: 'code',
        path: 'gender',
        title: ['Sex', 'Kjønn', 'Køn'],
        description: ['Administrative sex', 'Administrativt kjønn', 'Administrativt køn'],
        codes: codesOf('male', 'female', 'other', 'unknown'),
      },
      {
        name: 'BIRTH_DATE',
        holds: 'day',
        path: 'birthDate',
        title: ['Date of birth', 'Fødselsdato', 'Fødselsdato'],
        description: [
          'Date of birth; missing where only the month or the year is known',
          'Fødselsdato; mangler når bare måneden eller året er kjent',
          'Fødselsdato; mangler, når kun måneden eller året er kendt',
        ],
      },
      {
        name: 'DEAD',
        holds: 'truth',
        path: 'deceased.ofType(dateTime).exists() or (deceased.ofType(boolean).exists() and deceased.ofType(boolean))',
        title: ['Dead', 'Død', 'Død'],
        description: [
          'Whether the patient is known to be dead',
          'Om pasienten er registrert død',
          'Om patienten er registreret død',
        ],
        codes: YES_NO,
      },
      {
        name: 'DEATH_DATE',
        holds: 'day',
        path: 'deceased.ofType(dateTime)',
        title: ['Date of death', 'Dødsdato', 'Dødsdato'],
        description: [
          'The day of death, where it is known',
          'Dagen for dødsfallet, når den er kjent',
          'Dagen for dødsfaldet, når den er kendt',
        ],
      },
      concept(
        'MARITAL_STATUS',
        'maritalStatus',
        ['Marital status', 'Sivilstand', 'Civilstand'],
        [
          'Marital status as it was last written down',
          'Sivilstand slik den sist ble registrert',
          'Civilstand, som den senest blev registreret',
        ],
      ),
    ],
  },
]
