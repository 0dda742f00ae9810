/**
 * Disclosure control with rules taken out, for showing on made-up people what the rules are for. Kept apart from `protect`, whose policy is the
 * place's own: whoever demonstrates says which rules are out and gets results, and never holds a policy that could be used on anyone who lives.
 */
import { isOff, OPEN_POLICY, type RecordSet, type Result, type RuleId, type Statistic } from '@sund/model'
import { memoryLedger } from './ledger/memory.js'
import { protect } from './protect.js'
import { without } from './rules/off.js'

/** One account of a demonstration, with a release ledger of its own in memory. */
export interface DemonstrationAccount {
  /** What would be told of a statistic about people who do not exist, `population` being all of them. Each answer is remembered. */
  ask(statistic: Statistic, population: RecordSet): Promise<Result>
}

/** An account under open terms less some rules, which has been told nothing. Only for statistics about made-up people. */
export function demonstrationAccount(out: readonly RuleId[]): DemonstrationAccount {
  const [first, ...more] = out
  const policy = first === undefined ? OPEN_POLICY : without(OPEN_POLICY, first, ...more)
  const ledger = isOff(policy, 'L1') ? null : memoryLedger(policy.difference)
  return {
    async ask(statistic, population) {
      const shown = { ...NOWHERE, population, public: false, edited: false }
      const { result, told } = await protect(shown, async () => statistic, policy, ledger)
      ledger?.settle(told)
      return result.value
    },
  }
}

/** A demonstration has no script that a result could point to. */
const NOWHERE = {
  index: 0,
  command: '',
  position: { line: 1, column: 1, endLine: 1, endColumn: 1 },
  dataset: '',
}
