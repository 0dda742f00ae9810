/**
 * Sums to which every person has contributed at most so much, for differential privacy (rule D1). Apart from other statistics, since those
 * have no such bound and these leave only with noise that is made for it. They never cross a boundary.
 */
import type { BoundedForm } from './bounded-form.js'
import type { Described, Dimension } from './statistics.js'

/** Halves of the range of clamped values are cut into this many steps, so that sums are whole numbers. */
export const CLAMP_STEPS = 2 ** 20

/** A variable whose values were clamped to `low` … `high`. */
export interface BoundedVariable extends Described {
  low: number
  high: number
  /** Parts of equal width in which values are counted, for percentiles; a power of 2, or 0 where none are asked for. */
  parts: number
}

/** What is known of one variable in one cell. A person counts once, and has one value there. */
export interface BoundedSums {
  /** People with a value, and without. */
  present: number
  missing: number
  /** Sum of the distances to the middle of the range, in steps: from −`CLAMP_STEPS` to `CLAMP_STEPS` a person. */
  sum: number
  /** Sum of the squares of these distances divided by `CLAMP_STEPS`, each a whole number from 0 to `CLAMP_STEPS`. */
  squares: number
  /** People in each part of the range, the lowest first. */
  parts: number[]
}

/** A cell without margins. */
export interface BoundedCell {
  /** Level index in each dimension. */
  at: number[]
  /** The cell is there whoever the people are, since its levels are public; else it is there because somebody is in it. */
  known: boolean
  units: number
  /** In the order of the variables. */
  sums: BoundedSums[]
}

export interface BoundedStatistic {
  /** What the result may cost. */
  rho: number
  /** Cells that one person is in at most. */
  most: number
  dimensions: Dimension[]
  variables: BoundedVariable[]
  /** Every known cell, and of the others those in which there is somebody. */
  cells: BoundedCell[]
  form: BoundedForm
}
