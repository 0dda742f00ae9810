/** What a permit opens today, as one of few answers. Pure. */
import type { PermitView } from '@sund/model'

export type PermitStanding = 'force' | 'notYet' | 'ended' | 'revoked' | 'stopped'

export function standingOf({ permit, status, stopped }: PermitView, now: string): PermitStanding {
  if (status === 'REVOKED') return 'revoked'
  if (status === 'EXPIRED' || permit.until < now) return 'ended'
  if (stopped) return 'stopped'
  return permit.from > now ? 'notYet' : 'force'
}
