/**
 * What the law of a country says of access at a date: limits, fees, who decides beside whom. Data with dates from and to, since laws change;
 * a case keeps to the rules that held when it was submitted. Apart from the transitions of a case, which only read it.
 */
import type { BodyKind, Country, OptOutException, OrganisationKind, Purpose } from '@sund/model'

/** A length of time, as laws count it. */
export interface Limit {
  amount: number
  unit: 'working-days' | 'days' | 'weeks' | 'months'
}

/** A limit that is not counted in working days: of what lasts at most so long. */
export type Span = Limit & { unit: Exclude<Limit['unit'], 'working-days'> }

/** Every limit, by what must happen within it. */
export interface Limits {
  /** From receipt until the applicant is told whether it is complete. */
  screening: Limit
  /** For the applicant to complete (Art 68(4)). */
  completion: Limit
  /** From completeness to the decision; and where registers are linked, where the law tells them apart. */
  decision: Limit
  linkedDecision: Limit | null
  extension: Limit
  urgentDecision: Limit
  urgentExtension: Limit
  /** An answer in statistics (Art 69): to decide, and to answer after that. */
  requestDecision: Limit
  requestAnswer: Limit
  /** Art 72: for a trusted holder to propose, and for the access body to decide after that. */
  proposal: Limit
  confirmation: Limit
  appeal: Limit
  /** For decisions and their reasons to be public (Art 57). */
  publication: Limit
  /** For a holder to deliver (Art 60), and its one extension. */
  delivery: Limit
  deliveryExtension: Limit
  breachReply: Limit
  /** The longest exclusion after a breach (Art 63). */
  exclusion: Span
  /** The longest permit, the longest extension, and how long before its end that must be asked for. */
  permit: Span
  renewal: Span
  renewalAskedBefore: Limit
  /** Rows are deleted this long after a permit ends; results are due this long after it (Art 68(12), 61(4)). */
  deletion: Span
  results: Span
  /** How often a holder verifies its description (Art 60(3)). */
  verification: Limit
}

/** Where in the law it stands, shown wherever a rule is used; begins with `Sund` where no law says it. */
export type Source = string

/** A provision of national law under Art 71(4) of Regulation (EU) 2025/327: for whom and for which ends it makes an exception. */
export interface OptOutLaw extends OptOutException {
  /** Public bodies, and whoever does their tasks (Art 71(4)(a)); of these those that the provision names. */
  organisations: readonly OrganisationKind[]
  /** Of `MAY_BE_EXCEPTED` those that the provision names. */
  purposes: readonly Purpose[]
}

export interface AccessRules {
  /** `NO-2`: country and version. */
  id: string
  country: Country
  /** First and last day that it holds for applications submitted then; null: still in force. */
  from: string
  until: string | null
  limits: Limits
  /** Every one, so that no figure stands without saying whose it is. */
  sources: Record<keyof Limits | 'ethics' | 'dispensation' | 'silence' | 'fees' | 'optOutException', Source>
  /** Days before a limit's end on which whoever has the desk is reminded, and days after it on which it goes to the leader. */
  remindBefore: readonly number[]
  escalateAfter: number
  /**
   * What becomes of a body that is silent so many working days after its limit: `grant` and `refuse` decide by default where the law allows it, `none`
   * never does.
   */
  silence: { after: Limit; decides: 'none' | 'grant' | 'refuse' }
  /** Bodies that decide beside the holders and the access body, and when they must. */
  parallel: readonly {
    kind: Extract<BodyKind, 'dispensation' | 'ethics'>
    /** Required for these purposes, of rows (not of an answer in statistics), unless the applicant has it already. */
    purposes: readonly Purpose[]
    identifiability: readonly ('anonymous' | 'pseudonymised')[]
  }[]
  /** Purposes that only public bodies may have (Art 53(1)(a)–(c), to be confirmed by a lawyer). */
  publicBodiesOnly: readonly Purpose[]
  /** The law by which data of those who have opted out may be used, null where there is none. */
  optOutException: OptOutLaw | null
  fees: {
    currency: 'EUR' | 'NOK' | 'DKK'
    /** In the hundredth part of the currency. */
    accessBody: number
    holder: number
    variable: number
    /** Share taken off, by kind of organisation (Art 62(3)). */
    reductions: Partial<Record<OrganisationKind, number>>
  }
}
