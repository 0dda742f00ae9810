/** What the pages ask of a citizen's own data. What is answered follows for whom one acts, so all of it is forgotten when that changes. */
import type { AppGrant, HeldKind, OwnMeasurement } from '@sund/model'
import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { get } from './access.js'
import { answered, server } from './client.js'
import { sessionQuery } from './queries.js'

const KEY = 'mine'

export const placesQuery = queryOptions({
  queryKey: [KEY, 'places'],
  queryFn: () => answered(server.mine.$get()),
  refetchOnMount: 'always',
})

export const heldQuery = (kind: HeldKind | undefined) =>
  infiniteQueryOptions({
    queryKey: [KEY, 'held', kind ?? null],
    queryFn: ({ pageParam }) =>
      answered(
        server.mine.held.$get({
          query: { offset: String(pageParam), ...(kind === undefined ? {} : { kind }) },
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
    refetchOnMount: 'always',
  })

/** Who looked: at one holder or any, with or without what one did oneself. */
export const seenQuery = ({ holder, others }: { holder?: string | undefined; others: boolean }) =>
  infiniteQueryOptions({
    queryKey: [KEY, 'seen', holder ?? null, others],
    queryFn: ({ pageParam: after }) =>
      answered(
        server.mine.seen.$get({
          query: {
            others: String(others),
            ...(holder === undefined ? {} : { holder }),
            ...(after === '' ? {} : { after }),
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    refetchOnMount: 'always',
  })

/** Permits in force that could be about one, by their registers and by whom they are about. */
export const concerningQuery = infiniteQueryOptions({
  queryKey: [KEY, 'permits'],
  queryFn: ({ pageParam }) => answered(server.mine.permits.$get({ query: { offset: String(pageParam) } })),
  initialPageParam: 0,
  getNextPageParam: ({ next }) => next,
  refetchOnMount: 'always',
})

/** Proofs by holders of what was withheld in one's records. */
export const withdrawalsQuery = queryOptions({
  queryKey: [KEY, 'withdrawals'],
  queryFn: () => answered(server['my-withdrawals'].$get()),
  refetchOnMount: 'always',
})

export const actingQuery = queryOptions({
  queryKey: [KEY, 'acting'],
  queryFn: () => answered(server.mine.acting.$get()),
})

export const correctionsQuery = queryOptions({
  queryKey: [KEY, 'corrections'],
  queryFn: () => answered(server.mine.corrections.$get()),
  refetchOnMount: 'always',
})

/** Requests that wait at the holders one decides for. */
export const askedQuery = queryOptions({
  queryKey: ['corrections'],
  queryFn: () => answered(server.corrections.$get()),
  refetchOnMount: 'always',
})

/** What one lets apps do, also what has ended. */
export const grantsQuery = queryOptions({
  queryKey: ['grants'],
  queryFn: () => get<{ grants: AppGrant[] }>('/api/apps/grants'),
  refetchOnMount: 'always',
})

export const revokeGrant = (id: string) =>
  answered(fetch(`/api/apps/grants/${encodeURIComponent(id)}`, { method: 'DELETE' }))

/** For whom the page that is shown is: what is written on it is refused where one acts for another by now, as in another window. */
const writtenFor = (client: QueryClient) => ({
  headers: { 'Sund-Acting': client.getQueryData(sessionQuery.queryKey)?.acting?.id ?? 'self' },
})

export const measure = (client: QueryClient, measurement: OwnMeasurement) =>
  answered(server.mine.measurements.$post({ json: measurement }, writtenFor(client)))

export const takeBack = (client: QueryClient, holder: string, key: string) =>
  answered(server.mine.measurements.$delete({ query: { holder, key } }, writtenFor(client)))

export const askCorrection = (client: QueryClient, holder: string, about: string, text: string) =>
  answered(server.mine.corrections.$post({ json: { holder, about, text } }, writtenFor(client)))

export const answerCorrection = (
  { holder, id }: { holder: string; id: string },
  verdict: 'corrected' | 'declined',
  text: string,
) => answered(server.corrections[':holder'][':id'].$post({ param: { holder, id }, json: { verdict, text } }))

/** Acts for somebody from now on; nothing that was fetched for another stays. */
export async function actFor(client: QueryClient, whom: string): Promise<void> {
  await answered(server.mine.acting.$put({ json: { for: whom } }))
  client.removeQueries({ queryKey: [KEY] })
  await client.invalidateQueries({ queryKey: sessionQuery.queryKey })
}

/** After a change: everything of one's own is asked for anew. */
export const changedMine = (client: QueryClient) => client.invalidateQueries({ queryKey: [KEY] })
