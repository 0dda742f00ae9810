/**
 * The keys of a party and the secrets of a holder, apart so that nothing else touches key files. A party signs
 * with Ed25519 (RFC 8032) and agrees on keys with X25519 (RFC 7748), both as JSON Web Keys (RFC 8037). What is
 * private is kept in files that only their owner can read, made once and never overwritten.
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Failure, fail } from '@sund/model'
import { z } from 'zod'

/** The public half of a key pair on an Edwards or Montgomery curve (RFC 8037). */
export const PublicJwk = z.strictObject({
  kty: z.literal('OKP'),
  crv: z.enum(['Ed25519', 'X25519']),
  x: z.string().regex(/^[\w-]{43}$/),
})
export type PublicJwk = z.infer<typeof PublicJwk>

/** A key pair; `d` is the private half. */
export const PrivateJwk = PublicJwk.extend({ d: z.string().regex(/^[\w-]{43}$/) })
export type PrivateJwk = z.infer<typeof PrivateJwk>

/** The keys of one party: it signs messages with one and opens what is sealed to it with the other. */
export const PartyKeys = z.strictObject({ signing: PrivateJwk, agreement: PrivateJwk })
export type PartyKeys = z.infer<typeof PartyKeys>

/** Fresh keys for a party. */
export function generateKeys(): PartyKeys {
  return { signing: PrivateJwk.parse(pair('Ed25519')), agreement: generateAgreementKey() }
}

/** A fresh X25519 pair alone: what a room makes for one run and forgets when the run ends. */
export function generateAgreementKey(): PrivateJwk {
  return PrivateJwk.parse(pair('X25519'))
}

/** The half of a key that others may have. */
export function publicHalf({ kty, crv, x }: PrivateJwk): PublicJwk {
  return { kty, crv, x }
}

function pair(curve: 'Ed25519' | 'X25519'): object {
  const { privateKey } = curve === 'Ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('x25519')
  return privateKey.export({ format: 'jwk' })
}

/** The keys in `file` (JSON, mode 0600); made there when the file does not exist. */
export async function readOrCreateKeys(file: string): Promise<PartyKeys> {
  const bytes = await readOrCreateFile(file, () =>
    Buffer.from(`${JSON.stringify(generateKeys(), null, 2)}\n`),
  )
  try {
    return PartyKeys.parse(JSON.parse(Buffer.from(bytes).toString('utf8')))
  } catch {
    return fail('data.file', 'The key file is not one that Sund wrote.', 'Restore it from a backup.', {
      file: { file },
    })
  }
}

/** The `count` random bytes in `file` (mode 0600); made there when the file does not exist. */
export async function readOrCreateSecret(file: string, count: number): Promise<Uint8Array> {
  const bytes = await readOrCreateFile(file, () => randomBytes(count))
  if (bytes.length !== count)
    fail('data.file', `The secret does not have its ${count} bytes.`, 'Restore the file from a backup.', {
      file: { file },
    })
  return bytes
}

/**
 * Reads `file`, or makes it whole or not at all: it is written beside, flushed, and linked into place, so that
 * of two processes that start together both read what one of them made, and a crash leaves no half of a key.
 */
export async function readOrCreateFile(file: string, make: () => Uint8Array): Promise<Uint8Array> {
  try {
    const existing = await readIfThere(file)
    if (existing !== undefined) return existing
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    const draft = `${file}.${randomBytes(6).toString('hex')}.new`
    try {
      const handle = await open(draft, 'wx', 0o600)
      try {
        await handle.writeFile(make())
        await handle.sync()
      } finally {
        await handle.close()
      }
      await link(draft, file).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error
      })
    } finally {
      await rm(draft, { force: true })
    }
    return await readFile(file)
  } catch (error) {
    if (error instanceof Failure) throw error
    return fail(
      'environment.permission',
      `The key file cannot be read or written (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`,
      'Give this user permission to read and write it and its folder.',
      { file: { file } },
    )
  }
}

async function readIfThere(file: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
