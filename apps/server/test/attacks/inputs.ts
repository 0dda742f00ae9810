/**
 * Inputs made to hurt: number 12 of the list. An attack succeeds when the process dies, does not answer within a second, or lets through what was smuggled
 * in. With the defences off the same inputs meet a reader without limits, a few lines that do what first comes to mind.
 */
import { Failure } from '@sund/model'
import type { Attack, Played } from './attack.js'
import { HEAD } from './differences.js'

const SECOND = 1_000

interface Hostile {
  name: string
  script(size: number): string
  /** True when a reader without limits comes to harm. */
  harmsNaive(script: string, size: number): boolean
  /** At most so many targets: it is large. */
  most?: number
}

const dies = (work: () => unknown): boolean => {
  try {
    work()
    return false
  } catch {
    return true
  }
}

/** How deep brackets go, by recursion. */
const depth = (text: string, at = 0): number => (text[at] === '(' ? 1 + depth(text, at + 1) : 0)

const HOSTILE: readonly Hostile[] = [
  {
    name: 'text in a code',
    script: (size) => `keep if sex == "1' OR ${size}=${size}; DROP TABLE people; --"\ntabulate s`,
    harmsNaive: (script) => /'1' OR (\d+)=\1/.test(`WHERE sex = '${script.split('"')[1]}'`),
  },
  {
    name: 'label with markup',
    script: (size) => `define-labels l 0 "<img src=x onerror=alert(${size})>" 1 "y"\nassign-labels nobody l`,
    harmsNaive: (script) => `<th>${script.split('"')[1]}</th>`.includes('<img'),
  },
  {
    name: 'script of 10 MB',
    script: () => 'tabulate s\n'.repeat(950_000),
    // Each line compared with those before it, as a reader that looks for names does.
    harmsNaive: (script) => script.split('\n').length ** 2 > 1e11,
    most: 3,
  },
  {
    name: 'deep nesting',
    script: (size) => `generate x = ${'('.repeat(40_000 + size)}1${')'.repeat(40_000 + size)}`,
    harmsNaive: (script) => dies(() => depth(script.slice(script.indexOf('(')))),
    most: 100,
  },
  {
    name: 'a loop of 10⁹ steps',
    script: (size) => `for i in 1:${1e9 + size}\ngenerate x$i = 1\nend`,
    harmsNaive: (script) => dies(() => new Array(5 * Number(/1:(\d+)/.exec(script)?.[1]))),
  },
  {
    name: 'loops in loops',
    script: (size) => `for i in 1:${1000 + size}; j in 1:1000; k in 1:1000\ngenerate x$i = 1\nend`,
    harmsNaive: (script) => dies(() => new Array(5 * Number(/1:(\d+)/.exec(script)?.[1]) * 1e6)),
  },
  {
    name: 'a join that explodes',
    script: (size) =>
      `generate one = ${size}\ncreate-dataset e\nimport p/SEX as z\ngenerate one = ${size}\nmerge z into d on one`,
    // Two thousand people with two thousand each, three times over.
    harmsNaive: () => 2_000 ** 3 > 1e9,
    most: 100,
  },
  {
    name: 'text that doubles',
    script: (size) =>
      [
        'let a0 = "xy"',
        ...Array.from({ length: 60 + (size % 9) }, (_, i) => `let a${i + 1} = $a${i} ++ $a${i}`),
      ].join('\n'),
    harmsNaive: () => dies(() => 'xy'.repeat(2 ** 60)),
  },
]

export const INPUTS: readonly Attack[] = [
  {
    number: 12,
    name: 'inputs made to crash, hang or smuggle',
    rules: [],
    path: 'scripts',
    async play(theatre, count, policy): Promise<Played> {
      const stage = await theatre.stage('people')
      stage.obey(policy)
      const naive = policy.off !== undefined
      const sized = Array.from({ length: count }, (_, size) => {
        const wanted = HOSTILE[size % HOSTILE.length] as Hostile
        const hostile = size >= HOSTILE.length * (wanted.most ?? count) ? (HOSTILE[0] as Hostile) : wanted
        return { hostile, size }
      })
      let won = 0
      for (const { hostile, size } of sized) {
        const script = `${HEAD}\n${hostile.script(size)}`
        if (naive) won += hostile.harmsNaive(script, size) ? 1 : 0
        else if (!(await refusedInTime(() => stage.sund.hub.check(script)))) won++
      }
      // The process lives, and answers.
      const alive = await stage.ask(stage.account(), `${HEAD}\ntabulate sex`)
      if (alive.results.size !== 1) won = count
      return { success: won / count, prior: 0, queries: count, targets: count }
    },
  },
]

/** True when a script is refused with words for its author, within a second. */
async function refusedInTime(
  check: () => Promise<{ errors: readonly { code: string }[] }>,
): Promise<boolean> {
  const started = performance.now()
  try {
    const { errors } = await check()
    const refused = errors.length > 0 && errors.every(({ code }) => code.startsWith('script.'))
    return refused && performance.now() - started < SECOND
  } catch (thrown) {
    return thrown instanceof Failure && performance.now() - started < SECOND
  }
}
