/**
 * Statistics to protect, made from seeds: people with record keys, tables of them with all margins, and
 * attackers.
 */
import {
  type AxisEnd,
  OPEN_POLICY,
  type Policy,
  type RecordSet,
  type Result,
  recordSetOfKeys,
  type Shown,
  type Statistic,
  type TableCell,
  type TableStatistic,
} from '@sund/model'
import { protect } from '@sund/privacy'

export type Numbers = () => number

/** Numbers in [0, 1) from a seed (a linear congruential generator: for tests only). */
export function numbers(seed: number): Numbers {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

export const shown = (more: Partial<Shown> = {}): Shown => ({
  index: 0,
  command: 'tabulate a b',
  position: { line: 1, column: 1, endLine: 1, endColumn: 13 },
  dataset: 'd',
  population: { units: 5000, key: 77 },
  public: false,
  edited: false,
  ...more,
})

/** The body of what is released, of the kind that went in. */
export async function bodyOf<S extends Statistic>(
  statistic: S,
  policy: Policy = OPEN_POLICY,
  more: Partial<Shown> = {},
): Promise<{ body: Extract<Result['body'], { kind: S['kind'] }>; result: Result }> {
  const {
    result: { value },
  } = await protect(shown(more), async () => statistic, policy, null)
  return { body: value.body as never, result: value }
}

/** What a sum rests on that no rule minds: many contribute alike, and many have other values. */
export const SUMMED = { contributions: { largest: 2, second: 2, total: 1000 }, others: 100 }

/** The ends of an axis, or of several, with as many people beyond each. */
export const ends = (beyond: number, axes = 1): AxisEnd[] =>
  Array.from({ length: axes }, () => [
    { value: 0, beyond },
    { value: 10, beyond },
  ]).flat()

export const dimension = (variable: string, levels: number) => ({
  variable,
  title: { en: variable },
  levels: Array.from({ length: levels }, (_, level) => ({
    code: String(level),
    label: { en: `${variable} ${level}` },
  })),
})

/**
 * A table of counts with all its margins. `count(at)` is the number of people in a cell; keys come from
 * `random`.
 */
export function tableOf(
  sizes: readonly number[],
  count: (at: readonly number[]) => number,
  random: Numbers,
): TableStatistic {
  const cells = new Map<string, TableCell>()
  const total = sizes.reduce((product, size) => product * size, 1)
  for (let number = 0; number < total; number++) {
    let rest = number
    const at = sizes.map((size) => {
      const level = rest % size
      rest = Math.floor(rest / size)
      return level
    })
    const set: RecordSet = { units: count(at), key: Math.floor(random() * 65_536) }
    if (set.units === 0) continue
    for (let margin = 0; margin < 2 ** sizes.length; margin++) {
      const place = at.map((level, index) => (margin & (1 << index) ? null : level))
      const cell = cells.get(place.join()) ?? {
        at: place,
        set: { units: 0, key: 0 },
        measures: {},
        percentiles: {},
      }
      cell.set = { units: cell.set.units + set.units, key: (cell.set.key + set.key) & 0xffff }
      cells.set(place.join(), cell)
    }
  }
  return {
    kind: 'table',
    dimensions: sizes.map((size, index) => dimension('abcdef'.charAt(index), size)),
    measure: null,
    show: { frequency: true, shares: ['rowpct', 'colpct', 'cellpct'] },
    cells: [...cells.values()],
    test: null,
  }
}

/** Counts with many small ones, as in real tables. */
export const skewed = (random: Numbers, mean: number) => () => Math.floor(-Math.log(1 - random()) * mean)

/** A made-up person: a record key, a level of each of some variables, and a value (null where it is missing). */
export interface Person {
  key: number
  levels: readonly number[]
  value: number | null
}

/** People with a level of each variable of `sizes`, the first more often than the last, of whom some have no value. */
export function peopleOf(random: Numbers, count: number, sizes: readonly number[], missing = 0): Person[] {
  return Array.from({ length: count }, () => ({
    key: Math.floor(random() * 65_536),
    levels: sizes.map((size) => Math.floor(random() ** 2 * size)),
    value: random() < missing ? null : random() * 100,
  }))
}

/** The record set of people, with slots. */
export const setOfPeople = (people: readonly Person[]): RecordSet =>
  recordSetOfKeys(people.map(({ key }) => key))

/** The table of people by variables (places in `levels`), with all its margins; with a mean of the values where `measured`. */
export function tableOfPeople(
  people: readonly Person[],
  sizes: readonly number[],
  measured = false,
): TableStatistic {
  const groups = new Map<string, { at: (number | null)[]; people: Person[] }>()
  for (const person of people)
    for (let margin = 0; margin < 2 ** sizes.length; margin++) {
      const at = sizes.map((_, axis) => (margin & (1 << axis) ? null : (person.levels[axis] as number)))
      const group = groups.get(at.join()) ?? { at, people: [] }
      group.people.push(person)
      groups.set(at.join(), group)
    }
  const cells = [...groups.values()].map(({ at, people: inside }): TableCell => {
    const having = inside.filter(({ value }) => value !== null)
    const mean = having.reduce((sum, { value }) => sum + (value ?? 0), 0) / having.length
    return {
      at,
      set: setOfPeople(inside),
      ...(measured && having.length < inside.length ? { present: setOfPeople(having) } : {}),
      ...(measured ? SUMMED : {}),
      measures: measured ? { mean: { value: mean, moved: 0 }, sd: { value: 25, moved: 0 } } : {},
      percentiles: {},
    }
  })
  return {
    kind: 'table',
    dimensions: sizes.map((size, axis) => dimension('abcdef'.charAt(axis), size)),
    measure: measured ? { variable: 'x', title: { en: 'x' }, show: ['mean'] } : null,
    show: { frequency: true, shares: [] },
    cells,
    test: null,
  }
}
