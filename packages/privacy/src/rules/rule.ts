/** What every rule tells about itself: the numbers it works with and its sentences in the three languages. */
import type { LocalisedText, Policy, RuleId } from '@sund/model'

/** Why something was withheld, and what would make it releasable. */
export interface Withholding {
  reason(policy: Policy): LocalisedText
  remedy(policy: Policy): LocalisedText
}

export interface Rule {
  id: RuleId
  parameters(policy: Policy): Record<string, number>
  /** What the rule did to a result that was released. */
  statement(policy: Policy): LocalisedText
  /** The same of a model or a correlation, where the rule does another thing to these; it says no more of one than of any other. */
  inModels?(policy: Policy): LocalisedText
  /** What the rule will do to a result, where the words for what it did would not do. */
  ahead?(policy: Policy): LocalisedText
  /** Null for a rule that withholds nothing. */
  withholds: Withholding | null
}
