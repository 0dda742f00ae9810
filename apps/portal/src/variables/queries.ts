/** What the pages of the catalogue ask: a search with facets, the collection, and counts. */
import type { Criteria, Language } from '@sund/model'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { answered, Refusal, server } from '../api/client.js'
import { sessionQuery } from '../api/queries.js'

export const FACET_NAMES = [
  'register',
  'holder',
  'category',
  'sensitivity',
  'temporality',
  'dataType',
  'years',
] as const
export type FacetName = (typeof FACET_NAMES)[number]
/** What is looked for, as the address has it: chosen values of a facet with commas between. */
export type Looked = { query?: string } & { [F in FacetName]?: string }

export const searchQuery = (looked: Looked, language: Language, limit: number) =>
  queryOptions({
    queryKey: ['search', looked, language, limit],
    queryFn: () => answered(server.catalogue.$get({ query: { ...looked, language, limit: String(limit) } })),
    staleTime: 60_000,
  })

/** `REGISTER/VARIABLE`, as addresses and lists name a variable. */
export const nameOf = ({ register, variable }: { register: string; variable: string }) =>
  `${register}/${variable}`

const collectionQuery = queryOptions({
  queryKey: ['runs', 'collection'],
  queryFn: () => answered(server.collection.$get()),
  staleTime: 30_000,
})

const saveCollection = (
  revision: number,
  variables: { register: string; variable: string; questions: string[] }[],
) => answered(server.collection.$put({ json: { revision, variables } }))

/** The reader's collection, and how to change it; `signedIn` is false for who has none. */
export function useCollection() {
  const client = useQueryClient()
  const { data: session } = useQuery(sessionQuery)
  const signedIn = session !== undefined && session.researcher !== null
  const { data } = useQuery({ ...collectionQuery, enabled: signedIn })
  const change = useMutation({
    // One at a time: each has the revision that the one before made.
    scope: { id: 'collection' },
    mutationFn: async ({ register, variable }: { register: string; variable: string }) => {
      const toggle = (kept: NonNullable<typeof data>) => {
        const without = kept.variables.filter((one) => nameOf(one) !== nameOf({ register, variable }))
        const next =
          without.length < kept.variables.length
            ? without
            : [...without, { register, variable, questions: [] }]
        return saveCollection(kept.revision, next)
      }
      const kept = client.getQueryData(collectionQuery.queryKey) ?? (await client.fetchQuery(collectionQuery))
      try {
        return await toggle(kept)
      } catch (thrown) {
        // Changed on another page in the meantime: the same change to what there is now.
        if (!(thrown instanceof Refusal) || thrown.errors[0]?.code !== 'conflict.revision') throw thrown
        return toggle(await client.fetchQuery({ ...collectionQuery, staleTime: 0 }))
      }
    },
    onSuccess: (kept) => client.setQueryData(collectionQuery.queryKey, kept),
  })
  const has = (of: { register: string; variable: string }) =>
    data?.variables.some((one) => nameOf(one) === nameOf(of)) ?? false
  return {
    signedIn,
    known: session !== undefined,
    collection: data,
    has,
    toggle: change.mutate,
    error: change.error,
  }
}

/** How many people meet criteria; logged. */
export const countPeople = (criteria: Criteria) => answered(server.count.$post({ json: { criteria } }))
