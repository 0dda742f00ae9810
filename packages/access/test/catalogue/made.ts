/** A small catalogue of two registers, for the tests of search, versions, labels and export. */
import type { CatalogueEntry, CatalogueRecord, Register, Variable } from '@sund/model'

const exactly = (value: number) => ({ value, error: 0 })

export const variable = (name: string, more: Partial<Variable> = {}): Variable => ({
  name,
  title: { en: name.toLowerCase() },
  description: { en: `Recorded as ${name}` },
  temporality: 'FIXED',
  dataType: 'STRING',
  domain: {},
  sensitivity: 'PERSON_SPECIAL',
  ...more,
})

export const RECORD: CatalogueRecord = {
  healthCategories: ['medical-and-mortality-registers'],
  themes: [{ title: { en: 'Cancer', nb: 'Kreft', da: 'Kræft' } }],
  keywords: [{ en: 'tumour', nb: 'svulst', da: 'svulst' }],
  legislation: [],
  legalBasis: { en: 'The act on registers' },
  purpose: { en: 'To follow cancer in the population' },
  publisher: {
    type: 'NationalAuthority',
    note: { en: 'Keeps the register' },
    homepage: 'https://register.example',
    mailbox: 'post@register.example',
    trusted: false,
  },
  contact: { page: 'https://register.example/contact', email: 'post@register.example' },
  accessBody: {
    name: { en: 'Access body' },
    homepage: 'https://access.example',
    mailbox: 'post@access.example',
  },
  countries: ['NOR'],
  codingSystems: [],
  languages: ['nob'],
}

export function entry(
  name: string,
  variables: Variable[],
  more: Partial<Register> = {},
  version = '1.0.0',
): CatalogueEntry {
  return {
    register: {
      name,
      title: { en: `Register ${name.split('.')[1]}` },
      description: { en: 'A register for tests' },
      holder: { name: 'office', title: { en: 'Office' } },
      source: 'made for tests',
      licence: 'CC0-1.0',
      record: RECORD,
      tables: [
        {
          name: 'TABLE',
          title: { en: 'Rows' },
          description: { en: 'One row a person' },
          unit: 'PERSON',
          unitColumn: 'id',
          links: [],
          variables,
        },
      ],
      ...more,
    },
    version,
    importedAt: '2026-01-02T03:04:05.000Z',
    contentHash: `${name} ${version}`,
    figures: [
      {
        table: 'TABLE',
        rows: exactly(5000),
        units: exactly(4000),
        earliest: '1998',
        latest: '2011',
        variables: variables.map(({ name: of }) => ({
          variable: of,
          complete: exactly(0.97),
          codes: [{ code: 'C50', rows: exactly(70) }],
        })),
      },
    ],
  }
}

export const SEX = variable('SEX', {
  title: { en: 'Sex', nb: 'Kjønn', da: 'Køn' },
  domain: {
    codes: [
      { code: '1', title: { en: 'Man', nb: 'Mann', da: 'Mand' } },
      { code: '2', title: { en: 'Woman', nb: 'Kvinne', da: 'Kvinde' } },
    ],
  },
  sensitivity: 'PERSON_GENERAL',
})
export const DIAGNOSIS = variable('DIAGNOSIS', {
  title: { en: 'Main diagnosis', nb: 'Hoveddiagnose', da: 'Hoveddiagnose' },
  description: { en: 'What the stay was for', nb: 'Hva oppholdet gjaldt', da: 'Hvad opholdet gjaldt' },
  temporality: 'EVENT',
  domain: {
    codes: [
      { code: 'C50', title: { en: 'Breast cancer', nb: 'Brystkreft', da: 'Brystkræft' } },
      { code: 'E11', title: { en: 'Type 2 diabetes', nb: 'Diabetes type 2', da: 'Type 2-diabetes' } },
    ],
    source: 'ICD-10',
  },
})
export const HDL = variable('HDL', {
  title: { en: 'HDL cholesterol', nb: 'HDL-kolesterol', da: 'HDL-kolesterol' },
  description: { en: 'Measured fasting', nb: 'Målt fastende', da: 'Målt fastende' },
  temporality: 'EVENT',
  dataType: 'DOUBLE',
  domain: { unitOfMeasure: 'mmol/L' },
})
