/**
 * Chance that can be repeated: every person has streams of their own, one for each use, so that a register draws the same
 * numbers whatever other registers are made, in whichever order and by however many workers.
 */
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator'

/** Draws from one stream. Every method is deterministic given the stream's state. */
export class Random {
  readonly #generator: RandomGenerator

  /** The stream of `use` for the unit `index` (a person's or a part's place in the country) under `seed`. */
  constructor(seed: number, use: number, index: number) {
    // Four rounds of the 32-bit finaliser of MurmurHash3 spread the three numbers over the state.
    const a = mix(seed ^ 0x9e3779b9)
    const b = mix(Math.floor(seed / 0x1_0000_0000) ^ a)
    const c = mix(use ^ b)
    const d = mix(index ^ c)
    this.#generator = xoroshiro128plusFromState([mix(a ^ d), mix(b + d), mix(c ^ (d >>> 7)), d | 1])
    this.#generator.next()
  }

  /** Uniform on [0, 1), 32 bits. */
  uniform(): number {
    return (this.#generator.next() >>> 0) / 0x1_0000_0000
  }

  /** True with probability `share`. */
  chance(share: number): boolean {
    return this.uniform() < share
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.uniform() * (most - least + 1))
  }

  /** Exponential waiting time with `rate` events per unit of time; infinite where the rate is 0. */
  wait(rate: number): number {
    return rate > 0 ? -Math.log(1 - this.uniform()) / rate : Number.POSITIVE_INFINITY
  }

  /** Normal, by the method of Box and Muller (1958); the second draw is not kept, so that each call takes two numbers. */
  normal(mean = 0, deviation = 1): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()))
    return mean + deviation * radius * Math.cos(2 * Math.PI * this.uniform())
  }

  /** Number of events of a Poisson process with this mean, by its waiting times; meant for means below some tens. */
  poisson(mean: number): number {
    let count = 0
    for (let left = mean - this.wait(1); left > 0; left -= this.wait(1)) count++
    return count
  }

  /** One of the items, each with its weight. */
  pick<T>(choice: Choice<T>): T {
    return choice.items[choice.draw(this.uniform())] as T
  }
}

/** Items with weights, prepared for many draws. Weights need not sum to one. */
export class Choice<T> {
  readonly items: readonly T[]
  readonly #until: Float64Array

  constructor(weighted: readonly (readonly [item: T, weight: number])[]) {
    this.items = weighted.map(([item]) => item)
    this.#until = new Float64Array(weighted.length)
    let sum = 0
    for (const [i, [, weight]] of weighted.entries()) {
      sum += weight
      this.#until[i] = sum
    }
    if (!(sum > 0)) throw new Error('a choice needs an item with a weight')
    for (let i = 0; i < this.#until.length; i++) this.#until[i] = (this.#until[i] as number) / sum
  }

  /** Index of the item that `uniform` on [0, 1) falls on, by bisection. */
  draw(uniform: number): number {
    let low = 0
    let high = this.#until.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (uniform < (this.#until[middle] as number)) high = middle
      else low = middle + 1
    }
    return low
  }
}

function mix(of: number): number {
  let h = of | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) | 0
}
