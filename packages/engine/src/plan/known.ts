/** What a script has made above a place: what forms for the next line let one choose from. Names and code lists, never values. */
import type { Catalogue, LocalisedText } from '@sund/model'
import { isReadable } from '../language/parse.js'
import { knownAfter, lineStart } from './complete.js'
import { AggregateName } from './types.js'

export interface KnownVariable {
  name: string
  title: LocalisedText
  type: 'number' | 'text' | 'key'
  codes: { code: string; label: LocalisedText }[]
}
export interface Known {
  /** The active dataset, null when there is none. */
  active: string | null
  datasets: string[]
  /** Variables of the active dataset. */
  variables: KnownVariable[]
  /** Statistics of `collapse`. */
  statistics: string[]
}

const MOST_CODES = 200

/** What is known on the line of `offset`, from the lines above it and the line itself. Never throws. */
export function knownAt(text: string, offset: number, catalogue: Catalogue): Known {
  const statistics = [...AggregateName.options]
  if (!isReadable(text)) return { active: null, datasets: [], variables: [], statistics }
  const cursor = Math.max(0, Math.min(offset, text.length))
  const end = text.indexOf('\n', lineStart(text, cursor) < cursor ? cursor : Math.max(0, cursor - 1))
  const known = knownAfter(end < 0 ? text : text.slice(0, Math.max(end, cursor)), catalogue)
  const active = known.maybeActive
  return {
    active: active?.name ?? null,
    datasets: [...known.datasets.keys()],
    variables: [...(active?.variables.values() ?? [])].map(({ column }) => ({
      name: column.name,
      title: column.title,
      type: column.type === 'boolean' ? 'number' : column.type,
      codes: (column.labels ?? []).slice(0, MOST_CODES),
    })),
    statistics,
  }
}
