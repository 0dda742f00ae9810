/** A scope for records in words: what it lets an app see or change, and of which. Pure. */
import type { Words } from '../words/en.js'

export interface SaidScope {
  title: string
  details: string[]
}

export interface ScopeData {
  type: string
  interactions: readonly string[]
  filters: readonly string[]
}

export function sayScope({ type, interactions, filters }: ScopeData, { apps }: Words): SaidScope {
  const sees = interactions.some((one) => 'rs'.includes(one))
  const changes = interactions.some((one) => 'cud'.includes(one))
  const what = apps.types[type] ?? apps.otherType(type)
  const { allow } = apps
  const title = sees && changes ? allow.seeAndChange(what) : changes ? allow.change(what) : allow.see(what)
  return {
    title,
    details: [
      ...filters.map((filter) => sayFilter(filter, apps)),
      ...(sees && !changes ? [allow.seeWhat] : []),
      ...(changes ? [allow.changeWhat] : []),
    ],
  }
}

/** `category=http://…|laboratory`: known values by their names, others as they stand. */
function sayFilter(filter: string, { allow, values }: Words['apps']): string {
  const [[parameter, value] = ['', '']] = [...new URLSearchParams(filter)]
  const code = value.split('|').at(-1) ?? ''
  const known = values[code]
  return known === undefined ? allow.onlyWhere(parameter, code) : allow.only(known)
}

/** A scope as registered, for lists; null for one that is about the sign-in and not about records. */
export function readScope(scope: string): ScopeData | null {
  const [, type, said, query] = /^(?:patient|user|system)\/([^.]+)\.([^?]+)(?:\?(.*))?$/.exec(scope) ?? []
  if (type === undefined || said === undefined) return null
  const interactions = [...({ read: 'rs', write: 'cud', '*': 'cruds' }[said] ?? said)]
  return { type, interactions, filters: query === undefined ? [] : query.split('&') }
}
