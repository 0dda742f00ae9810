/** Regression discontinuity: what changes where a running variable passes a cutoff. */
import type { ModelStatistic } from '@sund/model'
import { id, list, type Sql, sql, value } from '../dialects/sql.js'
import type { Column, DiscontinuitySpec, InstrumentSpec, Term } from '../plan/types.js'
import { waldTest } from './coefficients.js'
import { type Design, designOf } from './design.js'
import { endogenousAmounts, fitInstruments } from './ivregress.js'
import { linesOf, ordinary, reportOf, residualDegrees, varying } from './linear.js'
import { productsOf } from './products.js'
import { peopleBy } from './sides.js'
import { degenerate, numberColumn, type Source } from './source.js'
import { ofDesign, withPeople } from './weights.js'

/**
 * Least squares of the outcome on having reached the cutoff, a polynomial of the distance to it and their products, within
 * `bandwidth` of the cutoff, each row with the same weight (Imbens and Lemieux 2008, with a uniform kernel). With `fuzzy`, two-stage
 * least squares of the treatment's effect, with having reached the cutoff as its instrument (Hahn, Todd and Van der Klaauw 2001).
 * Standard errors are robust: HC1, and for `fuzzy` those of ivregress. Neither is the bandwidth chosen from the data nor are
 * estimates corrected for bias, as Calonico, Cattaneo and Titiunik (2014) do.
 */
export async function rdd(source: Source, spec: DiscontinuitySpec): Promise<ModelStatistic> {
  return fitDiscontinuity(source, spec, await discontinuityDesign(source, spec))
}

/** Names of the columns that are made for the model; no script can name such, so they meet no variable. */
interface Made {
  crossed: string
  distances: string[]
}

function madeOf({ running, cutoff, polynomial }: DiscontinuitySpec): Made {
  const distance = cutoff < 0 ? `${running}+${-cutoff}` : `${running}-${cutoff}`
  return {
    crossed: `${running}>=${cutoff}`,
    distances: Array.from({ length: polynomial }, (_, i) => (i === 0 ? distance : `(${distance})^${i + 1}`)),
  }
}

const term = (...columns: string[]): Term => ({
  factors: columns.map((column) => ({ column, categorical: false })),
})

/** The terms of the model: crossing first, then the polynomial on either side, then controls. */
export function discontinuityTerms(spec: DiscontinuitySpec): { crossing: Term; others: Term[] } {
  const { crossed, distances } = madeOf(spec)
  return {
    crossing: term(crossed),
    others: [
      ...distances.map((distance) => term(distance)),
      ...distances.map((distance) => term(crossed, distance)),
      ...spec.terms,
    ],
  }
}

export function discontinuityDesign(source: Source, spec: DiscontinuitySpec): Promise<Design> {
  const { crossing, others } = discontinuityTerms(spec)
  const { crossed } = madeOf(spec)
  const treatment = spec.fuzzy === null ? [] : [term(spec.fuzzy)]
  return designOf(
    windowed(source, spec),
    { ...spec, terms: [...treatment, crossing, ...others], beside: [crossed] },
    { binary: false, amounts: endogenousAmounts(treatment), centred: true },
  )
}

/** The columns that are made for the model, and which rows lie within its window: those without a running value do. */
export function discontinuityColumns(
  source: Source,
  spec: DiscontinuitySpec,
): { made: { name: string; of: Sql }[]; within: Sql } {
  const { of } = numberColumn(source, spec.running)
  const { crossed, distances } = madeOf(spec)
  const cutoff = sql`CAST(${value(spec.cutoff)} AS DOUBLE)`
  const distance = sql`(${of} - ${cutoff})`
  const made = [
    { name: crossed, of: sql`CAST(${of} >= ${cutoff} AS DOUBLE)` },
    ...distances.map((name, i) => ({
      name,
      of: list(
        Array.from({ length: i + 1 }, () => distance),
        sql` * `,
      ),
    })),
  ]
  const within =
    spec.bandwidth === null
      ? sql`TRUE`
      : sql`(${of} IS NULL OR abs(${distance}) <= CAST(${value(spec.bandwidth)} AS DOUBLE))`
  return { made, within }
}

/** The rows within the window, with the columns of the model. */
function windowed(source: Source, spec: DiscontinuitySpec): Source {
  const { column } = numberColumn(source, spec.running)
  const { made, within } = discontinuityColumns(source, spec)
  const columns = made.map(({ name }): Column => ({ ...column, name, title: { en: name } }))
  return {
    ...source,
    rows: sql`(SELECT *, ${list(made.map(({ name, of }) => sql`${of} AS ${id(name)}`))} FROM ${source.rows} WHERE ${within})`,
    columns: [...source.columns, ...columns],
  }
}

export async function fitDiscontinuity(
  source: Source,
  spec: DiscontinuitySpec,
  design: Design,
): Promise<ModelStatistic> {
  varying(source, design)
  const { crossing, others } = discontinuityTerms(spec)
  const { crossed } = madeOf(spec)
  const sides = await peopleBy(source, design, sql`CASE WHEN x0 = 1 THEN '1' ELSE '0' END`)
  if (sides.length < 2)
    return degenerate(
      source,
      `No row lies on one of the sides of cutoff(${spec.cutoff}).`,
      `Choose a cutoff within the values of ${spec.running}, or a wider bandwidth().`,
    )
  if (!design.columns.some((column) => column.term === crossed))
    return degenerate(
      source,
      `There are too few values of ${spec.running} to tell a jump from the polynomial.`,
      'Choose a wider bandwidth() or a lower polynomial().',
    )
  const factorLevels = [...design.factorLevels, ...sides.map((of) => ({ term: crossed, ...of }))]
  if (spec.fuzzy !== null) {
    const instruments: InstrumentSpec = {
      ...spec,
      model: 'ivregress',
      terms: others,
      endogenous: [term(spec.fuzzy)],
      instruments: [crossing],
      method: 'tsls',
      robust: true,
      constant: true,
      firstStage: true,
      overidentification: false,
    }
    const fit = await fitInstruments(source, instruments, design)
    return {
      ...fit,
      model: 'rdd',
      factorLevels,
      tests: fit.tests.filter(({ name }) => name !== 'endogeneity'),
    }
  }
  const products = await productsOf(source, design)
  const y = design.columns.length + 1
  const on = [0, ...design.columns.map((_, i) => i + 1)]
  const fit = await ordinary(source, design, products, on, y, { ...spec, robust: true })
  const degrees = residualDegrees(source, design.n, on.length)
  const test = waldTest(design, fit.estimates, fit.covariance, fit.degrees)
  return {
    ...reportOf(design, spec),
    coefficients: await withPeople(
      source,
      design,
      linesOf(design, fit.estimates, fit.covariance, spec, fit.degrees),
      ofDesign(design),
    ),
    parameters: on.length,
    residualDegreesOfFreedom: degrees,
    factorLevels,
    fit: {
      r2: 1 - fit.rss / products.get(y, y),
      rmse: Math.sqrt(fit.rss / degrees) * design.outcome.scale,
    },
    tests: test ? [test] : [],
  }
}
