/** The languages of the pages, which one to begin with, and text of the data in one of them. */
import type { Language, LocalisedText } from '@sund/model'

/** Each language in its own words. */
export const LANGUAGE_NAMES: Record<Language, string> = { en: 'English', nb: 'Bokmål', da: 'Dansk' }

export const LANGUAGE_LIST = Object.keys(LANGUAGE_NAMES) as Language[]

/** The text in `language`, else in English, else in whichever language there is. */
export function said(text: LocalisedText, language: Language): string {
  return text[language] ?? text.en ?? text.nb ?? text.da ?? ''
}

/** The language to begin with: remembered, else the browser's first that Sund speaks, else English. */
export function firstLanguage(remembered: string | null, preferred: readonly string[]): Language {
  const speaks = (tag: string | null) => LANGUAGE_LIST.find((language) => language === tag)
  const known = speaks(remembered)
  if (known) return known
  for (const tag of preferred) {
    const primary = tag.toLowerCase().split('-')[0] ?? ''
    const language = speaks(primary === 'no' || primary === 'nn' ? 'nb' : primary)
    if (language) return language
  }
  return 'en'
}

/** A name of ours as it stands within a sentence. */
export const within = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)

/** A variable as its title and, when that is something else, its name in the script. */
export function titleAndName(
  { title, variable }: { title: LocalisedText; variable: string },
  say: (text: LocalisedText) => string,
): string {
  const text = say(title)
  return text.toLowerCase() === variable.toLowerCase() ? text : `${text} (${variable})`
}
