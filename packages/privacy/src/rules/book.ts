/**
 * All rules by their identifier: the code side of docs/protection.md. A new rule is a folder and a row here.
 */
import { type Policy, RULES, type RuleDescription, type RuleId } from '@sund/model'
import { D1 } from './d1-differential/rule.js'
import { G1 } from './g1-figures/rule.js'
import { L1 } from './l1-ledger/rule.js'
import { L2 } from './l2-quotas/rule.js'
import { L3 } from './l3-same-answer/rule.js'
import { M1 } from './m1-models/rule.js'
import { M2 } from './m2-coefficients/rule.js'
import { M3 } from './m3-residuals/rule.js'
import { P1 } from './p1-population/rule.js'
import { P2 } from './p2-edits/rule.js'
import { P3 } from './p3-winsorising/rule.js'
import type { Rule } from './rule.js'
import { S1 } from './s1-percentiles/rule.js'
import { S2 } from './s2-extremes/rule.js'
import { T1 } from './t1-sparse/rule.js'
import { T2 } from './t2-threshold/rule.js'
import { T3 } from './t3-dominance/rule.js'
import { T4 } from './t4-same-value/rule.js'
import { T5 } from './t5-count-noise/rule.js'
import { V1 } from './v1-survival/rule.js'

export const RULE_BOOK: Readonly<Record<RuleId, Rule>> = {
  P1,
  P2,
  P3,
  T1,
  T2,
  T3,
  T4,
  T5,
  S1,
  S2,
  M1,
  M2,
  M3,
  V1,
  G1,
  L1,
  L2,
  L3,
  D1,
}

/** Every rule as it stands under a policy. */
export const rulesUnder = (policy: Policy): RuleDescription[] =>
  RULES.map((id) => {
    const { parameters, statement, withholds } = RULE_BOOK[id]
    const reason = withholds?.reason(policy) ?? null
    return { rule: id, parameters: parameters(policy), statement: statement(policy), reason }
  })
