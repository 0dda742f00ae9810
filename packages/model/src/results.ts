/**
 * What a run returns: results in the form in which they may leave, every number with its error bound or the rule that
 * withheld it. Only the privacy package makes them (`Released<T>`); everyone else draws them.
 */
import { z } from 'zod'
import { Position, SundError } from './errors.js'
import { RuleId } from './policy.js'
import { Version } from './registers.js'
import { FIT_NAMES, MEASURES, MODELS, TABLE_SHARES, TESTS } from './statistics.js'
import { LocalisedText } from './text.js'

/**
 * A released number. `error` is the largest distance to the unprotected number, 0 when exact. Where noise without a bound was added (rule D1) there
 * is a `confidence` between 0 and 1: the truth is within `error` that often. A withheld number names its rule; `null` value means
 * that the number does not exist (the mean of nothing).
 */
export const ReleasedNumber = z.union([
  z.object({
    value: z.number().nullable(),
    error: z.number().nonnegative(),
    confidence: z.number().gt(0).lt(1).optional(),
  }),
  z.object({ withheld: RuleId }),
])
export type ReleasedNumber = z.infer<typeof ReleasedNumber>

/** A rule that acted on a result, its parameters, and in a sentence what it did. */
export const Protection = z.object({
  rule: RuleId,
  parameters: z.record(z.string(), z.number()),
  statement: LocalisedText,
  /** Why a permit relaxed the rule, where one did. */
  relaxed: z.string().optional(),
})
export type Protection = z.infer<typeof Protection>

/** Something that was withheld: how much, by which rule, and what would make it releasable. */
export const Withheld = z.object({
  rule: RuleId,
  count: z.int().positive(),
  reason: LocalisedText,
  remedy: LocalisedText,
  /** Lines that would make it releasable when they stand before the command, where such are known. */
  script: z.string().optional(),
  /** The command to write in its place, where such is known. */
  instead: z.string().optional(),
})
export type Withheld = z.infer<typeof Withheld>

const Values = z.object({ type: z.enum(['number', 'text']), ordered: z.boolean() }).optional()
export const ReleasedDimension = z.object({
  variable: z.string(),
  title: LocalisedText,
  levels: z.array(z.object({ code: z.string().nullable(), label: LocalisedText })),
  values: Values,
})
/** A variable that groups. */
const ReleasedGrouping = z.object({ variable: z.string(), title: LocalisedText, values: Values }).nullable()

export const ReleasedTest = z.object({
  name: z.enum(TESTS),
  of: z.string().optional(),
  sumOfSquares: ReleasedNumber.optional(),
  value: ReleasedNumber,
  degreesOfFreedom: z.number(),
  denominator: z.number().optional(),
  p: ReleasedNumber,
})

export const ReleasedTable = z.object({
  kind: z.literal('table'),
  dimensions: z.array(ReleasedDimension),
  measure: z
    .object({
      variable: z.string(),
      title: LocalisedText,
      unitOfMeasure: z.string().optional(),
      show: z.array(z.enum(MEASURES)),
    })
    .nullable(),
  show: z.object({ frequency: z.boolean(), shares: z.array(z.enum(TABLE_SHARES)) }),
  cells: z.array(
    z.object({
      /** Level index in each dimension, null for the margin. */
      at: z.array(z.int().nullable()),
      count: ReleasedNumber,
      shares: z.partialRecord(z.enum(TABLE_SHARES), ReleasedNumber),
      measures: z.partialRecord(z.enum(MEASURES), ReleasedNumber),
    }),
  ),
  test: ReleasedTest.nullable(),
})
export type ReleasedTable = z.infer<typeof ReleasedTable>

export const ReleasedSummary = z.object({
  kind: z.literal('summary'),
  by: z.array(ReleasedDimension),
  rows: z.array(
    z.object({
      variable: z.string(),
      title: LocalisedText,
      unitOfMeasure: z.string().optional(),
      at: z.array(z.int()),
      n: ReleasedNumber,
      missing: ReleasedNumber,
      mean: ReleasedNumber,
      sd: ReleasedNumber,
      gini: ReleasedNumber.optional(),
      iqr: ReleasedNumber.optional(),
      percentiles: z.array(z.object({ p: z.number(), value: ReleasedNumber })),
    }),
  ),
})
export type ReleasedSummary = z.infer<typeof ReleasedSummary>

export const ReleasedCoefficient = z.object({
  equation: z.string().optional(),
  term: z.string(),
  level: z.string().optional(),
  label: LocalisedText,
  estimate: ReleasedNumber,
  standardError: ReleasedNumber,
  statistic: ReleasedNumber,
  p: ReleasedNumber,
  lower: ReleasedNumber,
  upper: ReleasedNumber,
})
export type ReleasedCoefficient = z.infer<typeof ReleasedCoefficient>

export const ReleasedModel = z.object({
  kind: z.literal('model'),
  model: z.enum(MODELS),
  outcome: z.string(),
  used: ReleasedNumber,
  missing: ReleasedNumber,
  coefficients: z.array(ReleasedCoefficient),
  margins: z.array(ReleasedCoefficient).optional(),
  exponentiate: z.boolean(),
  level: z.number(),
  fit: z.partialRecord(z.enum(FIT_NAMES), ReleasedNumber),
  tests: z.array(ReleasedTest),
  notes: z.array(z.string()),
})
export type ReleasedModel = z.infer<typeof ReleasedModel>

export const ReleasedSurvival = z.object({
  kind: z.literal('survival'),
  by: ReleasedGrouping,
  timeTitle: LocalisedText,
  level: z.number(),
  groups: z.array(
    z.object({
      code: z.string().nullable(),
      label: LocalisedText,
      units: ReleasedNumber,
      events: ReleasedNumber,
      median: ReleasedNumber,
      /** The curve after each released step; survival is 1 before the first. Pointwise confidence limits, log-log. */
      steps: z.array(
        z.object({
          time: z.number(),
          atRisk: ReleasedNumber,
          survival: ReleasedNumber,
          lower: ReleasedNumber,
          upper: ReleasedNumber,
        }),
      ),
    }),
  ),
  test: ReleasedTest.nullable(),
})
export type ReleasedSurvival = z.infer<typeof ReleasedSurvival>

const ReleasedRate = z.object({ value: ReleasedNumber, lower: ReleasedNumber, upper: ReleasedNumber })
export const ReleasedRates = z.object({
  kind: z.literal('rates'),
  over: ReleasedGrouping,
  standardisedBy: z.array(LocalisedText),
  eventTitle: LocalisedText,
  per: z.number(),
  level: z.number(),
  groups: z.array(
    z.object({
      code: z.string().nullable(),
      label: LocalisedText,
      units: ReleasedNumber,
      events: ReleasedNumber,
      time: ReleasedNumber,
      crude: ReleasedRate,
      standardised: ReleasedRate,
    }),
  ),
})
export type ReleasedRates = z.infer<typeof ReleasedRates>
const ReleasedDescribed = z.object({
  variable: z.string(),
  title: LocalisedText,
  unitOfMeasure: z.string().optional(),
})

export const ReleasedCorrelation = z.object({
  kind: z.literal('correlation'),
  covariance: z.boolean(),
  pairwise: z.boolean(),
  show: z.object({ units: z.boolean(), p: z.boolean() }),
  variables: z.array(ReleasedDescribed),
  pairs: z.array(
    z.object({
      at: z.tuple([z.int(), z.int()]),
      units: ReleasedNumber,
      value: ReleasedNumber,
      p: ReleasedNumber,
    }),
  ),
})
export type ReleasedCorrelation = z.infer<typeof ReleasedCorrelation>

const ReleasedHexagonAxis = ReleasedDescribed.extend({ low: z.number(), high: z.number(), step: z.number() })

export const ReleasedFigure = z.object({
  kind: z.literal('figure'),
  figure: z.discriminatedUnion('type', [
    z.object({
      type: z.enum(['barchart', 'histogram']),
      table: ReleasedTable,
      value: z.union([z.enum(['frequency', 'percent', 'density']), z.enum(MEASURES)]),
      stacked: z.boolean(),
      horizontal: z.boolean(),
      edges: z.array(z.number()).optional(),
      open: z.boolean().optional(),
      normal: z.boolean().optional(),
    }),
    z.object({ type: z.literal('piechart'), table: ReleasedTable }),
    z.object({ type: z.literal('boxplot'), summary: ReleasedSummary }),
    z.object({
      type: z.literal('hexbin'),
      table: ReleasedTable,
      grid: z.object({ x: ReleasedHexagonAxis, y: ReleasedHexagonAxis }),
    }),
    z.object({ type: z.literal('sankey'), tables: z.array(ReleasedTable) }),
    z.object({ type: z.literal('coefplot'), model: ReleasedModel }),
  ]),
})
export type ReleasedFigure = z.infer<typeof ReleasedFigure>

/** A textblock of the script, in Markdown. */
export const TextResult = z.object({ kind: z.literal('text'), markdown: z.string() })
/** Something the user must know that is not a number: a whole result withheld, an assumption made. */
export const NoticeResult = z.object({ kind: z.literal('notice'), message: LocalisedText })

export const ResultBody = z.discriminatedUnion('kind', [
  ReleasedTable,
  ReleasedSummary,
  ReleasedModel,
  ReleasedSurvival,
  ReleasedRates,
  ReleasedFigure,
  ReleasedCorrelation,
  TextResult,
  NoticeResult,
])
export type ResultBody = z.infer<typeof ResultBody>

/** One result of a run, as it leaves. */
export const Result = z.object({
  /** Place among the script's results, from 0. */
  index: z.int().nonnegative(),
  /** The command that made it, as written. */
  command: z.string(),
  position: Position,
  dataset: z.string().nullable(),
  body: ResultBody,
  protection: z.array(Protection),
  withheld: z.array(Withheld),
})
export type Result = z.infer<typeof Result>

/** How many persons meet criteria, with what protected the number. */
export const CountResult = z.object({
  count: ReleasedNumber,
  protection: z.array(Protection),
  withheld: z.array(Withheld),
})
export type CountResult = z.infer<typeof CountResult>

/** The answer to a feasibility count: its result, on what it rests, and where the log says so. */
export const CountDocument = CountResult.extend({
  id: z.uuid(),
  registers: z.array(z.object({ name: z.string(), version: Version, contentHash: z.string() })),
  policyVersion: z.string(),
  ledger: z.object({ position: z.int().nonnegative(), hash: z.string() }),
})
export type CountDocument = z.infer<typeof CountDocument>

/** What a run can be held to: exactly what was run on what, under which policy, and where the log says so. */
export const Receipt = z.object({
  run: z.string(),
  at: z.iso.datetime(),
  /** SHA-256 of the script's bytes, hex. */
  scriptHash: z.string(),
  registers: z.array(z.object({ name: z.string(), version: Version, contentHash: z.string() })),
  policyVersion: z.string(),
  /** Sequence number and hash of the release event in the log. */
  ledger: z.object({ position: z.int().nonnegative(), hash: z.string() }),
  /** SHA-256 over the canonical JSON of the results, hex. */
  resultsHash: z.string(),
  /** Compact JWS (EdDSA) over the receipt without this field. */
  signature: z.string(),
})
export type Receipt = z.infer<typeof Receipt>

/** `--json` prints exactly this. A run that failed half-way holds what was released before, and why it stopped. */
export const RunDocument = z.object({
  run: z.string(),
  state: z.enum(['released', 'failed', 'cancelled']),
  script: z.string(),
  results: z.array(Result),
  errors: z.array(SundError),
  /** Seconds from acceptance to the last result. */
  seconds: z.number().nonnegative(),
  receipt: Receipt.nullable(),
  /** Every register that was used is made up: nothing here is about living people. */
  synthetic: z.boolean().optional(),
})
export type RunDocument = z.infer<typeof RunDocument>
