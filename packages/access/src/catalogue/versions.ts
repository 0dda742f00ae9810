/** Which versions of registers there are: a catalogue holds all of them, and most readers want the newest. */
import { type Catalogue, type CatalogueEntry, compareVersions } from '@sund/model'

/** The newest version of each register, by name. */
export function newest(catalogue: Catalogue): CatalogueEntry[] {
  const byName = new Map<string, CatalogueEntry>()
  for (const entry of catalogue) {
    const other = byName.get(entry.register.name)
    if (other === undefined || compareVersions(entry.version, other.version) > 0)
      byName.set(entry.register.name, entry)
  }
  return [...byName.values()].sort((a, b) => (a.register.name < b.register.name ? -1 : 1))
}

/** The versions of a register, newest first. */
export function versionsOf(catalogue: Catalogue, name: string): string[] {
  return catalogue
    .filter(({ register }) => register.name === name)
    .map(({ version }) => version)
    .sort((a, b) => compareVersions(b, a))
}
