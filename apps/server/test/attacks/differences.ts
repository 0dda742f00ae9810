/**
 * Attacks by differences: two questions about people who differ by one person, or sums of questions that leave one person over. Numbers 1, 2, 4
 * and 10 of the list.
 */
import type { Policy } from '@sund/model'
import { type Attack, type Guess, score, type Theatre } from './attack.js'
import { dayOf, mixed, type Person, PLACES, people, residents, shuffled } from './people.js'
import { type Answered, coefficient, countAt, tableOf } from './reading.js'
import { scripted } from './scripted.js'
import type { Stage } from './stage.js'

export const HEAD = [
  'require attack.people as p',
  'create-dataset d',
  'import p/BIRTH as b',
  'import p/RANK as r',
  'import p/SECRET as s',
  'import p/ILL as ill',
  'import p/INCOME as inc',
  'import p/SEX as sex',
  'import p/PLACE as place',
].join('\n')

/** Log odds of the secret before anything is asked. */
const PRIOR = Math.log(0.4 / 0.6)

/** People in the middle of the births, so that there are enough on both sides of each. */
export function someone(count: number, from = 200, to = 1800): readonly Person[] {
  const all = people().filter(({ birth }) => birth >= from && birth < to)
  return mixed(shuffled(all.length, 7).map((i) => all[i] as Person)).slice(0, count)
}

export const ofPeople = {
  stage: 'people',
  head: HEAD,
  targets: (count: number) => someone(count),
  truth: ({ secret }: Person) => secret,
}

/** People of one rank, one in each place: two tables by place that differ by them tell of all of them at once. */
export interface Rank {
  rank: number
  people: readonly Person[]
}

export function ranks(count: number): readonly Rank[] {
  const all = people()
  return Array.from({ length: Math.min(50, Math.ceil(count / PLACES)) }, (_, i) => rankOf(10 + i, all))
}

function rankOf(rank: number, all = people()): Rank {
  return { rank, people: all.filter((one) => one.rank === rank).sort((a, b) => a.place - b.place) }
}

const ofRanks = {
  stage: 'people',
  head: HEAD,
  targets: ranks,
  truth: ({ people }: Rank) => people.map(({ secret }) => secret),
  guess: ([more, fewer]: readonly Answered[], { people }: Rank) =>
    people.map(({ place }) => fromTwoTables(more, fewer, [place])),
}

/**
 * What two tables of the secret say of the one person by whom their people differ. Equal counts are counts of the same people; of two cells, one
 * withheld and one shown, the one that is withheld is the one that changed.
 */
export function fromTwoTables(
  more: Answered,
  fewer: Answered,
  at: readonly (number | null)[] = [],
): number | null {
  const counts = (secret: number) =>
    [countAt(more, [...at, secret]), countAt(fewer, [...at, secret])] as const
  const [ones, onesAfter] = counts(1)
  const [noughts, noughtsAfter] = counts(0)
  const changed = (a: number | null, b: number | null) => (a === null || b === null ? null : a !== b)
  const one = changed(ones, onesAfter)
  const nought = changed(noughts, noughtsAfter)
  if (one !== null && nought !== null && one !== nought) return one ? 1 : 0
  if (one !== null && nought !== null) return one ? null : null
  if (one === false) return 0
  if (nought === false) return 1
  if (one === true) return 1
  return nought === true ? 0 : null
}

const byFilter = scripted({
  ...ofPeople,
  number: 1,
  name: 'difference by filter',
  slow: true,
  rules: ['L1'],
  questions: ({ birth }) => [`tabulate s if b >= ${birth}`, `tabulate s if b > ${birth}`],
  guess: ([more, fewer]) => fromTwoTables(more, fewer),
})

const byFilterInPlaces = scripted({
  ...ofRanks,
  number: 1,
  name: 'difference by filter, in every place at once',
  rules: [['L1', 'L2']],
  questions: ({ rank }) => [`tabulate place s if r >= ${rank}`, `tabulate place s if r > ${rank}`],
})

/** The same within those who have the secret: the second question is about the same people as the first, or about one fewer. */
const withinSecret = scripted({
  ...ofPeople,
  number: 1,
  name: 'difference by filter, within the secret: what refusals tell',
  slow: true,
  rules: ['L1'],
  questions: ({ birth }) => [`tabulate s if s == 1 & b >= ${birth}`, `tabulate s if s == 1 & b > ${birth}`],
  guess: ([more, fewer]) => {
    const [a, b] = [countAt(more, [1]), countAt(fewer, [1])]
    return a === null ? null : a === b ? 0 : 1
  },
})

const byDate = scripted({
  ...ofRanks,
  number: 1,
  name: 'difference by date',
  rules: [['L1', 'L2']],
  head: 'require attack.people as p\nrequire attack.entries as e',
  targets: (count: number) => ranks(count).map(({ rank }) => rankOf(rank + 45)),
  questions: ({ rank }: Rank) =>
    [rank, rank - 1].flatMap((day) => [
      `create-dataset at${day}x${rank}`,
      `import e/STATE ${dayOf(day)} as s`,
      'import p/PLACE as place',
      'tabulate place s',
    ]),
  results: 2,
})

/** Draws that differ by one person, whom the same draws from a public register of the same people give away. */
interface Draws {
  /** People of the first draw; the seed, the same for both of a pair. */
  sample(pair: number): { size: number; seed: number }
  /** Pairs of one account. */
  together: number
}

/** What two draws of which one has one person more say of that person, for each pair of `count`; more pairs are played, so that the prior is that of all attacks. */
async function playDraws({ sample, together }: Draws, theatre: Theatre, count: number, policy: Policy) {
  const stage = await theatre.stage('people')
  stage.obey(policy)
  const pairs = Array.from({ length: Math.ceil(1.5 * count) }, (_, pair) => pair)
  const script = (register: string, own: readonly number[]) =>
    [
      `require attack.${register} as p`,
      ...own.flatMap((pair) =>
        [0, 1].flatMap((more) => {
          const { size, seed } = sample(pair)
          const draw = `sample ${size + more} ${seed}`
          return [`create-dataset d${pair}x${more}`, 'import p/SECRET as s', draw, 'tabulate s']
        }),
      ),
    ].join('\n')
  const guesses: Guess[] = []
  for (let from = 0; from < pairs.length; from += together) {
    const own = pairs.slice(from, from + together)
    const real = await stage.ask(stage.account(), script('open', own))
    const told = await stage.ask(stage.account(), script('people', own))
    for (const i of own.keys()) {
      const ones = (at: number) => countAt(real.results.get(at), [1]) ?? 0
      guesses.push({
        truth: ones(2 * i + 1) - ones(2 * i),
        guess: fromTwoTables(told.results.get(2 * i + 1), told.results.get(2 * i)),
      })
    }
  }
  const chosen = mixed(guesses.map((one) => ({ ...one, secret: one.truth }))).slice(0, count)
  return score(chosen, 2 * pairs.length)
}

const bySample: Attack = {
  number: 1,
  name: 'difference by sample',
  slow: true,
  rules: ['L1'],
  path: 'scripts',
  play: (theatre, count, policy) =>
    playDraws(
      { sample: (pair) => ({ size: 1_000 + (pair % 200), seed: 1 + pair }), together: 12 },
      theatre,
      count,
      policy,
    ),
}

/** Each pair goes on where the one before ended, two people further, so that the people grow one by one away from those who were told first. */
const byWalk: Attack = {
  number: 1,
  name: 'a walk along draws that grow by one person',
  slow: true,
  limit:
    'A count near one told before is told as that one, until ten people lie between: whoever is the tenth is seen to be of the cell that is told anew. About one person in thirty, and L2 counts every step. D1 has no such place',
  rules: [],
  path: 'scripts',
  play: (theatre, count, policy) =>
    playDraws(
      {
        sample: (pair) => ({ size: 1_100 + 2 * (pair % WALK), seed: 1 + Math.floor(pair / WALK) }),
        together: WALK,
      },
      theatre,
      count,
      policy,
    ),
}
const WALK = 14

/** Each later version lacks one person of every place. */
const byVersion: Attack = {
  number: 1,
  name: 'difference by version of a register',
  slow: true,
  rules: [['L1', 'L2']],
  path: 'scripts',
  async play(theatre, count, policy) {
    const versions = Math.ceil(count / PLACES)
    const stage = await theatre.stage(`residents ${versions}`)
    stage.obey(policy)
    const all = residents()
    const guesses: Guess[] = []
    for (let version = 2; version < 2 + versions; version++) {
      const script = [1, version].flatMap((of, i) => [
        `require attack.residents:${of} as r${i}`,
        `create-dataset d${i}`,
        `import r${i}/PLACE as place`,
        `import r${i}/SECRET as s`,
        'tabulate place s',
      ])
      // Versions 1 and n differ by two people of each place: number 0, who is only in n, and number n − 2.
      const { results } = await stage.ask(stage.account(), script.join('\n'))
      for (let place = 1; place <= PLACES && guesses.length < count; place++) {
        const target = all.find((one) => one.place === place && one.number === version - 2)
        const guess = fromTwoTables(results.get(0), results.get(1), [place])
        guesses.push({ truth: target?.secret ?? 0, guess })
      }
    }
    return score(guesses, 2 * versions)
  },
}

const byModel = scripted({
  ...ofPeople,
  number: 1,
  name: 'difference of two models',
  slow: true,
  rules: [['L1', 'M1']],
  questions: ({ birth }) => [`regress inc s if b >= ${birth}`, `regress inc s if b > ${birth}`],
  guess: ([more, fewer], { income }) => {
    const [a, b] = [more, fewer].map((model) => ({
      base: coefficient(model, '_cons'),
      slope: coefficient(model, 's'),
    }))
    if (a?.base == null || b?.base == null || a.slope === null || b.slope === null) return null
    // The constant is the mean of those without the secret: it moves when one of them goes.
    return Math.abs(a.base - b.base) > 1e-6 * income ? 0 : 1
  },
})

/** Differential privacy is asked for twice; each person's share of the budget is small. What was not moved differs by one person in every place. */
const underBudget = scripted({
  ...ofRanks,
  number: 1,
  name: 'difference of two answers with rho(0.01)',
  rules: ['D1'],
  questions: ({ rank }) => ['>=', '>'].map((of) => `tabulate place ill if r ${of} ${rank}, rho(0.01)`),
  guess: ([more, fewer], { people }) => {
    const change = (place: number, ill: number) => {
      const [a, b] = [countAt(more, [place, ill]), countAt(fewer, [place, ill])]
      return a === null || b === null ? null : a - b
    }
    const changes = people.map(({ place }) => [change(place, 0), change(place, 1)] as const)
    const exact = changes.every(
      ([noughts, ones]) => noughts !== null && ones !== null && Math.abs(ones - noughts) === 1,
    )
    // Of noise this large a person is a fiftieth, which outweighs no prior.
    return changes.map(([, ones]) => (exact ? ones : null))
  },
})

const linkedTables = scripted({
  ...ofPeople,
  number: 2,
  name: 'linked tables that share a margin',
  rules: ['L1'],
  head: [HEAD, 'generate u = (sin(b * 12.9898) > 0)'].join('\n'),
  questions: ({ birth }) => [`tabulate sex s if b >= ${birth}`, `tabulate u s if b > ${birth}`],
  guess: ([more, fewer]) => fromTwoTables(more, fewer, [null]),
})

/** Of a whole and the two ranges that leave one person out. Rounded to what is likelier, each count being moved with variance 3. */
const VARIANCE = 3
function likelier(differences: readonly number[], exact: boolean): number | null {
  if (differences.length === 0) return null
  const mean = differences.reduce((a, b) => a + b, 0) / differences.length
  if (exact) return mean > 0.5 ? 1 : 0
  const odds = PRIOR + ((mean - 0.5) * differences.length) / (3 * VARIANCE)
  return odds > 0 ? 1 : 0
}

const isExact = (result: Answered): boolean =>
  tableOf(result)?.cells.every(({ count }) => 'withheld' in count || count.error === 0) ?? false

const threeRanges = (rank: number, table: string) => [
  `tabulate ${table} if r >= 0`,
  `tabulate ${table} if r < ${rank}`,
  `tabulate ${table} if r > ${rank}`,
]

const middle = (count: number) => ranks(count).map(({ rank }) => rankOf(rank + 20))

const sumsOfRanges = scripted({
  ...ofRanks,
  number: 2,
  name: 'sums of ranges that leave one out',
  slow: true,
  rules: [['T5', 'L2']],
  targets: middle,
  questions: ({ rank }) => threeRanges(rank, 'place s'),
  // Ranges that end within ten people of each other are near, which is for another attack.
  together: 1,
  guess: (results, { people }) =>
    people.map(({ place }) => {
      const [whole, below, above] = results.map((result) => countAt(result, [place, 1]))
      if (whole == null || below == null || above == null) return null
      return likelier([whole - below - above], results.every(isExact))
    }),
})

/** The same in every cell and margin of a table that holds the target. */
const sumsInMargins = scripted({
  ...ofPeople,
  number: 2,
  name: 'sums of ranges, averaged over the margins of a table',
  slow: true,
  rules: [],
  head: [
    HEAD,
    'generate u = (sin(b * 12.9898) > 0)',
    'generate v = (sin(b * 78.233) > 0)',
    'generate w = (sin(b * 37.719) > 0)',
  ].join('\n'),
  targets: (count: number) => someone(Math.min(count, 400), 600, 1400),
  questions: ({ birth }) => [
    'tabulate u v w s if b >= 0',
    `tabulate u v w s if b < ${birth}`,
    `tabulate u v w s if b > ${birth}`,
  ],
  together: 1,
  guess: (results, { birth }) => {
    const own = [12.9898, 78.233, 37.719].map((factor) => (Math.sin(birth * factor) > 0 ? 1 : 0))
    const differences = Array.from({ length: 8 }, (_, mask) => {
      const at = [...own.map((level, i) => (mask & (1 << i) ? level : null)), 1]
      const [whole, below, above] = results.map((result) => countAt(result, at))
      return whole == null || below == null || above == null ? [] : [whole - below - above]
    }).flat()
    return likelier(differences, results.every(isExact))
  },
})

const relabelled = scripted({
  ...ofRanks,
  number: 4,
  name: 'same label under two filters',
  rules: [['L1', 'L2']],
  questions: ({ rank }) =>
    ['>=', '>'].flatMap((comparison) => [
      `generate q${rank} = s if r ${comparison} ${rank}`,
      `tabulate place q${rank}`,
      `drop q${rank}`,
    ]),
  results: 2,
})

/** Two questions, the second by the account and at the time that `between` makes of the first. */
async function apart(
  theatre: Theatre,
  policy: Policy,
  count: number,
  between: (stage: Stage, account: string, run: string) => Promise<string>,
) {
  const stage = await theatre.stage('people')
  stage.obey(policy)
  const guesses: Guess[] = []
  const all = ranks(count)
  const each = 25
  for (let start = 0; start < all.length; start += each) {
    const group = all.slice(start, start + each)
    const account = stage.account()
    const ask = (who: string, comparison: string) =>
      stage.ask(
        who,
        [HEAD, ...group.map(({ rank }) => `tabulate place s if r ${comparison} ${rank}`)].join('\n'),
      )
    const more = await ask(account, '>=')
    const fewer = await ask(await between(stage, account, more.run), '>')
    for (const [i, { people }] of group.entries())
      for (const { place, secret } of people)
        guesses.push({
          truth: secret,
          guess: fromTwoTables(more.results.get(i), fewer.results.get(i), [place]),
        })
  }
  return score(guesses.slice(0, count), 2 * all.length)
}

const sharing: Attack = {
  number: 10,
  name: 'two accounts that share results',
  rules: [['L1', 'L2']],
  path: 'scripts',
  play: (theatre, count, policy) =>
    apart(theatre, policy, count, async (stage, account, run) => {
      const other = stage.account()
      await stage.share(account, run, other)
      return other
    }),
}

const overDays: Attack = {
  number: 10,
  name: 'one account over 30 days',
  rules: [['L1', 'L2']],
  path: 'scripts',
  play: (theatre, count, policy) =>
    apart(theatre, policy, count, async (stage, account) => {
      stage.wait(30)
      return account
    }),
}

export const DIFFERENCES: readonly Attack[] = [
  byFilter,
  byFilterInPlaces,
  withinSecret,
  byDate,
  bySample,
  byWalk,
  byVersion,
  byModel,
  underBudget,
  linkedTables,
  sumsOfRanges,
  sumsInMargins,
  relabelled,
  sharing,
  overDays,
]
