/**
 * What a row of the specification is: a script over the registers of registers.ts and what it must show, written as the
 * Markdown that the manual prints. Every expected number has been checked by hand, or against R for models.
 */

export interface CommandRow {
  /** What the row shows, as a sentence. */
  title: string
  /** The script. `require` lines for all registers stand before it unless it has its own. */
  script: string
  /** Everything the script shows, or its errors, as `render` writes it. */
  expect: string
}

export interface CommandSpec {
  command: string
  rows: CommandRow[]
}

/** A call with the value it must give; `null` is missing. Columns of the people register may be used. */
export interface FunctionCase {
  call: string
  value: number | string | null
}

export interface FunctionSpec {
  function: string
  cases: FunctionCase[]
}
