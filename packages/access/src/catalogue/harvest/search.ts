/** Finding data sets of other catalogues by the same words as variables; apart from them, since nothing here can be asked about. */
import { LANGUAGES, type LocalisedText } from '@sund/model'
import { matchAll, textIndexBuilder } from '../text-index.js'
import type { ElsewhereDataset } from './read.js'

export interface ElsewhereIndex {
  /** The best ten, and how many there are; none without words. */
  find(query: string): { datasets: ElsewhereDataset[]; total: number }
}

const FIELDS = ['title', 'description', 'keywords', 'publisher'] as const
const WORTH = [8, 3, 4, 2]
const SHOWN = 10

export function createElsewhereIndex(datasets: readonly ElsewhereDataset[]): ElsewhereIndex {
  const builder = textIndexBuilder()
  for (const [i, one] of datasets.entries()) {
    const texts = [
      everyLanguage(one.title),
      everyLanguage(one.description),
      one.keywords.join(' '),
      one.publisher ?? '',
    ]
    for (const field of FIELDS.keys()) builder.add(i, field, texts[field] ?? '')
  }
  const index = builder.build()
  return {
    find(query) {
      const match = matchAll(index, datasets.length, query, WORTH)
      // A word that stands nowhere is told of the catalogue itself; a guess at it is of no use here.
      if (match === null || match.read.length > 0) return { datasets: [], total: 0 }
      const found = datasets.flatMap((one, i) => (match.scores[i] ? [{ one, score: match.scores[i] }] : []))
      return {
        datasets: found
          .sort((a, b) => b.score - a.score)
          .slice(0, SHOWN)
          .map(({ one }) => one),
        total: found.length,
      }
    },
  }
}

const everyLanguage = (text: LocalisedText | null) =>
  LANGUAGES.map((language) => text?.[language] ?? '').join(' ')
