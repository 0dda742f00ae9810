/**
 * How a room counts: deliveries of persons from several holders, each ascending by pseudonym, are merged, and those for whom the formula
 * over the holders' sets holds are counted. One pass in bounded memory; nothing of a person is kept.
 */
import { createReadStream } from 'node:fs'
import { fail, holds, type RecordSet, recordSetOfSlots, type SetFormula, SLOTS, slotOf } from '@sund/model'
import { PERSON_RECORD } from './count-holder.js'
import { mergeSorted } from './merge.js'

/** What a holder delivered, and how many sets its records tell of. */
export interface DeliveredPersons {
  file: string
  sets: number
}

/** Records read at a time. */
const RECORDS = 8192

/** The persons of all deliveries for whom `formula` holds. */
export async function countDelivered(
  parts: readonly DeliveredPersons[],
  formula: SetFormula,
  signal: AbortSignal,
): Promise<RecordSet> {
  if (holds<number>(formula, () => false))
    fail('usage.request', 'A room was asked to count people who were not delivered.', 'Count once more.')
  const first = parts.map((_, i) => parts.slice(0, i).reduce((before, { sets }) => before + sets, 0))
  /** What the formula says of those who are in the same sets, by the sets as a sum of powers of two (at most 2⁴⁰). */
  const meets = new Map<number, boolean>()
  const slots = new Array<number>(2 * SLOTS).fill(0)
  // The person that is being read: nobody yet is in no set.
  let key = 0
  let sets = 0
  const settle = () => {
    let met = meets.get(sets)
    if (met === undefined) {
      met = holds<number>(formula, (set) => Math.floor(sets / 2 ** set) % 2 === 1)
      meets.set(sets, met)
    }
    if (!met) return
    const slot = slotOf(key)
    slots[slot] = (slots[slot] as number) + 1
    slots[SLOTS + slot] = (slots[SLOTS + slot] as number) + key
  }
  await mergeSorted(
    parts.map(({ file }) => createReadStream(file, { highWaterMark: RECORDS * PERSON_RECORD.width })),
    PERSON_RECORD,
    (source, record, at, fresh) => {
      if (fresh) {
        settle()
        sets = 0
        key = record.getUint16(at + PERSON_RECORD.key)
      }
      const own = record.getUint32(at + PERSON_RECORD.key + 2) % 2 ** (parts[source]?.sets ?? 0)
      sets += own * 2 ** (first[source] as number)
    },
    signal,
  )
  settle()
  return recordSetOfSlots(slots)
}
