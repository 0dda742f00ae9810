/**
 * What the ledger said of the sets behind one result, kept while the result is protected, and which of them it tells in the end. A set that is near
 * one told before is replaced by that one, so that whatever is computed from counts comes out as it was told; nothing else has to know.
 */
import {
  type ComparedSet,
  type Ledger,
  type LedgerVerdict,
  type Policy,
  peopleInSlots,
  type RecordSet,
  type ToldIn,
  type ToldSet,
} from '@sund/model'

/** Whether what rests on people's values is withheld of a set: it stands for one that it is near to, or is the same as by another definition. */
export const isNear = ({ within }: RecordSet): boolean => within !== undefined

/** The verdicts on one result. */
export class Comparison {
  /** Nothing was compared: public data, and checks, which show nothing. */
  static readonly none = new Comparison([], [], null, 0, null)

  /** Where a set stands among those compared; of several parts with the same people each has its own. */
  readonly #places = new Map<RecordSet, number>()
  readonly #told = new Set<number>()

  private constructor(
    /** The sets that stand for the compared ones, in their order. */
    readonly sets: readonly RecordSet[],
    readonly verdicts: readonly LedgerVerdict[],
    /** When the same may be asked again where no quota is left (ISO 8601). */
    readonly again: string | null,
    /** Sets that were told before of populations no larger than this one's kind (rule L2). */
    readonly toldSets: number,
    /** Where the reader was told of one that some set is near to; null where they were not, but another of the circle. */
    readonly toldIn: ToldIn,
  ) {
    for (const [place, set] of sets.entries()) this.#places.set(set, place)
  }

  /** Asks `ledger` about all sets at once; `magnitude`: of the population's size. */
  static async of(
    sets: readonly ComparedSet[],
    magnitude: number,
    ledger: Ledger,
    policy: Policy,
  ): Promise<Comparison> {
    const { verdicts, told, again, toldSets } = await ledger.compare(sets, { magnitude })
    const near = sets.map(({ set }, place) => {
      const before = told[place]
      return before && !isSmallAndApart(set, before, policy) ? before : null
    })
    const standing = sets.map(({ set }, place) => {
      const before = near[place]
      return before ? standingFor(set, before, policy.difference) : { ...set }
    })
    const origins = near.flatMap((before) => (before ? [before.in] : []))
    return new Comparison(standing, verdicts, again, toldSets, origins.find((of) => of !== null) ?? null)
  }

  get quota(): boolean {
    return this.again !== null || this.verdicts.includes('quota')
  }

  /** True when the reader was told how many people the set has, or one near it. */
  toldBefore(set: RecordSet): boolean {
    const place = this.#places.get(set)
    return isNear(set) || (place !== undefined && this.verdicts[place] === 'known')
  }

  /** Notes that a number about this set is shown. */
  tell(set: RecordSet): void {
    const place = this.#places.get(set)
    if (place !== undefined) this.#told.add(place)
  }

  /** The places of the compared sets that stand behind numbers of the result. */
  get told(): number[] {
    return [...this.#told].sort((a, b) => a - b)
  }

  /** How many sets it tells that nobody in the circle was told before. */
  get fresh(): number {
    return this.told.filter((place) => this.verdicts[place] === 'new').length
  }
}

/**
 * Small sets differ in few slots though they share nobody. One that T2 withholds is told as another only where they may differ by fewer than `difference`
 * people: by at least as many as their slots differ by.
 */
function isSmallAndApart(
  set: RecordSet,
  { inSlots }: ToldSet,
  { cellThreshold, difference }: Policy,
): boolean {
  if (set.units >= cellThreshold) return false
  const apart = peopleInSlots(set).reduce(
    (sum, people, slot) => sum + Math.abs(people - (inSlots[slot] ?? 0)),
    0,
  )
  return apart >= difference
}

/**
 * The set that was told, in place of one near it. Sets that differ by `difference` people or some more may be taken for near, so the bound grows in
 * steps of `difference` where their counts do.
 */
function standingFor(set: RecordSet, { units, key }: ToldSet, difference: number): RecordSet {
  const steps = 1 + Math.floor(Math.abs(set.units - units) / difference)
  return { units, key, within: steps * difference - 1 }
}
