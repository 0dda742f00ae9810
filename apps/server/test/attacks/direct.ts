/**
 * Attacks that scripts would take hours over, or that the language refuses to write before a rule is asked: the same rules are called directly, with
 * people of whom nothing but record keys is made. Number 3, and the extremes of number 7.
 */
import {
  OPEN_POLICY,
  type Policy,
  recordSetOfKeys,
  type Shown,
  type TableCell,
  type TableStatistic,
} from '@sund/model'
import { protect } from '@sund/privacy'
import { type Attack, score } from './attack.js'
import { draws } from './people.js'
import { numberOf, tableOf } from './reading.js'

const shown = (command: string): Shown => ({
  index: 0,
  command,
  position: { line: 1, column: 1, endLine: 1, endColumn: 1 + command.length },
  dataset: 'd',
  population: { units: 100_000, key: 77 },
  public: false,
  edited: false,
})

/** Cells of 30 to 90 people. */
function cells(count: number): TableCell[] {
  const draw = draws(41)
  return Array.from({ length: count }, (_, level) => {
    const people = 30 + Math.floor(draw() * 60)
    const keys = Array.from({ length: people }, () => Math.floor(draw() * 65_536))
    return { at: [level], set: recordSetOfKeys(keys), measures: {}, percentiles: {} }
  })
}

/** The cells as a table under another name, with other labels, in the opposite order every second time. */
function version(of: readonly TableCell[], number: number): TableStatistic {
  const back = number % 2 === 1
  const last = of.length - 1
  return {
    kind: 'table',
    dimensions: [
      {
        variable: `v${number}`,
        title: { en: `Version ${number}` },
        levels: of.map((_, level) => ({ code: String(level), label: { en: `${number}: ${level}` } })),
      },
    ],
    measure: null,
    show: { frequency: true, shares: [] },
    cells: of.map((cell, level) => ({ ...cell, at: [back ? last - level : level] })),
    test: null,
  }
}

const VERSIONS = 10_000
/** Cells of one table. */
const WIDTH = 100

/** What is guessed is by how much the first answer was moved; who cannot average guesses the commonest move. */
const averaging: Attack = {
  number: 3,
  name: `averaging ${VERSIONS.toLocaleString('en')} relabelled and reordered versions`,
  rules: ['L3'],
  off: ['L3'],
  path: 'statistics',
  async play(_theatre, count, policy) {
    const all = cells(count)
    const guesses = []
    for (let start = 0; start < count; start += WIDTH) {
      const own = all.slice(start, start + WIDTH)
      const sums = new Float64Array(own.length)
      const first: number[] = []
      for (let number = 0; number < VERSIONS; number++) {
        const released = await protect(shown('tabulate v'), async () => version(own, number), policy, null)
        const answer = tableOf(released.result.value)?.cells ?? []
        const counts = new Map(answer.map(({ at, count }) => [at[0], numberOf(count)]))
        for (const level of own.keys()) {
          const value = counts.get(number % 2 === 1 ? own.length - 1 - level : level) ?? 0
          sums[level] = (sums[level] as number) + value
          if (number === 0) first.push(value)
        }
      }
      for (const [level, { set }] of own.entries())
        guesses.push({
          truth: set.units - (first[level] as number),
          guess: Math.round((sums[level] as number) / VERSIONS - (first[level] as number)),
        })
    }
    return score(guesses, VERSIONS * Math.ceil(count / WIDTH))
  },
}

/** The greatest value of each group: a command for it does not exist, so that the rule itself is asked. */
const extreme: Attack = {
  number: 7,
  name: 'largest value asked for',
  rules: ['S2'],
  path: 'statistics',
  async play(_theatre, count, policy: Policy = OPEN_POLICY) {
    const draw = draws(43)
    const groups = cells(count).map((cell) => ({ cell, highest: Math.round(1e6 * Math.exp(draw())) }))
    const guesses = []
    for (let start = 0; start < count; start += WIDTH) {
      const own = groups.slice(start, start + WIDTH)
      const statistic: TableStatistic = {
        ...version(
          own.map(({ cell }) => cell),
          0,
        ),
        measure: { variable: 'x', title: { en: 'x' }, show: ['max'] },
        cells: own.map(({ cell, highest }, level) => ({
          ...cell,
          at: [level],
          measures: { max: { value: highest, moved: 0 } },
        })),
      }
      const released = await protect(
        shown('tabulate g, summarize(x) max'),
        async () => statistic,
        policy,
        null,
      )
      const answer = tableOf(released.result.value)?.cells ?? []
      for (const [level, { highest }] of own.entries())
        guesses.push({ truth: highest, guess: numberOf(answer[level]?.measures.max) })
    }
    return score(guesses, Math.ceil(count / WIDTH), 0.001)
  },
}

export const DIRECT: readonly Attack[] = [averaging, extreme]
