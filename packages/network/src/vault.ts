/**
 * What a holder keeps at rest under its own key: identifiers and linkage tokens. Apart from delivery, since
 * here the same party seals and opens.
 *
 * Format: version (1 byte), nonce (12 random bytes), tag (16), ciphertext. AES-256-GCM (NIST SP 800-38D) with the
 * version and the caller's context as additional data, so a sealed file cannot stand in for another.
 */
import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto'
import { fail, type Vault } from '@sund/model'

const VERSION = 1
const NONCE = 12
const TAG = 16
const HEADER = 1 + NONCE + TAG

/** Bytes of a vault's key. */
export const VAULT_KEY_BYTES = 32

/**
 * A vault under `key` (32 bytes). Opening anything but exactly what was sealed, under the same key and the same
 * context, throws `data.file`. Safe for 2³² seals under one key, the bound for random nonces.
 */
export function createVault(key: Uint8Array): Vault {
  if (key.length !== VAULT_KEY_BYTES)
    fail('usage.arguments', 'A vault key has 32 bytes.', 'Give the vault a key of 32 random bytes.')
  const secret = createSecretKey(key)
  const bound = (context: string) => Buffer.concat([Buffer.of(VERSION), Buffer.from(context, 'utf8')])
  return {
    seal(plain, context) {
      const nonce = randomBytes(NONCE)
      const cipher = createCipheriv('aes-256-gcm', secret, nonce).setAAD(bound(context))
      const body = cipher.update(plain)
      cipher.final()
      return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body])
    },
    open(sealed, context) {
      if (sealed.length < HEADER || sealed[0] !== VERSION) return unopenable()
      const nonce = sealed.subarray(1, 1 + NONCE)
      const decipher = createDecipheriv('aes-256-gcm', secret, nonce, { authTagLength: TAG })
      decipher.setAAD(bound(context)).setAuthTag(sealed.subarray(1 + NONCE, HEADER))
      const plain = decipher.update(sealed.subarray(HEADER))
      try {
        decipher.final()
      } catch {
        unopenable()
      }
      return plain
    },
  }
}

function unopenable(): never {
  return fail(
    'data.file',
    'A sealed file cannot be opened: it was changed, or sealed under another key or for another purpose.',
    "Restore the file, or the holder's vault key, from a backup; or import the register again.",
  )
}
