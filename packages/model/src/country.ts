/**
 * `country.json` of a folder that holds a whole country of made-up people: what it was made from, and every file with its
 * fingerprint, so that two countries can be compared without reading them.
 */
import { z } from 'zod'
import { RegisterName } from './registers.js'

/** A file of a country: its path from the folder, with `/`. `rows` is left out for metadata. */
export const CountryFile = z.object({
  path: z.string(),
  rows: z.int().nonnegative().optional(),
  bytes: z.int().nonnegative(),
  /** Hex. */
  sha256: z.string(),
})
export type CountryFile = z.infer<typeof CountryFile>

export const CountryDocument = z.object({
  /** Rises when the same settings give other bytes. */
  format: z.literal(1),
  name: z.string(),
  persons: z.int().positive(),
  seed: z.int().nonnegative(),
  /** Registers in the folder, each in a folder named after the last word of its name. */
  registers: z.array(RegisterName),
  /** In order of path; none while the country is being made. */
  files: z.array(CountryFile),
})
export type CountryDocument = z.infer<typeof CountryDocument>

export const COUNTRY_FILE = 'country.json'
/** A register's folder within a country: the last word of its name. */
export const folderOfRegister = (name: string): string => name.slice(name.lastIndexOf('.') + 1)
