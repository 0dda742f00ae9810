/**
 * The release ledger as a holder or a room asks it: sets are blinded before they leave, and only the hub compares. Apart from both roles,
 * which ask alike.
 */
import { fail, type Ledger, type Party, type Policy } from '@sund/model'
import { blindSets, openCount, type Peer } from '@sund/network'

/** Most sets that are compared for one result: what `compare` carries. */
const MOST_SETS = 20_000

export interface PlaceLedgerSettings {
  peer: () => Peer
  run: string
  /** What the place asks for, now that it is asked. */
  policy: () => Pick<Policy, 'difference' | 'quota'>
  /** The key under which the network blinds sets. */
  key: () => Promise<Uint8Array>
}

/** The ledger for the result `index` of a run, or for a count (null). */
export function placeLedger({ peer, run, policy, key }: PlaceLedgerSettings, index: number | null): Ledger {
  return {
    async compare(sets, { magnitude }) {
      if (sets.length > MOST_SETS)
        return fail(
          'protection.withheld',
          'The result has more groups than can be compared with what was told before.',
          'Use fewer or wider groups.',
        )
      const {
        difference,
        quota: { results, sensitive },
      } = policy()
      const blindingKey = sets.length === 0 ? null : await key()
      const blinded = blindingKey ? blindSets(blindingKey, sets) : []
      const { reply } = await peer().ask('hub', 'compare', {
        run,
        index,
        difference,
        quota: { results, sensitive },
        magnitude,
        sets: blinded,
      })
      const { verdicts, told, again, toldSets } = reply
      const isWhole = verdicts.every((verdict, place) => (verdict === 'near') === (told[place] != null))
      if (verdicts.length !== sets.length || told.length !== sets.length || !isWhole)
        return fail(
          'permission.signature',
          'The hub judged other sets than it was asked about.',
          'Check that hub, holders and rooms run the same release of Sund.',
        )
      return {
        verdicts,
        told: told.map((set) =>
          set && blindingKey ? { ...openCount(blindingKey, set.sealed), in: set.in } : null,
        ),
        again,
        toldSets,
      }
    },
  }
}

/** The context under which the ledger's key is sealed to a room beside a delivery. */
export const ledgerKeyContext = (run: string, relation: string, from: Party): string =>
  JSON.stringify(['ledger key', run, relation, from])
