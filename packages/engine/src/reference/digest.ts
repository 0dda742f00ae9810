/** Numbers made of text by MD5 (RFC 1321), which draw samples and name the units that a script makes. */
import { createHash } from 'node:crypto'
import type { Value } from './data.js'
import { doubleText } from './texts.js'

/** A whole number of 63 bits: the last eight bytes of the digest without the lowest bit. */
export function digest(text: string): bigint {
  return createHash('md5').update(text).digest().readBigUInt64LE(8) >> 1n
}

/** The unit of a group that is no unit of a register: bit 62 says that it is made. */
export const unitOfGroup = (column: string, value: Value): bigint =>
  digest(`${column}:${typeof value === 'number' ? doubleText(value) : String(value)}`) | (1n << 62n)

/** What a seed draws for a record key: 52 bits from the first 13 hexadecimal digits. */
export function lotOf(seed: number, key: number): number {
  return Number.parseInt(createHash('md5').update(`${seed}:${key}`).digest('hex').slice(0, 13), 16)
}
