/**
 * What a command asks to be shown of a relation, as data: tables, summaries, figures and models. Part of the plan; kept
 * apart from relations because it grows with every statistic.
 */
import { BoundedForm } from '@sund/model'
import { z } from 'zod'

/** A term of a model: a continuous column, a factor (base is the lowest level), or a product of such. */
export const Term = z.object({
  factors: z.array(z.object({ column: z.string(), categorical: z.boolean() })).min(1),
})
export type Term = z.infer<typeof Term>

/** What every model says: its outcome, its terms and how its uncertainty is stated. */
const model = {
  show: z.literal('model'),
  outcome: z.string(),
  terms: z.array(Term),
  /** With an intercept. */
  constant: z.boolean(),
  /** Confidence level in percent. */
  level: z.number().gt(0).lt(100),
  exponentiate: z.boolean(),
  robust: z.boolean(),
  cluster: z.string().nullable(),
  standardize: z.boolean(),
  /** Variables whose average marginal effects are asked for (`margins`, `mfx`); empty list: of every term; null: none. */
  margins: z.array(z.string()).nullable(),
}

/** Linear, binary, multinomial and count regressions. */
export const GlmSpec = z.object({
  ...model,
  model: z.enum(['regress', 'logit', 'probit', 'mlogit', 'poisson', 'negative-binomial']),
  /** Time or size at risk of a count: its logarithm enters with coefficient 1. */
  exposure: z.string().nullable(),
  /** Marginal effects at the means (`mfx`) instead of average ones: of y or ln y, by x or ln x. */
  mfx: z.enum(['dydx', 'eyex', 'dyex', 'eydx']).optional(),
})
export type GlmSpec = z.infer<typeof GlmSpec>

/** Time to an event, censored on the right, perhaps entered late. */
export const SurvivalSpec = z.object({
  ...model,
  model: z.enum(['cox', 'weibull']),
  time: z.string(),
  ties: z.enum(['efron', 'breslow']),
  strata: z.array(z.string()),
  entry: z.string().nullable(),
  /** A model for each level. */
  by: z.string().nullable(),
  /** Test proportional hazards against effects that change with this function of time; null: not. */
  phtest: z.enum(['km', 'identity', 'log']).nullable(),
})
export type SurvivalSpec = z.infer<typeof SurvivalSpec>

/** Linear regression with endogenous terms and instruments for them. */
export const InstrumentSpec = z.object({
  ...model,
  model: z.literal('ivregress'),
  endogenous: z.array(Term).min(1),
  instruments: z.array(Term).min(1),
  method: z.enum(['tsls', 'liml', 'gmm']),
  firstStage: z.boolean(),
  overidentification: z.boolean(),
})
export type InstrumentSpec = z.infer<typeof InstrumentSpec>

/** Regressions over a panel: rows of a unit at several dates. The unit is the row's `__unit`. */
export const PanelSpec = z.object({
  ...model,
  model: z.enum(['regress-panel', 'hausman']),
  estimator: z.enum(['fe', 're', 'be', 'pooled']),
})
export type PanelSpec = z.infer<typeof PanelSpec>

/** Difference in differences: `group` (treated group) times `treated` (after treatment). */
export const DifferenceSpec = z.object({
  ...model,
  model: z.literal('regress-panel-diff'),
  group: z.string(),
  treated: z.string(),
})
export type DifferenceSpec = z.infer<typeof DifferenceSpec>

/** Linear mixed model with random intercepts by nested groups, the outermost first, by REML. */
export const MixedSpec = z.object({
  ...model,
  model: z.literal('regress-mml'),
  groups: z.array(z.string()).min(1).max(2),
})
export type MixedSpec = z.infer<typeof MixedSpec>

/** Blinder–Oaxaca decomposition of the difference of an outcome between the two levels of `by`. */
export const DecompositionSpec = z.object({
  ...model,
  model: z.literal('oaxaca'),
  by: z.string(),
  /** Weight of the first group's coefficients in a twofold decomposition; null: threefold. */
  weight: z.number().min(0).max(1).nullable(),
})
export type DecompositionSpec = z.infer<typeof DecompositionSpec>

/** Regression discontinuity at `cutoff` of `running`; `fuzzy` names the treatment where crossing only makes it likelier. */
export const DiscontinuitySpec = z.object({
  ...model,
  model: z.literal('rdd'),
  running: z.string(),
  cutoff: z.number(),
  polynomial: z.int().positive(),
  /** Half-width of the window around the cutoff; null: all rows. */
  bandwidth: z.number().positive().nullable(),
  fuzzy: z.string().nullable(),
})
export type DiscontinuitySpec = z.infer<typeof DiscontinuitySpec>

export const ModelSpec = z.discriminatedUnion('model', [
  GlmSpec,
  SurvivalSpec,
  InstrumentSpec,
  PanelSpec,
  DifferenceSpec,
  MixedSpec,
  DecompositionSpec,
  DiscontinuitySpec,
])
export type ModelSpec = z.infer<typeof ModelSpec>

const measure = z.enum([
  'mean',
  'std',
  'sum',
  'median',
  'p25',
  'p75',
  'gini',
  'iqr',
  'min',
  'max',
  'sd',
  'count',
  'percent',
])

/** What is shown with differential privacy: cells in which one person counts so often at most, and values within public limits. */
export const BoundedSpec = z.object({
  show: z.literal('bounded'),
  /** Cost of the result. */
  rho: z.number().min(0.001).max(10),
  /** Cells that one person counts in at most. */
  most: z.int().min(1).max(100),
  /** In a histogram the bins come before these. */
  dimensions: z.array(z.string()),
  labels: z.boolean(),
  /** Measured variables; in a histogram what is binned. */
  columns: z.array(z.string()).max(10),
  clamp: z.tuple([z.number(), z.number()]).nullable(),
  /** Parts of the range for percentiles: a power of 2, or 0. */
  parts: z.int().nonnegative().max(1024),
  /** What several rows of a person in a cell come to. */
  reduce: z.enum(['mean', 'sum']),
  form: BoundedForm,
})
export type BoundedSpec = z.infer<typeof BoundedSpec>

/** What to show of a relation. `condition` selects rows for this result only and is an edit to rule P2. */
export const ShowSpec = z.discriminatedUnion('show', [
  z.object({
    show: z.literal('tabulate'),
    dimensions: z.array(z.string()).min(1),
    /** Whether missing values are levels (`missing`). */
    missing: z.boolean(),
    frequency: z.boolean(),
    shares: z.array(z.enum(['rowpct', 'colpct', 'cellpct'])),
    measure: z.object({ column: z.string(), show: z.array(measure).min(1) }).nullable(),
    chi2: z.boolean(),
    labels: z.boolean(),
    order: z.object({
      rowsort: z.string().nullable(),
      colsort: z.string().nullable(),
      top: z.int().nullable(),
      bottom: z.int().nullable(),
    }),
  }),
  z.object({
    show: z.literal('summarize'),
    columns: z.array(z.string()).min(1),
    by: z.array(z.string()),
    gini: z.boolean(),
    iqr: z.boolean(),
  }),
  z.object({
    show: z.literal('barchart'),
    statistic: z.union([z.enum(['count', 'percent']), measure]),
    columns: z.array(z.string()).min(1),
    over: z.array(z.string()),
    stacked: z.boolean(),
    horizontal: z.boolean(),
  }),
  z.object({
    show: z.literal('histogram'),
    column: z.string(),
    discrete: z.boolean(),
    value: z.enum(['frequency', 'density', 'percent']),
    bins: z.int().positive().nullable(),
    width: z.number().positive().nullable(),
    by: z.string().nullable(),
    /** Draw the normal density of the released mean and sd over it. */
    normal: z.boolean(),
  }),
  z.object({ show: z.literal('boxplot'), columns: z.array(z.string()).min(1), over: z.array(z.string()) }),
  z.object({ show: z.literal('piechart'), column: z.string() }),
  z.object({
    show: z.literal('hexbin'),
    x: z.string(),
    y: z.string(),
    /** Hexagons side by side along x. */
    size: z.int().positive(),
  }),
  z.object({ show: z.literal('sankey'), columns: z.array(z.string()).min(2) }),
  z.object({ show: z.literal('coefplot'), model: ModelSpec }),
  z.object({
    show: z.literal('ci'),
    columns: z.array(z.string()).min(1),
    by: z.string().nullable(),
    level: z.number().gt(0).lt(100),
  }),
  z.object({
    show: z.literal('correlate'),
    columns: z.array(z.string()).min(2),
    covariance: z.boolean(),
    pairwise: z.boolean(),
    units: z.boolean(),
    p: z.boolean(),
  }),
  z.object({ show: z.literal('anova'), outcome: z.string(), terms: z.array(Term).min(1) }),
  z.object({ show: z.literal('normaltest'), columns: z.array(z.string()).min(1) }),
  ModelSpec,
  z.object({
    show: z.literal('kaplan-meier'),
    event: z.string(),
    time: z.string(),
    by: z.string().nullable(),
    level: z.number().gt(0).lt(100),
  }),
  z.object({
    show: z.literal('rates'),
    /** 0 or 1, or how many. */
    event: z.string(),
    /** Person-time. */
    time: z.string(),
    /** Strata of the standard. */
    by: z.array(z.string()).min(1),
    /** How many of the standard population are in the stratum of the row. */
    standard: z.string(),
    over: z.string().nullable(),
    /** Person-time that rates are per. */
    per: z.number().positive(),
    level: z.number().gt(0).lt(100),
  }),
  BoundedSpec,
])
export type ShowSpec = z.infer<typeof ShowSpec>
