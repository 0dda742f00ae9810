/** Three registers of two holders for counting, and the rows that they are made of, so that a test can count by itself. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Criteria,
  type Criterion,
  holds,
  type Register,
  type Sensitivity,
  type Variable,
} from '@sund/model'
import { openSund, type Sund, type SundSettings } from '../src/sund.js'

export const PEOPLE = 4000
export const DIAGNOSES = ['A10', 'A11', 'A2', 'B20', 'B21', 'C3']
export const DRUGS = ['M1', 'M2', 'N05']

interface Person {
  sex: string
  born: number
  children: number | null
  diagnoses: { code: string; year: number }[]
  drugs: { code: string; from: number; until: number | null }[]
}

/** A number from 0 to `below` − 1 that looks random and is always the same. */
function lot(person: number, what: number, below: number): number {
  let bits = Math.imul(person + 1, 0x9e3779b1) ^ Math.imul(what + 1, 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 15), 0x2c1b3c6d)
  bits = Math.imul(bits ^ (bits >>> 12), 0x297a2d39)
  return ((bits ^ (bits >>> 15)) >>> 0) % below
}

export const PERSONS: readonly Person[] = Array.from({ length: PEOPLE }, (_, p) => ({
  sex: `${1 + lot(p, 1, 2)}`,
  born: 1930 + lot(p, 2, 80),
  children: lot(p, 3, 9) === 0 ? null : lot(p, 4, 5),
  diagnoses: Array.from({ length: lot(p, 5, 5) }, (_unused, i) => ({
    code: DIAGNOSES[Math.min(lot(p, 10 + i, 8), lot(p, 20 + i, 6))] as string,
    year: 2014 + lot(p, 30 + i, 11),
  })),
  drugs: Array.from({ length: lot(p, 6, 3) }, (_unused, i) => {
    const from = 2012 + 4 * i + lot(p, 40 + i, 3)
    return {
      code: DRUGS[lot(p, 50 + i, 3)] as string,
      from,
      until: i === 1 && lot(p, 60, 3) === 0 ? null : from + lot(p, 70 + i, 2),
    }
  }),
}))

/** Those in the drug register, which is the other holder's, and those of it who are in no other register. */
const inDrugs = (person: Person): boolean => person.drugs.length > 0
const inPopulation = (p: number): boolean => p % 10 !== 9

/** Whether a person meets criteria, by the rows alone. */
export function meets(criteria: Criteria, p: number): boolean {
  const person = PERSONS[p] as Person
  return holds<Criterion>(criteria, (criterion) => {
    const { variable } = criterion
    if (!('codes' in criterion)) {
      const { least = -1e9, most = 1e9 } = criterion
      const value = variable === 'BORN' ? person.born : person.children
      return inPopulation(p) && value !== null && value >= least && value <= most
    }
    const { from = -1e9, until = 1e9 } = criterion
    const named = (code: string) =>
      criterion.codes.some((of) => (of.endsWith('*') ? code.startsWith(of.slice(0, -1)) : of === code))
    if (variable === 'SEX') return inPopulation(p) && named(person.sex)
    if (variable === 'DIAGNOSIS')
      return person.diagnoses.some(({ code, year }) => named(code) && year >= from && year <= until)
    return person.drugs.some(
      (row) => named(row.code) && row.from <= until && (row.until === null || row.until >= from),
    )
  })
}

export const bruteForce = (criteria: Criteria): number => PERSONS.filter((_, p) => meets(criteria, p)).length

const codes = (of: readonly string[]): Variable['domain'] => ({
  codes: of.map((code) => ({ code, title: { en: code } })),
})

function register(
  name: string,
  holder: string,
  sensitivity: Sensitivity,
  table: Omit<Register['tables'][number], 'title' | 'description' | 'links' | 'variables'> & {
    links?: Register['tables'][number]['links']
    variables: Pick<Variable, 'name' | 'dataType' | 'temporality' | 'domain'>[]
  },
): Register {
  return {
    name,
    title: { en: name },
    description: { en: name },
    holder: { name: holder, title: { en: holder } },
    source: 'made for tests',
    licence: 'CC0-1.0',
    tables: [
      {
        links: [],
        ...table,
        title: { en: table.name },
        description: { en: table.name },
        variables: table.variables.map((one) => ({
          ...one,
          title: { en: one.name },
          description: { en: one.name },
          sensitivity,
        })),
      },
    ],
  }
}

/** The registers under `prefix`: `population` and `hospital` of north, `drugs` of south. */
export function registers(prefix: string, sensitivity: Sensitivity): { register: Register; csv: string[] }[] {
  const id = (p: number) => `ID-5c1e${p.toString().padStart(6, '0')}`
  const all = PERSONS.map((person, p) => ({ ...person, p }))
  return [
    {
      register: register(`${prefix}.population`, 'north', sensitivity, {
        name: 'PERSONS',
        unit: 'PERSON',
        unitColumn: 'id',
        variables: [
          { name: 'SEX', dataType: 'STRING', temporality: 'FIXED', domain: codes(['1', '2']) },
          { name: 'BORN', dataType: 'DATE', temporality: 'FIXED', domain: {} },
          { name: 'CHILDREN', dataType: 'LONG', temporality: 'FIXED', domain: {} },
          { name: 'WEIGHT', dataType: 'DOUBLE', temporality: 'FIXED', domain: { unitOfMeasure: 'kg' } },
        ],
      }),
      csv: [
        'id,SEX,BORN,CHILDREN,WEIGHT',
        ...all
          .filter(({ p }) => inPopulation(p))
          .map(({ p, sex, born, children }) => `${id(p)},${sex},${born}-06-30,${children ?? ''},70.5`),
      ],
    },
    {
      register: register(`${prefix}.hospital`, 'north', sensitivity, {
        name: 'DIAGNOSES',
        unit: 'DIAGNOSIS',
        links: [{ name: 'PATIENT', unit: 'PERSON', title: { en: 'The patient' }, column: 'id' }],
        fromColumn: 'day',
        variables: [
          { name: 'DIAGNOSIS', dataType: 'STRING', temporality: 'EVENT', domain: codes(DIAGNOSES) },
        ],
      }),
      csv: [
        'id,day,DIAGNOSIS',
        ...all.flatMap(({ p, diagnoses }) =>
          diagnoses.map(({ code, year }, i) => `${id(p)},${year}-0${1 + i}-11,${code}`),
        ),
      ],
    },
    {
      register: register(`${prefix}.drugs`, 'south', sensitivity, {
        name: 'USE',
        unit: 'PERSON',
        unitColumn: 'id',
        fromColumn: 'from',
        untilColumn: 'until',
        variables: [{ name: 'DRUG', dataType: 'STRING', temporality: 'STATUS', domain: codes(DRUGS) }],
      }),
      csv: [
        'id,from,until,DRUG',
        ...all
          .filter(inDrugs)
          .flatMap(({ p, drugs }) =>
            drugs.map(
              ({ code, from, until }) =>
                `${id(p)},${from}-02-01,${until === null ? '' : `${until}-11-30`},${code}`,
            ),
          ),
      ],
    },
  ]
}

/** An open Sund with the registers twice: `open.…` for anyone, `kept.…` protected. */
export async function openCounted(
  settings: Partial<SundSettings> = {},
): Promise<{ sund: Sund; home: string; dispose(): Promise<void> }> {
  const home = await mkdtemp(join(tmpdir(), 'sund-count-'))
  const sund = await openSund({ home, ...settings })
  for (const { register: metadata, csv } of [
    ...registers('open', 'PUBLIC'),
    ...registers('kept', 'PERSON_SPECIAL'),
  ]) {
    const path = join(home, 'rows.csv')
    await writeFile(path, `${csv.join('\n')}\n`)
    const { name, title } = metadata.holder
    const holder = sund.holders.get(name) ?? (await sund.addHolder(name, title))
    await holder.import({ files: [{ path }], metadata })
    await rm(path)
  }
  return {
    sund,
    home,
    async dispose() {
      await sund.close()
      await rm(home, { recursive: true, force: true })
    },
  }
}
