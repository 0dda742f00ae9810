/**
 * What an attack is and when it succeeds. Kept apart from the attacks, so that none of them marks itself: an attack sees what an attacker
 * knows and what was answered, gives a guess, and the score is made here against secrets that it never saw.
 */
import type { Policy, RuleId } from '@sund/model'
import type { Stage } from './stage.js'

/** One attack of the list in the rule book, or one way of making it. */
export interface Attack {
  /** Its place in the list, 1 to 13. */
  number: number
  name: string
  /** Rules without which it breaks through: each taken out by itself, or some together where any one of them would stop it. */
  rules: readonly Lacking[]
  /** It takes too long for a short run among the tests. */
  slow?: true
  /** Why it is not held: what no threshold can hold, and what stands against it. It is played and told, and stands apart from the attacks that are to be held. */
  limit?: string
  /** What `off` takes out, where it is not every rule. */
  off?: readonly RuleId[]
  /** `scripts`: what any account can send. `statistics`: the same rules and ledger, called directly, where scripts would take hours. */
  path: 'scripts' | 'statistics' | 'messages'
  play(theatre: Theatre, targets: number, policy: Policy): Promise<Played>
}

/** A rule that is taken out, or several of which each alone stops the attack. */
export type Lacking = RuleId | readonly [RuleId, RuleId, ...RuleId[]]

/** The stages that attacks share, opened when first asked for. */
export interface Theatre {
  stage(name: string): Promise<Stage>
}

/** How an attack went. Shares of targets, from 0 to 1. */
export interface Played {
  success: number
  /** The success of who learns nothing and makes the best constant guess over the same targets. */
  prior: number
  /** Results that were asked for. */
  queries: number
  targets: number
}

export const gain = ({ success, prior }: Played): number => success - prior

/** A guess with what is true; null where nothing was learned. */
export interface Guess {
  guess: number | null
  truth: number
}

/**
 * The score of guesses that count as right within `tolerance` of the truth (0: exactly). Who learned nothing guesses the constant that is right for
 * the most targets, so that an attack which learns nothing of anyone scores the prior exactly.
 */
export function score(guesses: readonly Guess[], queries: number, tolerance = 0): Played {
  const right = (guess: number, truth: number) => Math.abs(guess - truth) <= tolerance * Math.abs(truth)
  const truths = guesses.map(({ truth }) => truth)
  // Some best constant lies at the edge of what is right for some target.
  const candidates = [...new Set(truths.map((truth) => truth * (1 + tolerance * (1 - 1e-9))))]
  const hits = (constant: number) => truths.filter((truth) => right(constant, truth)).length
  const best = candidates.reduce((a, b) => (hits(b) > hits(a) ? b : a), candidates[0] ?? 0)
  const all = Math.max(1, guesses.length)
  const won = guesses.filter(({ guess, truth }) => right(guess ?? best, truth)).length
  return { success: won / all, prior: hits(best) / all, queries, targets: guesses.length }
}
