/**
 * Unprotected statistics: what the engine computes and only the privacy package may turn into a result. They are
 * plain types on purpose: there is no schema, because they never cross a boundary.
 */
import type { Position } from './errors.js'
import type { Definition } from './ledger.js'
import type { RecordSet } from './record-sets.js'
import type { LocalisedText } from './text.js'

/** One axis of a table. `code` null is a missing value. */
export interface Dimension {
  variable: string
  title: LocalisedText
  levels: { code: string | null; label: LocalisedText }[]
  /** How scripts write its codes, and whether neighbours belong together; absent where codes are no values (bins, dates). */
  values?: { type: 'number' | 'text'; ordered: boolean }
}

export const MEASURES = [
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
] as const
export type Measure = (typeof MEASURES)[number]

/** A number computed from (winsorised) values, and how far winsorising moved it from the same number of raw values. */
export interface Winsorised {
  value: number
  moved: number
}

/** A percentile with the number of units strictly below and strictly above it. */
export interface Percentile {
  p: number
  value: number
  below: number
  above: number
}

/** Most units that `Summed.others` tells: there may be more. */
export const MOST_OTHERS = 100

/**
 * Whether a sum or a mean of people's values tells of one or few of them. Of the values that are summed, which are winsorised; where a person has
 * several rows, a contribution is the sum of that person's rows. Left out of public data and where nobody has a value.
 */
export interface Summed {
  /** The largest and the second largest contribution, and the total of all: each by its absolute value. */
  contributions?: { largest: number; second: number; total: number }
  /**
   * How many units have some value other than the least, and how many some value other than the greatest: the smaller of the two, up to
   * `MOST_OTHERS`. Of a yes–no variable the units with the rarer answer; 0 where all values are the same.
   */
  others?: number
}

export interface TableCell extends Summed {
  /** Level index in each dimension, null for the margin over all its levels. */
  at: (number | null)[]
  set: RecordSet
  /** The part of `set` with a value of the measure; left out when all have one. */
  present?: RecordSet
  /** Values of `TableStatistic.measure`, null where undefined (no value, or sd of one). */
  measures: Partial<Record<Measure, Winsorised | null>>
  /** Percentile-like measures (median, p25, p75) come with their sides. */
  percentiles: Partial<Record<Measure, Percentile | null>>
}

export const TABLE_SHARES = ['rowpct', 'colpct', 'cellpct'] as const
export type TableShare = (typeof TABLE_SHARES)[number]

/** All cells of a cross-table with every margin (the cube of its dimensions). Empty cells are left out. */
export interface TableStatistic {
  kind: 'table'
  dimensions: Dimension[]
  measure: { variable: string; title: LocalisedText; unitOfMeasure?: string; show: Measure[] } | null
  /** What to show of counts: the counts themselves and shares of them. */
  show: { frequency: boolean; shares: TableShare[] }
  cells: TableCell[]
  /** Pearson's chi-squared test of a two-way table, when asked for. */
  test: TestStatistic | null
}

export const TESTS = [
  'chi-squared',
  'log-rank',
  'likelihood-ratio',
  'wald',
  'f',
  't',
  'hausman',
  'overidentification',
  'weak-instruments',
  'endogeneity',
  'proportional-hazards',
  'skewness',
  'kurtosis',
  'skewness-kurtosis',
  'jarque-bera',
  'bartlett',
] as const
export interface TestStatistic {
  name: (typeof TESTS)[number]
  /** What is tested, where a result has several tests of a kind: a term, a variable, an equation. */
  of?: string
  /** Sum of squares behind an F test of anova. */
  sumOfSquares?: number
  value: number
  degreesOfFreedom: number
  /** The second degrees of freedom of an F test. */
  denominator?: number
  p: number
}

export interface SummaryRow extends Summed {
  variable: string
  title: LocalisedText
  unitOfMeasure?: string
  /** Level index in each `by` dimension. */
  at: number[]
  /** Units with a value, and without. */
  present: RecordSet
  missing: RecordSet
  /** Both together, where the release ledger knows them as one. */
  whole?: RecordSet
  mean: Winsorised | null
  sd: Winsorised | null
  gini: Winsorised | null
  percentiles: Percentile[]
}
export interface SummaryStatistic {
  kind: 'summary'
  by: Dimension[]
  /** Ask also for the interquartile range, which privacy computes from the released percentiles. */
  iqr: boolean
  /** Whether Gini coefficients are asked for, and which percentiles: rows without a value have none. */
  gini: boolean
  shares: readonly number[]
  rows: SummaryRow[]
}

/** An estimate of a model; a mean of `ci` also says what its sum rests on. */
export interface Coefficient extends Summed {
  /**
   * Which of a model's equations or blocks the coefficient stands in, as written in the result: an outcome level of mlogit, `first stage`,
   * `random effects`, `explained` … Left out for the only or main one.
   */
  equation?: string
  /** Term as written: `age`, `i.sex` … and the level of a factor. */
  term: string
  level?: string
  label: LocalisedText
  estimate: number
  standardError: number
  statistic: number
  p: number
  lower: number
  upper: number
  /** The same numbers of values that were not winsorised, where these were (means of `ci`). */
  raw?: Pick<Coefficient, 'estimate' | 'standardError' | 'statistic' | 'p' | 'lower' | 'upper'>
  /**
   * The effective number of people that the coefficient rests on: (Σu)² / Σu² over people, where u is the square of a person's weight in the
   * estimate as a linear function of outcomes: Kish's effective size of a sample (1965, Survey Sampling, 11.7). It is k where k people share all
   * weight alike, and about n over the kurtosis of weights in an ordinary regression. Weights are those of least squares on the columns as the
   * estimator sees them (about units' means, projected on instruments); of generalised linear models the less of that and of the same with working
   * weights at the estimates. Where a person has several rows, u is the greater of the square of their sum and the sum of their squares. Left out of
   * public data and of what weighs no outcomes: means of `ci`, parts of `oaxaca`, the difference of `hausman`, shape parameters, variances of
   * random effects, marginal effects; `anova` and `normaltest` have no coefficients.
   */
  people?: number
}
export const MODELS = [
  'regress',
  'logit',
  'probit',
  'mlogit',
  'poisson',
  'negative-binomial',
  'ivregress',
  'regress-panel',
  'regress-panel-diff',
  'hausman',
  'regress-mml',
  'oaxaca',
  'rdd',
  'cox',
  'weibull',
  'ci',
  'anova',
  'normaltest',
] as const
export type ModelName = (typeof MODELS)[number]
export interface ModelStatistic {
  kind: 'model'
  model: ModelName
  outcome: string
  /** Units used, and units left out because a value was missing. */
  used: RecordSet
  missing: RecordSet
  /** Both together, where the release ledger knows them as one. */
  whole?: RecordSet
  coefficients: Coefficient[]
  /** Report `exp(estimate)` as odds or hazard ratio. */
  exponentiate: boolean
  /** Confidence level in percent. */
  level: number
  parameters: number
  residualDegreesOfFreedom: number
  /** Average marginal effects, when asked for, with standard errors by the delta method. */
  margins?: Coefficient[]
  /** Units at each level of each factor, the outcome of logit and the event of cox included. */
  factorLevels: { term: string; level: string; units: number }[]
  /** The models that this one puts together (`by`), each of which must rest on enough people of its own: those at a level of the variable that groups. */
  models?: (Pick<
    ModelStatistic,
    'used' | 'missing' | 'whole' | 'parameters' | 'residualDegreesOfFreedom' | 'factorLevels'
  > & {
    of: Pick<Dimension, 'variable' | 'values'> & Dimension['levels'][number]
  })[]
  /** Named fit statistics: `logLikelihood`, `r2`, `adjustedR2`, `rmse`, `pseudoR2`, `events`, `aic`. */
  fit: Partial<Record<FitName, number>>
  tests: TestStatistic[]
  /** What the user should know: a term dropped for collinearity, separation, no convergence. */
  notes: string[]
}
export const FIT_NAMES = [
  'logLikelihood',
  'logLikelihoodNull',
  'r2',
  'adjustedR2',
  'rmse',
  'pseudoR2',
  'events',
  'aic',
  'bic',
  'concordance',
  'alpha',
  'theta',
  'shape',
  'r2Within',
  'r2Between',
  'r2Overall',
  'sigmaUnit',
  'sigmaResidual',
  'rho',
  'groups',
  'residualSumOfSquares',
] as const
export type FitName = (typeof FIT_NAMES)[number]

export interface SurvivalStep {
  time: number
  atRisk: number
  events: number
  censored: number
}
export interface SurvivalGroup {
  code: string | null
  label: LocalisedText
  set: RecordSet
  /** Units of the group left out because their time or event is missing. */
  missing: RecordSet
  /** Both together, where the release ledger knows them as one. */
  whole?: RecordSet
  /** Every distinct time with an event or a censoring, in order. */
  steps: SurvivalStep[]
}
export interface SurvivalStatistic {
  kind: 'survival'
  /** Variable that groups, null without `by`. */
  by: Omit<Dimension, 'levels'> | null
  timeTitle: LocalisedText
  level: number
  groups: SurvivalGroup[]
  test: TestStatistic | null
}

/** Events per person-time with its interval. `events` is the Poisson count whose relative spread it has: the events of a crude rate. */
export interface Rate {
  value: number
  lower: number
  upper: number
  events: number
}
/** Crude and directly standardised rates by group. */
export interface RatesStatistic {
  kind: 'rates'
  /** Variable that groups, null without `over`. */
  over: Omit<Dimension, 'levels'> | null
  standardisedBy: LocalisedText[]
  eventTitle: LocalisedText
  /** Person-time that rates are per. */
  per: number
  level: number
  groups: (GroupRates & {
    code: string | null
    label: LocalisedText
    set: RecordSet
    /** Units of the group left out because something that the rate needs is missing. */
    missing: RecordSet
    /** Both together, where the release ledger knows them as one. */
    whole?: RecordSet
    /** The same of values that were not winsorised, where these were. */
    raw?: GroupRates
  })[]
}

/** Events and person-time of a group, and what follows from them. */
export interface GroupRates {
  events: number
  time: number
  crude: Rate
  /** Null where the group has no time in a stratum of the standard. */
  standardised: Rate | null
}

/** A variable that a result is about. */
export interface Described {
  variable: string
  title: LocalisedText
  unitOfMeasure?: string
}

/** Two variables of a correlation matrix; a variable with itself on the diagonal. */
export interface CorrelationPair {
  /** Places in `CorrelationStatistic.variables`, the second not after the first. */
  at: [number, number]
  /** Units with a value of both, and the others. */
  used: RecordSet
  missing: RecordSet
  /** Both together, where the release ledger knows them as one. */
  whole?: RecordSet
  /** Rows with a value of both, which is what degrees of freedom count. */
  rows: number
  /** Where one of the two has only two values: units with the rarer. */
  rarest: number | null
  /** Correlation or covariance, null where it does not exist. */
  value: number | null
  /** Two-sided p of the t test of no correlation. */
  p: number | null
}
export interface CorrelationStatistic {
  kind: 'correlation'
  covariance: boolean
  /** Each pair over the rows with both values, instead of all over the rows with every value. */
  pairwise: boolean
  show: { units: boolean; p: boolean }
  variables: Described[]
  pairs: CorrelationPair[]
}

/** Where an axis of values that are not public ends: a quantile rounded outwards. What lies beyond is drawn there. `beyond`: how many people are at or beyond the quantile. */
export interface AxisEnd {
  value: number
  beyond: number
}

/** What a figure draws, by its type. Histograms have the lower edges of their bins as codes. */
export type FigureForm<Table, Summary, Model> =
  | {
      type: 'barchart' | 'histogram'
      table: Table
      /** What a bar's length is. */
      value: 'frequency' | 'percent' | 'density' | Measure
      stacked: boolean
      horizontal: boolean
      /** Histogram of a continuous variable: bin edges, one more than bins. */
      edges?: number[]
      /** The outer bins are open: they hold what lies beyond their edges too. */
      open?: boolean
      /** Histogram: the normal curve with the table's mean and standard deviation is drawn over it. */
      normal?: boolean
    }
  | { type: 'piechart'; table: Table }
  | { type: 'boxplot'; summary: Summary }
  | { type: 'hexbin'; table: Table; grid: HexagonGrid }
  | { type: 'sankey'; tables: Table[] }
  | { type: 'coefplot'; model: Model }
export interface FigureStatistic {
  kind: 'figure'
  /** The ends of axes of values (histogram, hexbin) that are not public. */
  ends?: readonly AxisEnd[]
  figure: FigureForm<TableStatistic, SummaryStatistic, ModelStatistic>
}
export type FigureType = FigureStatistic['figure']['type']

/**
 * Hexagons with a corner up. A level of the table has the code `q,r` (axial coordinates); its centre lies at
 * x = low + (q + r/2) · step and y = low + r · step · √3/2, each with the numbers of its own axis.
 */
export interface HexagonGrid {
  x: Described & HexagonAxis
  y: Described & HexagonAxis
}
export interface HexagonAxis {
  low: number
  high: number
  /** Width of a hexagon on this axis. */
  step: number
}

export type Statistic =
  | TableStatistic
  | SummaryStatistic
  | ModelStatistic
  | SurvivalStatistic
  | RatesStatistic
  | FigureStatistic
  | CorrelationStatistic

/** What every shown statistic comes with. */
export interface Shown {
  /** What the release ledger knows its groups by. Without one, groups are known by the names of variables alone. */
  definition?: Definition
  /** Place among the script's results, from 0. */
  index: number
  /** The command as written. */
  command: string
  position: Position
  dataset: string
  /** Everyone in the dataset the statistic was computed from, before its own `if`. */
  population: RecordSet
  /** All contributing registers are PUBLIC: no rule applies. */
  public: boolean
  /** A condition of the user's decided who is in it or what is said of them, so that rule P2 acted. */
  edited: boolean
}

/** How many units an edit of a dataset touched, and how many it left; or at least how many, where the rules need no more. */
export interface Edit {
  command: string
  position: Position
  touched: number
  untouched: number
  public: boolean
  /** The units are drawn by lot and not chosen by what is known of them. */
  drawn: boolean
}

/** What becomes of an edit: it is made `asked`, or as if its condition held for `nobody`, or for `everybody`. */
export type EditEffect = 'asked' | 'nobody' | 'everybody'
