/**
 * From the terms of a model to columns of numbers, row by row: complete rows, levels of factors, products, and which columns are
 * left out because they are constant, depend on others, or tell a binary outcome for certain.
 */
import { LANGUAGES, type LocalisedText, type ModelStatistic, type RecordSet } from '@sund/model'
import type { ModelSpec, Term } from '../../../plan/types.js'
import { numberOf, type Population, type Row, valueOf } from '../../data.js'
import { meanOf, sumOf } from '../../order.js'
import { axisOf, type Level, type LevelValue } from '../axes.js'
import { type Amount, drawnIn } from '../outlying.js'
import { columnOf, degenerate, measured, plain, recordSet, unitsOf } from '../population.js'
import { independentOf, type Vector } from './algebra.js'

export type Factor = Term['factors'][number]
/** What stands in a factor's place at a row: a number, or the value of a level. */
export type Reading = (factor: Factor, row: Row) => LevelValue

export interface ModelColumn {
  term: string
  level?: string
  label: LocalisedText
  /** What it is a product of: numbers, and indicators of a level. */
  operands: readonly (Factor & { is?: Level })[]
  /** Enters as (x − mean) / scale. */
  mean: number
  scale: number
}

export interface Design {
  population: Population
  rows: readonly Row[]
  /** The outcome as the model reads it. */
  y: Vector
  constant: boolean
  columns: readonly ModelColumn[]
  /** By row the constant, where there is one, and the standardised columns. */
  x: readonly Vector[]
  used: RecordSet
  missing: RecordSet
  factorLevels: ModelStatistic['factorLevels']
  notes: string[]
}

export interface Needs {
  /** What the outcome is at a row; a number by default. */
  outcome?: (row: Row) => number | null
  /** Further variables that must be present. */
  present?: readonly string[]
  /** Further conditions on rows. */
  whole?: (row: Row) => boolean
  separable?: boolean
  /** What is drawn in besides an outcome that is a number by default. */
  amounts?: readonly Amount[]
  /** Columns are about their mean: whenever there is a constant, or (cox) it cancels. */
  centred: boolean
  /** The model has a constant. */
  constant: boolean
}

export const keyOf = ({ column, categorical }: Factor): string => `${categorical ? 'i.' : ''}${column}`
export const writtenTerm = (term: Term): string => term.factors.map(keyOf).join('#')
export const named = ({ term, level }: Pick<ModelColumn, 'term' | 'level'>): string =>
  level === undefined ? term : `${term} (${level})`

/** A binary outcome: 0 is 0, any other number 1. */
export const binary =
  (population: Population, name: string) =>
  (row: Row): number | null => {
    const value = measured(population, name).raw(row)
    return value === null ? null : Number(value !== 0)
  }

export function designOf(
  population: Population,
  spec: Pick<ModelSpec, 'model' | 'outcome' | 'terms' | 'cluster'>,
  needs: Needs,
): Design {
  const outcome = needs.outcome ?? measured(population, spec.outcome).raw
  const factors = [...new Map(spec.terms.flatMap((t) => t.factors).map((f) => [keyOf(f), f])).values()]
  const axes = new Map(
    factors.filter((f) => f.categorical).map((f) => [f.column, axisOf(population, f.column)]),
  )
  for (const { column, categorical } of factors) if (!categorical) measured(population, column)
  const read: Reading = ({ column, categorical }, row) =>
    categorical ? (axes.get(column)?.of(row) ?? null) : numberOf(row, column)
  const asked = [...(needs.present ?? []), ...(spec.cluster === null ? [] : [spec.cluster])]
  for (const name of asked) columnOf(population, name)
  const isWhole = (row: Row) =>
    outcome(row) !== null &&
    asked.every((name) => valueOf(row, name) !== null) &&
    factors.every((factor) => read(factor, row) !== null) &&
    (needs.whole?.(row) ?? true)
  const amounts = [...(needs.outcome ? [] : [{ name: spec.outcome }]), ...(needs.amounts ?? [])]
  const complete = drawnIn(population, population.rows.filter(isWhole), amounts)
  if (complete.length === 0)
    degenerate(population, `No row has a value of every variable of this ${spec.model}.`)
  const levels = new Map([...axes].map(([name, axis]) => [name, axis.levels(complete)]))
  const factorLevels = [...axes].flatMap(([name, axis]) =>
    (levels.get(name) as Level[]).map(({ value, code }) => ({
      term: `i.${name}`,
      level: code ?? '',
      units: unitsOf(complete.filter((row) => axis.of(row) === value)),
    })),
  )
  for (const [name, own] of levels)
    if (own.length < 2) degenerate(population, `i.${name} has one level only.`)
  const expanded = spec.terms.flatMap((term) => expand(population, term, spec.terms, levels))
  const separated = needs.separable
    ? withoutSeparated(population, complete, expanded, { name: spec.outcome, of: outcome }, read)
    : { rows: complete, columns: expanded, notes: [] }
  const { rows, notes } = separated
  // Of every column that is asked for, also of those that are then left out.
  const apart = (columns: readonly Omit<ModelColumn, 'mean' | 'scale'>[], among: readonly Row[]) =>
    columns.flatMap((column) =>
      apartIn(
        column,
        among.map((row) => valueAt(column, row, read)),
        among,
      ),
    )
  const levelsApart = [
    ...apart(expanded, complete),
    ...(notes.length > 0 ? apart(separated.columns, rows) : []),
  ]
  const located = separated.columns.map((column) => {
    const raw = rows.map((row) => valueAt(column, row, read))
    const mean = meanOf(raw)
    const sd = Math.sqrt(meanOf(raw.map((v) => (v - mean) ** 2)))
    const size = Math.hypot(sd, mean)
    const still = sd <= 1e-10 * Math.max(size, Number.MIN_VALUE)
    const place = needs.centred ? { mean, scale: still ? 0 : sd } : { mean: 0, scale: size }
    return { column: { ...column, ...place }, raw }
  })
  for (const { column } of located)
    if (column.scale === 0) notes.push(`${named(column)} was left out: it is the same in every row.`)
  const varying = located
    .filter(({ column }) => column.scale > 0)
    .map(({ column, raw }) => ({ column, z: raw.map((v) => (v - column.mean) / column.scale) }))
  const kept = independentOf(varying.map(({ z }) => z))
  for (const [i, { column }] of varying.entries())
    if (!kept.includes(i))
      notes.push(`${named(column)} was left out: it is a combination of the terms before it (collinearity).`)
  const used = kept.map((i) => varying[i] as (typeof varying)[number])
  return {
    population,
    rows,
    y: rows.map((row) => outcome(row) as number),
    constant: needs.constant,
    columns: used.map(({ column }) => column),
    x: rows.map((_, r) => [...(needs.constant ? [1] : []), ...used.map(({ z }) => z[r] as number)]),
    used: recordSet(population, rows),
    missing: recordSet(
      population,
      population.rows.filter((row) => !isWhole(row)),
    ),
    factorLevels: [...factorLevels, ...(population.public ? [] : levelsApart)],
    notes,
  }
}

/** The people in whom a column differs from the value that most rows have, if there is one. */
function apartIn(
  column: Pick<ModelColumn, 'term' | 'level'>,
  raw: Vector,
  rows: readonly Row[],
): ModelStatistic['factorLevels'] {
  const apart = [...new Set(raw)]
    .map((common) => rows.filter((_, r) => raw[r] !== common))
    .find((others) => 2 * others.length < rows.length)
  return apart ? [{ term: named(column), level: 'apart', units: unitsOf(apart) }] : []
}

/** A column's value at a row, before it is standardised. */
export const valueAt = (column: Pick<ModelColumn, 'operands'>, row: Row, read: Reading): number =>
  column.operands.reduce((product, operand) => {
    const value = read(operand, row)
    return product * (operand.is ? Number(value === operand.is.value) : (value as number))
  }, 1)

/** The standardised columns of a row, with the constant, where variables are read in another way. */
export const regressorsAt = (design: Design, row: Row, read: Reading): number[] => [
  ...(design.constant ? [1] : []),
  ...design.columns.map((column) => (valueAt(column, row, read) - column.mean) / column.scale),
]

/**
 * A factor has a column for each level but the lowest; within a product one for every level, where the product without it is no term of
 * the model (R's model.matrix).
 */
function expand(
  population: Population,
  term: Term,
  terms: readonly Term[],
  levels: ReadonlyMap<string, readonly Level[]>,
): Omit<ModelColumn, 'mean' | 'scale'>[] {
  const nameOf = (factors: readonly Factor[]) => factors.map(keyOf).sort().join()
  const all = new Set(terms.map(({ factors }) => nameOf(factors)))
  let products: ModelColumn['operands'][] = [[]]
  for (const [i, factor] of term.factors.entries()) {
    const rest = term.factors.filter((_, j) => j !== i)
    const marginal = rest.length === 0 || all.has(nameOf(rest))
    const choices = factor.categorical
      ? (levels.get(factor.column) ?? []).slice(marginal ? 1 : 0).map((is) => ({ ...factor, is }))
      : [factor]
    products = products.flatMap((operands) => choices.map((choice) => [...operands, choice]))
  }
  return products.map((operands) => {
    const indicators = operands.flatMap(({ is }) => (is ? [is.code ?? ''] : []))
    const labels = operands.map(({ column, is }) => {
      const { title } = columnOf(population, column)
      return is ? joined([title, is.label], ': ') : title
    })
    return {
      term: writtenTerm(term),
      ...(indicators.length > 0 ? { level: indicators.join('#') } : {}),
      label: joined(labels, ' × '),
      operands,
    }
  })
}

function joined(texts: readonly LocalisedText[], between: string): LocalisedText {
  const languages = LANGUAGES.filter((language) => texts.some((text) => text[language] !== undefined))
  return languages.length === 0
    ? plain('')
    : Object.fromEntries(
        languages.map((language) => [
          language,
          texts.map((text) => text[language] ?? text.en ?? Object.values(text)[0] ?? '').join(between),
        ]),
      )
}

/**
 * Separation by one column: where the values of an indicator at an outcome and at the lowest outcome meet in one point only, the column
 * and the rows of the other side are left out; no other such column has an answer.
 */
function withoutSeparated(
  population: Population,
  complete: readonly Row[],
  expanded: Omit<ModelColumn, 'mean' | 'scale'>[],
  { name, of: outcome }: { name: string; of: (row: Row) => number | null },
  read: Reading,
) {
  let [rows, columns] = [complete, expanded]
  const notes: string[] = []
  for (;;) {
    const outcomes = [...new Set(rows.map(outcome))].sort((a, b) => (a as number) - (b as number))
    const [lowest, ...others] = outcomes
    const ranges = (column: (typeof columns)[number], of: number | null | undefined) => {
      const values = rows.filter((row) => outcome(row) === of).map((row) => valueAt(column, row, read))
      return [Math.min(...values), Math.max(...values)] as [number, number]
    }
    const found = others
      .flatMap((other) =>
        columns.map((column) => {
          const [a, b] = [ranges(column, lowest), ranges(column, other)]
          return { column, a, b }
        }),
      )
      .find(({ a, b }) => (a[1] <= b[0] || b[1] <= a[0]) && Math.min(a[0], b[0]) < Math.max(a[1], b[1]))
    if (!found) return { rows, columns, notes }
    const { column, a, b } = found
    const different = new Set(rows.map((row) => valueAt(column, row, read))).size
    if (different > 2 || others.length > 1 || a[1] < b[0] || b[1] < a[0])
      degenerate(population, `${named(column)} predicts ${name} perfectly (separation).`)
    const shared = a[1] <= b[0] ? a[1] : b[1]
    notes.push(
      `${named(column)} predicts ${name} perfectly on one side: it and the rows of that side were left out (separation).`,
    )
    rows = rows.filter((row) => valueAt(column, row, read) === shared)
    columns = columns.filter((one) => one !== column)
  }
}

/** Sum of squares of the outcome about its mean, or about 0 without a constant. */
export function totalSquares({ y, constant }: Pick<Design, 'y' | 'constant'>): number {
  const about = constant ? meanOf(y) : 0
  return sumOf(y.map((v) => (v - about) ** 2))
}
