/** Ready views of medication: asked for, taken, handed out. */
import type { ReadyColumn, ReadyTable } from './columns.js'
import { coded, encounter, firstOf, NOT_BY_MISTAKE, patient, status } from './parts.js'

export const MEDICATION_TABLES: readonly ReadyTable[] = [
  {
    table: 'MEDICATION_REQUEST',
    resource: 'MedicationRequest',
    title: ['Prescriptions', 'Resepter', 'Recepter'],
    description: [
      'One row for each request for medication',
      'Én rad for hver rekvirering av legemiddel',
      'Én række for hver ordination af lægemiddel',
    ],
    unit: { type: 'MEDICATION_REQUEST' },
    links: [patient('REQUEST'), encounter('REQUEST')],
    temporality: 'EVENT',
    from: 'authoredOn.lowBoundary()',
    where: NOT_BY_MISTAKE,
    columns: [
      ...coded('REQUEST_MEDICATION', 'medication.ofType(CodeableConcept)', [
        'Medication',
        'Legemiddel',
        'Lægemiddel',
      ]),
      status('REQUEST_STATUS', ['Status of the prescription', 'Reseptens status', 'Receptens status']),
      status('REQUEST_INTENT', ['Intent', 'Hensikt', 'Hensigt'], 'intent'),
      quantity('REQUEST_QUANTITY', 'dispenseRequest.quantity.value'),
    ],
  },
  {
    table: 'MEDICATION_STATEMENT',
    resource: 'MedicationStatement',
    title: ['Medication in use', 'Legemidler i bruk', 'Lægemidler i brug'],
    description: [
      'One row for each medication that a patient is said to take, for as long as it was taken',
      'Én rad for hvert legemiddel en pasient oppgis å bruke, så lenge det ble brukt',
      'Én række for hvert lægemiddel, en patient oplyses at bruge, så længe det blev brugt',
    ],
    unit: { type: 'MEDICATION_STATEMENT' },
    links: [patient('STATEMENT')],
    temporality: 'STATUS',
    from: firstOf('effective.ofType(dateTime)', 'effective.ofType(Period).start', 'dateAsserted'),
    until: 'effective.ofType(Period).end.highBoundary()',
    where: NOT_BY_MISTAKE,
    columns: [
      ...coded('STATEMENT_MEDICATION', 'medication.ofType(CodeableConcept)', [
        'Medication',
        'Legemiddel',
        'Lægemiddel',
      ]),
      status('STATEMENT_STATUS', ['Status of the use', 'Brukens status', 'Brugens status']),
    ],
  },
  {
    table: 'MEDICATION_DISPENSE',
    resource: 'MedicationDispense',
    title: ['Dispensed medication', 'Utleverte legemidler', 'Udleverede lægemidler'],
    description: [
      'One row for each time medication was handed out',
      'Én rad for hver gang et legemiddel ble utlevert',
      'Én række for hver gang et lægemiddel blev udleveret',
    ],
    unit: { type: 'MEDICATION_DISPENSE' },
    links: [patient('DISPENSE')],
    temporality: 'EVENT',
    from: firstOf('whenHandedOver', 'whenPrepared'),
    where: NOT_BY_MISTAKE,
    columns: [
      ...coded('DISPENSE_MEDICATION', 'medication.ofType(CodeableConcept)', [
        'Medication',
        'Legemiddel',
        'Lægemiddel',
      ]),
      status('DISPENSE_STATUS', ['Status of the dispensing', 'Utleveringens status', 'Udleveringens status']),
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
