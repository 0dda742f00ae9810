// What protection took from the answers of a script: the released document beside that of the same script on the same data declared public,
// number by number. Apart from the measuring itself because it is arithmetic over two documents and nothing else.

/** @typedef {{ value: number | null, error: number } | { withheld: string }} ReleasedNumber */
/** @typedef {{ place: string, kind: string, number: ReleasedNumber }} Placed */

/**
 * Every number of a result with its place in words that are the same in both documents, and what kind of number it is.
 * @param {any} body
 * @returns {Placed[]}
 */
export function numbersOf(body) {
  switch (body.kind) {
    case 'table':
      return tableNumbers(body)
    case 'summary':
      return body.rows.flatMap((/** @type {any} */ row) => {
        const place = [row.variable, ...levels(body.by, row.at)].join('/')
        return [
          { place: `${place}/n`, kind: 'count', number: row.n },
          { place: `${place}/missing`, kind: 'count', number: row.missing },
          ...named(place, row, ['mean', 'sd', 'gini', 'iqr']),
          ...row.percentiles.map((/** @type {any} */ { p, value }) => ({
            place: `${place}/p${p}`,
            kind: 'percentile',
            number: value,
          })),
        ]
      })
    case 'model':
      return [
        { place: 'used', kind: 'count', number: body.used },
        { place: 'missing', kind: 'count', number: body.missing },
        ...body.coefficients.flatMap((/** @type {any} */ one) => {
          const place = [one.equation ?? '', one.term, one.label?.en ?? ''].join('/')
          // Means with intervals come in the form of a model and are protected as means.
          return body.model === 'ci'
            ? named(place, one, ['estimate', 'lower', 'upper'], 'mean')
            : [
                ...named(place, one, ['estimate'], 'coefficient'),
                ...named(place, one, ['standardError', 'lower', 'upper', 'p'], 'of a coefficient'),
              ]
        }),
      ]
    case 'survival':
      return body.groups.flatMap((/** @type {any} */ group) => [
        ...named(group.code, group, ['units', 'events'], 'count'),
        ...named(group.code, group, ['median']),
      ])
    case 'rates':
      return body.groups.flatMap((/** @type {any} */ group) => [
        ...named(group.code, group, ['units', 'events'], 'count'),
        ...named(group.code, group, ['time'], 'sum'),
        ...named(`${group.code}/crude`, group.crude, ['value', 'lower', 'upper'], 'rate'),
        ...named(`${group.code}/standardised`, group.standardised, ['value', 'lower', 'upper'], 'rate'),
      ])
    case 'correlation':
      return body.pairs.flatMap((/** @type {any} */ pair) => [
        ...named(pair.at.join(), pair, ['units'], 'count'),
        ...named(pair.at.join(), pair, ['value', 'p'], 'correlation'),
      ])
    case 'figure':
      return figureNumbers(body.figure)
    default:
      return []
  }
}

/** @param {any} figure @returns {Placed[]} */
function figureNumbers(figure) {
  const parts = [figure.table, ...(figure.tables ?? []), figure.summary, figure.model].filter(Boolean)
  return parts.flatMap((part, index) =>
    numbersOf(part).map((one) => ({ ...one, place: `${index}/${one.place}` })),
  )
}

/** @param {any} table @returns {Placed[]} */
function tableNumbers(table) {
  return [
    ...table.cells.flatMap((/** @type {any} */ cell) => {
      const place = levels(table.dimensions, cell.at).join('/')
      return [
        { place, kind: table.measure ? 'count beside a measure' : 'count', number: cell.count },
        ...named(place, cell.shares, Object.keys(cell.shares), 'share'),
        ...named(place, cell.measures, Object.keys(cell.measures)),
      ]
    }),
    ...(table.test ? named('test', table.test, ['value', 'p'], 'test') : []),
  ]
}

/**
 * Levels by their codes: a level that is not named in one document has another place in it.
 * @param {any[]} dimensions
 * @param {(number | null)[]} at
 */
const levels = (dimensions, at) =>
  at.map((level, index) =>
    level === null ? '*' : `${dimensions[index].variable}=${dimensions[index].levels[level].code}`,
  )

/**
 * @param {string} place
 * @param {any} of
 * @param {string[]} names
 * @param {string} [kind] the name itself when left out
 * @returns {Placed[]}
 */
const named = (place, of, names, kind) =>
  names.flatMap((name) =>
    of?.[name] === undefined ? [] : [{ place: `${place}/${name}`, kind: kind ?? name, number: of[name] }],
  )

/**
 * A number of the public document beside what was released of it: `rule` that withheld it, else `released` with its `error`.
 * @typedef {{ script: string, detail: string, result: string, kind: string, place: string, truth: number, rule?: string, released?: number, error?: number }} Pair
 */

/** Figures whose edges protection rounds. */
const ROUNDED = new Set(['histogram', 'hexbin'])

/**
 * @param {{ name: string, detail: string }} script
 * @param {{ results: any[], errors: any[] }} released
 * @param {{ results: any[] }} open
 * @returns {Pair[]}
 */
export function compare({ name, detail }, released, open) {
  return open.results.flatMap((/** @type {any} */ result) => {
    const own = released.results.find((one) => one.index === result.index)
    const told = new Map(own ? numbersOf(own.body).map(({ place, number }) => [place, number]) : [])
    const whole = wholeRule(own, released.errors)
    const about = { script: name, detail, result: `${result.index}: ${result.command}` }
    // Edges of a protected figure are rounded: its parts are others than those of the public one, and only what is withheld can be told.
    if (own?.body.kind === 'figure' && ROUNDED.has(own.body.figure.type))
      return numbersOf(own.body).map(({ place, kind, number }) => ({
        ...about,
        kind: `${kind} of a figure`,
        place,
        truth: Number.NaN,
        ...('withheld' in number ? { rule: number.withheld } : {}),
      }))
    return numbersOf(result.body).flatMap(({ place, kind, number }) => {
      if ('withheld' in number || number.value === null) return []
      const pair = { ...about, kind, place, truth: number.value }
      const mine = told.get(place)
      if (mine === undefined) return [{ ...pair, rule: whole ?? 'T2' }]
      if ('withheld' in mine) return [{ ...pair, rule: mine.withheld }]
      return [
        {
          ...pair,
          ...(mine.value === null ? { rule: 'null' } : { released: mine.value, error: mine.error }),
        },
      ]
    })
  })
}

/**
 * The rule by which a result is not there at all: that of its notice, or of the error that ended the script.
 * @param {any} result
 * @param {any[]} errors
 * @returns {string | null}
 */
function wholeRule(result, errors) {
  if (result) return result.withheld[0]?.rule ?? null
  const error = errors[0]
  return error ? (RULE_OF_ERROR[error.code] ?? error.code) : null
}

/** @type {Record<string, string>} */
const RULE_OF_ERROR = { 'protection.edit': 'P2' }

/** Counts by how many people they count. */
export const SIZES = [10, 20, 50, 100, 500, 1000, 10_000, Number.POSITIVE_INFINITY]

/** @param {readonly number[]} numbers @param {number} p */
export function quantile(numbers, p) {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted.length === 0 ? null : sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))]
}

/**
 * Relative errors of released counts by size, in percent; counts of nobody are exact and left out.
 * @param {readonly Pair[]} pairs
 */
export function errorsBySize(pairs) {
  const counts = pairs.filter(
    ({ kind, truth, released }) => kind === 'count' && truth > 0 && released !== undefined,
  )
  return SIZES.slice(0, -1).map((from, index) => {
    const below = /** @type {number} */ (SIZES[index + 1])
    const own = counts.filter(({ truth }) => truth >= from && truth < below)
    const errors = own.map(({ truth, released = 0 }) => (100 * Math.abs(released - truth)) / truth)
    const mean = own.reduce((sum, { truth, released = 0 }) => sum + (released - truth), 0) / own.length
    return {
      from,
      below,
      cells: own.length,
      median: quantile(errors, 0.5),
      p90: quantile(errors, 0.9),
      most: quantile(errors, 1),
      mean,
    }
  })
}

/**
 * How far released coefficients lie from those of public data, in standard errors.
 * @param {readonly Pair[]} pairs
 */
export function coefficientBias(pairs) {
  const coefficients = pairs.filter(({ kind, released }) => kind === 'coefficient' && released !== undefined)
  const apart = coefficients.map((one) => {
    const place = one.place.replace(/estimate$/, 'standardError')
    const standardError = pairs.find(
      (other) => other.script === one.script && other.result === one.result && other.place === place,
    )
    return ((one.released ?? 0) - one.truth) / (standardError?.truth || 1)
  })
  return {
    coefficients: coefficients.length,
    mean: apart.reduce((sum, number) => sum + number, 0) / Math.max(1, apart.length),
    most: Math.max(0, ...apart.map(Math.abs)),
  }
}

/**
 * Numbers that are further from the truth than their bound says.
 * @param {readonly Pair[]} pairs
 */
export const outside = (pairs) =>
  pairs.filter(
    ({ truth, released, error = 0 }) =>
      released !== undefined && Math.abs(released - truth) > error * (1 + 1e-9) + 1e-6 * Math.abs(truth),
  )

/**
 * What is withheld: numbers by rule, results of which something is and results that are withheld whole.
 * @param {readonly Pair[]} pairs
 */
export function withheld(pairs) {
  const results = grouped(pairs, ({ script, result }) => `${script}: ${result}`)
  /** @type {Record<string, number>} */
  const rules = {}
  for (const { rule } of pairs) if (rule) rules[rule] = (rules[rule] ?? 0) + 1
  const some = [...results.values()].filter((own) => own.some(({ rule }) => rule))
  const counts = pairs.filter(({ kind, rule }) => rule && kind === 'count')
  return {
    /** Counts of too few people to be told, and others that would give them away. */
    small: counts.filter(({ truth }) => truth < SIZES[0]).length,
    others: counts.filter(({ truth }) => truth >= SIZES[0]).length,
    numbers: pairs.length,
    withheld: pairs.filter(({ rule }) => rule).length,
    rules,
    results: results.size,
    some: some.length,
    whole: some.filter((own) => own.every(({ rule }) => rule)).length,
  }
}

/**
 * @template T
 * @param {readonly T[]} all
 * @param {(one: T) => string} by
 * @returns {Map<string, T[]>}
 */
export function grouped(all, by) {
  const groups = new Map()
  for (const one of all) {
    const own = groups.get(by(one))
    if (own) own.push(one)
    else groups.set(by(one), [one])
  }
  return groups
}
