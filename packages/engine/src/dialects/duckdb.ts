/**
 * The plan in DuckDB's SQL. Numbers are DOUBLE, dates whole days since 1970-01-01 in a DOUBLE. Every entry is total:
 * it guards its argument inside the call, so no value of a row can make a statement fail, and what is undefined or
 * not finite is missing. Where the language is silent the entries do what Stata does.
 */
import { fail } from '@sund/model'
import {
  type AggregateRule,
  asBoolean,
  asNumber,
  type CallRule,
  type Choice,
  type Dialect,
  type Operand,
  type Scope,
} from './dialect.js'
import { list, render, type Sql, sql, value } from './sql.js'

export const duckdb: Dialect = {
  name: 'DuckDB',
  types: { number: sql`DOUBLE`, text: sql`VARCHAR`, boolean: sql`BOOLEAN`, key: sql`BIGINT` },
  calls: {
    '+': arithmetic(sql`+`),
    '-': arithmetic(sql`-`),
    '*': arithmetic(sql`*`),
    '/': (o, s) => finite(sql`${number(o, 0)} / NULLIF(${number(o, 1)}, 0)`, s),
    '^': (o, s) => finite(sql`pow(${number(o, 0)}, ${number(o, 1)})`, s),
    '++': (o, s) =>
      sql`(${list(
        o.map((operand) => text(operand, s)),
        sql` || `,
      )})`,
    '==': comparison(sql`=`),
    '!=': comparison(sql`<>`),
    '<': comparison(sql`<`),
    '<=': comparison(sql`<=`),
    '>': comparison(sql`>`),
    '>=': comparison(sql`>=`),
    '&': (o) => sql`(${list(o.map(asBoolean), sql` AND `)})`,
    '|': (o) => sql`(${list(o.map(asBoolean), sql` OR `)})`,
    '!': (o) => sql`(NOT ${asBoolean(at(o, 0))})`,
    negate: (o) => sql`(-${number(o, 0)})`,

    date: (o) =>
      o.length === 1
        ? day(sql`TRY_CAST(${at(o, 0).sql} AS DATE)`)
        : day(
            sql`TRY(make_date(${list([0, 1, 2].map((i) => sql`CAST(${bounded(number(o, i), 1e6)} AS BIGINT)`))}))`,
          ),
    year: datePart(sql`year`),
    halfyear: (o) => sql`CAST((month(${date(o)}) + 5) // 6 AS DOUBLE)`,
    quarter: datePart(sql`quarter`),
    month: datePart(sql`month`),
    week: datePart(sql`week`),
    day: datePart(sql`day`),
    dow: datePart(sql`isodow`),
    doy: datePart(sql`dayofyear`),
    isoformatdate: (o) => sql`strftime(${date(o)}, '%Y-%m-%d')`,
    date_fmt: (o) => sql`strftime(${date(o)}, ${value(dateFormat(at(o, 1)))})`,

    abs: (o) => sql`abs(${number(o, 0)})`,
    ceil: (o) => sql`ceil(${number(o, 0)})`,
    floor: (o) => sql`floor(${number(o, 0)})`,
    int: (o) => sql`trunc(${number(o, 0)})`,
    round,
    sqrt: guarded(sql`sqrt`, (x) => sql`${x} >= 0`),
    exp: guarded(sql`exp`),
    ln: guarded(sql`ln`, (x) => sql`${x} > 0`),
    log10: guarded(sql`log10`, (x) => sql`${x} > 0`),
    logit: (o, s) =>
      s.once(real(at(o, 0)), (p) => sql`ln(CASE WHEN ${p} > 0 AND ${p} < 1 THEN ${p} / (1 - ${p}) END)`),
    sin: guarded(sql`sin`),
    cos: guarded(sql`cos`),
    tan: guarded(sql`tan`),
    asin: guarded(sql`asin`, (x) => sql`abs(${x}) <= 1`),
    acos: guarded(sql`acos`, (x) => sql`abs(${x}) <= 1`),
    atan: guarded(sql`atan`),
    pi: () => sql`pi()`,
    comb: combinations,

    rowmax: (o) => overRow(o, sql`list_max`),
    rowmin: (o) => overRow(o, sql`list_min`),
    rowmean: (o, s) => finite(overRow(o, sql`list_avg`), s),
    rowmedian: (o) => overRow(o, sql`list_median`),
    rowtotal: (o, s) => finite(sql`COALESCE(${overRow(o, sql`list_sum`)}, 0)`, s),
    rowstd: (o, s) =>
      s.once(sql`list_filter([${list(o.map(asNumber))}], lambda x: x IS NOT NULL)`, (values) =>
        finite(sql`CASE WHEN len(${values}) > 1 THEN TRY(list_stddev_samp(${values})) END`, s),
      ),
    rowmissing: (o) =>
      sql`CAST(${list(
        o.map((operand) => sql`CAST(${operand.sql} IS NULL AS INTEGER)`),
        sql` + `,
      )} AS DOUBLE)`,
    rowvalid: (o) =>
      sql`CAST(${list(
        o.map((operand) => sql`CAST(${operand.sql} IS NOT NULL AS INTEGER)`),
        sql` + `,
      )} AS DOUBLE)`,
    rowconcat: (o, s) => sql`concat(${list(o.map((operand) => text(operand, s)))})`,

    length: (o, s) => sql`CAST(length(${text(at(o, 0), s)}) AS DOUBLE)`,
    string: (o, s) => text(at(o, 0), s),
    lower: (o, s) => sql`lower(${text(at(o, 0), s)})`,
    upper: (o, s) => sql`upper(${text(at(o, 0), s)})`,
    substr,
    ltrim: (o, s) => sql`ltrim(${text(at(o, 0), s)})`,
    rtrim: (o, s) => sql`rtrim(${text(at(o, 0), s)})`,
    trim: (o, s) => sql`trim(${text(at(o, 0), s)})`,
    startswith: (o, s) => sql`starts_with(${text(at(o, 0), s)}, ${text(at(o, 1), s)})`,
    endswith: (o, s) => sql`ends_with(${text(at(o, 0), s)}, ${text(at(o, 1), s)})`,

    inlist: ([of, ...options], s) =>
      s.once(
        of as Operand,
        (x) =>
          sql`(CASE WHEN ${x} IS NOT NULL THEN ${list([sql`FALSE`, ...options.map((option) => sql`COALESCE(${x} = ${option.sql}, FALSE)`)], sql` OR `)} END)`,
      ),
    inrange: ([of, low, high], s) =>
      s.once(
        of as Operand,
        (x) =>
          sql`(CASE WHEN ${x} IS NOT NULL THEN COALESCE(${x} >= ${(low as Operand).sql}, TRUE) AND COALESCE(${x} <= ${(high as Operand).sql}, TRUE) END)`,
      ),
    between: ([of, low, high], s) =>
      s.once(
        of as Operand,
        (x) =>
          sql`(CASE WHEN ${x} IS NOT NULL THEN COALESCE(${x} >= ${(low as Operand).sql}, TRUE) AND COALESCE(${x} <= ${(high as Operand).sql}, TRUE) END)`,
      ),
    sysmiss: (o) => sql`(${at(o, 0).sql} IS NULL)`,
    if: ([condition, yes, no]) =>
      sql`(CASE WHEN ${asBoolean(condition as Operand)} THEN ${(yes as Operand).sql} ELSE ${no ? no.sql : sql`NULL`} END)`,

    to_int: (o, s) => sql`trunc(${at(o, 0).type === 'text' ? parsed(at(o, 0).sql, s) : number(o, 0)})`,
    to_str: (o, s) => text(at(o, 0), s),
    'parse-number': parseNumber,

    normal: distribution(sql`sund_normal`),
    normalden: normalDensity,
    chi2: distribution(sql`sund_chi2`),
    chi2den: distribution(sql`sund_chi2den`),
    chi2tail: distribution(sql`sund_chi2tail`),
    t: distribution(sql`sund_t`),
    tden: distribution(sql`sund_tden`),
    ttail: distribution(sql`sund_ttail`),
    F: distribution(sql`sund_F`),
    Fden: distribution(sql`sund_Fden`),
    Ftail: distribution(sql`sund_Ftail`),
    binomial: distribution(sql`sund_binomial`),
    binomialp: distribution(sql`sund_binomialp`),
    binomialtail: distribution(sql`sund_binomialtail`),
  },
  aggregates: {
    count: (x) => sql`CAST(count(${x.sql}) AS DOUBLE)`,
    sum: (x, _, s) => finite(sql`COALESCE(sum(${asNumber(x)}), 0)`, s),
    mean: (x, _, s) => finite(sql`avg(${asNumber(x)})`, s),
    // Squares of larger values overflow, which stddev_samp takes for a mistake.
    sd: (x) =>
      sql`CASE WHEN max(abs(${asNumber(x)})) < 1e150 THEN stddev_samp(CASE WHEN abs(${asNumber(x)}) < 1e150 THEN ${asNumber(x)} END) END`,
    median: percentile(0.5),
    p25: percentile(0.25),
    p75: percentile(0.75),
    iqr: (x, _, s) =>
      s.once(percentiles(asNumber(x), [0.25, 0.75]), (p) => finite(sql`${p}[2] - ${p}[1]`, s)),
    min: (x) => sql`min(${x.sql})`,
    max: (x) => sql`max(${x.sql})`,
    gini: (x, _, s) => gini(asNumber(x), s),
    percent: (x, _, s) => finite(sql`100.0 * count(${x.sql}) / NULLIF(sum(count(${x.sql})) OVER (), 0)`, s),
    first: (x, choice) => extreme(sql`min`, x, choice),
    last: (x, choice) => extreme(sql`max`, x, choice),
    nearest,
    nth,
    any: (x) =>
      x.type === 'boolean' || x.type === 'number'
        ? sql`CAST(COALESCE(bool_or(${asBoolean(x)}), FALSE) AS DOUBLE)`
        : sql`CAST(count(${x.sql}) > 0 AS DOUBLE)`,
  },
  let: (name, of, body) => sql`list_transform([${of}], lambda ${name}: ${body})[1]`,
  percentiles,
  digest: (of) => sql`CAST(md5_number_lower(${of}) >> 1 AS BIGINT)`,
  repeated: (rows, count) => sql`(SELECT *, unnest(range(CAST(${count} AS BIGINT))) AS i FROM ${rows})`,
  lot: (of) => sql`CAST('0x' || substring(md5(${of}), 1, 13) AS BIGINT)`,
  cutPoints,
  countBelow: (items, of) => sql`len(list_filter(${items}, lambda k: k < ${of}))`,
  countAbove: (items, of) => sql`len(list_filter(${items}, lambda k: k > ${of}))`,
  greatest: (of, count) => sql`max(${of}, ${wholeNumber(count)})`,
  least: (of, count) => sql`min(${of}, ${wholeNumber(count)})`,
  each: (items) => sql`unnest(${items})`,
  members: {
    of: (number, size) => sql`bitstring_agg(${number}, 0, ${wholeNumber(size - 1)})`,
    union: (set) => sql`bit_or(${set})`,
    recordSet: (set, first) => sql`sund_record_set(CAST(${set} AS BLOB), ${value(first)})`,
  },
  roughlyDistinct: (columns) => sql`approx_count_distinct(hash(${list(columns)}))`,
}

/** A number written out, where DuckDB takes no parameter. */
const wholeNumber = (of: number): Sql => ({ pieces: [String(Math.trunc(of))] })

/** The Gini coefficient 2 Σ i x(i) / (n Σ x) − (n + 1) / n over ascending values; undefined unless their sum is positive. */
function gini(x: Sql, scope: Scope): Sql {
  const ranked = sql`list_sum(list_transform(list_sort(list(${x}) FILTER (WHERE ${x} IS NOT NULL)), lambda x, i: i * x))`
  return finite(
    sql`CASE WHEN sum(${x}) > 0 THEN 2 * ${ranked} / (count(${x}) * sum(${x})) - (count(${x}) + 1.0) / count(${x}) END`,
    scope,
  )
}

function percentiles(of: Sql, shares: readonly number[]): Sql {
  return sql`quantile_cont(${of}, [${list(shares.map((share) => sql`CAST(${value(share)} AS DOUBLE)`))}])`
}
function percentile(share: number): AggregateRule {
  return (x) => sql`quantile_cont(${asNumber(x)}, CAST(${value(share)} AS DOUBLE))`
}

/** The value of the row whose order is closest: ties go to the earlier, then to the least value. */
function nearest(x: Operand, { order, to }: Choice): Sql {
  if (!order || !to) return withoutOrder()
  const rank = sql`CASE WHEN ${x.sql} IS NOT NULL AND ${order} IS NOT NULL AND ${to} IS NOT NULL THEN {'d': abs(${order} - ${to}), 'o': ${order}, 'v': ${x.rank ?? x.sql}} END`
  return sql`arg_min(${x.sql}, ${rank})`
}

/** The value of the n-th row by (order, value); a list counts from its end where n is negative. */
function nth(x: Operand, { order, n }: Choice): Sql {
  if (!order || !n) return withoutOrder()
  return sql`(list(${x.sql} ORDER BY ${order}, ${x.rank ?? x.sql}) FILTER (WHERE ${x.sql} IS NOT NULL AND ${order} IS NOT NULL))[CAST(${value(n)} AS BIGINT)]`
}

/**
 * Cut point j of N ascending values is the mean of those at N·j/n and after it where N·j/n is whole, else the one at the next whole number
 * (Stata Base Reference Manual, pctile, default definition; `xtile` counts a value into the group after the cut points below it).
 */
function cutPoints(of: Sql, groups: number): Sql {
  const n = sql`CAST(${value(groups)} AS BIGINT)`
  const at = sql`len(s) * j // ${n}`
  const cut = sql`CASE WHEN (len(s) * j) % ${n} = 0 THEN s[${at}] / 2 + s[${at} + 1] / 2 ELSE s[${at} + 1] END`
  return sql`list_transform([list_sort(list(${of}) FILTER (WHERE ${of} IS NOT NULL))], lambda s: list_transform(range(1, ${n}), lambda j: ${cut}))[1]`
}

function withoutOrder(): never {
  return fail(
    'script.statistics',
    'nearest and nth need an order, and what to be near to or which row to take.',
    'Import events, or name the order with order().',
  )
}

/** Two pieces of SQL with the same text and no values. */
const isSame = (a: Sql, b: Sql): boolean => {
  const [x, y] = [render(a), render(b)]
  return x.text === y.text && x.values.length === 0 && y.values.length === 0
}

/** The value at the extreme of (order, value): ties are broken by the value in the same direction. */
function extreme(pick: Sql, x: Operand, { order, place }: Choice): Sql {
  if (!order)
    return fail(
      'script.statistics',
      'first and last need an order.',
      'Import events, or name the order with order().',
    )
  if (x.rank === undefined && isSame(x.sql, order)) return sql`${pick}(${order})`
  const both = sql`CASE WHEN ${x.sql} IS NOT NULL AND ${order} IS NOT NULL THEN ${place ?? sql`{'o': ${order}, 'v': ${x.rank ?? x.sql}}`} END`
  return sql`arg_${pick}(${x.sql}, ${both})`
}

function at(operands: readonly Operand[], index: number): Operand {
  const operand = operands[index]
  if (!operand)
    return fail('script.type', 'A function has too few arguments.', 'See the manual for its arguments.')
  return operand
}
const number = (operands: readonly Operand[], index: number): Sql => asNumber(at(operands, index))
/** The operand as a number that `once` may pass on. */
const real = (operand: Operand): Operand =>
  operand.type === 'boolean' ? { sql: asNumber(operand), type: 'number', simple: operand.simple } : operand

function finite(of: Sql, scope: Scope): Sql {
  return scope.once(of, (x) => sql`CASE WHEN isfinite(${x}) THEN ${x} END`)
}
function arithmetic(operator: Sql): CallRule {
  return (o, s) => finite(sql`${number(o, 0)} ${operator} ${number(o, 1)}`, s)
}
function comparison(operator: Sql): CallRule {
  return (o) => {
    const mixed = at(o, 0).type !== at(o, 1).type
    const side = (i: number) => (mixed ? number(o, i) : at(o, i).sql)
    return sql`(${side(0)} ${operator} ${side(1)})`
  }
}
function guarded(name: Sql, domain?: (x: Sql) => Sql): CallRule {
  return (o, s) =>
    finite(
      domain
        ? sql`${name}(${s.once(real(at(o, 0)), (x) => sql`CASE WHEN ${domain(x)} THEN ${x} END`)})`
        : sql`${name}(${number(o, 0)})`,
      s,
    )
}
function overRow(operands: readonly Operand[], name: Sql): Sql {
  return sql`${name}([${list(operands.map(asNumber))}])`
}

/** Within ±`limit`, else missing: what a cast to an integer can take. */
function bounded(of: Sql, limit: number): Sql {
  return sql`list_transform([${of}], lambda x: CASE WHEN abs(x) <= ${value(limit)} THEN floor(x) END)[1]`
}
function date(operands: readonly Operand[]): Sql {
  return sql`(DATE '1970-01-01' + CAST(${bounded(number(operands, 0), 1_000_000)} AS INTEGER))`
}
function day(of: Sql): Sql {
  return sql`CAST(date_diff('day', DATE '1970-01-01', ${of}) AS DOUBLE)`
}
function datePart(part: Sql): CallRule {
  return (o) => sql`CAST(${part}(${date(o)}) AS DOUBLE)`
}
/** A format is written in the script, of the directives that a date has. */
function dateFormat({ literal }: Operand): string {
  if (typeof literal !== 'string' || literal.replace(/%[YymdjbBaAVGuw%]/g, '').includes('%'))
    return fail(
      'script.type',
      'The format of date_fmt must be text with the directives %Y %y %m %d %j %b %B %a %A %V %G %u %w.',
      "Write for example date_fmt(x, '%Y-%m').",
    )
  return literal
}

/** A function that `execute` gives the database. */
function distribution(name: Sql): CallRule {
  return (o) => sql`${name}(${list(o.map(asNumber))})`
}

/** normalden(x), normalden(x, sd) or normalden(x, mean, sd), as in Stata. */
function normalDensity(o: readonly Operand[]): Sql {
  const [mean, sd] = o.length === 3 ? [number(o, 1), number(o, 2)] : [sql`0`, o[1] ? number(o, 1) : sql`1`]
  return sql`sund_normalden(${number(o, 0)}, ${mean}, ${sd})`
}

/** round(x) to whole numbers, round(x, unit) to multiples of unit; halves go up, as in Stata. */
function round(o: readonly Operand[], s: Scope): Sql {
  if (o.length < 2) return sql`floor(${number(o, 0)} + 0.5)`
  return s.once(real(at(o, 0)), (x) =>
    s.once(real(at(o, 1)), (unit) =>
      finite(
        sql`CASE WHEN ${unit} = 0 THEN ${x}
          WHEN abs(${unit}) < 1 AND abs(1 / ${unit} - round(1 / ${unit})) < 1e-9 THEN floor(${x} * round(1 / ${unit}) + 0.5) / round(1 / ${unit})
          ELSE floor(${x} / ${unit} + 0.5) * ${unit} END`,
        s,
      ),
    ),
  )
}

/** Characters from a place, −1 the last; nothing where the place lies outside the text, as in Stata. */
function substr(o: readonly Operand[], s: Scope): Sql {
  const length =
    o.length < 3
      ? sql`CAST(1000000000 AS BIGINT)`
      : s.once(
          bounded(number(o, 2), 1e9),
          (n) => sql`CAST(CASE WHEN ${n} < 0 THEN 0 ELSE ${n} END AS BIGINT)`,
        )
  return s.once(text(at(o, 0), s), (of) =>
    s.once(
      sql`CAST(${bounded(number(o, 1), 1e9)} AS BIGINT)`,
      (start) =>
        sql`substring(${of}, ${start}, CASE WHEN ${start} = 0 OR ${start} < -length(${of}) THEN 0 * ${length} ELSE ${length} END)`,
    ),
  )
}

/** n choose k by its product; 1,100 factors are more than a DOUBLE can hold. 0 above n, missing unless whole and ≥ 0. */
function combinations(o: readonly Operand[], s: Scope): Sql {
  return s.once(real(at(o, 0)), (n) =>
    s.once(real(at(o, 1)), (k) =>
      finite(
        sql`CASE WHEN ${k} > ${n} AND ${n} >= 0 AND ${n} = floor(${n}) AND ${k} = floor(${k}) THEN 0
          WHEN ${n} >= 0 AND ${k} >= 0 AND ${n} = floor(${n}) AND ${k} = floor(${k}) AND least(${k}, ${n} - ${k}) <= 1100
          THEN round(COALESCE(list_product(list_transform(range(1, CAST(least(${k}, ${n} - ${k}, 1100) AS BIGINT) + 1), lambda i: (${n} - least(${k}, ${n} - ${k}) + i) / i)), 1)) END`,
        s,
      ),
    ),
  )
}

/** Numbers as text without a decimal point when whole. */
function text(operand: Operand, s: Scope): Sql {
  if (operand.type === 'text') return operand.sql
  return s.once(
    real(operand),
    (x) =>
      sql`(CASE WHEN ${x} = trunc(${x}) AND abs(${x}) < 1e15 THEN CAST(CAST(${x} AS BIGINT) AS VARCHAR) ELSE CAST(${x} AS VARCHAR) END)`,
  )
}
function parsed(of: Sql, s: Scope): Sql {
  return finite(
    s.once(
      sql`trim(${of})`,
      (x) =>
        sql`CASE WHEN regexp_full_match(${x}, '[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?') THEN TRY_CAST(${x} AS DOUBLE) END`,
    ),
    s,
  )
}
/** parse-number(text, characters to ignore, decimal comma, force): not a number is missing with force, else an error. */
function parseNumber(o: readonly Operand[], s: Scope): Sql {
  const ignore = o[1]?.literal
  const kept =
    typeof ignore === 'string' && ignore !== ''
      ? sql`translate(${at(o, 0).sql}, ${value(ignore)}, '')`
      : at(o, 0).sql
  return s.once(o[2]?.literal === true ? sql`replace(${kept}, ',', '.')` : kept, (x) => {
    const found = parsed(x, s)
    if (o[3]?.literal !== false) return found
    return sql`CASE WHEN trim(${x}) <> '' THEN COALESCE(${found}, CAST(error(${value(s.mistake('not-a-number'))}) AS DOUBLE)) END`
  })
}
