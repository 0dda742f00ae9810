/**
 * Attacks on made-up people that anyone may watch, computed when asked for by the same rules that protect results. One at a time, so that
 * watching does not slow those who work.
 */
import { type Clock, fail } from '@sund/model'
import { demonstrationAccount } from '@sund/privacy'
import type { Attempt, Demonstration, Score } from './demonstration.js'
import { score } from './demonstration.js'
import { again, difference } from './differences.js'
import { dominance } from './dominance.js'
import { people, setOf } from './people.js'

export const DEMONSTRATIONS: readonly Demonstration[] = [difference, dominance, again]

/** How an attack went. `targets` are made-up people: true where the attacker is right because of what was told. */
export interface Demonstrated extends Score, Omit<Attempt, 'guesses'> {
  seconds: number
}

export interface Demonstrations {
  /** Throws `usage.not-found` for an attack that does not exist, and `conflict.busy` while many others watch. */
  show(id: string, defences: boolean): Promise<Demonstrated>
}

/** Most who wait for their turn. */
const WAITING = 8

export function createDemonstrations({ clock }: { clock: Clock }): Demonstrations {
  let turn: Promise<unknown> = Promise.resolve()
  let waiting = 0

  async function demonstrate({ out, tolerance, play }: Demonstration, defences: boolean) {
    const started = clock.now().getTime()
    const population = setOf(people())
    const { guesses, ...told } = await play(() => {
      const account = demonstrationAccount(defences ? [] : out)
      return { ask: (statistic) => account.ask(statistic, population) }
    })
    return { ...score(guesses, tolerance), ...told, seconds: (clock.now().getTime() - started) / 1000 }
  }

  return {
    async show(id, defences) {
      const demonstration = DEMONSTRATIONS.find((one) => one.id === id)
      if (demonstration === undefined)
        return fail(
          'usage.not-found',
          `No attack is called ${id}.`,
          '/api/demonstrations lists what there is.',
        )
      if (waiting >= WAITING)
        return fail('conflict.busy', 'Many are watching attacks just now.', 'Try again in a moment.')
      waiting++
      const mine = turn.then(() => demonstrate(demonstration, defences))
      turn = mine.catch(() => undefined)
      return mine.finally(() => waiting--)
    },
  }
}
