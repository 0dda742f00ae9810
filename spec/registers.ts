/**
 * The small world of the specification: public registers of ten persons, with the awkward cases in them (a missing
 * sex, a leap day, a negative income, a code outside its list, a person without residence). Every row of the
 * specification and every example of the manual runs on these.
 */
import { PERSON, type Register, type Table, type Variable } from '@sund/model'

const text = (en: string) => ({ en })
const codes = (list: Record<string, string>) => ({
  codes: Object.entries(list).map(([code, title]) => ({ code, title: text(title) })),
})

const variable = (
  column: string,
  title: string,
  temporality: Variable['temporality'],
  dataType: Variable['dataType'],
  domain: Variable['domain'] = {},
): Variable => ({
  name: column.toUpperCase(),
  column,
  title: text(title),
  description: text(title),
  temporality,
  dataType,
  domain,
  sensitivity: 'PUBLIC',
})

const diagnoses = codes({
  T90: 'Diabetes, non-insulin dependent',
  K86: 'Hypertension, uncomplicated',
  R05: 'Cough',
})

const register = (name: string, title: string, table: Omit<Table, 'title' | 'description'>): Register => ({
  name: `spec.${name}`,
  title: text(title),
  description: text(title),
  holder: { name: 'spec', title: text('Specification') },
  source: 'made for the specification',
  licence: 'Apache-2.0',
  tables: [{ ...table, title: text(title), description: text(title) }],
})

/** Each register with the CSV files of its tables, relative to `spec/registers`. */
export const SPEC_REGISTERS: readonly { register: Register; files: Readonly<Record<string, string>> }[] = [
  {
    register: register('people', 'People', {
      name: 'PERSON',
      unit: PERSON,
      unitColumn: 'id',
      links: [{ name: 'MOTHER', unit: PERSON, title: text('Mother'), column: 'mother' }],
      variables: [
        variable('sex', 'Sex', 'FIXED', 'STRING', codes({ 1: 'Male', 2: 'Female' })),
        variable('birth', 'Date of birth', 'FIXED', 'DATE'),
        variable('age', 'Age on 2000-01-01', 'FIXED', 'LONG', { unitOfMeasure: 'a' }),
        variable('height', 'Height', 'FIXED', 'DOUBLE', { unitOfMeasure: 'cm' }),
        variable('answer', 'Answer as written', 'FIXED', 'STRING'),
        variable('days', 'Days followed', 'FIXED', 'LONG', { unitOfMeasure: 'd' }),
        variable('dead', 'Dead at the end of follow-up', 'FIXED', 'LONG', codes({ 0: 'Alive', 1: 'Dead' })),
      ],
    }),
    files: { PERSON: 'people.csv' },
  },
  {
    register: register('residence', 'Residence', {
      name: 'RESIDENCE',
      unit: PERSON,
      unitColumn: 'id',
      links: [],
      fromColumn: 'from',
      untilColumn: 'until',
      variables: [
        variable(
          'municipality',
          'Municipality',
          'STATUS',
          'STRING',
          codes({ '0301': 'Oslo', 4601: 'Bergen' }),
        ),
      ],
    }),
    files: { RESIDENCE: 'residence.csv' },
  },
  {
    register: register('income', 'Income', {
      name: 'INCOME',
      unit: PERSON,
      unitColumn: 'id',
      links: [],
      fromColumn: 'from',
      untilColumn: 'until',
      variables: [
        variable('income', 'Income of the year', 'ACCUMULATED', 'LONG', { unitOfMeasure: '{NOK}' }),
      ],
    }),
    files: { INCOME: 'income.csv' },
  },
  {
    register: register('contacts', 'Contacts with a general practitioner', {
      name: 'CONTACT',
      unit: PERSON,
      unitColumn: 'id',
      links: [],
      fromColumn: 'day',
      variables: [variable('diagnosis', 'Diagnosis (ICPC-2)', 'EVENT', 'STRING', diagnoses)],
    }),
    files: { CONTACT: 'contacts.csv' },
  },
  {
    register: register('tests', 'Laboratory tests', {
      name: 'TEST',
      unit: 'TEST',
      links: [{ name: 'PATIENT', unit: PERSON, title: text('Patient'), column: 'id' }],
      fromColumn: 'day',
      variables: [
        variable(
          'kind',
          'Kind of test',
          'FIXED',
          'STRING',
          codes({ hdl: 'HDL cholesterol', ldl: 'LDL cholesterol' }),
        ),
        variable('value', 'Result', 'EVENT', 'DOUBLE', { unitOfMeasure: 'mmol/L' }),
      ],
    }),
    files: { TEST: 'tests.csv' },
  },
  // Orthodont of R's nlme (Potthoff and Roy 1964): a distance in the face at 8, 10, 12 and 14 years, each child born in 1980.
  {
    register: register('children', 'Children', {
      name: 'CHILD',
      unit: PERSON,
      unitColumn: 'id',
      links: [],
      variables: [variable('male', 'Boy', 'FIXED', 'LONG', codes({ 0: 'Girl', 1: 'Boy' }))],
    }),
    files: { CHILD: 'children.csv' },
  },
  {
    register: register('growth', 'Growth of children', {
      name: 'GROWTH',
      unit: PERSON,
      unitColumn: 'id',
      links: [],
      fromColumn: 'day',
      variables: [
        variable('distance', 'Distance from pituitary to pterygomaxillary fissure', 'EVENT', 'DOUBLE', {
          unitOfMeasure: 'mm',
        }),
      ],
    }),
    files: { GROWTH: 'growth.csv' },
  },
  // CigarettesSW of R's AER (Stock and Watson 2007) in 1995: logarithms and real dollars, rounded to four decimals.
  {
    register: register('states', 'States and their cigarettes', {
      name: 'STATE',
      unit: 'STATE',
      unitColumn: 'state',
      links: [],
      variables: [
        variable('packs', 'Packs a head, logarithm', 'FIXED', 'DOUBLE'),
        variable('price', 'Price, logarithm', 'FIXED', 'DOUBLE'),
        variable('income', 'Income a head, logarithm', 'FIXED', 'DOUBLE'),
        variable('sales', 'Sales tax on cigarettes', 'FIXED', 'DOUBLE'),
        variable('tax', 'Tax on cigarettes', 'FIXED', 'DOUBLE'),
      ],
    }),
    files: { STATE: 'states.csv' },
  },
  // quine of R's MASS (Quine 1978): days absent from school in a year; pupils alike in every trait of the data are a class.
  {
    register: register('pupils', 'Pupils and their absence', {
      name: 'PUPIL',
      unit: PERSON,
      unitColumn: 'id',
      links: [],
      variables: [
        variable('class', 'Class', 'FIXED', 'LONG'),
        variable(
          'stage',
          'Stage of school',
          'FIXED',
          'STRING',
          codes({ F0: 'Primary', F1: 'First form', F2: 'Second form', F3: 'Third form' }),
        ),
        variable('male', 'Boy', 'FIXED', 'LONG', codes({ 0: 'Girl', 1: 'Boy' })),
        variable('slow', 'Slow learner', 'FIXED', 'LONG', codes({ 0: 'Average', 1: 'Slow' })),
        variable('days', 'Days absent', 'FIXED', 'LONG', { unitOfMeasure: 'd' }),
      ],
    }),
    files: { PUPIL: 'pupils.csv' },
  },
  // kidney of R's survival (McGilchrist and Aisbett 1991): days from a catheter's insertion to infection, two for each patient.
  {
    register: register('catheters', 'Catheters and infections', {
      name: 'CATHETER',
      unit: 'CATHETER',
      unitColumn: 'catheter',
      links: [{ name: 'PATIENT', unit: PERSON, title: text('Patient'), column: 'patient' }],
      variables: [
        variable('days', 'Days to infection or removal', 'FIXED', 'LONG', { unitOfMeasure: 'd' }),
        variable('infected', 'Infected', 'FIXED', 'LONG', codes({ 0: 'Removed', 1: 'Infected' })),
        variable('age', 'Age', 'FIXED', 'LONG', { unitOfMeasure: 'a' }),
        variable('female', 'Woman', 'FIXED', 'LONG', codes({ 0: 'Man', 1: 'Woman' })),
        variable(
          'disease',
          'Disease of the kidneys',
          'FIXED',
          'STRING',
          codes({
            AN: 'Acute nephritis',
            GN: 'Glomerulonephritis',
            PKD: 'Polycystic kidney disease',
            Other: 'Other',
          }),
        ),
      ],
    }),
    files: { CATHETER: 'catheters.csv' },
  },
]
