/**
 * What somebody writes in a form, kept in the browser until it is sent: for the person who wrote it, so that whoever signs in next on the same
 * machine does not meet it. With it the event after which it was begun, by which it is told what came between.
 */

export interface Kept<V> {
  /** Number of the last event when it was begun. */
  begun: number
  values: V
}
type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** The place of a form: person, case or permit, what is done, of which part and about what. */
export const placeOf = (...parts: readonly (string | null)[]): string =>
  ['sund.written', ...parts.map((part) => encodeURIComponent(part ?? ''))].join('.')

/** What was kept at a place; null where nothing is, or what is there cannot be read. */
export function readKept<V>(place: string, store: Store = localStorage): Kept<V> | null {
  try {
    const kept: unknown = JSON.parse(store.getItem(place) ?? 'null')
    return typeof kept === 'object' && kept !== null && 'begun' in kept && 'values' in kept
      ? (kept as Kept<V>)
      : null
  } catch {
    return null
  }
}

/** Keeps it; answers whether the browser could. */
export function keep<V>(place: string, kept: Kept<V>, store: Store = localStorage): boolean {
  try {
    store.setItem(place, JSON.stringify(kept))
    return true
  } catch {
    return false
  }
}

export const forget = (place: string, store: Store = localStorage): void => store.removeItem(place)
