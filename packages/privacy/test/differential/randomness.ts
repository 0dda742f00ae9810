/** Random bytes from a seed, as good as the system's: AES in counter mode. */
import { createCipheriv, createHash } from 'node:crypto'
import type { Randomness } from '@sund/model'

export function testRandomness(seed: string): Randomness {
  const key = createHash('sha256').update(seed).digest().subarray(0, 16)
  const cipher = createCipheriv('aes-128-ctr', key, Buffer.alloc(16))
  return { bytes: (count) => new Uint8Array(cipher.update(Buffer.alloc(count))) }
}
