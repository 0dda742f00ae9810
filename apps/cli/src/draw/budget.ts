/** Budgets for differential privacy, a line a holder. */
import type { Budget } from '@sund/model'
import type { Canvas } from './canvas.js'
import { word } from './words.js'

export function drawBudget(budgets: readonly Budget[], { language, tone }: Canvas): string[] {
  const rho = (of: number) =>
    `ρ ${new Intl.NumberFormat(language, { maximumSignificantDigits: 4 }).format(of)}`
  const holders = ['', ...budgets.map(({ holder }) => holder)]
  const spent = [word('spent', language), ...budgets.map((budget) => rho(budget.spent))]
  const left = [word('left', language), ...budgets.map((budget) => rho(budget.left))]
  const width = (column: readonly string[]) => Math.max(...column.map((text) => text.length))
  return holders.map((holder, row) => {
    const line = `${holder.padEnd(width(holders))}  ${spent[row]?.padStart(width(spent))}  ${left[row]?.padStart(width(left))}`
    return row === 0 ? tone('heading', line) : line
  })
}
