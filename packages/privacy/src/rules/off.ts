/**
 * Policies in which a rule does nothing. Apart from the rules because nothing that protects anyone may use it: attacks, tests and the
 * demonstration over made-up people take one rule out and see what comes through.
 */
import type { Policy, RuleId } from '@sund/model'

/** More of anything than a register has. */
const PLENTY = 1_000_000_000

/** The numbers with which a rule does nothing; none where a rule has no numbers and asks `off` itself. */
const IDLE: Readonly<Record<RuleId, Partial<Policy>>> = {
  P1: { minimumPopulation: 1 },
  P2: { minimumEdit: 1 },
  P3: { winsorise: [0, 1], outlying: { units: 0, reach: 3 } },
  T1: { sparse: { units: 0, share: 1 } },
  T2: { cellThreshold: 1 },
  T3: {},
  T4: { otherValues: 0 },
  T5: { noise: { bound: 0, variance: 0 } },
  S1: { percentile: { digits: 15, units: 0 } },
  S2: {},
  M1: { model: { degreesOfFreedom: -PLENTY, parametersPerUnit: PLENTY, levelUnits: 0 } },
  M2: { coefficientUnits: 0 },
  M3: {},
  V1: { survival: { atRisk: 0, events: 0 } },
  G1: {},
  L1: { difference: 1 },
  L2: { quota: { results: PLENTY, sensitive: PLENTY, share: PLENTY } },
  L3: {},
  D1: { differential: { rho: PLENTY } },
}

/** `policy` with `rules` taken out: each does nothing, and all others are as they were. */
export function without(policy: Policy, ...rules: [RuleId, ...RuleId[]]): Policy {
  const [first, ...more] = [...new Set([...(policy.off ?? []), ...rules])]
  const numbers = rules.map((rule) => IDLE[rule])
  return Object.assign({ ...policy }, ...numbers, first === undefined ? {} : { off: [first, ...more] })
}
