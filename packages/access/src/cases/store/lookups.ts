/**
 * What a command or a view asks of other streams while it runs. Transitions are pure and ask as they go; what they ask for is read between two
 * attempts, so neither they nor whoever calls them must know beforehand.
 */
import type { Kysely } from 'kysely'
import type { Tables } from '../../store.js'
import type { Memory } from './memory.js'
import type { Kinds, Lookups } from './ports.js'
import { load } from './streams.js'

/** Answers that are there already, by question. */
export type Found = Map<string, unknown>

type Question = { [Q in keyof Lookups]: [Q, string] }[keyof Lookups]

/** A question without an answer yet. Never leaves this file. */
class Wanted {
  constructor(readonly question: Question) {}
}

/** Where answers come from. */
interface Sources {
  kinds: Kinds
  memory: Memory
}

/** Does something pure with all that it asks for. What is found is kept in `found`, so that it stays the same for all of a command. */
export async function settled<T>(
  database: Kysely<Tables>,
  sources: Sources,
  found: Found,
  work: (lookups: Lookups) => T,
): Promise<T> {
  const ask = (...question: Question): unknown => {
    const place = question.join(' ')
    if (!found.has(place)) throw new Wanted(question)
    return found.get(place)
  }
  const lookups: Lookups = {
    permit: (id) => ask('permit', id) as ReturnType<Lookups['permit']>,
    excludedUntil: (subject) => ask('excludedUntil', subject) as ReturnType<Lookups['excludedUntil']>,
  }
  for (;;)
    try {
      return work(lookups)
    } catch (error) {
      if (!(error instanceof Wanted)) throw error
      const [name, about] = error.question
      found.set(error.question.join(' '), await ANSWERS[name](database, sources, about))
    }
}

const ANSWERS: {
  [Q in keyof Lookups]: (
    database: Kysely<Tables>,
    sources: Sources,
    about: string,
  ) => Promise<ReturnType<Lookups[Q]>>
} = {
  async permit(database, { kinds, memory }, id) {
    const { state } = await load(database, kinds.permit, id, memory.get({ kind: 'permit', id }))
    return state === null ? null : kinds.record(state)
  },
  async excludedUntil(database, _sources, subject) {
    const last = await database
      .selectFrom('exclusion')
      .select('until')
      .where('subject', '=', subject)
      .orderBy('until', 'desc')
      .limit(1)
      .executeTakeFirst()
    return last?.until ?? null
  },
}
