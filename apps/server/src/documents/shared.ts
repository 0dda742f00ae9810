/** What several letters say in the same way. */
import type { ChosenVariable, FeeEstimate, LocalisedText, VariableDecision } from '@sund/model'
import type { Block, Letter } from './letter.js'
import type { Words } from './words.js'

/** What organisations, registers and variables are called; each has its identifier for a name where nothing better is known. */
export interface Titles {
  organisation(id: string): LocalisedText
  register(name: string): LocalisedText
  variable(register: string, name: string): LocalisedText
}

/** What every letter has around what it says. */
export const around = (words: Words): Pick<Letter, 'language' | 'page' | 'unshown'> => ({
  language: words.language,
  page: (number, of) => words.say('page', { number, of }),
  unshown: words.say('unshown'),
})

/** Conditions under a heading, where there are any. */
export const conditions = (all: readonly string[], words: Words, level: 2 | 3): Block[] =>
  all.length === 0 ? [] : [{ heading: words.say('conditions'), level }, { list: all }]

/** A title with the name that scripts use. */
const named = (title: LocalisedText, name: string, words: Words): string =>
  words.text(title) === name ? name : `${words.text(title)} (${name})`

/** One table for each register, of its variables with what is said of each. */
function byRegister<T extends { register: string; variable: string }>(
  variables: readonly T[],
  more: readonly { title: string; width: number; of: (variable: T) => string }[],
  { words, titles }: { words: Words; titles: Titles },
): Block[] {
  const registers = [...new Set(variables.map(({ register }) => register))].sort()
  return registers.map((register) => ({
    table: {
      caption: named(titles.register(register), register, words),
      columns: [
        { title: words.say('variable'), width: 4 },
        { title: words.say('inScripts'), width: 3 },
        ...more,
      ],
      rows: variables
        .filter((one) => one.register === register)
        .map((one) => [
          words.text(titles.variable(register, one.variable)),
          one.variable,
          ...more.map(({ of }) => of(one)),
        ]),
    },
  }))
}

/** What was decided of each variable. */
export const ruledVariables = (
  variables: readonly VariableDecision[],
  with_: { words: Words; titles: Titles },
): Block[] =>
  byRegister(
    variables,
    [
      {
        title: with_.words.say('ruling'),
        width: 2,
        of: ({ granted }) => with_.words.value('outcome', granted ? 'granted' : 'refused'),
      },
      { title: with_.words.say('reason'), width: 5, of: ({ reason }) => reason },
    ],
    with_,
  )

/** What is asked for, with the questions of the study that need it. */
export const chosenVariables = (
  variables: readonly ChosenVariable[],
  questionText: (id: string) => string,
  with_: { words: Words; titles: Titles },
): Block[] =>
  byRegister(
    variables,
    [
      {
        title: with_.words.say('neededFor'),
        width: 6,
        of: ({ questions }) => questions.map(questionText).join('\n'),
      },
    ],
    with_,
  )

/** Variables without more to say of them. */
export const plainVariables = (
  variables: readonly { register: string; variable: string }[],
  with_: { words: Words; titles: Titles },
): Block[] => byRegister(variables, [], with_)

/** What a fee consists of. */
export const feeTable = ({ currency, lines, total }: FeeEstimate, words: Words, titles: Titles): Block[] => [
  { heading: words.say('fee'), level: 2 },
  {
    table: {
      caption: words.say('fee'),
      columns: [
        { title: words.say('organisation'), width: 4 },
        { title: words.say('feeFor'), width: 4 },
        { title: words.say('amount'), width: 2 },
      ],
      rows: [
        ...lines.map(({ body, what, amount }) => [
          words.text(titles.organisation(body)),
          what,
          words.money(amount, currency),
        ]),
        [words.say('total'), '', words.money(total, currency)],
      ],
    },
  },
]
