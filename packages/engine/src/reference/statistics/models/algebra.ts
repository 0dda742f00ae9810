/** Small dense algebra by eigenvalues and explicit columns: slow, and different from what the SQL path does. */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix'

export type Vector = readonly number[]

/** A symmetric matrix is singular where an eigenvalue, its diagonal made 1, is not above this. */
const SINGULAR = 1e-12

/** V f(λ) V′ of a symmetric matrix, its diagonal made 1 first. Null unless that diagonal is positive. */
function spectral(matrix: Matrix, of: (eigenvalue: number) => number | null): Matrix | null {
  const size = matrix.rows
  if (size === 0) return Matrix.zeros(0, 0)
  const scale = matrix.diagonal().map((d) => 1 / Math.sqrt(d))
  if (!scale.every((s) => Number.isFinite(s) && s > 0)) return null
  const scaled = Matrix.zeros(size, size)
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++)
      scaled.set(
        i,
        j,
        ((matrix.get(i, j) + matrix.get(j, i)) / 2) * (scale[i] as number) * (scale[j] as number),
      )
  if (!scaled.to1DArray().every(Number.isFinite)) return null
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(scaled, {
    assumeSymmetric: true,
  })
  const values = realEigenvalues.map(of)
  if (values.includes(null)) return null
  const back = Matrix.diag(scale)
  return back
    .mmul(eigenvectorMatrix)
    .mmul(Matrix.diag(values as number[]))
    .mmul(eigenvectorMatrix.transpose())
    .mmul(back)
}

/** The inverse of a symmetric positive definite matrix; null when it is not one. */
export const inverseOf = (matrix: Matrix, singular = SINGULAR): Matrix | null =>
  spectral(matrix, (value) => (value > singular ? 1 / value : null))

/** A step uphill for any curvature: the inverse by the sizes of the eigenvalues. */
export function uphill(information: Matrix): Matrix {
  const size = information.rows
  if (size === 0) return Matrix.zeros(0, 0)
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(information, {
    assumeSymmetric: true,
  })
  const most = Math.max(...realEigenvalues.map(Math.abs), Number.MIN_VALUE)
  const inverse = realEigenvalues.map((value) => 1 / Math.max(Math.abs(value), 1e-14 * most))
  return eigenvectorMatrix.mmul(Matrix.diag(inverse)).mmul(eigenvectorMatrix.transpose())
}

export const dot = (a: Vector, b: Vector): number => a.reduce((sum, x, i) => sum + x * (b[i] as number), 0)
export const times = (matrix: Matrix, vector: Vector): number[] =>
  vector.length === 0 ? [] : matrix.mmul(Matrix.columnVector([...vector])).to1DArray()
export const quadratic = (vector: Vector, matrix: Matrix): number => dot(vector, times(matrix, vector))
export const logDeterminant = (matrix: Matrix): number =>
  matrix.rows === 0
    ? 0
    : new EigenvalueDecomposition(matrix, { assumeSymmetric: true }).realEigenvalues.reduce(
        (sum, value) => sum + Math.log(value),
        0,
      )

/** Σ w x y′ over rows. */
export function crossed(x: readonly Vector[], y: readonly Vector[]): Matrix {
  const [width, height] = [x[0]?.length ?? 0, y[0]?.length ?? 0]
  const sum = Matrix.zeros(width, height)
  for (const [r, row] of x.entries())
    for (let i = 0; i < width; i++)
      for (let j = 0; j < height; j++)
        sum.set(i, j, sum.get(i, j) + (row[i] as number) * ((y[r] as Vector)[j] as number))
  return sum
}

/**
 * Which of these columns do not depend on earlier ones: what is left of a column after projection on those kept, twice for its digits,
 * has more than this share of its square.
 */
export function independentOf(columns: readonly Vector[], tolerance = 1e-10): number[] {
  const basis: number[][] = []
  return columns.flatMap((column, i) => {
    let left = [...column]
    for (let twice = 0; twice < 2; twice++)
      for (const other of basis) {
        const along = dot(left, other)
        left = left.map((x, r) => x - along * (other[r] as number))
      }
    const [own, all] = [dot(left, left), dot(column, column)]
    if (!(own > tolerance * all)) return []
    basis.push(left.map((x) => x / Math.sqrt(own)))
    return [i]
  })
}

/** The derivative at 0 of a function of one number, by five points. */
export function slopeAt(of: (move: number) => number, step: number): number {
  return (of(-2 * step) - 8 * of(-step) + 8 * of(step) - of(2 * step)) / (12 * step)
}

/** The gradient of a function of several numbers. */
export const gradientOf = (of: (at: Vector) => number, at: Vector, step = 2e-3): number[] =>
  at.map((_, i) => slopeAt((move) => of(at.map((x, k) => (k === i ? x + move : x))), step))

/** Second derivatives of a function of several numbers. */
export function hessianOf(of: (at: Vector) => number, at: Vector, step = 2e-3): Matrix {
  const size = at.length
  const bent = Matrix.zeros(size, size)
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++)
      bent.set(
        i,
        j,
        slopeAt((move) => {
          const moved = at.map((x, k) => (k === i ? x + move : x))
          return slopeAt((other) => of(moved.map((x, k) => (k === j ? x + other : x))), step)
        }, step),
      )
  return bent
}
