/** Names for those who take part, in the reader's language, and which of them the reader is. */
import type { LocalisedText, Membership } from '@sund/model'
import { useQuery } from '@tanstack/react-query'
import { memberships, organisationsQuery } from '../api/access.js'
import { sessionQuery } from '../api/queries.js'
import { type Side, sideOf } from '../shell/menu.js'
import { useReading } from '../words/reading.js'

export interface Reader {
  subject: string | null
  name: string | null
  memberships: readonly Membership[]
  /** As what this person comes here. */
  side: Side
  /** Whether the session has been fetched. */
  known: boolean
}

/** Who reads, and which organisations that person belongs to. */
export function useReader(): Reader {
  const { data: session } = useQuery(sessionQuery)
  const of = memberships(session)
  const signedIn = session?.researcher != null
  return {
    subject: session?.researcher?.subject ?? null,
    name: session?.researcher?.name ?? null,
    memberships: of,
    side: sideOf({
      signedIn,
      memberships: of,
      citizen: session?.citizen === true && session.organisations.length === 0,
    }),
    known: session !== undefined,
  }
}

/** How cases are read: as one's own, for a body that decides, or as an auditor. */
export const readsAs = ({ side }: Reader): 'applicant' | 'body' | 'auditor' =>
  side === 'handler' ? 'body' : side === 'auditor' ? 'auditor' : 'applicant'

/** What an organisation is called; its identifier until the names are known. */
export function useOrganisationName(): (id: string, fallback?: string) => string {
  const { say } = useReading()
  const { data } = useQuery(organisationsQuery)
  const titles = new Map<string, LocalisedText>(
    (data?.organisations ?? []).map(({ id, title }) => [id, title]),
  )
  return (id, fallback = id) => {
    const title = titles.get(id)
    return title === undefined ? fallback : say(title)
  }
}
