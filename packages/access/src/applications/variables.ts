/** What an application needs to know of the catalogue: for each variable its title, its register's holder and the years there are data for. */
import type { Catalogue, LocalisedText } from '@sund/model'

export interface KnownVariable {
  register: string
  registerTitle: LocalisedText
  name: string
  title: LocalisedText
  /** Both included; null for what holds for life, and where the holder publishes no dates. */
  years: { from: number; until: number } | null
}

export interface KnownVariables {
  find(register: string, name: string): KnownVariable | undefined
}

/** The variables of all registers as their newest versions have them. */
export function knownVariables(catalogue: Catalogue): KnownVariables {
  const known = new Map<string, KnownVariable>()
  const oldestFirst = catalogue.toSorted((a, b) => a.importedAt.localeCompare(b.importedAt))
  for (const { register, figures } of oldestFirst)
    for (const table of register.tables) {
      const { earliest = null, latest = null } = figures.find((one) => one.table === table.name) ?? {}
      const years =
        earliest === null || latest === null
          ? null
          : { from: Number(earliest.slice(0, 4)), until: Number(latest.slice(0, 4)) }
      for (const { name, title, temporality } of table.variables)
        known.set(`${register.name}/${name}`, {
          register: register.name,
          registerTitle: register.title,
          name,
          title,
          years: temporality === 'FIXED' ? null : years,
        })
    }
  return { find: (register, name) => known.get(`${register}/${name}`) }
}
