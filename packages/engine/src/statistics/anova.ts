/**
 * `anova`: analysis of variance with partial (type III) sums of squares, and Bartlett's test where there is one factor. The
 * rows enter as sums over the cells of the factors; the rest is algebra.
 */
import type { ModelStatistic, TestStatistic } from '@sund/model'
import { Matrix } from 'ml-matrix'
import { id, list, type Sql, sql, value } from '../dialects/sql.js'
import type { ShowSpec, Term } from '../plan/types.js'
import { independent, inverse, pairs, quadratic } from './algebra.js'
import { columnAxis } from './axes.js'
import { chiSquaredTest, fTest } from './distributions.js'
import { drawnIn } from './outlying.js'
import { recordSets, unitsSql } from './record-sets.js'
import { columnOf, degenerate, numberColumn, numberOf, refuse, type Source } from './source.js'

type Spec = Extract<ShowSpec, { show: 'anova' }>

const MOST_CELLS = 5000
const MOST_COLUMNS = 150
/** The share of a sum of squares that is rounding. */
const PERFECT = 1e-10

/** Sums over the rows of one combination of levels: of 1, y, y², each covariate c, c·c′ and c·y. */
interface Cell {
  levels: number[]
  n: number
  y: number
  yy: number
  c: number[]
  cc: number[]
  cy: number[]
}

/**
 * F tests of the model and of each term given all others: factors in sum-to-zero coding, so the test of a factor beside its
 * interactions is of its level means weighted alike (Stata's `anova`; R's `drop1(lm, ~ ., test = "F")` under `contr.sum`).
 * Covariates (`c.x`) are numbers. Bartlett's test: Bartlett, Proc. R. Soc. Lond. A 160 (1937), as R's `bartlett.test`.
 */
export async function anova(given: Source, spec: Spec): Promise<ModelStatistic> {
  const outcome = numberColumn(given, spec.outcome)
  const every = spec.terms.flatMap(({ factors }) => factors)
  const namesOf = (categorical: boolean) => [
    ...new Set(every.filter((factor) => factor.categorical === categorical).map(({ column }) => column)),
  ]
  const [factors, covariates] = [namesOf(true), namesOf(false)]
  const axes = factors.map((name) => columnAxis(given, columnOf(given, name)))
  const numbers = covariates.map((name) => numberColumn(given, name).of)
  const whole = list(
    [outcome.of, ...axes.map((axis) => axis.sql), ...numbers].map((of) => sql`${of} IS NOT NULL`),
    sql` AND `,
  )
  const source = await drawnIn(given, [{ name: spec.outcome }], whole)
  const [{ sets }] = await recordSets(source, source.rows, { used: whole, missing: sql`NOT (${whole})` })
  const [stats] = await source.ask(
    sql`SELECT ${list([
      ...[outcome.of, ...numbers].flatMap((of, i) => [
        sql`avg(${of}) FILTER (WHERE ${whole}) AS ${id(`m${i}`)}`,
        sql`stddev_pop(${of}) FILTER (WHERE ${whole}) AS ${id(`s${i}`)}`,
      ]),
    ])} FROM ${source.rows}`,
  )
  const located = [outcome.of, ...numbers].map((_, i) => ({
    mean: numberOf(stats?.[`m${i}`]) ?? 0,
    scale: numberOf(stats?.[`s${i}`]) || 1,
  }))
  // A covariate inside a product is not centred: that would change what the test of its factor is about.
  const shift = (i: number) => {
    const inside =
      i > 0 && spec.terms.some((t) => t.factors.length > 1 && has(t, covariates[i - 1] as string))
    return inside ? 0 : (located[i]?.mean ?? 0)
  }
  const scaled = (of: Sql, i: number) => sql`(${of} - ${value(shift(i))}) / ${value(located[i]?.scale ?? 1)}`
  const rows = await source.keep(
    sql`SELECT ${list([
      sql`__subject`,
      sql`__key`,
      sql`${scaled(outcome.of, 0)} AS y`,
      ...axes.map((axis, i) => sql`${axis.sql} AS ${id(`f${i}`)}`),
      ...numbers.map((of, i) => sql`${scaled(of, i + 1)} AS ${id(`c${i}`)}`),
    ])} FROM ${source.rows} WHERE ${whole}`,
  )
  const found = await Promise.all(
    axes.map(async (axis, i) => {
      const answers = await source.ask(
        sql`SELECT ${id(`f${i}`)} AS f, ${unitsSql(source)} AS units FROM ${rows} GROUP BY 1 LIMIT ${value(MOST_CELLS)}`,
      )
      const units = new Map(answers.map((answer) => [answer['f'], Number(answer['units'])]))
      return axis
        .levels(answers.map(({ f }) => f as number | string))
        .map((level) => ({ ...level, units: units.get(level.value) ?? 0 }))
    }),
  )
  for (const [i, levels] of found.entries())
    if (levels.length < 2)
      return degenerate(
        source,
        `${factors[i]} has fewer than two levels here.`,
        'Leave it out, or widen the condition.',
      )
  const cells = await cellsOf(
    source,
    rows,
    found.map((levels) => new Map(levels.map((level, place) => [level.value, place]))),
    covariates.length,
  )
  const sizes = found.map((levels) => levels.length)
  const design = columnsOf(source, spec.terms, factors, covariates, sizes)
  return modelOf(source, spec, {
    cells,
    design,
    sizes,
    yScale: located[0]?.scale ?? 1,
    stats,
    sets,
    found,
    factors,
  })
}

const has = (term: Term, column: string): boolean => term.factors.some((factor) => factor.column === column)

async function cellsOf(
  source: Source,
  rows: Sql,
  places: readonly ReadonlyMap<unknown, number>[],
  covariates: number,
): Promise<Cell[]> {
  const c = Array.from({ length: covariates }, (_, i) => id(`c${i}`))
  const sums: [string, Sql][] = [
    ['n', sql`1`],
    ['y', sql`y`],
    ['yy', sql`y * y`],
    ...c.map((of, i): [string, Sql] => [`c${i}`, of]),
    ...c.map((of, i): [string, Sql] => [`cy${i}`, sql`${of} * y`]),
    ...pairs(covariates).map(([i, j], k): [string, Sql] => [`cc${k}`, sql`${c[i] as Sql} * ${c[j] as Sql}`]),
  ]
  const groups = places.map((_, i) => id(`f${i}`))
  const answers = await source.ask(
    sql`SELECT ${list([...groups, ...sums.map(([name, of]) => sql`sum(${of}) AS ${id(`s_${name}`)}`)])} FROM ${rows}
      ${groups.length > 0 ? sql`GROUP BY ${list(groups)}` : sql``} LIMIT ${value(MOST_CELLS + 1)}`,
  )
  if (answers.length > MOST_CELLS)
    return refuse(
      source,
      `The factors make more than ${MOST_CELLS} cells.`,
      'Recode them into fewer levels, or write c. before what is a number.',
    )
  return answers.map((answer) => {
    const sum = (name: string) => Number(answer[`s_${name}`] ?? 0)
    return {
      levels: places.map((place, i) => place.get(answer[`f${i}`]) ?? 0),
      n: sum('n'),
      y: sum('y'),
      yy: sum('yy'),
      c: c.map((_, i) => sum(`c${i}`)),
      cy: c.map((_, i) => sum(`cy${i}`)),
      cc: pairs(covariates).map((_, k) => sum(`cc${k}`)),
    }
  })
}

/** A column of the design: in each cell a number, times a product of covariates of which there is at most one. */
interface Column {
  term: number
  covariate: number | null
  of(levels: readonly number[]): number
}

function columnsOf(
  source: Source,
  terms: readonly Term[],
  factors: readonly string[],
  covariates: readonly string[],
  sizes: readonly number[],
): Column[] {
  const columns: Column[] = [{ term: -1, covariate: null, of: () => 1 }]
  for (const [term, { factors: parts }] of terms.entries()) {
    const numbers = parts.filter(({ categorical }) => !categorical)
    if (numbers.length > 1)
      return refuse(
        source,
        'A product in anova has at most one number.',
        'Make a variable of the product with generate, and name it as c.x.',
      )
    const covariate = numbers[0] ? covariates.indexOf(numbers[0].column) : null
    let made: Column[] = [{ term, covariate, of: () => 1 }]
    for (const { column, categorical } of parts) {
      if (!categorical) continue
      const factor = factors.indexOf(column)
      const last = (sizes[factor] as number) - 1
      made = made.flatMap((before) =>
        Array.from({ length: last }, (_, level) => ({
          ...before,
          of: (levels: readonly number[]) =>
            before.of(levels) * (levels[factor] === level ? 1 : levels[factor] === last ? -1 : 0),
        })),
      )
    }
    columns.push(...made)
    if (columns.length > MOST_COLUMNS)
      return refuse(
        source,
        `This model has more than ${MOST_COLUMNS} columns.`,
        'Recode its factors into fewer levels, or write c. before what is a number.',
      )
  }
  return columns
}

interface Fitting {
  cells: readonly Cell[]
  design: readonly Column[]
  sizes: readonly number[]
  yScale: number
  stats: Record<string, unknown> | undefined
  sets: Pick<ModelStatistic, 'used' | 'missing'>
  found: readonly { code: string | null; units: number }[][]
  factors: readonly string[]
}

function modelOf(source: Source, spec: Spec, fitting: Fitting): ModelStatistic {
  const { cells, design, yScale } = fitting
  const sum = (of: (cell: Cell) => number) => cells.reduce((total, cell) => total + of(cell), 0)
  const [n, y, yy] = [sum((cell) => cell.n), sum((cell) => cell.y), sum((cell) => cell.yy)]
  const { gram, moment } = crossProducts(cells, design)
  const kept = independent(gram)
  const columns = kept.map((i) => design[i] as Column)
  const explained = (some: readonly number[]): number => explainedBy(gram, moment, some)
  const degrees = n - kept.length
  if (degrees <= 0)
    return degenerate(
      source,
      `The model has ${kept.length} parameters, as many as there are rows or more.`,
      'Leave out terms, or widen the condition.',
    )
  const total = yy - (y * y) / n
  if (!(Number(fitting.stats?.['s0']) > 0))
    return degenerate(source, `${spec.outcome} is the same in every row.`, 'Choose an outcome that varies.')
  const all = explained(kept)
  const residual = Math.max(0, yy - all)
  // What is left of a perfect fit is rounding, which nothing can be tested against.
  if (residual <= PERFECT * total)
    return degenerate(
      source,
      'The model fits every row exactly, so nothing is left to test it against.',
      'Leave out terms, or widen the condition.',
    )
  const variance = residual / degrees
  const test = (of: string | null, squares: number, freedom: number): TestStatistic => ({
    ...fTest(squares / freedom / variance, freedom, degrees),
    ...(of === null ? {} : { of }),
    sumOfSquares: squares * yScale ** 2,
  })
  const notes: string[] = []
  const terms = spec.terms.flatMap((term, place) => {
    const others = kept.filter((_, k) => columns[k]?.term !== place)
    const freedom = kept.length - others.length
    if (freedom > 0) return [test(written(term), Math.max(0, all - explained(others)), freedom)]
    notes.push(`${written(term)} was left out: it is a combination of the terms before it (collinearity).`)
    return []
  })
  const r2 = 1 - residual / total
  return {
    kind: 'model',
    model: 'anova',
    outcome: spec.outcome,
    ...fitting.sets,
    coefficients: [],
    exponentiate: false,
    level: 95,
    parameters: kept.length,
    residualDegreesOfFreedom: degrees,
    factorLevels: fitting.found.flatMap((levels, i) =>
      levels.map(({ code, units }) => ({ term: fitting.factors[i] as string, level: code ?? '', units })),
    ),
    fit: {
      residualSumOfSquares: residual * yScale ** 2,
      r2,
      adjustedR2: 1 - ((1 - r2) * (n - 1)) / degrees,
      rmse: Math.sqrt(variance) * yScale,
    },
    tests: [
      ...(kept.length > 1 ? [test(null, all - (y * y) / n, kept.length - 1)] : []),
      ...terms,
      ...bartlett(spec, cells),
    ],
    notes,
  }
}

const written = ({ factors }: Term): string =>
  factors.map(({ column, categorical }) => (categorical ? column : `c.${column}`)).join('#')

function crossProducts(
  cells: readonly Cell[],
  design: readonly Column[],
): { gram: Matrix; moment: number[] } {
  const gram = Matrix.zeros(design.length, design.length)
  const moment = design.map(() => 0)
  const covariates = cells[0]?.c.length ?? 0
  const place = new Map(pairs(covariates).map(([i, j], k) => [`${i},${j}`, k]))
  for (const cell of cells) {
    const weights = design.map((column) => column.of(cell.levels))
    for (const [i, a] of design.entries()) {
      if (weights[i] === 0) continue
      moment[i] =
        (moment[i] as number) +
        (weights[i] as number) * (a.covariate === null ? cell.y : (cell.cy[a.covariate] as number))
      for (let j = i; j < design.length; j++) {
        if (weights[j] === 0) continue
        const both = [a.covariate, (design[j] as Column).covariate]
          .filter((c) => c !== null)
          .sort((p, q) => p - q)
        const sum =
          both.length === 0
            ? cell.n
            : both.length === 1
              ? (cell.c[both[0] as number] as number)
              : (cell.cc[place.get(both.join()) as number] as number)
        gram.set(i, j, gram.get(i, j) + (weights[i] as number) * (weights[j] as number) * sum)
        gram.set(j, i, gram.get(i, j))
      }
    }
  }
  return { gram, moment }
}

/** The part of y′y that the columns explain: (X′y)′ (X′X)⁻¹ X′y. */
function explainedBy(gram: Matrix, moment: readonly number[], some: readonly number[]): number {
  const bread = inverse(gram.selection([...some], [...some]))
  if (!bread) return 0
  return quadratic(
    some.map((i) => moment[i] as number),
    bread,
  )
}

/** Bartlett's test that the variances of the groups of the only factor are equal; none where a group has no variance. */
function bartlett({ terms }: Spec, cells: readonly Cell[]): TestStatistic[] {
  const [only, ...others] = terms
  if (!only || others.length > 0 || only.factors.length > 1 || !only.factors[0]?.categorical) return []
  const groups = cells.map(({ n, y, yy }) => ({ freedom: n - 1, squares: yy - (y * y) / n }))
  if (groups.some(({ freedom, squares }) => freedom < 1 || !(squares > 0))) return []
  const freedom = groups.reduce((sum, group) => sum + group.freedom, 0)
  const pooled = groups.reduce((sum, group) => sum + group.squares, 0) / freedom
  const spread = groups.reduce((sum, g) => sum + g.freedom * Math.log(g.squares / g.freedom), 0)
  const inverses = groups.reduce((sum, g) => sum + 1 / g.freedom, 0)
  const correction = 1 + (inverses - 1 / freedom) / (3 * (groups.length - 1))
  const statistic = Math.max(0, (freedom * Math.log(pooled) - spread) / correction)
  return [{ ...chiSquaredTest('bartlett', statistic, groups.length - 1), of: only.factors[0].column }]
}
