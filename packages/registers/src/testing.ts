/** Ports of a holding with no surprises, for tests and benchmarks: real sealing under a key that everyone knows. */
import { createCipheriv, createDecipheriv, createHash, createHmac } from 'node:crypto'
import { fixedClock } from '@sund/model/testing'
import type { HoldingPorts } from './import.js'

/** A vault (AES-256-GCM, nonce from the context), tokens (HMAC-SHA-256 cut to 16 bytes) and a clock that stands still. */
export function testPorts(): HoldingPorts {
  const key = createHash('sha256').update('a key for tests').digest()
  const nonce = (context: string) => createHash('sha256').update(context).digest().subarray(0, 12)
  return {
    clock: fixedClock(),
    vault: {
      seal(plain, context) {
        const cipher = createCipheriv('aes-256-gcm', key, nonce(context)).setAAD(Buffer.from(context))
        return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
      },
      open(sealed, context) {
        const decipher = createDecipheriv('aes-256-gcm', key, nonce(context))
        decipher.setAAD(Buffer.from(context)).setAuthTag(sealed.subarray(-16))
        return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
      },
    },
    tokens: {
      tokens: (unitType, identifiers) =>
        Buffer.concat(
          identifiers.map((id) =>
            createHmac('sha256', key).update(`${unitType} ${id}`).digest().subarray(0, 16),
          ),
        ),
    },
  }
}
