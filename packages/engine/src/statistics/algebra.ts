/**
 * The dense algebra of models: sums of products as symmetric matrices of a few dozen rows, and what is solved with
 * them. Sums are plain arrays, so that those of several parts add element by element.
 */
import { CholeskyDecomposition, Matrix } from 'ml-matrix'

/** Sums in a fixed order. Sums over parts of the rows add. */
export type Sums = readonly number[]

export function addSums(a: Sums, b: Sums): Sums {
  return a.map((sum, i) => sum + (b[i] as number))
}

/** Pairs (i, j) with i ≤ j < `size`: the order in which the upper triangle of a symmetric matrix is summed. */
export function pairs(size: number): (readonly [number, number])[] {
  return Array.from({ length: size }, (_, i) =>
    Array.from({ length: size - i }, (_, k) => [i, i + k] as const),
  ).flat()
}

export function symmetric(size: number, upper: Sums): Matrix {
  const matrix = Matrix.zeros(size, size)
  for (const [k, [i, j]] of pairs(size).entries()) {
    matrix.set(i, j, upper[k] as number)
    matrix.set(j, i, upper[k] as number)
  }
  return matrix
}

/**
 * Rows of a Gram matrix that do not depend linearly on earlier ones: those of which more than `tolerance` is left after
 * projection on the earlier kept ones (Gram–Schmidt on the matrix). Earlier rows are kept, as in Stata.
 */
export function independent(gram: Matrix, tolerance = 1e-10): number[] {
  const left = gram.clone()
  const kept: number[] = []
  for (let i = 0; i < gram.rows; i++) {
    const pivot = left.get(i, i)
    if (!(pivot > tolerance * gram.get(i, i)) || gram.get(i, i) === 0) continue
    kept.push(i)
    const row = left.getRow(i)
    for (let j = i + 1; j < gram.rows; j++)
      for (let k = i + 1; k < gram.rows; k++)
        left.set(j, k, left.get(j, k) - ((row[j] as number) * (row[k] as number)) / pivot)
  }
  return kept
}

/** The inverse of a symmetric positive definite matrix by Cholesky, null when it is not one. */
export function inverse(matrix: Matrix): Matrix | null {
  if (matrix.rows === 0) return Matrix.zeros(0, 0)
  const size = matrix.rows
  const scale = matrix.diagonal().map((d) => 1 / Math.sqrt(d))
  const scaled = pairs(size).map(([i, j]) => matrix.get(i, j) * (scale[i] as number) * (scale[j] as number))
  if (!scaled.every(Number.isFinite)) return null
  const decomposition = new CholeskyDecomposition(symmetric(size, scaled))
  if (!decomposition.isPositiveDefinite()) return null
  const solved = decomposition.solve(Matrix.eye(size))
  const upper = pairs(size).map(([i, j]) => solved.get(i, j) * (scale[i] as number) * (scale[j] as number))
  return upper.every(Number.isFinite) ? symmetric(size, upper) : null
}

/** v′ M v. */
export function quadratic(vector: readonly number[], matrix: Matrix): number {
  return vector.reduce(
    (sum, v, i) => sum + v * vector.reduce((inner, w, j) => inner + w * matrix.get(i, j), 0),
    0,
  )
}

export const times = (matrix: Matrix, vector: readonly number[]): number[] =>
  matrix.mmul(Matrix.columnVector([...vector])).to1DArray()
