/** Ready views of what was found: observations with their components, and reports of examinations. */
import { codesOf, YES_NO } from './codes.js'
import type { ReadyTable } from './columns.js'
import {
  category,
  coded,
  concept,
  encounter,
  firstOf,
  inParts,
  NOT_BY_MISTAKE,
  patient,
  status,
} from './parts.js'

export const FINDING_TABLES: readonly ReadyTable[] = [
  {
    table: 'OBSERVATION',
    title: ['Observations', 'Observasjoner', 'Observationer'],
    description: [
      'One row for each measured value: the observation itself and each of its components',
      'Én rad for hver målte verdi: observasjonen selv og hver av komponentene',
      'Én række for hver målt værdi: observationen selv og hver af dens komponenter',
    ],
    links: [patient('OBSERVATION'), encounter('OBSERVATION')],
    temporality: 'EVENT',
    from: firstOf(
      'effective.ofType(dateTime)',
      'effective.ofType(Period).start',
      'effective.ofType(instant)',
      'issued',
    ),
    where: NOT_BY_MISTAKE,
    columns: [
      ...inParts(
        ...coded(
          'OBSERVATION_CODE',
          'code',
          ['What was observed', 'Hva som ble observert', 'Hvad der blev observeret'],
          { timed: false },
        ),
        {
          name: 'OBSERVATION_VALUE',
          timed: true,
          holds: 'number',
          path: 'value.ofType(Quantity).value',
          title: ['Value', 'Verdi', 'Værdi'],
          description: [
            'The measured number, in the unit that stands beside it',
            'Det målte tallet, i enheten som står ved siden av',
            'Det målte tal, i den enhed, der står ved siden af',
          ],
        },
        {
          name: 'OBSERVATION_UNIT',
          holds: 'text',
          path: 'value.ofType(Quantity).code',
          title: ['Unit', 'Enhet', 'Enhed'],
          description: ['Unit of the value, in UCUM', 'Verdiens enhet, i UCUM', 'Værdiens enhed, i UCUM'],
        },
        concept(
          'OBSERVATION_ANSWER',
          'value.ofType(CodeableConcept)',
          ['Answer', 'Svar', 'Svar'],
          [
            'The code that was observed, where the value is not a number',
            'Koden som ble observert, når verdien ikke er et tall',
            'Den kode, der blev observeret, når værdien ikke er et tal',
          ],
          { timed: true },
        ),
      ),
      {
        name: 'OBSERVATION_COMPONENT',
        holds: 'truth',
        path: 'false',
        part: 'true',
        title: ['Component', 'Komponent', 'Komponent'],
        description: [
          'Whether the row is a component of an observation, and not the observation itself',
          'Om raden er en komponent av en observasjon, og ikke observasjonen selv',
          'Om rækken er en komponent af en observation, og ikke observationen selv',
        ],
        codes: YES_NO,
      },
      category('OBSERVATION', [
        'Kind of observation: vital signs, laboratory, survey and so on',
        'Slags observasjon: vitale målinger, laboratorium, spørreskjema og så videre',
        'Slags observation: vitale målinger, laboratorium, spørgeskema og så videre',
      ]),
      status(
        'OBSERVATION_STATUS',
        ['Status of the observation', 'Observasjonens status', 'Observationens status'],
        codesOf('registered', 'preliminary', 'final', 'amended', 'corrected', 'cancelled', 'unknown'),
      ),
    ],
    parts: 'component',
  },
  {
    table: 'DIAGNOSTIC_REPORT',
    title: ['Diagnostic reports', 'Undersøkelsessvar', 'Undersøgelsessvar'],
    description: [
      'One row for each report of an examination',
      'Én rad for hvert svar på en undersøkelse',
      'Én række for hvert svar på en undersøgelse',
    ],
    links: [patient('REPORT'), encounter('REPORT')],
    temporality: 'EVENT',
    from: firstOf('effective.ofType(dateTime)', 'effective.ofType(Period).start', 'issued'),
    where: NOT_BY_MISTAKE,
    columns: [
      ...coded('REPORT_CODE', 'code', ['Examination', 'Undersøkelse', 'Undersøgelse']),
      ...coded('REPORT_CONCLUSION', 'conclusionCode.first()', ['Conclusion', 'Konklusjon', 'Konklusion']),
      category('REPORT', [
        'The field of medicine that made the report',
        'Fagområdet som laget svaret',
        'Det fagområde, der lavede svaret',
      ]),
      status(
        'REPORT_STATUS',
        ['Status of the report', 'Svarets status', 'Svarets status'],
        codesOf(
          'registered',
          'partial',
          'preliminary',
          'final',
          'amended',
          'corrected',
          'appended',
          'cancelled',
          'unknown',
        ),
      ),
    ],
  },
]
