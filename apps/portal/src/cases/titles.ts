/** Titles of registers and variables that a case or permit names: what the catalogue says now, and the names where it says nothing any more. */
import { useQueries } from '@tanstack/react-query'
import { registerQuery } from '../api/queries.js'
import { useReading } from '../words/reading.js'

export function useVariableTitles(named: readonly { register: string }[]) {
  const { say } = useReading()
  const names = [...new Set(named.map(({ register }) => register))]
  const found = useQueries({
    queries: names.map((name) => ({ ...registerQuery(name), retry: false, throwOnError: false })),
  })
  const registers = new Map(names.map((name, index) => [name, found[index]?.data?.entry.register]))
  return {
    register: (name: string): string => {
      const title = registers.get(name)?.title
      return title === undefined ? name : say(title)
    },
    title: ({ register, variable }: { register: string; variable: string }): string => {
      const tables = registers.get(register)?.tables ?? []
      const known = tables.flatMap(({ variables }) => variables).find(({ name }) => name === variable)
      return known === undefined ? variable : say(known.title)
    },
  }
}
