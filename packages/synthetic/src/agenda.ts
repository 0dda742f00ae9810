/**
 * What a register will write about one person, noted in any order and read by day. One agenda serves a register for all
 * persons, so that no row needs an object of its own.
 */
import type { Day } from './days.js'

/** Notes are whole numbers below this. */
export const NOTES = 0x1_0000

export class Agenda {
  #entries = new Int32Array(256)
  #count = 0

  /** `day` from 1970 to 2059; `note` from 0 to `NOTES` − 1. */
  add(day: Day, note: number): void {
    if (this.#count === this.#entries.length) {
      const wider = new Int32Array(this.#count * 2)
      wider.set(this.#entries)
      this.#entries = wider
    }
    this.#entries[this.#count++] = day * NOTES + note
  }

  /** Hands over what was noted, by day and then by note, and forgets it. */
  read(take: (day: Day, note: number) => void): void {
    const entries = this.#entries.subarray(0, this.#count)
    this.#count = 0
    entries.sort()
    for (const entry of entries) take(Math.floor(entry / NOTES), entry % NOTES)
  }
}
