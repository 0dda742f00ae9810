/**
 * The hub's side of differential privacy (rule D1): it pays for results of the runs that it has open, from the budget of whoever asks, and knows
 * questions that were answered before. Places say at what cost; what is asked, and of whose registers, the hub reads in the plan itself.
 */
import { type BudgetStore, personKey } from '@sund/access'
import type { Plan } from '@sund/engine'
import { type CatalogueEntry, fail, isPublic, type Policy, type Purse, type Result } from '@sund/model'
import type { Handlers, Peer } from '@sund/network'
import type { ExpectedResult } from './ledger-desk.js'

/** A result that is to be paid for: by whom it is made, what it asks, and which holders' registers stand behind it. */
export interface PaidResult extends Pick<ExpectedResult, 'by' | 'index' | 'question'> {
  rho: number
  holders: string[]
}

/** A run whose results may be paid for. */
export interface PaidRun {
  run: string
  /** Whose budget it is. */
  purpose: string
  policy: Pick<Policy, 'differential'>
  results: readonly PaidResult[]
}

export interface BudgetDesk {
  /** How the hub answers `spend`. */
  handlers: Handlers
  open(run: PaidRun): void
  /** A budget was spent on the result `index`, now or when the same was asked before: it needs no comparing with what was told (rule L1). */
  covers(run: string, index: number): boolean
  /** Keeps a result that was paid for, so that the same question has the same answer; to be awaited before the result goes on. */
  settle(run: string, result: Result): Promise<void>
  close(run: string): void
}

/** The purpose of a person who asks under open terms. */
export const purposeOf = (subject: string): string => personKey(subject)

interface OpenRun extends PaidRun {
  asked: Set<number>
  paid: Map<number, PaidResult>
  /** Results that are told again as they were. */
  answered: Set<number>
}

export function createBudgetDesk(budget: BudgetStore): BudgetDesk {
  const runs = new Map<string, OpenRun>()
  return {
    handlers: {
      async spend({ run, index, rho, total }, _attachments, from) {
        const open = runs.get(run)
        const result = open?.results.find((one) => one.index === index && one.by === from)
        if (open === undefined || result?.rho !== rho || open.asked.has(index))
          return fail(
            'permission.denied',
            'A party of the network would spend a budget for what nobody asked it.',
            'Run the script again.',
          )
        open.asked.add(index)
        const payment = await budget.spend({
          purpose: open.purpose,
          question: result.question,
          holders: result.holders,
          rho,
          total: Math.min(total, open.policy.differential.rho),
          run,
        })
        if (payment.state === 'paid') open.paid.set(index, result)
        if (payment.state === 'answered') open.answered.add(index)
        return { reply: payment }
      },
    },
    open(run) {
      runs.set(run.run, { ...run, asked: new Set(), paid: new Map(), answered: new Set() })
    },
    covers(run, index) {
      const open = runs.get(run)
      return open !== undefined && (open.paid.has(index) || open.answered.has(index))
    },
    async settle(run, result) {
      const open = runs.get(run)
      const paid = open?.paid.get(result.index)
      if (open !== undefined && paid !== undefined) await budget.answer(open.purpose, paid.question, result)
    },
    close(run) {
      runs.delete(run)
    },
  }
}

/** Of what a plan shows, that which has a cost. Holders of registers that are `PUBLIC` are not paid. */
export function paidResults(
  { bindings, steps }: Plan,
  expected: readonly ExpectedResult[],
  catalogue: readonly CatalogueEntry[],
): PaidResult[] {
  const costs = new Map(
    steps.flatMap((step) =>
      step.do === 'show' && step.show.what.kind === 'statistic' && step.show.what.spec.show === 'bounded'
        ? [[step.show.index, step.show.what.spec.rho] as const]
        : [],
    ),
  )
  const open = new Set(
    catalogue.flatMap(({ register, version }) => (isPublic(register) ? [`${register.name} ${version}`] : [])),
  )
  return expected.flatMap(({ by, index, question, registers }) => {
    const rho = index === null ? undefined : costs.get(index)
    if (rho === undefined) return []
    const holders = bindings.flatMap(({ register, version, holder }) => {
      const name = `${register} ${version}`
      return registers.includes(name) && !open.has(name) ? [holder] : []
    })
    return [{ by, index, question, rho, holders: [...new Set(holders)].sort() }]
  })
}

/** The budget as a holder or a room sees it, for the result `index` of a run. */
export const placePurse =
  (peer: () => Peer, run: string) =>
  (index: number): Purse => ({
    spend: async (rho, total) => (await peer().ask('hub', 'spend', { run, index, rho, total })).reply,
  })
