/** Ready views of medication: asked for, taken, handed out. */
import { codesOf } from './codes.js'
import type { ReadyColumn, ReadyTable, Words } from './columns.js'
import { coded, encounter, firstOf, NOT_BY_MISTAKE, patient, status } from './parts.js'

export const MEDICATION_TABLES: readonly ReadyTable[] = [
  {
    table: 'MEDICATION_REQUEST',
    title: ['Prescriptions', 'Resepter', 'Recepter'],
    description: [
      'One row for each request for medication',
      'Én rad for hver rekvirering av legemiddel',
      'Én række for hver ordination af lægemiddel',
    ],
    links: [patient('REQUEST'), encounter('REQUEST')],
    temporality: 'EVENT',
    from: 'authoredOn.lowBoundary()',
    where: NOT_BY_MISTAKE,
    columns: [
      ...medication('REQUEST'),
      status(
        'REQUEST_STATUS',
        ['Status of the prescription', 'Reseptens status', 'Receptens status'],
        codesOf('active', 'on-hold', 'cancelled', 'completed', 'stopped', 'draft', 'unknown'),
      ),
      status(
        'REQUEST_INTENT',
        ['Intent', 'Hensikt', 'Hensigt'],
        codesOf(
          'proposal',
          'plan',
          'order',
          'original-order',
          'reflex-order',
          'filler-order',
          'instance-order',
          'option',
        ),
        'intent',
      ),
      quantity('REQUEST_QUANTITY', 'dispenseRequest.quantity.value'),
    ],
  },
  {
    table: 'MEDICATION_STATEMENT',
    title: ['Medication in use', 'Legemidler i bruk', 'Lægemidler i brug'],
    description: [
      'One row for each medication that a patient is said to take, for as long as it was taken',
      'Én rad for hvert legemiddel en pasient oppgis å bruke, så lenge det ble brukt',
      'Én række for hvert lægemiddel, en patient oplyses at bruge, så længe det blev brugt',
    ],
    links: [patient('STATEMENT')],
    temporality: 'STATUS',
    from: firstOf('effective.ofType(dateTime)', 'effective.ofType(Period).start', 'dateAsserted'),
    until: 'effective.ofType(Period).end.highBoundary()',
    where: NOT_BY_MISTAKE,
    columns: [
      ...medication('STATEMENT'),
      status(
        'STATEMENT_STATUS',
        ['Status of the use', 'Brukens status', 'Brugens status'],
        codesOf('active', 'completed', 'intended', 'stopped', 'on-hold', 'unknown', 'not-taken'),
      ),
    ],
  },
  {
    table: 'MEDICATION_DISPENSE',
    title: ['Dispensed medication', 'Utleverte legemidler', 'Udleverede lægemidler'],
    description: [
      'One row for each time medication was handed out',
      'Én rad for hver gang et legemiddel ble utlevert',
      'Én række for hver gang et lægemiddel blev udleveret',
    ],
    links: [patient('DISPENSE')],
    temporality: 'EVENT',
    from: firstOf('whenHandedOver', 'whenPrepared'),
    where: NOT_BY_MISTAKE,
    columns: [
      ...medication('DISPENSE'),
      status(
        'DISPENSE_STATUS',
        ['Status of the dispensing', 'Utleveringens status', 'Udleveringens status'],
        codesOf(
          'preparation',
          'in-progress',
          'cancelled',
          'on-hold',
          'completed',
          'stopped',
          'declined',
          'unknown',
        ),
      ),
      quantity('DISPENSE_QUANTITY', 'quantity.value'),
      {
        name: 'DISPENSE_DAYS',
        timed: true,
        holds: 'number',
        path: 'daysSupply.value',
        title: ['Days of supply', 'Dager det rekker', 'Dage, det rækker'],
        description: [
          'How many days the medication is meant to last',
          'Hvor mange dager legemiddelet er ment å vare',
          'Hvor mange dage lægemidlet er beregnet til at vare',
        ],
        unit: 'd',
      },
    ],
  },
]

function medication(prefix: string): ReadyColumn[] {
  const title: Words = ['Medication', 'Legemiddel', 'Lægemiddel']
  return coded(`${prefix}_MEDICATION`, 'medication.ofType(CodeableConcept)', title)
}

function quantity(name: string, path: string): ReadyColumn {
  return {
    name,
    holds: 'number',
    path,
    title: ['Quantity', 'Mengde', 'Mængde'],
    description: [
      'How much was asked for or handed out, in packages or units as the source counts',
      'Hvor mye som ble rekvirert eller utlevert, i pakninger eller enheter slik kilden teller',
      'Hvor meget der blev ordineret eller udleveret, i pakninger eller enheder, som kilden tæller',
    ],
  }
}
