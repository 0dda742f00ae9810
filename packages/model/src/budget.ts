/**
 * Budgets of differential privacy (rule D1): what results of a purpose have cost at a holder, and what is left. Apart from the rule, since the
 * hub keeps them and pages show them.
 */
import { z } from 'zod'
import { HolderName } from './registers.js'
import { Result } from './results.js'

/** What a purpose has spent at a holder, and may still. */
export const Budget = z.object({
  holder: HolderName,
  /** ρ of zero-concentrated differential privacy. */
  spent: z.number().nonnegative(),
  left: z.number().nonnegative(),
})
export type Budget = z.infer<typeof Budget>

/** What comes of asking to pay for a result: paid or refused, with the budgets as they are then; or the answer that was told before. */
export const Payment = z.discriminatedUnion('state', [
  z.object({ state: z.literal('paid'), budgets: z.array(Budget) }),
  z.object({ state: z.literal('refused'), budgets: z.array(Budget) }),
  z.object({ state: z.literal('answered'), result: Result }),
])
export type Payment = z.infer<typeof Payment>

/** The budget as a place sees it while it protects one result. */
export interface Purse {
  /** Pays `rho` for the result, before any noise is drawn; `total` is the most that a purpose may spend at a holder. */
  spend(rho: number, total: number): Promise<Payment>
}
