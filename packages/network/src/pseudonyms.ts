/**
 * From national identifiers to tokens, and from tokens to what rows carry in one run. All of it follows from the
 * linkage secret that holders share; apart so that the whole argument about who can link what is read in one
 * place.
 *
 * | what | made as | who can make it |
 * | --- | --- | --- |
 * | linkage token, 128 bits | HMAC-SHA-256 (RFC 2104) of the identifier, cut | holders, at import |
 * | pseudonym of a run, 64 bits | AES-128 of the token under the run's key, cut | holders, for the run |
 * | record key, 16 bits | AES-128 of the token under one permanent key, cut | holders, always the same |
 *
 * Each use has its own key by HKDF-SHA-256 (RFC 5869). AES of one block is a pseudorandom permutation, so a room,
 * which has no key, learns from a pseudonym only whether two rows of its own run are about one unit.
 */
import { createCipheriv, createHash, createHmac, createSecretKey, hkdfSync } from 'node:crypto'
import { fail, type LinkageTokens } from '@sund/model'

/** Bytes of one linkage token, and of the linkage secret. */
export const TOKEN_BYTES = 16
export const LINKAGE_SECRET_BYTES = 32

/** What the rows of a set of units carry in a run, in unit order; each is made when it is first asked for. */
export interface RunUnits {
  /** Equal across holders within a run, unlinkable between runs. */
  readonly pseudonyms: BigInt64Array
  /** Uniform on 0–65535, the same in every run: count noise is keyed by their sum. */
  readonly recordKeys: Uint16Array
}

/** A set of units without identifiers, numbered by row of one version of a register. */
export interface NumberedUnits {
  register: string
  version: string
  unitType: string
}

/**
 * Tokens under the network's linkage `secret` (32 bytes). Other secrets and other unit types give unrelated
 * tokens.
 */
export function linkageTokens(secret: Uint8Array): LinkageTokens {
  checkSecret(secret)
  return {
    tokens(unitType, identifiers) {
      const key = createSecretKey(deriveKey(secret, `token ${unitType}`, 32))
      const tokens = new Uint8Array(identifiers.length * TOKEN_BYTES)
      identifiers.forEach((identifier, unit) => {
        const mac = createHmac('sha256', key).update(identifier, 'utf8').digest()
        tokens.set(mac.subarray(0, TOKEN_BYTES), unit * TOKEN_BYTES)
      })
      return tokens
    },
  }
}

/**
 * Pseudonyms and record keys of the units whose concatenated `tokens` are given. Two of `n` units share a
 * pseudonym with probability below n²/2⁶⁵: 7·10⁻⁷ for five million, 3·10⁻⁴ for a hundred million. Nothing
 * detects it; such two people would be taken for one in that run.
 */
export function runUnits(secret: Uint8Array, run: string, tokens: Uint8Array): RunUnits {
  checkSecret(secret)
  if (tokens.length % TOKEN_BYTES !== 0)
    fail('data.file', 'Linkage tokens have 16 bytes each.', 'Import the register again.')
  return unitsOf(secret, run, tokens.length / TOKEN_BYTES, (first, last) =>
    tokens.subarray(first * TOKEN_BYTES, last * TOKEN_BYTES),
  )
}

/**
 * As `runUnits`, for `count` units that have no identifier but their row number: instead of a token each has a
 * block of 96 bits of the hash of the set's names and its number in 32 bits. No other holder can have the same
 * unit.
 */
export function runUnitsOfRows(secret: Uint8Array, run: string, set: NumberedUnits, count: number): RunUnits {
  checkSecret(secret)
  const names = JSON.stringify([set.register, set.version, set.unitType])
  const prefix = createHash('sha256').update(`sund row ${names}`).digest().subarray(0, 12)
  return unitsOf(secret, run, count, (first, last) => {
    const blocks = Buffer.alloc((last - first) * TOKEN_BYTES)
    for (let unit = first, at = 0; unit < last; unit++, at += TOKEN_BYTES) {
      blocks.set(prefix, at)
      blocks.writeUInt32BE(unit, at + 12)
    }
    return blocks
  })
}

/** Blocks are encrypted a batch at a time, which bounds memory to the answer and a few megabytes. */
const BATCH = 1 << 17

function unitsOf(
  secret: Uint8Array,
  run: string,
  count: number,
  blocks: (first: number, last: number) => Uint8Array,
): RunUnits {
  /** Encrypts all blocks under the key of a use, and hands over each batch as words, four a unit. */
  const encrypted = (use: string, take: (words: Uint32Array, first: number, last: number) => void): void => {
    const cipher = blockCipher(deriveKey(secret, use, 16))
    for (let first = 0; first < count; first += BATCH) {
      const last = Math.min(first + BATCH, count)
      take(cipher(blocks(first, last)), first, last)
    }
  }
  let pseudonyms: BigInt64Array | undefined
  let recordKeys: Uint16Array | undefined
  return {
    get pseudonyms() {
      if (pseudonyms) return pseudonyms
      pseudonyms = new BigInt64Array(count)
      const own = new Uint32Array(pseudonyms.buffer)
      encrypted(`pseudonym ${run}`, (words, first, last) => {
        for (let unit = first, at = 0; unit < last; unit++, at += 4) {
          own[2 * unit] = words[at] as number
          own[2 * unit + 1] = words[at + 1] as number
        }
      })
      return pseudonyms
    },
    get recordKeys() {
      if (recordKeys) return recordKeys
      const own = new Uint16Array(count)
      encrypted('record key', (words, first, last) => {
        for (let unit = first, at = 0; unit < last; unit++, at += 4) own[unit] = words[at] as number
      })
      recordKeys = own
      return own
    },
  }
}

/**
 * AES-128 of each block on its own. ECB is right here and only here: blocks are distinct units, and equality is
 * what is wanted.
 */
function blockCipher(key: Uint8Array): (blocks: Uint8Array) => Uint32Array {
  const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false)
  return (blocks) => {
    const out = new Uint8Array(cipher.update(blocks))
    return new Uint32Array(out.buffer)
  }
}

/** A key for one use of a secret: unrelated to those of other uses. */
export function deriveKey(secret: Uint8Array, use: string, bytes: number): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', `sund 1 ${use}`, bytes))
}

export function checkSecret(secret: Uint8Array): void {
  if (secret.length !== LINKAGE_SECRET_BYTES)
    fail(
      'usage.arguments',
      'A linkage secret has 32 bytes.',
      'Give every holder the same file of 32 random bytes.',
    )
}
