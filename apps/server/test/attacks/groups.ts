/** Attacks on groups of which one has nearly all or all have the same, and on tables and datasets that are small. Number 11. */
import type { Attack } from './attack.js'
import { BLOCK, blockOf, GROUP_SIZE, GROUPS, type Member, MIXES, members } from './people.js'
import { type Answered, cellAt, countAt, numberOf, tableOf } from './reading.js'
import { scripted } from './scripted.js'

const HEAD = [
  'require attack.members as m',
  'create-dataset d',
  'import m/GROUP as g',
  'import m/BLOCK as k',
  'import m/TURNOVER as turnover',
  'import m/DOSE as dose',
  'import m/MIX as mix',
].join('\n')

/** Groups that one table is about. */
interface Block {
  block: number
  groups: readonly (readonly Member[])[]
}

function blocks(count: number): readonly Block[] {
  const all = members()
  return Array.from({ length: Math.min(GROUPS / BLOCK, Math.ceil(count / BLOCK)) }, (_, block) => {
    const own = all.filter(({ group }) => blockOf(group) === block)
    const numbers = [...new Set(own.map(({ group }) => group))]
    return { block, groups: numbers.map((number) => own.filter(({ group }) => group === number)) }
  })
}

/** A count is moved by so much at most. */
const NOISE = 5

const groupOf = (group: readonly Member[]): number => group[0]?.group ?? 0
const ofBlocks = { number: 11, stage: 'members', head: HEAD, targets: blocks }

const measure = (table: Answered, group: number, which: 'sum' | 'mean'): number | null => {
  const found = tableOf(table)
  return found === null ? null : numberOf(cellAt(found, [group])?.measures[which])
}

const dominance = scripted({
  ...ofBlocks,
  name: 'sum of which one has nearly all',
  rules: ['T3'],
  truth: ({ groups }: Block) => groups.map((group) => Math.max(...group.map(({ turnover }) => turnover))),
  tolerance: 0.2,
  questions: ({ block }: Block) => [`tabulate g if k == ${block}, summarize(turnover) sum`],
  guess: ([table], { groups }) => groups.map((group) => measure(table, groupOf(group), 'sum')),
})

const alike = scripted({
  ...ofBlocks,
  name: 'mean of a group in which all have the same',
  rules: ['T4'],
  truth: ({ groups }: Block) => groups.map((group) => group[0]?.dose ?? 0),
  questions: ({ block }: Block) => [`tabulate g if k == ${block}, summarize(dose) mean`],
  guess: ([table], { groups }) =>
    groups.map((group) => {
      const mean = measure(table, groupOf(group), 'mean')
      return mean === null ? null : Math.round(mean)
    }),
})

const alikeInTable = scripted({
  ...ofBlocks,
  name: 'table in which a whole group is in one cell',
  rules: ['T2'],
  truth: ({ groups }: Block) => groups.map((group) => group[0]?.dose ?? 0),
  questions: ({ block }: Block) => [`tabulate g dose if k == ${block}`],
  guess: ([table], { groups }) =>
    groups.map((group) => {
      const levels = tableOf(table)?.dimensions[1]?.levels.map(({ code }) => Number(code)) ?? []
      const counts = levels.map((dose) => countAt(table, [groupOf(group), dose]))
      // A count of nearly the whole group, else the only level that is not known to be nobody's.
      const nearlyAll = levels.find((_, i) => (counts[i] ?? 0) >= GROUP_SIZE - NOISE)
      const possible = levels.filter((_, i) => counts[i] !== 0)
      return nearlyAll ?? (possible.length === 1 ? (possible[0] as number) : null)
    }),
})

/** The member whose value is guessed: some members have rarer values than the one that most of the group have. */
const someMember = (group: readonly Member[]) => group[(groupOf(group) * 7) % group.length]?.mix ?? 0

const sparse = scripted({
  ...ofBlocks,
  name: 'sparse table: where nobody is',
  rules: [['T1', 'T2']],
  truth: ({ groups }: Block) => groups.map(someMember),
  questions: ({ block }: Block) => [`tabulate g mix if k == ${block}`],
  guess: ([table], { groups }) =>
    groups.map((group) => {
      if (tableOf(table) === null) return null
      // The likeliest value: the largest count, else any that is not known to be nobody's.
      const counts = Array.from({ length: MIXES }, (_, i) => countAt(table, [groupOf(group), i + 1]))
      if (counts.every((count) => count === null)) return null
      const weight = (count: number | null) => (count === null ? 4 : count)
      const best = counts.reduce<number>(
        (a, count, i) => (weight(count) > weight(counts[a] ?? null) ? i : a),
        0,
      )
      return best + 1
    }),
})

/** A dataset of one small group, in which all have the same. */
const small = scripted({
  ...ofBlocks,
  name: 'dataset of few people',
  rules: [['P1', 'L2']],
  truth: ({ groups }: Block) => groups.map((group) => group[0]?.dose ?? 0),
  questions: ({ groups }: Block) =>
    groups.flatMap((group) => [
      `clone-dataset d of${groupOf(group)}`,
      `use of${groupOf(group)}`,
      `keep if g == ${groupOf(group)}`,
      'tabulate dose',
    ]),
  results: BLOCK,
  guess: (tables) =>
    tables.map((table) => {
      const levels = tableOf(table)?.dimensions[0]?.levels ?? []
      return levels.length === 1 ? Number(levels[0]?.code) : null
    }),
})

export const GROUPED: readonly Attack[] = [dominance, alike, alikeInTable, sparse, small]
