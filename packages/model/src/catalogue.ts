/**
 * What the hub knows of registers: metadata and versions, never rows. The compiler checks scripts against it and the
 * portal shows it. Counts are protected by the holder before they come here.
 */
import { z } from 'zod'
import { Register, Version } from './registers.js'
import { ReleasedNumber } from './results.js'

/** Protected figures of one table for the catalogue. */
export const TableFigures = z.object({
  table: z.string(),
  rows: ReleasedNumber,
  units: ReleasedNumber,
  earliest: z.string().nullable(),
  latest: z.string().nullable(),
  /** Share of rows that are neither a double of another nor overlap with one where only one may hold. */
  consistent: ReleasedNumber.optional(),
  /** Share of rows with a value, and for coded variables rows per code. */
  variables: z.array(
    z.object({
      variable: z.string(),
      complete: ReleasedNumber,
      /** Share of rows with a value whose value is in the code list; of variables without one, and of holders of before there was this, absent. */
      conforming: ReleasedNumber.optional(),
      codes: z.array(z.object({ code: z.string(), rows: ReleasedNumber })),
    }),
  ),
})
export type TableFigures = z.infer<typeof TableFigures>

/** One version of a register as the hub lists it. `register.holder.name` is the party that answers for it. */
export const CatalogueEntry = z.object({
  register: Register,
  version: Version,
  importedAt: z.iso.datetime(),
  contentHash: z.string(),
  figures: z.array(TableFigures),
})
export type CatalogueEntry = z.infer<typeof CatalogueEntry>

/** All versions of all registers. */
export const Catalogue = z.array(CatalogueEntry)
export type Catalogue = z.infer<typeof Catalogue>
