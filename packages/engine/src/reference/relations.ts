/** Each relation of the plan from its inputs, row by row, as its docstring in plan/types.ts says. */
import { fail, PERSON } from '@sund/model'
import type {
  Aggregate,
  Collapse,
  Extend,
  Filter,
  Join,
  Quantile,
  Relation,
  Sample,
  Scan,
  Select,
  Stack,
  ValueType,
  Window,
} from '../plan/types.js'
import { AGGREGATES } from './aggregates.js'
import {
  compare,
  type Dataset,
  grouped,
  numberOf,
  type Row,
  type StoredRow,
  type StoredTable,
  sameness,
  type Value,
  valueOf,
} from './data.js'
import { lotOf, unitOfGroup } from './digest.js'
import { evaluate, meets } from './expressions.js'
import { ascending } from './order.js'

/** Rows of a relation, its inputs in the order of `inputsOf`. */
export type Made = Pick<Dataset, 'rows'>

export interface Input extends Dataset {
  relation: Relation
}

/** Rows of a stored table. A row whose subject is unknown is left out. */
export function scan(of: Scan, tables: readonly StoredTable[]): Made {
  const stored = tables.find(
    ({ register, version, table }) =>
      register === of.register && version === of.version && table === of.table,
  )
  if (!stored) throw new Error(`no rows of ${of.register}:${of.version}/${of.table} are at hand`)
  const rows = stored.rows
    .filter((row) => valid(row, of.when))
    .filter(
      ({ values }) => of.present.length === 0 || of.present.some((name) => (values[name] ?? null) !== null),
    )
    .flatMap((row): Row[] => {
      const subject = of.subjectLink === null ? row.unit : row.links[of.subjectLink]
      if (!subject) return []
      const values = of.read.map(({ as, read }) => {
        const found = {
          variable: () => row.values[(read as { name: string }).name] ?? null,
          link: () => row.links[(read as { name: string }).name]?.id ?? null,
          unit: () => row.unit.id,
          from: () => row.from ?? null,
          until: () => (row.until === undefined ? (row.from ?? null) : row.until),
        }[read.what]()
        return [as, found] as const
      })
      return [
        { unit: row.unit.id, subject: subject.id, key: subject.key, values: Object.fromEntries(values) },
      ]
    })
  return { rows }
}

function valid({ from, until }: StoredRow, when: Scan['when']): boolean {
  if (when.kind === 'fixed' || from === undefined) return true
  const [first, last] = when.kind === 'day' ? [when.day, when.day] : [when.from, when.until]
  const end = until === undefined ? from : until
  return from !== null && from <= last && (end === null || end >= first)
}

export function join(of: Join, [left, right]: readonly [Input, Input]): Made {
  const byUnit = of.on.length === 0
  const leftKeys = (row: Row): Value[] => (byUnit ? [row.unit] : of.on.map((pair) => valueOf(row, pair.left)))
  const rightKeys = (row: Row): Value[] =>
    byUnit ? [row.unit] : of.on.map((pair) => valueOf(row, pair.right))
  const matchable = right.rows.filter((row) => !rightKeys(row).includes(null))
  const matches = new Map(
    grouped(matchable, rightKeys).map((rows) => [sameness(rightKeys(rows[0] as Row)), rows]),
  )
  if (
    !(byUnit && right.relation.rowsPerUnit === 'many') &&
    [...matches.values()].some((rows) => rows.length > 1)
  )
    return fail(
      'script.dataset',
      'Several rows of the dataset that is merged match the same row.',
      'Make it one row per key first, with collapse … , by().',
      { position: of.position },
    )
  const brought = (row: Row | null) =>
    Object.fromEntries(of.take.map(({ column, as }) => [as, row ? valueOf(row, column) : null]))
  const used = new Set<Row>()
  const rows = left.rows.flatMap((row) => {
    const keys = leftKeys(row)
    const same = keys.includes(null) ? [] : (matches.get(sameness(keys)) ?? [])
    const found = same.filter((match) => overlaps(of.within, row, match))
    for (const match of found) used.add(match)
    return (found.length > 0 ? found : [null]).map((match) => ({
      ...row,
      values: { ...row.values, ...brought(match) },
    }))
  })
  if (of.kind === 'left') return { rows }
  const keyed = (row: Row) => Object.fromEntries(of.on.map((pair) => [pair.left, valueOf(row, pair.right)]))
  const others = right.rows.filter((row) => !used.has(row))
  return { rows: [...rows, ...others.map((row) => ({ ...row, values: { ...keyed(row), ...brought(row) } }))] }
}

/** Whether the days of a match overlap the window around the row's own day; a stop that is missing is still to come. */
function overlaps(within: Join['within'], row: Row, match: Row): boolean {
  if (!within) return true
  const [index, start, stop] = [
    numberOf(row, within.index),
    numberOf(match, within.start),
    numberOf(match, within.stop),
  ]
  if (index === null || start === null) return false
  return start <= index + within.until && (stop === null || stop >= index + within.from)
}

export function extend(of: Extend, input: Input): Made {
  const value = (row: Row): Value => {
    const holds = of.condition === null || meets(of.condition, row, of.position)
    return as(of.value.type, holds ? evaluate(of.value, row, of.position) : valueOf(row, of.name))
  }
  return { rows: input.rows.map((row) => ({ ...row, values: { ...row.values, [of.name]: value(row) } })) }
}

/** A truth among numbers is 1 or 0, and a number among truths is true unless 0. */
function as(type: ValueType, value: Value): Value {
  if (type === 'number' && typeof value === 'boolean') return Number(value)
  return type === 'boolean' && typeof value === 'number' ? value !== 0 : value
}

export const filter = (of: Filter, input: Input): Made => ({
  rows: input.rows.filter((row) => meets(of.condition, row, of.position)),
})

export const select = (of: Select, input: Input): Made => ({
  rows: input.rows.map((row) => ({
    ...row,
    values: Object.fromEntries(of.take.map(({ column, as: name }) => [name, valueOf(row, column)])),
  })),
})

const byOf = (row: Row, by: readonly string[]): Value[] => by.map((name) => valueOf(row, name))

function groupsOf(of: Collapse | Window, input: Input): { all: Row[]; groups: Row[][] } {
  const all = input.rows.filter((row) => !byOf(row, of.by).includes(null))
  return { all, groups: grouped(all, (row) => byOf(row, of.by)) }
}

const aggregated = (aggregates: readonly Aggregate[], rows: readonly Row[], all: readonly Row[]) =>
  Object.fromEntries(
    aggregates.map((aggregate) => [
      aggregate.as,
      (AGGREGATES[aggregate.statistic] as (typeof AGGREGATES)[string])({ rows, all }, aggregate),
    ]),
  )

/**
 * A group's unit is its first key. Its subject is that unit where groups are people; else the one person behind the group where
 * every group has exactly one; else the unit. Its record key is the sum of its subjects' keys.
 */
export function collapse(of: Collapse, input: Input): Made {
  const { all, groups } = groupsOf(of, input)
  const first = of.by[0] as string
  const isKey = input.columns.get(first)?.type === 'key'
  const single = groups.every((rows) => rows.every(({ subject }) => subject === rows[0]?.subject))
  const unitOf = (row: Row): bigint =>
    isKey ? (valueOf(row, first) as bigint) : unitOfGroup(first, valueOf(row, first))
  const ofSubjects = single && !(isKey && of.unit === PERSON)
  const keys = new Map(
    grouped(groups.flat(), (row) => [unitOf(row)]).map((rows) => [unitOf(rows[0] as Row), keySum(rows)]),
  )
  return {
    rows: groups.map((rows): Row => {
      const one = rows[0] as Row
      const unit = unitOf(one)
      return {
        unit,
        subject: ofSubjects ? one.subject : unit,
        key: ofSubjects ? keySum(rows) : (keys.get(unit) as number),
        values: {
          ...Object.fromEntries(of.by.map((name) => [name, valueOf(one, name)])),
          ...aggregated(of.aggregates, rows, all),
        },
      }
    }),
  }
}

export function window(of: Window, input: Input): Made {
  const { all, groups } = groupsOf(of, input)
  const made = new Map(groups.flatMap((rows) => rows.map((row) => [row, rows] as const)))
  const none = Object.fromEntries(of.aggregates.map((aggregate) => [aggregate.as, null]))
  return {
    rows: input.rows.map((row) => {
      const rows = made.get(row)
      return { ...row, values: { ...row.values, ...(rows ? aggregated(of.aggregates, rows, all) : none) } }
    }),
  }
}

/** The sum of the record keys of the distinct subjects, modulo 65,536. */
export function keySum(rows: readonly Row[]): number {
  const people = grouped(rows, ({ subject, key }) => [subject, key])
  return people.reduce((sum, [row]) => sum + (row as Row).key, 0) % 65_536
}

/** Rows of all inputs under one another. */
export const stack = (_: Stack, ...inputs: readonly Input[]): Made => ({
  rows: inputs.flatMap((input) => input.rows),
})

/** The units that a seed draws, with all their rows. */
export function sample(of: Sample, input: Input): Made {
  const units = grouped(input.rows, (row) => [row.unit]).map((rows) => ({
    unit: (rows[0] as Row).unit,
    lot: lotOf(of.seed, Math.min(...rows.map(({ key }) => key))),
  }))
  const drawn =
    of.size.kind === 'share'
      ? units.filter(({ lot }) => lot < (of.size as { share: number }).share * 2 ** 52)
      : units.sort((a, b) => a.lot - b.lot || compare(a.unit, b.unit)).slice(0, of.size.count)
  const kept = new Set(drawn.map(({ unit }) => unit))
  return { rows: input.rows.filter((row) => kept.has(row.unit)) }
}

/**
 * Stata's xtile: the cut point after group j of n is the value above the share j/n of the N values, or the mean of the two values around
 * it where N·j/n is whole; a value belongs to the first group whose cut point it does not exceed.
 */
export function quantile(of: Quantile, input: Input): Made {
  const numbers = input.rows.map((row) => numberOf(row, of.column)).filter((value) => value !== null)
  const sorted = ascending(numbers)
  const cuts = Array.from({ length: of.groups - 1 }, (_, i) => {
    const place = sorted.length * (i + 1)
    const above = sorted[Math.floor(place / of.groups)] as number
    return place % of.groups === 0 ? ((sorted[place / of.groups - 1] as number) + above) / 2 : above
  })
  const group = (row: Row): Value => {
    const value = numberOf(row, of.column)
    return value === null ? null : 1 + cuts.filter((cut) => cut < value).length
  }
  return { rows: input.rows.map((row) => ({ ...row, values: { ...row.values, [of.as]: group(row) } })) }
}
