/** An application as a letter: the form it was written with, and what was answered. */
import { fieldsOf, formOf } from '@sund/access'
import {
  type Answers,
  type Application,
  type CaseView,
  type FormField,
  fail,
  type Language,
  PROHIBITED_USES,
} from '@sund/model'
import type { Block, Letter } from './letter.js'
import { around, chosenVariables, feeTable, type Titles } from './shared.js'
import { type Words, wordsIn } from './words.js'

/** The letter of what was applied for. Throws `data.version` where the form is none that this Sund has. */
export function applicationLetter(view: CaseView, titles: Titles, language: Language): Letter {
  const words = wordsIn(language)
  const { application, fee } = view
  const form =
    formOf(application) ??
    fail(
      'data.version',
      'The application was written with a form that is not known here.',
      'Update Sund, then try again.',
    )
  // What the law provides for was known when it was asked: an answer is the trace of it.
  const { optOutException } = application.answers
  const provided = { optOutException: optOutException === undefined ? null : {} }
  const asked = new Set(fieldsOf(form, application, provided).map(({ name }) => name))
  const sections = form.sections.flatMap(({ title, fields }): Block[] => {
    const own = fields.filter(({ name }) => asked.has(name))
    if (own.length === 0) return []
    return [
      { heading: words.text(title), level: 2 },
      ...own.flatMap((field): Block[] => [
        { heading: words.text(field.title), level: 3 },
        ...answer(field, application, { words, titles }),
      ]),
    ]
  })
  return {
    ...around(words),
    title: words.say('application'),
    from: view.applicant,
    reference: view.reference,
    at: view.timeline.find(({ number }) => number === 1)?.at ?? `${view.submittedOn}T00:00:00Z`,
    blocks: [
      {
        facts: [
          [words.say('reference'), view.reference],
          [words.say('received'), words.day(view.submittedOn)],
          [words.say('applicant'), view.applicant],
          [words.say('kind'), words.value('kind', application.kind, { permit: application.permit ?? '' })],
          [words.say('path'), words.value('path', application.path)],
        ],
      },
      ...sections,
      ...(fee ? feeTable(fee, words, titles) : []),
    ],
  }
}

interface With {
  words: Words
  titles: Titles
}
type Draw = (field: FormField, application: Application, with_: With) => Block[]

const textOf: Draw = ({ name }, { answers }) => [{ text: String(answers[name as keyof Answers]) }]

/** How an answer is said, by what asks for it in the form. */
const DRAW: Record<FormField['control'], Draw> = {
  line: textOf,
  text: textOf,
  choice: ({ name, choices }, { answers }, { words }) => {
    const value = String(answers[name as keyof Answers])
    const title = choices.find((choice) => choice.value === value)?.title
    return [{ text: title ? words.text(title) : value }]
  },
  yes: ({ name }, { answers }, { words }) => [
    { text: words.say(answers[name as keyof Answers] === true ? 'yes' : 'no') },
  ],
  date: ({ name }, { answers }, { words }) => [{ text: words.day(String(answers[name as keyof Answers])) }],
  years: (_field, { answers: { years } }) => [{ text: `${years?.from}–${years?.until}` }],
  questions: (_field, { answers: { questions = [] } }) => [{ list: questions.map(({ text }) => text) }],
  'not-meant': ({ choices }, { answers: { notMeant = {} } }, { words }) => [
    { text: words.say('confirmed') },
    {
      list: PROHIBITED_USES.filter((use) => notMeant[use] === true).map((use) => {
        const title = choices.find(({ value }) => value === use)?.title
        return title ? words.text(title) : use
      }),
    },
  ],
  criteria: (_field, _application, { words }) => [{ text: words.say('enforced') }],
  relaxations: (_field, { answers: { relaxations = [] } }) => [
    { list: relaxations.map(({ rule, reason }) => `${rule}: ${reason}`) },
  ],
  organisation: (_field, { organisation }, { words, titles }) => [
    { text: organisation === null ? '' : words.text(titles.organisation(organisation)) },
  ],
  collection: (_field, { collection, answers: { questions = [] } }, with_) => {
    const texts = new Map(questions.map(({ id, text }) => [id, text]))
    return chosenVariables(collection, (id) => texts.get(id) ?? id, with_)
  },
  persons: (_field, { persons }, { words }) => [
    {
      table: {
        caption: words.say('persons'),
        columns: [
          { title: words.say('name'), width: 4 },
          { title: words.say('organisation'), width: 4 },
          { title: words.say('part'), width: 2 },
        ],
        rows: persons.map(({ name, organisation, part }) => [name, organisation, words.value('part', part)]),
      },
    },
  ],
  attachments: (_field, { attachments }, { words }) => [
    {
      table: {
        caption: words.say('attachments'),
        columns: [
          { title: words.say('file'), width: 4 },
          { title: words.say('kind'), width: 2 },
          { title: words.say('fingerprint'), width: 4 },
        ],
        rows: attachments.map(({ name, kind, hash }) => [
          name,
          words.value('attachment', kind),
          grouped(hash),
        ]),
      },
    },
  ],
}

function answer(field: FormField, application: Application, with_: With): Block[] {
  const { name } = field
  const value =
    name in application ? application[name as keyof Application] : application.answers[name as keyof Answers]
  const empty =
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  return empty ? [{ text: with_.words.say('unanswered') }] : DRAW[field.control](field, application, with_)
}

/** Hexadecimal digits in groups that one can read aloud. */
export const grouped = (hash: string): string => hash.replace(/(.{4})(?=.)/g, '$1 ')
