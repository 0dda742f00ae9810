/**
 * The smallest change of a script that would release what was withheld of a result. Everything here is worked out from the result as it is released,
 * or from what another command would release of the same people: so it tells nothing that its reader could not find by working or asking.
 */
import type {
  ReleasedFigure,
  ReleasedNumber,
  ReleasedSummary,
  ReleasedTable,
  ResultBody,
  RuleId,
  TableStatistic,
} from '@sund/model'
import { widthOf, withBins, withoutVariable } from './commands.js'
import { type Bounds, smallestRecode } from './recode.js'

/** Lines to put before the command, or a command to put in its place. */
export type Mend = { script: string } | { instead: string }

/** A result as it came from the rules, and as it is released: without the names of levels of few. */
interface Explained {
  command: string
  whole: ResultBody
  body: ResultBody
  bounds: Bounds
}

type Of<K extends ResultBody['kind']> = Extract<ResultBody, { kind: K }>

/** What would release the cells or groups that rule T2 withheld, by released numbers alone; null where they prove nothing. */
export function mendThreshold({ command, whole, body, bounds }: Explained): Mend | null {
  if (whole.kind !== body.kind) return null
  switch (body.kind) {
    case 'table':
      return mendTable(command, whole as ReleasedTable, body, bounds)
    case 'summary':
      return recoded(summaryAsTable(whole as ReleasedSummary), summaryAsTable(body), bounds)
    case 'survival':
    case 'rates':
      return recoded(groupsAsTable(whole as typeof body), groupsAsTable(body), bounds)
    case 'figure':
      return mendFigure(command, whole as Of<'figure'>, body, bounds)
    default:
      return null
  }
}

function mendFigure(
  command: string,
  whole: ReleasedFigure,
  { figure }: ReleasedFigure,
  bounds: Bounds,
): Mend | null {
  const before = whole.figure
  if (figure.type === 'boxplot' && before.type === 'boxplot')
    return recoded(summaryAsTable(before.summary), summaryAsTable(figure.summary), bounds)
  if (figure.type === 'histogram' && figure.edges)
    return widerBins(command, figure.table, figure.edges, bounds)
  if (
    (figure.type === 'barchart' || figure.type === 'histogram' || figure.type === 'piechart') &&
    before.type === figure.type
  )
    return mendTable(command, before.table, figure.table, bounds)
  return null
}

/** Levels put together, else a variable left out. */
const mendTable = (
  command: string,
  whole: ReleasedTable,
  table: ReleasedTable,
  bounds: Bounds,
): Mend | null => recoded(whole, table, bounds) ?? leftOut(command, whole, table, bounds)

function recoded(whole: ReleasedTable, table: ReleasedTable, bounds: Bounds): Mend | null {
  const script = smallestRecode(table, unnamed(whole, table), bounds)
  return script === null ? null : { script }
}

/** The dimensions of which not every level is named. */
const unnamed = (whole: ReleasedTable, named: ReleasedTable): boolean[] =>
  whole.dimensions.map(({ levels }, axis) => named.dimensions[axis]?.levels.length !== levels.length)

const isWithheld = (number: ReleasedNumber): boolean => 'withheld' in number

/**
 * The table without a variable, where its cells stand in this one as margins and all are shown: the one that keeps most cells. Not of what is measured once it
 * was told: the same people by another condition are another group to the ledger, which tells of them how many they are and no more.
 */
function leftOut(
  command: string,
  whole: ReleasedTable,
  table: ReleasedTable,
  { difference }: Bounds,
): Mend | null {
  if (table.measure !== null && difference !== null) return null
  const hidden = unnamed(whole, table)
  const variables = table.dimensions.map(({ variable }) => variable)
  if (variables.length < 2) return null
  const found = variables.flatMap((variable, axis) => {
    if (hidden.some((some, other) => some && other !== axis)) return []
    const cells = table.cells.filter(({ at }) => at[axis] === null)
    const shown = cells.every(({ count, measures }) => ![count, ...Object.values(measures)].some(isWithheld))
    const instead = shown ? withoutVariable(command, variables, variable) : null
    return instead === null ? [] : [{ instead, cells: cells.length }]
  })
  const [best] = found.sort((a, b) => b.cells - a.cells)
  return best ? { instead: best.instead } : null
}

/** Fewer bins of the same values, each made of whole ones of these, so that no bin has few; as many as these allow. */
function widerBins(
  command: string,
  table: ReleasedTable,
  edges: readonly number[],
  { threshold, difference }: Bounds,
): Mend | null {
  const bins = edges.length - 1
  const binOf = (level: number | null | undefined) =>
    level == null ? -1 : edges.indexOf(Number(table.dimensions[0]?.levels[level]?.code))
  const holds = (joined: number): boolean => {
    const joints = new Map<string, { units: number; withheld: number }>()
    for (const { at, count } of table.cells) {
      const bin = binOf(at[0])
      if (bin < 0 || ('value' in count && !count.value)) continue
      const name = [Math.floor(bin / joined), ...at.slice(1).map((level) => level ?? '')].join()
      const joint = joints.get(name) ?? { units: 0, withheld: 0 }
      joints.set(name, joint)
      const few = !('value' in count)
      joint.units += few ? 1 : Math.max(threshold, (count.value ?? 0) - count.error)
      if (few) joint.withheld++
    }
    // What was told of the bins may be compared with what they are joined to.
    return [...joints.values()].every(
      ({ units, withheld }) =>
        units >= threshold && (difference === null || withheld === 0 || withheld >= difference),
    )
  }
  const width = widthOf(command)
  for (let joined = 2; joined < bins; joined++) {
    const option =
      width !== null
        ? `width(${Number((width * joined).toPrecision(12))})`
        : bins % joined === 0
          ? `bin(${bins / joined})`
          : null
    const instead = option !== null && holds(joined) ? withBins(command, option) : null
    if (instead !== null) return { instead }
  }
  return null
}

type Groups = Of<'survival'> | Of<'rates'>

/** Cells of a table of counts alone. */
const counted = (
  dimensions: ReleasedTable['dimensions'],
  cells: { at: (number | null)[]; count: ReleasedNumber }[],
): ReleasedTable => ({
  kind: 'table',
  dimensions,
  measure: null,
  show: { frequency: true, shares: [] },
  cells: cells.map((cell) => ({ ...cell, shares: {}, measures: {} })),
  test: null,
})

/** What a table by itself would release, as it comes from the rules and without the names of levels of few. */
type Released = (table: TableStatistic) => Promise<{
  whole: ReleasedTable
  table: ReleasedTable
  withheld: ReadonlySet<RuleId>
}>

/**
 * The table without a variable, where rule T1 withheld all of it: what the shorter command would release, found by protecting that, as a check of
 * it would tell anyone who asks. Of several the one of which least is withheld. Null where T1 would withhold all of them.
 */
export async function mendSparse(
  command: string,
  table: TableStatistic,
  released: Released,
): Promise<Mend | null> {
  const variables = table.dimensions.map(({ variable }) => variable)
  const found: { instead: string; shown: number; cells: number }[] = []
  for (const [axis, variable] of variables.entries()) {
    const instead = withoutVariable(command, variables, variable)
    if (instead === null) continue
    const dimensions = table.dimensions.toSpliced(axis, 1)
    const cells = table.cells.flatMap((cell) =>
      cell.at[axis] === null ? [{ ...cell, at: cell.at.toSpliced(axis, 1) }] : [],
    )
    const again = await released({ ...table, dimensions, cells, test: null })
    if (again.withheld.has('T1')) continue
    const shown = again.whole.cells.filter(({ count }) => !isWithheld(count)).length
    found.push({ instead, shown: shown / again.whole.cells.length, cells: cells.length })
  }
  const [best] = found.sort((a, b) => b.shown - a.shown || b.cells - a.cells)
  return best && best.shown > 0 ? { instead: best.instead } : null
}

/**
 * A recode for each table of flows of which anything is withheld. Flows show no margins, which a recode is worked out from, so it is that of the table by
 * itself, as a check of it would tell anyone who asks. A variable that stands in two tables stays as it is: put together for the one, its levels could show
 * of the other where nobody goes.
 */
export async function mendFlows(
  flows: readonly TableStatistic[],
  released: Released,
  bounds: Bounds,
): Promise<Mend | null> {
  const scripts: (string | null)[] = []
  for (const [i, flow] of flows.entries()) {
    const { whole, table, withheld } = await released(flow)
    if (withheld.size === 0) continue
    const dimensions = table.dimensions.map(({ values, ...dimension }, axis) => {
      const shared = axis === 0 ? i > 0 : i < flows.length - 1
      return { ...dimension, ...(values === undefined || shared ? {} : { values }) }
    })
    scripts.push(smallestRecode({ ...table, dimensions }, unnamed(whole, table), bounds))
  }
  return scripts.length === 0 || scripts.includes(null) ? null : { script: scripts.join('\n') }
}

/** Groups of a result as the cells of a table without margins. */
function groupsAsTable(body: Groups): ReleasedTable {
  const by = body.kind === 'survival' ? body.by : body.over
  if (by === null) return counted([], [])
  const levels = body.groups.map(({ code, label }) => ({ code, label }))
  return counted(
    [{ ...by, levels }],
    body.groups.map(({ units }, level) => ({ at: [level], count: units })),
  )
}

/** Each variable of a summary is a line of its own: what is put together must suffice for all of them. */
function summaryAsTable({ by, rows }: ReleasedSummary): ReleasedTable {
  const variables = [...new Set(rows.map(({ variable }) => variable))]
  const title = { en: '' }
  const levels = variables.map((code) => ({ code, label: title }))
  return counted(
    [...by, { variable: '', title, levels }],
    rows.map(({ at, variable, n }) => ({ at: [...at, variables.indexOf(variable)], count: n })),
  )
}
