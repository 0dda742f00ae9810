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
  type Policy,
  type RecordSet,
} from '@sund/model'
import { Account, exact } from './account.js'
import { Released, seal } from './release.js'
import { largeEnough } from './rules/p1-population/rule.js'
import { releaseCount } from './rules/t5-count-noise/rule.js'

/**
 * What may be told of a count. `population` has the persons of the smallest register that is named; `count` is not called where it has too few.
 * Of public registers everything, exactly.
 */
export async function protectCount(
  of: { population: number; public: boolean },
  count: () => Promise<RecordSet>,
  policy: Policy,
): Promise<Released<CountResult>> {
  const account = new Account(policy, of.public)
  const released = async () => {
    if (of.public) return exact((await count()).units)
    if (!largeEnough({ units: of.population, key: 0 }, policy)) return { withheld: 'P1' as const }
    account.acts('T5')
    return releaseCount(await count(), account.noise, policy)
  }
  const number = account.count(await released())
  return seal<CountResult>({ count: number, protection: account.protection, withheld: account.withheld })
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
