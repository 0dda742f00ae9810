/** A small catalogue for tests: the three registers of the first study, and one with every kind of variable. */
import { type Catalogue, Catalogue as CatalogueSchema, type Code, type Sensitivity } from '@sund/model'

const en = (text: string) => ({ en: text })
const variable = (
  name: string,
  temporality: string,
  dataType: string,
  more: { codes?: Record<string, string>; unitOfMeasure?: string; sensitivity?: Sensitivity } = {},
) => ({
  name,
  title: en(name.toLowerCase().replaceAll('_', ' ')),
  description: en(`What ${name} means.`),
  temporality,
  dataType,
  domain: more.codes
    ? { codes: Object.entries(more.codes).map(([code, title]): Code => ({ code, title: en(title) })) }
    : more.unitOfMeasure
      ? { unitOfMeasure: more.unitOfMeasure }
      : {},
  sensitivity: more.sensitivity ?? 'PERSON_SPECIAL',
})
const register = (name: string, holder: string, version: string, tables: unknown[]) => ({
  register: {
    name,
    title: en(name),
    description: en(name),
    holder: { name: holder, title: en(holder) },
    source: 'tests',
    licence: 'none',
    tables,
  },
  version,
  importedAt: '2026-01-01T00:00:00.000Z',
  contentHash: '0',
  figures: [],
})
const table = (name: string, unit: string, variables: unknown[], more: object = {}) => ({
  name,
  title: en(name),
  description: en(name),
  unit,
  variables,
  ...more,
})

const population = [
  table(
    'PERSON',
    'PERSON',
    [
      variable('SEX', 'FIXED', 'STRING', { codes: { '1': 'Male', '2': 'Female' } }),
      variable('AGE', 'FIXED', 'LONG', { unitOfMeasure: 'a' }),
      variable('FOLLOW_UP_DAYS', 'FIXED', 'LONG', { unitOfMeasure: 'd' }),
      variable('DEATH', 'FIXED', 'LONG'),
    ],
    { unitColumn: 'id', links: [{ name: 'MATCHED_SET', unit: 'MATCHED_SET', title: en('Matched set') }] },
  ),
  table(
    'BODY',
    'PERSON',
    ['WEIGHT', 'HEIGHT', 'BMI'].map((name) => variable(name, 'STATUS', 'DOUBLE')),
    { unitColumn: 'id', fromColumn: 'from', untilColumn: 'until' },
  ),
]

export const catalogue: Catalogue = CatalogueSchema.parse([
  register('us.olmsted.population', 'population', '1.0.0', population),
  register('us.olmsted.population', 'population', '1.1.0', population),
  register('us.olmsted.laboratory', 'laboratory', '1.0.0', [
    table(
      'TEST',
      'TEST',
      [
        variable('TEST', 'FIXED', 'STRING', { codes: { hdl: 'HDL cholesterol', chol: 'Cholesterol' } }),
        variable('VALUE', 'EVENT', 'DOUBLE', { unitOfMeasure: 'mg/dL' }),
      ],
      { fromColumn: 'day', links: [{ name: 'PATIENT', unit: 'PERSON', title: en('Patient') }] },
    ),
  ]),
  register('us.olmsted.diagnosis', 'diagnosis', '1.0.0', [
    table(
      'DIAGNOSIS',
      'PERSON',
      [
        variable('DIAGNOSIS', 'EVENT', 'STRING', {
          codes: { diabetes: 'Diabetes', htn: 'High blood pressure' },
        }),
        variable('BIRTH_WEIGHT', 'FIXED', 'DOUBLE'),
      ],
      { unitColumn: 'id', fromColumn: 'day' },
    ),
  ]),
  register('no.example.everything', 'statistics', '23.0.0', [
    table(
      'INCOME',
      'PERSON',
      [
        variable('WAGES', 'ACCUMULATED', 'LONG', { sensitivity: 'PUBLIC' }),
        variable('MUNICIPALITY', 'STATUS', 'STRING', {
          codes: { '0301': 'Oslo', '1103': 'Stavanger' },
          sensitivity: 'PUBLIC',
        }),
        variable('BORN', 'FIXED', 'DATE', { sensitivity: 'PUBLIC' }),
        variable('NAME', 'FIXED', 'STRING', { sensitivity: 'PUBLIC' }),
      ],
      {
        unitColumn: 'id',
        fromColumn: 'start',
        untilColumn: 'stop',
        links: [{ name: 'MOTHER', unit: 'PERSON', title: en('Mother') }],
      },
    ),
    table('HOUSEHOLD', 'HOUSEHOLD', [variable('ROOMS', 'FIXED', 'LONG', { sensitivity: 'PUBLIC' })], {
      unitColumn: 'household',
    }),
  ]),
])
