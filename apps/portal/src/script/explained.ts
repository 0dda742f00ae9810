/** What a word of the script means, put in the reader's words: the same parts for the hint at the word and for the help panel. */
import type { LocalisedText } from '@sund/model'
import type { Documented, ExplainView } from '@sund/server/client'
import type { Words } from '../words/en.js'
import { unitName } from '../words/units.js'

export type Explanation = NonNullable<ExplainView['explanation']>

export interface Parts {
  heading: string
  /** The heading is code: a syntax or a name of the script. */
  code: boolean
  paragraphs: string[]
  rows: { term: string; text: string }[]
  example: string
}

type Say = (text: LocalisedText) => string

/** Of a command, an option or a function. */
export function documentedParts(
  { kind, status, syntax, summary, arguments: given, options, example }: Documented,
  words: Words,
  say: Say,
): Parts {
  return {
    heading: syntax,
    code: true,
    paragraphs: [say(summary), ...(status === 'not-yet' ? [words.writing.notYet] : [])],
    rows: [...given, ...options.filter((option) => option.status === 'available')].map((row) => ({
      term: row.name,
      text: say(row.summary),
    })),
    example: kind === 'command' ? example : '',
  }
}

/** Of whatever stands at a place. */
export function explainedParts(about: Explanation['about'], words: Words, say: Say): Parts {
  if (about.what === 'word') return documentedParts(about.word, words, say)
  const { facts } = words.writing
  if (about.what === 'value')
    return {
      heading: about.name,
      code: true,
      paragraphs: [],
      rows: [{ term: facts.value, text: about.value }],
      example: '',
    }
  const { source, codes, moreCodes } = about
  const list = codes.map(({ code, label }) => `${code} ${say(label)}`)
  const row = (term: string, text: string | null | false) => (text ? [{ term, text }] : [])
  return {
    heading: say(about.title),
    code: false,
    paragraphs: about.description ? [say(about.description)] : [],
    rows: [
      ...row(facts.register, source && `${say(source.title)} (${source.register}/${source.variable})`),
      ...row(facts.made, about.made),
      ...row(facts.type, facts.types[about.type]),
      ...row(facts.unit, about.unitOfMeasure && unitName(about.unitOfMeasure, words)),
      ...row(facts.temporality, about.temporality && words.temporality[about.temporality]),
      ...row(facts.sensitivity, words.sensitivity[about.sensitivity]),
      ...row(
        facts.codes,
        list.length > 0 && [...list, ...(moreCodes > 0 ? [facts.more(moreCodes)] : [])].join(', '),
      ),
    ],
    example: '',
  }
}

/** The parts as one text, for a screen reader. */
export function spoken({ heading, paragraphs, rows, example }: Parts): string {
  const sentences = [heading, ...paragraphs, ...rows.map(({ term, text }) => `${term}: ${text}`), example]
  return sentences
    .filter((sentence) => sentence !== '')
    .map((sentence) => sentence.replace(/\.?$/, '.'))
    .join(' ')
}
