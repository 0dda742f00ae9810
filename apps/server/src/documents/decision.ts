/** What was decided of a case, body by body, as a letter to whoever applied. */
import { type CaseView, fail, type Language, type TrackView } from '@sund/model'
import type { Block, Letter } from './letter.js'
import { around, conditions, ruledVariables, type Titles } from './shared.js'
import { type Words, wordsIn } from './words.js'

/** The letter of a decision; `usage.not-found` while there is none. */
export function decisionLetter(view: CaseView, titles: Titles, language: Language): Letter {
  const words = wordsIn(language)
  const { decision } = view
  if (decision === null)
    return fail('usage.not-found', 'This case is not decided.', 'Wait until its bodies have decided.')
  const with_ = { words, titles }
  const decided = view.tracks.filter((track) => track.decision !== null)
  const accessBody = view.tracks.find(({ kind }) => kind === 'access-body')?.body
  return {
    ...around(words),
    title: words.say('decision'),
    from: accessBody ? words.text(titles.organisation(accessBody)) : 'Sund',
    reference: view.reference,
    at: `${decision.on}T00:00:00Z`,
    blocks: [
      {
        facts: [
          [words.say('reference'), view.reference],
          [words.say('study'), view.application.answers.title ?? ''],
          [words.say('applicant'), view.applicant],
          [words.say('received'), words.day(view.submittedOn)],
          [words.say('decided'), words.day(decision.on)],
          [words.say('outcome'), words.value('outcome', decision.outcome)],
          ...(view.permit === null ? [] : [[words.say('permitNumber'), view.permit] as const]),
        ],
      },
      ...conditions(decision.conditions, words, 2),
      ...(decision.variables.length === 0
        ? []
        : [
            { heading: words.say('variables'), level: 2 } as const,
            ...ruledVariables(decision.variables, with_),
          ]),
      ...decided.flatMap((track) => trackBlocks(track, with_)),
      { heading: words.say('appeal'), level: 2 },
      { text: words.say('appealText', { day: words.day(decision.appealBy) }) },
    ],
  }
}

/** What one body decided, and why. Who it was stands there only where the reader may know. */
function trackBlocks(
  { body, decision }: TrackView,
  { words, titles }: { words: Words; titles: Titles },
): Block[] {
  if (decision === null) return []
  const title = words.text(titles.organisation(body))
  const { outcome, by, on, byDefault, reason } = decision
  return [
    { heading: title, level: 2 },
    {
      facts: [
        [words.say('outcome'), words.value('outcome', outcome)],
        [words.say('decided'), words.day(on)],
        [words.say('by'), byDefault || by === body || by === 'system' ? title : `${by}, ${title}`],
      ],
    },
    ...(byDefault ? [{ text: words.say('byDefault') }] : []),
    { heading: words.say('reason'), level: 3 },
    { text: reason },
    ...conditions(decision.conditions, words, 3),
  ]
}
