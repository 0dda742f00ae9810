/** How long to wait before something is tried again: growing, and never at the same moment for all that failed together. */

const FIRST_MS = 60_000
const LONGEST_MS = 6 * 3_600_000

/** Milliseconds until the attempt after the `attempts`th: a minute at first, three times as long each time, six hours at most, give or take a quarter. */
export function laterBy(attempts: number, random: () => number): number {
  return Math.min(FIRST_MS * 3 ** (attempts - 1), LONGEST_MS) * (0.75 + random() / 2)
}
