/**
 * Results of a run as Markdown: the same words in the specification's expectations and in the manual's examples.
 * Numbers have at most six significant digits, so expectations can be checked by hand.
 */
import {
  inLanguage,
  type LocalisedText,
  type ReleasedCoefficient,
  type ReleasedModel,
  type ReleasedNumber,
  type Result,
  type ResultBody,
  type SundError,
} from '@sund/model'

/** Everything a script showed, results in order, then errors. */
export function render(results: readonly Result[], errors: readonly SundError[]): string {
  return [...results.map(({ body }) => renderBody(body)), ...errors.map(renderError)].join('\n\n')
}

function renderError({ code, message, next, position }: SundError): string {
  const place = position ? ` at ${position.line}:${position.column}` : ''
  return `\`${code}\`${place}: ${message} ${next}`
}

type Renderers = { [K in ResultBody['kind']]: (body: Extract<ResultBody, { kind: K }>) => string }
type Dimensions = { variable: string; levels: { code: string | null; label: LocalisedText }[] }[]

const RENDERERS: Renderers = {
  table: (body) => {
    const measures = body.measure?.show ?? []
    const counts = body.show.frequency ? ['n'] : []
    const rows = body.cells.map((cell) => [
      ...body.dimensions.map((_, d) => levelName(body.dimensions, d, cell.at[d] ?? null)),
      ...(body.show.frequency ? [number(cell.count)] : []),
      ...body.show.shares.map((share) => number(cell.shares[share])),
      ...measures.map((measure) => number(cell.measures[measure])),
    ])
    const head = [
      ...body.dimensions.map(({ variable }) => variable),
      ...counts,
      ...body.show.shares,
      ...measures,
    ]
    return [markdownTable(head, rows), ...(body.test ? [testLine(body.test)] : [])].join('\n\n')
  },
  summary: (body) => {
    const percentiles = body.rows[0]?.percentiles.map(({ p }) => `p${p}`) ?? []
    const extra = (['gini', 'iqr'] as const).filter((name) => body.rows[0]?.[name] !== undefined)
    const rows = body.rows.map((row) => [
      row.variable,
      ...body.by.map((_, d) => levelName(body.by, d, row.at[d] ?? null)),
      ...[row.n, row.missing, row.mean, row.sd, ...row.percentiles.map(({ value }) => value)].map(number),
      ...extra.map((name) => number(row[name])),
    ])
    return markdownTable(
      [
        'variable',
        ...body.by.map(({ variable }) => variable),
        'n',
        'missing',
        'mean',
        'sd',
        ...percentiles,
        ...extra,
      ],
      rows,
    )
  },
  model: (body) => {
    const blocks = [
      { title: null, coefficients: body.coefficients },
      ...(body.margins ? [{ title: 'margins', coefficients: body.margins }] : []),
    ].filter(({ coefficients }) => coefficients.length > 0)
    const fit = Object.entries(body.fit).map(([name, value]) => `${name} ${number(value)}`)
    const squares = body.tests.filter(({ sumOfSquares }) => sumOfSquares !== undefined)
    return [
      ...blocks.flatMap(({ title, coefficients }) => [
        ...(title ? [title] : []),
        coefficientTable(coefficients),
      ]),
      ...(squares.length > 0 ? [varianceTable(squares)] : []),
      [`used ${number(body.used)}`, `missing ${number(body.missing)}`, ...fit].join(', '),
      ...body.tests.filter(({ sumOfSquares }) => sumOfSquares === undefined).map(testLine),
      ...body.notes,
    ].join('\n\n')
  },
  correlation: (body) => {
    const named = body.variables.map(({ variable }) => variable)
    const rows = body.pairs.map(({ at: [a, b], units, value, p }) => [
      named[a] ?? '?',
      named[b] ?? '?',
      number(value),
      ...(body.show.units ? [number(units)] : []),
      ...(body.show.p ? [number(p)] : []),
    ])
    const extra = [...(body.show.units ? ['n'] : []), ...(body.show.p ? ['p'] : [])]
    return markdownTable(['', '', body.covariance ? 'covariance' : 'correlation', ...extra], rows)
  },
  survival: (body) => {
    const rows = body.groups.flatMap((group) =>
      group.steps.map((step) => [
        inLanguage(group.label, 'en'),
        short(step.time),
        ...[step.atRisk, step.survival, step.lower, step.upper].map(number),
      ]),
    )
    return [
      markdownTable([body.by?.variable ?? 'group', 'time', 'at risk', 'survival', 'lower', 'upper'], rows),
      ...(body.test ? [testLine(body.test)] : []),
    ].join('\n\n')
  },
  rates: (body) => {
    const rows = body.groups.map(({ label, units, events, time, crude, standardised }) => [
      inLanguage(label, 'en'),
      ...[units, events, time, crude.value, crude.lower, crude.upper].map(number),
      ...[standardised.value, standardised.lower, standardised.upper].map(number),
    ])
    const limits = ['lower', 'upper']
    return markdownTable(
      [body.over?.variable ?? 'group', 'n', 'events', 'time', 'crude', ...limits, 'standardised', ...limits],
      rows,
    )
  },
  figure: ({ figure }) => {
    switch (figure.type) {
      case 'boxplot':
        return RENDERERS.summary(figure.summary)
      case 'sankey':
        return figure.tables.map(RENDERERS.table).join('\n\n')
      case 'coefplot':
        return RENDERERS.model(figure.model)
      default:
        return RENDERERS.table(figure.table)
    }
  },
  text: (body) => body.markdown,
  notice: (body) => inLanguage(body.message, 'en'),
}

function renderBody<K extends ResultBody['kind']>(body: Extract<ResultBody, { kind: K }>): string {
  return (RENDERERS[body.kind] as (body: Extract<ResultBody, { kind: K }>) => string)(body)
}

function levelName(dimensions: Dimensions, dimension: number, level: number | null): string {
  if (level === null) return 'All'
  const found = dimensions[dimension]?.levels[level]
  if (!found) return '?'
  return found.code === null ? 'Missing' : inLanguage(found.label, 'en')
}

/** One table; the equation stands first where there are several. */
function coefficientTable(coefficients: readonly ReleasedCoefficient[]): string {
  const equations = coefficients.some(({ equation }) => equation !== undefined)
  const rows = coefficients.map((c) => [
    ...(equations ? [c.equation ?? ''] : []),
    c.level === undefined ? c.term : `${c.term} = ${c.level}`,
    ...[c.estimate, c.standardError, c.statistic, c.p, c.lower, c.upper].map(number),
  ])
  const head = ['term', 'estimate', 'standard error', 'statistic', 'p', 'lower', 'upper']
  return markdownTable(equations ? ['equation', ...head] : head, rows)
}

function varianceTable(tests: ReleasedModel['tests']): string {
  const rows = tests.map(({ of, sumOfSquares, degreesOfFreedom, denominator, value, p }) => [
    of ?? 'model',
    number(sumOfSquares),
    [degreesOfFreedom, ...(denominator === undefined ? [] : [denominator])].join(', '),
    number(value),
    number(p),
  ])
  return markdownTable(['source', 'sum of squares', 'degrees of freedom', 'F', 'p'], rows)
}

function testLine(test: {
  name: string
  of?: string | undefined
  value: ReleasedNumber
  degreesOfFreedom: number
  denominator?: number | undefined
  p: ReleasedNumber
}): string {
  const freedom =
    test.denominator === undefined ? test.degreesOfFreedom : `${test.degreesOfFreedom}, ${test.denominator}`
  const of = test.of === undefined ? '' : ` of ${test.of}`
  return `${test.name}${of}(${freedom}) = ${number(test.value)}, p = ${number(test.p)}`
}

function number(released: ReleasedNumber | undefined): string {
  if (released === undefined) return ''
  if ('withheld' in released) return `withheld (${released.withheld})`
  return released.value === null ? '.' : short(released.value)
}

/** Six digits of twelve: the last bits differ with the order of a sum, and must not tell which way a 5 is rounded. */
const short = (value: number): string => String(Number(Number(value.toPrecision(12)).toPrecision(6)))

function markdownTable(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
