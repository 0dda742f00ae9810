/**
 * Which characters a letter can show. Its typeface is Helvetica, which every reader of PDF has, with the characters of Windows-1252: those of the
 * Nordic and western European languages. A letter with a sign that it lacks is shown without the sign, anything else as `[?]`; the text as it was
 * written goes into the document beside it, for screen readers and searching.
 */

/** What Windows-1252 has beyond Latin-1. */
const BEYOND_LATIN_1 = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ'

/** Characters that stand for others, and are no mark on a letter. */
const ALIKE: Readonly<Record<string, string>> = {
  đ: 'd',
  Đ: 'D',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  Ł: 'L',
  ŋ: 'n',
  Ŋ: 'N',
  ŧ: 't',
  Ŧ: 'T',
  '−': '-',
  '‐': '-',
  '‑': '-',
  '≤': '<=',
  '≥': '>=',
  '→': '->',
}
const UNKNOWN = '[?]'

const canShow = (character: string): boolean =>
  /^[\n\x20-\x7e\xa0-\xff]$/.test(character) || BEYOND_LATIN_1.includes(character)

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
      const bare = ALIKE[character] ?? character.normalize('NFKD').replace(/\p{M}/gu, '')
      return bare !== '' && [...bare].every(canShow) ? bare : UNKNOWN
    })
    .join('')
    .replace(/(?:\[\?\]\s*){2,}/g, (run) => UNKNOWN + (/\s$/.exec(run)?.[0] ?? ''))
}

/** Whether a reader sees less than was written. */
export const loses = (text: string): boolean =>
  text.normalize('NFC').replace(/\s/g, ' ') !== showable(text).replace(/\s/g, ' ')
