/** A country of two small registers with rows by arithmetic: what is made of them can be foreseen. */
import type { Register, TableShape } from '@sund/model'
import { type CountryRegister, MISSING, Rows } from '@sund/synthetic'
import type { Country } from '../src/generate/maker.js'

const text = (en: string) => ({ en })
const CODES = ['A', "B'b", 'C']

const PERSON: TableShape = {
  name: 'PERSON',
  columns: [
    { name: 'person', kind: 'identifier' },
    { name: 'birth', kind: 'day' },
    { name: 'sex', kind: 'code', codes: ['1', '2'] },
  ],
}
const TEST: TableShape = {
  name: 'TEST',
  columns: [
    { name: 'person', kind: 'identifier' },
    { name: 'day', kind: 'day' },
    { name: 'kind', kind: 'code', codes: CODES },
    { name: 'value', kind: 'decimal' },
    { name: 'times', kind: 'integer' },
  ],
}

function register(name: string, tables: Register['tables']): Register {
  return {
    name: `sundland.${name}`,
    title: text(name),
    description: text(`Made-up ${name}`),
    holder: { name: `sundland-${name}`, title: text(name) },
    source: 'Synthetic: made by sund generate',
    licence: 'CC0-1.0',
    synthetic: true,
    tables,
  }
}
const variable = (
  name: string,
  dataType: 'STRING' | 'LONG' | 'DOUBLE' | 'DATE',
  temporality: 'FIXED' | 'EVENT',
  codes?: readonly string[],
): Register['tables'][number]['variables'][number] => ({
  name,
  title: text(name),
  description: text(name),
  temporality,
  dataType,
  domain: codes === undefined ? {} : { codes: codes.map((code) => ({ code, title: text(code) })) },
  sensitivity: 'PERSON_SPECIAL',
  column: name.toLowerCase(),
})
const empty: CountryRegister['write'] = () => {}

export const SMALL: CountryRegister[] = [
  {
    metadata: register('people', [
      {
        name: 'PERSON',
        title: text('People'),
        description: text('People'),
        unit: 'PERSON',
        unitColumn: 'person',
        links: [],
        variables: [variable('BIRTH', 'DATE', 'FIXED'), variable('SEX', 'STRING', 'FIXED', ['1', '2'])],
      },
    ]),
    tables: [PERSON],
    stream: 1,
    write: empty,
  },
  {
    metadata: register('tests', [
      {
        name: 'TEST',
        title: text('Tests'),
        description: text('Tests'),
        unit: 'TEST',
        links: [{ name: 'PERSON', unit: 'PERSON', title: text('Person'), column: 'person' }],
        fromColumn: 'day',
        variables: [
          variable('KIND', 'STRING', 'EVENT', CODES),
          variable('VALUE', 'DOUBLE', 'EVENT'),
          variable('TIMES', 'LONG', 'EVENT'),
        ],
      },
    ]),
    tables: [TEST],
    stream: 2,
    write: empty,
  },
]

/** Rows of each person: one, and as many tests as its place in a cycle of four. Every seventh value is missing. */
export const SMALL_COUNTRY: Country = {
  name: 'Smalland',
  registers: SMALL,
  partsOf: ({ persons }) => {
    const parts = Math.ceil(persons / 500)
    return Array.from({ length: parts }, (_, index) => ({
      index,
      first: index * 500,
      persons: Math.min(500, persons - index * 500),
    }))
  },
  makePart: ({ seed }, part, registers) =>
    new Map(
      registers.map((one) => {
        const shape = one.tables[0] as TableShape
        const rows = new Rows(shape)
        for (let i = part.first; i < part.first + part.persons; i++) {
          const person = 1_234_500_000 + i
          if (shape === PERSON) rows.push(person, -10_000 + (i % 900), i % 2)
          else
            for (let n = 0; n < i % 4; n++)
              rows.push(
                person,
                16_000 + n,
                (i + n) % 5 === 4 ? MISSING : (i + n) % 3,
                (i + n) % 7 === 0 ? MISSING : (i + seed) / 8,
                i % 3 === 0 ? MISSING : n,
              )
        }
        return [one, { [shape.name]: rows }]
      }),
    ),
}
