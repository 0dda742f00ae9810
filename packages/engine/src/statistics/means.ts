/**
 * `ci`: means with confidence intervals from Student's t, whole or by group. A list of estimates, so it has the form of a
 * model: one line for each variable and group. Means are of winsorised values, as those of `summarize`.
 */
import type { Coefficient, ModelStatistic } from '@sund/model'
import { id, list, type Sql, sql, value } from '../dialects/sql.js'
import type { ShowSpec } from '../plan/types.js'
import { columnAxis, type Level, MOST_CELLS } from './axes.js'
import { criticalValue, tP } from './distributions.js'
import { recordSets, unitsSql } from './record-sets.js'
import {
  type Answer,
  columnOf,
  degenerate,
  measureSql,
  numberColumn,
  numberOf,
  refuse,
  type Source,
  winsorised,
} from './source.js'
import { summedBy } from './summed.js'

/**
 * For each variable (and group) the mean, its standard error s/√n, and mean ± t(n − 1) · s/√n; the statistic and its p test
 * that the mean is 0. Each line is over the rows that have its variable, as in Stata's `ci means`. `factorLevels` holds the
 * people behind each line. Rows without a value of the `by` variable are left out.
 */
export async function means(
  source: Source,
  spec: Extract<ShowSpec, { show: 'ci' }>,
): Promise<ModelStatistic> {
  const axis = spec.by === null ? null : columnAxis(source, columnOf(source, spec.by))
  const measured = spec.columns.map((name) => numberColumn(source, name))
  const drawn = await Promise.all(measured.map(({ of }) => winsorised(source, of)))
  const group = axis ? [sql`${axis.sql} AS g`] : []
  const any = list(
    measured.map(({ of }) => sql`${of} IS NOT NULL`),
    sql` OR `,
  )
  const rows = await source.keep(
    sql`SELECT ${list([
      sql`__subject`,
      sql`__key`,
      sql`(${any}) AS has`,
      ...group,
      ...measured.flatMap(({ of }, i) => [
        sql`${of} AS ${id(`x${i}`)}`,
        sql`${(drawn[i] as { of: Sql }).of} AS ${id(`w${i}`)}`,
      ]),
    ])} FROM ${source.rows}${axis ? sql` WHERE ${axis.sql} IS NOT NULL` : sql``}`,
  )
  const summands = measured.flatMap((_, i) => [
    sql`${unitsSql(source, sql`${id(`x${i}`)} IS NOT NULL`)} AS ${id(`p${i}`)}`,
    sql`count(${id(`x${i}`)}) AS ${id(`n${i}`)}`,
    sql`${measureSql(source, 'mean', id(`w${i}`))} AS ${id(`m${i}`)}`,
    sql`${measureSql(source, 'mean', id(`x${i}`))} AS ${id(`r${i}`)}`,
    sql`${measureSql(source, 'sd', id(`w${i}`))} AS ${id(`s${i}`)}`,
    sql`${measureSql(source, 'sd', id(`x${i}`))} AS ${id(`v${i}`)}`,
  ])
  const answers = await source.ask(
    sql`SELECT ${list([...(axis ? [sql`g`] : []), ...summands])} FROM ${rows}${axis ? sql` GROUP BY g` : sql``} LIMIT ${value(MOST_CELLS + 1)}`,
  )
  if (answers.length > MOST_CELLS)
    return refuse(source, `by() makes more than ${MOST_CELLS} groups.`, 'Recode it into fewer groups.')
  const [{ sets }] = await recordSets(source, rows, { used: sql`has`, missing: { every: sql`NOT has` } })
  const rests = await Promise.all(
    measured.map(async (_, i) => {
      const sums = await summedBy(source, rows, id(`w${i}`), axis ? [sql`g`] : [])
      return new Map(sums.map(({ group, summed }) => [group['g'], summed]))
    }),
  )
  const groups: { level: Level | null; answer: Answer }[] = axis
    ? axis
        .levels(answers.map(({ g }) => g as Level['value']))
        .map((level) => ({ level, answer: answers.find(({ g }) => g === level.value) as Answer }))
    : answers.map((answer) => ({ level: null, answer }))
  const lines = groups.flatMap(({ level, answer }) =>
    measured.flatMap(({ column }, i) => {
      const mean = numberOf(answer[`m${i}`])
      const sd = numberOf(answer[`s${i}`])
      const n = Number(answer[`n${i}`])
      if (mean === null || sd === null || n < 2) return []
      const raw = { mean: numberOf(answer[`r${i}`]) ?? mean, sd: numberOf(answer[`v${i}`]) ?? sd }
      const coefficient: Coefficient = {
        ...(level ? { equation: groupName(level) } : {}),
        term: column.name,
        label: column.title,
        ...intervalOf(mean, sd, n, spec.level),
        ...(drawn[i]?.moved ? { raw: intervalOf(raw.mean, raw.sd, n, spec.level) } : {}),
        ...rests[i]?.get(answer['g']),
      }
      return [{ coefficient, n, units: Number(answer[`p${i}`]) }]
    }),
  )
  if (lines.length === 0)
    return degenerate(
      source,
      'No mean has a confidence interval: each takes at least two values.',
      'Choose other variables or widen the condition.',
    )
  return {
    kind: 'model',
    model: 'ci',
    outcome: spec.columns.join(' '),
    ...sets,
    coefficients: lines.map(({ coefficient }) => coefficient),
    exponentiate: false,
    level: spec.level,
    parameters: lines.length,
    residualDegreesOfFreedom: Math.min(...lines.map(({ n }) => n - 1)),
    factorLevels: lines.map(({ coefficient: { term, equation }, units }) => ({
      term,
      level: equation ?? '',
      units,
    })),
    fit: {},
    tests: [],
    notes: [],
  }
}

/** A mean of `n` values with what follows from their standard deviation. */
function intervalOf(mean: number, sd: number, n: number, level: number): NonNullable<Coefficient['raw']> {
  const standardError = sd / Math.sqrt(n)
  const half = criticalValue(level, n - 1) * standardError
  return {
    estimate: mean,
    standardError,
    statistic: mean / standardError,
    p: tP(mean / standardError, n - 1),
    lower: mean - half,
    upper: mean + half,
  }
}

/** A group by its label, in the language of last resort: equations are named in one language. */
const groupName = ({ code, label }: Level): string => label.en ?? Object.values(label)[0] ?? code ?? ''
