/**
 * Two small registers of two holders whose identifiers and values are easy to recognise wherever they turn
 * up.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Register, Variable } from '@sund/model'
import { openSund, type Sund, type SundSettings } from '../src/sund.js'

export const PERSONS = 1500
/** What every identifier begins with, and every remarkable value. */
export const MARK = 'ID-7f3a'
export const REMARKABLE = '987654.3'
export const identifier = (person: number): string =>
  `${MARK}${(person * 7919).toString(16).padStart(6, '0')}`
/** A value that only a few have, far above the others', and each another. */
export const remarkable = (person: number): number => 987654.3 + person / 100_000

const isRemarkable = (person: number): boolean => person % 300 === 7

export const SCRIPT = `
// Does the level follow age?
require test.population as p
require test.laboratory as l
textblock
# Levels
endblock
create-dataset people
import p/SEX
import p/AGE
tabulate SEX
import l/LEVEL
summarize LEVEL
regress AGE LEVEL
`

const variable = (name: string, dataType: Variable['dataType'], domain: Variable['domain']): Variable => ({
  name,
  title: { en: `The ${name.toLowerCase()}` },
  description: { en: `What was recorded as ${name.toLowerCase()}` },
  temporality: 'FIXED',
  dataType,
  domain,
  sensitivity: 'PERSON_SPECIAL',
})

const register = (name: string, holder: string, variables: Variable[]): Register => ({
  name,
  title: { en: name },
  description: { en: name },
  holder: { name: holder, title: { en: holder } },
  source: 'made for tests',
  licence: 'CC0-1.0',
  tables: [
    {
      name: 'PERSONS',
      title: { en: 'Persons' },
      description: { en: 'Persons' },
      unit: 'PERSON',
      unitColumn: 'id',
      links: [],
      variables,
    },
  ],
})

/** A register of events: what became of persons on days, each of one of some kinds. Columns `id`, `day` and `KIND`. */
export const eventRegister = (
  name: string,
  holder: Register['holder'],
  table: string,
  kinds: readonly string[],
  sensitivity: Variable['sensitivity'],
): Register => {
  const title = { en: `${table.charAt(0)}${table.slice(1).toLowerCase()}` }
  return {
    name,
    title,
    description: title,
    holder,
    source: 'made for tests',
    licence: 'CC0-1.0',
    tables: [
      {
        name: table,
        title,
        description: title,
        unit: 'PERSON',
        unitColumn: 'id',
        fromColumn: 'day',
        links: [],
        variables: [
          {
            ...variable('KIND', 'STRING', { codes: kinds.map((code) => ({ code, title: { en: code } })) }),
            temporality: 'EVENT',
            sensitivity,
          },
        ],
      },
    ],
  }
}

export const POPULATION = register('test.population', 'north', [
  variable('SEX', 'STRING', {
    codes: [
      { code: '1', title: { en: 'Man' } },
      { code: '2', title: { en: 'Woman' } },
    ],
  }),
  variable('AGE', 'LONG', { unitOfMeasure: 'a' }),
])
export const LABORATORY = register('test.laboratory', 'south', [
  variable('LEVEL', 'DOUBLE', { unitOfMeasure: 'mmol/L' }),
])

/** An open Sund in a folder of its own with both registers, and how to be rid of it. */
export async function openTestSund(
  settings: Partial<SundSettings> = {},
  people = PERSONS,
  made: (register: Register) => Register = (register) => register,
): Promise<{ sund: Sund; home: string; dispose(): Promise<void> }> {
  const home = await mkdtemp(join(tmpdir(), 'sund-test-'))
  const sund = await openSund({ home, ...settings })
  const persons = Array.from({ length: people }, (_, person) => person)
  const level = (person: number) => (isRemarkable(person) ? remarkable(person) : 4 + (person % 97) / 40)
  await importCsv(sund, home, made(POPULATION), [
    'id,SEX,AGE',
    ...persons.map((person) => `${identifier(person)},${1 + (person % 2)},${20 + ((person * 31) % 60)}`),
  ])
  await importCsv(sund, home, made(LABORATORY), [
    'id,LEVEL',
    ...persons.map((person) => `${identifier(person)},${level(person)}`),
  ])
  return {
    sund,
    home,
    async dispose() {
      await sund.close()
      await rm(home, { recursive: true, force: true })
    },
  }
}

/** Imports a register from lines of CSV at its holder, which is made when there is none. */
export async function importCsv(
  sund: Sund,
  home: string,
  metadata: Register,
  lines: string[],
): Promise<void> {
  const path = join(home, `${metadata.name}.csv`)
  await writeFile(path, `${lines.join('\n')}\n`)
  const { name, title } = metadata.holder
  const holder = sund.holders.get(name) ?? (await sund.addHolder(name, title))
  await holder.import({ files: [{ path }], metadata })
  await rm(path)
}
