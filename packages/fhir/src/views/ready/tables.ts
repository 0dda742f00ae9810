/**
 * Views that most who take FHIR in will want: one for each kind of resource, with a key to its person, its day, its codes and its values. Free text is in none of them,
 * since it may name people.
 */
import { codes, type ReadyTable, type ReadyView, readyView, YES_NO } from './columns.js'
import { MEDICATION_TABLES } from './medication.js'
import { coded, encounter, firstOf, NOT_BY_MISTAKE, patient, status } from './parts.js'

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

const TABLES: readonly ReadyTable[] = [
  {
    table: 'PATIENT',
    resource: 'Patient',
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
        codes: codes(
          ['male', 'Male', 'Mann', 'Mand'],
          ['female', 'Female', 'Kvinne', 'Kvinde'],
          ['other', 'Other', 'Annet', 'Andet'],
          ['unknown', 'Unknown', 'Ukjent', 'Ukendt'],
        ),
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
      {
        name: 'MARITAL_STATUS',
        holds: 'code',
        path: 'maritalStatus.coding.code.first()',
        title: ['Marital status', 'Sivilstand', 'Civilstand'],
        description: [
          'Marital status as it was last written down',
          'Sivilstand slik den sist ble registrert',
          'Civilstand, som den senest blev registreret',
        ],
      },
    ],
  },
  {
    table: 'CONDITION',
    resource: 'Condition',
    title: ['Conditions', 'Tilstander', 'Tilstande'],
    description: [
      'One row for each diagnosis or problem, for as long as it is known to last',
      'Én rad for hver diagnose eller hvert problem, så lenge det er kjent å vare',
      'Én række for hver diagnose eller hvert problem, så længe det vides at vare',
    ],
    unit: { type: 'CONDITION' },
    links: [patient('CONDITION'), encounter('CONDITION')],
    temporality: 'STATUS',
    from: firstOf('onset.ofType(dateTime)', 'onset.ofType(Period).start', 'recordedDate'),
    until: firstOf('abatement.ofType(dateTime)', 'abatement.ofType(Period).end'),
    where: "verificationStatus.coding.where(code = 'entered-in-error' or code = 'refuted').empty()",
    columns: [
      ...coded('CONDITION_CODE', 'code', ['Diagnosis', 'Diagnose', 'Diagnose']),
      {
        name: 'CONDITION_CATEGORY',
        holds: 'code',
        path: 'category.first().coding.code.first()',
        title: ['Category', 'Kategori', 'Kategori'],
        description: [
          'Whether it stands on the list of problems or is the diagnosis of an encounter',
          'Om den står på problemlisten eller er diagnosen ved en kontakt',
          'Om den står på problemlisten eller er diagnosen ved en kontakt',
        ],
      },
      status(
        'CONDITION_CLINICAL_STATUS',
        ['Clinical status', 'Klinisk status', 'Klinisk status'],
        'clinicalStatus.coding.code.first()',
      ),
      status(
        'CONDITION_VERIFICATION',
        ['Verification', 'Verifisering', 'Verifikation'],
        'verificationStatus.coding.code.first()',
      ),
    ],
  },
  {
    table: 'OBSERVATION',
    resource: 'Observation',
    title: ['Observations', 'Observasjoner', 'Observationer'],
    description: [
      'One row for each measured value: the observation itself and each of its components',
      'Én rad for hver målte verdi: observasjonen selv og hver av komponentene',
      'Én række for hver målt værdi: observationen selv og hver af dens komponenter',
    ],
    unit: { type: 'OBSERVATION' },
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
      ...coded(
        'OBSERVATION_CODE',
        'code',
        ['What was observed', 'Hva som ble observert', 'Hvad der blev observeret'],
        false,
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
      {
        name: 'OBSERVATION_ANSWER',
        timed: true,
        holds: 'code',
        path: 'value.ofType(CodeableConcept).coding.code.first()',
        title: ['Answer', 'Svar', 'Svar'],
        description: [
          'The code that was observed, where the value is not a number',
          'Koden som ble observert, når verdien ikke er et tall',
          'Den kode, der blev observeret, når værdien ikke er et tal',
        ],
      },
      {
        name: 'OBSERVATION_COMPONENT',
        holds: 'truth',
        path: 'false',
        title: ['Component', 'Komponent', 'Komponent'],
        description: [
          'Whether the row is a component of an observation, and not the observation itself',
          'Om raden er en komponent av en observasjon, og ikke observasjonen selv',
          'Om rækken er en komponent af en observation, og ikke observationen selv',
        ],
        codes: YES_NO,
      },
      {
        name: 'OBSERVATION_CATEGORY',
        holds: 'code',
        path: 'category.first().coding.code.first()',
        title: ['Category', 'Kategori', 'Kategori'],
        description: [
          'Kind of observation: vital signs, laboratory, survey and so on',
          'Slags observasjon: vitale målinger, laboratorium, spørreskjema og så videre',
          'Slags observation: vitale målinger, laboratorium, spørgeskema og så videre',
        ],
      },
      status('OBSERVATION_STATUS', [
        'Status of the observation',
        'Observasjonens status',
        'Observationens status',
      ]),
    ],
    branches: [
      {
        paths: {
          OBSERVATION_CODE: 'code.coding.code.first()',
          OBSERVATION_CODE_SYSTEM: 'code.coding.where(code.exists()).first().system',
          OBSERVATION_VALUE: 'value.ofType(Quantity).value',
          OBSERVATION_UNIT: 'value.ofType(Quantity).code',
          OBSERVATION_ANSWER: 'value.ofType(CodeableConcept).coding.code.first()',
          OBSERVATION_COMPONENT: 'false',
        },
      },
      { forEach: 'component', paths: { OBSERVATION_COMPONENT: 'true' } },
    ],
  },
  ...MEDICATION_TABLES,
  {
    table: 'ENCOUNTER',
    resource: 'Encounter',
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
        title: ['Class', 'Kontakttype', 'Kontakttype'],
        description: [
          'Inpatient, ambulatory, emergency and so on, in the codes of HL7 v3 ActCode',
          'Innlagt, poliklinisk, øyeblikkelig hjelp og så videre, i kodene fra HL7 v3 ActCode',
          'Indlagt, ambulant, akut og så videre, i koderne fra HL7 v3 ActCode',
        ],
      },
      ...coded('ENCOUNTER_TYPE', 'type.first()', ['Type of encounter', 'Kontaktens art', 'Kontaktens art']),
      ...coded('ENCOUNTER_REASON', 'reasonCode.first()', ['Reason', 'Årsak', 'Årsag']),
      status('ENCOUNTER_STATUS', ['Status of the encounter', 'Kontaktens status', 'Kontaktens status']),
    ],
  },
  {
    table: 'PROCEDURE',
    resource: 'Procedure',
    title: ['Procedures', 'Prosedyrer', 'Procedurer'],
    description: [
      'One row for each thing that was done with a patient',
      'Én rad for hver prosedyre som ble utført på en pasient',
      'Én række for hver procedure, der blev udført på en patient',
    ],
    unit: { type: 'PROCEDURE' },
    links: [patient('PROCEDURE'), encounter('PROCEDURE')],
    temporality: 'EVENT',
    from: firstOf('performed.ofType(dateTime)', 'performed.ofType(Period).start'),
    where: NOT_BY_MISTAKE,
    columns: [
      ...coded('PROCEDURE_CODE', 'code', ['Procedure', 'Prosedyre', 'Procedure']),
      status('PROCEDURE_STATUS', ['Status of the procedure', 'Prosedyrens status', 'Procedurens status']),
    ],
  },
  {
    table: 'IMMUNIZATION',
    resource: 'Immunization',
    title: ['Vaccinations', 'Vaksinasjoner', 'Vaccinationer'],
    description: [
      'One row for each vaccination that was given or decided against',
      'Én rad for hver vaksinasjon som ble gitt eller valgt bort',
      'Én række for hver vaccination, der blev givet eller fravalgt',
    ],
    unit: { type: 'IMMUNIZATION' },
    links: [patient('IMMUNIZATION', 'patient'), encounter('IMMUNIZATION')],
    temporality: 'EVENT',
    from: firstOf('occurrence.ofType(dateTime)', 'recorded'),
    where: NOT_BY_MISTAKE,
    columns: [
      ...coded('IMMUNIZATION_VACCINE', 'vaccineCode', ['Vaccine', 'Vaksine', 'Vaccine']),
      status('IMMUNIZATION_STATUS', [
        'Status of the vaccination',
        'Vaksinasjonens status',
        'Vaccinationens status',
      ]),
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
  {
    table: 'DIAGNOSTIC_REPORT',
    resource: 'DiagnosticReport',
    title: ['Diagnostic reports', 'Undersøkelsessvar', 'Undersøgelsessvar'],
    description: [
      'One row for each report of an examination',
      'Én rad for hvert svar på en undersøkelse',
      'Én række for hvert svar på en undersøgelse',
    ],
    unit: { type: 'DIAGNOSTIC_REPORT' },
    links: [patient('REPORT'), encounter('REPORT')],
    temporality: 'EVENT',
    from: firstOf('effective.ofType(dateTime)', 'effective.ofType(Period).start', 'issued'),
    where: NOT_BY_MISTAKE,
    columns: [
      ...coded('REPORT_CODE', 'code', ['Examination', 'Undersøkelse', 'Undersøgelse']),
      ...coded('REPORT_CONCLUSION', 'conclusionCode.first()', ['Conclusion', 'Konklusjon', 'Konklusion']),
      {
        name: 'REPORT_CATEGORY',
        holds: 'code',
        path: 'category.first().coding.code.first()',
        title: ['Category', 'Kategori', 'Kategori'],
        description: [
          'The field of medicine that made the report',
          'Fagområdet som laget svaret',
          'Det fagområde, der lavede svaret',
        ],
      },
      status('REPORT_STATUS', ['Status of the report', 'Svarets status', 'Svarets status']),
    ],
  },
]

/** Ready views by the name of their table. */
export const READY_VIEWS: Readonly<Record<string, ReadyView>> = Object.fromEntries(
  TABLES.map((ready) => [ready.table, readyView(ready)]),
)
