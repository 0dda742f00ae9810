/**
 * From the terms of a model to columns of numbers: complete rows, levels of factors, products, standardised columns and
 * which of them depend on others. Every model is fitted on standardised columns and its estimates are carried back, so
 * that units of measure cannot spoil the numbers.
 */

import { LANGUAGES, type LocalisedText, type ModelStatistic, type RecordSet } from '@sund/model'
import { Matrix } from 'ml-matrix'
import { id, list, type Sql, sql, value } from '../dialects/sql.js'
import type { ModelSpec, Term } from '../plan/types.js'
import { addSums, independent, type Sums } from './algebra.js'
import { columnAxis, type Level } from './axes.js'
import { independentIn, MANY_ROWS, momentsOf, sampleOf } from './moments.js'
import { type Amount, drawnIn } from './outlying.js'
import { recordSets, unitsSql } from './record-sets.js'
import { withoutSeparated } from './separation.js'
import { columnOf, degenerate, numberColumn, plainText, refuse, type Source } from './source.js'

/** What a model asks of its rows: any `ModelSpec` is one, with what its own terms need beside. */
export interface DesignSpec extends Pick<ModelSpec, 'model' | 'outcome' | 'terms' | 'constant' | 'cluster'> {
  time?: string | null
  entry?: string | null
  strata?: readonly string[]
  /** More numeric columns that must be present; they stand raw in the rows as `x0`, `x1` … */
  beside?: readonly string[]
  /** Columns of any type that must be present and group the rows; they stand in the rows as `g0`, `g1` … */
  groups?: readonly string[]
  /** The row's unit is asked for; it stands in the rows as `unit`. */
  unit?: boolean
}

/** More terms than this need sums that no report could hold either. */
const MOST_COLUMNS = 150
export const CONSTANT = '_cons'

export interface DesignColumn {
  term: string
  level?: string
  label: LocalisedText
  /** The column stands in the rows as (x − mean) / scale. */
  mean: number
  scale: number
  /** What the column is a product of: variables as numbers, and indicators of a level. */
  of?: readonly Operand[]
}

/** A variable as a number, or the indicator of one of its levels. */
export interface Operand {
  column: string
  level?: Level
}

export interface Design {
  /**
   * Rows by part: the outcome `y` (standardised by `outcome`), and what the model asked for of `t` (time), `e` (entry),
   * `s` (stratum), `c` (cluster), `x0` … (beside), `g0` … (groups), `unit`, and the columns `z0`, `z1` … Sums over the parts add.
   */
  parts: readonly Sql[]
  columns: readonly DesignColumn[]
  /** What stands in the rows as `x0` … and as `g0` …. */
  beside: readonly string[]
  groups: readonly string[]
  constant: boolean
  outcome: { name: string; mean: number; scale: number /** Raw, over the rows. */; sum: number }
  /** Rows, which is what degrees of freedom count. */
  n: number
  used: RecordSet
  missing: RecordSet
  factorLevels: ModelStatistic['factorLevels']
  notes: string[]
  /**
   * Means of the products of (1, z0, z1 …, y) over all rows, from the pass that found the columns. Holds for exactly these `parts`:
   * with others the sums are made anew. Left out for a binary outcome.
   */
  gram?: { parts: readonly Sql[]; of: Matrix }
}

/** A column of a term before it is standardised. */
export interface Expanded {
  term: string
  level?: string
  label: LocalisedText
  of: Sql
  operands: readonly Operand[]
}

/** What a model needs beside its terms. */
interface Needs {
  /** Outcome as 0 and 1: not missing and not 0 is 1, as in Stata. */
  binary: boolean
  /** What stands in `y` in place of 0 and 1 where `binary`: counts as they are, or levels by number. */
  outcome?: Sql
  /** Look for columns that tell a binary outcome for certain, which have no finite estimate. */
  separable?: boolean
  /** What else than an outcome that is not `binary` one person's value could be most of: it is drawn in (rule P3). */
  amounts?: readonly Amount[]
  /** Subtract the mean of the columns: right whenever there is a constant, or (cox) it cancels. */
  centred: boolean
}

export const z = (index: number): Sql => id(`z${index}`)

export async function designOf(given: Source, spec: DesignSpec, needs: Needs): Promise<Design> {
  const outcome = needs.outcome ?? numberColumn(given, spec.outcome).of
  const numeric = (name: string | null | undefined) => (name ? numberColumn(given, name).of : null)
  const [time, entry] = [numeric(spec.time), numeric(spec.entry)]
  const strata = spec.strata ?? []
  const beside = (spec.beside ?? []).map((name, i) => ({
    name: id(`x${i}`),
    of: numberColumn(given, name).of,
  }))
  const groups = (spec.groups ?? []).map((name, i) => ({
    name: id(`g${i}`),
    of: id(columnOf(given, name).name),
  }))
  const factors = [
    ...new Map(spec.terms.flatMap((term) => term.factors).map((f) => [factorKey(f), f])).values(),
  ]
  const factorAt = new Map(factors.map((factor, i) => [factorKey(factor), i]))
  const factorColumns = factors.map(({ column, categorical }, i) => {
    const of = categorical ? columnAxis(given, columnOf(given, column)).sql : numberColumn(given, column).of
    return { name: id(`f${i}`), of }
  })
  const read: { name: Sql; of: Sql }[] = [
    { name: sql`y`, of: needs.binary && !needs.outcome ? sql`CAST(${outcome} <> 0 AS DOUBLE)` : outcome },
    ...(time ? [{ name: sql`t`, of: time }] : []),
    ...(entry ? [{ name: sql`e`, of: entry }] : []),
    ...(spec.cluster === null ? [] : [{ name: sql`c`, of: id(columnOf(given, spec.cluster).name) }]),
    ...strata.map((name, i) => ({ name: id(`s${i}`), of: id(columnOf(given, name).name) })),
    ...beside,
    ...groups,
    ...(spec.unit ? [{ name: sql`unit`, of: sql`__unit` }] : []),
    ...factorColumns,
  ]
  const whole = list(
    [
      ...read.map(({ of }) => sql`${of} IS NOT NULL`),
      ...(time && entry ? [sql`COALESCE(${entry} < ${time}, TRUE)`] : []),
    ],
    sql` AND `,
  )
  const amounts = [...(needs.binary ? [] : [{ name: spec.outcome }]), ...(needs.amounts ?? [])]
  const source = await drawnIn(given, amounts, whole)
  const [{ sets: people }] = await recordSets(source, source.rows, {
    used: whole,
    missing: sql`NOT (${whole})`,
  })
  const [sets] = await source.ask(
    sql`SELECT count(*) FILTER (WHERE ${whole}) AS n, count(*) AS rows, sum(${(read[0] as { of: Sql }).of}) FILTER (WHERE ${whole}) AS y FROM ${source.rows}`,
  )
  if (Number(sets?.['n']) === 0)
    return degenerate(
      source,
      `No row has a value of every variable of this ${spec.model}.`,
      'Look at each with summarize, and leave out the one that is missing everywhere.',
    )
  const stratum =
    strata.length > 0
      ? [sql`dense_rank() OVER (ORDER BY ${list(strata.map((_, i) => id(`s${i}`)))}) AS s`]
      : []
  const someMissing = Number(sets?.['n']) < Number(sets?.['rows'])
  const completeRows = sql`(SELECT *${list([sql``, ...stratum])} FROM (SELECT ${list([sql`__subject`, sql`__key`, ...read.map(({ name, of }) => sql`${of} AS ${name}`)])} FROM ${source.rows}${someMissing ? sql` WHERE ${whole}` : sql``}))`
  // Numbers are cheaper to compute anew in every pass than to store; levels and strata are not.
  const plain = strata.length === 0 && spec.terms.every((term) => term.factors.every((f) => !f.categorical))
  let complete = plain ? completeRows : await source.keep(sql`SELECT * FROM ${completeRows}`)
  const notes: string[] = []
  const factorLevels: ModelStatistic['factorLevels'] = []
  const levels = await Promise.all(
    factors.map(({ column, categorical }, i) =>
      categorical ? levelsOf(source, complete, column, id(`f${i}`)) : [],
    ),
  )
  for (const [i, { column, categorical }] of factors.entries()) {
    if (!categorical) continue
    if ((levels[i] as unknown[]).length < 2)
      return degenerate(
        source,
        `i.${column} has one level only.`,
        `Leave out i.${column}, or widen the condition.`,
      )
    for (const { level, units } of levels[i] as { level: Level; units: number }[])
      factorLevels.push({ term: `i.${column}`, level: level.code ?? '', units })
  }
  let expanded = spec.terms.flatMap((term) =>
    expand(
      source,
      term,
      spec.terms,
      term.factors.map((f) => id(`f${factorAt.get(factorKey(f))}`)),
      term.factors.map((f) => (levels[factorAt.get(factorKey(f)) as number] ?? []).map(({ level }) => level)),
    ),
  )
  if (expanded.length > MOST_COLUMNS)
    return refuse(
      source,
      `This model has more than ${MOST_COLUMNS} columns.`,
      'Recode its factors into fewer levels.',
    )
  const some = sampleOf(complete, Number(sets?.['n']))
  // Of every column the script asks for: whether one is then left out is something about the people who have it.
  if (!source.public) factorLevels.push(...(await peopleApart(source, complete, some, expanded)))
  let [used, sumOfOutcome] = [people.used, Number(sets?.['y'])]
  if (needs.separable) {
    const separated = await withoutSeparated(source, complete, some, expanded, spec.outcome)
    expanded = separated.columns
    notes.push(...separated.notes)
    if (separated.notes.length > 0) {
      complete = separated.rows
      const [left] = await source.ask(sql`SELECT sum(y) AS y FROM ${complete}`)
      const [counted] = await recordSets(source, complete, { used: null })
      used = counted.sets.used
      sumOfOutcome = Number(left?.['y'])
      if (!source.public) factorLevels.push(...(await peopleApart(source, complete, complete, expanded)))
    }
  }

  const of = [...expanded.map((column) => column.of), ...(needs.binary ? [] : [sql`y`])]
  // Products are needed to find columns that depend on others, which a part of many rows may rule out.
  const allIndependent =
    needs.binary && Number(sets?.['n']) >= MANY_ROWS
      ? await independentIn(source, some, of, needs.centred)
      : null
  const moments = await momentsOf(source, complete, some, of, !allIndependent, allIndependent)
  const { n } = moments
  const located = expanded.map((column, i) => {
    const [mean, sd, size] = [moments.mean(i), moments.sd(i), moments.size(i)]
    // A constant column has a standard deviation of rounding error only.
    const constant = sd <= 1e-10 * Math.max(size, Number.MIN_VALUE)
    if (needs.centred) return { ...column, mean, scale: constant ? 0 : sd }
    return { ...column, mean: 0, scale: size }
  })
  const varying = located.map((column, i) => ({ ...column, i })).filter((column) => column.scale > 0)
  for (const column of located)
    if (column.scale === 0) notes.push(`${named(column)} was left out: it is the same in every row.`)
  const at = expanded.length
  const shift = !needs.binary && spec.constant ? moments.mean(at) : 0
  const spread = needs.binary ? 1 : spec.constant ? moments.sd(at) : moments.size(at)
  const size = varying.length
  const kept =
    allIndependent || size === 0
      ? varying.map((_, i) => i)
      : // The first row of the matrix is the constant's, which is no column.
        independent(moments.gram(varying).subMatrix(1, size, 1, size))
  for (const [i, column] of varying.entries())
    if (!kept.includes(i))
      notes.push(`${named(column)} was left out: it is a combination of the terms before it (collinearity).`)
  const columns = kept.map((i) => varying[i] as (typeof varying)[number])
  const carried = [
    ...(time ? [sql`t`] : []),
    ...(entry ? [sql`e`] : []),
    ...(spec.cluster === null ? [] : [sql`c`]),
    ...[...beside, ...groups].map(({ name }) => name),
    ...(spec.unit ? [sql`unit`] : []),
    strata.length > 0 ? sql`s` : sql`1 AS s`,
  ]
  const rows = sql`(SELECT ${list([
    sql`__subject`,
    sql`__key`,
    needs.binary ? sql`y` : sql`(y - ${value(shift)}) / ${value(spread || 1)} AS y`,
    ...carried,
    ...columns.map(
      ({ of, mean, scale }, i) =>
        sql`(${of} - ${value(mean)}) * CAST(${value(1 / scale)} AS DOUBLE) AS ${z(i)}`,
    ),
  ])} FROM ${complete})`
  const parts = [plain ? rows : await source.keep(sql`SELECT * FROM ${rows}`)]
  return {
    parts,
    columns: columns.map(({ term, level, label, mean, scale, operands }) => ({
      term,
      ...(level === undefined ? {} : { level }),
      label,
      mean,
      scale,
      of: operands,
    })),
    beside: spec.beside ?? [],
    groups: spec.groups ?? [],
    constant: spec.constant,
    outcome: {
      name: spec.outcome,
      mean: shift,
      scale: spread,
      sum: needs.binary ? sumOfOutcome : n * moments.mean(at),
    },
    n,
    used,
    missing: people.missing,
    factorLevels,
    notes,
    ...(needs.binary || !(spread > 0)
      ? {}
      : { gram: { parts, of: moments.gram([...columns, { i: at, mean: shift, scale: spread }]) } }),
  }
}

/**
 * People in whom each column differs from a value that most rows share: a coefficient that rests on few of them describes them,
 * whatever the script calls the column; nobody, where it is the same for all. Of many rows a sample says which value that is; nearly all rows share no other.
 */
async function peopleApart(
  source: Source,
  rows: Sql,
  some: Sql,
  columns: readonly Expanded[],
): Promise<ModelStatistic['factorLevels']> {
  if (columns.length === 0) return []
  const [common] = await source.ask(
    sql`SELECT ${list(columns.map(({ of }, i) => sql`mode(${of}) AS ${id(`m${i}`)}`))} FROM ${some}`,
  )
  const people = unitsSql(source)
  const apart = columns.flatMap(({ of }, i) => {
    const differs = sql`FILTER (WHERE ${of} <> ${value(Number(common?.[`m${i}`]))})`
    return [sql`count(*) ${differs} AS ${id(`r${i}`)}`, sql`${people} ${differs} AS ${id(`p${i}`)}`]
  })
  const [counts] = await source.ask(sql`SELECT count(*) AS n, ${list(apart)} FROM ${rows}`)
  return columns.flatMap((column, i) =>
    2 * Number(counts?.[`r${i}`]) < Number(counts?.['n'])
      ? [{ term: named(column), level: 'apart', units: Number(counts?.[`p${i}`]) }]
      : [],
  )
}

/** Sums of SQL expressions over the parts of a design. */
export async function sumsOver(
  source: Pick<Source, 'ask'>,
  parts: readonly Sql[],
  rows: (part: Sql) => Sql,
  summands: readonly Sql[],
): Promise<Sums> {
  let total: Sums | null = null
  for (const part of parts) {
    const [answer] = await source.ask(
      sql`SELECT ${list(summands.map((summand, i) => sql`COALESCE(sum(${summand}), 0) AS ${id(`s${i}`)}`))} FROM ${rows(part)}`,
    )
    const sums = summands.map((_, i) => Number(answer?.[`s${i}`]))
    total = total === null ? sums : addSums(total, sums)
  }
  return total ?? []
}

/** SQL of the linear predictor γ₀ + Σ γᵢ zᵢ. */
export function predictor(estimates: readonly number[], constant: number | null): Sql {
  const terms = estimates.map((estimate, i) => sql`CAST(${value(estimate)} AS DOUBLE) * ${z(i)}`)
  return list([sql`CAST(${value(constant ?? 0)} AS DOUBLE)`, ...terms], sql` + `)
}

/**
 * Estimates and their covariance on the scale of the data, from those of standardised columns. The constant, when there
 * is one, is first in both.
 */
export function unstandardised(
  design: Design,
  estimates: readonly number[],
  covariance: Matrix,
): { estimates: number[]; covariance: Matrix } {
  const offset = design.constant ? 1 : 0
  const back = Matrix.zeros(estimates.length, estimates.length)
  if (design.constant) back.set(0, 0, design.outcome.scale)
  for (const [i, { mean, scale }] of design.columns.entries()) {
    back.set(i + offset, i + offset, design.outcome.scale / scale)
    if (design.constant) back.set(0, i + offset, (-mean / scale) * design.outcome.scale)
  }
  const moved = back.mmul(Matrix.columnVector([...estimates])).to1DArray()
  if (design.constant) moved[0] = (moved[0] as number) + design.outcome.mean
  return { estimates: moved, covariance: back.mmul(covariance).mmul(back.transpose()) }
}

/** How a column is called in a note. */
export const named = ({ term, level }: Pick<DesignColumn, 'term' | 'level'>): string =>
  level === undefined ? term : `${term} (${level})`

async function levelsOf(
  source: Source,
  rows: Sql,
  column: string,
  of: Sql,
): Promise<{ level: Level; units: number }[]> {
  const answers = await source.ask(
    sql`SELECT ${of} AS d, ${unitsSql(source)} AS units FROM ${rows} GROUP BY 1 LIMIT ${value(MOST_COLUMNS * 4)}`,
  )
  const units = new Map(answers.map((a) => [a['d'] as Level['value'], Number(a['units'])]))
  const axis = columnAxis(source, columnOf(source, column))
  return axis.levels([...units.keys()]).map((level) => ({ level, units: units.get(level.value) ?? 0 }))
}

/**
 * The columns of a term. A factor has a column for each level but the lowest; within a product it has one for every
 * level when the product without it is no term of the model (the rule of R's model.matrix).
 */
function expand(
  source: Source,
  term: Term,
  terms: readonly Term[],
  names: readonly Sql[],
  levels: readonly Level[][],
): Expanded[] {
  const keys = new Set(terms.map(termKey))
  let columns: { level: string[]; labels: LocalisedText[]; of: Sql[]; operands: Operand[] }[] = [
    { level: [], labels: [], of: [], operands: [] },
  ]
  for (const [i, factor] of term.factors.entries()) {
    const title = columnOf(source, factor.column).title
    const name = names[i] as Sql
    const rest = term.factors.filter((_, j) => j !== i)
    const marginal = rest.length === 0 || keys.has(termKey({ factors: rest }))
    const choices = factor.categorical
      ? (levels[i] as Level[]).slice(marginal ? 1 : 0).map((level) => ({
          level: level.code ?? '',
          label: joinTexts([title, level.label], ': '),
          of: sql`CAST(${name} = ${value(level.value)} AS DOUBLE)`,
          operand: { column: factor.column, level },
        }))
      : [{ level: null, label: title, of: name, operand: { column: factor.column } }]
    columns = columns.flatMap((column) =>
      choices.map((choice) => ({
        level: choice.level === null ? column.level : [...column.level, choice.level],
        labels: [...column.labels, choice.label],
        of: [...column.of, choice.of],
        operands: [...column.operands, choice.operand],
      })),
    )
  }
  const written = writtenTerm(term)
  return columns.map(({ level, labels, of, operands }) => ({
    term: written,
    operands,
    ...(level.length > 0 ? { level: level.join('#') } : {}),
    label: joinTexts(labels, ' × '),
    of: sql`(${list(of, sql` * `)})`,
  }))
}

/** A term as the script writes it: `x`, `i.x`, `a#b`. */
export const writtenTerm = (term: Term): string =>
  term.factors.map(({ column, categorical }) => (categorical ? `i.${column}` : column)).join('#')

const factorKey = ({ column, categorical }: Term['factors'][number]): string =>
  JSON.stringify([column, categorical])
const termKey = (term: Pick<Term, 'factors'>): string => term.factors.map(factorKey).sort().join()

function joinTexts(texts: readonly LocalisedText[], separator: string): LocalisedText {
  const languages = LANGUAGES.filter((language) => texts.some((text) => text[language] !== undefined))
  const joined = languages.map((language) => [
    language,
    texts.map((text) => text[language] ?? text.en ?? Object.values(text)[0] ?? '').join(separator),
  ])
  return joined.length > 0 ? Object.fromEntries(joined) : plainText('')
}
