/** The release ledger as a file, page by page, so that it may be as long as it is. For the command line and for HTTP alike. */
import type { LedgerFilter, LedgerRow } from '@sund/access'
import { z } from 'zod'

/** `csv` as RFC 4180 has it; `jsonl` is one JSON object a line. */
export const LEDGER_FORMS = z.enum(['csv', 'jsonl'])
export type LedgerForm = z.infer<typeof LEDGER_FORMS>

const PAGE = 1000

const COLUMNS: readonly [string, (row: LedgerRow) => string | number | null][] = [
  ['number', ({ number }) => number],
  ['at', ({ at }) => at],
  ['subject', ({ subject }) => subject],
  ['run', ({ run }) => run],
  ['index', ({ index }) => index],
  ['state', ({ state }) => state],
  ['kind', ({ kind }) => kind],
  ['registers', ({ registers }) => registers.join('; ')],
  ['difference', ({ difference }) => difference],
  ['new', ({ verdicts }) => verdicts.new],
  ['known', ({ verdicts }) => verdicts.known],
  ['near', ({ verdicts }) => verdicts.near],
  ['quota', ({ verdicts }) => verdicts.quota],
  ['told', ({ told }) => told],
]

/** All rows that a filter finds, oldest first, a page of text at a time. */
export async function* ledgerExport(
  list: (filter: LedgerFilter) => Promise<LedgerRow[]>,
  form: LedgerForm,
  filter: Omit<LedgerFilter, 'limit' | 'newestFirst'> = {},
): AsyncGenerator<string> {
  if (form === 'csv') yield `${COLUMNS.map(([name]) => name).join(',')}\r\n`
  for (let after = filter.after ?? 0; ; ) {
    const rows = await list({ ...filter, after, limit: PAGE })
    if (rows.length > 0) yield rows.map((row) => lineOf(row, form)).join('')
    const last = rows.at(-1)
    if (last === undefined || rows.length < PAGE) return
    after = last.number
  }
}

function lineOf(row: LedgerRow, form: LedgerForm): string {
  if (form === 'jsonl') return `${JSON.stringify(row)}\n`
  return `${COLUMNS.map(([, of]) => field(of(row))).join(',')}\r\n`
}

/** Quoted where it must be; a text that a spreadsheet would take for a formula is kept from being one. */
function field(value: string | number | null): string {
  if (typeof value === 'number') return String(value)
  const text = /^[=+\-@\t]/.test(value ?? '') ? `'${value}` : (value ?? '')
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
