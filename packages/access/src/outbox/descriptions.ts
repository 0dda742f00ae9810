/**
 * Letters to holders whose descriptions of registers wait to be looked through (Art 60(3)): one when the year is near its end, one when it is over.
 * Apart from the letters of cases, since no event causes these: time alone does.
 */
import type { Catalogue, Clock } from '@sund/model'
import { lettersTo } from '../cases/letters.js'
import { type Posted, post } from '../cases/store/streams.js'
import { lastVerifications, verificationOf } from '../catalogue/verification.js'
import { newest } from '../catalogue/versions.js'
import type { EventLog } from '../log.js'
import type { Store } from '../store.js'

/**
 * Puts down what holders are to be told today, of the registers of a catalogue. However often it is asked, and by however many processes, a holder
 * gets each of the two letters once for each day on which a description is due.
 */
export async function remindHolders(
  { store, clock, log }: { store: Store; clock: Clock; log: EventLog },
  catalogue: Catalogue,
): Promise<void> {
  const now = clock.now()
  const last = await lastVerifications(log)
  const posted = newest(catalogue).flatMap(({ register: { name, title, holder } }): Posted[] => {
    const versions = catalogue.filter(({ register }) => register.name === name)
    const { due, dueOn, near } = verificationOf(versions, last.get(name), now)
    if (!near) return []
    const template = due ? 'description-overdue' : 'description-due'
    const holes = { reference: name, register: JSON.stringify(title), due: dueOn }
    return lettersTo(`register:${name}:${dueOn}`, 0, template, [{ organisation: holder.name }], holes).map(
      (letter) => ({ kind: 'register', id: name, number: 0, at: now.toISOString(), letter }),
    )
  })
  await store.use((database) => post(database, posted))
}
