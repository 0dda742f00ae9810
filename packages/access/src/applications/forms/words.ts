/** How forms are written down: text in every language, and fields with what most of them have left out. */
import type { AnswerName, ApplicationPath, Country, FieldControl, FieldName, FormField } from '@sund/model'

/** Text that is there in every language. */
export interface Said {
  en: string
  nb: string
  da: string
}
export const said = (en: string, nb: string, da: string): Said => ({ en, nb, da })

interface Asked {
  title: Said
  help?: Said
  placeholder?: Said
  /** JSON Schema 2020-12 of the answer. */
  schema?: Record<string, unknown>
  choices?: Record<string, Said | readonly [Said, Said]>
  optional?: true
  only?: ApplicationPath
  country?: Country
  when?: { answer: AnswerName; is: string | boolean }
  provided?: NonNullable<FormField['provided']>
}

/** A field, asked on every path and in every country, and needing an answer, unless it says otherwise. */
export function field(name: FieldName, control: FieldControl, asked: Asked): FormField {
  const {
    title,
    help = null,
    placeholder = null,
    choices = {},
    schema = null,
    only,
    country,
    when,
    provided,
  } = asked
  return {
    name,
    control,
    title,
    help,
    placeholder,
    schema: schema ?? (asked.choices ? { enum: Object.keys(choices) } : null),
    required: asked.optional !== true,
    paths: only ? [only] : ['permit', 'request'],
    countries: country ? [country] : ['NO', 'DK'],
    when: when ?? null,
    ...(provided ? { provided } : {}),
    choices: Object.entries(choices).map(([value, words]) => {
      const [title, help] = 'en' in words ? [words, null] : words
      return { value, title, help }
    }),
  }
}

/** JSON Schema of words, of a length. */
export const words = (most: number, least = 1) => ({ type: 'string', minLength: least, maxLength: most })
