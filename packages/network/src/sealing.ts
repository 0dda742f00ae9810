/**
 * Delivery that only one reader can open: rows on their way to a room. Apart from messages, which are signed
 * but not secret, and from the vault, where sealer and reader are one.
 *
 * Format: `SUND-SEALED-1\n`; the length of the key envelope (2 bytes, big-endian); the key envelope; chunks.
 * - The key envelope is a compact JWE (RFC 7516) to the reader's X25519 key (ECDH-ES, RFC 7518 § 4.6, RFC 8037;
 *   A256GCM) and holds a fresh 32-byte key for this delivery alone.
 * - Chunks follow STREAM (Hoang, Reyhanitabar, Rogaway, Vizár: Online authenticated-encryption and its
 *   nonce-reuse misuse-resistance, CRYPTO 2015): AES-256-GCM over 64 KiB of plaintext each, tag last, the nonce
 *   an 11-byte counter and one byte that is 1 in the last chunk only. Chunks that are changed, swapped,
 *   repeated, lost or cut off do not open.
 * - Additional data of every chunk are the SHA-256 of all that stands before the chunks and the caller's
 *   context: a delivery cannot stand in for another.
 *
 * Each chunk is checked before it is given out, but only the last proves that nothing is missing: use nothing
 * of a delivery before it ends without an error. Memory is a few chunks, whatever the size.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { Failure, fail } from '@sund/model'
import { CompactEncrypt, compactDecrypt, importJWK } from 'jose'
import { type PrivateJwk, PublicJwk } from './keys.js'

const MAGIC = Buffer.from('SUND-SEALED-1\n', 'ascii')
const CHUNK = 64 * 1024
const TAG = 16
const LONGEST_ENVELOPE = 1024

/** Bytes at once or in pieces of any size. */
export type Bytes = Uint8Array | AsyncIterable<Uint8Array>

/** Seals `plain` to the holder of `reader` (JWK, X25519); `context` must be the same when it is opened. */
export async function* sealTo(reader: unknown, context: string, plain: Bytes): AsyncGenerator<Uint8Array> {
  const parsed = PublicJwk.safeParse(reader)
  if (!parsed.success || parsed.data.crv !== 'X25519')
    return fail(
      'usage.request',
      'The key to seal to is not an X25519 public key.',
      'Ask the room for its key again.',
    )
  const key = randomBytes(32)
  const envelope = Buffer.from(
    await new CompactEncrypt(key)
      .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', typ: 'sund-delivery' })
      .encrypt(await importJWK(parsed.data, 'ECDH-ES')),
    'ascii',
  )
  const length = Buffer.alloc(2)
  length.writeUInt16BE(envelope.length)
  const head = Buffer.concat([MAGIC, length, envelope])
  yield head
  const secret = createSecretKey(key)
  const bound = additionalData(head, context)
  const source = pieces(plain)
  try {
    for await (const { index, last, bytes } of cut(source, CHUNK)) {
      const cipher = createCipheriv('aes-256-gcm', secret, nonceOf(index, last)).setAAD(bound)
      const body = cipher.update(bytes)
      cipher.final()
      yield Buffer.concat([body, cipher.getAuthTag()])
    }
  } finally {
    await source.close()
  }
}

/** Opens what `sealTo` sealed for the public half of `key`; throws `data.file` where it is not exactly that. */
export async function* openSealed(
  key: PrivateJwk,
  context: string,
  sealed: Bytes,
): AsyncGenerator<Uint8Array> {
  const source = pieces(sealed)
  try {
    const start = await source.take(MAGIC.length + 2)
    if (start.length < MAGIC.length + 2 || !start.subarray(0, MAGIC.length).equals(MAGIC)) return unopenable()
    const length = start.readUInt16BE(MAGIC.length)
    if (length > LONGEST_ENVELOPE) return unopenable()
    const envelope = await source.take(length)
    const secret = await unwrap(key, envelope.toString('latin1'))
    const bound = additionalData(Buffer.concat([start, envelope]), context)
    for await (const { index, last, bytes } of cut(source, CHUNK + TAG)) {
      if (bytes.length < TAG) return unopenable()
      const decipher = createDecipheriv('aes-256-gcm', secret, nonceOf(index, last), { authTagLength: TAG })
      decipher.setAAD(bound).setAuthTag(bytes.subarray(bytes.length - TAG))
      const plain = decipher.update(bytes.subarray(0, bytes.length - TAG))
      try {
        decipher.final()
      } catch {
        unopenable()
      }
      yield plain
    }
  } finally {
    await source.close()
  }
}

/** All pieces as one. */
export async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  return Buffer.concat(all)
}

async function unwrap(key: PrivateJwk, envelope: string): Promise<KeyObject> {
  try {
    const { plaintext, protectedHeader } = await compactDecrypt(envelope, await importJWK(key, 'ECDH-ES'), {
      keyManagementAlgorithms: ['ECDH-ES'],
      contentEncryptionAlgorithms: ['A256GCM'],
    })
    if (protectedHeader['typ'] !== 'sund-delivery' || plaintext.length !== 32) unopenable()
    return createSecretKey(plaintext)
  } catch (error) {
    if (error instanceof Failure) throw error
    return unopenable()
  }
}

/** Of the counter's 11 bytes the last 6 are enough for 2⁴⁸ chunks. */
function nonceOf(index: number, last: boolean): Uint8Array {
  const nonce = Buffer.alloc(12)
  nonce.writeUIntBE(index, 5, 6)
  nonce[11] = last ? 1 : 0
  return nonce
}

/** Binds chunks to every bit of what stands before them and to the context. */
function additionalData(head: Uint8Array, context: string): Uint8Array {
  return Buffer.concat([createHash('sha256').update(head).digest(), Buffer.from(context, 'utf8')])
}

/** Pieces of exactly `size` bytes, the last shorter; no bytes at all are one empty last piece. */
async function* cut(
  source: Pieces,
  size: number,
): AsyncGenerator<{ index: number; last: boolean; bytes: Buffer }> {
  let current = await source.take(size)
  for (let index = 0; ; index++) {
    const next = current.length < size ? Buffer.alloc(0) : await source.take(size)
    const last = next.length === 0
    yield { index, last, bytes: current }
    if (last) return
    current = next
  }
}

interface Pieces {
  /** Exactly so many bytes; fewer only at the end. */
  take(count: number): Promise<Buffer>
  /** Lets go of the source, which may be an open file. */
  close(): Promise<void>
}

function pieces(bytes: Bytes): Pieces {
  const source: Iterator<Uint8Array> | AsyncIterator<Uint8Array> =
    bytes instanceof Uint8Array ? [bytes].values() : bytes[Symbol.asyncIterator]()
  let held: Uint8Array = new Uint8Array(0)
  return {
    async take(count) {
      const taken = Buffer.allocUnsafe(count)
      let filled = 0
      while (filled < count) {
        if (held.length === 0) {
          const { done, value } = await source.next()
          if (done) break
          held = value
        }
        const part = held.subarray(0, count - filled)
        taken.set(part, filled)
        filled += part.length
        held = held.subarray(part.length)
      }
      return taken.subarray(0, filled)
    },
    async close() {
      await source.return?.()
    },
  }
}

function unopenable(): never {
  return fail(
    'data.file',
    'Sealed data cannot be opened: they were changed or cut off, or sealed to another key or for another purpose.',
    'Run the script again; if it happens again, something between holder and room changes what is sent.',
  )
}
