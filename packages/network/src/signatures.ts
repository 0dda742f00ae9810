/**
 * Signed values: compact JWS (RFC 7515) with EdDSA on Ed25519 (RFC 8037). Apart from messages, since receipts
 * are signed the same way. The type in the header keeps a signature over one kind of value from standing for
 * another.
 */
import { canonicalJson, fail } from '@sund/model'
import { base64url, CompactSign, compactVerify, importJWK } from 'jose'
import type { PrivateJwk, PublicJwk } from './keys.js'

/** A compact JWS over the canonical JSON of `value`. */
export async function signed(
  key: PrivateJwk,
  { type, by }: { type: string; by: string },
  value: unknown,
): Promise<string> {
  return await new CompactSign(Buffer.from(canonicalJson(value), 'utf8'))
    .setProtectedHeader({ alg: 'EdDSA', typ: type, kid: by })
    .sign(await importJWK(key, 'EdDSA'))
}

/**
 * The value in `jws` and who signed it, when it is of this `type` and signed by the key that `keyOf` has for
 * the signer; else throws `permission.signature`. Exactly one spelling of a signature is accepted.
 */
export async function verified(
  jws: string,
  type: string,
  keyOf: (signer: string) => PublicJwk | undefined,
): Promise<{ by: string; value: unknown }> {
  try {
    const signature = jws.slice(jws.lastIndexOf('.') + 1)
    if (base64url.encode(base64url.decode(signature)) !== signature) return unverified()
    const { payload, protectedHeader } = await compactVerify(
      jws,
      async ({ kid }) => {
        const key = kid === undefined ? undefined : keyOf(kid)
        return key === undefined ? unverified() : await importJWK(key, 'EdDSA')
      },
      { algorithms: ['EdDSA'] },
    )
    if (protectedHeader.typ !== type || protectedHeader.kid === undefined) return unverified()
    return { by: protectedHeader.kid, value: JSON.parse(Buffer.from(payload).toString('utf8')) }
  } catch {
    return unverified()
  }
}

function unverified(): never {
  return fail(
    'permission.signature',
    'A signature does not hold: what was signed was changed, or signed by a key that is not known here.',
    'See that the parties know each other’s current keys, and send it again.',
  )
}
