/**
 * What is drawn on: how wide, in which language, with or without colours. Drawing is pure: from released values to lines
 * of text. Which stream they go to, and whether it is a terminal, is known elsewhere (terminal.ts).
 */
import { stripVTControlCharacters } from 'node:util'
import type { Language } from '@sund/model'

/** Ways to set text apart. Without colours each returns its text as it is. */
export type Tone = 'heading' | 'quiet' | 'bad' | 'accent'
export interface Canvas {
  /** Columns of the terminal. */
  width: number
  language: Language
  tone(tone: Tone, text: string): string
}

const ESCAPES: Record<Tone, readonly [string, string]> = {
  heading: ['\u001b[1m', '\u001b[22m'],
  quiet: ['\u001b[2m', '\u001b[22m'],
  bad: ['\u001b[31m', '\u001b[39m'],
  accent: ['\u001b[36m', '\u001b[39m'],
}

export function createCanvas(width: number, language: Language, colours: boolean): Canvas {
  return {
    width: Math.max(40, width),
    language,
    tone: (tone, text) => (colours && text !== '' ? `${ESCAPES[tone][0]}${text}${ESCAPES[tone][1]}` : text),
  }
}

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Columns that a text takes: one for each grapheme, escapes none. */
export function widthOf(text: string): number {
  const plain = stripVTControlCharacters(text)
  if (/^[\x20-\x7e]*$/.test(plain)) return plain.length
  let width = 0
  for (const _ of segmenter.segment(plain)) width++
  return width
}

/** `text` made exactly or at least `width` wide, blanks on the other side. */
export function pad(text: string, width: number, align: 'left' | 'right'): string {
  const blanks = ' '.repeat(Math.max(0, width - widthOf(text)))
  return align === 'left' ? text + blanks : blanks + text
}

/** `text` cut to `width` columns; what is cut shows as an ellipsis. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text
  const graphemes = Array.from(segmenter.segment(stripVTControlCharacters(text)), ({ segment }) => segment)
  return `${graphemes
    .slice(0, Math.max(0, width - 1))
    .join('')
    .trimEnd()}…`
}

/** `text` broken between words into lines at most `width` wide, every line after the first indented. */
export function wrap(text: string, width: number, indent = ''): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line)
      line = `${indent}${word}`
    } else line = line === '' ? `${lines.length > 0 ? indent : ''}${word}` : `${line} ${word}`
  }
  if (line !== '') lines.push(line)
  return lines
}
