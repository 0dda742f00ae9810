/**
 * Perturbation tables of the cell key method: for each count, how likely each move of it is. Kept apart from the rule, which deals the moves
 * out to keys, because this half is published and is held against what was published.
 *
 * Fraser and Wooton (2005), Marley and Leaver (2011), Giessing (2016): of all distributions with mean zero, a variance of at most V and moves of
 * at most D the one of greatest entropy, which assumes least. It is an exponential family, p(v) ∝ exp(av − λv²), so that two numbers
 * are sought and not one for each move. These are the defaults of `create_cnt_ptable` in the R package ptable (Enderle, Giessing and Tent), without
 * its demand that probabilities rise towards the move of none, which its published example meets by itself.
 */

/** The moves that a count may make, in rising order, and how likely each is. */
export interface PerturbationRow {
  moves: readonly number[]
  probabilities: readonly number[]
}

export interface PerturbationParameters {
  /** D: the most that a count moves. */
  bound: number
  /** V: the most that the variance of the moves is. */
  variance: number
  /** Counts of 1 … js are never the target of a move. */
  js?: number | undefined
  /** How likely it is at least that a count stays, where it may (pstay). */
  stay?: number | undefined
}

/**
 * A row for each count from 0; the last, from which no target is out of reach, holds for all greater counts. None stays none. Where no distribution has mean zero or
 * so small a variance, the row is the nearest that exists.
 */
export function perturbationTable({
  bound,
  variance,
  js = 0,
  stay = 0,
}: PerturbationParameters): PerturbationRow[] {
  const last = js === 0 ? bound : bound + js + 1
  return Array.from({ length: last + 1 }, (_, count) => {
    const moves =
      count === 0 ? [0] : movesUpTo(bound).filter((move) => count + move === 0 || count + move > js)
    return { moves, probabilities: leastTelling(moves, variance, stay) }
  })
}

const movesUpTo = (bound: number): number[] =>
  Array.from({ length: 2 * bound + 1 }, (_, index) => index - bound)

/** Probabilities of greatest entropy with mean zero, variance of at most `variance`, and of none at least `stay`. */
function leastTelling(moves: readonly number[], variance: number, stay: number): number[] {
  const free = spread(moves, variance)
  const none = moves.indexOf(0)
  if (none < 0 || (free[none] as number) >= stay) return free
  // The bound on staying is met exactly, and what else moves has the variance for itself.
  const others = spread(
    moves.filter((move) => move !== 0),
    variance / (1 - stay),
  ).map((share) => share * (1 - stay))
  return others.toSpliced(none, 0, stay)
}

function spread(moves: readonly number[], variance: number): number[] {
  const below = moves.findLast((move) => move < 0)
  const above = moves.find((move) => move > 0)
  const holdsNone = moves.includes(0)
  if (below === undefined || above === undefined || (holdsNone && variance === 0)) return nearestToNone(moves)
  const widest = tilted(moves, null)
  if (secondMoment(moves, widest) <= variance) return widest
  if (!holdsNone && variance <= -below * above)
    return moves.map((move) =>
      move === below ? above / (above - below) : move === above ? -below / (above - below) : 0,
    )
  return tilted(moves, variance)
}

function nearestToNone(moves: readonly number[]): number[] {
  const least = Math.min(...moves.map(Math.abs))
  return moves.map((move) => (Math.abs(move) === least ? 1 : 0))
}

const secondMoment = (moves: readonly number[], probabilities: readonly number[]): number =>
  moves.reduce((sum, move, index) => sum + move * move * (probabilities[index] as number), 0)

/** Newton's steps at most; a handful are made. */
const STEPS = 200
/** How far the mean and the variance may be from what is asked, as parts of their range. */
const TOLERANCE = 1e-13

/**
 * p(v) ∝ exp(av + bv²) with mean zero and, where `variance` is given, that variance (else b = 0): the minimum of the convex log Σ exp(av + bv²) − bV
 * by Newton's method, each step halved until it descends.
 */
function tilted(moves: readonly number[], variance: number | null): number[] {
  const target = variance ?? 0
  const reach = Math.max(...moves.map(Math.abs))
  const dual = (a: number, b: number) => {
    const exponents = moves.map((move) => a * move + b * move * move)
    const most = Math.max(...exponents)
    const weights = exponents.map((exponent) => Math.exp(exponent - most))
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    return { value: most + Math.log(total) - b * target, shares: weights.map((weight) => weight / total) }
  }
  let [a, b] = [0, 0]
  let now = dual(a, b)
  for (let step = 0; step < STEPS; step++) {
    const [m1, m2, m3, m4] = [1, 2, 3, 4].map((power) =>
      moves.reduce((sum, move, index) => sum + move ** power * (now.shares[index] as number), 0),
    ) as [number, number, number, number]
    const gap = variance === null ? 0 : m2 - target
    if (Math.abs(m1) <= TOLERANCE * reach && Math.abs(gap) <= TOLERANCE * reach ** 2) break
    const [aa, ab, bb] = variance === null ? [m2 - m1 * m1, 0, 1] : [m2 - m1 * m1, m3 - m1 * m2, m4 - m2 * m2]
    const determinant = aa * bb - ab * ab
    const [da, db] = [(ab * gap - bb * m1) / determinant, (ab * m1 - aa * gap) / determinant]
    let part = 1
    let next = dual(a + da, b + db)
    while (next.value > now.value && part > Number.EPSILON) {
      part /= 2
      next = dual(a + part * da, b + part * db)
    }
    if (next.value > now.value) break
    a += part * da
    b += part * db
    now = next
  }
  return now.shares
}
