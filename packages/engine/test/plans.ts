/**
 * Random valid plans over small random registers. fast-check draws plain choices (numbers and trees of them); this file
 * reads them as a plan that is right by its types, whatever they are. Fewer and smaller choices make a smaller plan, so a failure
 * shrinks to what it is about. One table with a rule for each relation and each show, which call one another, so it stays one file however long.
 */
import type { ValueRules } from '@sund/model'
import fc from 'fast-check'
import { columnsOfSpec } from '../src/plan/prune.js'
import type {
  Aggregate,
  Call,
  Column,
  Expression,
  ModelSpec,
  Plan,
  Predict,
  Relation,
  Show,
  ShowSpec,
  Step,
  ValueType,
} from '../src/plan/types.js'
import { AggregateName, FUNCTIONS, ShowSpec as ShowSpecSchema } from '../src/plan/types.js'
import type { StoredRow, StoredTable, Unit, Value } from '../src/reference/index.js'
import { AT } from './world.js'

/** A choice with the choices that hang on it. */
export interface Choice {
  n: number
  of: Choice[]
}
const { choice } = fc.letrec<{ choice: Choice }>((tie) => ({
  choice: fc.record<Choice>({
    n: fc.nat(9999),
    of: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constant<Choice[]>([]),
      fc.array(tie('choice'), { maxLength: 3 }),
    ),
  }),
}))
/** A choice with others enough for a whole command. */
const wide = fc.record({ n: fc.nat(9999), of: fc.array(choice, { minLength: 8, maxLength: 12 }) })
const NONE: Choice = { n: 0, of: [] }
const part = ({ of }: Choice, i: number): Choice => of[i] ?? NONE
const pick = <T>(options: readonly T[], { n }: Choice): T => options[n % options.length] as T
/** True for most choices but the smallest. */
const maybe = ({ n }: Choice): boolean => n % 2 === 1
const some = <T>(options: readonly T[], { n, of }: Choice, most: number): T[] => {
  const count = 1 + (n % most)
  return [
    ...new Set(Array.from({ length: count }, (_, i) => pick(options, of[i] ?? { n: n + 7 * i, of: [] }))),
  ]
}

/** Registers: people, their events, and tests whose units are no people. */
export interface World {
  tables: StoredTable[]
  public: boolean
}
const numbers = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -3, max: 6 }) },
  { weight: 3, arbitrary: fc.constantFrom(0.25, 0.5, 1.5, -2.75, 0.1, 40, 1000.5, -99_999, 250_000) },
)
const texts = fc.constantFrom('a', 'b', '1', '0301', '', ' å x', '3.5', 'Ünit', '😀z')
const missing = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: 5, arbitrary: of }, { weight: 1, arbitrary: fc.constant(null) })
export const PEOPLE: Unit[] = Array.from({ length: 12 }, (_, i) => ({
  id: BigInt.asIntN(64, BigInt(i + 3) * 0x9e3779b97f4a7c15n),
  key: (i * 40_503 + 12_345) & 0xffff,
}))
const person = fc.nat(PEOPLE.length - 1)
const day = fc.integer({ min: 9990, max: 10_010 })

export const worlds: fc.Arbitrary<World> = fc
  .record({
    public: fc.boolean(),
    people: fc.uniqueArray(
      fc.record({
        of: person,
        mother: missing(person),
        a: missing(numbers),
        b: missing(numbers),
        t: missing(texts),
      }),
      { selector: ({ of }) => of, maxLength: 12 },
    ),
    events: fc.array(
      fc.record({
        of: person,
        from: day,
        length: missing(fc.nat(9)),
        v: missing(numbers),
        c: missing(texts),
      }),
      { maxLength: 14 },
    ),
    tests: fc.array(fc.record({ of: missing(person), from: day, w: missing(numbers), k: missing(texts) }), {
      maxLength: 14,
    }),
  })
  .map(({ people, events, tests, public: isPublic }): World => {
    const unit = (i: number) => PEOPLE[i] as Unit
    const linked = (i: number | null) => (i === null ? null : unit(i))
    const table = (name: string, rows: StoredRow[]): StoredTable => ({
      register: `test.${name.toLowerCase()}`,
      version: '1.0.0',
      table: name,
      rows,
    })
    return {
      public: isPublic,
      tables: [
        table(
          'PERSON',
          people.map(({ of, mother, ...values }) => ({
            unit: unit(of),
            links: { MOTHER: linked(mother) },
            values,
          })),
        ),
        table(
          'EVENT',
          events.map(({ of, from, length, ...values }) => ({
            unit: unit(of),
            from,
            until: length === null ? null : from + length,
            links: {},
            values,
          })),
        ),
        table(
          'TEST',
          tests.map(({ of, from, ...values }, i) => ({
            unit: { id: BigInt(i), key: 0 },
            from,
            links: { PATIENT: linked(of) },
            values,
          })),
        ),
      ],
    }
  })

/** A plan with its registers, and what is done to values in them. */
export interface Case {
  world: World
  plan: Plan
  values: ValueRules
}
export const cases: fc.Arbitrary<Case> = fc
  .record({
    world: worlds,
    operations: fc.array(wide, { maxLength: 7 }),
    shows: fc.array(wide, { minLength: 1, maxLength: 2 }),
    axisEnds: fc.constantFrom('quantiles' as const, 'extremes' as const),
    outlying: fc.constantFrom({ units: 0, reach: 3 }, { units: 1, reach: 1 }, { units: 2, reach: 1.5 }),
    leastLevel: fc.constantFrom(1, 2, 3),
  })
  .map(({ world, operations, shows, axisEnds, outlying, leastLevel }) => ({
    world,
    plan: planOf(world, operations, shows),
    values: { winsorise: [0.05, 0.9], axisEnds, outlying, leastLevel },
  }))

/** A column of a plan. `rough` has passed through what engines round differently, so nothing discrete may rest on it. */
interface Known extends Column {
  rough: boolean
}
type Knowing<R> = R extends Relation ? Omit<R, 'columns'> & { columns: Known[] } : never
type Made = Knowing<Relation>

function planOf(world: World, operations: readonly Choice[], shows: readonly Choice[]): Plan {
  const made: Made[] = [scanOf(world, 'r0', NONE)]
  const all: Made[] = [...made]
  for (const operation of operations) {
    const next = relationsOf(world, made, operation)
    all.push(...next)
    made.push(...next.slice(-1))
  }
  const steps: Step[] = [
    ...all.map((relation): Step => ({ do: 'relation', relation })),
    ...shows.flatMap((choice, index) => showOf(made, choice, index)),
  ]
  return { bindings: [], steps }
}

const column = (name: string, type: ValueType, more: Partial<Known> = {}): Known => ({
  name,
  type,
  title: { en: `The ${name}` },
  sensitivity: 'PUBLIC',
  rough: false,
  ...more,
})

const LABELS = [
  { code: 'b', label: { en: 'Bee', nb: 'Be' } },
  { code: 'a', label: { en: 'Ay' } },
  { code: '1', label: { en: 'One' } },
]
const TABLES = [
  {
    table: 'PERSON',
    place: 'a',
    unit: 'PERSON',
    many: false,
    link: 'MOTHER',
    variables: { a: 'number', b: 'number', t: 'text' },
  },
  {
    table: 'EVENT',
    place: 'b',
    unit: 'PERSON',
    many: true,
    link: null,
    variables: { v: 'number', c: 'text' },
  },
  {
    table: 'TEST',
    place: 'b',
    unit: 'TEST',
    many: true,
    link: 'PATIENT',
    variables: { w: 'number', k: 'text' },
  },
] as const

function scanOf(world: World, id: string, choice: Choice): Made {
  const table = pick(TABLES, part(choice, 0))
  const variables = Object.entries(table.variables) as [string, ValueType][]
  const timed = table.table !== 'PERSON'
  const columns: Known[] = [
    ...variables.map(([name, type]) => column(`${name}${id}`, type, name === 't' ? { labels: LABELS } : {})),
    column(`unit${id}`, 'key', { unitType: table.unit }),
    ...(table.link ? [column(`link${id}`, 'key', { unitType: 'PERSON' })] : []),
    ...(timed
      ? [column(`from${id}`, 'number', { date: true }), column(`until${id}`, 'number', { date: true })]
      : []),
  ]
  const moment = 9990 + (part(choice, 1).n % 21)
  const when = !timed
    ? { kind: 'fixed' as const }
    : pick(
        [
          { kind: 'fixed' as const },
          { kind: 'day' as const, day: moment },
          { kind: 'window' as const, from: moment, until: moment + 9 },
        ],
        part(choice, 2),
      )
  return {
    op: 'scan',
    id,
    place: table.place,
    unit: table.unit,
    rowsPerUnit: table.table === 'EVENT' ? 'many' : 'one',
    rowsPerSubject: table.many ? 'many' : 'one',
    public: world.public,
    columns,
    position: AT,
    command: 'scan',
    register: `test.${table.table.toLowerCase()}`,
    version: '1.0.0',
    table: table.table,
    subjectLink: table.unit === 'TEST' ? 'PATIENT' : null,
    when,
    present: maybe(part(choice, 3))
      ? variables.slice(0, 1 + (part(choice, 4).n % 2)).map(([name]) => name)
      : [],
    read: [
      ...variables.map(([name]) => ({ as: `${name}${id}`, read: { what: 'variable' as const, name } })),
      { as: `unit${id}`, read: { what: 'unit' } },
      ...(table.link ? [{ as: `link${id}`, read: { what: 'link' as const, name: table.link } }] : []),
      ...(timed
        ? [
            { as: `from${id}`, read: { what: 'from' as const } },
            { as: `until${id}`, read: { what: 'until' as const } },
          ]
        : []),
    ],
  }
}

/** A relation, or several of which the last is the one to go on from. */
type Make = (world: World, made: readonly Made[], id: string, choice: Choice) => Made | Made[] | null
/** What every relation over others starts from. */
const over = (id: string, inputs: readonly Made[], op: Relation['op']) => {
  const [first] = inputs as [Made, ...Made[]]
  const { unit, rowsPerUnit, rowsPerSubject, columns } = first
  const place = inputs.every((input) => input.place === first.place) ? first.place : 'room'
  const isPublic = inputs.every((input) => input.public)
  return {
    op,
    id,
    place,
    unit,
    rowsPerUnit,
    rowsPerSubject,
    columns,
    public: isPublic,
    position: AT,
    command: op,
  }
}
/** The newest relation for most choices, else an older one. */
const inputOf = (made: readonly Made[], { n }: Choice): Made =>
  (n % 3 < 2 ? made.at(-1) : made[n % made.length]) as Made

const OPERATIONS: Record<string, Make> = {
  scan: (world, _, id, choice) => scanOf(world, id, choice),
  extend: (_, made, id, choice) => {
    const input = inputOf(made, part(choice, 0))
    const type = pick<ValueType>(['number', 'text', 'boolean', 'number'], part(choice, 1))
    const { expression, rough } = bounded(type, part(choice, 2), input.columns)
    const same = input.columns.filter((one) => one.type === type && !one.date)
    const before = maybe(part(choice, 3)) && same.length > 0 ? pick(same, part(choice, 4)) : null
    const name = before?.name ?? `x${id}`
    const condition = maybe(part(choice, 5)) ? conditionOf(part(choice, 6), input.columns) : null
    const own = column(name, type, { rough: rough || (condition !== null && before?.rough === true) })
    return {
      ...over(id, [input], 'extend'),
      op: 'extend',
      columns: [...input.columns.filter((one) => one.name !== name), own],
      input: input.id,
      name,
      value: expression,
      condition,
    }
  },
  filter: (_, made, id, choice) => {
    const input = inputOf(made, part(choice, 0))
    return {
      ...over(id, [input], 'filter'),
      op: 'filter',
      input: input.id,
      condition: conditionOf(part(choice, 1), input.columns),
    }
  },
  select: (_, made, id, choice) => {
    const input = inputOf(made, part(choice, 0))
    const taken = input.columns.filter((_, i) => i === 0 || part(choice, 1 + (i % 7)).n % 4 > 0)
    return {
      ...over(id, [input], 'select'),
      op: 'select',
      columns: taken.map((one) => ({ ...one, name: `${one.name}_` })),
      input: input.id,
      take: taken.map(({ name }) => ({ column: name, as: `${name}_` })),
    }
  },
  collapse: (_, made, id, choice) => {
    const input = inputOf(made, part(choice, 0))
    const by = keysOf(input, part(choice, 1))
    if (by.length === 0) return null
    const { aggregates, columns } = aggregatesOf(input, id, choice)
    const first = by[0] as Known
    const single = by.length === 1
    const ofPeople = first.type === 'key' && first.unitType === 'PERSON'
    return {
      ...over(id, [input], 'collapse'),
      op: 'collapse',
      unit: first.type === 'key' ? (first.unitType as string) : 'GROUP',
      rowsPerUnit: single ? 'one' : 'many',
      rowsPerSubject: single && ofPeople ? 'one' : 'many',
      columns: [...by, ...columns],
      input: input.id,
      by: by.map(({ name }) => name),
      aggregates,
    }
  },
  window: (_, made, id, choice) => {
    const input = inputOf(made, part(choice, 0))
    const by = keysOf(input, part(choice, 1))
    if (by.length === 0) return null
    const { aggregates, columns } = aggregatesOf(input, id, choice)
    return {
      ...over(id, [input], 'window'),
      op: 'window',
      columns: [...input.columns, ...columns],
      input: input.id,
      by: by.map(({ name }) => name),
      aggregates,
    }
  },
  join: (world, made, id, choice) => {
    const left = inputOf(made, part(choice, 0))
    const right = made[part(choice, 1).n % made.length] ?? scanOf(world, id, choice)
    const kind = pick(['left', 'full'] as const, part(choice, 2))
    const pairs = left.columns.flatMap((l) =>
      right.columns
        .filter((r) => !l.rough && !r.rough && l.type === r.type && l.unitType === r.unitType)
        .map((r) => ({ l, r })),
    )
    const byUnit = maybe(part(choice, 3)) && left.unit === right.unit
    const on = byUnit || pairs.length === 0 ? [] : some(pairs, part(choice, 4), 2)
    if (on.length === 0 && left.unit !== right.unit) return null
    if (new Set(on.map(({ l }) => l.name)).size < on.length) return null
    const repeats = on.length === 0 && right.rowsPerUnit === 'many'
    const full = kind === 'full'
    const one = (rows: 'rowsPerUnit' | 'rowsPerSubject') =>
      left[rows] === 'one' &&
      !repeats &&
      (!full || (on.length === 0 && left.unit === 'PERSON' && right[rows] === 'one'))
        ? 'one'
        : 'many'
    const days = (of: Made) => of.columns.filter((c) => c.type === 'number' && !c.rough)
    const within =
      repeats && days(right).length > 0 && days(left).length > 0 && maybe(part(choice, 5))
        ? {
            start: (
              days(right).find(({ name }) => name.startsWith('from')) ?? pick(days(right), part(choice, 6))
            ).name,
            stop: (
              days(right).find(({ name }) => name.startsWith('until')) ?? pick(days(right), part(choice, 7))
            ).name,
            index: (days(left).find(({ date }) => date) ?? pick(days(left), part(choice, 8))).name,
            from: -(part(choice, 6).n % 9),
            until: part(choice, 7).n % 9,
          }
        : null
    const taken = right.columns.filter((_, i) => i < 6)
    return {
      ...over(id, [left, right], 'join'),
      op: 'join',
      rowsPerUnit: one('rowsPerUnit'),
      rowsPerSubject: one('rowsPerSubject'),
      columns: [...left.columns, ...taken.map((c) => ({ ...c, name: `${c.name}${id}` }))],
      left: left.id,
      right: right.id,
      kind,
      on: on.map(({ l, r }) => ({ left: l.name, right: r.name })),
      take: taken.map(({ name }) => ({ column: name, as: `${name}${id}` })),
      ...(within ? { within } : {}),
    }
  },
  stack: (_, made, id, choice) => {
    const input = inputOf(made, part(choice, 0))
    return {
      ...over(id, [input], 'stack'),
      op: 'stack',
      rowsPerUnit: 'many',
      rowsPerSubject: 'many',
      inputs: Array.from({ length: 1 + (part(choice, 1).n % 3) }, () => input.id),
    }
  },
  sample: (_, made, id, choice) => {
    const input = inputOf(made, part(choice, 0))
    const size = part(choice, 1)
    return {
      ...over(id, [input], 'sample'),
      op: 'sample',
      input: input.id,
      size: maybe(size)
        ? { kind: 'share', share: pick([0.5, 0.1, 1, 0.9], part(choice, 2)) }
        : { kind: 'count', count: 1 + (part(choice, 2).n % 6) },
      seed: part(choice, 3).n,
    }
  },
  quantile: (_, made, id, choice) => {
    const input = inputOf(made, part(choice, 0))
    const exact = input.columns.filter((one) => one.type === 'number' && !one.rough)
    if (exact.length === 0) return null
    return {
      ...over(id, [input], 'quantile'),
      op: 'quantile',
      columns: [...input.columns, column(`q${id}`, 'number')],
      input: input.id,
      column: pick(exact, part(choice, 1)).name,
      as: `q${id}`,
      groups: 2 + (part(choice, 2).n % 4),
    }
  },
  match: (_, made, id, choice) => {
    const input = inputOf(made, part(choice, 0))
    if (input.rowsPerUnit !== 'one') return null
    const exact = input.columns.filter(({ rough }) => !rough)
    const numbers = exact.filter(({ type }) => type === 'number')
    const near = numbers.length > 0 && maybe(part(choice, 3))
    const cases: Made = {
      ...over(`${id}c`, [input], 'filter'),
      op: 'filter',
      input: input.id,
      condition: conditionOf(part(choice, 1), input.columns),
    }
    const replace = maybe(part(choice, 4))
    return [
      cases,
      {
        ...over(id, [cases, input], 'match'),
        op: 'match',
        ...(replace ? { rowsPerUnit: 'many', rowsPerSubject: 'many' } : {}),
        columns: [...input.columns, column(`set${id}`, 'number'), column(`role${id}`, 'number')],
        cases: cases.id,
        input: input.id,
        exact: maybe(part(choice, 2)) ? names(some(exact, part(choice, 2), 1)) : [],
        calipers: near
          ? some(numbers, part(choice, 5), 2).map(({ name }, i) => ({
              column: name,
              distance: pick([2, 0, 10, 1000], part(choice, 6 + i)),
            }))
          : [],
        ratio: 1 + (part(choice, 7).n % 3),
        replace,
        seed: choice.n,
        set: `set${id}`,
        role: `role${id}`,
      },
    ]
  },
  episodes: (_, made, id, choice) => {
    const input = inputOf(made, part(choice, 0))
    const days = input.columns.filter(({ date }) => date)
    const exact = input.columns.filter(({ rough, type, date }) => !rough && !date && type !== 'key')
    const events = exact.filter(({ type }) => type !== 'text')
    if (days.length === 0 || events.length === 0) return null
    const varying = some(exact, part(choice, 1), 2)
    const named = input.columns.map((one) => ({ one, as: `${one.name}e` }))
    const limits = varying.flatMap(({ name }, i) => [
      { one: pick(days, part(choice, 2 + i)), as: `START@${name}e` },
      { one: pick(days, part(choice, 4 + i)), as: `STOP@${name}e` },
    ])
    const select: Made = {
      ...over(`${id}s`, [input], 'select'),
      op: 'select',
      columns: [...named, ...limits].map(({ one, as }) => ({ ...one, name: as })),
      input: input.id,
      take: [...named, ...limits].map(({ one, as }) => ({ column: one.name, as })),
    }
    const day = (of: Choice) => `${pick(days, of).name}e`
    return [
      select,
      {
        ...over(id, [select], 'episodes'),
        op: 'episodes',
        rowsPerUnit: 'many',
        rowsPerSubject: 'many',
        columns: [...select.columns, column(`entry${id}`, 'number'), column(`time${id}`, 'number')],
        input: select.id,
        index: day(part(choice, 6)),
        exit: day(part(choice, 7)),
        event: `${pick(events, part(choice, 3)).name}e`,
        varying: varying.map(({ name }) => `${name}e`),
        entry: `entry${id}`,
        time: `time${id}`,
      },
    ]
  },
  predict: (_, made, id, choice) => {
    const input = inputOf(made, part(choice, 0))
    const [of, whats, level] = [pick(PREDICTIONS, part(choice, 1)), part(choice, 7), part(choice, 5)]
    const spec = of.spec(input.columns, choice)
    if (!spec) return null
    const take = some(of.whats, whats, 3).map((what, i) => ({
      what,
      as: `p${i}${id}`,
      ...(spec.model === 'mlogit' ? { level: String(pick([0, 1, -1, 3], level)) } : {}),
    }))
    const fine = take.some(({ what }) => what === 'cooksd')
    const predicted: Made = {
      ...over(`${id}p`, [input], 'predict'),
      op: 'predict',
      columns: [...input.columns, ...take.map(({ as }) => column(as, 'number', { rough: true }))],
      input: input.id,
      spec,
      condition: fine || maybe(part(choice, 6)) ? moderate(columnsOfSpec(spec), input.columns) : null,
      take,
    }
    // In steps that no fraction meets half-way, so that rounding decides nothing.
    const steps: Made[] = [predicted]
    for (const [i, { as }] of take.entries()) {
      const last = steps.at(-1) as Made
      const name = `q${i}${id}`
      steps.push({
        ...over(i === take.length - 1 ? id : `${id}q${i}`, [last], 'extend'),
        op: 'extend',
        columns: [...last.columns.filter((one) => one.name !== as), column(name, 'number')],
        input: last.id,
        name,
        value: call('number', 'round', [columnNamed('number', as), literal('number', 0.0317)]),
        condition: null,
      })
    }
    return steps
  },
}

/** New variables most of all: every function is called in one. */
const WEIGHED = [...Object.values(OPERATIONS), ...Array<Make>(4).fill(OPERATIONS['extend'] as Make)]

function relationsOf(world: World, made: readonly Made[], choice: Choice): Made[] {
  const relations = pick(WEIGHED, choice)(world, made, `r${made.length}`, choice) ?? []
  const some = Array.isArray(relations) ? relations : [relations]
  // A plan of few hundred columns says no more than one of a few dozen.
  return some.some(({ columns }) => columns.length > 40) ? [] : some
}

/** The same for a column of numbers as for its values within ±50: what is squared keeps its digits. */
function moderate(named: readonly string[], columns: readonly Known[]): Expression {
  const numbers = columns.filter(({ name, type }) => type === 'number' && named.includes(name))
  const within = numbers.map(({ name }) => {
    const of = columnNamed('number', name)
    const between = call('boolean', 'between', [of, literal('number', -50), literal('number', 50)])
    return call('boolean', 'if', [call('boolean', 'sysmiss', [of]), literal('boolean', true), between])
  })
  return within.reduce((all, one) => call('boolean', '&', [all, one]), literal('boolean', true))
}

const literal = (type: ValueType, value: number | boolean | null): Expression => ({
  kind: 'literal',
  type,
  value,
})
const columnNamed = (type: ValueType, name: string): Expression => ({ kind: 'column', type, name })
const call = (type: ValueType, of: Call, args: Expression[]): Expression => ({
  kind: 'call',
  type,
  call: of,
  arguments: args,
})

type Fitting = (columns: readonly Known[], choice: Choice) => ModelSpec | null
const PLAIN = {
  show: 'model',
  constant: true,
  level: 95,
  exponentiate: false,
  robust: false,
  cluster: null,
  standardize: false,
  margins: null,
} as const
const exactNumbers = (columns: readonly Known[]) => numbersOf(columns).filter(({ rough }) => !rough)

/** A constant alone, so that a model of few rows has one estimate that each engine must find. */
const constantOnly =
  (model: 'regress' | 'logit' | 'mlogit'): Fitting =>
  (columns, choice) => {
    const of = exactNumbers(columns).filter(({ type, date }) => type === 'number' && !date)
    if (of.length === 0) return null
    return { ...PLAIN, model, outcome: pick(of, part(choice, 2)).name, terms: [], exposure: null }
  }
function withinUnits(columns: readonly Known[], choice: Choice): ModelSpec | null {
  const of = constantOnly('regress')(columns, choice)
  return of && { ...PLAIN, model: 'regress-panel', estimator: 'fe', outcome: of.outcome, terms: [] }
}
const line: Fitting = (columns, choice) => {
  const of = exactNumbers(columns)
  if (of.length === 0) return null
  const terms = some(
    dimensionsOf(columns).filter(({ date }) => !date),
    part(choice, 3),
    2,
  ).map(({ name, type }, i) => ({
    factors: [{ column: name, categorical: type === 'text' || maybe(part(choice, 4 + i)) }],
  }))
  return {
    ...PLAIN,
    model: 'regress',
    outcome: pick(of, part(choice, 2)).name,
    terms,
    exposure: null,
  }
}
const PREDICTIONS: readonly { spec: Fitting; whats: readonly Predict['take'][number]['what'][] }[] = [
  { spec: line, whats: ['predicted', 'residuals', 'cooksd'] },
  { spec: constantOnly('logit'), whats: ['probabilities', 'residuals'] },
  { spec: constantOnly('mlogit'), whats: ['probabilities'] },
  { spec: withinUnits, whats: ['predicted', 'residuals', 'effects'] },
]

const keysOf = (input: Made, choice: Choice): Known[] => {
  const exact = input.columns.filter(({ rough }) => !rough)
  return exact.length === 0 ? [] : some(exact, choice, 2)
}

/** What `nearest` is near to and which row `nth` takes. */
const CHOICES: Record<string, (choice: Choice, orders: readonly Known[]) => object> = {
  nearest: (choice, orders) => ({
    to: maybe(choice)
      ? { kind: 'column', name: pick(orders, part(choice, 0)).name }
      : { kind: 'day', day: 10_000 },
  }),
  nth: (choice) => ({ n: pick([1, 2, -1, 3, -2], choice) }),
}
const EXACT = new Set<string>(['count', 'min', 'max', 'first', 'last', 'nearest', 'nth', 'any'])
function aggregatesOf(
  input: Made,
  id: string,
  choice: Choice,
): { aggregates: Aggregate[]; columns: Known[] } {
  const made = Array.from({ length: 1 + (part(choice, 2).n % 3) }, (_, i) => {
    const own = part(choice, 3 + i)
    const source = pick(input.columns, own)
    const usable = AggregateName.options.filter((name) => {
      if (name === 'count' || name === 'any' || name === 'percent') return true
      if (source.type === 'key') return false
      return EXACT.has(name) ? source.type !== 'boolean' : source.type === 'number'
    })
    const statistic = pick(usable, part(own, 0).n > 0 ? part(own, 0) : { n: own.n >> 3, of: [] })
    const as = `y${i}${id}`
    const needsOrder = ['first', 'last', 'nearest', 'nth'].includes(statistic)
    const orders = input.columns.filter((one) => one.type === 'number' && !one.rough)
    if (needsOrder && (orders.length === 0 || source.rough))
      return {
        aggregate: { statistic: 'count' as const, column: source.name, as },
        column: column(as, 'number'),
      }
    const same = ['min', 'max', 'first', 'last', 'nearest', 'nth'].includes(statistic)
    return {
      aggregate: {
        statistic,
        column: source.name,
        as,
        ...(needsOrder ? { order: pick(orders, part(own, 1)).name } : {}),
        ...CHOICES[statistic as string]?.(part(own, 2), orders),
      },
      column: column(as, same ? source.type : 'number', { rough: source.rough || !EXACT.has(statistic) }),
    }
  })
  return { aggregates: made.map(({ aggregate }) => aggregate), columns: made.map((one) => one.column) }
}

/** An expression, and whether engines may round it differently. */
interface Valued {
  expression: Expression
  rough: boolean
}
export type Want = 'number' | 'text' | 'boolean' | 'any'
export interface Signature {
  call: string
  takes: Want[]
  /** How often the last may be repeated. */
  repeats?: number
  /** Engines may round it differently. */
  rough?: boolean
  /** What rests on a rough argument is wrong by more than a rounding. */
  discrete?: boolean
  fixed?: Record<number, Value[]>
}
const of = (calls: string, takes: Want[], more: Omit<Signature, 'call' | 'takes'> = {}): Signature[] =>
  calls.split(' ').map((call) => ({ call, takes, ...more }))
const DISTRIBUTIONS: Signature[] = [
  ...of('normal normalden', ['number']),
  ...of('normalden', ['number', 'number']),
  ...of('normalden', ['number', 'number', 'number']),
  ...of('chi2 chi2den chi2tail t tden ttail', ['number', 'number']),
  ...of('F Fden Ftail', ['number', 'number', 'number']),
  ...of('binomial binomialp binomialtail', ['number', 'number', 'number']),
]
  .filter(({ call }) => (FUNCTIONS as readonly string[]).includes(call))
  .map((signature) => ({ ...signature, rough: true, discrete: true }))
export const SIGNATURES: Record<'number' | 'text' | 'boolean', Signature[]> = {
  number: [
    ...DISTRIBUTIONS,
    ...of('+ - * /', ['number', 'number']),
    ...of('^', ['number', 'number'], { rough: true, discrete: true }),
    ...of('negate abs', ['number']),
    ...of('date', ['number', 'number', 'number'], { discrete: true }),
    ...of('year halfyear quarter month week day dow doy', ['number'], { discrete: true }),
    ...of('ceil floor int round', ['number'], { discrete: true }),
    ...of('round', ['number', 'number'], {
      discrete: true,
      fixed: { 1: [0.1, 1, 5, 0.25, 0, null, -2, 0.3] },
    }),
    ...of('sqrt exp ln log10 logit sin cos tan asin acos atan', ['number'], { rough: true, discrete: true }),
    ...of('pi', [], { rough: true }),
    ...of('comb', ['number', 'number'], { rough: true, discrete: true }),
    ...of('rowmax rowmin', ['number'], { repeats: 3 }),
    ...of('rowmean rowmedian rowtotal rowstd', ['number'], { repeats: 3, rough: true }),
    ...of('rowmissing rowvalid', ['any'], { repeats: 3 }),
    ...of('length', ['text']),
    ...of('to_int', ['any'], { discrete: true }),
    ...of('if', ['boolean', 'number', 'number']),
    ...of('parse-number', ['text', 'text', 'boolean', 'boolean'], {
      fixed: { 1: ['', '.', 'å ', '1'], 2: [false, true], 3: [true] },
    }),
  ],
  text: [
    ...of('++', ['text', 'any'], { discrete: true }),
    ...of('isoformatdate', ['number'], { discrete: true }),
    ...of('date_fmt', ['number', 'text'], {
      discrete: true,
      fixed: { 1: ['%Y-%m', '%d.%m.%y', '%j %b %B', '%a %A %u %w', '%G-%V %%'] },
    }),
    ...of('rowconcat', ['any'], { repeats: 3, discrete: true }),
    ...of('string to_str', ['any'], { discrete: true }),
    ...of('lower upper ltrim rtrim trim', ['text']),
    ...of('substr', ['text', 'number'], { discrete: true }),
    ...of('substr', ['text', 'number', 'number'], { discrete: true }),
    ...of('if', ['boolean', 'text', 'text']),
  ],
  boolean: [
    ...of('== != < <= > >=', ['number', 'number'], { discrete: true }),
    ...of('== != < <= > >=', ['text', 'text']),
    ...of('& |', ['boolean', 'boolean']),
    ...of('!', ['boolean']),
    ...of('inlist', ['number', 'number'], { repeats: 3, discrete: true }),
    ...of('inlist', ['text', 'text'], { repeats: 3 }),
    ...of('inrange between', ['number', 'number', 'number'], { discrete: true }),
    ...of('sysmiss', ['any']),
    ...of('startswith endswith', ['text', 'text']),
    ...of('if', ['boolean', 'boolean', 'boolean']),
  ],
}
const LITERALS: Record<'number' | 'text' | 'boolean', Value[]> = {
  number: [0, 1, 2, -1, 0.5, 3, null, 10_000, -0.75, 0.1, 1e308, -1e-300, 2000],
  text: ['a', '', '1', null, 'å', ' 0301 ', '-2,5', '1e3', 'ß'],
  boolean: [true, false, null],
}

function expressionOf(want: Want, choice: Choice, columns: readonly Known[], exact: boolean): Valued {
  const type = want === 'any' ? pick(['number', 'text', 'boolean'] as const, choice) : want
  if (choice.of.length === 0) {
    const usable = columns.filter((one) => one.type === type && !(exact && one.rough))
    const literals = LITERALS[type]
    const at = choice.n % (2 * usable.length + literals.length)
    const found = usable[at % Math.max(1, usable.length)]
    if (found && at < 2 * usable.length)
      return { expression: { kind: 'column', type, name: found.name }, rough: found.rough }
    return { expression: { kind: 'literal', type, value: pick(literals, choice) as never }, rough: false }
  }
  const signatures = SIGNATURES[type].filter(({ rough }) => !(exact && rough))
  const signature = pick(signatures, { n: choice.n + (part(choice, 0).n % 7), of: [] })
  const last = signature.takes.at(-1)
  const extra =
    last && signature.repeats ? Array.from({ length: choice.n % signature.repeats }, () => last) : []
  const parts = [...signature.takes, ...extra].map((take, i): Valued => {
    const fixed = signature.fixed?.[i]
    const own = part(choice, i % 3)
    if (fixed)
      return {
        expression: { kind: 'literal', type: take as ValueType, value: pick(fixed, own) as never },
        rough: false,
      }
    return expressionOf(take, i < 3 ? own : { ...own, of: [] }, columns, exact || signature.discrete === true)
  })
  return {
    expression: {
      kind: 'call',
      type,
      call: signature.call as never,
      arguments: parts.map(({ expression }) => expression),
    },
    rough: signature.rough === true || parts.some(({ rough }) => rough),
  }
}

/** Numbers beyond a million say nothing of sums and too much of rounding: they are missing in a column. */
function bounded(type: ValueType, choice: Choice, columns: readonly Known[]): Valued {
  const made = expressionOf(type as Want, choice, columns, false)
  if (type !== 'number' || made.expression.kind !== 'call') return made
  const within = call('boolean', 'between', [
    made.expression,
    literal('number', -1e6),
    literal('number', 1e6),
  ])
  return { ...made, expression: call(type, 'if', [within, made.expression, literal('number', null)]) }
}

/** A condition may be a number: true unless it is 0. */
function conditionOf(choice: Choice, columns: readonly Known[]): Expression {
  return expressionOf(choice.n % 11 === 10 ? 'number' : 'boolean', choice, columns, true).expression
}

type Showing = (columns: readonly Known[], choice: Choice) => ShowSpec | null
const measures = [
  'mean',
  'std',
  'sum',
  'median',
  'p25',
  'p75',
  'gini',
  'iqr',
  'min',
  'max',
  'sd',
  'count',
  'percent',
] as const
const dimensionsOf = (columns: readonly Known[]) =>
  columns.filter(({ type, rough }) => type !== 'key' && !rough)
const numbersOf = (columns: readonly Known[]) =>
  columns.filter(({ type }) => type === 'number' || type === 'boolean')
const names = (columns: readonly Known[]): string[] => columns.map(({ name }) => name)

const SHOWS: Record<string, Showing> = {
  tabulate: (columns, choice) => {
    const dimensions = dimensionsOf(columns)
    if (dimensions.length === 0) return null
    const chosen = some(dimensions, part(choice, 0), 3)
    const measured = numbersOf(columns)
    const sort = (own: Choice) =>
      own.n % 3 === 2 ? pick(['total', '', '1', 'a', 'nowhere'], part(own, 0)) : null
    const end = (own: Choice) => (own.n % 4 === 3 ? 1 + (part(own, 0).n % 3) : null)
    const top = end(part(choice, 3))
    const flags = part(choice, 4)
    return {
      show: 'tabulate',
      dimensions: names(chosen),
      missing: maybe(part(choice, 1)),
      frequency: maybe(flags),
      shares: flags.n % 3 === 0 ? [] : some(['rowpct', 'colpct', 'cellpct'] as const, flags, 3),
      measure:
        measured.length > 0 && maybe(part(choice, 2))
          ? { column: pick(measured, part(choice, 5)).name, show: some(measures, part(choice, 6), 4) }
          : null,
      chi2: chosen.length === 2 && part(choice, 7).n % 3 === 1,
      labels: !maybe(part(choice, 7)),
      order: {
        rowsort: sort(part(choice, 5)),
        colsort: chosen.length > 1 ? sort(part(choice, 6)) : null,
        top,
        bottom: top === null ? end(part(choice, 2)) : null,
      },
    }
  },
  summarize: (columns, choice) => {
    const of = numbersOf(columns)
    if (of.length === 0) return null
    const by = dimensionsOf(columns)
    return {
      show: 'summarize',
      columns: names(some(of, part(choice, 0), 2)),
      by: by.length > 0 && maybe(part(choice, 1)) ? names(some(by, part(choice, 2), 2)) : [],
      gini: maybe(part(choice, 3)),
      iqr: maybe(part(choice, 4)),
    }
  },
  barchart: (columns, choice) => {
    const statistic = pick(['count', 'percent', ...measures] as const, part(choice, 0))
    const counts = statistic === 'count' || statistic === 'percent'
    const of = counts ? dimensionsOf(columns) : numbersOf(columns)
    const over = dimensionsOf(columns)
    if (of.length === 0) return null
    return {
      show: 'barchart',
      statistic,
      columns: names(some(of, part(choice, 1), 2)),
      over: over.length > 0 && maybe(part(choice, 2)) ? names(some(over, part(choice, 3), 2)) : [],
      stacked: maybe(part(choice, 4)),
      horizontal: maybe(part(choice, 5)),
    }
  },
  histogram: (columns, choice) => {
    const of = numbersOf(columns).filter(({ rough }) => !rough)
    const by = dimensionsOf(columns)
    if (of.length === 0) return null
    const size = part(choice, 3)
    return {
      show: 'histogram',
      column: pick(of, part(choice, 0)).name,
      discrete: maybe(part(choice, 1)),
      value: pick(['frequency', 'density', 'percent'] as const, part(choice, 2)),
      bins: size.n % 3 === 1 ? 1 + (part(size, 0).n % 6) : null,
      width: size.n % 3 === 2 ? pick([1, 2.5, 100, 10_000], part(size, 0)) : null,
      by: by.length > 0 && maybe(part(choice, 4)) ? pick(by, part(choice, 5)).name : null,
      normal: maybe(part(choice, 6)),
    }
  },
  'kaplan-meier': (columns, choice) => {
    const of = numbersOf(columns).filter(({ rough }) => !rough)
    const by = dimensionsOf(columns)
    if (of.length === 0) return null
    return {
      show: 'kaplan-meier',
      event: pick(of, part(choice, 0)).name,
      time: pick(of, part(choice, 1)).name,
      by: by.length > 0 && maybe(part(choice, 2)) ? pick(by, part(choice, 3)).name : null,
      level: pick([95, 90], part(choice, 4)),
    }
  },
  boxplot: (columns, choice) => {
    const of = numbersOf(columns).filter(({ rough }) => !rough)
    const over = dimensionsOf(columns)
    if (of.length === 0) return null
    return {
      show: 'boxplot',
      columns: names(some(of, part(choice, 0), 2)),
      over: over.length > 0 && maybe(part(choice, 1)) ? names(some(over, part(choice, 2), 2)) : [],
    }
  },
  piechart: (columns, choice) => {
    const of = dimensionsOf(columns)
    return of.length === 0 ? null : { show: 'piechart', column: pick(of, part(choice, 0)).name }
  },
  hexbin: (columns, choice) => {
    const of = exactNumbers(columns)
    if (of.length === 0) return null
    const [x, y] = [pick(of, part(choice, 0)).name, pick(of, part(choice, 1)).name]
    return { show: 'hexbin', x, y, size: 1 + (part(choice, 2).n % 12) }
  },
  sankey: (columns, choice) => {
    const of = some(dimensionsOf(columns), part(choice, 0), 4)
    return of.length < 2 ? null : { show: 'sankey', columns: names(of) }
  },
  coefplot: (columns, choice) => {
    const model = constantOnly('regress')(columns, choice)
    return model && { show: 'coefplot', model }
  },
  ci: (columns, choice) => {
    const of = exactNumbers(columns)
    const by = dimensionsOf(columns)
    if (of.length === 0) return null
    return {
      show: 'ci',
      columns: names(some(of, part(choice, 0), 3)),
      by: by.length > 0 && maybe(part(choice, 1)) ? pick(by, part(choice, 2)).name : null,
      level: pick([95, 90], part(choice, 3)),
    }
  },
  correlate: (columns, choice) => {
    const of = some(exactNumbers(columns), part(choice, 0), 4)
    if (of.length < 2) return null
    return {
      show: 'correlate',
      columns: names(of),
      covariance: maybe(part(choice, 1)),
      pairwise: maybe(part(choice, 2)),
      units: maybe(part(choice, 3)),
      p: maybe(part(choice, 4)),
    }
  },
  anova: (columns, choice) => {
    const model = line(columns, choice)
    if (!model) return null
    const [first, second] = model.terms
    const both =
      first && second && maybe(part(choice, 5)) ? [{ factors: [...first.factors, ...second.factors] }] : []
    return { show: 'anova', outcome: model.outcome, terms: [...model.terms, ...both] }
  },
  normaltest: (columns, choice) => {
    const of = exactNumbers(columns)
    return of.length === 0 ? null : { show: 'normaltest', columns: names(some(of, part(choice, 0), 2)) }
  },
  rates: (columns, choice) => {
    const of = exactNumbers(columns)
    const dimensions = dimensionsOf(columns)
    if (of.length === 0) return null
    const one = (i: number) => pick(of, part(choice, i)).name
    return {
      show: 'rates',
      event: one(0),
      time: one(1),
      standard: one(2),
      by: names(some(dimensions, part(choice, 3), 2)),
      over: maybe(part(choice, 4)) ? pick(dimensions, part(choice, 5)).name : null,
      per: pick([1, 1000], part(choice, 6)),
      level: pick([95, 90], part(choice, 7)),
    }
  },
}
/** Statistics of squares and higher powers, over values that let these keep their digits. */
const OF_SQUARES = new Set<string | undefined>(['coefplot', 'correlate', 'anova', 'normaltest'])
/** Statistics of more rows than a register has here: everyone three times. */
const OF_MANY = new Set<string | undefined>(['normaltest'])

function showOf(made: readonly Made[], choice: Choice, index: number): Step[] {
  const input = inputOf(made, part(choice, 8))
  const spec = pick(Object.values(SHOWS), choice)(input.columns, choice)
  const some = maybe(part(choice, 9)) ? conditionOf(part(choice, 10), input.columns) : null
  const condition = spec && OF_SQUARES.has(spec.show) ? moderate(columnsOfSpec(spec), input.columns) : some
  const many: Made = {
    ...over(`s${index}`, [input], 'stack'),
    op: 'stack',
    rowsPerUnit: 'many',
    rowsPerSubject: 'many',
    inputs: [input.id, input.id, input.id],
  }
  const show: Show = {
    index,
    command: spec?.show ?? 'textblock',
    position: AT,
    dataset: 'd',
    what: spec
      ? {
          kind: 'statistic',
          relation: OF_MANY.has(spec.show) ? many.id : input.id,
          condition,
          spec: ShowSpecSchema.parse(spec),
        }
      : { kind: 'text', markdown: 'Nothing to show.' },
  }
  return [
    ...(OF_MANY.has(spec?.show) ? [{ do: 'relation' as const, relation: many }] : []),
    { do: 'show', show },
  ]
}
