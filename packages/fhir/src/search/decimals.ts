/** Decimal numbers as searches write them: how exactly they are written says how wide they are. Bounds are computed on digits, since 5.4 − 0.05 in binary is not 5.35. */

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/

export interface Decimal {
  value: number
  /** Half a unit of the last digit below and above. */
  low: number
  high: number
}

/** Reads a number; undefined where it is none. */
export function readDecimal(text: string): Decimal | undefined {
  const found = DECIMAL.exec(text)
  if (found === null || text.length > 40) return undefined
  const [, sign, whole, fraction = '', exponent = '0'] = found
  const digits = BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction}`) * 10n
  const power = Number(exponent) - fraction.length - 1
  const number = (units: bigint) => Number(`${units}e${power}`)
  return { value: number(digits), low: number(digits - 5n), high: number(digits + 5n) }
}
