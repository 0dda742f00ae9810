/**
 * How a holder stores one version of a register: Parquet files beside a manifest. `registers` writes it, `engine`
 * reads it; neither knows the other.
 *
 * Physical form of a table: columns `unit` INTEGER (dense, from 0), one `link_NAME` INTEGER per link, `from_day` and
 * `until_day` INTEGER (days since 1970-01-01, inclusive; null `until_day` is open; absent for a FIXED table), then one
 * column per variable under its own name (STRING as VARCHAR, LONG as BIGINT, DOUBLE as DOUBLE, DATE as INTEGER days).
 * Sorted by unit, then from_day. A unit without identifier (no `unitColumn`) is numbered by row.
 */
import { z } from 'zod'
import { Register, type Table, UnitType, Version } from './registers.js'

/**
 * The variable by which rows of one person (else unit) and first day lie in ascending order, missing last; null where something else comes
 * before it. Rows lie by unit, days, links and variables, in the metadata's order; rows without a `unitColumn` by links, days and variables.
 */
export function orderedWithinDay({ unitColumn, links, variables }: Table): string | null {
  if (links.length !== (unitColumn === undefined ? 1 : 0)) return null
  return variables[0]?.name ?? null
}

/** What the import saw of one variable. Counts are unprotected: they stay with the holder. */
export const VariableQuality = z.object({
  variable: z.string(),
  rows: z.int().nonnegative(),
  missing: z.int().nonnegative(),
  outOfCodeList: z.int().nonnegative(),
  distinct: z.int().nonnegative(),
  /** Codes of the code list that occur: their rows, and the people (else units) behind them. */
  codes: z
    .array(z.object({ code: z.string(), rows: z.int().nonnegative(), units: z.int().nonnegative() }))
    .optional(),
})
export type VariableQuality = z.infer<typeof VariableQuality>

export const TableQuality = z.object({
  table: z.string(),
  rows: z.int().nonnegative(),
  units: z.int().nonnegative(),
  /** People behind the rows, where the units are not people themselves but link to them. */
  people: z.int().nonnegative().optional(),
  duplicates: z.int().nonnegative(),
  overlappingPeriods: z.int().nonnegative(),
  earliest: z.string().nullable(),
  latest: z.string().nullable(),
  variables: z.array(VariableQuality),
})
export type TableQuality = z.infer<typeof TableQuality>

/** A row of the source that was not imported, without its contents. */
export const BadRow = z.object({
  file: z.string(),
  row: z.int().positive(),
  field: z.string(),
  reason: z.string(),
})
export type BadRow = z.infer<typeof BadRow>

export const QualityReport = z.object({
  tables: z.array(TableQuality),
  badRows: z.array(BadRow),
  /** All bad rows, of which `badRows` lists at most a thousand. */
  badRowCount: z.int().nonnegative(),
})
export type QualityReport = z.infer<typeof QualityReport>

/** A set of numbered units: dense integers from 0 to count − 1, of one unit type. */
export const UnitSet = z.object({
  unitType: UnitType,
  count: z.int().nonnegative(),
  /** Sealed file of identifiers, one a line in unit order; null for units numbered by row. */
  identifiers: z.string().nullable(),
  /** Sealed file of linkage tokens, 16 bytes a unit in unit order; null for units numbered by row. */
  tokens: z.string().nullable(),
})
export type UnitSet = z.infer<typeof UnitSet>

/** The index of one variable: a file of sets of persons by code and years. */
export const IndexFile = z.object({
  table: z.string(),
  variable: z.string(),
  file: z.string(),
  /** Persons of the register. */
  persons: z.int().nonnegative(),
  /** The year of the first bit of a mask; `truncated` where rows of earlier years are in it as well. */
  firstYear: z.int(),
  truncated: z.boolean(),
})
export type IndexFile = z.infer<typeof IndexFile>

/** `manifest.json` of one version of one register. File names are relative to it. */
export const Manifest = z.object({
  format: z.literal(1),
  register: Register,
  version: Version,
  importedAt: z.iso.datetime(),
  /** SHA-256 over the stored Parquet files, hex: what a receipt names as the data. */
  contentHash: z.string(),
  tables: z.array(z.object({ name: z.string(), file: z.string(), rows: z.int().nonnegative() })),
  unitSets: z.array(UnitSet),
  /** Which persons have which code in which year (code-index.ts); absent in holdings of before there were indexes. */
  indexes: z.array(IndexFile).optional(),
  quality: QualityReport,
})
export type Manifest = z.infer<typeof Manifest>

/** Columns of a stored table that are not variables. */
export const UNIT_COLUMN = 'unit'
export const FROM_COLUMN = 'from_day'
export const UNTIL_COLUMN = 'until_day'
export const linkColumn = (link: string): string => `link_${link}`
