/**
 * What a demonstration is and when its attack succeeds. Apart from the attacks, so that none marks itself: an attack makes guesses from what
 * it was told, and the score is made here against what is true.
 */
import type { LocalisedText, Result, RuleId, Statistic } from '@sund/model'

/** An attack on made-up people, with the words for those who watch it. */
export interface Demonstration {
  id: string
  title: LocalisedText
  /** What the attacker knows beforehand, and wants to know. */
  lead: LocalisedText
  /** What is taken out where it is shown without protection, and in words what that is like. */
  out: readonly RuleId[]
  unprotected: LocalisedText
  /** Guesses are right within this share of the truth; 0: exactly. */
  tolerance: number
  play(account: () => Account): Promise<Attempt>
}

/** Somebody who asks, and has asked nothing yet. */
export interface Account {
  ask(statistic: Statistic): Promise<Result>
}

export interface Exchange {
  asked: LocalisedText
  answered: LocalisedText
}

/** What came of an attack: a guess for each target, null where nothing was learned, and how it went for one of them in words. */
export interface Attempt {
  guesses: readonly { guess: number | null; truth: number }[]
  example: Exchange[]
  conclusion: LocalisedText
  queries: number
}

/** Shares from 0 to 1; `targets`: of whom the attacker is right because of what was told. */
export interface Score {
  success: number
  /** The success of who is told nothing and makes the best constant guess. */
  prior: number
  targets: boolean[]
}

/** Who learned nothing of a target guesses the constant that is right for the most, and so does as well as `prior` where nothing was learned of anyone. */
export function score(guesses: Attempt['guesses'], tolerance: number): Score {
  const right = (guess: number, truth: number) => Math.abs(guess - truth) <= tolerance * Math.abs(truth)
  const hits = (constant: number) => guesses.filter(({ truth }) => right(constant, truth)).length
  // Some best constant lies at the edge of what is right for some target.
  const candidates = guesses.map(({ truth }) => truth * (1 + tolerance * (1 - 1e-9)))
  const best = candidates.reduce((a, b) => (hits(b) > hits(a) ? b : a), candidates[0] ?? 0)
  const all = Math.max(1, guesses.length)
  return {
    success: guesses.filter(({ guess, truth }) => right(guess ?? best, truth)).length / all,
    prior: hits(best) / all,
    targets: guesses.map(({ guess, truth }) => guess !== null && right(guess, truth)),
  }
}
