/**
 * What a fitted model says of each row, as SQL over the columns of the rows: the linear predictor is put together from the
 * coefficients as they are shown, so that every model that names its terms can predict. Rows never leave the database.
 */
import type { Coefficient, ModelStatistic } from '@sund/model'
import { id, list, type Sql, sql, value } from '../dialects/sql.js'
import type { ModelSpec, Predict, Term } from '../plan/types.js'
import { inverse, pairs, symmetric } from './algebra.js'
import { CONSTANT } from './design.js'
import { columnOf, numberColumn, refuse, type Source } from './source.js'

type What = Predict['take'][number]['what']

/** What prediction has to work with. `met` is the condition under which rows were used. */
interface Fitted {
  source: Source
  spec: ModelSpec
  fit: ModelStatistic
  met: Sql
  /** xβ of the main equation, exposure included. */
  index: Sql
}
type Rule = (fitted: Fitted, level: string | undefined) => Sql | Promise<Sql>

const DAY = 86_400_000

/** Columns of predictions: name and SQL, null where the row was not used or a term is missing. */
export async function predictions(
  source: Source,
  { spec, take }: Pick<Predict, 'spec' | 'take'>,
  fit: ModelStatistic,
  met: Sql,
): Promise<{ as: Sql; of: Sql }[]> {
  const main = fit.coefficients.filter(({ equation }) => equation === undefined)
  const fitted = { source, spec, fit, met, index: indexOf(source, spec, main) }
  return Promise.all(
    take.map(async ({ what, as, level }) => {
      const rule = RULES[spec.model]?.[what]
      if (!rule) return refuse(source, `${spec.model} has no ${what}.`, 'Ask for predicted().')
      return { as: id(as), of: sql`CASE WHEN ${met} THEN ${await rule(fitted, level)} END` }
    }),
  )
}

const linear: Rule = ({ index }) => index
const less =
  (expected: Rule): Rule =>
  async (fitted, level) =>
    sql`(${outcomeOf(fitted)} - ${await expected(fitted, level)})`
const logistic: Rule = ({ index }) => sql`(1 / (1 + exp(-(${index}))))`
const LINEAR: Partial<Record<What, Rule>> = { predicted: linear, residuals: less(linear) }

const RULES: Partial<Record<ModelSpec['model'], Partial<Record<What, Rule>>>> = {
  regress: { ...LINEAR, cooksd: cooksDistance },
  logit: { probabilities: logistic, predicted: linear, residuals: less(logistic) },
  cox: { predicted: ({ index }) => sql`exp(${index})` },
  // S(t) = exp(−exp(xβ) tᵖ): the time at which it is a half, and its value at the row's own time.
  weibull: {
    predicted: (fitted) => sql`pow(ln(2) / exp(${fitted.index}), ${value(1 / shapeOf(fitted))})`,
    probabilities: (fitted) =>
      sql`exp(-exp(${fitted.index}) * pow(${timeOf(fitted)}, ${value(shapeOf(fitted))}))`,
  },
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
export function indexOf(source: Source, spec: ModelSpec, coefficients: readonly Coefficient[]): Sql {
  const parts = coefficients.map(
    (coefficient) =>
      sql`CAST(${value(coefficient.estimate)} AS DOUBLE) * ${regressorOf(source, spec, coefficient)}`,
  )
  const exposure =
    'exposure' in spec && spec.exposure !== null ? [sql`ln(${numberColumn(source, spec.exposure).of})`] : []
  return sql`(${list([...parts, ...exposure, sql`CAST(0 AS DOUBLE)`], sql` + `)})`
}

/** The column of a design that a coefficient belongs to. A missing value of any of its factors makes it missing. */
function regressorOf(source: Source, spec: ModelSpec, { term, level }: Coefficient): Sql {
  if (term === CONSTANT) return sql`1.0`
  const known = termsOf(spec).find((candidate) => writtenAs(candidate) === term)
  if (!known) return refuse(source, `${spec.model} cannot predict from ${term}.`, 'Leave the term out.')
  const codes = level === undefined ? [] : level.split('#')
  const factors = known.factors.map(({ column: name, categorical }) => {
    if (!categorical) return numberColumn(source, name).of
    const column = columnOf(source, name)
    const code = codes.shift() ?? ''
    const at = column.type === 'text' ? code : column.date ? Date.parse(code) / DAY : Number(code)
    return sql`CAST(${id(name)} = ${value(at)} AS DOUBLE)`
  })
  return sql`(${list(factors, sql` * `)})`
}

function termsOf(spec: ModelSpec): Term[] {
  return spec.model === 'ivregress' ? [...spec.terms, ...spec.endogenous] : spec.terms
}

const writtenAs = ({ factors }: Term): string =>
  factors.map(({ column, categorical }) => (categorical ? `i.${column}` : column)).join('#')

/**
 * Cook's distance e² h / (p s² (1 − h)²), h the leverage x′(X′X)⁻¹x (Cook 1977). X′X is of columns centred and scaled, so
 * that units of measure cannot spoil its inverse; the constant's part of h is then 1/n.
 */
async function cooksDistance(fitted: Fitted): Promise<Sql> {
  const { source, spec, fit } = fitted
  const main = fit.coefficients.filter(({ equation }) => equation === undefined)
  const constant = main.some(({ term }) => term === CONSTANT)
  const raw = main
    .filter(({ term }) => term !== CONSTANT)
    .map((coefficient) => regressorOf(source, spec, coefficient))
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
  return sql`(${residual} * ${residual} * (${leverage}) / (${value(scale)} * (1 - (${leverage})) * (1 - (${leverage}))))`
}
