import { expect } from 'vitest'

/** Numbers equal to a relative tolerance, one or many. */
export function close(
  actual: number | null | undefined | readonly (number | null | undefined)[],
  expected: number | readonly number[],
  tolerance = 1e-6,
): void {
  const [a, b] = [actual, expected].map((of) => (Array.isArray(of) ? of : [of])) as [number[], number[]]
  expect(a).toHaveLength(b.length)
  for (const [i, value] of a.entries()) {
    const wanted = b[i] as number
    const far = Math.abs(value - wanted) / Math.max(Math.abs(wanted), 1e-300)
    if (!(far <= tolerance) && value !== wanted)
      expect(`${value} (${i})`).toBe(`${wanted} within ${tolerance}`)
  }
}
