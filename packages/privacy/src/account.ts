/** What was done to one result, kept while it is protected and told in its `protection` and `withheld`. */
import type { Policy, Protection, ReleasedNumber, RuleId, Withheld } from '@sund/model'
import { RULE_BOOK } from './rules/book.js'
import { type NoiseTable, noiseTable } from './rules/t5-count-noise/rule.js'

/** One result's account. Of a `PUBLIC` result nothing is asked and nothing is told. */
export class Account {
  readonly noise: NoiseTable
  readonly #acted = new Set<RuleId>()
  readonly #withheld = new Map<RuleId, number>()

  constructor(
    readonly policy: Policy,
    readonly public_: boolean,
  ) {
    this.noise = noiseTable(policy.noise)
  }

  /** Notes that `rule` shaped what is shown. */
  acts(rule: RuleId): void {
    this.#acted.add(rule)
  }

  /** A number withheld by `rule`, counted once. */
  withhold(rule: RuleId): { withheld: RuleId } {
    this.#withheld.set(rule, (this.#withheld.get(rule) ?? 0) + 1)
    this.acts(rule)
    return { withheld: rule }
  }

  /** Notes the rule by which a number was withheld, if it was. */
  count<N extends ReleasedNumber>(number: N): N {
    if ('withheld' in number) this.withhold(number.withheld)
    return number
  }

  get withheldAnything(): boolean {
    return this.#withheld.size > 0
  }

  get protection(): Protection[] {
    return [...this.#acted].sort().map((id) => {
      const rule = RULE_BOOK[id]
      return { rule: id, parameters: rule.parameters(this.policy), statement: rule.statement(this.policy) }
    })
  }

  get withheld(): Withheld[] {
    return [...this.#withheld].sort().flatMap(([id, count]) => {
      const sentences = RULE_BOOK[id].withholds
      return sentences
        ? [{ rule: id, count, reason: sentences.reason(this.policy), remedy: sentences.remedy(this.policy) }]
        : []
    })
  }
}

/** A number as it is. */
export const exact = (value: number | null): ReleasedNumber => ({ value, error: 0 })
