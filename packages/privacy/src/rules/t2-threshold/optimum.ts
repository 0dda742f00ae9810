/**
 * The cheapest set of cells to withhold that protects every primary one, by branch and cut (Fischetti and Salazar-González 2001, Management
 * Science 47, sections 3 and 4): a small programme chooses shares of columns, the intervals of the primary ones answer, and each that is too
 * narrow gives by duality an inequality that every safe choice fulfils. A column that is chosen in part is then released in one branch and
 * withheld in the other. The work is limited in programmes, never in time, so the same table gives the same answer.
 */
import type { Highs } from 'highs'
import { type Intervals, intervalsOf, TOLERANCE } from './intervals.js'
import type { Sums } from './sums.js'

/** What is to be protected in the sums of a table. */
export interface Problem {
  sums: Sums
  /** Columns that are withheld for their own sake, each to span at least `threshold`. */
  primary: ReadonlySet<number>
  /** Columns that may be withheld besides. */
  free: readonly number[]
  /** What it costs to withhold a column: a whole number. */
  price(column: number): number
  threshold: number
  /** Linear programmes that may be solved. */
  programmes: number
}

export interface Choice {
  /** Columns withheld besides the primary ones. */
  secondary: ReadonlySet<number>
  /** For each primary column that is safe by them, the columns that make it so. */
  proofs: ReadonlyMap<number, ReadonlySet<number>>
  /** No cheaper choice is safe. Else the limit was met, and primary columns may be left without proof. */
  cheapest: boolean
}

/** The cheapest choice, or the best that was found; null when no choice protects every primary column. */
export function leastWithheld(problem: Problem, solver: Highs): Choice | null {
  const { sums, primary, free, threshold } = problem
  const intervals = intervalsOf(solver, sums, [...primary, ...free], threshold)
  const shares = chosenShares(problem, solver)
  const spans = new Spans(intervals, problem)
  let programmes = 0
  /** The best choice that was found, if any. */
  const best: { choice: Choice; price: number }[] = []
  const spent = () => intervals.solved + programmes > problem.programmes
  /** Cheapest shares that fulfil every inequality, until no primary column asks for another; null when they cannot beat the best. */
  const settle = (): readonly number[] | 'spent' | null => {
    for (;;) {
      if (spent()) return 'spent'
      programmes++
      const chosen = shares.run()
      if (chosen === null || chosen.price > (best[0]?.price ?? Number.POSITIVE_INFINITY) - 1 + TOLERANCE)
        return null
      chosen.shares.forEach((share, place) => {
        spans.withhold(free[place] as number, share)
      })
      let settled = true
      for (const column of primary) {
        const contributions = spans.narrow(column)
        if (contributions === 'wide') continue
        if (contributions === null) return 'spent'
        settled = false
        let missing = threshold
        for (const other of primary) missing -= contributions.get(other) ?? 0
        const cut = free.flatMap((other, place) => {
          const most = contributions.get(other) ?? 0
          return most > 0 ? [{ place, factor: Math.min(1, most / missing) }] : []
        })
        if (cut.length === 0) return null
        shares.atLeastOne(cut)
        if (spent()) return 'spent'
      }
      if (settled) return chosen.shares
    }
  }
  const search = (): boolean => {
    const settled = settle()
    if (settled === 'spent') return false
    if (settled === null) return true
    const middling = settled.map((share) => Math.abs(share - 0.5))
    const place = middling.indexOf(Math.min(...middling))
    if (place < 0 || Number.isInteger(settled[place])) {
      const price = settled.reduce((sum, share, at) => sum + share * problem.price(free[at] as number), 0)
      best[0] = { choice: spans.choice(), price }
      return true
    }
    const finished = [1, 0].every((share) => {
      shares.fix(place, share)
      return search()
    })
    shares.free(place)
    return finished
  }
  try {
    const cheapest = search()
    const [found] = best
    if (found) return { ...found.choice, cheapest }
    return cheapest ? null : spans.choice()
  } finally {
    intervals.close()
    shares.close()
  }
}

/** Which primary columns are safe under the shares that are withheld now; proofs are kept for as long as these do not shrink. */
class Spans {
  readonly #intervals: Intervals
  readonly #threshold: number
  readonly #shares = new Map<number, number>()
  readonly #proofs = new Map<number, ReadonlyMap<number, number>>()

  constructor(intervals: Intervals, { primary, threshold }: Problem) {
    this.#intervals = intervals
    this.#threshold = threshold
    for (const column of primary) this.withhold(column, 1)
  }

  withhold(column: number, share: number): void {
    if (share === (this.#shares.get(column) ?? 0)) return
    this.#shares.set(column, share)
    this.#intervals.withhold(column, share)
  }

  /** What each column can contribute to the width of one that is too narrow; null when the solver gave up. */
  narrow(column: number): 'wide' | ReadonlyMap<number, number> | null {
    const proof = this.#proofs.get(column)
    if (proof && [...proof].every(([other, share]) => (this.#shares.get(other) ?? 0) >= share)) return 'wide'
    this.#proofs.delete(column)
    const { wide, moving, contributions } = this.#intervals.spanOf(column, this.#threshold)
    if (!wide) return contributions
    this.#proofs.set(column, new Map([...moving].map((other) => [other, this.#shares.get(other) ?? 0])))
    return 'wide'
  }

  /** Every column that is withheld at least in part. */
  choice(): Choice {
    const secondary = new Set([...this.#shares].flatMap(([column, share]) => (share > 0 ? [column] : [])))
    return {
      secondary,
      proofs: new Map([...this.#proofs].map(([column, proof]) => [column, new Set(proof.keys())])),
      cheapest: false,
    }
  }
}

/** The programme that chooses shares of columns. */
function chosenShares({ free, price }: Problem, solver: Highs) {
  const { modelStatus, objectiveSense } = solver.constants
  const model = solver.createModel({
    numCols: free.length,
    numRows: 0,
    sense: objectiveSense.minimize,
    colCost: Float64Array.from(free, price),
    colLower: new Float64Array(free.length),
    colUpper: new Float64Array(free.length).fill(1),
    rowLower: [],
    rowUpper: [],
    matrix: {
      format: 'csc',
      numRows: 0,
      numCols: free.length,
      starts: new Int32Array(free.length + 1),
      indices: new Int32Array(0),
      values: new Float64Array(0),
    },
  })
  model.options.set({ output_flag: false, presolve: 'off' })
  return {
    /** Adds the inequality that the shares of these places, times their factors, are one at least together. */
    atLeastOne(cut: readonly { place: number; factor: number }[]) {
      model.addRow(1, solver.infinity, {
        indices: Int32Array.from(cut, ({ place }) => place),
        values: Float64Array.from(cut, ({ factor }) => factor),
      })
    },
    fix(place: number, share: number) {
      model.changeColBounds(place, share, share)
    },
    free(place: number) {
      model.changeColBounds(place, 0, 1)
    },
    /** The cheapest shares, without the solver's rounding, and their price; null when there are none. */
    run(): { shares: readonly number[]; price: number } | null {
      if (free.length === 0) return { shares: [], price: 0 }
      model.run()
      if (model.getModelStatus() === modelStatus.infeasible) return null
      const shares = Array.from(model.getSolution().colValue, (share) =>
        Math.abs(share - Math.round(share)) < TOLERANCE ? Math.round(share) : share,
      )
      return { shares, price: model.getObjectiveValue() }
    },
    close: () => model.dispose(),
  }
}
