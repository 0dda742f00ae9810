/**
 * Names that are data. A level of a code list is public, but a level of any other variable is a value that
 * somebody has: a table of a measurement lists the measurements. So a level of which no number is shown is
 * not named either, unless its name comes from a code list. Works on what is released, so that every kind of
 * result passes through one rule (T2).
 */
import {
  ownEquation,
  type ReleasedCoefficient,
  type ReleasedFigure,
  type ReleasedModel,
  type ReleasedNumber,
  type ReleasedSummary,
  type ReleasedSurvival,
  type ReleasedTable,
  type ResultBody,
} from '@sund/model'

/**
 * `body` without levels that are values of few. Of results whose registers are all `PUBLIC` nothing is
 * withheld, so nothing goes.
 */
export function withoutRareNames(body: ResultBody): ResultBody {
  switch (body.kind) {
    case 'table':
      return tableNames(body)
    case 'figure':
      return { ...body, figure: figureNames(body.figure) }
    case 'summary':
      return summaryNames(body)
    case 'rates':
      return { ...body, groups: body.groups.filter((group) => isCoded(group) || !isWithheld(group.units)) }
    case 'survival':
      return { ...body, groups: body.groups.filter((group) => isCoded(group) || !isWithheld(group.units)) }
    case 'model':
      if (body.model === 'ci') return meansNames(body)
      return isHidden(body) ? withoutLevels(body) : body
    default:
      return body
  }
}

function figureNames(figure: ReleasedFigure['figure']): ReleasedFigure['figure'] {
  switch (figure.type) {
    case 'barchart':
    case 'histogram':
      // Bins are named by their edges, which are rounded (G1) and stand in the figure as well.
      return figure.edges ? figure : { ...figure, table: tableNames(figure.table) }
    case 'piechart':
    case 'hexbin':
      // Where a hexagon lies says what its few people have.
      return { ...figure, table: tableNames(figure.table) }
    case 'boxplot':
      return { ...figure, summary: summaryNames(figure.summary) }
    case 'sankey':
      return { ...figure, tables: figure.tables.map(tableNames) }
    case 'coefplot':
      return { ...figure, model: withoutRareNames(figure.model) as ReleasedModel }
  }
}

/** Means by group name the group by its label alone, so a group of which nothing is shown is not named at all. */
const meansNames = (model: ReleasedModel): ReleasedModel => ({
  ...model,
  coefficients: model.coefficients.filter(
    ({ equation, estimate }) => equation === undefined || !isWithheld(estimate),
  ),
})

/** Rule M1 withholds a model whole, the people behind it too. */
const isHidden = ({ used, coefficients, tests }: ReleasedModel): boolean =>
  isWithheld(used) &&
  coefficients.every(({ estimate }) => isWithheld(estimate)) &&
  tests.every(({ value }) => isWithheld(value))

/** The terms of a withheld model as the script names them: no level of a factor, of the outcome or of `by()`. */
function withoutLevels(model: ReleasedModel): ReleasedModel {
  const isLevel = ({ equation }: ReleasedCoefficient): boolean =>
    equation !== undefined && ownEquation(model.model, equation) === null
  const apart = model.coefficients.some(isLevel)
  const terms = (coefficients: readonly ReleasedCoefficient[]) => {
    const named = coefficients.flatMap((of): ReleasedCoefficient[] => {
      if (of.level !== undefined) return []
      const { equation: _, ...alone } = of
      return [isLevel(of) ? alone : of]
    })
    return onePer(({ equation, term }) => `${equation ?? ''}\n${term}`, named)
  }
  return {
    ...model,
    coefficients: terms(model.coefficients),
    ...(model.margins ? { margins: terms(model.margins) } : {}),
    // Where each level has a model of its own, its tests are of that level.
    tests: apart
      ? onePer(
          ({ name }) => name,
          model.tests.map(({ of, ...test }) => test),
        )
      : model.tests,
    notes: [],
  }
}

/** The first of those with the same key. */
const onePer = <T>(key: (of: T) => string, all: readonly T[]): T[] =>
  [...new Map([...all].reverse().map((of) => [key(of), of])).values()].reverse()

type Level = { code: string | null; label: ReleasedTable['dimensions'][number]['levels'][number]['label'] }

const isWithheld = (number: ReleasedNumber): boolean => 'withheld' in number

/** A level without a name of its own is called by its value. A missing value is no value. */
const isCoded = ({ code, label }: Level | ReleasedSurvival['groups'][number]): boolean =>
  code === null || Object.values(label).some((words) => words !== code)

function tableNames(table: ReleasedTable): ReleasedTable {
  const shown = table.cells.filter(({ count }) => !isWithheld(count))
  const { dimensions, places } = named(
    table.dimensions,
    shown.map(({ at }) => at),
  )
  const cells = table.cells.flatMap((cell) => {
    const at = moved(cell.at, places)
    return at === null ? [] : [{ ...cell, at }]
  })
  return { ...table, dimensions, cells }
}

function summaryNames(summary: ReleasedSummary): ReleasedSummary {
  const shown = summary.rows.filter(({ n }) => !isWithheld(n))
  const { dimensions, places } = named(
    summary.by,
    shown.map(({ at }) => at),
  )
  const rows = summary.rows.flatMap((row) => {
    const at = moved(row.at, places) as number[] | null
    return at === null ? [] : [{ ...row, at }]
  })
  return { ...summary, by: dimensions, rows }
}

/** The levels that may be named, and where each went; a level that went nowhere has no place. */
function named(
  dimensions: ReleasedTable['dimensions'],
  shown: readonly (readonly (number | null)[])[],
): { dimensions: ReleasedTable['dimensions']; places: Map<number, number>[] } {
  const places: Map<number, number>[] = []
  const kept = dimensions.map((dimension, axis) => {
    const seen = new Set(shown.map((at) => at[axis]))
    const stay = dimension.levels.flatMap((level, index) =>
      isCoded(level) || seen.has(index) ? [index] : [],
    )
    places.push(new Map(stay.map((index, place) => [index, place])))
    return { ...dimension, levels: dimension.levels.filter((_, index) => places[axis]?.has(index)) }
  })
  return { dimensions: kept, places }
}

function moved(
  at: readonly (number | null)[],
  places: readonly ReadonlyMap<number, number>[],
): (number | null)[] | null {
  const now = at.map((level, axis) => (level === null ? null : places[axis]?.get(level)))
  return now.includes(undefined) ? null : (now as (number | null)[])
}
