/**
 * Attacks that any account can make with scripts: what is asked about a target, and what is made of the answers. Here they are packed: many targets
 * share a script, no account asks more in a day than it is allowed, and an account whose run stops loses the targets of that script only.
 */
import type { RuleId } from '@sund/model'
import { type Attack, type Guess, type Lacking, score } from './attack.js'
import type { Answered } from './reading.js'
import type { Stage } from './stage.js'

/** Results that an account asks for in a day at most: as many of one sensitive variable as open terms allow. */
const IN_A_DAY = 28

/** `T` is a target, or several that the same questions are about. */
export interface Scripted<T> {
  number: number
  name: string
  rules: readonly Lacking[]
  slow?: true
  limit?: string
  off?: readonly RuleId[]
  /** Which registers it needs, and how a script begins. */
  stage: string
  head: string
  /** Whom it is about: at least `count` in all, where there are so many. */
  targets(count: number): readonly T[]
  /** Commands about one `T`, each a line of the script. */
  questions(target: T): readonly string[]
  /** Results that the questions give, where not each gives one. */
  results?: number
  /** What follows from the results of the questions, in order; null when nothing does. */
  guess(results: readonly Answered[], target: T): number | null | readonly (number | null)[]
  truth(target: T): number | readonly number[]
  /** A guess is right this near the truth, as a share of it. */
  tolerance?: number
  /** Targets of one script; else as many as a day allows. */
  together?: number
}

export function scripted<T>(attack: Scripted<T>): Attack {
  const { number, name, rules, off, limit, slow } = attack
  return {
    number,
    name,
    rules,
    ...(off === undefined ? {} : { off }),
    ...(slow === undefined ? {} : { slow }),
    ...(limit === undefined ? {} : { limit }),
    path: 'scripts',
    async play(theatre, count, policy) {
      const stage = await theatre.stage(attack.stage)
      stage.obey(policy)
      const targets = attack.targets(count)
      const guesses: Guess[] = []
      let queries = 0
      for (const group of groupsOf(targets, sizeOf(attack, targets))) {
        const { results, asked } = await askAll(stage, attack, group)
        queries += asked
        for (const [i, target] of group.entries())
          guesses.push(...paired(attack.guess(results[i] ?? [], target), attack.truth(target)))
      }
      return score(guesses.slice(0, count), queries, attack.tolerance)
    },
  }
}

function paired(guess: ReturnType<Scripted<never>['guess']>, truth: number | readonly number[]): Guess[] {
  if (typeof truth === 'number') return [{ truth, guess: typeof guess === 'number' ? guess : null }]
  return truth.map((each, i) => ({ truth: each, guess: Array.isArray(guess) ? (guess[i] ?? null) : null }))
}

const resultsOf = <T>(attack: Scripted<T>, target: T): number =>
  attack.results ?? attack.questions(target).length

function sizeOf<T>(attack: Scripted<T>, [first]: readonly T[]): number {
  return attack.together ?? (first === undefined ? 1 : Math.floor(IN_A_DAY / resultsOf(attack, first)))
}

/** Groups of at most `size`, targets that stand next to each other in different ones. */
function groupsOf<T>(targets: readonly T[], size: number): T[][] {
  const groups = Math.ceil(targets.length / Math.max(1, size))
  return Array.from({ length: groups }, (_, group) => targets.filter((_, i) => i % groups === group))
}

/** Asks everything about a group of targets as a new account; results by target. */
async function askAll<T>(stage: Stage, attack: Scripted<T>, group: readonly T[]) {
  const script = [attack.head, ...group.flatMap((target) => attack.questions(target))].join('\n')
  const answer = await stage.ask(stage.account(), script)
  let index = 0
  const results = group.map((target) =>
    Array.from({ length: resultsOf(attack, target) }, () => answer.results.get(index++)),
  )
  return { results, asked: index }
}
