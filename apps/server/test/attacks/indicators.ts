/** Attacks that point at one person: an indicator of the person as covariate, as group, as what an edit touches, inside an expression. Number 5. */
import { type Attack, score } from './attack.js'
import { HEAD, ofPeople, someone } from './differences.js'
import { PEOPLE } from './people.js'
import {
  type Answered,
  coefficient,
  countAt,
  isWithheld,
  modelOf,
  numberOf,
  rowOf,
  tableOf,
} from './reading.js'
import { scripted } from './scripted.js'

const covariate = scripted({
  ...ofPeople,
  number: 5,
  name: 'indicator of one as covariate',
  rules: [],
  questions: ({ birth }) => [`generate i${birth} = b == ${birth}`, `regress s i${birth}`],
  results: 1,
  guess: ([model], { birth }) => {
    const [base, own] = [coefficient(model, '_cons'), coefficient(model, `i${birth}`)]
    return base === null || own === null ? null : Math.round(base + own)
  },
})

/** What the cells of one person's row say, or those that are withheld for its sake. */
function fromOneRow(table: Answered): number | null {
  const own = [0, 1].map((ill) => countAt(table, [1, ill]))
  if (own.some((count) => (count ?? 0) > 0)) return (own[1] ?? 0) > (own[0] ?? 0) ? 1 : 0
  if (own[0] === 0 || own[1] === 0) return own[0] === 0 ? 1 : 0
  const hidden = (codes: (number | null)[]) => tableOf(table) !== null && countAt(table, codes) === null
  for (const row of [0, null]) {
    const [without, with_] = [hidden([row, 0]), hidden([row, 1])]
    if (without !== with_) return with_ ? 1 : 0
  }
  return null
}

const group = scripted({
  ...ofPeople,
  number: 5,
  name: 'indicator of one as group',
  rules: ['T2'],
  questions: ({ birth }) => [`generate i${birth} = b == ${birth}`, `tabulate i${birth} ill`],
  results: 1,
  guess: ([table]) => fromOneRow(table),
})

/** How the coefficient of the secret moves when the target's income becomes 0: down if the target has it. */
const fromTwoModels = ([before, after]: readonly Answered[]): number | null => {
  const [a, b] = [coefficient(before, 's'), coefficient(after, 's')]
  return a === null || b === null || a === b ? null : b < a ? 1 : 0
}

const edit = scripted({
  ...ofPeople,
  number: 5,
  name: 'replace … if it is one person',
  slow: true,
  rules: ['P2'],
  questions: ({ birth }) => [
    'regress inc s',
    `generate j${birth} = inc`,
    `replace j${birth} = 0 if b == ${birth}`,
    `regress j${birth} s`,
  ],
  results: 2,
  guess: fromTwoModels,
})

const expression = scripted({
  ...ofPeople,
  number: 5,
  name: 'an expression that differs for one person',
  slow: true,
  limit:
    'Two models of the same people whose outcome differs for one: no condition that P2 would see, no difference of people that L1 would. M1 rounds to about twice what one person changes, so half of the pairs still differ. L2 counts the models',
  rules: [],
  questions: ({ birth }) => [
    'regress inc s',
    `generate j${birth} = inc * (b != ${birth})`,
    `regress j${birth} s`,
  ],
  results: 2,
  guess: fromTwoModels,
})

/** A command that would touch the target if it has the secret, and nobody if not. That it tells is tried on a birth that nobody has. */
const refusal: Attack = {
  number: 5,
  name: 'what the refusal of an edit tells',
  slow: true,
  rules: [],
  path: 'scripts',
  async play(theatre, count, policy) {
    const stage = await theatre.stage('people')
    stage.obey(policy)
    /** True where somebody was touched, null where nothing can be told. */
    const touched = async (birth: number): Promise<boolean> => {
      const { results } = await stage.ask(stage.account(), `${HEAD}\nsummarize inc if s == 1 & b == ${birth}`)
      const n = rowOf(results.get(0))?.n
      return n === undefined || isWithheld(n) || numberOf(n) !== 0
    }
    const tells = !(await touched(PEOPLE + 1))
    const guesses = []
    for (const { birth, secret } of someone(count))
      guesses.push({ truth: secret, guess: tells ? ((await touched(birth)) ? 1 : 0) : null })
    return score(guesses, count + 1)
  },
}

/** Nine people who are known to meet the condition, and the target if it has the secret: nine or ten. */
const EDGE =
  'Every threshold is a place where one person changes what is shown, for who knows all the others. D1 has none'
const withNine = (birth: number) => `inrange(b, ${birth + 1}, ${birth + 9}) | (b == ${birth} & s == 1)`

const atThreshold = scripted({
  ...ofPeople,
  number: 5,
  name: 'nine known people and the target: whether they are shown',
  slow: true,
  limit: EDGE,
  rules: [],
  questions: ({ birth }) => [`summarize inc if ${withNine(birth)}`],
  guess: ([result]) => {
    const n = numberOf(rowOf(result)?.n)
    return n === null ? 0 : n >= 10 ? 1 : 0
  },
})

const atLevel = scripted({
  ...ofPeople,
  number: 5,
  name: 'nine known people and the target: whether their model is shown',
  slow: true,
  limit: EDGE,
  rules: [],
  questions: ({ birth }) => [`generate n${birth} = ${withNine(birth)}`, `regress s n${birth}`],
  results: 1,
  guess: ([model], { birth }) => {
    const own = modelOf(model)?.coefficients.find(({ term }) => term === `n${birth}`)
    if (own === undefined) return null
    if (isWithheld(own.estimate)) return 0
    // The part of nine or of ten people who have it, where nothing is rounded; that it is shown says ten else.
    const part = (coefficient(model, '_cons') ?? 0) + (coefficient(model, own.term) ?? 0)
    return Math.abs(9 * part - Math.round(9 * part)) < 1e-6 && part < 1 - 1e-6 ? 0 : 1
  },
})

/** A number that divides by nothing for the target if it has the secret: somebody lacks it, or nobody. Where nobody does is told exactly, else with a wider bound. */
const lacking = scripted({
  ...ofPeople,
  number: 5,
  name: 'whether somebody lacks a value',
  slow: true,
  rules: [],
  questions: ({ birth }) => [
    `generate k${birth} = inc / (1 - s * (b == ${birth}))`,
    `summarize k${birth}`,
    'summarize inc',
  ],
  results: 2,
  guess: ([lacked, whole]) => {
    const [row, all] = [rowOf(lacked), rowOf(whole)]
    if (!row || !all) return null
    const counts = ({ n, missing }: typeof row) => JSON.stringify([n, missing])
    if (counts(row) !== counts(all)) return 1
    return numberOf(row.missing) === 0 ? 0 : null
  },
})

export const INDICATORS: readonly Attack[] = [
  covariate,
  group,
  edit,
  expression,
  refusal,
  atThreshold,
  atLevel,
  lacking,
]
