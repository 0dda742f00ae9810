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
  const slots = new Array<number>(2 * SLOTS).fill(0)
  await eachDelivered(parts, formula, signal, (_pseudonym, key) => {
    const slot = slotOf(key)
    slots[slot] = (slots[slot] as number) + 1
    slots[SLOTS + slot] = (slots[SLOTS + slot] as number) + key
  })
  return recordSetOfSlots(slots)
}

/** Their pseudonyms of the run. */
export async function populationDelivered(
  parts: readonly DeliveredPersons[],
  formula: SetFormula,
  signal: AbortSignal,
): Promise<BigInt64Array> {
  const pseudonyms: bigint[] = []
  await eachDelivered(parts, formula, signal, (pseudonym) => void pseudonyms.push(pseudonym))
  return BigInt64Array.from(pseudonyms)
}

/** Visits the persons of all deliveries for whom `formula` holds, ascending by pseudonym. */
async function eachDelivered(
  parts: readonly DeliveredPersons[],
  formula: SetFormula,
  signal: AbortSignal,
  visit: (pseudonym: bigint, key: number) => void,
): Promise<void> {
  if (holds<number>(formula, () => false))
    fail('usage.request', 'A room was asked to count people who were not delivered.', 'Count once more.')
  const first = parts.map((_, i) => parts.slice(0, i).reduce((before, { sets }) => before + sets, 0))
  /** What the formula says of those who are in the same sets, by the sets as a sum of powers of two (at most 2⁴⁰). */
  const meets = new Map<number, boolean>()
  // The person that is being read: nobody yet is in no set.
  let key = 0
  let pseudonym = 0n
  let sets = 0
  const settle = () => {
    let met = meets.get(sets)
    if (met === undefined) {
      met = holds<number>(formula, (set) => Math.floor(sets / 2 ** set) % 2 === 1)
      meets.set(sets, met)
    }
    if (met) visit(pseudonym, key)
  }
  await mergeSorted(
    parts.map(({ file }) => createReadStream(file, { highWaterMark: RECORDS * PERSON_RECORD.width })),
    PERSON_RECORD,
    (source, record, at, fresh) => {
      if (fresh) {
        settle()
        sets = 0
        key = record.getUint16(at + PERSON_RECORD.key)
        pseudonym = record.getBigInt64(at)
      }
      const own = record.getUint32(at + PERSON_RECORD.key + 2) % 2 ** (parts[source]?.sets ?? 0)
      sets += own * 2 ** (first[source] as number)
    },
    signal,
  )
  settle()
}
