/**
 * Random models of random small data: rows of people at several dates, with outcomes of every kind that depend on the terms as much as
 * they vary, so that most models have an answer. Some choices have none on purpose: both engines must say so alike.
 */
import fc from 'fast-check'
import type { Column, ModelSpec, Plan, Term, ValueType } from '../src/plan/types.js'
import type { StoredRow, StoredTable, Unit, Value } from '../src/reference/index.js'
import { c, i } from './specs.js'
import { AT } from './world.js'

/** Columns of the table and their types. */
const COLUMNS = {
  y: 'number',
  x: 'number',
  w: 'number',
  q: 'number',
  z1: 'number',
  z2: 'number',
  twice: 'number',
  same: 'number',
  d: 'number',
  none: 'number',
  k: 'number',
  level: 'text',
  size: 'number',
  g: 'text',
  h: 'number',
  treated: 'number',
  after: 'number',
  took: 'number',
  person: 'number',
  site: 'number',
  time: 'number',
  start: 'number',
} as const satisfies Record<string, ValueType>
type Name = keyof typeof COLUMNS
export const STORED_COLUMNS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(COLUMNS).map(([name, type]) => [name, type === 'text' ? 'VARCHAR' : 'DOUBLE']),
)

export const PEOPLE: Unit[] = Array.from({ length: 24 }, (_, n) => ({
  id: BigInt.asIntN(64, BigInt(n + 5) * 0x9e3779b97f4a7c15n),
  key: (n * 40_503 + 321) & 0xffff,
}))

/** Numbers between 0 and 1 from a seed (Mulberry32, public domain). */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** Rows of the table: two to four for each person. */
function rowsOf(seed: number, people: number, gaps: boolean): StoredRow[] {
  const random = randomOf(seed)
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const rounded = (of: number) => Math.round(of * 100) / 100
  const chance = (p: number) => Number(random() < p)
  const exponential = () => -Math.log(1 - random())
  const poisson = (mean: number) => {
    let [count, left] = [-1, mean]
    for (; left > 0; count++) left -= exponential()
    return count
  }
  return PEOPLE.slice(0, people).flatMap((unit, person) => {
    const own = normal()
    const treated = chance(0.5)
    return Array.from({ length: 2 + Math.floor(random() * 3) }, (_, date): StoredRow => {
      const [x, z1, z2, shared] = [normal(), normal(), normal(), normal()]
      const w = 0.4 * x + normal() + 0.5 * own
      const q = 0.8 * z1 + 0.5 * z2 + 0.7 * shared + 0.5 * normal()
      const g = ['a', 'b', 'c'][Math.floor(random() * 3)] as string
      const h = chance(0.5)
      const after = Number(date > 0)
      const took = chance(x >= 0 ? 0.85 : 0.2)
      const effect = 0.4 * x - 0.3 * w + 0.3 * Number(g === 'b') + 0.3 * h
      const start = rounded(random())
      const values: Record<Name, Value> = {
        y: rounded(2 + effect + 0.6 * q + shared + own + 0.8 * treated * after + 0.5 * took + normal()),
        x: rounded(x),
        w: rounded(w),
        q: rounded(q),
        z1: rounded(z1),
        z2: rounded(z2),
        twice: 2 * rounded(x) + 1,
        same: 1,
        d: chance(1 / (1 + Math.exp(-effect))),
        none: 0,
        k: poisson(2 * exponential() * Math.exp(0.5 * effect)),
        level: ['low', 'middle', 'high'][Math.floor(random() * 3)] as string,
        size: 1 + Math.floor(random() * 4),
        g,
        h,
        treated,
        after,
        took,
        person,
        site: person % 7,
        time: Math.round((start + 0.2 + 4 * exponential() * Math.exp(-effect)) * 10) / 10,
        start,
      }
      if (gaps) for (const name of ['x', 'w', 'g', 'y'] as const) if (random() < 0.03) values[name] = null
      return { unit, links: {}, values }
    })
  })
}

/** Plain choices, read one after another. */
type Choose = <T>(of: readonly T[]) => T
const chooser = (numbers: readonly number[]): Choose => {
  let at = 0
  return (of) => of[(numbers[at++ % numbers.length] as number) % of.length] as never
}

const term = (...factors: Term['factors']): Term => ({ factors })
const TERMS: readonly Term[][] = [
  [term(c('x'))],
  [term(c('x')), term(c('w'))],
  [term(c('x')), term(i('g'))],
  [term(c('w')), term(i('h')), term(c('w'), i('h'))],
  [term(c('x')), term(c('twice')), term(i('h'))],
  [term(i('g')), term(c('x'), i('g'))],
  [term(c('x')), term(c('x'), c('x'))],
  [term(c('same')), term(c('w')), term(c('x'))],
]

function specOf(choose: Choose): ModelSpec {
  const seldom = (): boolean => choose([0, 1, 2, 3]) === 0
  const terms = choose(TERMS)
  const names = [...new Set(terms.flatMap(({ factors }) => factors.map(({ column }) => column)))]
  const model = choose([
    'regress',
    'logit',
    'probit',
    'mlogit',
    'poisson',
    'negative-binomial',
    'cox',
    'weibull',
    'ivregress',
    'regress-panel',
    'hausman',
    'regress-panel-diff',
    'regress-mml',
    'oaxaca',
    'rdd',
  ] as const)
  const common = {
    show: 'model' as const,
    outcome: 'y',
    terms,
    constant: true,
    level: choose([95, 90, 99]),
    exponentiate: false,
    robust: seldom(),
    cluster: seldom() ? choose(['site', 'site', 'site', 'same']) : null,
    standardize: seldom(),
    margins: seldom() ? choose([[], [names[0] as string]]) : null,
  }
  const constant = !seldom()
  const likely = { ...common, constant, exponentiate: seldom() }
  switch (model) {
    case 'regress':
      // Without a constant, the same outcome in every row could be fitted wholly.
      return {
        ...common,
        model,
        constant,
        outcome: constant ? choose(['y', 'y', 'y', 'same']) : 'y',
        exposure: null,
      }
    case 'logit':
    case 'probit': {
      const atMeans = model === 'logit' && seldom()
      const spec = { ...likely, model, outcome: choose(['d', 'd', 'd', 'none']), exposure: null }
      return atMeans ? { ...spec, margins: [], mfx: choose(['dydx', 'eyex', 'dyex', 'eydx'] as const) } : spec
    }
    case 'mlogit':
      return { ...likely, model, outcome: choose(['level', 'd']), exposure: null }
    case 'poisson':
    case 'negative-binomial':
      return { ...likely, model, outcome: choose(['k', 'k', 'k', 'y']), exposure: choose([null, 'size']) }
    case 'cox':
    case 'weibull':
      return {
        ...likely,
        model,
        constant: model === 'weibull',
        outcome: choose(['d', 'd', 'd', 'none']),
        time: 'time',
        ties: choose(['efron', 'breslow']),
        strata: model === 'cox' && seldom() ? ['h'] : [],
        entry: seldom() ? 'start' : null,
        by: model === 'cox' && seldom() ? 'h' : null,
        phtest: model === 'cox' && seldom() ? choose(['km', 'identity', 'log']) : null,
      }
    case 'ivregress':
      return {
        ...common,
        constant,
        model,
        endogenous: choose([[term(c('q'))], [term(c('q'))], [term(i('took'))], [term(c('same'))]]),
        instruments: choose([
          [term(c('z1'))],
          [term(c('z1')), term(c('z2'))],
          [term(c('z1')), term(i('level'))],
          [term(c('twice'))],
        ]),
        method: choose(['tsls', 'liml', 'gmm']),
        firstStage: choose([true, false]),
        overidentification: choose([true, false]),
      }
    case 'regress-panel':
    case 'hausman':
      return { ...common, model, estimator: choose(['fe', 're', 'be', 'pooled']) }
    case 'regress-panel-diff':
      return { ...common, model, group: 'treated', treated: choose(['after', 'after', 'after', 'same']) }
    case 'regress-mml':
      return {
        ...common,
        model,
        robust: false,
        cluster: null,
        constant,
        groups: choose([['person'], ['site'], ['site', 'person'], ['same']]),
      }
    case 'oaxaca':
      return {
        ...common,
        model,
        margins: null,
        standardize: false,
        terms: choose([TERMS[0], TERMS[1], TERMS[2]]) as Term[],
        by: choose(['h', 'treated', 'h', 'g']),
        weight: choose([null, 0, 0.5, 1]),
      }
    case 'rdd':
      return {
        ...common,
        model,
        margins: null,
        terms: choose([[], [term(c('w'))]]),
        running: 'x',
        cutoff: choose([0, 0.25, -0.5]),
        polynomial: choose([1, 2]),
        bandwidth: choose([null, 1.5]),
        fuzzy: choose([null, 'took']),
      }
  }
}

/** A plan of one model over a table of its own. */
export interface ModelCase {
  tables: StoredTable[]
  plan: Plan
}

const column = ([name, type]: [string, ValueType]): Column => ({
  name,
  type,
  title: { en: `The ${name}` },
  sensitivity: 'PUBLIC',
})

export const modelCases: fc.Arbitrary<ModelCase> = fc
  .record({
    seed: fc.nat(),
    people: fc.integer({ min: 14, max: 20 }),
    gaps: fc.boolean(),
    isPublic: fc.boolean(),
    drawn: fc.nat(5).map((n) => n === 0),
    choices: fc.array(fc.nat(997), { minLength: 24, maxLength: 24 }),
  })
  .map(({ seed, people, gaps, isPublic, drawn, choices }): ModelCase => {
    const variables = Object.entries(COLUMNS) as [string, ValueType][]
    const spec = specOf(chooser(choices))
    const place = { place: 'a', position: AT }
    return {
      tables: [
        { register: 'test.model', version: '1.0.0', table: 'MODEL', rows: rowsOf(seed, people, gaps) },
      ],
      plan: {
        bindings: [],
        steps: [
          {
            do: 'relation',
            relation: {
              ...place,
              op: 'scan',
              id: 'r',
              unit: 'PERSON',
              rowsPerUnit: 'many',
              rowsPerSubject: 'many',
              public: isPublic,
              columns: variables.map(column),
              command: 'scan',
              register: 'test.model',
              version: '1.0.0',
              table: 'MODEL',
              subjectLink: null,
              when: { kind: 'fixed' },
              present: [],
              read: variables.map(([name]) => ({ as: name, read: { what: 'variable', name } })),
            },
          },
          {
            do: 'show',
            show: {
              index: 0,
              command: 'model',
              position: AT,
              dataset: 'd',
              what: {
                kind: 'statistic',
                relation: 'r',
                condition: null,
                spec: drawn ? { show: 'coefplot', model: spec } : spec,
              },
            },
          },
        ],
      },
    }
  })
