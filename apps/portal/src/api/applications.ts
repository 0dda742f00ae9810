/** What the pages of applications ask the server. Apart from the other queries, since a draft is saved as one types and files are sent with progress. */
import type {
  Application,
  ApplicationKind,
  ApplicationPath,
  Attachment,
  Country,
  Criteria,
} from '@sund/model'
import type { ApplicationList, DraftView } from '@sund/server/client'
import { queryOptions } from '@tanstack/react-query'
import { answered, errorsIn, Refusal, server } from './client.js'

export const applicationsQuery = queryOptions({
  queryKey: ['runs', 'applications'],
  queryFn: () => answered(server.applications.$get()) as Promise<ApplicationList>,
  refetchOnMount: 'always',
})

/** The client's type of parsed JSON spells some members differently; the value is a `DraftView`. */
const asView = (asking: Parameters<typeof answered>[0]) => answered(asking) as Promise<DraftView>

export const draftQuery = (id: string) =>
  queryOptions({
    queryKey: ['runs', 'application', id],
    queryFn: () => asView(server.applications[':id'].$get({ param: { id } })),
    // What one writes is ahead of the server: it is fetched when the page is opened, and not again behind one's back.
    staleTime: 0,
    refetchOnMount: 'always',
    refetchOnReconnect: false,
  })

export const beginApplication = (wanted: {
  kind: ApplicationKind
  permit: string | null
  path: ApplicationPath
  country: Country
}) => asView(server.applications.$post({ json: wanted }))

export const saveDraft = (id: string, revision: number, application: Application) =>
  asView(server.applications[':id'].$put({ param: { id }, json: { revision, application } }))

export const openDraft = (id: string) => asView(server.applications[':id'].$get({ param: { id } }))

/** Saves while the page goes away; nobody waits for the answer. */
export const saveLeaving = (id: string, revision: number, application: Application): void => {
  const body = JSON.stringify({ revision, application })
  void fetch(`/api/applications/${id}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body,
    keepalive: true,
  }).catch(() => undefined)
}

export const removeDraft = (id: string) =>
  answered(server.applications[':id'].$delete({ param: { id } })) as Promise<ApplicationList>
export const restoreDraft = (id: string) =>
  answered(server.applications[':id'].restore.$post({ param: { id } })) as Promise<ApplicationList>

export const revisionsQuery = (id: string, revision: number) =>
  queryOptions({
    queryKey: ['runs', 'application', id, 'revisions', revision],
    queryFn: () => answered(server.applications[':id'].revisions.$get({ param: { id } })),
  })
export const openRevision = (id: string, revision: number) =>
  answered(
    server.applications[':id'].revisions[':revision'].$get({ param: { id, revision: String(revision) } }),
  ) as Promise<Application>

export const submitDraft = (id: string) =>
  answered(server.applications[':id'].submit.$post({ param: { id } })) as Promise<{ case: string }>

export const readCriteria = (text: string) =>
  answered(server.criteria.$post({ json: { text } })) as Promise<{ criteria: Criteria }>

/** The variables in one's collection. */
export const collectionQuery = queryOptions({
  queryKey: ['runs', 'collection'],
  queryFn: () => answered(server.collection.$get()),
  refetchOnMount: 'always',
})

export const fileAddress = (hash: string): string => `/api/attachments/${hash}`

/** Sends a file, telling how much of it has gone; only the older way of asking does. */
export function uploadFile(
  draft: string,
  file: File,
  kind: Attachment['kind'],
  progress: (share: number) => void,
): Promise<Attachment> {
  const query = new URLSearchParams({ name: file.name, kind })
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/api/applications/${draft}/attachments?${query}`)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.responseType = 'json'
    request.upload.onprogress = ({ loaded, total }) => progress(total > 0 ? loaded / total : 0)
    request.onerror = () => reject(new Refusal(0, []))
    request.onload = () =>
      request.status === 200
        ? resolve(request.response as Attachment)
        : reject(new Refusal(request.status, errorsIn(request.response)))
    request.send(file)
  })
}

/** Every organisation, for their titles. */
export const organisationsQuery = queryOptions({
  queryKey: ['organisations'],
  queryFn: () => answered(server.organisations.$get()),
  staleTime: 600_000,
})
