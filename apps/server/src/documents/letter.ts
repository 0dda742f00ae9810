/** A letter as data: what is said, in order, before anybody has thought of pages. Apart from how it is set, so that what it says can be tested. */
import type { Language } from '@sund/model'

export interface Table {
  /** Said by screen readers, and above the table. */
  caption: string
  /** Widths are shares of the line. */
  columns: readonly { title: string; width: number }[]
  rows: readonly (readonly string[])[]
}

export type Block =
  | { heading: string; level: 2 | 3 }
  | { text: string }
  | { list: readonly string[] }
  /** What something is, by name: the reference, a date. */
  | { facts: readonly (readonly [name: string, value: string])[] }
  | { table: Table }

export interface Letter {
  language: Language
  title: string
  /** Who it is from, at the head of the first page. */
  from: string
  reference: string
  /** When what it is about came to be, ISO 8601: the document has no other time, so that it is the same whenever it is made. */
  at: string
  /** `Page 2 of 5` in the letter's language. */
  page(number: number, of: number): string
  /** Said at the end where a character could not be shown. */
  unshown: string
  blocks: readonly Block[]
}
