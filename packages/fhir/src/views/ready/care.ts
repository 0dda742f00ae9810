/** Ready views of what was wrong and what was done: contacts, diagnoses, procedures, vaccinations. */
import { codesOf } from './codes.js'
import type { ReadyTable } from './columns.js'
import { category, coded, encounter, firstOf, NOT_BY_MISTAKE, patient, status } from './parts.js'

export const CARE_TABLES: readonly ReadyTable[] = [
  {
    table: 'ENCOUNTER',
    title: ['Encounters', 'Kontakter', 'Kontakter'],
    description: [
      'One row for each contact of a patient with a provider, from its first to its last day',
      'Én rad for hver kontakt mellom en pasient og en behandler, fra første til siste dag',
      'Én række for hver kontakt mellem en patient og en behandler, fra første til sidste dag',
    ],
    unit: { type: 'ENCOUNTER', key: 'getResourceKey()' },
    links: [patient('ENCOUNTER')],
    temporality: 'EVENT',
    from: 'period.start.lowBoundary()',
    until: 'period.end.highBoundary()',
    where: NOT_BY_MISTAKE,
    columns: [
      {
        name: 'ENCOUNTER_CLASS',
        timed: true,
        holds: 'code',
        path: 'class.code',
        display: 'class.display',
        title: ['Class', 'Kontakttype', 'Kontakttype'],
        description: [
          'Inpatient, ambulatory, emergency and so on, in the codes of HL7 v3 ActCode',
          'Innlagt, poliklinisk, øyeblikkelig hjelp og så videre, i kodene fra HL7 v3 ActCode',
          'Indlagt, ambulant, akut og så videre, i koderne fra HL7 v3 ActCode',
        ],
      },
      ...coded('ENCOUNTER_TYPE', 'type.first()', ['Type of encounter', 'Kontaktens art', 'Kontaktens art']),
      ...coded('ENCOUNTER_REASON', 'reasonCode.first()', ['Reason', 'Årsak', 'Årsag']),
      status(
        'ENCOUNTER_STATUS',
        ['Status of the encounter', 'Kontaktens status', 'Kontaktens status'],
        codesOf(
          'planned',
          'arrived',
          'triaged',
          'in-progress',
          'onleave',
          'finished',
          'cancelled',
          'unknown',
        ),
      ),
    ],
  },
  {
    table: 'CONDITION',
    title: ['Conditions', 'Tilstander', 'Tilstande'],
    description: [
      'One row for each diagnosis or problem, for as long as it is known to last',
      'Én rad for hver diagnose eller hvert problem, så lenge det er kjent å vare',
      'Én række for hver diagnose eller hvert problem, så længe det vides at vare',
    ],
    links: [patient('CONDITION'), encounter('CONDITION')],
    temporality: 'STATUS',
    from: firstOf('onset.ofType(dateTime)', 'onset.ofType(Period).start', 'recordedDate'),
    until: firstOf('abatement.ofType(dateTime)', 'abatement.ofType(Period).end'),
    where: "verificationStatus.coding.where(code = 'entered-in-error' or code = 'refuted').empty()",
    columns: [
      ...coded('CONDITION_CODE', 'code', ['Diagnosis', 'Diagnose', 'Diagnose']),
      category('CONDITION', [
        'Whether it stands on the list of problems or is the diagnosis of an encounter',
        'Om den står på problemlisten eller er diagnosen ved en kontakt',
        'Om den står på problemlisten eller er diagnosen ved en kontakt',
      ]),
      status(
        'CONDITION_CLINICAL_STATUS',
        ['Clinical status', 'Klinisk status', 'Klinisk status'],
        codesOf('active', 'recurrence', 'relapse', 'inactive', 'remission', 'resolved'),
        'clinicalStatus.coding.code.first()',
      ),
      status(
        'CONDITION_VERIFICATION',
        ['Verification', 'Verifisering', 'Verifikation'],
        codesOf('unconfirmed', 'provisional', 'differential', 'confirmed'),
        'verificationStatus.coding.code.first()',
      ),
    ],
  },
  {
    table: 'PROCEDURE',
    title: ['Procedures', 'Prosedyrer', 'Procedurer'],
    description: [
      'One row for each thing that was done with a patient',
      'Én rad for hver prosedyre som ble utført på en pasient',
      'Én række for hver procedure, der blev udført på en patient',
    ],
    links: [patient('PROCEDURE'), encounter('PROCEDURE')],
    temporality: 'EVENT',
    from: firstOf('performed.ofType(dateTime)', 'performed.ofType(Period).start'),
    where: NOT_BY_MISTAKE,
    columns: [
      ...coded('PROCEDURE_CODE', 'code', ['Procedure', 'Prosedyre', 'Procedure']),
      status(
        'PROCEDURE_STATUS',
        ['Status of the procedure', 'Prosedyrens status', 'Procedurens status'],
        codesOf('preparation', 'in-progress', 'not-done', 'on-hold', 'stopped', 'completed', 'unknown'),
      ),
    ],
  },
  {
    table: 'IMMUNIZATION',
    title: ['Vaccinations', 'Vaksinasjoner', 'Vaccinationer'],
    description: [
      'One row for each vaccination that was given or decided against',
      'Én rad for hver vaksinasjon som ble gitt eller valgt bort',
      'Én række for hver vaccination, der blev givet eller fravalgt',
    ],
    links: [patient('IMMUNIZATION', 'patient'), encounter('IMMUNIZATION')],
    temporality: 'EVENT',
    from: firstOf('occurrence.ofType(dateTime)', 'recorded'),
    where: NOT_BY_MISTAKE,
    columns: [
      ...coded('IMMUNIZATION_VACCINE', 'vaccineCode', ['Vaccine', 'Vaksine', 'Vaccine']),
      status(
        'IMMUNIZATION_STATUS',
        ['Status of the vaccination', 'Vaksinasjonens status', 'Vaccinationens status'],
        codesOf('completed', 'not-done'),
      ),
      {
        name: 'IMMUNIZATION_DOSE',
        holds: 'whole',
        path: 'protocolApplied.first().doseNumber.ofType(positiveInt)',
        title: ['Dose number', 'Dosenummer', 'Dosisnummer'],
        description: [
          'Which dose of its series it was',
          'Hvilken dose i serien det var',
          'Hvilken dosis i serien det var',
        ],
      },
    ],
  },
]
