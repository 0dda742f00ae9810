/** Names for those who take part, in the reader's language, and which of them the reader is. */
import type { LocalisedText, Membership } from '@sund/model'
import { useQuery } from '@tanstack/react-query'
import { memberships, organisationsQuery } from '../api/access.js'
import { sessionQuery } from '../api/queries.js'
import { useReading } from '../words/reading.js'

export interface Reader {
  subject: string | null
  name: string | null
  memberships: readonly Membership[]
  /** Whether the session has been fetched. */
  known: boolean
}

/** Who reads, and which organisations that person belongs to. */
export function useReader(): Reader {
  const { data: session } = useQuery(sessionQuery)
  return {
    subject: session?.researcher?.subject ?? null,
    name: session?.researcher?.name ?? null,
    memberships: memberships(session),
    known: session !== undefined,
  }
}

/** The roles that decide: who has one of them has an inbox. */
const HANDLING: readonly string[] = ['handler', 'reviewer', 'decider']
export const handles = ({ memberships }: Pick<Reader, 'memberships'>): boolean =>
  memberships.some(({ roles }) => roles.some((role) => HANDLING.includes(role)))
export const hasRole = ({ memberships }: Pick<Reader, 'memberships'>, role: Membership['roles'][number]) =>
  memberships.some(({ roles }) => roles.includes(role))

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
