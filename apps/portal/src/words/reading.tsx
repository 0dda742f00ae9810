/**
 * The language that the reader chose: its dictionary, and text of the data in it. The choice is remembered in the browser; at
 * first it follows the browser's own languages.
 */
import type { Language, LocalisedText } from '@sund/model'
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react'
import type { Words } from './en.js'
import { firstLanguage, said } from './language.js'

const LOADERS: Record<Language, () => Promise<Words>> = {
  en: async () => (await import('./en.js')).en,
  nb: async () => (await import('./nb.js')).nb,
  da: async () => (await import('./da.js')).da,
}
const REMEMBERED = 'sund.language'

export interface Reading {
  language: Language
  words: Words
  /** Text of the data in the reader's language. */
  say: (text: LocalisedText) => string
  choose: (language: Language) => void
}

const ReadingContext = createContext<Reading | null>(null)

/** The reader's language. */
export function useReading(): Reading {
  const reading = useContext(ReadingContext)
  if (reading === null) throw new Error('useReading needs a ReadingProvider above it')
  return reading
}

/** Loads the first dictionary, so that the page is drawn in one language from the start. */
export async function beginReading(): Promise<{ language: Language; words: Words }> {
  const language = firstLanguage(localStorage.getItem(REMEMBERED), navigator.languages)
  return { language, words: await LOADERS[language]() }
}

export function ReadingProvider({
  first,
  children,
}: {
  first: { language: Language; words: Words }
  children: ReactNode
}) {
  const [{ language, words }, set] = useState(first)
  const choose = useCallback((next: Language) => {
    localStorage.setItem(REMEMBERED, next)
    void LOADERS[next]().then((loaded) => set({ language: next, words: loaded }))
  }, [])
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  const reading = useMemo<Reading>(
    () => ({ language, words, choose, say: (text) => said(text, language) }),
    [language, words, choose],
  )
  return <ReadingContext value={reading}>{children}</ReadingContext>
}
