/**
 * What the pages ask of access: inbox, cases, permits, the public register, organisations. Apart from the other queries, since these are
 * watched live and sent commands. The shapes are the model's own.
 */
import type {
  CaseCommand,
  CaseStatus,
  CaseView,
  ChosenVariable,
  Desk,
  InboxItem,
  Membership,
  Organisation,
  PermitCommand,
  PermitView,
  PublicEntry,
} from '@sund/model'
import { queryOptions } from '@tanstack/react-query'
import { answered, Refusal } from './client.js'

/** A case as lists show it. */
export interface CaseLine extends Pick<CaseView, 'id' | 'reference' | 'kind' | 'submittedOn'> {
  title: string
  status: CaseStatus
  desks: Desk[]
}
/** Someone of an organisation. */
export interface Member {
  subject: string
  name: string
  roles: Membership['roles']
}

/** JSON of the server at `path`, or a `Refusal`. */
export const get = <T>(path: string): Promise<T> => answered(fetch(path)) as Promise<T>
export const send = <T>(method: 'POST' | 'PUT', path: string, body: unknown): Promise<T> =>
  answered(
    fetch(path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  ) as Promise<T>

export const inboxQuery = queryOptions({
  queryKey: ['access', 'inbox'],
  queryFn: () => get<{ items: InboxItem[] }>('/api/inbox'),
  refetchOnMount: 'always',
  refetchInterval: 60_000,
})

/** Which cases of one's own, of one's bodies, or of all. */
export interface CaseSearch {
  query?: string
  status?: string
  offset?: string
  limit?: string
}
/** A page of the cases that one takes part in, the latest changed first, and how many there are. */
export const casesQuery = (search: CaseSearch = {}) =>
  queryOptions({
    queryKey: ['access', 'cases', search],
    queryFn: () =>
      get<{ cases: CaseLine[]; total: number }>(`/api/cases?${new URLSearchParams({ ...search })}`),
    refetchOnMount: 'always',
  })

export const caseQuery = (id: string) =>
  queryOptions({
    queryKey: ['access', 'case', id],
    queryFn: () => get<CaseView>(`/api/cases/${encodeURIComponent(id)}`),
    refetchOnMount: 'always',
  })

export const permitsQuery = queryOptions({
  queryKey: ['access', 'permits'],
  queryFn: () => get<{ permits: PermitView[] }>('/api/permits?limit=200'),
  refetchOnMount: 'always',
})

export const permitQuery = (id: string) =>
  queryOptions({
    queryKey: ['access', 'permit', id],
    queryFn: () => get<PermitView>(`/api/permits/${encodeURIComponent(id)}`),
    refetchOnMount: 'always',
  })

export const organisationsQuery = queryOptions({
  queryKey: ['organisations'],
  queryFn: () => get<{ organisations: Organisation[] }>('/api/organisations'),
  staleTime: 600_000,
})

export const peopleQuery = (organisation: string) =>
  queryOptions({
    queryKey: ['access', 'people', organisation],
    queryFn: () => get<{ people: Member[] }>(`/api/organisations/${encodeURIComponent(organisation)}/people`),
  })

/** Gives a person these roles of an organisation, and no others. */
export const giveRoles = (organisation: string, { subject, name, roles }: Member) =>
  send<unknown>(
    'PUT',
    `/api/organisations/${encodeURIComponent(organisation)}/people/${encodeURIComponent(subject)}`,
    { name, roles },
  )

/** What is looked for in the public register. */
export interface RegisterSearch {
  query?: string
  status?: string
  offset?: string
}
export const publicRegisterQuery = (search: RegisterSearch) =>
  queryOptions({
    queryKey: ['public-register', search],
    queryFn: () =>
      get<{ entries: PublicEntry[]; total: number }>(`/api/register?${new URLSearchParams({ ...search })}`),
    staleTime: 30_000,
  })

/** Sends a command to a case as it was at `revision`; answers the case as it is then, null where one may not see it any more. */
export const commandCase = (id: string, revision: number, command: CaseCommand) =>
  send<CaseView | null>('POST', `/api/cases/${encodeURIComponent(id)}/commands`, { revision, command })

export const commandPermit = (id: string, revision: number, command: PermitCommand) =>
  send<PermitView | null>('POST', `/api/permits/${encodeURIComponent(id)}/commands`, { revision, command })

/** Whether the server refused since the case has moved on. */
export const isOvertaken = (error: unknown): boolean =>
  error instanceof Refusal && error.errors[0]?.code === 'conflict.revision'

/** Where a document of a case or permit lies, in the reader's language. */
export const documentPath = (
  of: { case: string; document: 'application' | 'decision' } | { permit: string },
  language: string,
): string =>
  'case' in of
    ? `/api/cases/${encodeURIComponent(of.case)}/documents/${of.document}.pdf?language=${language}`
    : `/api/permits/${encodeURIComponent(of.permit)}/permit.pdf?language=${language}`

/** Tells whenever a case has changed, until the answered function is called. The browser connects again by itself. */
export function followCase(id: string, changed: () => void): () => void {
  const events = new EventSource(`/api/cases/${encodeURIComponent(id)}/events`)
  events.addEventListener('changed', changed)
  return () => events.close()
}

/** A session of a hub that knows no organisations has none. */
export const memberships = (session: object | undefined): readonly Membership[] =>
  (session as { memberships?: Membership[] } | undefined)?.memberships ?? []

/** That every event of a case is as it was written: how many there are and the last seal; refused with `conflict.chain` where one is not. */
export const proofQuery = (id: string) =>
  queryOptions({
    queryKey: ['access', 'proof', id],
    queryFn: () => get<{ events: number; head: string }>(`/api/cases/${encodeURIComponent(id)}/proof`),
    retry: false,
  })

/** What one has collected for an application. */
export const collectionQuery = queryOptions({
  queryKey: ['collection'],
  queryFn: () => get<{ revision: number; variables: ChosenVariable[] }>('/api/collection'),
})
