/**
 * The way out for a differentially private result (rule D1). Apart from `protect`, since nothing is shared but the least population: rules that
 * withhold and move by who is counted give way to noise, and noise is paid for before it is drawn.
 */
import {
  type BoundedStatistic,
  fail,
  type Policy,
  type Purse,
  type Result,
  type Shown,
  systemRandomness,
} from '@sund/model'
import { Account } from '../../account.js'
import type { Protected } from '../../protect.js'
import { acceptReleased, seal } from '../../release.js'
import { largeEnough, P1 } from '../p1-population/rule.js'
import { withNoise } from './noisy.js'
import { bodyOf, needsOf } from './results.js'
import { paidWith, refusedNotice } from './rule.js'
import { createSampler, type Sampler } from './samplers.js'

/** Draws for every result of this process. */
const sampler = createSampler(systemRandomness)

/** No noise: what D1 is without itself. */
const SILENCE: Sampler = { ...sampler, discreteGaussian: () => () => 0 }

/**
 * What may leave of sums with a bound, at the cost of `rho`. Noise is drawn when the purse has paid, not before. The purse may answer with
 * what was told before to the same question: then that is told again. Tests give a sampler of their own.
 */
export async function protectBounded(
  shown: Shown,
  rho: number,
  compute: () => Promise<BoundedStatistic>,
  policy: Policy,
  purse: Purse,
  noise: Sampler = sampler,
): Promise<Protected> {
  const { index, command, position, dataset } = shown
  const account = new Account(policy, false)
  if (shown.edited) account.acts('P2')
  const release = (
    body: Result['body'],
    protection: Result['protection'],
    withheld: Result['withheld'],
  ): Protected => ({
    result: seal<Result>({ index, command, position, dataset, body, protection, withheld }),
    told: [],
  })
  if (!largeEnough(shown.population, policy)) {
    account.withhold('P1')
    return release({ kind: 'notice', message: P1.statement(policy) }, account.protection, account.withheld)
  }
  // What cannot be computed costs nothing.
  const statistic = await compute()
  if (statistic.rho !== rho)
    return fail('internal.bug', 'A result would be paid for at another cost than its own.', 'Report it.')
  const payment = await purse.spend(rho, policy.differential.rho)
  if (payment.state === 'answered') {
    const { body, protection, withheld } = acceptReleased(payment.result).value
    return release(body, protection, withheld)
  }
  if (payment.state === 'refused') {
    account.withhold('D1')
    return release(
      { kind: 'notice', message: refusedNotice(rho, payment.budgets) },
      account.protection,
      account.withheld,
    )
  }
  const noisy = withNoise(statistic, needsOf(statistic), policy.off?.includes('D1') ? SILENCE : noise)
  const body = bodyOf(noisy)
  for (let i = 0; i < untoldIn(body); i++) account.withhold('D1')
  return release(
    body,
    [
      ...account.protection.filter(({ rule }) => rule !== 'D1'),
      paidWith(rho, noisy.noises.count, payment.budgets),
    ],
    account.withheld,
  )
}

/** Cells of a result that are not told. */
function untoldIn(body: Result['body']): number {
  const table =
    body.kind === 'table' ? body : body.kind === 'figure' && 'table' in body.figure ? body.figure.table : null
  return table?.cells.filter(({ count }) => 'withheld' in count).length ?? 0
}
