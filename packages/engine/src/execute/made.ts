/**
 * What a workplace knows of a relation before it has its rows: which columns it has, whose rows they are, and how often
 * they will be read. It decides nothing but whether a relation is worth keeping.
 */
import type { Once, RecordSet } from '@sund/model'
import { isPlace, keptBy, type People, subjectKey } from '../dialects/relations.js'
import type { Sql } from '../dialects/sql.js'
import { canLack } from '../plan/presence.js'
import { inputsOf } from '../plan/prune.js'
import type { Column, Fragment, Relation, Show } from '../plan/types.js'

/** A relation as it lies: a table, or a SELECT over tables and files that nobody needed as a table yet. */
export interface Made {
  relation: Relation
  from: Sql
  columns: readonly Column[]
  people: People
  /** SELECTs upon one another since the last table. */
  depth: number
  /** Tables that it reads. */
  tables: readonly string[]
  /** It reads a stored table each time, all rows of it. */
  stored: boolean
  /** A condition of the user's may stand behind it, or a value that some might not have. */
  edited: boolean
  /** What is known of its units and people, whatever the plan says. */
  once: Once
  /** Each of its people has one row: looked up where nothing is known, once somebody asked. */
  onceSeen?: boolean
  /** Everyone in it, once somebody asked. */
  population?: RecordSet
}

/** The columns that a relation really has, with what is known of them. */
export function columnsOf(relation: Relation, inputs: readonly Made[]): readonly Column[] {
  const known = new Map(
    [...inputs.flatMap((input) => input.columns), ...relation.columns].map((c) => [c.name, c]),
  )
  const named = (names: readonly string[]) => names.flatMap((name) => known.get(name) ?? [])
  // Where rows lie in a file means nothing once they are put together with others.
  const lying = relation.op === 'filter' || relation.op === 'extend'
  const before = (inputs[0]?.columns ?? []).map(({ name }) => name).filter((name) => lying || !isPlace(name))
  switch (relation.op) {
    case 'scan':
      return named(relation.read.map(({ as }) => as))
    case 'received':
      return relation.columns
    case 'join':
      return named([...new Set([...before, ...relation.take.map(({ as }) => as)])])
    case 'extend':
      return named([
        ...new Set([...keptBy(relation, inputs[0]?.columns ?? []).map(({ name }) => name), relation.name]),
      ])
    case 'filter':
    case 'sample':
      return named(before)
    case 'stack':
      return relation.columns
    case 'quantile':
      return named([...new Set([...before, relation.as])])
    case 'select':
      return named(relation.take.map(({ as }) => as))
    case 'collapse':
      return named([...relation.by, ...relation.aggregates.map(({ as }) => as)])
    case 'match':
    case 'episodes':
      return named(relation.columns.map(({ name }) => name))
    case 'window':
      return named([...new Set([...before, ...relation.aggregates.map(({ as }) => as)])])
    case 'predict':
      return named([...new Set([...before, ...relation.take.map(({ as }) => as)])])
  }
}

const NOBODY_KNOWN: People = { keyed: false, columns: new Set(), range: null }

/** What is known of the people of a relation that is made of others. */
export function peopleOf(relation: Relation, inputs: readonly Made[]): People {
  const [first, second] = inputs
  if (!first) return NOBODY_KNOWN
  const without = (names: readonly string[]): People => ({
    ...first.people,
    columns: new Set([...first.people.columns].filter((name) => !names.includes(name))),
  })
  switch (relation.op) {
    case 'filter':
    case 'sample':
      return first.people
    case 'extend':
      return without([relation.name])
    case 'quantile':
      return without([relation.as])
    case 'window':
      return without(relation.aggregates.map(({ as }) => as))
    case 'predict':
      return without(relation.take.map(({ as }) => as))
    case 'select':
      return {
        ...first.people,
        columns: new Set(
          relation.take.filter(({ column }) => first.people.columns.has(column)).map(({ as }) => as),
        ),
      }
    case 'join':
      if (relation.kind === 'left') return without(relation.take.map(({ as }) => as))
      return { keyed: first.people.keyed && second?.people.keyed === true, columns: new Set(), range: null }
    case 'stack':
    case 'match':
      return inputs
        .map(({ people }) => people)
        .reduce((a, b) => ({
          keyed: a.keyed && b.keyed,
          columns: new Set([...a.columns].filter((name) => b.columns.has(name))),
          range: a.range && b.range && a.range.first === b.range.first ? a.range : null,
        }))
    case 'collapse':
      return subjectKey(relation, first) === null
        ? NOBODY_KNOWN
        : {
            ...first.people,
            columns: new Set(relation.by.filter((name) => first.people.columns.has(name))),
          }
    default:
      return NOBODY_KNOWN
  }
}

/** How often a relation reads the rows of each input. */
const READS: Readonly<Partial<Record<Relation['op'], number>>> = {
  window: 2,
  quantile: 2,
  sample: 3,
  match: 3,
  episodes: 3,
  predict: 4,
}
/** A statistic is preceded by a count of its people. */
const READS_OF_SHOW = 2

/** Relations that are as cheap to read anew as they would be to keep. */
export const isLight = ({ op }: Relation): boolean => op === 'extend' || op === 'filter' || op === 'select'
/** Whether a condition of the user's decides who or what is in a relation, or an expression who has a value there. */
export const isEdit = (relation: Relation): boolean =>
  relation.op === 'filter' ||
  (relation.op === 'extend' && (relation.condition !== null || canLack(relation.value)))

/** How often the rows of each relation will be read, if light relations are never kept; a statistic that reads none is `told` otherwise. */
export function readings(
  { steps, deliver }: Fragment,
  told: { has(show: Show): boolean } = new Set(),
): Map<string, number> {
  const read = new Map<string, number>()
  const add = (id: string, times: number) => read.set(id, (read.get(id) ?? 0) + times)
  for (const { relation } of deliver) add(relation, 1)
  for (const step of [...steps].reverse()) {
    if (step.do === 'show') {
      if (step.show.what.kind === 'statistic' && !told.has(step.show))
        add(step.show.what.relation, READS_OF_SHOW)
      continue
    }
    const { relation } = step
    const times = isLight(relation)
      ? (read.get(relation.id) ?? 0) + (isEdit(relation) ? 1 : 0)
      : (READS[relation.op] ?? 1)
    for (const input of inputsOf(relation)) add(input, times)
  }
  return read
}

/** Beyond this many SELECTs upon one another a relation becomes a table. */
const MOST_DEPTH = 16
/** Reading a stored table so often costs less than keeping it; of one row a person, less. */
const STORED = { one: 1, many: 5 }
/** What is left of a stored table by a condition is worth keeping when it is read more often than this. */
const FILTERED = 2

/** Whether the rows of a relation are kept, given how often they will be read. */
export function isKept(made: Pick<Made, 'relation' | 'depth' | 'stored'>, times: number): boolean {
  const { relation, depth, stored } = made
  if (depth >= MOST_DEPTH) return true
  if (relation.op === 'scan') return times > STORED[relation.rowsPerSubject]
  if (isLight(relation)) return stored && times > (relation.op === 'filter' ? FILTERED : STORED.many)
  return times > 1
}
