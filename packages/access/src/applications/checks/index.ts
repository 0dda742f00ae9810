/**
 * Everything that is missing or wrong in an application, all of it at once (Art 67). One function for who writes it, while they type, and
 * for who finds it complete.
 */
import { type Application, POINTS, type Point, type PointCode } from '@sund/model'
import { fieldsOf, formOf } from '../forms/index.js'
import type { Check, CheckContext } from './check.js'
import { CONTEXTUAL } from './contextual.js'
import { SEMANTIC } from './semantic.js'
import { TECHNICAL } from './technical.js'

export type { CheckContext } from './check.js'

const CHECKS: Record<PointCode, Check> = { ...TECHNICAL, ...SEMANTIC, ...CONTEXTUAL }

/** The points of an application in the order of its form; an application can be submitted, and is complete, where none of them `blocks`. */
export function check(application: Application, context: CheckContext): Point[] {
  const form = formOf(application)
  const fields = form ? fieldsOf(form, application, context.rules) : []
  const checked = { ...context, application, answers: application.answers, fields }
  const place = (at: string) => {
    const found =
      form?.sections.flatMap((section) => section.fields).findIndex(({ name }) => name === at) ?? -1
    return found < 0 ? -1 : found
  }
  return (Object.keys(CHECKS) as PointCode[])
    .flatMap((code) =>
      CHECKS[code](checked).map(
        (found): Point => ({ layer: POINTS[code].layer, weight: POINTS[code].weight, code, ...found }),
      ),
    )
    .toSorted((a, b) => place(a.at) - place(b.at))
}

/** More variables than this are not crossed in a table that anybody reads, nor would its cells be shown. */
const MOST_IN_TABLES = 12

/**
 * True for an application for rows to which an answer in statistics might be enough (Art 69): anonymous, nothing relaxed, and few enough
 * variables for tables. It is offered, never required.
 */
export const statisticsWouldDo = ({ kind, path, answers, collection }: Application): boolean =>
  kind === 'new' &&
  path === 'permit' &&
  answers.identifiability !== 'pseudonymised' &&
  (answers.relaxations ?? []).length === 0 &&
  collection.length > 0 &&
  collection.length <= MOST_IN_TABLES
