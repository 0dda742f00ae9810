/** What the sign-in of apps signs with: tokens by RS256, which every app can verify (SMART App Launch 2, "Scopes for requesting identity data"), and its cookies. */
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { readOrCreateFile } from '@sund/network'
import { z } from 'zod'

const Kept = z.object({ jwk: z.looseObject({ kty: z.literal('RSA'), d: z.string() }), cookies: z.string() })
export type SmartKeys = z.infer<typeof Kept>

/** The keys of a file, made at the first time. */
export async function readSmartKeys(file: string): Promise<SmartKeys> {
  const bytes = await readOrCreateFile(file, () => Buffer.from(JSON.stringify(makeSmartKeys())))
  return Kept.parse(JSON.parse(Buffer.from(bytes).toString('utf8')))
}

function makeSmartKeys(): SmartKeys {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwk = { ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig' }
  return Kept.parse({ jwk, cookies: randomBytes(32).toString('base64url') })
}
