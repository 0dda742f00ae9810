/**
 * One person at a holder, by their mark, for their own page at the holder's own door: in which registers there are rows about them, and whether they are among those whom a
 * permit is about. It is in no message: what registers somebody is in, and what of, is worth stealing.
 */
import { type Criteria, type Criterion, leavesOf, type Permit, pickVersion } from '@sund/model'
import type { Holdings } from '@sund/registers'
import type { CountDesk } from './count-holder.js'
import { unitsOf } from './opted-out.js'
import { inOwnVersions } from './population-holder.js'

export interface PersonDesk {
  /** Registers, newest versions, with rows about whoever has this mark. */
  registersAbout(mark: string): Promise<string[]>
  /** For each of this holder's sets of a permit's population whether whoever has this mark is in it. `permission.refused-by-holder` where it is of what is not held here. */
  isAmong(
    mark: string,
    permit: Pick<Permit, 'id' | 'registers'>,
    sets: readonly Criteria[],
  ): Promise<boolean[]>
}

interface Settings {
  holdings: Holdings
  linkageSecret: Uint8Array
  desk: Pick<CountDesk, 'members'>
}

/** Milliseconds that it may take to see whether somebody is in a set. */
const PATIENCE = 10_000

export function createPersonDesk({ holdings, linkageSecret, desk }: Settings): PersonDesk {
  return {
    async registersAbout(mark) {
      const held = await holdings.list()
      const names = [...new Set(held.map(({ register }) => register.name))]
      const found = await Promise.all(
        names.map(async (register) => {
          const versions = held.filter((one) => one.register.name === register)
          const version = pickVersion(versions.map((one) => one.version)) as string
          return unitsOf(mark, await holdings.open(register, version), linkageSecret)
        }),
      )
      return names.filter((_, i) => found[i] !== null)
    },
    async isAmong(mark, permit, sets) {
      const signal = AbortSignal.timeout(PATIENCE)
      const isIn = async (set: Criteria): Promise<boolean> => {
        for (const { register, version } of leavesOf<Criterion>(set)) {
          const holding = await holdings.open(register, version as string)
          const units = await unitsOf(mark, holding, linkageSecret)
          if (units === null) continue
          const members = await desk.members(set, holding, signal)
          return units.some((word, i) => (word & (members[i] ?? 0)) !== 0)
        }
        return false
      }
      return Promise.all((await inOwnVersions(sets, permit, holdings)).map(isIn))
    },
  }
}
