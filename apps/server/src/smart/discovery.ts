/** What a FHIR server says of how to get a token for it: `.well-known/smart-configuration` (SMART App Launch 2, "Conformance"). */
import { OTHER_SCOPES } from '@sund/fhir'
import { SIGNING_ALGORITHMS, SMART_PATH } from './provider.js'

/** Where a person sees and ends what they let apps do. */
const MANAGEMENT_PAGE = '/mine'

const CAPABILITIES = [
  'launch-ehr',
  'launch-standalone',
  'authorize-post',
  'client-public',
  'client-confidential-asymmetric',
  'sso-openid-connect',
  'context-banner',
  'context-ehr-patient',
  'context-ehr-encounter',
  'context-standalone-patient',
  'permission-offline',
  'permission-online',
  'permission-patient',
  'permission-user',
  'permission-v1',
  'permission-v2',
] as const

export function smartConfiguration(origin: string) {
  const at = `${origin}${SMART_PATH}`
  return {
    issuer: at,
    jwks_uri: `${at}/jwks`,
    authorization_endpoint: `${at}/auth`,
    token_endpoint: `${at}/token`,
    introspection_endpoint: `${at}/introspect`,
    revocation_endpoint: `${at}/revoke`,
    management_endpoint: `${origin}${MANAGEMENT_PAGE}`,
    grant_types_supported: ['authorization_code', 'client_credentials', 'refresh_token'],
    response_types_supported: ['code'],
    token_endpoint_auth_methods_supported: ['none', 'private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: SIGNING_ALGORITHMS,
    code_challenge_methods_supported: ['S256'],
    scopes_supported: [
      ...OTHER_SCOPES,
      ...['patient', 'user', 'system'].map((level) => `${level}/*.cruds`),
      ...['patient', 'user', 'system'].map((level) => `${level}/*.*`),
    ],
    capabilities: CAPABILITIES,
  }
}
