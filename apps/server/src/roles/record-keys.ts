/**
 * What the units of a holding carry in a run. Pseudonyms are of one run and never kept; record keys are permanent, two bytes a unit
 * that identify nobody, and are kept in memory while they fit, since every run needs them.
 */
import { fail, type UnitSet } from '@sund/model'
import { type RunUnits, runUnits, runUnitsOfRows } from '@sund/network'
import type { Holding } from '@sund/registers'

/** Memory of record keys that are kept, in bytes: the ones asked for last always are. */
const KEPT = 64 * 2 ** 20

export interface RecordKeys {
  /** Record keys of the units of a type in a holding, in the order of their numbers; not to be changed. */
  of(holding: Holding, unitType: string): Promise<Uint16Array>
}

export function createRecordKeys(secret: Uint8Array): RecordKeys {
  /** The ones used last are the last. */
  const kept = new Map<string, { bytes: number; keys: Promise<Uint16Array> }>()
  return {
    of(holding, unitType) {
      const { register, version } = holding.manifest
      const name = JSON.stringify([register.name, version, unitType])
      const known = kept.get(name)
      kept.delete(name)
      const entry = known ?? {
        bytes: 2 * unitSetOf(holding, unitType).count,
        keys: runUnitsOf(holding, unitType, secret, '').then(({ recordKeys }) => recordKeys),
      }
      kept.set(name, entry)
      // What failed is tried anew by the next who asks.
      entry.keys.catch(() => kept.get(name) === entry && kept.delete(name))
      let total = [...kept.values()].reduce((sum, { bytes }) => sum + bytes, 0)
      for (const [oldest, { bytes }] of kept) {
        if (total <= KEPT || oldest === name) break
        kept.delete(oldest)
        total -= bytes
      }
      return entry.keys
    },
  }
}

/** How many units of a type a holding has, and where what is known of them lies. Throws `data.file` where it has none. */
export function unitSetOf({ manifest }: Holding, unitType: string): UnitSet {
  const set = manifest.unitSets.find((one) => one.unitType === unitType)
  return (
    set ?? fail('data.file', 'A holding lacks the units that its table names.', 'Import the register again.')
  )
}

/** Pseudonyms of a run and record keys of a set of units. */
export async function runUnitsOf(
  holding: Holding,
  unitType: string,
  secret: Uint8Array,
  run: string,
): Promise<RunUnits> {
  const { register, version } = holding.manifest
  const { tokens, count } = unitSetOf(holding, unitType)
  return tokens === null
    ? runUnitsOfRows(secret, run, { register: register.name, version, unitType }, count)
    : runUnits(secret, run, await holding.tokens(unitType))
}
