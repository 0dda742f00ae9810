/** Attacks that point at one person: an indicator of the person as covariate, as group, as what an edit touches, inside an expression. Number 5. */
import { type Attack, score } from './attack.js'
import { HEAD, ofPeople, someone } from './differences.js'
import { PEOPLE, type Person, people } from './people.js'
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

/** Income blown up for one person, so that hardly anything else is in a sum of it. */
const BLOWN_UP = 1_000_000
const blownUp = (birth: number) => `generate k${birth} = inc * (1 + ${BLOWN_UP} * (b == ${birth}))`
/** The income behind a sum of squares that is one person's; null where it is less than anyone earns. */
const incomeIn = (squares: number | null): number | null => {
  const income = Math.sqrt(squares ?? 0) / BLOWN_UP
  return income > 50_000 ? income : null
}
const ofIncome = {
  ...ofPeople,
  number: 5,
  rules: ['P3'] as const,
  truth: ({ income }: Person) => income,
  tolerance: 0.1,
}
/** How many have the secret, and how many do not: two of five. */
const [HAVING, LACKING] = [0.4 * PEOPLE, 0.6 * PEOPLE]

/** What the model leaves unexplained is nearly the square of that income, and the standard error of the secret's coefficient says how much that is. */
const outcome = scripted({
  ...ofIncome,
  name: 'outcome in which one person is nearly all of the sum',
  questions: ({ birth }) => [blownUp(birth), `regress k${birth} s`],
  results: 1,
  guess: ([model]) => {
    const own = modelOf(model)?.coefficients.find(({ term }) => term === 's')
    const error = numberOf(own?.standardError)
    return incomeIn(error === null ? null : (error ** 2 * PEOPLE) / (1 / HAVING + 1 / LACKING))
  },
})

const covariance = scripted({
  ...ofIncome,
  name: 'covariance in which one person is nearly all of the sum',
  questions: ({ birth }) => [blownUp(birth), `correlate k${birth} s, covariance`],
  results: 1,
  guess: ([result]) => {
    const body = result?.body
    const own =
      body?.kind === 'correlation' ? body.pairs.find(({ at }) => at[0] === 0 && at[1] === 0) : undefined
    const variance = numberOf(own?.value)
    return incomeIn(variance === null ? null : variance * PEOPLE)
  },
})

/** Nine others are as far out, so nobody is alone there; they are of the other sex, so that the constant is of the target's alone. */
const helped = scripted({
  ...ofIncome,
  name: 'nearly all of the sum of a group, with nine others far out elsewhere',
  slow: true,
  limit:
    'who is far out is looked for among all whom the model is about, not among those on whom a combination of its coefficients rests; quotas (L2) count such models',
  rules: [],
  questions: ({ birth, sex }) => {
    const others = people()
      .filter((one) => one.sex !== sex)
      .slice(0, 9)
    return [
      `generate f${birth} = sex != "${sex}"`,
      `generate k${birth} = inc * (1 + ${BLOWN_UP} * (${[birth, ...others.map((one) => one.birth)].map((of) => `b == ${of}`).join(' | ')}))`,
      `regress k${birth} f${birth}, robust`,
    ]
  },
  results: 1,
  guess: ([model], { sex }) => {
    const own = modelOf(model)?.coefficients.find(({ term }) => term === '_cons')
    const error = numberOf(own?.standardError)
    const group = people().filter((one) => one.sex === sex).length
    return incomeIn(error === null ? null : (error * group) ** 2)
  },
})

/** The line through the blown up income of one person ends at that person's secret, and what its mean explains has the sign of it. */
const decomposed = scripted({
  ...ofPeople,
  number: 5,
  name: 'a term in which one person is nearly all of the sum, in a decomposition',
  rules: ['M2'],
  // The target is in the second of the two groups, whose line it is that a difference of means is weighed by.
  questions: ({ birth, sex }) => [
    blownUp(birth),
    `generate h${birth} = sex == "${sex}"`,
    `oaxaca s k${birth} by h${birth}`,
  ],
  results: 1,
  guess: ([model], { birth }) => {
    const own = modelOf(model)?.coefficients.find(
      (of) => of.equation === 'endowments' && of.term === `k${birth}`,
    )
    const estimate = numberOf(own?.estimate)
    return estimate === null ? null : estimate < 0 ? 1 : 0
  },
})

/** 1 for the target if it has the secret, 0 for all others, whatever is so. */
const ifSecret = (birth: number) => `(s * (b == ${birth}))`

const takenAway = scripted({
  ...ofPeople,
  number: 5,
  name: 'an expression that takes the value of one person away',
  rules: [['P2', 'T2']],
  questions: ({ birth }) => [
    'regress inc s',
    `generate k${birth} = inc / (1 - ${ifSecret(birth)})`,
    `regress k${birth} s`,
  ],
  results: 2,
  // A model of one fewer is withheld; where nothing is withheld it counts one fewer.
  guess: ([all, fewer]) => {
    const [before, after] = [modelOf(all), modelOf(fewer)]
    if (before === null || after === null) return null
    const hidden = after.coefficients.some(({ estimate }) => isWithheld(estimate))
    return hidden || numberOf(after.used) !== numberOf(before.used) ? 1 : 0
  },
})

const given = scripted({
  ...ofPeople,
  number: 5,
  name: 'an expression that gives a value to one person',
  rules: [['P2', 'T2']],
  questions: ({ birth }) => [`generate z${birth} = 1 / ${ifSecret(birth)}`, `summarize z${birth}`],
  results: 1,
  guess: ([result]) => {
    const n = rowOf(result)?.n
    return n === undefined ? null : isWithheld(n) || numberOf(n) !== 0 ? 1 : 0
  },
})

/** Two levels that many have, and one that the target alone has if it has the secret: that it is there, or that something is withheld for it, tells. */
const ownLevel = scripted({
  ...ofPeople,
  number: 5,
  name: 'a level that one person alone has',
  rules: ['T2'],
  questions: ({ birth }) => [
    `generate v${birth} = (b > 1000) + 5 * ${ifSecret(birth)}`,
    `tabulate v${birth}`,
  ],
  results: 1,
  guess: ([result]) => {
    const table = tableOf(result)
    if (table === null) return null
    return table.cells.some(({ count }) => isWithheld(count)) || table.cells.length !== 3 ? 1 : 0
  },
})

/** The same of a cell, at a level that all of another place have. */
const ownCell = scripted({
  ...ofPeople,
  number: 5,
  name: 'a cell that one person alone is in',
  rules: ['T2'],
  targets: (count: number) => someone(count).filter(({ place }) => place !== 1),
  questions: ({ birth }) => [
    `generate w${birth} = (b > 1000) + 5 * ((s == 1 & b == ${birth}) | place == '1')`,
    `tabulate place w${birth}`,
  ],
  results: 1,
  guess: ([result], { place, birth }) => {
    if (tableOf(result) === null) return null
    const own = [5, 6].map((level) => countAt(result, [place, level]))
    const hidden = (level: number) => countAt(result, [place, level]) === null
    // Shown to be there, or withheld where the other cell that could have been theirs is shown as empty.
    if (own.some((count) => (count ?? 0) > 0)) return 1
    return hidden(birth > 1000 ? 6 : 5) && !hidden(birth > 1000 ? 5 : 6) ? 1 : own.includes(0) ? 0 : null
  },
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
  outcome,
  covariance,
  helped,
  decomposed,
  ownLevel,
  ownCell,
  takenAway,
  given,
  refusal,
  atThreshold,
  atLevel,
  lacking,
]
