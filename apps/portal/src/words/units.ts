/** Units as people write them: a word where there is one, else the UCUM code with its powers raised. */
import type { Words } from './en.js'

export function unitName(ucum: string, words: Words): string {
  return (
    words.units[ucum] ??
    ucum
      .replace(/([a-zA-Z])2(?!\d)/g, '$1²')
      .replace(/([a-zA-Z])3(?!\d)/g, '$1³')
      .replace(/[{}]/g, '')
  )
}

/** What a row is about: `a person`. */
export function unitTypeName(unit: string, words: Words): string {
  return words.unitTypes[unit] ?? unit.toLowerCase().replaceAll('_', ' ')
}
