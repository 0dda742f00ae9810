/**
 * A feasibility count on its way out: one number under the rules of a table's cell. The population that P1 asks for is everyone in the
 * registers that are named, as it would be of a dataset that one makes to count in; the move of T5 follows from who is counted, so the same
 * persons give the same number however they are described, here and in a table.
 */
import {
  type CountDocument,
  CountResult,
  canonicalJson,
  fail,
  type Ledger,
  type Policy,
  type RecordSet,
  type ReleasedNumber,
} from '@sund/model'
import { Account, exact } from './account.js'
import { Comparison } from './ledger/comparison.js'
import { Released, seal } from './release.js'
import { beyondShare, magnitudeOf } from './rules/l2-quotas/rule.js'
import { largeEnough } from './rules/p1-population/rule.js'
import { releaseCount } from './rules/t5-count-noise/rule.js'

/** A count that may leave, and which of the sets that were compared for it it tells: its own or none. */
export interface ProtectedCount {
  result: Released<CountResult>
  told: readonly number[]
}

/** What a count is of. */
export interface CountedOf {
  /** The persons of the smallest register that is named. */
  population: number
  public: boolean
  /** What the release ledger knows the criteria by: the same for the same criteria of the same versions. */
  definition: string
}

/**
 * What may be told of a count. `count` is not called where the population is too small.
 * Of public registers everything, exactly. `ledger` is asked once.
 */
export async function protectCount(
  of: CountedOf,
  count: () => Promise<RecordSet>,
  policy: Policy,
  ledger: Ledger | null,
): Promise<ProtectedCount> {
  const account = new Account(policy, of.public)
  const number = account.count(await countOf(of, count, account, ledger))
  const result = seal<CountResult>({
    count: number,
    protection: account.protection,
    withheld: account.withheld,
  })
  return { result, told: 'value' in number ? account.comparison.told : [] }
}

async function countOf(
  of: CountedOf,
  count: () => Promise<RecordSet>,
  account: Account,
  ledger: Ledger | null,
): Promise<ReleasedNumber> {
  const { policy } = account
  if (of.public) return exact((await count()).units)
  const population: RecordSet = { units: of.population, key: 0 }
  if (!largeEnough(population, policy)) return { withheld: 'P1' }
  const set = await count()
  const compared = set.units === 0 ? [] : [{ set, definition: of.definition }]
  const magnitude = magnitudeOf(population, policy)
  if (ledger) account.comparison = await Comparison.of(compared, magnitude, ledger, policy)
  const { comparison } = account
  const standing = comparison.sets[0] ?? set
  if (comparison.quota) return { withheld: 'L2' }
  if (ledger) account.acts('L1')
  account.acts('T5')
  // That nobody meets the criteria is told as that few do: the answer would else tell whether one does.
  const few = standing.units === 0 && policy.cellThreshold > 1
  const number = few ? { withheld: 'T2' as const } : releaseCount(standing, account.noise, policy)
  if ('value' in number) comparison.tell(standing)
  return beyondShare(comparison, population, policy) ? { withheld: 'L2' } : number
}

/** A count that a room or a holder made and sent, whose signature was verified: refused where it is anything else. */
export function acceptCount(json: unknown): Released<CountResult> {
  const parsed = CountResult.safeParse(json)
  if (!parsed.success || canonicalJson(parsed.data) !== canonicalJson(json))
    return fail(
      'permission.signature',
      'A party of the network sent a count in a form that is not agreed.',
      'Check that hub, holders and rooms run the same release of Sund.',
    )
  return seal(parsed.data)
}

/** The answer to a count: what was released, and what is known of it besides. */
export function releaseCountDocument(
  result: Released<CountResult>,
  about: Omit<CountDocument, keyof CountResult>,
): Released<CountDocument> {
  if (!Released.is(result))
    fail(
      'internal.bug',
      'A count that was not released reached its end.',
      'Report it: only released counts may leave.',
    )
  return seal<CountDocument>({ ...about, ...result.value })
}
