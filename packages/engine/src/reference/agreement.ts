/** Where two statistics differ, in words: what a test of two engines reports. */

/** How far numbers may be apart, relative to the larger one; below `least` they count as 0. */
export interface Tolerance {
  relative: number
  least: number
}
const CLOSE: Tolerance = { relative: 1e-9, least: 1e-12 }

/** One line for each place at which `actual` is not `expected`; none where they agree. A member that is undefined is absent. */
export function differences(
  actual: unknown,
  expected: unknown,
  tolerance: Tolerance = CLOSE,
  place = 'it',
): string[] {
  if (typeof actual === 'number' && typeof expected === 'number')
    return near(actual, expected, tolerance) ? [] : [`${place} is ${actual}, not ${expected}`]
  if (isLong(actual) && isLong(expected))
    return differences(Number(actual), Number(expected), tolerance, place)
  if (!isObject(actual) || !isObject(expected))
    return Object.is(actual, expected) ? [] : [`${place} is ${String(actual)}, not ${String(expected)}`]
  const names = new Set([...Object.keys(actual), ...Object.keys(expected)])
  return [...names].flatMap((name) =>
    differences(actual[name], expected[name], tolerance, `${place}.${name}`),
  )
}

function near(a: number, b: number, { relative, least }: Tolerance): boolean {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return true
  return Math.abs(a - b) <= Math.max(relative * Math.max(Math.abs(a), Math.abs(b)), least)
}

/** A number written as a code with more digits than two engines must share. */
const isLong = (of: unknown): of is string => typeof of === 'string' && /^-?\d+\.\d{9,}(e[+-]\d+)?$/.test(of)
const isObject = (of: unknown): of is Record<string, unknown> => typeof of === 'object' && of !== null
