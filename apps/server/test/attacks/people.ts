/**
 * The made-up people that attacks are about, and their registers. Apart from the attacks: here is what is true, of which an attack is given only
 * what an attacker would know (who a person is, never a secret).
 */
import type { Register, Variable } from '@sund/model'
import type { Given } from './stage.js'

/** Numbers from a seed, evenly between 0 and 1 (mulberry32). */
export function draws(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The numbers 0 … n − 1 in an order from a seed. */
export function shuffled(n: number, seed: number): number[] {
  const draw = draws(seed)
  const order = Array.from({ length: n }, (_, i) => i)
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(draw() * (i + 1))
    ;[order[i], order[j]] = [order[j] as number, order[i] as number]
  }
  return order
}

/** Ones in two of five places, in an order from a seed. */
const twoOfFive = (n: number, seed: number): number[] =>
  shuffled(n, seed).map((place) => (place % 5 < 2 ? 1 : 0))

/** Some people in such an order that of each five that follow each other two have the secret. */
export function mixed<P extends { secret: number }>(some: readonly P[]): P[] {
  const kinds = [some.filter(({ secret }) => secret === 0), some.filter(({ secret }) => secret === 1)]
  return some.flatMap((_, i) => kinds[i % 5 < 2 ? 1 : 0]?.splice(0, 1) ?? [])
}

const normal = (draw: () => number) => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw())

/** People of one register. `birth` is what an attacker knows of a person: nobody else has the same. */
export const PEOPLE = 2_000
export interface Person {
  birth: number
  sex: number
  /** Each place has 100 people, ranked by birth. */
  place: number
  rank: number
  /** 1 for two of five of each rank, so that who knows nothing is right of three in five. */
  secret: number
  income: number
  /** Day of leaving, another for each; 1 who died then. */
  exit: number
  died: number
}
export const PLACES = 20

export function people(): readonly Person[] {
  const draw = draws(11)
  const births = shuffled(PEOPLE, 12)
  // Of each rank the same number, in places that differ.
  const having = Array.from({ length: PEOPLE / PLACES }, (_, rank) => twoOfFive(PLACES, 100 + rank))
  const exits = shuffled(PEOPLE, 13)
  return births.map((birth, i) => ({
    birth,
    sex: 1 + (i % 2),
    place: 1 + (birth % PLACES),
    rank: Math.floor(birth / PLACES),
    secret: having[Math.floor(birth / PLACES)]?.[birth % PLACES] ?? 0,
    income: Math.round(300_000 * Math.exp(0.5 * normal(draw))),
    exit: 1 + (exits[i] as number),
    died: draw() < 0.8 ? 1 : 0,
  }))
}

/** People in small groups of which much is the same, or one has most. */
export const GROUPS = 1_000
export const GROUP_SIZE = 20
export interface Member {
  group: number
  /** Turnover: one of each group has nearly all of it. */
  turnover: number
  /** The same for a whole group. */
  dose: number
  /** Of each group half have one, the others three others. */
  mix: number
}
export const DOSES = 8
export const MIXES = 10
const MIX_OF_GROUP = [10, 4, 3, 3]

export function members(): readonly Member[] {
  const draw = draws(21)
  return Array.from({ length: GROUPS }, (_, group) => {
    // Each value as often as any other, so that who knows nothing is seldom right.
    const dose = 1 + (group % DOSES)
    const mixes = [0, 1, 3, 7].map((other) => (3 * group + other) % MIXES)
    const mixOf = MIX_OF_GROUP.flatMap((people, i) =>
      new Array<number>(people).fill(1 + (mixes[i] as number)),
    )
    const largest = 1_000_000 * Math.exp(normal(draw))
    return Array.from({ length: GROUP_SIZE }, (_, i): Member => {
      const turnover = i === 0 ? largest : (largest * (0.5 + draw())) / 1_000
      return { group: group + 1, turnover: Math.round(turnover), dose, mix: mixOf[i] as number }
    })
  }).flat()
}

/** Versions of a register: each leaves out one person of every place. */
const VERSION_PLACES = PLACES
const VERSION_PEOPLE = 100
export interface Resident {
  place: number
  number: number
  secret: number
}
export function residents(): readonly Resident[] {
  const having = Array.from({ length: VERSION_PEOPLE }, (_, number) =>
    twoOfFive(VERSION_PLACES, 500 + number),
  )
  return Array.from({ length: VERSION_PLACES * VERSION_PEOPLE }, (_, i) => ({
    place: 1 + (i % VERSION_PLACES),
    number: Math.floor(i / VERSION_PLACES),
    secret: having[Math.floor(i / VERSION_PLACES)]?.[i % VERSION_PLACES] ?? 0,
  }))
}

const variable = (
  name: string,
  domain: Variable['domain'],
  dataType: Variable['dataType'] = 'LONG',
): Variable => ({
  name,
  title: { en: name },
  description: { en: name },
  temporality: 'FIXED',
  dataType,
  domain,
  sensitivity: 'PERSON_SPECIAL',
})
const number = { unitOfMeasure: '1' }
const codes = (from: number, to: number): Variable['domain'] => ({
  codes: Array.from({ length: to - from + 1 }, (_, i) => ({
    code: String(from + i),
    title: { en: `Code ${from + i}` },
  })),
})

const register = (
  name: string,
  variables: Variable[],
  more: Partial<Register['tables'][0]> = {},
): Register => ({
  name,
  title: { en: name },
  description: { en: 'People who do not exist' },
  holder: { name: 'north', title: { en: 'North' } },
  source: 'made up for attacks',
  licence: 'CC0-1.0',
  synthetic: true,
  tables: [
    {
      name: 'PERSONS',
      title: { en: 'Persons' },
      description: { en: 'Persons' },
      unit: 'PERSON',
      unitColumn: 'id',
      links: [],
      variables,
      ...more,
    },
  ],
})

const lines = (header: string, rows: readonly (readonly (string | number)[])[]) => [
  header,
  ...rows.map((row) => row.join()),
]

/** Everyone, with the variables as the attacks name them. `open` is the same people, declared public: it tells what is true. */
export function peopleRegister(open = false): Given {
  const metadata = register(open ? 'attack.open' : 'attack.people', [
    variable('BIRTH', number),
    variable('RANK', number),
    variable('SEX', codes(1, 2), 'STRING'),
    variable('PLACE', codes(1, PLACES), 'STRING'),
    variable('SECRET', number),
    variable('ILL', codes(0, 1), 'STRING'),
    variable('INCOME', { unitOfMeasure: 'NOK' }, 'DOUBLE'),
    variable('EXIT', { unitOfMeasure: 'd' }),
    variable('DIED', number),
  ])
  if (open) for (const one of metadata.tables[0]?.variables ?? []) one.sensitivity = 'PUBLIC'
  return {
    metadata,
    lines: lines(
      'id,BIRTH,RANK,SEX,PLACE,SECRET,ILL,INCOME,EXIT,DIED',
      people().map((one, i) => [
        `P${i}`,
        one.birth,
        one.rank,
        one.sex,
        one.place,
        one.secret,
        one.secret,
        one.income,
        one.exit,
        one.died,
      ]),
    ),
  }
}

/** Day 0 of those who enter one a day. */
const FIRST_DAY = Date.UTC(2000, 0, 1)
export const dayOf = (day: number): string =>
  new Date(FIRST_DAY + day * 86_400_000).toISOString().slice(0, 10)

/** The same people, one of each place entering a day in the order of their ranks, with their secret as a status from then on. */
export function entriesRegister(): Given {
  const state: Variable = { ...variable('STATE', number), temporality: 'STATUS' }
  return {
    metadata: register('attack.entries', [state], { fromColumn: 'from' }),
    lines: lines(
      'id,from,STATE',
      people().map((one, i) => [`P${i}`, dayOf(one.rank), one.secret]),
    ),
  }
}

/** Several visits of each person: rows that are not people. */
export function visitsRegister(): Given {
  const code: Variable = { ...variable('CODE', codes(1, 5), 'STRING'), temporality: 'EVENT' }
  const metadata = register('attack.visits', [code], {
    name: 'VISITS',
    unit: 'VISIT',
    fromColumn: 'from',
    links: [{ name: 'PATIENT', unit: 'PERSON', title: { en: 'Patient' } }],
  })
  for (const table of metadata.tables) delete table.unitColumn
  return {
    metadata,
    lines: lines(
      'PATIENT,from,CODE',
      people().flatMap((one, i) =>
        [0, 1, 2].map((visit) => [`P${i}`, dayOf(one.rank + visit), 1 + ((i + visit) % 5)]),
      ),
    ),
  }
}

export function membersRegister(): Given {
  return {
    metadata: register('attack.members', [
      variable('GROUP', number),
      variable('BLOCK', number),
      variable('TURNOVER', number, 'DOUBLE'),
      variable('DOSE', number),
      variable('MIX', codes(1, MIXES), 'STRING'),
    ]),
    lines: lines(
      'id,GROUP,BLOCK,TURNOVER,DOSE,MIX',
      members().map((one, i) => [`M${i}`, one.group, blockOf(one.group), one.turnover, one.dose, one.mix]),
    ),
  }
}
/** Groups are asked for 25 at a time. */
export const BLOCK = 25
export const blockOf = (group: number): number => Math.floor((group - 1) / BLOCK)

/** Version n.0.0 lacks resident number n − 1 of every place; version 1.0.0 lacks number 0. */
export function residentsRegister(version: number): Given & { version: string } {
  return {
    metadata: register('attack.residents', [
      variable('PLACE', codes(1, VERSION_PLACES), 'STRING'),
      variable('SECRET', number),
    ]),
    version: `${version}.0.0`,
    lines: lines(
      'id,PLACE,SECRET',
      residents()
        .map((one, i) => ({ ...one, i }))
        .filter((one) => version === 1 || one.number !== version - 2)
        .map((one) => [`R${one.i}`, one.place, one.secret]),
    ),
  }
}
