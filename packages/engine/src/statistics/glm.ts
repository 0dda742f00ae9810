/**
 * Generalised linear models: binary outcomes (logit, probit), counts (Poisson, negative binomial) and unordered levels
 * (multinomial logit). The same steps for all: the design, the fit, its null model, the tests and the report; what differs
 * stands in a table. Standard errors rest on the expected information, as in R's glm, multinom and glm.nb.
 */
import digamma from '@stdlib/math-base-special-digamma'
import gammaln from '@stdlib/math-base-special-gammaln'
import trigamma from '@stdlib/math-base-special-trigamma'
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile'
import type { Coefficient, ModelStatistic, TestStatistic } from '@sund/model'
import type { Matrix } from 'ml-matrix'
import { id, list, type Sql, sql, value } from '../dialects/sql.js'
import type { GlmSpec } from '../plan/types.js'
import { inverse, quadratic } from './algebra.js'
import { columnAxis, type Level } from './axes.js'
import { coefficientsOf } from './coefficients.js'
import { type Design, designOf, sumsOver } from './design.js'
import { chiSquaredTest } from './distributions.js'
import { FAMILIES, type Family, multinomial, negativeBinomial } from './families.js'
import {
  type Counts,
  fitLikelihood,
  type LikelihoodFit,
  type Outcomes,
  onDataScale,
  type Patterns,
  patternsOf,
  predicted,
  robustCovariance,
  WHOLE_OUTCOME,
  workingWeights,
} from './likelihood.js'
import { besides, effectsAtMeans, marginsOf, offsetOf } from './margins.js'
import { unconverged } from './newton.js'
import { outcomeLevels } from './outcome.js'
import { columnOf, degenerate, numberColumn, refuse, type Source } from './source.js'
import { ofDesign, withPeople } from './weights.js'

type Likely = Exclude<GlmSpec['model'], 'regress'>

/** What the outcome of a model says of its equations: one, or of mlogit one for each level above the lowest. */
export interface Equations {
  /** What is summed of `y` for each. */
  outcomes: Outcomes
  /** What each is called; null where there is one only. */
  levels: readonly (Level | null)[]
  /** How often each value of `y` occurs. */
  counts: Counts
}

const special = { gammaln, digamma, trigamma }
const FAMILY_AT: { readonly [M in Likely]: (equations: number) => (shape: number) => Family } = {
  logit: () => () => FAMILIES.logit,
  probit: () => () => FAMILIES.probit,
  poisson: () => () => FAMILIES.poisson,
  'negative-binomial': () => (shape) => negativeBinomial(shape, special),
  mlogit: (equations) => () => multinomial(equations),
}
/** What stands in `y`: 0 and 1, counts, or levels by number. */
const OUTCOME_OF: { readonly [M in Likely]: 'binary' | 'count' | 'level' } = {
  logit: 'binary',
  probit: 'binary',
  poisson: 'count',
  'negative-binomial': 'count',
  mlogit: 'level',
}

/** A generalised linear model of the rows of `source`. Fails with `script.statistics` or `script.degenerate`, by name. */
export async function glm(source: Source, spec: GlmSpec): Promise<ModelStatistic> {
  return fitGlm(source, spec, await glmDesign(source, spec))
}

export interface GlmDesign extends Design {
  /** The levels of the outcome of mlogit in order; `y` counts them from 0. */
  levels: readonly Level[]
}

/** The rows of a model other than `regress`: `y` is 0 or 1, the count, or the number of the level. */
export async function glmDesign(source: Source, spec: GlmSpec): Promise<GlmDesign> {
  const outcome = OUTCOME_OF[spec.model as Likely]
  const needs = { binary: true, separable: outcome !== 'count', centred: spec.constant }
  const asked = { ...spec, ...besides(spec) }
  if (outcome === 'binary') return { ...(await designOf(source, asked, needs)), levels: [] }
  if (outcome === 'count') {
    const counts = await countable(source, spec)
    const { of } = numberColumn(counts, spec.outcome)
    const amounts = [spec.outcome, ...(spec.exposure ? [spec.exposure] : [])].map((name) => ({ name }))
    return { ...(await designOf(counts, asked, { ...needs, outcome: of, amounts })), levels: [] }
  }
  const axis = columnAxis(source, columnOf(source, spec.outcome))
  const found = await source.ask(
    sql`SELECT DISTINCT ${axis.sql} AS level FROM ${source.rows} WHERE ${axis.sql} IS NOT NULL LIMIT ${value(MOST_LEVELS + 1)}`,
  )
  if (found.length > MOST_LEVELS)
    return degenerate(
      source,
      `${spec.outcome} has more than ${MOST_LEVELS} levels.`,
      'Recode it into fewer, or describe it as a number.',
    )
  if (found.length === 0)
    return degenerate(
      source,
      `No row has a value of ${spec.outcome}.`,
      'Choose another outcome, or widen the condition.',
    )
  const levels = axis.levels(found.map((answer) => answer['level'] as Level['value']))
  const of = sql`CASE ${list(
    levels.map((level, i) => sql`WHEN ${axis.sql} = ${value(level.value)} THEN CAST(${value(i)} AS DOUBLE)`),
    sql` `,
  )} END`
  return { ...(await designOf(source, asked, { ...needs, outcome: of })), levels }
}

/** More levels than this need more sums than a pass can hold. */
const MOST_LEVELS = 20

/**
 * Rows whose outcome counts and whose exposure is above 0. Fails by name where some are not; of data that are not public only where as many people
 * have such rows as a rule looks for, since one person's value must not decide whether there is an answer. Those of fewer count as the nearest
 * count, and as having no exposure.
 */
async function countable(source: Source, spec: GlmSpec): Promise<Source> {
  const { of } = numberColumn(source, spec.outcome)
  const at = spec.exposure === null ? null : numberColumn(source, spec.exposure).of
  const people = (which: Sql) => sql`count(DISTINCT __subject) FILTER (WHERE ${which})`
  const [found] = await source.ask(
    sql`SELECT ${people(sql`${of} < 0 OR ${of} <> floor(${of})`)} AS fractions, ${at ? people(sql`${at} <= 0`) : sql`0`} AS unexposed FROM ${source.rows}`,
  )
  const [fractions, unexposed] = [Number(found?.['fractions'] ?? 0), Number(found?.['unexposed'] ?? 0)]
  const enough = source.public ? 1 : Math.max(1, source.outlying.units)
  if (fractions >= enough)
    return degenerate(
      source,
      `${spec.outcome} has values that are no counts: below 0, or not whole.`,
      'Choose an outcome that counts 0, 1, 2 …, or leave such rows out with if.',
    )
  if (unexposed >= enough)
    return degenerate(
      source,
      `The exposure ${spec.exposure} is not above 0 in every row.`,
      `Leave such rows out: if ${spec.exposure} > 0.`,
    )
  if (fractions + unexposed === 0) return source
  const columns = [
    sql`round(greatest(CAST(${of} AS DOUBLE), 0)) AS ${id(spec.outcome)}`,
    ...(at && spec.exposure !== null
      ? [sql`CASE WHEN ${at} > 0 THEN ${at} END AS ${id(spec.exposure)}`]
      : []),
  ]
  return { ...source, rows: sql`(SELECT * REPLACE (${list(columns)}) FROM ${source.rows})` }
}

export async function fitGlm(source: Source, spec: GlmSpec, design: GlmDesign): Promise<ModelStatistic> {
  const model = spec.model as Likely
  const { n, columns, constant } = design
  const width = columns.length + (constant ? 1 : 0)
  const outcome = await equationsOf(source, spec, design)
  const equations = outcome.levels.length
  if (width === 0) return refuse(source, 'The model has no terms and no constant.', 'Name at least one term.')
  const size = equations * width + (model === 'negative-binomial' ? 1 : 0)
  if (n <= size)
    return degenerate(
      source,
      `The model has ${size} parameters, as many as there are rows or more.`,
      'Leave out terms.',
    )
  const offset = offsetOf(spec)
  const patterns = await patternsOf(source, design, outcome.outcomes, offset)
  const { fit, poisson } = await fitted(source, model, patterns, outcome)
  if (!fit)
    return degenerate(source, 'The terms depend on one another.', 'Leave out terms that say the same.')
  const none =
    columns.length === 0
      ? fit
      : (
          await fitted(
            source,
            model,
            await patternsOf(source, design, outcome.outcomes, offset, 0, outcome.counts),
            outcome,
          )
        ).fit

  const clustered = spec.cluster !== null
  const robust = spec.robust || clustered
  const covariance = robust
    ? await robustCovariance(source, design, outcome.outcomes, offset, fit, clustered)
    : fit.covariance
  if (!covariance)
    return degenerate(source, `cluster(${spec.cluster}) has one group only.`, 'Leave out cluster().')

  const constantOf = freeOfCoefficients(model, outcome.counts)
  const logLikelihood = fit.value + constantOf
  const logLikelihoodNull = (none?.value ?? Number.NaN) + constantOf
  const degrees = equations * columns.length
  const main = robust
    ? waldOf(fit.estimates, covariance, equations, width, constant)
    : degrees > 0
      ? chiSquaredTest('likelihood-ratio', Math.max(0, 2 * (logLikelihood - logLikelihoodNull)), degrees)
      : null
  const raw = onDataScale(design, fit.family, fit.estimates, covariance)
  const shown = spec.standardize ? { estimates: fit.estimates, covariance } : raw
  const lines = await Promise.all(
    outcome.levels.map(async (level, e) => {
      const own = coefficientsOf(
        design,
        shown.estimates.slice(e * width, (e + 1) * width),
        block(shown.covariance, e * width, width),
        spec.level,
      )
      const working = workingWeights(design, outcome.outcomes, offset, fit, e)
      // Working weights hide whom the model predicts for certain; the design shows them.
      const resting = await withPeople(source, design, own, ofDesign(design), working)
      return level ? resting.map((line) => ({ equation: equationName(level), ...line })) : resting
    }),
  )
  const alpha = fit.family.shape ? Math.exp(fit.estimates.at(-1) as number) : null
  return {
    kind: 'model',
    model,
    outcome: spec.outcome,
    used: design.used,
    missing: design.missing,
    coefficients: [
      ...lines.flat(),
      ...(fit.family.shape ? [shapeCoefficient(fit.family.shape.name, shown, spec)] : []),
    ],
    exponentiate: spec.exponentiate,
    level: spec.level,
    parameters: size,
    residualDegreesOfFreedom: n - size,
    ...(spec.margins === null
      ? {}
      : {
          margins: await (spec.mfx ? effectsAtMeans : marginsOf)(source, spec, design, {
            family: fit.family,
            estimates: fit.estimates,
            covariance,
            offset,
            levels: design.levels,
          }),
        }),
    factorLevels: [...design.factorLevels, ...(await outcomeUnits(source, model, design, outcome.counts))],
    fit: {
      logLikelihood,
      logLikelihoodNull,
      pseudoR2: 1 - logLikelihood / logLikelihoodNull,
      aic: -2 * logLikelihood + 2 * size,
      ...(alpha === null ? {} : { alpha }),
    },
    tests: [
      ...(main ? [main] : []),
      ...(poisson === null || robust ? [] : [noDispersion(2 * (fit.value - poisson))]),
    ],
    notes: [...design.notes, ...(fit.converged ? [] : [unconverged(largest(fit.estimates, columns, width))])],
  }
}

/** What a level is called as an equation: its label in English where it has one, else its code. */
const equationName = ({ code, label }: Level): string => label.en ?? code ?? ''

const block = (matrix: Matrix, from: number, size: number): Matrix =>
  matrix.subMatrix(from, from + size - 1, from, from + size - 1)

async function equationsOf(source: Source, spec: GlmSpec, design: GlmDesign): Promise<Equations> {
  const kind = OUTCOME_OF[spec.model as Likely]
  const counts = new Map<number, number>()
  for (const part of design.parts)
    for (const { y, n } of await source.ask(sql`SELECT y, count(*) AS n FROM ${part} GROUP BY y`))
      counts.set(Number(y), (counts.get(Number(y)) ?? 0) + Number(n))
  if (counts.size < 2 && (kind !== 'count' || counts.has(0)))
    return degenerate(source, `${spec.outcome} is the same in every row.`, 'Choose an outcome that varies.')
  if (kind !== 'level') return { outcomes: WHOLE_OUTCOME, levels: [null], counts }
  // A level whose rows all miss some term has no equation.
  const present = [...counts.keys()].sort((a, b) => a - b).slice(1)
  return {
    outcomes: present.map((level) => sql`CAST(y = ${value(level)} AS DOUBLE)`),
    levels: present.map((level) => design.levels[level] as Level),
    counts,
  }
}

/** The fit of a model, and for the negative binomial the log-likelihood of Poisson's, where alpha is 0. */
async function fitted(
  source: Source,
  model: Likely,
  patterns: Patterns,
  { counts, levels }: Equations,
): Promise<{ fit: LikelihoodFit | null; poisson: number | null }> {
  const start = startOf(model, patterns, counts)
  const familyAt = FAMILY_AT[model](levels.length)
  if (model !== 'negative-binomial')
    return { fit: await fitLikelihood(source, patterns, familyAt, start, counts), poisson: null }
  const poisson = await fitLikelihood(source, patterns, FAMILY_AT.poisson(1), start, counts)
  if (!poisson) return { fit: null, poisson: null }
  const alpha = await momentAlpha(source, patterns, poisson, counts)
  const fit = await fitLikelihood(source, patterns, familyAt, [...poisson.estimates, Math.log(alpha)], counts)
  if (fit && !((fit.estimates.at(-1) as number) > SMALLEST_LOG_ALPHA))
    return degenerate(
      source,
      'The counts vary no more than Poisson’s would, so alpha has no estimate above 0.',
      'Use poisson.',
    )
  return { fit, poisson: poisson.value }
}

/** Below exp(−14) the negative binomial cannot be told from Poisson’s distribution. */
const SMALLEST_LOG_ALPHA = -14

/** The constant alone, at the mean of the outcome; no effect of any term. */
function startOf(model: Likely, patterns: Patterns, counts: Counts): number[] {
  const values = [...counts].sort(([a], [b]) => a - b)
  const n = values.reduce((sum, [, times]) => sum + times, 0)
  const mean = values.reduce((sum, [of, times]) => sum + of * times, 0) / n
  const [, lowest] = values[0] as [number, number]
  const constants: { readonly [M in Likely]: () => number[] } = {
    logit: () => [Math.log(mean / (1 - mean))],
    probit: () => [normalQuantile(mean, 0, 1)],
    poisson: () => [Math.log(mean) - patterns.meanOffset],
    'negative-binomial': () => [Math.log(mean) - patterns.meanOffset],
    mlogit: () => values.slice(1).map(([, times]) => Math.log(times / lowest)),
  }
  return constants[model]().flatMap((constant) => [
    ...(patterns.constant ? [constant] : []),
    ...Array.from({ length: patterns.columns }, () => 0),
  ])
}

/** What the log-likelihood has beside the coefficients: −Σ ln y! of counts. */
function freeOfCoefficients(model: Likely, counts: Counts): number {
  if (OUTCOME_OF[model] !== 'count') return 0
  return [...counts].reduce((sum, [count, times]) => sum - times * gammaln(count + 1), 0)
}

/** Wald's test that every coefficient but the constants is 0. */
function waldOf(
  estimates: readonly number[],
  covariance: Matrix,
  equations: number,
  width: number,
  constant: boolean,
): TestStatistic | null {
  const tested = Array.from({ length: equations * width }, (_, i) => i).filter(
    (i) => !constant || i % width > 0,
  )
  const middle = tested.length === 0 ? null : inverse(covariance.selection(tested, tested))
  if (!middle) return null
  const value = quadratic(
    tested.map((i) => estimates[i] as number),
    middle,
  )
  return chiSquaredTest('wald', value, tested.length)
}

/** The likelihood ratio test of alpha = 0, which lies on the edge: half of chi-squared with 1 degree (Self and Liang 1987). */
function noDispersion(statistic: number): TestStatistic {
  const test = chiSquaredTest('likelihood-ratio', Math.max(0, statistic), 1)
  return { ...test, of: 'alpha', p: test.p / 2 }
}

/** The column with the largest estimate of all equations. */
function largest(estimates: readonly number[], columns: Design['columns'], width: number) {
  const offset = width - columns.length
  const sizes = columns.map((_, i) =>
    Math.max(...estimates.filter((_, at) => at % width === i + offset).map(Math.abs)),
  )
  return columns[sizes.indexOf(Math.max(...sizes))]
}

async function outcomeUnits(
  source: Source,
  model: Likely,
  design: GlmDesign,
  counts: Counts,
): Promise<ModelStatistic['factorLevels']> {
  if (OUTCOME_OF[model] === 'count') return []
  // Rows are people where each has one.
  const units = source.manyRows
    ? await outcomeLevels(source, design)
    : [...counts]
        .sort(([a], [b]) => a - b)
        .map(([level, count]) => ({ term: design.outcome.name, level: String(level), units: count }))
  return units.map((of) => ({ ...of, level: design.levels[Number(of.level)]?.code ?? of.level }))
}

/** Where to begin with α: Σ((y − μ)² − μ) / Σ μ² at Poisson's estimates (Cameron and Trivedi 1986). */
async function momentAlpha(
  source: Source,
  patterns: Patterns,
  { family, estimates }: LikelihoodFit,
  counts: Counts,
): Promise<number> {
  const [cross, square, mean] = (await sumsOver(
    source,
    patterns.parts,
    (part) => predicted(part, patterns, family, estimates),
    [sql`k1 * mu`, sql`m * mu * mu`, sql`m * mu`],
  )) as [number, number, number]
  const squares = [...counts].reduce((sum, [count, times]) => sum + times * count * count, 0)
  return Math.min(10, Math.max(0.01, (squares - 2 * cross + square - mean) / square))
}

/** The line of a parameter beside the coefficients, as an equation of its own. */
function shapeCoefficient(
  name: string,
  { estimates, covariance }: { estimates: readonly number[]; covariance: Matrix },
  { level, exponentiate }: Pick<GlmSpec, 'level' | 'exponentiate'>,
): Coefficient {
  const at = estimates.length - 1
  const [line] = coefficientsOf(
    {
      columns: [{ term: name, label: { en: exponentiate ? 'α' : 'ln α' }, mean: 0, scale: 1 }],
      constant: false,
    },
    [estimates[at] as number],
    block(covariance, at, 1),
    level,
  )
  return { equation: name, ...(line as Coefficient) }
}
