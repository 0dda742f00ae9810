/**
 * The relational plan: what a checked script means, as data. The compiler makes it, the splitter cuts it by holder, the
 * dialects turn it into SQL, and every party that receives a fragment parses it with these schemas before anything runs.
 * Nothing here knows of text, SQL or a database.
 *
 * A relation is a table of rows about one unit type. Besides its columns every relation has three that no script can
 * name: `__unit` (the row's unit; unique or not, see `rowsPerUnit`), `__subject` (the person behind the row, else the unit) and `__key` (the
 * subject's permanent record key, 0–65535). Disclosure rules count subjects, not rows.
 */
import { Definition, LocalisedText, Position, Sensitivity, UnitType, Version } from '@sund/model'
import { z } from 'zod'
import { ModelSpec, ShowSpec } from './shows.js'

/** Types of columns and expressions. Dates are `number`: whole days since 1970-01-01. A key can be matched, never shown. */
export const ValueType = z.enum(['number', 'text', 'boolean', 'key'])
export type ValueType = z.infer<typeof ValueType>

/** The name of a column that a relation makes: never one of the three that every relation has of its own. */
const ColumnName = z.string().regex(/^(?!__(unit|subject|key)$)/i)

/** A column with what is known of its meaning; labels and titles survive to the results. */
export const Column = z.object({
  name: ColumnName,
  type: ValueType,
  title: LocalisedText,
  sensitivity: Sensitivity,
  /** Unit type of a key. */
  unitType: UnitType.optional(),
  /** A number that is a date: shown as ISO date. */
  date: z.boolean().optional(),
  /** Whole numbers only (LONG, dates, counts): decides default histogram and tabulate behaviour. */
  whole: z.boolean().optional(),
  unitOfMeasure: z.string().optional(),
  /** Code list or assigned labels: code (numbers written as text) to title. */
  labels: z.array(z.object({ code: z.string(), label: LocalisedText })).optional(),
  /** The labels were drawn up from rows: which codes there are follows from data. */
  partial: z.boolean().optional(),
})
export type Column = z.infer<typeof Column>

/**
 * Scalar functions and operators of the plan. Missing in, missing out, except where spec/ says otherwise.
 * `to_int` of a boolean is 1 or 0 (a comparison stored as a number); `to_int` of a text that is no number is missing.
 */
export const OPERATORS = [
  '+',
  '-',
  '*',
  '/',
  '^',
  '++',
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '&',
  '|',
  '!',
  'negate',
] as const
export const FUNCTIONS = [
  'date',
  'year',
  'halfyear',
  'quarter',
  'month',
  'week',
  'day',
  'dow',
  'doy',
  'isoformatdate',
  'date_fmt',
  'abs',
  'ceil',
  'floor',
  'int',
  'round',
  'sqrt',
  'exp',
  'ln',
  'log10',
  'logit',
  'sin',
  'cos',
  'tan',
  'asin',
  'acos',
  'atan',
  'pi',
  'comb',
  'rowmax',
  'rowmin',
  'rowmean',
  'rowmedian',
  'rowtotal',
  'rowstd',
  'rowmissing',
  'rowvalid',
  'rowconcat',
  'length',
  'string',
  'lower',
  'upper',
  'substr',
  'ltrim',
  'rtrim',
  'trim',
  'startswith',
  'endswith',
  'inlist',
  'inrange',
  'sysmiss',
  'to_int',
  'to_str',
  // Distributions, with arguments as Stata's: degrees of freedom first. Missing outside their domain. `normalden`(x, mean, sd).
  'normal',
  'normalden',
  'chi2',
  'chi2den',
  'chi2tail',
  't',
  'tden',
  'ttail',
  'F',
  'Fden',
  'Ftail',
  'binomial',
  'binomialp',
  'binomialtail',
  // Made by the compiler from recode, destring and collapse; no script can call them.
  // `if`(condition, then, else): a missing condition takes `else`. `between`(x, low, high): both inclusive.
  // `parse-number`(text, characters to ignore, decimal comma, force): with `force` false a text that is no number fails.
  'if',
  'between',
  'parse-number',
] as const
export const Call = z.enum([...OPERATORS, ...FUNCTIONS])
export type Call = z.infer<typeof Call>

export type Expression =
  | { kind: 'literal'; type: ValueType; value: number | string | boolean | null }
  | { kind: 'column'; type: ValueType; name: string }
  | { kind: 'call'; type: ValueType; call: Call; arguments: Expression[] }
export const Expression: z.ZodType<Expression> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('literal'),
      type: ValueType,
      value: z.union([z.number(), z.string(), z.boolean(), z.null()]),
    }),
    z.object({ kind: z.literal('column'), type: ValueType, name: z.string() }),
    z.object({ kind: z.literal('call'), type: ValueType, call: Call, arguments: z.array(Expression) }),
  ]),
)

/**
 * Statistics of `collapse` and `aggregate`. `first`, `last` take the value of the row with the least, greatest `order`.
 * `any` is 1 where some value of the group is neither missing nor 0, else 0. `percent` is the share of the values of all
 * groups that this group has, 0–100 (Stata). `count` counts values that are not missing. `nearest` takes the value of the row whose `order` is
 * closest to `to`, the earlier of two as close; `nth` that of the `n`-th row by `order`, counted from the end where `n` is negative. Both,
 * like `first` and `last`, pass over rows where the value or the order is missing.
 */
export const AggregateName = z.enum([
  'count',
  'sum',
  'mean',
  'sd',
  'median',
  'min',
  'max',
  'p25',
  'p75',
  'iqr',
  'gini',
  'percent',
  'first',
  'last',
  'any',
  'nearest',
  'nth',
])
export type AggregateName = z.infer<typeof AggregateName>
export const Aggregate = z.object({
  statistic: AggregateName,
  column: z.string(),
  as: ColumnName,
  /** Column that orders `first`, `last`, `nearest` and `nth`; ties are broken by the value: the least for `first`, the greatest for `last`. */
  order: z.string().optional(),
  /** What `nearest` is near to: a day, or a column of days. */
  to: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('day'), day: z.int() }),
      z.object({ kind: z.literal('column'), name: z.string() }),
    ])
    .optional(),
  /** Which row `nth` takes: from 1 up, or from −1 down. */
  n: z.int().optional(),
})
export type Aggregate = z.infer<typeof Aggregate>

/** What a relation is besides its operation. `place` is a holder's name while one holder can make it alone, else `room`. */
const relation = {
  id: z.string(),
  place: z.string(),
  unit: UnitType,
  /** `one`: `__unit` is unique. */
  rowsPerUnit: z.enum(['one', 'many']),
  /** `one`: `__subject` is unique, so counting rows counts people. */
  rowsPerSubject: z.enum(['one', 'many']),
  /** All contributing registers are PUBLIC. */
  public: z.boolean(),
  columns: z.array(Column),
  position: Position,
  command: z.string(),
}

/** One column read from a stored table. */
export const ScanColumn = z.object({
  as: ColumnName,
  read: z.discriminatedUnion('what', [
    z.object({ what: z.literal('variable'), name: z.string() }),
    z.object({ what: z.literal('link'), name: z.string() }),
    z.object({ what: z.literal('unit') }),
    z.object({ what: z.literal('from') }),
    z.object({ what: z.literal('until') }),
  ]),
})

/** Rows of one stored table: all (`fixed`), valid on a day, or overlapping a window of days (both inclusive). */
export const Scan = z.object({
  op: z.literal('scan'),
  ...relation,
  register: z.string(),
  version: Version,
  table: z.string(),
  /** The link whose unit is the row's subject; null when the unit is. */
  subjectLink: z.string().nullable(),
  when: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('fixed') }),
    z.object({ kind: z.literal('day'), day: z.int() }),
    z.object({ kind: z.literal('window'), from: z.int(), until: z.int() }),
  ]),
  /** Rows in which all of these variables are missing are left out (an import brings values). */
  present: z.array(z.string()),
  read: z.array(ScanColumn),
})

/**
 * Columns of `right` beside those of `left`. `on` empty matches `__unit` with `__unit`. `left` keeps the rows of `left`;
 * `full` also those of `right` that match none (their unit, subject and key come from `right`). `right` must be unique
 * on what is matched when the compiler can know it; where it cannot, running refuses a match that multiplies rows. The
 * one exception is an event history imported into a dataset: `on` empty and `right` with `rowsPerUnit` many repeats each
 * row of `left` once per match (and keeps it once where there is none). With `within` only those rows of `right` match whose
 * days `start` to `stop` (missing: still going on) overlap the days `index` + `from` to `index` + `until` of the row of `left`,
 * all included; a row whose `index` is missing matches none.
 */
export const Join = z.object({
  op: z.literal('join'),
  ...relation,
  left: z.string(),
  right: z.string(),
  kind: z.enum(['left', 'full']),
  on: z.array(z.object({ left: z.string(), right: z.string() })),
  take: z.array(z.object({ column: z.string(), as: ColumnName })),
  within: z
    .object({
      start: z.string(),
      stop: z.string(),
      index: z.string(),
      from: z.int(),
      until: z.int(),
    })
    .optional(),
})

/**
 * A new or replaced column. Where `condition` is not true the value is missing (new) or unchanged (replaced). An edit to rule P2 where there is a
 * condition, or where the value can be missing for a row that has all that it takes (`presence.ts`).
 */
export const Extend = z.object({
  op: z.literal('extend'),
  ...relation,
  input: z.string(),
  name: ColumnName,
  value: Expression,
  condition: Expression.nullable(),
})

/** Rows for which `condition` is true. Always an edit. */
export const Filter = z.object({
  op: z.literal('filter'),
  ...relation,
  input: z.string(),
  condition: Expression,
})

/** Chosen columns under their names. */
export const Select = z.object({
  op: z.literal('select'),
  ...relation,
  input: z.string(),
  take: z.array(z.object({ column: z.string(), as: ColumnName })),
})

/** One row per combination of `by` (`collapse`); the unit is the first key. Rows with a missing key are left out. */
export const Collapse = z.object({
  op: z.literal('collapse'),
  ...relation,
  input: z.string(),
  by: z.array(z.string()).min(1),
  aggregates: z.array(Aggregate),
})

/** The same statistics added to every row of their group (`aggregate`). */
export const Window = z.object({
  op: z.literal('window'),
  ...relation,
  input: z.string(),
  by: z.array(z.string()).min(1),
  aggregates: z.array(Aggregate),
})

/** Rows of all inputs under one another. All have the same columns with the same types. */
export const Stack = z.object({ op: z.literal('stack'), ...relation, inputs: z.array(z.string()).min(1) })

/**
 * Units drawn by a seed, with all their rows. A unit's lot is md5 of `seed:key` (its record key as decimal digits), so the same seed draws
 * the same units in every run. `share` keeps the units whose lot, read as a number of 52 bits from its first 13 hex digits, is below share · 2⁵²;
 * `count` keeps the units with the least lots, ties by `__unit`. An edit to rule P2.
 */
export const Sample = z.object({
  op: z.literal('sample'),
  ...relation,
  input: z.string(),
  size: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('share'), share: z.number().gt(0).lte(1) }),
    z.object({ kind: z.literal('count'), count: z.int().positive() }),
  ]),
  seed: z.int(),
})

/** Which of `groups` groups of equal size a value belongs to over all rows, 1 to `groups` (Stata's xtile); ties go together. */
export const Quantile = z.object({
  op: z.literal('quantile'),
  ...relation,
  input: z.string(),
  column: z.string(),
  as: ColumnName,
  groups: z.int().min(2),
})

/**
 * The rows of `cases`, each with up to `ratio` rows of `input` that are not units of `cases`, equal in `exact` and within `distance` in each
 * caliper (a missing value equals none). Both inputs have one row a unit; the result has the columns of `columns`, which both have,
 * with the number of the set in `set` and 1 for cases, 0 for matches in `role`. A case without a match stays, alone in its set.
 *
 * Who is matched is drawn by `seed`: a unit's lot is that of `Sample` as a number of 52 bits, ties by `__unit`; sets are numbered by the lots of
 * their cases, from 1. Without calipers the C cases with equal `exact` are numbered from 0 by lot, and so are their N candidates: the
 * case c takes the candidates c, C + c, 2C + c …, with `replace` the candidates (c · ratio + i) mod N for i < ratio, none twice. With calipers
 * the order in which a case wants candidates is (lot of the candidate − lot of the case) mod 2⁵²: with `replace` it takes the first `ratio`;
 * without, in rounds, each case with less than `k` matches asks the first that is free, who takes the one that wants it most (least difference, ties by
 * `__unit`); `k` is 1, and grows to `ratio` each time nobody can be asked; after 200 rounds it ends.
 */
export const Match = z.object({
  op: z.literal('match'),
  ...relation,
  cases: z.string(),
  input: z.string(),
  exact: z.array(z.string()),
  calipers: z.array(z.object({ column: z.string(), distance: z.number().nonnegative() })),
  ratio: z.int().positive(),
  replace: z.boolean(),
  seed: z.int(),
  set: ColumnName,
  role: ColumnName,
})

/**
 * Time at risk cut where a time-varying value changes: for each unit one row for each longest stretch in which all `varying` columns are
 * constant, from `index` to `exit`, with days since `index` in `entry` and `time`, and the event (1 on the last row only, if it happened, else 0)
 * in `event`. Each `varying` column has `START@` and `STOP@` in the input, whose rows are a unit's values. A value holds after its first day (so that what
 * begins on the day of the event does not explain it), or from `index` on if it began by then, until another begins; a value that is a period, its last day
 * after its first, holds no longer than to that day. Otherwise the column is missing. Of values that begin on one day the greatest holds, of equal ones the
 * longest. Other columns have the one value that all rows of the unit have (missing ones apart), else missing, and so have `index`, `exit` and the event. A
 * unit without time at risk (`exit` not after `index`, or any of the three missing) keeps one row, with `entry`, `time` and `event` missing, so that
 * nobody leaves the dataset.
 */
export const Episodes = z.object({
  op: z.literal('episodes'),
  ...relation,
  input: z.string(),
  index: z.string(),
  exit: z.string(),
  event: z.string(),
  varying: z.array(z.string()).min(1),
  entry: ColumnName,
  time: ColumnName,
})

/**
 * What a model, fitted to the rows of the input that meet `condition`, says of each of these rows, as new columns. Rows that the model cannot use, and all
 * others, get missing. An edit to rule P2, and shown to rule M1 as the model itself would be.
 */
export const Predict = z.object({
  op: z.literal('predict'),
  ...relation,
  input: z.string(),
  spec: ModelSpec,
  condition: Expression.nullable(),
  take: z
    .array(
      z.object({
        what: z.enum(['predicted', 'residuals', 'probabilities', 'cooksd', 'effects']),
        /** Code of the outcome whose probability it is (mlogit). */
        level: z.string().optional(),
        as: ColumnName,
      }),
    )
    .min(1),
})

/** A relation that a holder delivers to the room; made by the splitter only. */
export const Received = z.object({ op: z.literal('received'), ...relation, from: z.string() })

export const Relation = z.discriminatedUnion('op', [
  Scan,
  Join,
  Extend,
  Filter,
  Select,
  Collapse,
  Window,
  Predict,
  Match,
  Episodes,
  Stack,
  Sample,
  Quantile,
  Received,
])
export type Relation = z.infer<typeof Relation>
export type Scan = z.infer<typeof Scan>
export type Join = z.infer<typeof Join>
export type Extend = z.infer<typeof Extend>
export type Filter = z.infer<typeof Filter>
export type Select = z.infer<typeof Select>
export type Collapse = z.infer<typeof Collapse>
export type Window = z.infer<typeof Window>
export type Predict = z.infer<typeof Predict>
export type Match = z.infer<typeof Match>
export type Episodes = z.infer<typeof Episodes>
export type Stack = z.infer<typeof Stack>
export type Sample = z.infer<typeof Sample>
export type Quantile = z.infer<typeof Quantile>
export type Received = z.infer<typeof Received>

export * from './shows.js'

/** A command that shows something. A textblock has no relation. */
export const Show = z.object({
  index: z.int().nonnegative(),
  command: z.string(),
  position: Position,
  dataset: z.string().nullable(),
  /** Who is meant, once the plan is split: a place that carries out a part of it cannot see the rest. */
  definition: Definition.optional(),
  what: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('statistic'),
      relation: z.string(),
      condition: Expression.nullable(),
      spec: ShowSpec,
    }),
    z.object({ kind: z.literal('text'), markdown: z.string() }),
  ]),
})
export type Show = z.infer<typeof Show>

/** Steps in script order. A step uses only relations that earlier steps made. */
export const Step = z.discriminatedUnion('do', [
  z.object({ do: z.literal('relation'), relation: Relation }),
  z.object({ do: z.literal('show'), show: Show }),
])
export type Step = z.infer<typeof Step>

/** A register that a script bound, resolved to a version that exists. */
export const Binding = z.object({
  alias: z.string(),
  register: z.string(),
  version: Version,
  holder: z.string(),
})
export type Binding = z.infer<typeof Binding>

/** A whole checked script. */
export const Plan = z.object({ bindings: z.array(Binding), steps: z.array(Step) })
export type Plan = z.infer<typeof Plan>

/** What one place does: its steps, and the relations (pruned to needed columns) it must deliver to the room afterwards. */
export const Fragment = z.object({
  place: z.string(),
  registers: z.array(z.object({ name: z.string(), version: Version })),
  steps: z.array(Step),
  deliver: z.array(z.object({ relation: z.string(), columns: z.array(z.string()) })),
})
export type Fragment = z.infer<typeof Fragment>
