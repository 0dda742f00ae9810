/**
 * Uniform whole numbers from secure random bytes. Apart from the samplers so that what they rest on, and that it is exact, can be read
 * alone: every number below a limit is equally likely, to the last bit, since words that would favour some are thrown away.
 */
import type { Randomness } from '@sund/model'

/** Bytes that are asked for at a time. */
const BUFFER_BYTES = 16_384
const WORD = 2 ** 32
/** Numbers of two words keep this many bits of the first, so that they are safe integers. */
const HIGH_BITS = 21
const SAFE = 2 ** 53

export class RandomIntegers {
  readonly #randomness: Randomness
  #words = new Uint32Array(0)
  #next = 0

  constructor(randomness: Randomness) {
    this.#randomness = randomness
  }

  #word(): number {
    if (this.#next === this.#words.length) {
      this.#words = new Uint32Array(new Uint8Array(this.#randomness.bytes(BUFFER_BYTES)).buffer)
      this.#next = 0
    }
    return this.#words[this.#next++] as number
  }

  /** A whole number from 0 to `limit` − 1; `limit` is a whole number from 1 to 2^53. Remainders of safe integers are exact. */
  below(limit: number): number {
    if (limit <= WORD) {
      const most = WORD - (WORD % limit)
      for (;;) {
        const word = this.#word()
        if (word < most) return word % limit
      }
    }
    const most = SAFE - (SAFE % limit)
    for (;;) {
      const number = (this.#word() >>> (32 - HIGH_BITS)) * WORD + this.#word()
      if (number < most) return number % limit
    }
  }

  /** The same for limits of any size. */
  belowLarge(limit: bigint): bigint {
    const bits = (limit - 1n).toString(2).length
    for (;;) {
      let number = 0n
      for (let have = 0; have < bits; have += 32) number = (number << 32n) | BigInt(this.#word())
      number &= (1n << BigInt(bits)) - 1n
      if (number < limit) return number
    }
  }

  coin(): boolean {
    return (this.#word() & 1) === 1
  }
}
