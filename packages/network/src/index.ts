export { blindSets, LEDGER_KEY_BYTES, ledgerKey, openCount } from './blinding.js'
export {
  generateAgreementKey,
  generateKeys,
  type PartyKeys,
  type PrivateJwk,
  type PublicJwk,
  publicHalf,
  readOrCreateFile,
  readOrCreateKeys,
  readOrCreateSecret,
} from './keys.js'
export { choiceMarks } from './marks.js'
export {
  type Answer,
  createEndpoint,
  createNetwork,
  type Endpoint,
  type EndpointSettings,
  type Handlers,
  type Network,
  type PartBytes,
  type Parts,
  type Peer,
  type Transport,
} from './network.js'
export {
  LINKAGE_SECRET_BYTES,
  linkageTokens,
  type NumberedUnits,
  type RunUnits,
  runUnits,
  runUnitsOfRows,
  TOKEN_BYTES,
} from './pseudonyms.js'
export { type Bytes, collect, openSealed, sealTo } from './sealing.js'
export { signed, verified } from './signatures.js'
export { createVault, VAULT_KEY_BYTES } from './vault.js'
