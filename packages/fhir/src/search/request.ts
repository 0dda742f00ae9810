/** A query as a search takes it: its criteria, and how the answer is to look. What is not understood is an error or is told, as whoever asks wants it. */

import { fail } from '@sund/model'
import { RESOURCE_TYPES } from '../definitions/types.js'
import type { SearchOptions, SearchPage } from '../ports.js'
import type { Criterion } from './criterion.js'
import { type Include, readInclude } from './includes.js'
import { shown } from './kinds/kind.js'
import { type Bound, NotUnderstood, readCriterion, readDates } from './reading.js'
import { readSort, type SortRule } from './sorting.js'

const LONGEST_QUERY = 50_000
const MOST_PARAMETERS = 200
const USUAL_COUNT = 50
const MOST_COUNT = 1000

export interface Request {
  readonly types: readonly string[]
  readonly criteria: readonly Criterion[]
  readonly sort: readonly SortRule[]
  readonly count: number
  readonly total: boolean
  readonly includes: readonly Include[]
  /** Elements that are asked for; null for all. */
  readonly elements: readonly string[] | null
  readonly withoutText: boolean
  readonly cursor: string | null
  readonly self: string
  readonly ignored: SearchPage['ignored']
}

interface Draft {
  types: readonly string[]
  criteria: Criterion[]
  sort: readonly SortRule[]
  count: number
  total: boolean
  includes: Include[]
  elements: readonly string[] | null
  withoutText: boolean
  cursor: string | null
}

/** Parameters about the answer, by name: each changes the draft, or throws `NotUnderstood`. */
const RESULT_PARAMETERS: Readonly<Record<string, (draft: Draft, value: string, name: string) => void>> = {
  _count(draft, value) {
    if (!/^\d{1,9}$/.test(value))
      fail('usage.request', '_count is no number of resources.', 'Give a whole number.')
    draft.count = Math.min(Number(value), MOST_COUNT)
    if (draft.count === 0) draft.total = true
  },
  _total(draft, value) {
    if (!/^(none|accurate|estimate)$/.test(value))
      fail('usage.request', '_total is not one of its values.', 'Give none, accurate or estimate.')
    draft.total = value !== 'none'
  },
  _sort(draft, value) {
    draft.sort = readSort(draft.types, value)
  },
  _summary(draft, value) {
    if (value === 'count') Object.assign(draft, { count: 0, total: true })
    else if (value === 'data') draft.withoutText = true
    else if (value !== 'false')
      throw new NotUnderstood(
        'Summaries of this kind are not made here.',
        'Ask for count, data or false, or use _elements.',
      )
  },
  _elements(draft, value) {
    draft.elements = value.split(',').map((name) => name.trim())
    if (!draft.elements.every((name) => /^[a-zA-Z]\w{0,60}$/.test(name)))
      throw new NotUnderstood(
        'It names more than elements of a resource.',
        'Name elements with commas between them.',
      )
  },
  _include: (draft, value, name) => draft.includes.push(readInclude('forward', name, value, draft.types)),
  _revinclude: (draft, value, name) => draft.includes.push(readInclude('back', name, value, draft.types)),
  /** For whoever serves the answer. */
  _format: () => undefined,
  _pretty: () => undefined,
}

/** Where a page begins: only in links that this program has made. */
export const CURSOR = '_page'

/** Throws `usage.request` where a query holds more than criteria. */
export function checkCriteria(query: string): void {
  for (const name of new URLSearchParams(query).keys())
    if (name === CURSOR || Object.hasOwn(RESULT_PARAMETERS, name.replace(/:iterate$/, '')))
      fail(
        'usage.request',
        `A condition cannot have ${shown(name)}.`,
        'Leave only what the resource is found by.',
      )
}

/** Reads a query. Throws `usage.request` for what is wrong, and under strict handling for what is not understood. */
export async function readRequest(
  type: string | null,
  query: string,
  { handling }: SearchOptions,
  bound: Bound,
): Promise<Request> {
  if (query.length > LONGEST_QUERY)
    fail('usage.request', 'The query is too long.', 'Ask in several searches.')
  const parameters = [...new URLSearchParams(query)]
  if (parameters.length > MOST_PARAMETERS)
    fail(
      'usage.request',
      `The query has more than ${MOST_PARAMETERS} parameters.`,
      'Ask in several searches.',
    )
  const draft: Draft = {
    ...{ types: typesOf(type, parameters), criteria: [], sort: [], count: USUAL_COUNT, total: false },
    ...{ includes: [], elements: null, withoutText: false, cursor: null },
  }
  const ignored: SearchPage['ignored'] = []
  const understood: [string, string][] = []
  const joined = joinedDates(draft.types, parameters)
  for (const [name, value] of parameters)
    try {
      if (name === CURSOR) {
        draft.cursor = value
        continue
      }
      const own = Object.hasOwn(RESULT_PARAMETERS, name) ? name : name.replace(/:iterate$/, '')
      if (Object.hasOwn(RESULT_PARAMETERS, own)) RESULT_PARAMETERS[own]?.(draft, value, name)
      else if (!(name === '_type' && type === null) && !joined.has(name))
        draft.criteria.push(await readCriterion(draft.types, name, value, bound))
      understood.push([name, value])
    } catch (error) {
      if (!(error instanceof NotUnderstood)) throw error
      if (handling === 'strict')
        fail(
          'usage.request',
          `The search parameter ${shown(name)} is not understood: ${error.why}`,
          error.next,
        )
      ignored.push({ parameter: name, why: error.why })
    }
  for (const criterion of joined.values()) draft.criteria.push(criterion)
  return { ...draft, ignored, self: new URLSearchParams(understood).toString() }
}

function typesOf(type: string | null, parameters: readonly (readonly [string, string])[]): readonly string[] {
  const named =
    type === null
      ? parameters.filter(([name]) => name === '_type').map(([, value]) => value.split(','))
      : [[type]]
  const types = named.reduce<readonly string[]>(
    (before, these) => before.filter((one) => these.includes(one)),
    [...RESOURCE_TYPES],
  )
  if (named.flat().some((one) => !RESOURCE_TYPES.has(one)))
    fail('usage.request', 'There is no such type of resource in R4.', 'Name one of its types.')
  return types
}

/** Dates that are compared more than once, where a resource has one at most. */
function joinedDates(
  types: readonly string[],
  parameters: readonly (readonly [string, string])[],
): ReadonlyMap<string, Criterion> {
  const joined = new Map<string, Criterion>()
  const [type, ...more] = types
  if (type === undefined || more.length > 0) return joined
  for (const [name] of parameters) {
    const values = parameters.filter(([other]) => other === name).map(([, value]) => value)
    const criterion = readDates(type, name, values)
    if (criterion !== undefined) joined.set(name, criterion)
  }
  return joined
}
