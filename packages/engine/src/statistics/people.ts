/**
 * The people in each cell of a table, with all margins. Where rows are people the cells are counted and add up to their margins. Where they are
 * several a person they are reduced to people first: to bits where people are numbered, one bit a person and cell, else to distinct pairs.
 */
import { joined, type RecordSet } from '@sund/model'
import { id, list, type Sql, sql, value } from '../dialects/sql.js'
import { MOST_CELLS } from './axes.js'
import { recordSetOf, recordSets } from './record-sets.js'
import type { Answer, PeopleInCell, Source } from './source.js'

/** An axis by its name in the answers, and what it is of a row. */
export interface CellAxis {
  name: string
  of: Sql
}

/** The people of a cell, and those of them who have a value of the measure. */
export interface CellPeople extends PeopleInCell {
  present?: RecordSet
}

/** The cells of the axes, which are columns of rows that are people, with all margins; the grand total is always among them. */
export async function peopleOfRows(
  source: Source,
  rows: Sql,
  axes: readonly CellAxis[],
): Promise<readonly CellPeople[]> {
  return cubeOf(source, await cellsOf(source, rows, axes, 0), axes.length)
}

/** The cells of the axes with those in whose rows the column `x` has a value. */
export async function peopleWithValues(
  source: Source,
  rows: Sql,
  axes: readonly CellAxis[],
): Promise<readonly CellPeople[]> {
  const has = sql`x IS NOT NULL`
  if (!source.manyRows) return cubeOf(source, await cellsOf(source, rows, axes, 0, has), axes.length)
  const all: CellPeople[] = []
  for (let mask = 0; mask < 2 ** axes.length && all.length <= MOST_CELLS; mask++)
    all.push(...(await cellsOf(source, rows, axes, mask, has)))
  return all
}

/** The cells of one margin, with those whose rows meet `present` where that is asked for. */
async function cellsOf(
  source: Source,
  rows: Sql,
  axes: readonly CellAxis[],
  mask: number,
  present?: Sql,
): Promise<CellPeople[]> {
  const by = axesOf(axes, mask).map(({ name }) => id(name))
  const asked = { set: null, ...(present ? { present } : {}) }
  const found = await recordSets(source, rows, asked, by, MOST_CELLS)
  return found.map(({ group, sets }) => ({ mask, levels: levelsOf(group, axes), ...sets }))
}

/** The margins of cells that add, beside them: what CUBE gives, from its finest cells. */
function cubeOf(
  source: Pick<Source, 'public'>,
  cells: readonly CellPeople[],
  axes: number,
): readonly CellPeople[] {
  if (cells.length > MOST_CELLS) return cells
  const sums = new Map<string, CellPeople>()
  for (const { levels: all, set, present } of cells)
    for (let mask = 0; mask < 2 ** axes; mask++) {
      const levels = all.map((level, axis) => ((mask >> (axes - 1 - axis)) & 1 ? null : level))
      const place = placeOf({ mask, levels })
      const before = sums.get(place)
      sums.set(place, {
        mask,
        levels,
        set: before ? joined(before.set, set) : set,
        ...(present ? { present: before?.present ? joined(before.present, present) : present } : {}),
      })
    }
  if (sums.size > 0) return [...sums.values()]
  return [
    { mask: 2 ** axes - 1, levels: Array.from({ length: axes }, () => null), set: recordSetOf(source, null) },
  ]
}

/**
 * The cells of the axes that have people, with all margins; the grand total is always among them. More than `MOST_CELLS` are as good as none:
 * they are cut.
 */
export async function peopleInCells(
  source: Source,
  axes: readonly CellAxis[],
  where: Sql,
): Promise<PeopleInCell[]> {
  return (await byBits(source, axes, where)) ?? (await byPairs(source, axes, where))
}

/** The axes that a cell or margin has levels of. */
export const axesOf = <A>(axes: readonly A[], mask: number): A[] =>
  axes.filter((_, i) => !((mask >> (axes.length - 1 - i)) & 1))

/** What an answer says of each axis. */
export const levelsOf = (answer: Answer, axes: readonly { name: string }[]): PeopleInCell['levels'] =>
  axes.map(({ name }) => {
    const of = answer[name]
    return of === null || of === undefined ? null : typeof of === 'number' ? of : String(of)
  })

/** The same for the same cell or margin only. */
export const placeOf = ({ mask, levels }: Omit<PeopleInCell, 'set'>): string => JSON.stringify([mask, levels])

/** With more cells than this most bits would be 0. */
const MOST_BIT_CELLS = 4096
/** People in the first part, which tells how many cells there are. */
const FIRST_PART = 32_768
/** Bits of all cells of a part together: 32 MiB. */
const BITS = 2 ** 28

/** Counted part by part of the people, whose rows mostly lie together; null where people are not numbered or cells too many. */
async function byBits(source: Source, axes: readonly CellAxis[], where: Sql): Promise<PeopleInCell[] | null> {
  const { range, keyed, dialect } = source
  if (!range || !keyed) return null
  const names = list(axes.map(({ name }) => id(name)))
  const sums = new Map<string, PeopleInCell>()
  let size = FIRST_PART
  for (let from = 0; from < Math.max(range.count, 1); ) {
    const least = range.first + BigInt(from)
    const until = least + BigInt(size) - 1n
    const cells = sql`SELECT ${list(axes.map(({ name, of }) => sql`${of} AS ${id(name)}`))}, ${dialect.members.of(sql`(__subject - ${value(least)})`, size)} AS bits
      FROM ${source.rows} WHERE __subject BETWEEN ${value(least)} AND ${value(until)} AND ${where} GROUP BY ${names}`
    const answers = await source.ask(
      sql`SELECT grouping(${names}) AS mask, ${names}, ${dialect.members.recordSet(dialect.members.union(sql`bits`), least)} AS packed
        FROM (${cells}) GROUP BY CUBE (${names}) LIMIT ${value(MOST_BIT_CELLS + 1)}`,
    )
    if (answers.length > MOST_BIT_CELLS) return null
    addTo(
      sums,
      answers.map((answer) => ({
        mask: Number(answer['mask']),
        levels: levelsOf(answer, axes),
        set: recordSetOf(source, answer['packed']),
      })),
    )
    if (sums.size > MOST_BIT_CELLS) return null
    from += size
    size = 32 * Math.max(1, Math.floor(BITS / 32 / sums.size))
  }
  return [...sums.values()]
}

/** Adds cells of people who are in no other part. */
export function addTo(sums: Map<string, PeopleInCell>, cells: readonly PeopleInCell[]): void {
  for (const cell of cells) {
    const place = placeOf(cell)
    const before = sums.get(place)
    sums.set(place, before ? { ...cell, set: joined(before.set, cell.set) } : cell)
  }
}

/** Distinct pairs of person and cell, and from them the people of each margin. */
async function byPairs(source: Source, axes: readonly CellAxis[], where: Sql): Promise<PeopleInCell[]> {
  const subject = source.keyed ? sql`__subject` : sql`__subject, __key`
  const pairs = await source.keep(
    sql`SELECT DISTINCT ${subject}, ${list(axes.map(({ name, of }) => sql`${of} AS ${id(name)}`))} FROM ${source.rows} WHERE ${where}`,
  )
  const all: PeopleInCell[] = []
  for (let mask = 0; mask < 2 ** axes.length; mask++) {
    // A person has one row in each cell, and several in margins.
    const counting = { ...source, manyRows: mask > 0 || source.keyed === true }
    all.push(...(await cellsOf(counting, pairs, axes, mask)))
    if (all.length > MOST_CELLS) break
  }
  return all
}
