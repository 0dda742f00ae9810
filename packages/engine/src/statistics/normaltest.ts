/**
 * `normaltest`: tests of normality from the first four moments, which are sums over the rows. Shapiro and Wilk's test is not
 * here: it takes every value in order, so it does not add over parts.
 */
import type { ModelStatistic, TestStatistic } from '@sund/model'
import { id, list, type Sql, sql, value } from '../dialects/sql.js'
import type { ShowSpec } from '../plan/types.js'
import { chiSquaredTest } from './distributions.js'
import { drawnIn } from './outlying.js'
import { recordSets, unitsSql } from './record-sets.js'
import { degenerate, numberColumn, numberOf, type Source } from './source.js'

/** Anscombe and Glynn's approximation is for samples of at least this many. */
const LEAST_ROWS = 20

/**
 * For each variable, over the rows that have it: D'Agostino's test of skewness (Am. Stat. 44, 1990, 316; n ≥ 8) and Anscombe
 * and Glynn's of kurtosis (Biometrika 70, 1983, 227), each as the square of its normal statistic; D'Agostino, Belanger and
 * D'Agostino's joint K² = Z₁² + Z₂², which is Stata's `sktest, noadjust` (without Royston's adjustment); and Jarque and Bera's
 * n/6 (b₁ + (b₂ − 3)²/4). Values of who is alone far out are
 * drawn in.
 */
export async function normaltest(
  given: Source,
  spec: Extract<ShowSpec, { show: 'normaltest' }>,
): Promise<ModelStatistic> {
  const measured = spec.columns.map((name) => numberColumn(given, name))
  const any = list(
    measured.map(({ of }) => sql`${of} IS NOT NULL`),
    sql` OR `,
  )
  const source = await drawnIn(
    given,
    spec.columns.map((name) => ({ name })),
    any,
  )
  const [{ sets }] = await recordSets(source, source.rows, { used: any, missing: sql`NOT (${any})` })
  const [located] = await source.ask(
    sql`SELECT ${list([
      ...measured.flatMap(({ of }, i) => [
        sql`avg(${of}) AS ${id(`m${i}`)}`,
        sql`stddev_pop(${of}) AS ${id(`s${i}`)}`,
        sql`${unitsSql(source, sql`${of} IS NOT NULL`)} AS ${id(`p${i}`)}`,
      ]),
    ])} FROM ${source.rows}`,
  )
  const standardised = measured.map(({ of }, i): Sql => {
    const [mean, spread] = [numberOf(located?.[`m${i}`]) ?? 0, numberOf(located?.[`s${i}`]) || 1]
    return sql`((${of} - ${value(mean)}) / ${value(spread)})`
  })
  const [answer] = await source.ask(
    sql`SELECT ${list(
      standardised.flatMap((z, i) => [
        sql`count(${z}) AS ${id(`n${i}`)}`,
        ...[2, 3, 4].map(
          (power) => sql`sum(${list(Array(power).fill(z), sql` * `)}) AS ${id(`z${i}_${power}`)}`,
        ),
      ]),
    )} FROM ${source.rows}`,
  )
  const rows = measured.map((_, i) => Number(answer?.[`n${i}`]))
  const tests = measured.flatMap(({ column }, i) => {
    const n = rows[i] as number
    const moment = (power: number) => Number(answer?.[`z${i}_${power}`]) / n
    if (n < LEAST_ROWS || !(numberOf(located?.[`s${i}`]) ?? 0))
      return degenerate(
        source,
        n < LEAST_ROWS
          ? `The tests of normality need ${LEAST_ROWS} values, and ${column.name} has fewer.`
          : `${column.name} is the same in every row.`,
        'Choose another variable or widen the condition.',
      )
    const skewness = moment(3) / moment(2) ** 1.5
    const kurtosis = moment(4) / moment(2) ** 2
    return testsOf(n, skewness, kurtosis).map((test) => ({ ...test, of: column.name }))
  })
  return {
    kind: 'model',
    model: 'normaltest',
    outcome: spec.columns.join(' '),
    ...sets,
    coefficients: [],
    exponentiate: false,
    level: 95,
    parameters: 4,
    residualDegreesOfFreedom: Math.min(...rows) - 4,
    factorLevels: measured.map(({ column }, i) => ({
      term: column.name,
      level: '',
      units: Number(located?.[`p${i}`]),
    })),
    fit: {},
    tests,
    notes: [],
  }
}

/** The four tests from n, √b₁ (`skewness`) and b₂ (`kurtosis`), both with the divisor n. */
function testsOf(n: number, skewness: number, kurtosis: number): TestStatistic[] {
  const [z1, z2] = [zOfSkewness(n, skewness), zOfKurtosis(n, kurtosis)]
  return [
    chiSquaredTest('skewness', z1 ** 2, 1),
    chiSquaredTest('kurtosis', z2 ** 2, 1),
    chiSquaredTest('skewness-kurtosis', z1 ** 2 + z2 ** 2, 2),
    chiSquaredTest('jarque-bera', (n / 6) * (skewness ** 2 + (kurtosis - 3) ** 2 / 4), 2),
  ]
}

/** D'Agostino's transformation of √b₁ to a standard normal (Biometrika 57, 1970, 679). */
function zOfSkewness(n: number, skewness: number): number {
  const y = skewness * Math.sqrt(((n + 1) * (n + 3)) / (6 * (n - 2)))
  const beta = (3 * (n * n + 27 * n - 70) * (n + 1) * (n + 3)) / ((n - 2) * (n + 5) * (n + 7) * (n + 9))
  const w2 = Math.sqrt(2 * (beta - 1)) - 1
  const delta = 1 / Math.sqrt(Math.log(w2) / 2)
  const alpha = Math.sqrt(2 / (w2 - 1))
  return delta * Math.asinh(y / alpha)
}

/** Anscombe and Glynn's transformation of b₂ to a standard normal. */
function zOfKurtosis(n: number, kurtosis: number): number {
  const mean = (3 * (n - 1)) / (n + 1)
  const variance = (24 * n * (n - 2) * (n - 3)) / ((n + 1) ** 2 * (n + 3) * (n + 5))
  const x = (kurtosis - mean) / Math.sqrt(variance)
  const moment =
    ((6 * (n * n - 5 * n + 2)) / ((n + 7) * (n + 9))) *
    Math.sqrt((6 * (n + 3) * (n + 5)) / (n * (n - 2) * (n - 3)))
  const a = 6 + (8 / moment) * (2 / moment + Math.sqrt(1 + 4 / moment ** 2))
  const inner = (1 - 2 / a) / (1 + x * Math.sqrt(2 / (a - 4)))
  return (1 - 2 / (9 * a) - Math.cbrt(inner)) / Math.sqrt(2 / (9 * a))
}
