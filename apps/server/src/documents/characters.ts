/**
 * Which characters a letter can show: those of its typeface. A letter with a mark that it lacks is shown without the mark, anything else as `[?]`; the text as it was
 * written goes into the document beside it, for screen readers and searching.
 */
import { hasGlyph } from './typeface.js'

const UNKNOWN = '[?]'

const canShow = (character: string): boolean => character === '\n' || hasGlyph(character)

/** The text as it can be shown; equal to `text` where nothing is lost. */
export function showable(text: string): string {
  const plain = text
    .replace(/\r\n?|[\u2028\u2029\v\f]/g, '\n')
    // Spaces of other widths, and characters that cannot be seen: of both nothing is lost.
    .replace(/[\t\u2000-\u200a\u202f\u205f\u3000]/g, ' ')
    .replace(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}]|\p{Variation_Selector}/gu, '')
    .normalize('NFC')
  return [...plain]
    .map((character) => {
      if (canShow(character)) return character
      const bare = character.normalize('NFKD').replace(/\p{M}/gu, '')
      return bare !== '' && [...bare].every(canShow) ? bare : UNKNOWN
    })
    .join('')
    .replace(/(?:\[\?\]\s*){2,}/g, (run) => UNKNOWN + (/\s$/.exec(run)?.[0] ?? ''))
}

/** Whether a reader sees less than was written. */
export const loses = (text: string): boolean =>
  text.normalize('NFC').replace(/\s/g, ' ') !== showable(text).replace(/\s/g, ' ')
