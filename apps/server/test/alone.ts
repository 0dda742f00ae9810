/** What a holder needs that a test makes without a hub: nobody has opted out, and nothing is sealed to it. */
import { generateAgreementKey } from '@sund/network'
import type { HolderSettings } from '../src/roles/holder.js'

export const NOBODY_OUT: Pick<HolderSettings, 'optedOut' | 'agreement'> = {
  optedOut: {
    under: async () => ({ isEmpty: true, in: async () => null }),
    refresh: async () => 0,
  },
  agreement: generateAgreementKey(),
}
