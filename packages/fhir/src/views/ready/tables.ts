/**
 * Views that most who take FHIR in will want: one for each kind of resource, with a key to its person, its day, its codes and its values. Free text is in none of them,
 * since it may name people; what a code is called is beside it, for whoever shows only what many share.
 */

import { fail, nearestName } from '@sund/model'
import { CARE_TABLES } from './care.js'
import { type ReadyView, readyView as viewOf } from './columns.js'
import { FINDING_TABLES } from './findings.js'
import { MEDICATION_TABLES } from './medication.js'
import { PERSON_TABLES } from './person.js'

/** Ready views by the name of their table. */
export const READY_VIEWS: Readonly<Record<string, ReadyView>> = Object.fromEntries(
  [...PERSON_TABLES, ...CARE_TABLES, ...MEDICATION_TABLES, ...FINDING_TABLES].map((ready) => [
    ready.table,
    viewOf(ready),
  ]),
)

/** The ready view of this name. Throws `usage.not-found`, with the nearest. */
export function readyView(name: string): ReadyView {
  const found = READY_VIEWS[name]
  if (found) return found
  const near = nearestName(name, Object.keys(READY_VIEWS))
  return fail(
    'usage.not-found',
    `There is no ready view ${name}.`,
    near ? `Did you mean ${near}?` : `There are ${Object.keys(READY_VIEWS).join(', ')}.`,
  )
}
