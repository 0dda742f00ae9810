/**
 * What each person has chosen of the catalogue: kept on the server until an application takes it up, so that no list of variables ever travels as a
 * file. One collection a person; whoever saves says which revision was changed, so that two open pages do not undo each other's work.
 */
import { ChosenVariable, type Clock, fail } from '@sund/model'
import { z } from 'zod'
import type { Store } from '../store.js'

export interface Collection {
  /** Counts from 1 with every save; 0 before the first. */
  revision: number
  variables: ChosenVariable[]
}

export interface CollectionStore {
  /** A person's collection; empty before the first save. */
  open(owner: string): Promise<Collection>
  /**
   * Keeps `variables` in place of revision `revision`: `conflict.revision` where another save came first, `usage.request` for a variable that is
   * there twice.
   */
  save(owner: string, revision: number, variables: readonly ChosenVariable[]): Promise<Collection>
}

/** The collections in an open store. */
export function collectionStore(store: Store, clock: Clock): CollectionStore {
  return {
    async open(owner) {
      const row = await store.use((database) =>
        database
          .selectFrom('collection')
          .select(['revision', 'variables'])
          .where('owner', '=', owner)
          .executeTakeFirst(),
      )
      if (row === undefined) return { revision: 0, variables: [] }
      return { revision: row.revision, variables: z.array(ChosenVariable).parse(JSON.parse(row.variables)) }
    },
    async save(owner, revision, variables) {
      refuseTwice(variables)
      const next = {
        revision: revision + 1,
        at: clock.now().toISOString(),
        variables: JSON.stringify(variables),
      }
      const kept = await store.use((database) =>
        revision === 0
          ? database
              .insertInto('collection')
              .values({ owner, ...next })
              .onConflict((conflict) => conflict.doNothing())
              .returning('revision')
              .executeTakeFirst()
          : database
              .updateTable('collection')
              .set(next)
              .where('owner', '=', owner)
              .where('revision', '=', revision)
              .returning('revision')
              .executeTakeFirst(),
      )
      if (kept === undefined)
        fail(
          'conflict.revision',
          'The collection was changed elsewhere in the meantime.',
          'Fetch it again and make the change anew.',
        )
      return { revision: next.revision, variables: [...variables] }
    },
  }
}

function refuseTwice(variables: readonly ChosenVariable[]): void {
  const seen = new Set<string>()
  for (const { register, variable } of variables) {
    const name = `${register}/${variable}`
    if (seen.has(name)) fail('usage.request', `${name} is in the collection twice.`, 'Keep one of them.')
    seen.add(name)
  }
}
