/**
 * Tables of people by a coded variable of many rows and by what is fixed of the same people, counted from indexes of sets of persons: no row
 * is read. Which tables of a plan can be is told by its shape alone; they have the same cells and record sets as if rows were counted.
 */
import {
  type CodeIndex,
  joined,
  LAST_YEAR_BIT,
  noPersons,
  type PersonBits,
  type RecordSet,
  recordSetOfSlots,
  SLOTS,
  slotOf,
  type YearSpan,
} from '@sund/model'
import { eachPerson } from '../count/sets.js'
import type { Column, Fragment, Join, Relation, Scan, Show } from '../plan/types.js'
import { MOST_CELLS } from '../statistics/axes.js'
import { addTo } from '../statistics/people.js'
import { NOBODY } from '../statistics/record-sets.js'
import type { PeopleInCell } from '../statistics/source.js'

/** The index of a stored variable, opened when a plan can use it; null where there is none. */
export interface StoredIndex {
  /** Its years are those in which its rows hold, so that it stands for the rows of whole years. */
  tellsYears: boolean
  open(): Promise<CodeIndex | null>
}

/** What is known of the stored tables that scans read. */
interface Storage {
  index(scan: Scan, variable: string): StoredIndex | undefined
  /** The unit type of the subjects of its rows. */
  subjectType(scan: Scan): string | undefined
  /** Every unit of the table has one row. */
  isOneRow(scan: Scan): boolean
}

/** Rows of a relation as indexes know them: those of a scan with their subjects, each column with the index of its values. */
interface CodedRows {
  scan: Scan
  coded: StoredIndex
  years: YearSpan
  /** Columns that are the subject. */
  subjects: ReadonlySet<string>
  columns: ReadonlyMap<string, { stored: StoredIndex; fixed: boolean }>
}

/** A table that indexes can tell. */
export interface CodedTable {
  scan: Scan
  /** Who has which code behind the rows of the table. */
  coded: CodeIndex
  years: YearSpan
  axes: readonly CodedAxis[]
  /** How many groups what is fixed puts people in: a place among the values of each, 0 where it is missing. */
  groups: number
}
interface CodedAxis {
  index: CodeIndex
  /** The values of its codes, in their order. */
  values: readonly (string | number)[]
  /** What a place among its values adds to a person's group, where it is fixed; null where a person may have several. */
  step: number | null
}

/** The statistics of a fragment that indexes can tell. */
export async function codedTables(fragment: Fragment, storage: Storage): Promise<Map<Show, CodedTable>> {
  const relations = new Map<string, Relation>()
  const rows = new Map<string, CodedRows>()
  const tables = new Map<Show, CodedTable>()
  for (const step of fragment.steps) {
    if (step.do === 'relation') {
      const { relation } = step
      relations.set(relation.id, relation)
      const known =
        relation.op === 'scan'
          ? rowsOfScan(relation, storage)
          : relation.op === 'join'
            ? rowsOfJoin(relation, rows.get(relation.left), relations.get(relation.right), storage)
            : null
      if (known) rows.set(relation.id, known)
    } else if (step.show.what.kind === 'statistic') {
      const known = rows.get(step.show.what.relation)
      const columns = relations.get(step.show.what.relation)?.columns ?? []
      const table = known ? await tableOf(known, step.show.what, columns) : null
      if (table) tables.set(step.show, table)
    }
  }
  return tables
}

/** Many rows a person, there because of the code that they have. */
function rowsOfScan(scan: Scan, storage: Storage): CodedRows | null {
  const [variable, ...others] = scan.present
  const years = yearsOf(scan.when)
  if (variable === undefined || others.length > 0 || years === null || scan.rowsPerSubject === 'one')
    return null
  const coded = storage.index(scan, variable)
  if (!coded || (scan.when.kind !== 'fixed' && !coded.tellsYears)) return null
  const subject = scan.subjectLink
  const named = (meets: (read: Scan['read'][number]['read']) => boolean) =>
    scan.read.filter(({ read }) => meets(read)).map(({ as }) => as)
  return {
    scan,
    coded,
    years,
    subjects: new Set(
      named((read) =>
        subject === null ? read.what === 'unit' : read.what === 'link' && read.name === subject,
      ),
    ),
    columns: new Map(
      named((read) => read.what === 'variable' && read.name === variable).map((as) => [
        as,
        { stored: coded, fixed: false },
      ]),
    ),
  }
}

/** With what is fixed of the same people of the same register beside them. */
function rowsOfJoin(
  join: Join,
  left: CodedRows | undefined,
  right: Relation | undefined,
  storage: Storage,
): CodedRows | null {
  if (!left || right?.op !== 'scan' || join.kind !== 'left' || join.within) return null
  const { scan } = left
  const isSamePeople =
    right.register === scan.register &&
    right.version === scan.version &&
    right.subjectLink === null &&
    right.when.kind === 'fixed' &&
    storage.isOneRow(right) &&
    storage.subjectType(right) === storage.subjectType(scan)
  const isUnit = (name: string) => right.read.some(({ as, read }) => as === name && read.what === 'unit')
  const [on, ...others] = join.on
  const isMatched = on ? left.subjects.has(on.left) && isUnit(on.right) : scan.subjectLink === null
  if (!isSamePeople || !isMatched || others.length > 0) return null
  const taken = new Set(join.take.map(({ as }) => as))
  const columns = new Map([...left.columns].filter(([name]) => !taken.has(name)))
  for (const { column, as } of join.take) {
    const read = right.read.find((one) => one.as === column)?.read
    const stored = read?.what === 'variable' ? storage.index(right, read.name) : undefined
    if (stored) columns.set(as, { stored, fixed: true })
  }
  return { ...left, subjects: new Set([...left.subjects].filter((name) => !taken.has(name))), columns }
}

/** The calendar years of a window of whole ones; null for any other. */
function yearsOf(when: Scan['when']): YearSpan | null {
  if (when.kind !== 'window') return when.kind === 'fixed' ? {} : null
  const [first, afterLast] = [when.from, when.until + 1].map((day) => new Date(day * 86_400_000))
  const isNewYear = (day: Date | undefined): day is Date => day?.getUTCMonth() === 0 && day.getUTCDate() === 1
  return isNewYear(first) && isNewYear(afterLast)
    ? { from: first.getUTCFullYear(), until: afterLast.getUTCFullYear() - 1 }
    : null
}

/** Most combinations of values of what is fixed: each person has the number of one. */
const MOST_GROUPS = 65_536

async function tableOf(
  { scan, coded: of, years, columns }: CodedRows,
  { spec, condition }: Extract<Show['what'], { kind: 'statistic' }>,
  types: readonly Column[],
): Promise<CodedTable | null> {
  if (spec.show !== 'tabulate' || spec.measure || condition) return null
  if (spec.order.top !== null || spec.order.bottom !== null) return null
  const coded = await of.open()
  if (!coded || !tellsApart(coded, years)) return null
  const axes: CodedAxis[] = []
  let groups = 1
  for (const name of spec.dimensions) {
    const [column, known] = [columns.get(name), types.find((one) => one.name === name)]
    if (!column || known?.date || (known?.type !== 'text' && known?.type !== 'number')) return null
    const { stored, fixed } = column
    const index = fixed ? await stored.open() : coded
    if (index?.persons !== coded.persons) return null
    const values = known.type === 'number' ? index.codes.map(Number) : index.codes
    axes.push({ index, values, step: fixed ? groups : null })
    if (fixed) groups *= values.length + 1
  }
  const codes = axes.filter(({ step }) => step === null)
  return groups <= MOST_GROUPS && codes.length <= 1 ? { scan, coded, years, axes, groups } : null
}

/** Whether an index tells these years from those before and after. */
const tellsApart = ({ firstYear, truncated }: CodeIndex, { from, until }: YearSpan): boolean =>
  (from === undefined && until === undefined) ||
  (from !== undefined && from < firstYear + LAST_YEAR_BIT && !(truncated && from <= firstYear))

/** What is counted of a table: everyone behind its rows, and its cells with all margins; too many are cut. */
export interface CodedCounts {
  everyone: RecordSet
  cells: readonly PeopleInCell[]
}

/**
 * Counts a table in one pass over its codes. What is fixed puts each person in one group, so that cells and their margins over what is fixed are
 * sums over groups; those who have any code are counted as one more set. `check` is called between codes, and stops the count by throwing.
 */
export async function countCoded(
  table: CodedTable,
  keys: Uint16Array,
  { missing, public: open }: { missing: boolean; public: boolean },
  check: () => void,
): Promise<CodedCounts> {
  const { coded, years, axes } = table
  const groups = await groupsOf(table, check)
  const nobody = open ? { units: 0, key: 0 } : NOBODY
  const counted = open
    ? (persons: PersonBits) => sumsOf(persons, groups, table.groups, keys)
    : slotsOf(groups, table.groups, keys)
  const cells: PeopleInCell[] = []
  const everyone = noPersons(coded.persons)
  const codes = axes.find(({ step }) => step === null)
  if (!codes) await coded.add(coded.codes, years, everyone)
  else {
    const persons = noPersons(coded.persons)
    let place = 0
    for await (const _ of coded.each(years, persons)) {
      check()
      const code = codes.values[place++]
      for (let word = 0; word < persons.length; word++)
        everyone[word] = (everyone[word] as number) | (persons[word] as number)
      if (cells.length <= MOST_CELLS) cells.push(...cellsOf(axes, counted(persons), nobody, missing, code))
    }
  }
  check()
  const sets = counted(everyone)
  cells.push(...cellsOf(axes, sets, nobody, missing))
  return { everyone: [...sets.values()].reduce(joined, nobody), cells }
}

/** The group of each person. */
async function groupsOf({ axes, coded }: CodedTable, check: () => void): Promise<Uint16Array> {
  const groups = new Uint16Array(coded.persons)
  const persons = noPersons(coded.persons)
  for (const { index, step } of axes) {
    if (step === null) continue
    let place = 0
    for await (const _ of index.each({}, persons)) {
      check()
      place += step
      eachPerson(persons, groups.length, (person) => {
        groups[person] = (groups[person] as number) + place
      })
    }
  }
  return groups
}

type Sets = Map<number, RecordSet>

/** The record set of each group of persons, where there are any: without slots. */
function sumsOf(persons: PersonBits, groups: Uint16Array, count: number, keys: Uint16Array): Sets {
  const [units, sums] = [new Uint32Array(count), new Uint32Array(count)]
  eachPerson(persons, groups.length, (person) => {
    const group = groups[person] as number
    units[group] = (units[group] as number) + 1
    sums[group] = (sums[group] as number) + (keys[person] as number)
  })
  const sets: Sets = new Map()
  for (const [group, found] of units.entries())
    if (found > 0) sets.set(group, { units: found, key: (sums[group] as number) % 65_536 })
  return sets
}

/** The record set of each group of persons, with slots; the sums of one count are where those of the next will be. */
function slotsOf(groups: Uint16Array, count: number, keys: Uint16Array): (persons: PersonBits) => Sets {
  const [units, sums] = [new Uint32Array(SLOTS * count), new Float64Array(SLOTS * count)]
  return (persons) => {
    units.fill(0)
    sums.fill(0)
    eachPerson(persons, groups.length, (person) => {
      const key = keys[person] as number
      const at = SLOTS * (groups[person] as number) + slotOf(key)
      units[at] = (units[at] as number) + 1
      sums[at] = (sums[at] as number) + key
    })
    const sets: Sets = new Map()
    for (let group = 0; group < count; group++) {
      const [own, keysOf] = [units, sums].map((of) => of.subarray(SLOTS * group, SLOTS * (group + 1)))
      if (own?.some((people) => people > 0)) sets.set(group, recordSetOfSlots([...own, ...(keysOf ?? [])]))
    }
    return sets
  }
}

/** The cells of one code, or without one those of any, with their margins over what is fixed. The grand total is there if nobody is. */
function cellsOf(
  axes: readonly CodedAxis[],
  sets: ReadonlyMap<number, RecordSet>,
  nobody: RecordSet,
  missing: boolean,
  code?: string | number,
): PeopleInCell[] {
  const bits = axes.map((_, i) => 2 ** (axes.length - 1 - i))
  const masks = Array.from({ length: 2 ** axes.length }, (_, mask) => mask).filter((mask) =>
    axes.every(({ step }, i) => step !== null || (mask & (bits[i] as number)) > 0 === (code === undefined)),
  )
  const cells = new Map<string, PeopleInCell>()
  const add = (mask: number, levels: PeopleInCell['levels'], set: RecordSet) =>
    addTo(cells, [
      { mask, levels: levels.map((level, i) => (mask & (bits[i] as number) ? null : level)), set },
    ])
  if (code === undefined)
    add(
      2 ** axes.length - 1,
      axes.map(() => null),
      nobody,
    )
  for (const [group, set] of sets) {
    const levels = axes.map(({ step, values }) => {
      if (step === null) return code ?? null
      return values[(Math.floor(group / step) % (values.length + 1)) - 1] ?? null
    })
    const isMissing = axes.some(({ step }, i) => step !== null && levels[i] === null)
    if (missing || !isMissing) for (const mask of masks) add(mask, levels, set)
  }
  return [...cells.values()]
}
