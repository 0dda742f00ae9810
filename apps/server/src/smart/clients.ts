/** A registered app as `oidc-provider` knows clients. Nobody has a secret: who can keep a key signs with it, who cannot proves to be the one who began (PKCE). */
import type { AppKind, AppRevision } from '@sund/model'
import type { ClientMetadata } from 'oidc-provider'
import type { KeySets } from './key-sets.js'

const METHOD: Record<AppKind, 'none' | 'private_key_jwt'> = {
  public: 'none',
  confidential: 'private_key_jwt',
  backend: 'private_key_jwt',
  'resource-server': 'private_key_jwt',
}
const GRANTS: Record<AppKind, string[]> = {
  public: ['authorization_code', 'refresh_token'],
  confidential: ['authorization_code', 'refresh_token'],
  backend: ['client_credentials'],
  'resource-server': [],
}

/** Metadata of Sund's own: clients of another edition of published keys are others, and forget what they knew of them. */
export const KEYS_EDITION = 'keys_edition'

export function clientOf(
  { app, details }: AppRevision,
  { edition }: Pick<KeySets, 'edition'>,
): ClientMetadata {
  const { kind, redirectUris, keys, jwksUri, title } = details
  return {
    client_id: app,
    client_name: title.en ?? app,
    application_type: 'web',
    redirect_uris: redirectUris,
    response_types: GRANTS[kind].includes('authorization_code') ? ['code'] : [],
    grant_types: GRANTS[kind],
    token_endpoint_auth_method: METHOD[kind],
    id_token_signed_response_alg: 'RS256',
    ...(keys.length > 0 ? { jwks: { keys: keys as never } } : {}),
    ...(jwksUri === null ? {} : { jwks_uri: jwksUri, [KEYS_EDITION]: edition(jwksUri) }),
  }
}
