/** Attacks through models, percentiles and curves that say exactly what few people have. Numbers 6, 7 and 9. */
import type { Attack } from './attack.js'
import { HEAD, ofPeople, someone } from './differences.js'
import { mixed, PEOPLE, type Person, people, shuffled } from './people.js'
import { coefficient, edgesOf, modelOf, numberOf, rowOf } from './reading.js'
import { scripted } from './scripted.js'

/** The rest are left out by dividing by nothing, which is no edit. Of three people the line tells all three secrets. */
const fewPoints = scripted({
  ...ofPeople,
  number: 6,
  name: 'regression through few points',
  // Of three who all have the secret there is no line: it takes many targets to come above thirty points.
  slow: true,
  rules: [],
  questions: ({ birth }) => [
    `generate y${birth} = s / inrange(b, ${birth}, ${birth + 2})`,
    `regress y${birth} b`,
  ],
  results: 1,
  guess: ([model], { birth }) => {
    const [base, slope] = [coefficient(model, '_cons'), coefficient(model, 'b')]
    if (base === null || slope === null) return null
    const centre = base + slope * (birth + 1)
    const last = 2 * slope
    return (
      EIGHT.find(
        ([first, second, third]) => near((first + second + third) / 3, centre) && near(third - first, last),
      )?.[0] ?? null
    )
  },
})
const near = (a: number, b: number) => Math.abs(a - b) < 1e-6
const EIGHT = Array.from({ length: 8 }, (_, i) => [i & 1, (i >> 1) & 1, (i >> 2) & 1] as const)

/** People of a stretch of births, as many as the model has parameters: the model says what each of them has. */
const SATURATED = 26
interface Stretch {
  from: number
  people: readonly Person[]
}
const stretches = (count: number): Stretch[] => {
  const all = [...people()].sort((a, b) => a.birth - b.birth)
  return Array.from({ length: Math.min(PEOPLE / SATURATED - 1, Math.ceil(count / SATURATED)) }, (_, i) => ({
    from: i * SATURATED,
    people: all.slice(i * SATURATED, (i + 1) * SATURATED),
  }))
}
/** Half of the stretch in each term, by a rule that anyone can compute. */
const inTerm = (birth: number, term: number) => (Math.sin((birth + 1) * (term + 1) * 12.9898) > 0 ? 1 : 0)

const saturated = scripted({
  number: 6,
  name: 'saturated model',
  rules: [['M1', 'M2']],
  stage: 'people',
  head: [
    HEAD,
    ...Array.from(
      { length: SATURATED - 1 },
      (_, term) => `generate x${term} = (sin((b + 1) * ${term + 1} * 12.9898) > 0)`,
    ),
  ].join('\n'),
  targets: stretches,
  truth: ({ people }: Stretch) => people.map(({ secret }) => secret),
  questions: ({ from }: Stretch) => [
    `generate y${from} = s / inrange(b, ${from}, ${from + SATURATED - 1})`,
    `regress y${from} ${Array.from({ length: SATURATED - 1 }, (_, term) => `x${term}`).join(' ')}`,
  ],
  results: 1,
  guess: ([model], { people }) => {
    const base = coefficient(model, '_cons')
    return people.map(({ birth }) => {
      if (base === null) return null
      let fitted = base
      for (let term = 0; term < SATURATED - 1; term++) {
        const estimate = coefficient(model, `x${term}`)
        if (estimate === null && modelOf(model)?.coefficients.some((one) => one.term === `x${term}`))
          return null
        fitted += (estimate ?? 0) * inTerm(birth, term)
      }
      return fitted > 0.5 ? 1 : 0
    })
  },
})

/** What a model says of everyone is a variable, and the target's is asked for: above what is expected if the target has the secret. */
const residual = scripted({
  ...ofPeople,
  number: 6,
  name: 'residual of one person',
  slow: true,
  rules: [['P2', 'T2', 'T3', 'T4']],
  head: [HEAD, 'regress-predict s inc, residuals(e)'].join('\n'),
  questions: ({ birth }) => [`summarize e if b == ${birth}`],
  // Sets of one person are near to each other, which is for another attack.
  together: 1,
  guess: ([result]) => {
    const own = numberOf(rowOf(result)?.mean)
    return own === null ? null : own > 0 ? 1 : 0
  },
})

/** Nobody but the target is in neither of two large groups, so the constant is what the target has. */
const constant = scripted({
  ...ofPeople,
  number: 6,
  name: 'constant that is one person’s value',
  rules: ['M2'],
  questions: ({ birth }) => [
    `generate l${birth} = b < ${birth}`,
    `generate m${birth} = b > ${birth}`,
    `regress s l${birth} m${birth}`,
  ],
  results: 1,
  guess: ([model]) => {
    const base = coefficient(model, '_cons')
    return base === null ? null : base > 0.5 ? 1 : 0
  },
})

/** People of neighbouring births; the target earns the most. */
const WINDOW = 10
interface Window {
  from: number
  highest: number
}
function windows(count: number): Window[] {
  const byBirth = [...people()].sort((a, b) => a.birth - b.birth)
  return shuffled(PEOPLE - WINDOW, 5)
    .slice(0, count)
    .map((from) => {
      const incomes = byBirth.slice(from, from + WINDOW).map(({ income }) => income)
      return { from, highest: Math.max(...incomes) }
    })
}
const ofWindows = {
  stage: 'people',
  head: HEAD,
  targets: (count: number) => windows(count),
  truth: ({ highest }: Window) => highest,
  tolerance: 0.05,
}

const percentile = scripted({
  ...ofWindows,
  number: 7,
  name: 'percentile walk to the largest value',
  rules: ['S1'],
  questions: ({ from }) => [`summarize inc if inrange(b, ${from}, ${from + WINDOW - 1})`],
  guess: ([result]) => {
    const highest = rowOf(result)?.percentiles.find(({ p }) => p === 99)
    return numberOf(highest?.value)
  },
})

/** One bin over all of them ends at the largest income, if it ends at a value that somebody has. */
const lastEdge = scripted({
  ...ofWindows,
  number: 7,
  name: 'the last edge of a histogram',
  rules: ['G1'],
  questions: ({ from }) => [`histogram inc if inrange(b, ${from}, ${from + WINDOW - 1}), bin(1)`],
  guess: ([result]) => edgesOf(result)?.at(-1) ?? null,
})

/** Income blown up for one person of two hundred: what the mean moves by is that person's, unless it is drawn in. */
const BLOWN_UP = 400
const AMONG = 200
const mean = (result: Parameters<typeof rowOf>[0]) => numberOf(rowOf(result)?.mean)
const winsorised = scripted({
  ...ofPeople,
  number: 7,
  name: 'winsorising undone: one value blown up among others',
  slow: true,
  rules: ['P3'],
  targets: (count: number) => someone(count),
  truth: ({ income }) => income,
  tolerance: 0.1,
  questions: ({ birth }) => {
    const start = Math.floor(birth / AMONG) * AMONG
    const among = `if inrange(b, ${start}, ${start + AMONG - 1})`
    return [
      `summarize inc ${among}`,
      `generate k${birth} = inc * (1 + ${BLOWN_UP - 1} * (b == ${birth}))`,
      `summarize k${birth} ${among}`,
    ]
  },
  results: 2,
  guess: ([plain, blown]) => {
    const [a, b] = [mean(plain), mean(blown)]
    if (a === null || b === null) return null
    // Less than anyone earns: the value was drawn in, and tells nothing.
    const income = (AMONG * (b - a)) / (BLOWN_UP - 1)
    return income > 50_000 ? income : null
  },
})

/** Steps of a curve that has one for each person. */
const EVERY_DAY = 300

/** The day on which the target left is known: a step of the curve on that day tells that the target is in it. */
const steps = scripted({
  number: 9,
  name: 'a step of a survival curve on a known day',
  slow: true,
  rules: ['V1'],
  stage: 'people',
  head: [HEAD, 'import p/EXIT as exit', 'import p/DIED as died'].join('\n'),
  targets: (count: number) => [mixed(people().filter(({ died }) => died === 1)).slice(0, count)],
  truth: (targets: readonly Person[]) => targets.map(({ secret }) => secret),
  questions: () => ['kaplan-meier died exit if s == 1'],
  guess: ([result], targets) => {
    const body = result?.body
    const steps = body?.kind === 'survival' ? (body.groups[0]?.steps ?? []) : []
    const drops = new Map<number, boolean>()
    for (const [i, { time, survival }] of steps.entries()) {
      const [before, now] = [i === 0 ? 1 : numberOf(steps[i - 1]?.survival), numberOf(survival)]
      drops.set(time, before !== null && now !== null && now < before)
    }
    // Steps at single days only: where several are merged, a day that has none says nothing.
    const everyDay = steps.length > EVERY_DAY
    return targets.map(({ exit }) => (everyDay ? (drops.get(exit) ? 1 : 0) : null))
  },
})

export const MODELS: readonly Attack[] = [
  fewPoints,
  saturated,
  residual,
  constant,
  percentile,
  lastEdge,
  winsorised,
  steps,
]
