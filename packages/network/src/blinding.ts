/**
 * What the hub sees of a set of people: numbers by which it can tell in how many slots two sets differ, and from which nobody without the
 * key learns who or how many are in a slot. Apart because the whole argument about what the release ledger gives away is read here.
 *
 * | what | made as | who can make it |
 * | --- | --- | --- |
 * | ledger key, 256 bits | HKDF-SHA-256 of the linkage secret | holders; rooms get it sealed |
 * | slot, 16 bits | AES-128 of (slot number, people, sum of record keys) under a key derived from it, cut | who has the ledger key |
 * | identity, 64 bits | HMAC-SHA-256 of all 64 blocks and the definition of the set under another, cut | who has the ledger key |
| sealed count | AES-256-GCM of people, key sum and people in each slot (up to 255) under a third, with a random nonce | who has the ledger key |
 *
 * AES of one block is a pseudorandom permutation, so equal numbers say that a slot is equal and others say nothing; unequal slots are given
 * the same number once in 65,536, which makes two sets look more alike and the ledger stricter. Two sets in all are taken for one once in 2⁶⁴.
 * Places read the count of a set that was told again, so that one near it can be told as that one.
 * What the hub does learn: which slots of which sets are equal. The number that stands in one place for many small sets is that of an
 * empty slot, so of a set of a few dozen people it can tell about how many slots have somebody.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import {
  type BlindedSet,
  type ComparedSet,
  fail,
  peopleInSlots,
  type RecordSet,
  SKETCH_BYTES,
  SLOTS,
  type ToldSet,
} from '@sund/model'
import { checkSecret, deriveKey } from './pseudonyms.js'

export const LEDGER_KEY_BYTES = 32

const BLOCK_BYTES = 16
const COUNTS = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16
const SET_BYTES = SLOTS * BLOCK_BYTES
/** Sets are blinded a batch at a time, which bounds memory to the answer and a few megabytes. */
const BATCH = 1024

/** The key under which all holders of a network blind sets for its ledger. */
export function ledgerKey(linkageSecret: Uint8Array): Uint8Array {
  checkSecret(linkageSecret)
  return deriveKey(linkageSecret, 'ledger', LEDGER_KEY_BYTES)
}

/** `sets` as the hub may see them, in order. Throws `internal.bug` for a set without slots. */
export function blindSets(key: Uint8Array, sets: readonly ComparedSet[]): BlindedSet[] {
  const counts = countKey(key)
  const identities = createSecretKey(deriveKey(key, 'ledger identity', 32))
  const cipher = createCipheriv('aes-128-ecb', deriveKey(key, 'ledger slots', 16), null).setAutoPadding(false)
  const blinded: BlindedSet[] = []
  for (let first = 0; first < sets.length; first += BATCH) {
    const batch = sets.slice(first, first + BATCH)
    const blocks = blocksOf(batch.map(({ set }) => set))
    const encrypted = cipher.update(blocks)
    for (const [place, { set, definition }] of batch.entries()) {
      const [from, to] = [place * SET_BYTES, (place + 1) * SET_BYTES]
      blinded.push({
        slots: firstOfEachBlock(encrypted.subarray(from, to)).toString('base64'),
        identity: identityOf(identities, blocks.subarray(from, to), definition),
        sealed: sealedCount(counts, set),
      })
    }
  }
  return blinded
}

function countKey(key: Uint8Array): KeyObject {
  if (key.length !== LEDGER_KEY_BYTES)
    fail('internal.bug', 'A ledger key has 32 bytes.', 'Report it: nothing was compared.')
  return createSecretKey(deriveKey(key, 'ledger counts', 32))
}

/** Nonce, then people in 32 bits, the sum of record keys in 16 and people in each slot in 8, encrypted, then the tag. */
function sealedCount(key: KeyObject, set: RecordSet): string {
  const { units, key: sum } = set
  const plain = Buffer.alloc(6 + SLOTS)
  plain.writeUInt32BE(units)
  plain.writeUInt16BE(sum, 4)
  plain.set(peopleInSlots(set), 6)
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(COUNTS, key, nonce, { authTagLength: TAG_BYTES })
  const encrypted = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([nonce, encrypted, cipher.getAuthTag()]).toString('base64')
}

/** What `blindSets` sealed of a set. Throws `permission.signature` where that was done under another key, or not at all. */
export function openCount(key: Uint8Array, sealed: string): Omit<ToldSet, 'in'> {
  const bytes = Buffer.from(sealed, 'base64')
  try {
    const nonce = bytes.subarray(0, NONCE_BYTES)
    const decipher = createDecipheriv(COUNTS, countKey(key), nonce, { authTagLength: TAG_BYTES })
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
    const plain = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()])
    return { units: plain.readUInt32BE(0), key: plain.readUInt16BE(4), inSlots: [...plain.subarray(6)] }
  } catch {
    return fail(
      'permission.signature',
      'The hub sent a count that no place of this network has sealed.',
      'Check that hub, holders and rooms run the same release of Sund, and whether the linkage secret was changed.',
    )
  }
}

/** 64 blocks a set: slot number and people in 32 bits each, the sum of record keys in 64. */
function blocksOf(sets: readonly RecordSet[]): Buffer {
  const blocks = Buffer.alloc(sets.length * SET_BYTES)
  let at = 0
  for (const { slots } of sets) {
    if (!slots)
      return fail('internal.bug', 'A set without slots cannot be compared.', 'Report it: nothing was told.')
    for (let slot = 0; slot < SLOTS; slot++, at += BLOCK_BYTES) {
      blocks.writeUInt32BE(slot, at)
      blocks.writeInt32BE(slots[slot] as number, at + 4)
      blocks.writeBigInt64BE(BigInt(slots[SLOTS + slot] as number), at + 8)
    }
  }
  return blocks
}

function firstOfEachBlock(encrypted: Uint8Array): Buffer {
  const slots = Buffer.alloc(SKETCH_BYTES.slots)
  for (let slot = 0; slot < SLOTS; slot++) {
    slots[2 * slot] = encrypted[slot * BLOCK_BYTES] as number
    slots[2 * slot + 1] = encrypted[slot * BLOCK_BYTES + 1] as number
  }
  return slots
}

const identityOf = (key: KeyObject, blocks: Uint8Array, definition: string): string =>
  createHmac('sha256', key)
    .update(blocks)
    .update(definition)
    .digest()
    .subarray(0, SKETCH_BYTES.identity)
    .toString('base64')
