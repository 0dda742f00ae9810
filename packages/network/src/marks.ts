/**
 * By what the hub knows a citizen: a linkage token under a permanent key that holders derive from the secret they share. One block of AES-128 is a pseudorandom
 * permutation, so that marks are equal where tokens are, holders can turn them back, and whoever has no key learns nothing else. Apart from pseudonyms,
 * which nobody turns back.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto'
import { checkSecret, deriveKey, TOKEN_BYTES } from './pseudonyms.js'

/** Marks of concatenated linkage tokens, and the tokens of marks, under the network's linkage secret. */
export function choiceMarks(secret: Uint8Array): {
  marks(tokens: Uint8Array): string[]
  tokens(marks: readonly string[]): Uint8Array
} {
  checkSecret(secret)
  const key = deriveKey(secret, 'choice mark', 16)
  return {
    marks(tokens) {
      const blocks = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false).update(tokens)
      return Array.from({ length: blocks.length / TOKEN_BYTES }, (_, i) =>
        blocks.subarray(i * TOKEN_BYTES, (i + 1) * TOKEN_BYTES).toString('base64url'),
      )
    },
    tokens(marks) {
      const blocks = Buffer.concat(marks.map((mark) => Buffer.from(mark, 'base64url')))
      return createDecipheriv('aes-128-ecb', key, null).setAutoPadding(false).update(blocks)
    },
  }
}
