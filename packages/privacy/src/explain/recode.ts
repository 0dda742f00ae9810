/**
 * The smallest recode that would let a table through: which levels to merge so that nothing of it is withheld. It reads the table as it
 * is released and nothing else, so that it says nothing which its reader could not work out: a cell that is shown has at least the
 * threshold, a cell that is withheld may have nobody, an absent one has none, and what a margin leaves over bounds the rest. A merging must leave no
 * line of which T2 would conceal the empty cells.
 * A merging is offered only when these bounds prove it; one that happens to suffice but cannot be proved from released numbers is not. After the
 * table itself was told, a merging must also differ from all that it told by enough people (L1): then withheld levels go together, or in parts
 * that are provably large.
 */
import type { ReleasedNumber, ReleasedTable } from '@sund/model'
import { concealed } from '../rules/t2-threshold/concealed.js'

type At = readonly (number | null)[]

/** Least people in each cell that is not empty, by released numbers: below the threshold it would be withheld. */
type Least = ReadonlyMap<string, number>

/** Levels of one dimension put together, in order: each group becomes one level. */
type Grouping = readonly (readonly number[])[]

/** Least people in a withheld cell: it may have nobody, yet is not known to be empty. */
const PERHAPS_NOBODY = 1e-6

/** Beyond this many steps no merging is searched for. */
const MOST_STEPS = 4_000_000

const nameOf = (at: At): string => at.map((level) => level ?? '').join()
const placeOf = (name: string): At => name.split(',').map((level) => (level === '' ? null : Number(level)))

/** What a recode has to keep to. */
export interface Bounds {
  /** Least people in a cell that is shown. */
  threshold: number
  /** Least people by which a merged level differs from what the table told; null where nothing of the table is told (a check). */
  difference: number | null
}

/**
 * Lines of script that merge as few levels as can be proved to suffice, or null. `hidden` tells for each dimension whether it has
 * levels that are not named, since they are values of few: of those nothing is known, not even how many.
 */
export function smallestRecode(
  table: ReleasedTable,
  hidden: readonly boolean[],
  bounds: Bounds,
): string | null {
  const least = leastOf(table, bounds.threshold)
  const axes = table.dimensions.map((_, axis) => axis)
  const mergeable = axes.filter((axis) => table.dimensions[axis]?.values !== undefined)
  const others = (axis: number) => axes.filter((other) => other !== axis)
  const one = mergeable
    .filter((axis) => others(axis).every((other) => !hidden[other]))
    .map((axis) => [{ axis, groups: grouping(table, hidden, least, axis, bounds, () => true) }])
  // One variable as far as its own margin needs, then another over the whole: for tables that no single variable mends.
  // What was told of the table itself is then too much to compare with.
  const two = (bounds.difference === null ? mergeable : []).flatMap((first) =>
    mergeable.flatMap((second) => {
      if (first === second || axes.some((axis) => hidden[axis])) return []
      const alone = (at: At) => at.every((level, axis) => axis === first || level === null)
      const groups = grouping(table, hidden, least, first, bounds, alone)
      if (groups === null) return []
      const merged = mergedBy(least, first, groups)
      return [
        [
          { axis: first, groups },
          { axis: second, groups: grouping(table, hidden, merged, second, bounds, () => true) },
        ],
      ]
    }),
  )
  const lostBy = (steps: { groups: Grouping | null }[]) =>
    steps.reduce(
      (sum, { groups }) => sum + (groups ?? []).reduce((lost, group) => lost + group.length - 1, 0),
      0,
    )
  const [best] = [...one, ...two]
    .filter((steps) => steps.every(({ groups }) => groups !== null))
    .filter((steps) => showsEmptyCells(table, least, steps, bounds.threshold))
    .sort((a, b) => lostBy(a) - lostBy(b) || a.length - b.length)
  if (best === undefined) return null
  const lines = best.flatMap(
    ({ axis, groups }) => lineOf(table, axis, groups as Grouping, hidden[axis] ?? false) ?? [],
  )
  return lines.length > 0 ? lines.join('\n') : null
}

const isWithheld = (number: ReleasedNumber | undefined): boolean =>
  number !== undefined && 'withheld' in number && number.withheld === 'T2'

/** A cell whose count is shown has at least the threshold; one of which anything is withheld may have nobody. */
function leastOf(table: ReleasedTable, threshold: number): Map<string, number> {
  return new Map(
    table.cells.flatMap((cell): [string, number][] => {
      const { count } = cell
      if (isWithheld(count) || Object.values(cell.measures).some(isWithheld))
        return [[nameOf(cell.at), PERHAPS_NOBODY]]
      if ('withheld' in count || !count.value) return []
      return [[nameOf(cell.at), Math.max(threshold, count.value - count.error)]]
    }),
  )
}

/** The least of each cell after levels of one dimension are put together. */
function mergedBy(least: Least, axis: number, groups: Grouping): Map<string, number> {
  const groupOf = new Map(groups.flatMap((group) => group.map((level) => [level, group[0]])))
  const merged = new Map<string, number>()
  for (const [name, units] of least) {
    const at = placeOf(name)
    const level = at[axis] ?? null
    const key = nameOf(at.with(axis, level === null ? null : (groupOf.get(level) ?? level)))
    merged.set(key, (merged.get(key) ?? 0) + units)
  }
  return merged
}

/**
 * Whether T2 would conceal no empty cell of the merged table. Every cell of it that is not empty is known to have the threshold by then, which is
 * all that the rule asks for.
 */
function showsEmptyCells(
  table: ReleasedTable,
  least: Least,
  steps: readonly { axis: number; groups: Grouping | null }[],
  threshold: number,
): boolean {
  let merged = least
  const levelsOf = table.dimensions.map(({ levels }) => levels.map((_, level) => level))
  for (const { axis, groups } of steps) {
    if (groups === null) continue
    merged = mergedBy(merged, axis, groups)
    const joined = new Set(groups.flatMap((group) => group.slice(1)))
    levelsOf[axis] = (levelsOf[axis] ?? []).filter((level) => !joined.has(level))
  }
  const places = new Map<string, { at: (number | null)[]; units: number }>()
  for (const name of merged.keys()) {
    const cell = placeOf(name)
    if (cell.includes(null)) continue
    const inside = cell.map((level, axis) => (levelsOf[axis] ?? []).indexOf(level ?? -1))
    for (let margin = 0; margin < 2 ** inside.length; margin++) {
      const at = inside.map((level, axis) => (margin & (1 << axis) ? null : level))
      const place = places.get(nameOf(at)) ?? { at, units: 0 }
      places.set(nameOf(at), { at, units: place.units + threshold })
    }
  }
  const sizes = levelsOf.map(({ length }) => length)
  return concealed(sizes, [...places.values()], threshold).empty.length === 0
}

/** One line of the table along the dimension: what is known of the cell at each level, and of all that is withheld together. */
interface Line {
  at: readonly number[]
  withheld: number
  /** People in all withheld cells of the line together, at least. */
  rest: number
}

/** The grouping that keeps most levels such that every cell of the lines that `counts` names is provably shown; null when none is. */
function grouping(
  table: ReleasedTable,
  hidden: readonly boolean[],
  least: Least,
  axis: number,
  { threshold, difference }: Bounds,
  counts: (at: At) => boolean,
): Grouping | null {
  const dimension = table.dimensions[axis]
  const levels = dimension?.levels ?? []
  // A missing value has no code to recode: it stays a level of its own.
  const codes = levels.flatMap(({ code }, level) => (code === null ? [] : [level]))
  // Where no level is named there is nothing to write.
  if (codes.length === 0) return null
  const lines = linesOf(table, least, axis, threshold, counts)
  const unknown = hidden[axis] ?? false
  if (difference !== null && unknown) return null
  const isEnough = (line: Line, sum: number, withheld: number): boolean =>
    sum >= threshold ||
    (sum === 0 && !unknown) ||
    (withheld === line.withheld && line.rest >= threshold && !unknown)
  /**
   * What is shown of the line was told, and all that is withheld of it together; and so of the lines that cross it, from which a group
   * with a shown cell of its own differs by that cell.
   */
  const isApart = (line: Line, shown: number, withheld: number): boolean => {
    if (difference === null || withheld === 0) return true
    if (table.dimensions.length > 1 && shown === 0 && withheld <= difference) return false
    const others = line.withheld - withheld
    return others === 0
      ? Math.max(withheld, line.rest) >= difference
      : withheld >= difference && others >= difference
  }
  const alone = (level: number) =>
    lines.every((line) => {
      const units = line.at[level] ?? 0
      return units >= threshold || units === 0
    })
  if (!levels.every(({ code }, level) => code !== null || alone(level))) return null
  const all = (group: readonly number[]) =>
    lines.every((line) => {
      const units = group.map((level) => line.at[level] ?? 0)
      const withheld = units.filter((n) => n > 0 && n < threshold).length
      const sum = units.reduce((a, b) => a + b, 0)
      return (
        isEnough(line, sum, withheld) && isApart(line, units.filter((n) => n >= threshold).length, withheld)
      )
    })
  if (codes.length ** 2 * lines.length > MOST_STEPS) return null
  if (dimension?.values?.ordered) return neighbours(codes, all)
  // Values without a name cannot be told to join the others.
  if (unknown) return null
  const sizeOf = (level: number) => lines.reduce((sum, line) => sum + (line.at[level] ?? 0), 0)
  return underPrefix(dimension, codes, alone, all) ?? withOther(codes, alone, all, sizeOf)
}

/** Characters of codes that are built in steps, as those of municipalities and diagnoses are, at least. */
const LEAST_CODE = 3

/** The common beginning of codes of one length, if these are all that begin so and it is shorter than they are; empty where there is none. */
function prefixOf(dimension: ReleasedTable['dimensions'][number], group: readonly number[]): string {
  const codes = dimension.levels.flatMap(({ code }) => (code === null ? [] : [code]))
  const [first = ''] = group.map((level) => dimension.levels[level]?.code ?? '')
  const stepped = first.length >= LEAST_CODE && codes.every(({ length }) => length === first.length)
  if (!stepped || dimension.values?.type !== 'text' || group.length < 2) return ''
  const own = group.map((level) => dimension.levels[level]?.code ?? '')
  for (let length = first.length - 1; length > 0; length--) {
    const prefix = first.slice(0, length)
    if (own.every((code) => code.startsWith(prefix)))
      return codes.filter((code) => code.startsWith(prefix)).length === own.length ? prefix : ''
  }
  return ''
}

/** Each level with anything withheld put together with all whose codes begin alike (municipalities of a county), by the longest beginning that does. */
function underPrefix(
  dimension: ReleasedTable['dimensions'][number] | undefined,
  codes: readonly number[],
  alone: (level: number) => boolean,
  holds: (group: readonly number[]) => boolean,
): Grouping | null {
  const codeOf = (level: number) => dimension?.levels[level]?.code ?? ''
  for (let length = codeOf(codes[0] ?? -1).length - 1; length > 0; length--) {
    const families = new Map<string, number[]>()
    for (const level of codes) {
      const prefix = codeOf(level).slice(0, length)
      families.set(prefix, [...(families.get(prefix) ?? []), level])
    }
    const groups = [...families.values()].flatMap((family) =>
      family.every(alone) ? family.map((level) => [level]) : [family],
    )
    const joined = groups.filter((group) => !group.every(alone))
    if (
      families.size > 1 &&
      joined.every((group) => dimension && prefixOf(dimension, group) !== '' && holds(group))
    )
      return groups.sort(([a = 0], [b = 0]) => a - b)
  }
  return null
}

function linesOf(
  table: ReleasedTable,
  least: Least,
  axis: number,
  threshold: number,
  counts: (at: At) => boolean,
): Line[] {
  const size = table.dimensions[axis]?.levels.length ?? 0
  const released = new Map(table.cells.map((cell) => [nameOf(cell.at), cell.count]))
  const places = new Map<string, At>()
  for (const name of least.keys()) {
    const at = placeOf(name)
    const margin = at.with(axis, null)
    if (counts(at)) places.set(nameOf(margin), margin)
  }
  return [...places.values()].map((margin) => {
    const names = Array.from({ length: size }, (_, level) => nameOf(margin.with(axis, level)))
    const at = names.map((name) => least.get(name) ?? 0)
    const whole = released.get(nameOf(margin))
    let rest = whole && 'value' in whole ? (whole.value ?? 0) - whole.error : 0
    for (const [level, name] of names.entries()) {
      const count = released.get(name)
      if ((at[level] ?? 0) >= threshold && count && 'value' in count) rest -= (count.value ?? 0) + count.error
    }
    return { at, withheld: at.filter((units) => units > 0 && units < threshold).length, rest }
  })
}

/** Neighbours put together so that most levels stay: of two ways that keep as many the one whose largest group is smallest. */
function neighbours(codes: readonly number[], holds: (group: readonly number[]) => boolean): Grouping | null {
  interface Best {
    groups: number
    largest: number
    from: number
  }
  const best: (Best | null)[] = [{ groups: 0, largest: 0, from: 0 }]
  for (let end = 1; end <= codes.length; end++) {
    let found: Best | null = null
    for (let from = end - 1; from >= 0; from--) {
      const before = best[from]
      if (!before || !holds(codes.slice(from, end))) continue
      const made = { groups: before.groups + 1, largest: Math.max(before.largest, end - from), from }
      if (
        found === null ||
        made.groups > found.groups ||
        (made.groups === found.groups && made.largest < found.largest)
      )
        found = made
    }
    best.push(found)
  }
  const groups: number[][] = []
  for (let end = codes.length; end > 0; ) {
    const at = best[end]
    if (!at) return null
    groups.unshift(codes.slice(at.from, end))
    end = at.from
  }
  return groups
}

/** Levels with anything withheld into one; while that does not suffice, the smallest of the others with them. */
function withOther(
  codes: readonly number[],
  alone: (level: number) => boolean,
  holds: (group: readonly number[]) => boolean,
  sizeOf: (level: number) => number,
): Grouping | null {
  let other = codes.filter((level) => !alone(level))
  let rest = codes.filter(alone).sort((a, b) => sizeOf(a) - sizeOf(b) || a - b)
  while (other.length < 2 || !holds(other)) {
    const next = rest.find((level) => other.length > 0 && holds([...other, level])) ?? rest[0]
    if (next === undefined) return null
    other = [...other, next]
    rest = rest.filter((level) => level !== next)
  }
  const group = other.sort((a, b) => a - b)
  return codes.flatMap((level) => (level === group[0] ? [group] : group.includes(level) ? [] : [[level]]))
}

/** The command that makes the groups, as it would be written; null where no group has more than one level. */
function lineOf(table: ReleasedTable, axis: number, groups: Grouping, hidden: boolean): string | null {
  const dimension = table.dimensions[axis]
  if (dimension?.values === undefined) return null
  const { variable, levels, values } = dimension
  const codeOf = (level: number) => levels[level]?.code ?? ''
  const quoted = (code: string) => (values.type === 'number' ? code : `'${code}'`)
  // Values that are not named lie anywhere: each range reaches to the next, and of two that meet the higher comes first.
  if (values.ordered && hidden) {
    const ranges = groups.map((group, place) => {
      const [low, next] = [codeOf(group[0] as number), groups[place + 1]?.[0]]
      return `(${place === 0 ? 'min' : low}/${next === undefined ? 'max' : codeOf(next)} = ${low})`
    })
    return `recode ${variable} ${ranges.reverse().join(' ')}`
  }
  const rules = groups.flatMap((group) => {
    const [first, last] = [codeOf(group[0] as number), codeOf(group.at(-1) as number)]
    if (group.length < 2) return []
    if (values.ordered) return [`(${first}/${last} = ${first} "${first}–${last}")`]
    const prefix = prefixOf(dimension, group)
    const codes = group.map((level) => quoted(codeOf(level))).join(' ')
    if (prefix !== '') return [`(${codes} = ${quoted(prefix)} "${prefix}*")`]
    const target =
      values.type === 'number' || levels.some(({ code }) => code === 'other') ? quoted(first) : `'other'`
    return [`(${codes} = ${target} "Other")`]
  })
  return rules.length > 0 ? `recode ${variable} ${rules.join(' ')}` : null
}
