/** Options of a statement by name, in the form that the command's documentation promises. */
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
