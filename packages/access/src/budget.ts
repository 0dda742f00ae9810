/**
 * Budgets of differential privacy (rule D1): what each purpose has spent at each holder, and what it was told for it. In the database of the log,
 * since a budget that could be spent twice would promise nothing: whoever spends holds a lock until what is left is written.
 */
import { createHash } from 'node:crypto'
import { type Budget, type Clock, canonicalJson, type Payment, Result } from '@sund/model'
import { type Kysely, sql } from 'kysely'
import type { Store, Tables } from './store.js'

/** A result that is to be paid for. */
export interface Spending {
  /** Whose budget it is: `person:SUBJECT` or `project:ID`. */
  purpose: string
  /** What is asked, in a form that is the same for the same question (rule L3). */
  question: string
  /** Holders whose registers stand behind it, each of which is paid. */
  holders: readonly string[]
  rho: number
  /** The whole budget of a purpose at a holder. */
  total: number
  run: string
}

export interface BudgetStore {
  /**
   * Pays at every holder or at none. Where the purpose was told an answer to the question, that comes back and nothing is spent. Sums are
   * rounded against the purpose.
   */
  spend(spending: Spending): Promise<Payment>
  /** Keeps what a purpose was told; the first answer to a question stays. */
  answer(purpose: string, question: string, result: Result): Promise<void>
  /** What a purpose has spent and may still, by holder: of those named and of all at which it has spent. */
  list(purpose: string, holders: readonly string[], total: number): Promise<Budget[]>
}

/** Whoever spends holds this advisory lock until commit. The number means nothing. */
const SPENDING = 7_861_102

/** ρ is kept in whole parts of this size, so that what is left is exact: a cost is rounded up, a budget down. */
const PARTS = 1e9

/** The budgets in an open store. */
export function budgetStore(store: Store, clock: Clock): BudgetStore {
  return {
    async spend({ purpose, question, holders, rho, total, run }) {
      const asked = hashOf(question)
      const cost = Math.ceil(rho * PARTS)
      return await store.use((database) =>
        database.transaction().execute(async (transaction): Promise<Payment> => {
          await sql`select pg_advisory_xact_lock(${SPENDING})`.execute(transaction)
          const before = await transaction
            .selectFrom('budget_answer')
            .select('result')
            .where('purpose', '=', purpose)
            .where('question', '=', asked)
            .executeTakeFirst()
          const told = before && Result.safeParse(JSON.parse(before.result))
          if (told?.success) return { state: 'answered', result: told.data }
          const spent = await spentBy(transaction, purpose)
          const whole = Math.floor(total * PARTS)
          const budgets = (more: number) =>
            holders.map((holder) => budgetOf(holder, (spent.get(holder) ?? 0) + more, whole))
          if (holders.some((holder) => (spent.get(holder) ?? 0) + cost > whole))
            return { state: 'refused', budgets: budgets(0) }
          const at = clock.now().toISOString()
          if (holders.length > 0)
            await transaction
              .insertInto('budget_spending')
              .values(holders.map((holder) => ({ purpose, holder, parts: cost, question: asked, run, at })))
              .execute()
          return { state: 'paid', budgets: budgets(cost) }
        }),
      )
    },
    async answer(purpose, question, result) {
      const row = {
        purpose,
        question: hashOf(question),
        result: canonicalJson(result),
        at: clock.now().toISOString(),
      }
      await store.use((database) =>
        database
          .insertInto('budget_answer')
          .values(row)
          .onConflict((conflict) => conflict.columns(['purpose', 'question']).doNothing())
          .execute(),
      )
    },
    async list(purpose, holders, total) {
      const spent = await store.use((database) => spentBy(database, purpose))
      const whole = Math.floor(total * PARTS)
      return [...new Set([...holders, ...spent.keys()])]
        .sort()
        .map((holder) => budgetOf(holder, spent.get(holder) ?? 0, whole))
    },
  }
}

/** Parts that a purpose has spent, by holder. */
async function spentBy(database: Kysely<Tables>, purpose: string): Promise<Map<string, number>> {
  const rows = await database
    .selectFrom('budget_spending')
    .select(['holder', (parts) => parts.fn.sum<string>('parts').as('parts')])
    .where('purpose', '=', purpose)
    .groupBy('holder')
    .execute()
  return new Map(rows.map(({ holder, parts }) => [holder, Number(parts)]))
}

const budgetOf = (holder: string, spent: number, whole: number): Budget => ({
  holder,
  spent: spent / PARTS,
  left: Math.max(0, whole - spent) / PARTS,
})

/** Questions are as long as plans. */
const hashOf = (question: string): string => createHash('sha256').update(question).digest('hex')
