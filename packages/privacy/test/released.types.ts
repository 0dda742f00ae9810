/**
 * What must not compile: every way by which another package might make a `Released<T>` of its own. Checked
 * by tsc.
 */
import { Released } from '@sund/privacy'

// @ts-expect-error the constructor is private
new Released(1)

// @ts-expect-error the same shape is not the same type
export const shaped: Released<number> = { value: 1, toJSON: () => 1 }

class Look<T> {
  #value: T
  constructor(value: T) {
    this.#value = value
  }
  get value(): T {
    return this.#value
  }
  toJSON(): T {
    return this.#value
  }
}
// @ts-expect-error neither is a class that looks alike
export const alike: Released<number> = new Look(1)

// @ts-expect-error a bare value is not released by saying so
export const said = 1 as Released<number>

declare const result: { index: number; command: string }
// @ts-expect-error nor is a result
export const claimed = result as Released<typeof result>

// @ts-expect-error the class cannot be extended to reach its constructor
export class Mine extends Released<number> {}

/** Reading one is what everybody may do. */
export const read = (released: Released<number>): number => released.value
