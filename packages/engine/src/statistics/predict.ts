/**
 * What a fitted model says of each row, as SQL over the columns of the rows: the linear predictor is put together from the
 * coefficients as they are shown, so that every model that names its terms can predict. Rows never leave the database.
 */
import type { Coefficient, ModelStatistic } from '@sund/model'
import { id, list, type Sql, sql, value } from '../dialects/sql.js'
import type { Column, ModelSpec, Predict, Term } from '../plan/types.js'
import { inverse, pairs, symmetric } from './algebra.js'
import { CONSTANT, writtenTerm } from './design.js'
import { discontinuityColumns, discontinuityTerms } from './rdd.js'
import { columnOf, numberColumn, refuse, type Source } from './source.js'
import { normalSql } from './special.js'

type What = Predict['take'][number]['what']

/** What prediction has to work with. */
interface Fitted {
  source: Source
  spec: ModelSpec
  fit: ModelStatistic
  /** Which rows were used. */
  met: Sql
  /** xβ of an equation (the main one when none is named), exposure included. */
  index(equation?: string): Sql
  /** A column computed for every row before what is asked for: what a window reads must be there already. */
  first(of: Sql): Sql
}
type Rule = (fitted: Fitted, level: string | undefined) => Sql | Promise<Sql>

const DAY = 86_400_000

/**
 * Columns of predictions, and the rows of `from` with what they rest on: null where the row was not used or a term is
 * missing. `met` says which rows were used.
 */
export async function predictions(
  source: Source,
  { spec, take }: Pick<Predict, 'spec' | 'take'>,
  fit: ModelStatistic,
  { from, met }: { from: Sql; met: Sql },
): Promise<{ from: Sql; columns: { as: Sql; of: Sql }[] }> {
  const regressors = regressorsOf(source, spec)
  const within = spec.model === 'rdd' ? discontinuityColumns(source, spec).within : sql`TRUE`
  let [rows, made] = [from, 0]
  const fitted: Fitted = {
    source,
    spec,
    fit,
    met: sql`(${met} AND ${within})`,
    index: (equation) =>
      indexOf(
        source,
        spec,
        fit.coefficients.filter((coefficient) => coefficient.equation === equation),
        regressors,
      ),
    first: (of) => {
      const name = id(`__p${made++}`)
      rows = sql`(SELECT *, ${of} AS ${name} FROM ${rows})`
      return name
    },
  }
  const columns: { as: Sql; of: Sql }[] = []
  for (const { what, as, level } of take) {
    const rule = RULES[spec.model]?.[what]
    if (!rule) return refuse(source, `${spec.model} has no ${what}.`, 'Ask for predicted().')
    const of = await rule(fitted, level)
    columns.push({ as: id(as), of: sql`CASE WHEN ${fitted.met} THEN ${of} END` })
  }
  return { from: rows, columns }
}

const linear: Rule = ({ index }) => index()
const exponential: Rule = ({ index }) => sql`exp(${index()})`
const less =
  (expected: Rule): Rule =>
  async (fitted, level) =>
    sql`(${outcomeOf(fitted)} - ${await expected(fitted, level)})`
const logistic: Rule = ({ index }) => sql`(1 / (1 + exp(-(${index()}))))`
const normal: Rule = ({ index }) => normalSql(index())
const LINEAR: Partial<Record<What, Rule>> = { predicted: linear, residuals: less(linear) }
const COUNT: Partial<Record<What, Rule>> = { predicted: exponential, residuals: less(exponential) }

const RULES: Partial<Record<ModelSpec['model'], Partial<Record<What, Rule>>>> = {
  regress: { ...LINEAR, cooksd: cooksDistance },
  logit: { probabilities: logistic, predicted: linear, residuals: less(logistic) },
  probit: { probabilities: normal, predicted: linear, residuals: less(normal) },
  mlogit: { probabilities: shareOfLevel, predicted: likeliestLevel },
  poisson: COUNT,
  'negative-binomial': COUNT,
  ivregress: LINEAR,
  rdd: LINEAR,
  'regress-panel': { predicted: linear, residuals: ofUnit('rest'), effects: ofUnit('effect') },
  'regress-mml': { predicted: linear, residuals: ofGroups('rest'), effects: ofGroups('effect') },
  cox: { predicted: exponential },
  // S(t) = exp(−exp(xβ) tᵖ): the time at which it is a half, and its value at the row's own time.
  weibull: {
    predicted: (fitted) => sql`pow(ln(2) / exp(${fitted.index()}), ${value(1 / shapeOf(fitted))})`,
    probabilities: (fitted) =>
      sql`exp(-exp(${fitted.index()}) * pow(${timeOf(fitted)}, ${value(shapeOf(fitted))}))`,
  },
}

type Part = 'effect' | 'rest'

/**
 * What is special to a unit of a panel, or what is left without it. Fixed effects: the mean of the unit's residuals. Random effects: the
 * same drawn towards 0 by its reliability, n σᵤ² / (n σᵤ² + σₑ²) (Baltagi 2021, 2.5).
 */
function ofUnit(part: Part): Rule {
  return (fitted) => {
    const { spec, fit, source, met, index, first } = fitted
    const estimator = spec.model === 'regress-panel' ? spec.estimator : 'pooled'
    const rest = sql`(${outcomeOf(fitted)} - ${index()})`
    if (estimator === 'be' || estimator === 'pooled')
      return part === 'rest'
        ? rest
        : refuse(source, `${estimator} has no effects of units.`, 'Use fe or re for effects().')
    const own = first(sql`CASE WHEN ${met} THEN ${rest} END`)
    const mean = sql`avg(${own}) OVER (PARTITION BY __unit)`
    const n = sql`count(${own}) OVER (PARTITION BY __unit)`
    const [unit, residual] = [fit.fit.sigmaUnit ?? 0, fit.fit.sigmaResidual ?? 0].map(
      (of) => sql`CAST(${value(of ** 2)} AS DOUBLE)`,
    ) as [Sql, Sql]
    const effect =
      estimator === 'fe' ? mean : sql`(${mean} * ${n} * ${unit} / (${n} * ${unit} + ${residual}))`
    return part === 'effect' ? effect : sql`(${own} - ${effect})`
  }
}

/**
 * The best linear unbiased predictor of what is special to a row's groups, added over the levels, or what is left without it (Henderson
 * 1975; for random intercepts the inverse of a group's covariance is written out, so windows over the groups are enough).
 */
function ofGroups(part: Part): Rule {
  return (fitted) => {
    const { spec, fit, met, index, first } = fitted
    const groups = spec.model === 'regress-mml' ? spec.groups.map(id) : []
    const variance = (name: string) =>
      sql`CAST(${value(fit.coefficients.find(({ term }) => term === `var(${name})`)?.estimate ?? 0)} AS DOUBLE)`
    const names = spec.model === 'regress-mml' ? spec.groups : []
    const residual = variance('residual')
    const outer = variance(names[0] as string)
    const inner = names.length > 1 ? variance(names[1] as string) : sql`CAST(0 AS DOUBLE)`
    const present = list(
      groups.map((group) => sql`${group} IS NOT NULL`),
      sql` AND `,
    )
    const own = first(sql`CASE WHEN ${met} AND ${present} THEN ${outcomeOf(fitted)} - ${index()} END`)
    const within = list(groups)
    const [n, mean] = [
      first(sql`count(${own}) OVER (PARTITION BY ${within})`),
      first(sql`avg(${own}) OVER (PARTITION BY ${within})`),
    ]
    // The weight of an inner group in its outer one, and of each of its rows.
    const weight = first(sql`${n} / (${residual} + ${n} * ${inner})`)
    const over = sql`OVER (PARTITION BY ${groups[0] as Sql})`
    const counted = sql`CASE WHEN ${own} IS NOT NULL THEN ${weight} / ${n} END`
    const total = first(sql`sum(${counted}) ${over}`)
    const weighed = first(sql`sum(${counted} * ${mean}) ${over}`)
    const above = sql`(${outer} * ${weighed} / (1 + ${outer} * ${total}))`
    const effect = sql`CASE WHEN ${own} IS NOT NULL THEN ${above} + ${inner} * ${weight} * (${mean} - ${above}) END`
    return part === 'effect' ? effect : sql`(${own} - ${effect})`
  }
}

/** The levels of the outcome of mlogit with their linear predictors; that of the lowest is 0. */
function levelsOf({ spec, fit, index }: Fitted): { code: string; of: Sql }[] {
  const equations = [...new Set(fit.coefficients.map(({ equation }) => equation))]
  const codes = fit.factorLevels.filter(({ term }) => term === spec.outcome).map(({ level }) => level)
  return codes.map((code, i) => ({ code, of: i === 0 ? sql`CAST(0 AS DOUBLE)` : index(equations[i - 1]) }))
}

function shareOfLevel(fitted: Fitted, level: string | undefined): Sql {
  const levels = levelsOf(fitted)
  const asked = levels.find(({ code }) => code === level)
  if (!asked)
    return refuse(
      fitted.source,
      `${fitted.spec.outcome} has no level ${level}.`,
      'Name one of its codes in outcome().',
    )
  const shares = levels.map(({ of }) => sql`exp(${of} - ${asked.of})`)
  return sql`(1 / (${list(shares, sql` + `)}))`
}

function likeliestLevel(fitted: Fitted): Sql {
  const levels = levelsOf(fitted)
  const column = columnOf(fitted.source, fitted.spec.outcome)
  const greatest = sql`greatest(${list(levels.map(({ of }) => of))})`
  const cases = levels.map(
    ({ code, of }) => sql`WHEN ${of} = ${greatest} THEN ${value(valueOfCode(column, code))}`,
  )
  return sql`CASE ${list(cases, sql` `)} END`
}

const shapeOf = ({ fit }: Fitted): number => Number(fit.fit.shape)
const timeOf = ({ source, spec }: Fitted): Sql =>
  'time' in spec
    ? numberColumn(source, spec.time).of
    : refuse(source, `${spec.model} has no time.`, 'Use another model.')

/** The outcome as the model read it: 0 or 1 where it is binary. */
function outcomeOf({ source, spec }: Fitted): Sql {
  const { of } = numberColumn(source, spec.outcome)
  return spec.model === 'logit' || spec.model === 'probit' ? sql`CAST(${of} <> 0 AS DOUBLE)` : of
}

/** xβ of some coefficients, in the units of the data. */
function indexOf(
  source: Source,
  spec: ModelSpec,
  coefficients: readonly Coefficient[],
  regressors: Regressors,
): Sql {
  const parts = coefficients.map(
    (coefficient) =>
      sql`CAST(${value(coefficient.estimate)} AS DOUBLE) * ${regressorOf(source, spec, coefficient, regressors)}`,
  )
  const exposure =
    'exposure' in spec && spec.exposure !== null ? [sql`ln(${numberColumn(source, spec.exposure).of})`] : []
  return sql`(${list([...parts, ...exposure, sql`CAST(0 AS DOUBLE)`], sql` + `)})`
}

/** The terms of a model as its coefficients name them, and the columns made for it beside those of the data. */
interface Regressors {
  terms: ReadonlyMap<string, Term>
  made: ReadonlyMap<string, Sql>
}

function regressorsOf(source: Source, spec: ModelSpec): Regressors {
  const named = (terms: readonly Term[]) => new Map(terms.map((term) => [writtenTerm(term), term]))
  if (spec.model === 'ivregress')
    return { terms: named([...spec.terms, ...spec.endogenous]), made: new Map() }
  if (spec.model !== 'rdd') return { terms: named(spec.terms), made: new Map() }
  const { crossing, others } = discontinuityTerms(spec)
  const treatment = spec.fuzzy === null ? [] : [{ factors: [{ column: spec.fuzzy, categorical: false }] }]
  return {
    terms: named([...treatment, crossing, ...others]),
    made: new Map(discontinuityColumns(source, spec).made.map(({ name, of }) => [name, of])),
  }
}

/** The column of a design that a coefficient belongs to. A missing value of any of its factors makes it missing. */
function regressorOf(
  source: Source,
  spec: ModelSpec,
  { term, level }: Coefficient,
  { terms, made }: Regressors,
): Sql {
  if (term === CONSTANT) return sql`1.0`
  const known = terms.get(term)
  if (!known) return refuse(source, `${spec.model} cannot predict from ${term}.`, 'Leave the term out.')
  const codes = level === undefined ? [] : level.split('#')
  const factors = known.factors.map(({ column: name, categorical }) => {
    if (!categorical) return made.get(name) ?? numberColumn(source, name).of
    const column = columnOf(source, name)
    return sql`CAST(${id(name)} = ${value(valueOfCode(column, codes.shift() ?? ''))} AS DOUBLE)`
  })
  return sql`(${list(factors, sql` * `)})`
}

/** A level as its column holds it, from its code: numbers and dates are written out in codes. */
function valueOfCode(column: Column, code: string): string | number {
  if (column.type === 'text') return code
  return column.date ? Date.parse(code) / DAY : Number(code)
}

/**
 * Cook's distance e² h / (p s² (1 − h)²), h the leverage x′(X′X)⁻¹x (Cook 1977). X′X is of columns centred and scaled, so
 * that units of measure cannot spoil its inverse; the constant's part of h is then 1/n.
 */
async function cooksDistance(fitted: Fitted): Promise<Sql> {
  const { source, spec, fit } = fitted
  const main = fit.coefficients.filter(({ equation }) => equation === undefined)
  const constant = main.some(({ term }) => term === CONSTANT)
  const regressors = regressorsOf(source, spec)
  const raw = main
    .filter(({ term }) => term !== CONSTANT)
    .map((coefficient) => regressorOf(source, spec, coefficient, regressors))
  const outcome = numberColumn(source, spec.outcome).of
  const complete = list(
    [outcome, ...raw].map((of) => sql`${of} IS NOT NULL`),
    sql` AND `,
  )
  const [located] = await source.ask(
    sql`SELECT ${list([
      sql`count(*) AS n`,
      ...raw.flatMap((of, i) => [
        sql`avg(${of}) AS ${id(`m${i}`)}`,
        sql`stddev_pop(${of}) AS ${id(`s${i}`)}`,
      ]),
    ])} FROM ${source.rows} WHERE ${complete}`,
  )
  const n = Number(located?.['n'])
  const columns = raw.map(
    (of, i) =>
      sql`((${of} - ${value(constant ? Number(located?.[`m${i}`]) : 0)}) / ${value(Number(located?.[`s${i}`]) || 1)})`,
  )
  const products = pairs(columns.length).map(([i, j]) => sql`${columns[i] as Sql} * ${columns[j] as Sql}`)
  const [sums] = products.length
    ? await source.ask(
        sql`SELECT ${list(products.map((of, k) => sql`sum(${of}) AS ${id(`p${k}`)}`))} FROM ${source.rows} WHERE ${complete}`,
      )
    : [{}]
  const bread = inverse(
    symmetric(
      columns.length,
      products.map((_, k) => Number(sums?.[`p${k}`])),
    ),
  )
  if (!bread) return refuse(source, 'The terms depend on one another.', 'Leave out terms that say the same.')
  const leverage = list(
    [
      ...(constant ? [sql`CAST(${value(1 / n)} AS DOUBLE)`] : [sql`CAST(0 AS DOUBLE)`]),
      ...pairs(columns.length).map(
        ([i, j]) =>
          sql`CAST(${value((i === j ? 1 : 2) * bread.get(i, j))} AS DOUBLE) * ${columns[i] as Sql} * ${columns[j] as Sql}`,
      ),
    ],
    sql` + `,
  )
  const residual = await less(linear)(fitted, undefined)
  const scale = fit.parameters * Number(fit.fit.rmse) ** 2
  // Where nothing is left of the outcome, or a row alone decides its fit, the distance is 0 / 0.
  if (!(1 - Number(fit.fit.r2) > 1e-12)) return sql`CAST(NULL AS DOUBLE)`
  return sql`CASE WHEN 1 - (${leverage}) > CAST(1e-9 AS DOUBLE) THEN ${residual} * ${residual} * (${leverage}) / (${value(scale)} * (1 - (${leverage})) * (1 - (${leverage}))) END`
}
