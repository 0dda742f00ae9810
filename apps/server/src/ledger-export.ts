/**
 * The release ledger for those who audit it: with the names and titles that people know, and as a file, page by page, so that it may be as long as it
 * is. For the command line and for HTTP alike.
 */
import type { Access, LedgerFilter, LedgerRow } from '@sund/access'
import { inLanguage, type Language, type LocalisedText } from '@sund/model'
import { z } from 'zod'

/** A row with what its person and registers are called. */
export interface LedgerInWords extends LedgerRow {
  /** As they last signed in; null for who never did. */
  person: string | null
  /** Of each of `registers`; its name where the catalogue has it no more. */
  titles: LocalisedText[]
}

/** Reads the ledger in words. */
export const ledgerInWords =
  (
    { ledger, people }: Pick<Access, 'ledger' | 'people'>,
    titles: () => Promise<ReadonlyMap<string, LocalisedText>>,
  ) =>
  async (filter?: LedgerFilter): Promise<LedgerInWords[]> => {
    const rows = await ledger.list(filter)
    const [names, known] = await Promise.all([people.names(rows.map(({ subject }) => subject)), titles()])
    return rows.map((row) => ({
      ...row,
      person: names.get(row.subject) ?? null,
      // A register stands with its version.
      titles: row.registers.map((one) => known.get(one.split(' ')[0] ?? one) ?? { en: one }),
    }))
  }

/** `csv` as RFC 4180 has it; `jsonl` is one JSON object a line. */
export const LEDGER_FORMS = z.enum(['csv', 'jsonl'])
export type LedgerForm = z.infer<typeof LEDGER_FORMS>

const PAGE = 1000

const COLUMNS: readonly [string, (row: LedgerInWords, language: Language) => string | number | null][] = [
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
  ['person', ({ person }) => person],
  ['titles', ({ titles }, language) => titles.map((title) => inLanguage(title, language)).join('; ')],
]

/** All rows that a filter finds, oldest first, a page of text at a time; titles in one language in CSV, and in all of theirs in JSON. */
export async function* ledgerExport(
  list: (filter: LedgerFilter) => Promise<LedgerInWords[]>,
  form: LedgerForm,
  filter: Omit<LedgerFilter, 'limit' | 'newestFirst'> = {},
  language: Language = 'en',
): AsyncGenerator<string> {
  if (form === 'csv') yield `${COLUMNS.map(([name]) => name).join(',')}\r\n`
  for (let after = filter.after ?? 0; ; ) {
    const rows = await list({ ...filter, after, limit: PAGE })
    if (rows.length > 0) yield rows.map((row) => lineOf(row, form, language)).join('')
    const last = rows.at(-1)
    if (last === undefined || rows.length < PAGE) return
    after = last.number
  }
}

function lineOf(row: LedgerInWords, form: LedgerForm, language: Language): string {
  if (form === 'jsonl') return `${JSON.stringify(row)}\n`
  return `${COLUMNS.map(([, of]) => field(of(row, language))).join(',')}\r\n`
}

/** Quoted where it must be; a text that a spreadsheet would take for a formula is kept from being one. */
function field(value: string | number | null): string {
  if (typeof value === 'number') return String(value)
  const text = /^[=+\-@\t]/.test(value ?? '') ? `'${value}` : (value ?? '')
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
