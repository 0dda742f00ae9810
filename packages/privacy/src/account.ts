/** What was done to one result, kept while it is protected and told in its `protection` and `withheld`. */
import type { Policy, Protection, ReleasedNumber, RuleId, Withheld } from '@sund/model'
import type { Mend } from './explain/explain.js'
import { Comparison } from './ledger/comparison.js'
import { RULE_BOOK } from './rules/book.js'
import { nearReason } from './rules/l1-ledger/rule.js'
import type { Withholding } from './rules/rule.js'
import { type NoiseTable, noiseTable } from './rules/t5-count-noise/noise.js'

/** In which words a rule says what it did. */
type Statement = 'statement' | 'inModels'

/** One result's account. Of a `PUBLIC` result nothing is asked and nothing is told. */
export class Account {
  readonly noise: NoiseTable
  /** What the release ledger said, once it was asked. */
  comparison = Comparison.none
  readonly #acted = new Map<RuleId, Statement>()
  readonly #withheld = new Map<RuleId, number>()
  readonly #mends = new Map<RuleId, Mend>()
  readonly #words = new Map<RuleId, Withholding>()

  constructor(
    readonly policy: Policy,
    readonly public_: boolean,
  ) {
    this.noise = noiseTable(policy)
  }

  /** Notes that `rule` shaped what is shown, and in which words it says so. */
  acts(rule: RuleId, statement: Statement = 'statement'): void {
    this.#acted.set(rule, statement)
  }

  /** What is said of what `rule` withholds of this result, where its own sentences do not fit. */
  sayOf(rule: RuleId, words: Withholding): void {
    this.#words.set(rule, words)
  }

  /** A number withheld by `rule`, counted once. */
  withhold(rule: RuleId): { withheld: RuleId } {
    this.#withheld.set(rule, (this.#withheld.get(rule) ?? 0) + 1)
    this.acts(rule)
    return { withheld: rule }
  }

  /** Notes what would release what `rule` withheld, where such was found. */
  mend(rule: RuleId, mend: Mend | null): void {
    if (mend !== null) this.#mends.set(rule, mend)
  }

  /** The whole result is withheld by `rule`: what was done to its parts is of no interest any more. */
  withholdWhole(rule: RuleId): void {
    for (const kept of [this.#acted, this.#withheld, this.#mends]) kept.clear()
    this.withhold(rule)
  }

  /** Notes the rule by which a number was withheld, if it was. */
  count<N extends ReleasedNumber>(number: N): N {
    if ('withheld' in number) this.withhold(number.withheld)
    return number
  }

  get withheldAnything(): boolean {
    return this.#withheld.size > 0
  }

  /** True when `rule` withheld something. */
  withheldBy(rule: RuleId): boolean {
    return this.#withheld.has(rule)
  }

  get protection(): Protection[] {
    const relaxed = new Map(
      this.public_ ? [] : this.policy.relaxed?.map(({ rule, reason }) => [rule, reason]),
    )
    return [...new Set([...this.#acted.keys(), ...relaxed.keys()])].sort().map((id) => {
      const rule = RULE_BOOK[id]
      const reason = relaxed.get(id)
      return {
        rule: id,
        parameters: rule.parameters(this.policy),
        statement: (rule[this.#acted.get(id) ?? 'statement'] ?? rule.statement)(this.policy),
        ...(reason === undefined ? {} : { relaxed: reason }),
      }
    })
  }

  get withheld(): Withheld[] {
    return [...this.#withheld].sort().flatMap(([id, count]) => {
      const sentences = this.#words.get(id) ?? RULE_BOOK[id].withholds
      if (sentences === null) return []
      const remedy = sentences.remedy(this.policy)
      const reason = id === 'L1' ? nearReason(this.policy, this.comparison) : sentences.reason(this.policy)
      return [{ rule: id, count, reason, remedy, ...this.#mends.get(id) }]
    })
  }
}

/** A number as it is; one that is none (0/0, beyond all bounds) does not exist. */
export const exact = (value: number | null): ReleasedNumber => ({
  value: value !== null && Number.isFinite(value) ? value : null,
  error: 0,
})
