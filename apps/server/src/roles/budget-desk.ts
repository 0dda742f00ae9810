/**
 * The hub's side of differential privacy (rule D1): it pays for results of the runs that it has open, from the budget of whoever asks, and knows
 * questions that were answered before. Places say at what cost; what is asked, and of whose registers, the hub reads in the plan itself.
 */
import type { BudgetStore } from '@sund/access'
import { type Plan, questionOf } from '@sund/engine'
import { fail, type Party, type Payment, type Policy, type Purse, type Result } from '@sund/model'
import type { Handlers, Peer } from '@sund/network'

/** A run whose results may be paid for. */
export interface PaidRun {
  run: string
  /** Whose budget it is. */
  purpose: string
  plan: Plan
  policy: Pick<Policy, 'differential'>
  /** The place that makes the result `index`; null where there is none. */
  placeOf: (index: number) => Party | null
}

export interface BudgetDesk {
  /** How the hub answers `spend`. */
  handlers: Handlers
  open(run: PaidRun): void
  /** Keeps a result that was paid for, so that the same question has the same answer; to be awaited before the result goes on. */
  settle(run: string, result: Result): Promise<void>
  close(run: string): void
}

/** The purpose of a person who asks under open terms. */
export const purposeOf = (subject: string): string => `person:${subject}`

export function createBudgetDesk(budget: BudgetStore): BudgetDesk {
  const runs = new Map<string, PaidRun & { asked: Set<number>; paid: Map<number, string> }>()
  return {
    handlers: {
      async spend({ run, index, rho, total }, _attachments, from) {
        const open = runs.get(run)
        const question = open?.placeOf(index) === from ? questionOf(open.plan, index) : null
        if (open === undefined || question === null || question.rho !== rho || open.asked.has(index))
          return fail(
            'permission.denied',
            'A party of the network would spend a budget for what nobody asked it.',
            'Run the script again.',
          )
        open.asked.add(index)
        const holders = new Set(
          open.plan.bindings.flatMap(({ register, holder }) =>
            question.registers.includes(register) ? [holder] : [],
          ),
        )
        const payment: Payment = await budget.spend({
          purpose: open.purpose,
          question: question.text,
          holders: [...holders].sort(),
          rho,
          total: Math.min(total, open.policy.differential.rho),
          run,
        })
        if (payment.state === 'paid') open.paid.set(index, question.text)
        return { reply: payment }
      },
    },
    open(run) {
      runs.set(run.run, { ...run, asked: new Set(), paid: new Map() })
    },
    async settle(run, result) {
      const open = runs.get(run)
      const question = open?.paid.get(result.index)
      if (open !== undefined && question !== undefined) await budget.answer(open.purpose, question, result)
    },
    close(run) {
      runs.delete(run)
    },
  }
}

/** The budget as a holder or a room sees it, for the result `index` of a run. */
export const placePurse =
  (peer: () => Peer, run: string) =>
  (index: number): Purse => ({
    spend: async (rho, total) => (await peer().ask('hub', 'spend', { run, index, rho, total })).reply,
  })
