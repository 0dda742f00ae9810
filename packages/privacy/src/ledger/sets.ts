/**
 * The sets of people behind the numbers of a statistic: what the release ledger compares. Apart from the kinds' own protection so that one
 * page says what is compared of each. Sets with fewer people than are ever shown are left out, since no number rests on them alone.
 */
import {
  type CorrelationStatistic,
  type FigureStatistic,
  joined,
  type ModelStatistic,
  type Policy,
  type RatesStatistic,
  type RecordSet,
  type Statistic,
  type SummaryRow,
  type SummaryStatistic,
  type SurvivalStatistic,
  type TableCell,
  type TableStatistic,
  without,
} from '@sund/model'
import { type Axis, type Derived, derivedSets, type Piece } from './derived.js'

/** A set, and the part of the statistic whose numbers rest on it: where that part is shown, the set is told. */
export interface Behind {
  of: object
  set: RecordSet
}

/** All sets that are compared for one result. */
export interface Sets {
  behind: readonly Behind[]
  derived: readonly Derived[]
}

type StatisticOf<K extends Statistic['kind']> = Extract<Statistic, { kind: K }>
const SETS: {
  [K in Statistic['kind']]: (statistic: StatisticOf<K>, policy: Policy) => Sets
} = {
  table: (table, policy) => setsOfTable(table, policy, true),
  summary: setsOfSummary,
  model: setsOfModel,
  survival: setsOfGroups,
  rates: setsOfGroups,
  correlation: setsOfPairs,
  figure: setsOfFigure,
}

/** What is compared of a statistic before it is protected. */
export function setsOf<K extends Statistic['kind']>(statistic: StatisticOf<K>, policy: Policy): Sets {
  const kind = statistic.kind as K
  const { behind, derived } = SETS[kind](statistic, policy)
  const enough = ({ set }: { set: RecordSet }) => set.units >= policy.cellThreshold
  return { behind: behind.filter(enough), derived: derived.filter(enough) }
}

/** True when so few of a set have no value that telling of the whole and of those with a value would tell of these few. */
const fewMissing = (missing: number, policy: Policy): boolean => missing < policy.difference

/**
 * The part that the measures of a cell stand for: those with a value, but the whole cell where nearly everyone has one, since a table of counts shows
 * that anyway.
 */
export function measured({ set, present }: TableCell, policy: Policy): RecordSet {
  return present === undefined || fewMissing(set.units - present.units, policy) ? set : present
}

/**
 * Cells with their margins by count, and by measure where that rests on fewer. The parts are the sets themselves. Without margins (`marginsShown`
 * false) only the cells.
 */
function setsOfTable(table: TableStatistic, policy: Policy, marginsShown: boolean): Sets {
  const cells = marginsShown ? table.cells : table.cells.filter(({ at }) => !at.includes(null))
  const axes = table.dimensions.map(axisOf)
  const family = (setOf: (cell: TableCell) => RecordSet): Sets => {
    const own = cells.map((cell) => ({ at: cell.at, set: setOf(cell), of: [setOf(cell)] }))
    const pieces = marginsShown ? own : withMargins(own)
    return { behind: own.map(({ set }) => ({ of: set, set })), derived: derivedSets(pieces, axes) }
  }
  const counts = family(({ set }) => set)
  const apart = cells.filter((cell) => measured(cell, policy) !== cell.set)
  if (table.measure === null || apart.length === 0) return counts
  const measures = family((cell) => measured(cell, policy))
  const others = table.measure.show.includes('count')
    ? apart.map(({ set, present = set }) => ({
        set: without(set, present),
        ways: [[set, present]],
        sum: null,
      }))
    : []
  return {
    behind: [
      ...counts.behind,
      ...apart.map((cell) => ({ of: measured(cell, policy), set: measured(cell, policy) })),
    ],
    derived: [...counts.derived, ...measures.derived, ...others],
  }
}

/** Rows by variable. Where those without a value are many enough to be counted apart, a row stands for them as well. */
function setsOfSummary({ rows, by }: SummaryStatistic, policy: Policy): Sets {
  const axes = by.map(axisOf)
  const sets = [...new Set(rows.map(({ variable }) => variable))].map((variable): Sets => {
    const own = rows
      .filter((row) => row.variable === variable)
      .map((row) => ({ at: row.at, set: setOfRow(row, policy), of: [row], row }))
    const missing = own.filter(({ row }) => !fewMissing(row.missing.units, policy))
    return {
      behind: [
        ...own.map(({ set, row }) => ({ of: row, set })),
        ...missing.map(({ row }) => ({ of: row, set: row.missing })),
      ],
      derived: [
        ...derivedSets(withMargins(own), axes),
        ...missing.map(({ row }) => ({
          set: joined(row.present, row.missing),
          ways: [[row]],
          sum: null,
        })),
      ],
    }
  })
  return together(sets)
}

const setOfRow = ({ present, missing }: SummaryRow, policy: Policy): RecordSet =>
  missing.units > 0 && fewMissing(missing.units, policy) ? joined(present, missing) : present

/** The people of a model as they are, and those of each that it puts together: its numbers are exact. */
function setsOfModel(model: ModelStatistic): Sets {
  const used = [model, ...(model.models ?? [])].map((one) => ({ of: model, set: one.used }))
  return { behind: used, derived: [] }
}

function setsOfGroups(statistic: SurvivalStatistic | RatesStatistic): Sets {
  const { groups } = statistic
  const grouped = (statistic.kind === 'survival' ? statistic.by : statistic.over) !== null
  const own = groups.map((group, level) => ({ at: grouped ? [level] : [], set: group.set, of: [group] }))
  const axes = grouped ? [{ levels: groups.length, ordered: false }] : []
  return {
    behind: own.map(({ set, of: [group] }) => ({ of: group as object, set })),
    derived: derivedSets(withMargins(own), axes),
  }
}

function setsOfPairs({ pairs }: CorrelationStatistic): Sets {
  return { behind: pairs.map((pair) => ({ of: pair, set: pair.used })), derived: [] }
}

function setsOfFigure({ figure }: FigureStatistic, policy: Policy): Sets {
  switch (figure.type) {
    case 'boxplot':
      return setsOfSummary(figure.summary, policy)
    case 'coefplot':
      return setsOfModel(figure.model)
    case 'sankey':
      return together(figure.tables.map((table) => setsOfTable(table, policy, false)))
    default:
      return setsOfTable(figure.table, policy, true)
  }
}

const together = (all: readonly Sets[]): Sets => ({
  behind: all.flatMap(({ behind }) => behind),
  derived: all.flatMap(({ derived }) => derived),
})

const axisOf = ({ levels, values }: TableStatistic['dimensions'][number]): Axis => ({
  levels: levels.length,
  // Bins and dates, whose codes are no values, lie in order.
  ordered: values?.ordered ?? true,
})

/** Groups that share nobody, with every sum over a dimension. */
function withMargins(groups: readonly Piece[]): Piece[] {
  let pieces = new Map(groups.map((group) => [group.at.join(), group]))
  const axes = groups[0]?.at.length ?? 0
  for (let axis = 0; axis < axes; axis++) {
    const more = new Map(pieces)
    for (const piece of pieces.values()) {
      const at = piece.at.with(axis, null)
      const name = at.map((level) => level ?? '').join()
      const margin = more.get(name)
      more.set(name, {
        at,
        set: margin ? joined(margin.set, piece.set) : piece.set,
        of: margin ? [...margin.of, ...piece.of] : piece.of,
      })
    }
    pieces = more
  }
  return [...pieces.values()]
}
