/** For whom somebody acts: themselves, a child, or a grown person who gave them authority, as sign-in told. Asked for on every page, and never said by a browser alone. */
import { type ActingKind, fail } from '@sund/model'
import type { Citizen } from '../access/choices.js'
import type { Whose } from '../mine/place.js'
import type { Session } from './sessions.js'

export interface Acting {
  /** `self`, or the place of another among those that sign-in told. */
  id: string
  kind: ActingKind
  /** Null for oneself. */
  name: string | null
  mark: string
}

/** Everyone for whom a citizen may act, themselves first. */
export function actingOf({ mark, children, adults = [] }: Citizen): Acting[] {
  const others = (kind: 'child' | 'adult', of: readonly { name: string; mark: string }[]): Acting[] =>
    of.map((one, i) => ({ id: `${kind}-${i + 1}`, kind, ...one }))
  return [
    { id: 'self', kind: 'self', name: null, mark },
    ...others('child', children),
    ...others('adult', adults),
  ]
}

/** Another for whom the person of a session acts just now; null for themselves. */
export function actingFor({
  citizen,
  acting,
}: Session): { id: string; kind: ActingKind; name: string } | null {
  const found = citizen && actingOf(citizen).find(({ id }) => id === acting)
  return found && found.name !== null ? { id: found.id, kind: found.kind, name: found.name } : null
}

/** Whose page it is. Throws `permission.denied` for who is nobody in the registers. */
export function whoseOf(session: Session): Whose {
  const all = session.citizen ? actingOf(session.citizen) : []
  const whose = all.find(({ id }) => id === (session.acting ?? 'self'))
  return whose === undefined
    ? fail(
        'permission.denied',
        'Your sign-in does not say who you are in the registers.',
        'Sign in with your national electronic identity.',
      )
    : { subject: session.subject, mark: whose.mark }
}
