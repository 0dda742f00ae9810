/**
 * Words for people: the languages Sund speaks and text written in several of them.
 * Kept apart so that metadata, messages and pages share one idea of a translation.
 */
import { z } from 'zod'

/** BCP 47 tags: English, Norwegian Bokmål, Danish. English is the language of last resort. */
export const LANGUAGES = ['en', 'nb', 'da'] as const
export const Language = z.enum(LANGUAGES)
export type Language = z.infer<typeof Language>

/** The same text in one or more languages; at least one is present. */
export const LocalisedText = z
  .object({ en: z.string().min(1), nb: z.string().min(1), da: z.string().min(1) })
  .partial()
  .refine((text) => LANGUAGES.some((language) => text[language] !== undefined), {
    message: 'give the text in at least one of en, nb, da',
  })
export type LocalisedText = z.infer<typeof LocalisedText>

/** The text in `language`, else in English, else in whichever language there is. */
export function inLanguage(text: LocalisedText, language: Language): string {
  return text[language] ?? text.en ?? text.nb ?? text.da ?? ''
}
