/**
 * What the ledger said of the sets behind one result, kept while the result is protected, and which of them it tells in the end. Apart from
 * the rules so that each kind of result asks the same questions: is this near something that was told, was it told itself, now it is told.
 */
import type { Ledger, LedgerVerdict } from '@sund/model'
import type { Derived } from './derived.js'
import type { Sets } from './sets.js'

/** The verdicts on one result. Parts of a statistic stand for the sets behind their numbers, as `setsOf` has it. */
export class Comparison {
  /** Nothing was compared: public data, and checks, which show nothing. */
  static readonly none = new Comparison({ behind: [], derived: [] }, [], null, 0)

  readonly #verdicts = new Map<object, Set<LedgerVerdict>>()
  readonly #told = new Set<object>()

  private constructor(
    readonly sets: Sets,
    readonly verdicts: readonly LedgerVerdict[],
    /** When the same may be asked again where no quota is left (ISO 8601). */
    readonly again: string | null,
    /** Sets that were told before of populations no larger than this one's kind (rule L2). */
    readonly toldBefore: number,
  ) {
    sets.behind.forEach(({ of }, place) => {
      const verdict = verdicts[place]
      if (verdict) this.#verdicts.set(of, (this.#verdicts.get(of) ?? new Set()).add(verdict))
    })
  }

  /** Asks `ledger` about all sets at once; `magnitude`: of the population's size. */
  static async of(sets: Sets, magnitude: number, ledger: Ledger): Promise<Comparison> {
    const { verdicts, again, told } = await ledger.compare(
      [...sets.behind, ...sets.derived].map(({ set }) => set),
      { own: sets.behind.length, magnitude },
    )
    return new Comparison(sets, verdicts, again, told)
  }

  get quota(): boolean {
    return this.again !== null || this.verdicts.includes('quota')
  }

  /** True when a set behind this part differs by too few people from one that was told. */
  near(of: object): boolean {
    return this.#verdicts.get(of)?.has('near') ?? false
  }

  /** True when all that stands behind this part was told before. */
  known(of: object): boolean {
    const verdicts = this.#verdicts.get(of)
    return verdicts !== undefined && [...verdicts].every((verdict) => verdict === 'known')
  }

  /** Parts of which the reader was told how many people they have together, and this does not follow from parts that are known. */
  get knownTogether(): readonly (readonly object[])[] {
    return this.#derived('known').flatMap(({ ways, sum }) =>
      sum === null || ways.some((way) => way.every((of) => this.known(of))) ? [] : [sum],
    )
  }

  /** Notes that a number about this part is shown. */
  tell(of: object): void {
    this.#told.add(of)
  }

  /** True when a set that is near something told can be worked out from what this result shows. */
  get tellsTooMuch(): boolean {
    return this.#derived('near').some((derived) => this.#follows(derived))
  }

  /** The places of the compared sets that stand behind numbers of the result, or follow from them. */
  get told(): number[] {
    const { behind, derived } = this.sets
    const shown = [...behind.map(({ of }) => this.#told.has(of)), ...derived.map((one) => this.#follows(one))]
    return shown.flatMap((is, place) => (is ? [place] : []))
  }

  /** How many sets it tells with numbers of their own, and nobody in the circle was told before. */
  get fresh(): number {
    const own = this.sets.behind.length
    return this.told.filter((place) => place < own && this.verdicts[place] === 'new').length
  }

  #follows({ ways }: Derived): boolean {
    return ways.some((way) => way.every((of) => this.#told.has(of)))
  }

  #derived(verdict: LedgerVerdict): Derived[] {
    return this.sets.derived.filter((_, place) => this.verdicts[this.sets.behind.length + place] === verdict)
  }
}
