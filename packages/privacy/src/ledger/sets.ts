/**
 * The sets of people behind the numbers of a statistic: what the release ledger compares. One page says of each kind what is compared, and the same
 * page puts what the ledger knows in place of it. Empty sets are left out.
 */
import {
  type ComparedSet,
  type CorrelationStatistic,
  canonicalJson,
  type Definition,
  type Dimension,
  type FigureStatistic,
  joined,
  type ModelStatistic,
  type Policy,
  type RatesStatistic,
  type RecordSet,
  type Statistic,
  type SummaryStatistic,
  type SurvivalStatistic,
  type TableStatistic,
} from '@sund/model'
import { isNear } from './comparison.js'

/** A level of a variable that defines a group. */
type Level = Pick<Dimension, 'variable' | 'values'> & Dimension['levels'][number]
/** Gives the set that stands for one which is defined by levels. */
type Stand = (set: RecordSet, levels: readonly Level[]) => RecordSet
type StatisticOf<K extends Statistic['kind']> = Extract<Statistic, { kind: K }>

const KINDS: {
  [K in Statistic['kind']]: (statistic: StatisticOf<K>, stand: Stand, policy: Policy) => StatisticOf<K>
} = {
  table: standingTable,
  summary: standingSummary,
  model: standingModel,
  survival: standingGroups,
  rates: standingGroups,
  correlation: standingPairs,
  figure: standingFigure,
}

/** What is compared of a statistic before it is protected. */
export function setsOf(
  statistic: Statistic,
  definition: Definition | undefined,
  policy: Policy,
): ComparedSet[] {
  const sets: ComparedSet[] = []
  const collect: Stand = (set, levels) => {
    sets.push({ set, definition: definedBy(levels, definition) })
    return set
  }
  standing(statistic, collect, policy)
  return sets
}

/** The statistic with `sets` in place of those that `setsOf` gave, in their order. */
export function standingOn(statistic: Statistic, sets: readonly RecordSet[], policy: Policy): Statistic {
  let place = 0
  return standing(statistic, (set) => sets[place++] ?? set, policy)
}

function standing<K extends Statistic['kind']>(
  statistic: StatisticOf<K>,
  stand: Stand,
  policy: Policy,
): StatisticOf<K> {
  const kind = statistic.kind as K
  return KINDS[kind](statistic, (set, levels) => (set.units === 0 ? set : stand(set, levels)), policy)
}

/**
 * Who is meant, and of each level its variable as it is made; in whatever order a script names them. What a level is called is no part of it, but where
 * its code does not say which values are meant (a bin).
 */
function definedBy(levels: readonly Level[], definition: Definition | undefined): string {
  const parts = levels.map(({ variable, values, code, label }) =>
    canonicalJson([definition?.columns[variable] ?? variable, code, ...(values ? [] : [label])]),
  )
  return canonicalJson([definition?.who ?? null, parts.sort()])
}

/** True when so few of a set have no value that telling of the whole and of those with a value would tell of these few, or whether there are any. */
const fewMissing = (missing: number, { difference, cellThreshold }: Policy): boolean =>
  missing < Math.max(difference, cellThreshold)

const levelsAt = (dimensions: readonly Dimension[], at: readonly (number | null)[]): Level[] =>
  dimensions.flatMap(({ variable, values, levels }, axis) => {
    const level = levels[at[axis] ?? -1]
    return level ? [{ variable, ...(values ? { values } : {}), ...level }] : []
  })

const nobody = (): RecordSet => ({ units: 0, key: 0 })

/** Cells with their margins, and those with a value of the measure where many have none. */
function standingTable(table: TableStatistic, stand: Stand, policy: Policy): TableStatistic {
  return {
    ...table,
    cells: table.cells.map(({ present, ...cell }) => {
      const levels = levelsAt(table.dimensions, cell.at)
      const set = stand(cell.set, levels)
      if (present === undefined) return { ...cell, set }
      if (!fewMissing(cell.set.units - present.units, policy))
        return { ...cell, set, present: stand(present, levels) }
      // Whether some few have no value is not told of a set that stands for another.
      return isNear(set) ? { ...cell, set } : { ...cell, set, present }
    }),
  }
}

/** Rows by variable: those with a value and those without; together where the others are few. */
function standingSummary(summary: SummaryStatistic, stand: Stand, policy: Policy): SummaryStatistic {
  const rows = summary.rows.map((row) => {
    const levels = levelsAt(summary.by, row.at)
    if (!fewMissing(row.missing.units, policy))
      return { ...row, present: stand(row.present, levels), missing: stand(row.missing, levels) }
    const whole = stand(joined(row.present, row.missing), levels)
    return isNear(whole) ? { ...row, present: whole, missing: nobody() } : { ...row, whole }
  })
  return { ...summary, rows }
}

/** The people of a model, and those of each that it puts together. */
function standingModel(model: ModelStatistic, stand: Stand, policy: Policy): ModelStatistic {
  const models = model.models?.map((one) => standingUsed(one, [one.of], stand, policy))
  return { ...standingUsed(model, [], stand, policy), ...(models ? { models } : {}) }
}

/** Those used; with those left out, where these are few. */
function standingUsed<U extends Pick<ModelStatistic, 'used' | 'missing' | 'whole'>>(
  of: U,
  levels: readonly Level[],
  stand: Stand,
  policy: Policy,
): U {
  if (!fewMissing(of.missing.units, policy)) return { ...of, used: stand(of.used, levels) }
  const whole = stand(joined(of.used, of.missing), levels)
  return isNear(whole) ? { ...of, used: whole, missing: nobody() } : { ...of, whole }
}

function standingGroups<S extends SurvivalStatistic | RatesStatistic>(
  statistic: S,
  stand: Stand,
  policy: Policy,
): S {
  const by = statistic.kind === 'survival' ? statistic.by : statistic.over
  const groups = statistic.groups.map((group) => {
    const { code, label } = group
    const levels = by ? [{ ...by, code, label }] : []
    if (!fewMissing(group.missing.units, policy)) return { ...group, set: stand(group.set, levels) }
    const whole = stand(joined(group.set, group.missing), levels)
    return isNear(whole) ? { ...group, set: whole, missing: nobody() } : { ...group, whole }
  })
  return { ...statistic, groups }
}

function standingPairs(
  correlation: CorrelationStatistic,
  stand: Stand,
  policy: Policy,
): CorrelationStatistic {
  return {
    ...correlation,
    pairs: correlation.pairs.map((pair) => standingUsed(pair, [], stand, policy)),
  }
}

function standingFigure(statistic: FigureStatistic, stand: Stand, policy: Policy): FigureStatistic {
  return { ...statistic, figure: standingForm(statistic.figure, stand, policy) }
}

function standingForm(
  figure: FigureStatistic['figure'],
  stand: Stand,
  policy: Policy,
): FigureStatistic['figure'] {
  switch (figure.type) {
    case 'boxplot':
      return { ...figure, summary: standingSummary(figure.summary, stand, policy) }
    case 'coefplot':
      return { ...figure, model: standingModel(figure.model, stand, policy) }
    case 'sankey':
      return { ...figure, tables: figure.tables.map((table) => standingTable(table, stand, policy)) }
    default:
      return { ...figure, table: standingTable(figure.table, stand, policy) }
  }
}
