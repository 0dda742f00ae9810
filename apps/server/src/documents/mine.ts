/** All that is held about somebody as a document to read and keep: by holder and kind, the latest first, where each thing came from. */
import { HELD_KINDS, type HeldItem, type HeldKind, type Language, type LocalisedText } from '@sund/model'
import type { Block, Letter } from './letter.js'
import { around } from './shared.js'
import { type Words, wordsIn } from './words.js'

export function mineLetter(
  {
    name,
    items,
    titles,
    at,
  }: {
    name: string
    items: readonly HeldItem[]
    titles: ReadonlyMap<string, LocalisedText>
    at: string
  },
  language: Language,
): Letter {
  const words = wordsIn(language)
  const holders = [...new Set(items.map(({ holder }) => holder))]
  return {
    ...around(words),
    title: words.say('mine'),
    from: holders.map((holder) => words.text(titles.get(holder) ?? { en: holder })).join(', '),
    reference: name,
    at,
    blocks: [
      {
        facts: [
          [words.say('name'), name],
          [words.say('fetched'), words.day(at)],
          [words.say('entries'), String(items.length)],
        ],
      },
      { text: words.say('mineLead') },
      ...holders.flatMap((holder) => [
        { heading: words.text(titles.get(holder) ?? { en: holder }), level: 2 } as const,
        ...HELD_KINDS.flatMap((kind) =>
          blocksOf(
            kind,
            items.filter((one) => one.holder === holder && one.kind === kind),
            words,
          ),
        ),
      ]),
    ],
  }
}

function blocksOf(kind: HeldKind, items: readonly HeldItem[], words: Words): Block[] {
  if (items.length === 0) return []
  return [
    {
      table: {
        caption: words.value('held', kind),
        columns: [
          { title: words.say('day'), width: 3 },
          { title: words.say('what'), width: 6 },
          { title: words.say('found'), width: 3 },
          { title: words.say('cameFrom'), width: 4 },
        ],
        rows: items.map(({ at, title, value, from, own }) => [
          at === null ? '' : words.day(at),
          title === null ? words.value('held', kind) : words.text(title),
          value === null ? '' : words.text(value),
          own ? words.say('yourself') : (from ?? ''),
        ]),
      },
    },
  ]
}
