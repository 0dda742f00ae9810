/**
 * What is said of a command: enough to read it, to check its options, to complete it, to help with it and to print its
 * page of the manual. What it does stands under the same name in plan/lower/; the compiler refuses to build without it.
 */
import type { LocalisedText } from '@sund/model'
import type { Shape } from '../tree.js'

export const CATEGORIES = [
  'sources',
  'variables',
  'panels',
  'describing',
  'figures',
  'models',
  'econometrics',
  'survival',
  'control',
] as const
export type Category = (typeof CATEGORIES)[number]

/** `not-yet`: understood, and refused with `script.not-yet`. */
export type Status = 'available' | 'not-yet'

/**
 * What stands in an option's parentheses: `flag` has none; `range` two numbers, the lower first; `new` is the name of a new variable, the option's own when left out; `some-names` may be empty; `window` is days
 * and a date, as `-365 0 of x`.
 */
export type OptionArgument =
  | 'flag'
  | 'new'
  | 'name'
  | 'names'
  | 'some-names'
  | 'number'
  | 'text'
  | 'range'
  | 'window'

export interface OptionDoc {
  name: string
  argument: OptionArgument
  status: 'available'
  summary: LocalisedText
}

export interface CommandDoc {
  category: Category
  status: Status
  /** How the arguments are read. */
  shape: Shape
  /** Whether `if condition` may follow the arguments. */
  condition: boolean
  syntax: string
  summary: LocalisedText
  arguments: readonly { name: string; summary: LocalisedText }[]
  options: readonly OptionDoc[]
  example: string
}

export const text = (en: string, nb: string, da: string): LocalisedText => ({ en, nb, da })

export const option = (name: string, argument: OptionArgument, summary: LocalisedText): OptionDoc => ({
  name,
  argument,
  status: 'available',
  summary,
})

/** A command of the language that Sund does not have yet. */
export const notYet = (category: Category, syntax: string, summary: LocalisedText) =>
  ({
    category,
    status: 'not-yet',
    shape: 'anything',
    condition: false,
    syntax,
    summary,
    arguments: [],
    options: [],
    example: syntax,
  }) as const satisfies CommandDoc
