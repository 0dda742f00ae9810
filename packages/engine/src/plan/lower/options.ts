/** Options of a statement by name, in the form that the command's documentation promises. */
import { Mistake } from '../../language/reader.js'
import type { Option, Span, StatementHead, Word } from '../../language/tree.js'

export function option(statement: StatementHead, name: string): Option | undefined {
  return statement.options.find((candidate) => candidate.name.text === name)
}

export function flag(statement: StatementHead, name: string): boolean {
  return option(statement, name) !== undefined
}

export function names(statement: StatementHead, name: string): Word[] {
  const value = option(statement, name)?.value
  return value?.kind === 'names' ? value.names : []
}

export function oneName(statement: StatementHead, name: string): Word | null {
  return names(statement, name)[0] ?? null
}

export function number(statement: StatementHead, name: string): ({ value: number } & Span) | null {
  const value = option(statement, name)?.value
  return value?.kind === 'number' ? value : null
}

export function textOf(statement: StatementHead, name: string): string | null {
  const value = option(statement, name)?.value
  return value?.kind === 'text' ? value.value : null
}

/** A whole number greater than 0 from an option. */
export function count(statement: StatementHead, name: string, most = 10_000): number | null {
  const given = number(statement, name)
  if (!given) return null
  if (Number.isInteger(given.value) && given.value > 0 && given.value <= most) return given.value
  throw new Mistake(
    'script.type',
    `${name}() takes a whole number from 1 to ${most}.`,
    'Write such a number.',
    given,
  )
}
