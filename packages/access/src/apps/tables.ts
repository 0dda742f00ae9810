/** The tables of apps. */
import type { AppStatus, GrantRole } from '@sund/model'

export interface AppTables {
  /** Versions of what was registered; details are JSON. */
  app_revision: {
    app: string
    revision: number
    publisher: string
    at: string
    by_subject: string
    details: string
    status: AppStatus
    reviewer: string | null
    decided_at: string | null
    reason: string | null
  }
  app_grant: {
    id: string
    subject: string
    app: string
    holder: string
    role: GrantRole
    patient: string | null
    /** JSON. */
    scopes: string
    given_at: string
    changed_at: string
    used_at: string | null
    revoked_at: string | null
  }
  /** What the sign-in of apps remembers: codes, keys and their context, by the hash of what unlocks them. */
  app_token: {
    kind: string
    hash: string
    /** JSON, without what unlocks it. */
    payload: string
    /** What was signed in for together: they end together. */
    family: string | null
    /** The grant of a person that it rests on. */
    grant_id: string | null
    expires_at: string
    consumed_at: string | null
  }
}
