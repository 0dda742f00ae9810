/** Ports with no surprises, for tests: a clock that stands still, identifiers that count, bytes from a seed. */
import type { Clock, Identifiers, Randomness } from './ports.js'

/** A clock that shows `iso` until told otherwise. */
export function fixedClock(iso = '2026-01-01T00:00:00.000Z'): Clock & { set(iso: string): void } {
  let at = new Date(iso)
  return {
    now: () => at,
    set: (next) => {
      at = new Date(next)
    },
  }
}

/** UUIDs that count from 1. */
export function countingIdentifiers(): Identifiers {
  let count = 0
  return { next: () => `00000000-0000-4000-8000-${(++count).toString(16).padStart(12, '0')}` }
}

/** The same bytes for the same seed (xorshift32): never for anything but tests. */
export function seededRandomness(seed = 1): Randomness {
  let state = seed | 1
  return {
    bytes: (count) =>
      Uint8Array.from({ length: count }, () => {
        state ^= state << 13
        state ^= state >>> 17
        state ^= state << 5
        return state & 255
      }),
  }
}
