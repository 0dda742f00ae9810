/**
 * Whether units and people have one row each in a relation, as this place knows it from its own tables and from how the relation was made.
 * Apart from the plan, which says the same so that others can be planned, and is not believed: where somebody counts as often as they have
 * rows, one person alone passes every threshold.
 */
import { type Once, PERSON } from '@sund/model'
import { type Input, subjectKey } from '../dialects/relations.js'
import type { Collapse, Join, Relation, Scan } from '../plan/types.js'

/** Nothing is known. */
export const UNKNOWN: Once = { unit: false, subject: false, same: false }

/** Rows of a stored table. `oneRow`: every unit has one; `apart`: no two of a unit hold on the same day. */
export function onceInScan(
  { when, subjectLink }: Scan,
  { oneRow = false, apart = false }: { oneRow?: boolean; apart?: boolean },
): Once {
  const unit = oneRow || (apart && when.kind === 'day')
  const same = subjectLink === null
  return { unit, subject: unit && same, same }
}

/** Rows of a join. `multiplies`: nobody has seen to it that a row on the left matches one on the right. */
function onceInJoin({ kind, on }: Join, left: Once, right: Once, multiplies: boolean): Once {
  if (kind === 'left') return multiplies ? { ...left, unit: false, subject: false } : left
  const unit = !multiplies && on.length === 0 && left.unit && right.unit
  const same = left.same && right.same
  return { unit, subject: unit && same, same }
}

/** One row for each combination of keys. */
function onceInCollapse(collapse: Collapse, input: Input): Once {
  const [first] = collapse.by
  const isKey = input.columns.find(({ name }) => name === first)?.type === 'key'
  const isSubject = (isKey && collapse.unit === PERSON) || subjectKey(collapse, input) === first
  const unit = collapse.by.length === 1
  return { unit, subject: unit && isSubject, same: isSubject && isKey }
}

/** What is known of a relation that is made of others; a relation that is read is known by its source. */
export function onceIn(
  relation: Exclude<Relation, { op: 'scan' | 'received' }>,
  inputs: readonly (Input & { once: Once })[],
  multiplies: boolean,
): Once {
  const [first, second] = inputs
  if (first === undefined) return UNKNOWN
  switch (relation.op) {
    case 'extend':
    case 'filter':
    case 'select':
    case 'sample':
    case 'quantile':
    case 'window':
    case 'predict':
      return first.once
    case 'join':
      return onceInJoin(relation, first.once, second?.once ?? UNKNOWN, multiplies)
    case 'collapse':
      return onceInCollapse(relation, first)
    case 'match': {
      // Nobody among the matches is a case.
      const unit = !relation.replace && inputs.every(({ once }) => once.unit)
      const same = inputs.every(({ once }) => once.same)
      return { unit, subject: unit && same, same }
    }
    case 'stack':
      return second === undefined ? first.once : UNKNOWN
    case 'episodes':
      return UNKNOWN
  }
}
