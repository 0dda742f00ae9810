/**
 * The holes of every letter and what goes into them. A letter carries a reference, a day, the name of a clock, an outcome or the title of a register,
 * and a link: never what an application says.
 */
import { CLOCKS, type ClockName, inLanguage, type Language, Outcome } from '@sund/model'
import type { LetterTemplate } from '../cases/letters.js'

/** What a hole holds decides how it is written in a language. */
type HoleKind = 'text' | 'title' | 'day' | 'clock' | 'outcome'

const CASE = { reference: 'text' } as const
const DUE = { ...CASE, due: 'day' } as const

/** What each letter may say. The events that send it must give all of it. */
export const HOLES = {
  received: DUE,
  'completion-asked': DUE,
  assigned: CASE,
  'track-opened': DUE,
  'question-asked': CASE,
  'question-answered': CASE,
  'review-asked': CASE,
  reminder: { ...DUE, clock: 'clock' },
  escalated: { ...DUE, clock: 'clock' },
  'decision-issued': { ...DUE, outcome: 'outcome' },
  withdrawn: CASE,
  appealed: DUE,
  'appeal-decided': CASE,
  'permit-issued': { ...CASE, until: 'day' },
  'permit-revoked': CASE,
  'permit-expired': DUE,
  'person-removed': CASE,
  'breach-suspected': DUE,
  'breach-replied': CASE,
  'breach-decided': { ...CASE, outcome: 'outcome' },
  'finding-reported': CASE,
  'description-due': { ...DUE, register: 'title' },
  'description-overdue': { ...DUE, register: 'title' },
} as const satisfies Record<LetterTemplate, Readonly<Record<string, HoleKind>>>

/** Text with holes that its letter has; any other does not compile. */
type Holed<Name extends string, Text extends string> = Text extends `${string}{${infer Hole}}${infer Rest}`
  ? Hole extends Name
    ? Holed<Name, Rest>
    : never
  : unknown

const OUTCOMES = [...Outcome.options, 'cleared', 'revoked', 'excluded'] as const
export type LetterOutcome = (typeof OUTCOMES)[number]

/** Everything that letters say in one language. */
export interface Wording {
  letters: Record<LetterTemplate, { subject: string; text: string }>
  clocks: Record<ClockName, string>
  outcomes: Record<LetterOutcome, string>
  /** Before the link, and at the end of every letter. */
  open: string
  sender: string
}

type Checked<L> = {
  [T in keyof L]: T extends LetterTemplate
    ? {
        [P in keyof L[T]]: L[T][P] extends string
          ? L[T][P] & Holed<keyof (typeof HOLES)[T] & string, L[T][P]>
          : never
      }
    : never
}

/** A language's words, with every hole checked against what its letter has. */
export const wording = <const L extends Wording['letters']>(
  words: Omit<Wording, 'letters'> & { letters: L & Checked<L> },
): Wording => words

const LOCALES: Record<Language, string> = { en: 'en-GB', nb: 'nb-NO', da: 'da-DK' }

/** A text with its holes filled. Throws where a letter was made without something it says: a mistake of whoever made it. */
export function filled(
  text: string,
  template: LetterTemplate,
  holes: Readonly<Record<string, string>>,
  { clocks, outcomes }: Wording,
  language: Language,
): string {
  const kinds: Readonly<Record<string, HoleKind>> = HOLES[template]
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = holes[name]
    const kind = kinds[name]
    if (value === undefined || kind === undefined) throw new Error(`a letter ${template} says no ${name}`)
    return WRITTEN[kind](value, { clocks, outcomes, language })
  })
}

type Words = Pick<Wording, 'clocks' | 'outcomes'> & { language: Language }
const WRITTEN: Record<HoleKind, (value: string, words: Words) => string> = {
  text: (value) => value,
  title: (value, { language }) => inLanguage(JSON.parse(value), language),
  day: (value, { language }) =>
    new Date(`${value}T12:00:00Z`).toLocaleDateString(LOCALES[language], {
      dateStyle: 'long',
      timeZone: 'UTC',
    }),
  clock: (value, { clocks }) => clocks[CLOCKS.find((one) => one === value) ?? unknown(value)],
  outcome: (value, { outcomes }) => outcomes[OUTCOMES.find((one) => one === value) ?? unknown(value)],
}

function unknown(value: string): never {
  throw new Error(`letters have no word for ${value}`)
}
