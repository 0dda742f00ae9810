/**
 * The one way from a statistic to a result. Kept apart from the rules so that the order in which they apply,
 * and that none is forgotten, can be read on one page.
 */
import {
  Failure,
  fail,
  type Ledger,
  type ModelStatistic,
  type Policy,
  type Result,
  type ResultBody,
  type Shown,
  type Statistic,
  type TableStatistic,
} from '@sund/model'
import { Account } from './account.js'
import { mendFlows, mendSparse, mendThreshold } from './explain/explain.js'
import { Comparison, isNear } from './ledger/comparison.js'
import { setsOf, standingOn } from './ledger/sets.js'
import { type Released, seal } from './release.js'
import { protectCorrelation } from './results/correlation.js'
import { protectFigure } from './results/figure.js'
import { protectModel } from './results/model.js'
import { withoutRareNames } from './results/names.js'
import { protectRates } from './results/rates.js'
import { protectSummary } from './results/summary.js'
import { protectSurvival } from './results/survival.js'
import { protectTable } from './results/table.js'
import { nearReason } from './rules/l1-ledger/rule.js'
import { beyondShare, magnitudeOf, quotaNotice, SHARE_NOTICE } from './rules/l2-quotas/rule.js'
import { M1, modelHolds } from './rules/m1-models/rule.js'
import { coefficientsOfFew, M2 } from './rules/m2-coefficients/rule.js'
import { largeEnough, P1 } from './rules/p1-population/rule.js'
import { type SolverSource, solverSource } from './rules/t2-threshold/suppress.js'

type StatisticOf<K extends Statistic['kind']> = Extract<Statistic, { kind: K }>
const PROTECTED: {
  [K in Statistic['kind']]: (
    statistic: StatisticOf<K>,
    account: Account,
    solver: SolverSource,
  ) => ResultBody | Promise<ResultBody>
} = {
  table: (table, account, solver) => protectTable(table, account, solver),
  summary: protectSummary,
  model: protectModel,
  survival: protectSurvival,
  rates: protectRates,
  correlation: protectCorrelation,
  figure: protectFigure,
}

/** The linear solver of this process, opened when a table first needs it. */
const solver = solverSource()

/** A result that may leave, and which of the sets that were compared for it stand behind numbers that it shows. */
export interface Protected {
  result: Released<Result>
  told: readonly number[]
}

/**
 * What may leave of a statistic under a policy: nothing else turns one into a result. Of a statistic whose
 * registers are all `PUBLIC`, everything, exactly. Deterministic: the same statistic under the same policy and the same answer of the
 * ledger gives the same result. `compute` is not called where the rules allow nothing to be shown. `ledger` is asked once, about everything that
 * could be shown; null where nothing will be shown (a check).
 */
export async function protect(
  shown: Shown,
  compute: () => Promise<Statistic>,
  policy: Policy,
  ledger: Ledger | null,
): Promise<Protected> {
  const { index, command, position, dataset } = shown
  const account = new Account(policy, shown.public)
  if (shown.edited && !shown.public) account.acts('P2')
  const body = await bodyOf(shown, compute, account, ledger)
  const result = seal<Result>({
    index,
    command,
    position,
    dataset,
    body,
    protection: account.protection,
    withheld: account.withheld,
  })
  return { result, told: body.kind === 'notice' ? [] : account.comparison.told }
}

/**
 * Whether what a model says of each row may become variables: refused with `protection.withheld` where the model itself would be
 * withheld, or one of its coefficients, since these can be had from its predictions. Of public registers nothing is asked.
 */
export async function checkFit(
  shown: Pick<Shown, 'population' | 'public' | 'position'>,
  compute: () => Promise<ModelStatistic>,
  policy: Policy,
): Promise<void> {
  if (shown.public) return
  const model = largeEnough(shown.population, policy) ? await existing(compute) : null
  const holds = model !== null && modelHolds(model, policy)
  if (holds && coefficientsOfFew(model, policy).size === 0) return
  const { reason, remedy } = (holds ? M2 : M1).withholds
  fail('protection.withheld', reason(policy).en, remedy().en, { position: shown.position })
}

/**
 * A dataset under the least population gives a notice instead of a failure, so that a script's other results
 * survive.
 */
async function bodyOf(
  shown: Shown,
  compute: () => Promise<Statistic>,
  account: Account,
  ledger: Ledger | null,
): Promise<ResultBody> {
  if (!shown.public && !largeEnough(shown.population, account.policy)) {
    account.withhold('P1')
    return { kind: 'notice', message: P1.statement(account.policy) }
  }
  if (shown.public) return protectKind(await compute(), account)
  const statistic = await existing(compute)
  const model = statistic === null ? null : modelIn(statistic)
  if (statistic === null || (model !== null && !modelHolds(model, account.policy))) {
    account.withhold('M1')
    return { kind: 'notice', message: M1.withholds.reason(account.policy) }
  }
  const { policy } = account
  if (ledger)
    account.comparison = await Comparison.of(
      setsOf(statistic, shown.definition, policy),
      magnitudeOf(shown.population, policy),
      ledger,
      policy,
    )
  const { comparison } = account
  if (comparison.quota) {
    account.withholdWhole('L2')
    return { kind: 'notice', message: quotaNotice(comparison.again) }
  }
  if (ledger) account.acts('L1')
  const standing = ledger ? standingOn(statistic, comparison.sets, policy) : statistic
  if (hasNearEdges(standing)) {
    account.withholdWhole('L1')
    return { kind: 'notice', message: nearReason(policy, comparison) }
  }
  const whole = await protectKind(standing, account)
  if (beyondShare(comparison, shown.population, policy)) {
    account.withholdWhole('L2')
    return { kind: 'notice', message: SHARE_NOTICE }
  }
  const body = withoutRareNames(whole)
  await mend(account, { command: shown.command, standing, whole, body, isTold: ledger !== null })
  return body
}

/** Notes what would release what was withheld, where such can be worked out. */
async function mend(
  account: Account,
  of: { command: string; standing: Statistic; whole: ResultBody; body: ResultBody; isTold: boolean },
): Promise<void> {
  const { command, standing, whole, body, isTold } = of
  const { policy } = account
  const released = async (table: TableStatistic) => {
    const again = new Account(policy, false)
    const alone = await protectTable(table, again, solver)
    return {
      whole: alone,
      table: withoutRareNames(alone) as typeof alone,
      withheld: new Set(again.withheld.map(({ rule }) => rule)),
    }
  }
  const table = tableIn(standing)
  if (account.withheldBy('T1') && table !== null)
    account.mend('T1', await mendSparse(command, table, released))
  // What the ledger withheld cannot be had by asking more coarsely.
  if (!account.withheldBy('T2') || account.withheldBy('L1')) return
  const bounds = { threshold: policy.cellThreshold, difference: isTold ? policy.difference : null }
  const flows =
    standing.kind === 'figure' && standing.figure.type === 'sankey' ? standing.figure.tables : null
  account.mend(
    'T2',
    flows === null
      ? mendThreshold({ command, whole, body, bounds })
      : await mendFlows(flows, released, bounds),
  )
}

/** The model that a statistic is or draws. Means (`ci`) have rules of their own. */
function modelIn(statistic: Statistic): ModelStatistic | null {
  const of =
    statistic.kind === 'figure' && statistic.figure.type === 'coefplot' ? statistic.figure.model : statistic
  return of.kind === 'model' && of.model !== 'ci' ? of : null
}

/** The one table that a statistic is, or that its bars are drawn from. */
function tableIn(statistic: Statistic): TableStatistic | null {
  if (statistic.kind === 'table') return statistic
  return statistic.kind === 'figure' && statistic.figure.type === 'barchart' ? statistic.figure.table : null
}

/**
 * Whether the bins of a figure follow from the values of people of whom only the count may be told. They are drawn over the values of all in the figure:
 * a bin of people near others is told as these, wherever it lies.
 */
const hasNearEdges = (statistic: Statistic): boolean =>
  statistic.kind === 'figure' &&
  (statistic.figure.type === 'histogram' || statistic.figure.type === 'hexbin') &&
  statistic.figure.table.cells.some(({ at, set }) => isNear(set) && at.every((level) => level === null))

/**
 * The statistic, null where these people have none. Why they have none (nobody has the event, all are alike) is
 * something about them, and is told in the very words in which rule M1 tells of a model that rests on too few, whose terms and levels would tell too.
 */
async function existing<S extends Statistic>(compute: () => Promise<S>): Promise<S | null> {
  try {
    return await compute()
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.errors[0].code === 'script.degenerate') return null
    throw thrown
  }
}

function protectKind<K extends Statistic['kind']>(
  statistic: StatisticOf<K>,
  account: Account,
): ResultBody | Promise<ResultBody> {
  const kind = statistic.kind as K
  return PROTECTED[kind](statistic, account, solver)
}
