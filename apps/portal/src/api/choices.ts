/** What the pages ask of citizens' choices. */
import type { ChoiceLevel } from '@sund/model'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { answered, server } from './client.js'

export const choicesQuery = queryOptions({
  queryKey: ['choices'],
  queryFn: () => answered(server.choices.$get()),
  refetchOnMount: 'always',
})

export const myPermitsQuery = infiniteQueryOptions({
  queryKey: ['choices', 'permits'],
  queryFn: ({ pageParam }) => answered(server['my-permits'].$get({ query: { offset: String(pageParam) } })),
  initialPageParam: 0,
  getNextPageParam: ({ next }) => next,
})

/** Closes these levels and no others, for oneself (`self`) or a child. */
export const choose = (whom: string, levels: ChoiceLevel[]) =>
  answered(server.choices.$put({ json: { levels, for: whom } }))

export const enterOnPaper = (identifier: string, levels: ChoiceLevel[]) =>
  answered(server.choices.paper.$post({ json: { identifier, levels } }))
