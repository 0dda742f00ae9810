/**
 * National identifiers of eleven digits, valid in form like Norway's and never issued: 80 is added to the month, as in the
 * synthetic population of the Norwegian Tax Administration. Parts of a country share them out without talking to each other:
 * each owns every so many days of birth, and on these a band of the individual numbers. So a day of birth may be moved a little.
 */
import { type Day, dateNumber, dayOf } from '../days.js'
import { MALE, type Sex } from '../person.js'

/** A day of birth and the identifier that was taken for it. */
export interface Taken {
  birth: Day
  identifier: number
}

/** Nobody is older. */
const FIRST_BIRTH = dayOf(1900)
/** Bands that the individual numbers of a day are cut into: narrower ones would leave twins no numbers. */
const BANDS = 20

export class Identifiers {
  readonly #stride: number
  readonly #group: number
  readonly #band: number
  readonly #bands: number
  /** Individual numbers tried so far, by owned day and sex. */
  readonly #tried: Uint16Array

  /** Those of part `index` out of `parts`. */
  constructor(parts: number, index: number) {
    this.#bands = Math.min(parts, BANDS)
    this.#stride = Math.ceil(parts / this.#bands)
    this.#band = index % this.#bands
    this.#group = Math.floor(index / this.#bands)
    this.#tried = new Uint16Array(2 * (Math.ceil((dayOf(2030) - FIRST_BIRTH) / this.#stride) + 1))
  }

  /**
   * Takes an identifier for someone born as near to `wanted` as this part can, from `earliest` to `latest`, both included.
   * Null when the part has none left there.
   */
  take(sex: Sex, wanted: Day, earliest: Day, latest: Day): Taken | null {
    const stride = this.#stride
    const place = wanted - FIRST_BIRTH - this.#group
    const nearest = Math.round(place / stride)
    const side = place >= nearest * stride ? 1 : -1
    for (let step = 0; ; step++) {
      let within = false
      for (const slot of step === 0 ? [nearest] : [nearest + side * step, nearest - side * step]) {
        const birth = FIRST_BIRTH + this.#group + slot * stride
        if (birth < earliest || birth > latest || slot < 0) continue
        within = true
        const identifier = this.#next(sex, birth, slot)
        if (identifier !== null) return { birth, identifier }
      }
      if (!within && step * stride > latest - earliest + stride) return null
    }
  }

  #next(sex: Sex, birth: Day, slot: number): number | null {
    const date = dateNumber(birth)
    const count = individualNumbers(date)
    const from = Math.floor((this.#band * count) / this.#bands)
    const until = Math.floor(((this.#band + 1) * count) / this.#bands)
    const at = 2 * slot + (sex === MALE ? 1 : 0)
    while (from + (this.#tried[at] as number) < until) {
      const place = from + (this.#tried[at] as number)
      this.#tried[at] = (this.#tried[at] as number) + 1
      const identifier = withControlDigits(date, individualNumber(date, place, sex))
      if (identifier !== null) return identifier
    }
    return null
  }
}

/** Individual numbers of one sex on a day: 000–499 in 1900–1999 and 900–999 from 1940 on; 500–999 from 2000 on. */
const individualNumbers = (date: number): number => (date >= 1940_00_00 && date < 2000_00_00 ? 300 : 250)

/** The last of its three digits is odd for men and even for women. */
function individualNumber(date: number, place: number, sex: Sex): number {
  const odd = sex === MALE ? 1 : 0
  if (date >= 2000_00_00) return 500 + 2 * place + odd
  return (place < 250 ? 2 * place : 900 + 2 * (place - 250)) + odd
}

const FIRST_CONTROL = [2, 5, 4, 9, 8, 1, 6, 7, 3]
const SECOND_CONTROL = [2, 3, 4, 5, 6, 7, 2, 3, 4, 5]

/** Null where a control digit would be ten: such numbers do not exist. */
function withControlDigits(date: number, individual: number): number | null {
  const ddmmyy =
    (date % 100) * 10_000 + ((Math.floor(date / 100) % 100) + 80) * 100 + (Math.floor(date / 10_000) % 100)
  const nine = ddmmyy * 1000 + individual
  const first = controlDigit(nine, FIRST_CONTROL)
  if (first === 10) return null
  const ten = nine * 10 + first
  const second = controlDigit(ten, SECOND_CONTROL)
  return second === 10 ? null : ten * 10 + second
}

/** Modulo 11 over the digits from the last to the first. */
function controlDigit(digits: number, weights: readonly number[]): number {
  let sum = 0
  for (const weight of weights) {
    sum += weight * (digits % 10)
    digits = Math.floor(digits / 10)
  }
  return (11 - (sum % 11)) % 11
}
