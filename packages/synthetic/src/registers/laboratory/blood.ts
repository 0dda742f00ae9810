/**
 * One person's blood over the years: a person keeps a place among others in each test, which drifts slowly, so that results hang
 * together over time; tests of one day that follow from one another do so here too.
 */
import { LABORATORY_TESTS, type Npu } from '../../codes/laboratory.js'
import type { Day } from '../../days.js'
import { ageOn, FEMALE, type Illness, type Person } from '../../person.js'
import type { Random } from '../../random.js'
import { ANALYTES, type Body } from './analytes.js'

const PLACES = new Map<Npu, number>(LABORATORY_TESTS.map(([npu], i) => [npu, i]))
const TESTS = LABORATORY_TESTS.map(([npu]) => ANALYTES[npu])

/** Standard deviation between persons of the yearly drift of their place, in standard deviations of the place. */
const DRIFT = 0.1

/** Place of a test in `LABORATORY_TESTS`. */
export const testIndex = (npu: Npu): number => PLACES.get(npu) as number

/** Serves one person after another, and their days one after another: `of`, then `draw`, then `value`. */
export class Blood implements Body {
  age = 0
  female = false
  bmi = 0
  status = 0
  smokes = false
  foreign = false
  ill = false
  season = 0
  #person: Person
  #random: Random
  #first: Day = 0
  #day: Day = 0
  /** Place among persons and its yearly drift by test, in standard deviations; good where `#drawnFor` is this person's turn. */
  readonly #place = new Float64Array(TESTS.length)
  readonly #drift = new Float64Array(TESTS.length)
  readonly #drawnFor = new Int32Array(TESTS.length)
  /** Results by test; good where `#measuredOn` is this sample's turn. */
  readonly #results = new Float64Array(TESTS.length)
  readonly #measuredOn = new Int32Array(TESTS.length)
  #persons = 0
  #samples = 0

  constructor(person: Person, random: Random) {
    this.#person = person
    this.#random = random
    this.of(person, random)
  }

  /** From now on this person, with this stream of chance. */
  of(person: Person, random: Random): void {
    this.#person = person
    this.#random = random
    this.#persons++
    this.#first = -1
    this.female = person.sex === FEMALE
    this.bmi = person.traits.bmi
    this.status = person.traits.status
    this.smokes = person.traits.smoking === 'current'
    this.foreign = person.bornIn !== 'NO'
  }

  /** A new sample, taken for an infection or not. Days come in order. */
  draw(day: Day, ill: boolean): void {
    this.#samples++
    this.#day = day
    if (this.#first < 0) this.#first = day
    this.age = ageOn(this.#person, day)
    this.ill = ill
    this.season = ((day + 0.5) / 365.2425) % 1
  }

  since(illness: Illness): number {
    const found = this.#person.illnesses.get(illness)
    return found === undefined ? Number.NEGATIVE_INFINITY : (this.#day - found) / 365.2425
  }

  /** The value of a test in this sample, rounded as the laboratory gives it. */
  value(npu: Npu): number {
    return this.valueAt(testIndex(npu))
  }

  /** The same, by the test's place in `LABORATORY_TESTS`. */
  valueAt(test: number): number {
    if (this.#measuredOn[test] !== this.#samples) {
      this.#results[test] = this.#measure(test)
      this.#measuredOn[test] = this.#samples
    }
    return this.#results[test] as number
  }

  #measure(test: number): number {
    const { level, between, within, spread, log, digits } = TESTS[test] as (typeof TESTS)[number]
    const random = this.#random
    let deviation = 0
    if (between > 0) {
      if (this.#drawnFor[test] !== this.#persons) {
        this.#place[test] = random.normal()
        this.#drift[test] = random.normal(0, DRIFT)
        this.#drawnFor[test] = this.#persons
      }
      const years = (this.#day - this.#first) / 365.2425
      const place = (this.#place[test] as number) + (this.#drift[test] as number) * years
      deviation = (between * place + within * random.normal()) * (spread?.(this) ?? 1)
    }
    const value = log ? level(this) * Math.exp(deviation) : level(this) + deviation
    const scale = 10 ** digits
    return Math.max(0, Math.round(value * scale) / scale)
  }
}
