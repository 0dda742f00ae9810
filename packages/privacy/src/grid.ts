/**
 * Rounding to steps of 1, 2 or 5 times a power of ten: how a number is made coarse with a bound that is
 * true.
 */

/** Below this a number is nothing: powers of ten around it are no longer exact. */
export const NOTHING = 1e-290

/** The step of the form 1, 2 or 5 × 10^k nearest to `size` on a logarithmic scale; 0 for nothing. */
export function niceStep(size: number): number {
  if (!(size > NOTHING)) return 0
  const exponent = Math.floor(Math.log10(size))
  const mantissa = size / 10 ** exponent
  const nice = mantissa < Math.SQRT2 ? 1 : mantissa < Math.sqrt(10) ? 2 : mantissa < Math.sqrt(50) ? 5 : 10
  return Number(`${nice}e${exponent}`)
}

/** The greatest step of that form that is not above `size`; 0 for nothing. */
export const niceAtMost = (size: number): number => niceBeside(size, (step) => step <= size, Math.max)

/** The least step of that form that is not below `size`; 0 for nothing. */
export const niceAtLeast = (size: number): number => niceBeside(size, (step) => step >= size, Math.min)

function niceBeside(
  size: number,
  fits: (step: number) => boolean,
  best: (...steps: number[]) => number,
): number {
  if (!(size > NOTHING) || !Number.isFinite(size)) return 0
  const exponent = Math.floor(Math.log10(size))
  const steps = [-1, 0, 1].flatMap((more) => [1, 2, 5].map((nice) => Number(`${nice}e${exponent + more}`)))
  return best(...steps.filter(fits))
}

/**
 * `value` at the nearest multiple of `step`, at most `step / 2` away. Written with the decimals of the step.
 */
export function roundTo(value: number, step: number): number {
  return tidy(Math.round(tidy(value / step)) * step)
}

/** The least multiple of `step` that is not below `value`. */
export function roundUp(value: number, step: number): number {
  return tidy(Math.ceil(tidy(value / step)) * step)
}

/** A number without the last digits that binary arithmetic leaves behind. */
export const tidy = (value: number): number => Number(value.toPrecision(12))
