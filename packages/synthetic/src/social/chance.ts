/**
 * Chance of a person's own, for what several registers must agree on but no `Person` holds: schooling and work. It hangs on the
 * person's status, which hangs on the country's seed, so any register draws the same life.
 */
import type { Person } from '../person.js'
import { Random } from '../random.js'

/** The person's own stream of `use`, the same wherever it is drawn from. */
export const ownChance = (person: Person, use: number): Random =>
  new Random(Math.floor(Math.abs(person.traits.status + 64) * 2 ** 40), use, person.index)

/**
 * The standard normal deviate below which a share lies; within 0.0005. Shares beyond 0.0001 and 0.9999 count as those.
 * Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 26.2.23.
 */
export function probit(share: number): number {
  const p = Math.min(0.9999, Math.max(0.0001, share))
  const t = Math.sqrt(-2 * Math.log(Math.min(p, 1 - p)))
  const x =
    t -
    (2.515517 + 0.802853 * t + 0.010328 * t * t) /
      (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t)
  return p < 0.5 ? -x : x
}
