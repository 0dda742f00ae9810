/** What every check is given and what it says: one row of a table for each kind of point. */
import type { Answers, Application, FormField, PermitRecord, POINTS, Point, PointCode } from '@sund/model'
import type { Directory } from '../../cases/directory.js'
import type { AccessRules } from '../../rules/rules.js'
import type { KnownVariables } from '../variables.js'

/** The world as it is when an application is checked. */
export interface CheckContext {
  /** The day in the application's country, ISO 8601. */
  today: string
  /** The day on which it was asked for, where that is over. */
  askedOn?: string
  /** Those that hold for an application of its country on that day. */
  rules: AccessRules
  variables: KnownVariables
  directory: Directory
  /** A permit of the applicant's own; null where there is none such. */
  permit(id: string): PermitRecord | null
}

export interface Checked extends CheckContext {
  application: Application
  answers: Answers
  /** What the form asks of this application; empty where the form is not known. */
  fields: readonly FormField[]
}

/** Where something is missing or wrong, with details for the words; as many as there are. */
export type Check = (checked: Checked) => readonly Pick<Point, 'at' | 'with'>[]

/** A check for each point of a layer: the compiler sees that none is left out. */
export type Layer<L extends Point['layer']> = {
  [C in PointCode as (typeof POINTS)[C]['layer'] extends L ? C : never]: Check
}

/** One finding where something is so, else none. */
export const where = (wrong: boolean, at: string, details: Point['with'] = {}): ReturnType<Check> =>
  wrong ? [{ at, with: details }] : []

/** One finding that lists names, none where there are none. */
export const listing = (names: readonly string[], at: string, hole: string): ReturnType<Check> =>
  where(names.length > 0, at, { [hole]: listed(names), count: names.length })

const LISTED = 12
const listed = (names: readonly string[]): string =>
  names.length <= LISTED
    ? names.join(', ')
    : `${names.slice(0, LISTED).join(', ')} … (+${names.length - LISTED})`

/** As people look it up: the variable and its register. */
export const nameOf = ({ register, variable }: { register: string; variable: string }): string =>
  `${variable} (${register})`
