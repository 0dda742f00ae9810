/**
 * What a letter is set in: Inter, in the document itself, so that it looks the same everywhere and stays readable for as long as it is kept. It has Latin letters,
 * those of the Sámi languages too, Greek and Cyrillic.
 */
import { createRequire } from 'node:module'
import { type Font, openSync } from 'fontkit'

const fileOf = (name: string): string =>
  createRequire(import.meta.url).resolve(`@expo-google-fonts/inter/${name}.ttf`)

/** Files of the typeface. */
export const REGULAR = fileOf('400Regular/Inter_400Regular')
export const BOLD = fileOf('700Bold/Inter_700Bold')

let regular: Font | undefined

/** Whether the typeface has a sign for one character; all its weights have the same. */
export function hasGlyph(character: string): boolean {
  regular ??= openSync(REGULAR) as Font
  return regular.hasGlyphForCodePoint(character.codePointAt(0) as number)
}
