/** What the pages ask the server, as queries with their keys: the one place that knows paths. */
import type { Language, PoliciesDocument, RunDocument } from '@sund/model'
import type { RunView } from '@sund/server/client'
import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { answered, Refusal, server } from './client.js'

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => answered(server.session.$get()),
  staleTime: 60_000,
})

export const catalogueQuery = (
  query: string,
  language: Language,
  register: string | undefined,
  limit: number,
) =>
  queryOptions({
    queryKey: ['catalogue', query, language, register ?? null, limit],
    queryFn: () =>
      answered(
        server.catalogue.$get({
          query: { query, language, limit: String(limit), ...(register === undefined ? {} : { register }) },
        }),
      ),
    staleTime: 60_000,
  })

export const variableQuery = (register: string, variable: string) =>
  queryOptions({
    queryKey: ['variable', register, variable],
    queryFn: () =>
      answered(server.catalogue[':register'][':variable'].$get({ param: { register, variable }, query: {} })),
    staleTime: 60_000,
  })

export const registerQuery = (register: string) =>
  queryOptions({
    queryKey: ['register', register],
    queryFn: () => answered(server.catalogue[':register'].$get({ param: { register }, query: {} })),
    staleTime: 60_000,
  })

export const runsQuery = queryOptions({
  queryKey: ['runs'],
  queryFn: () => answered(server.runs.$get()),
})

/** The client's type of parsed JSON spells the members of partial records differently; the value is a `RunView`. */
const runAnswered = (asking: Parameters<typeof answered>[0]) => answered(asking) as Promise<RunView>

export const runQuery = (id: string) =>
  queryOptions({
    queryKey: ['run', id],
    queryFn: () => runAnswered(server.runs[':id'].$get({ param: { id } })),
    // A run that is over never changes; one under way is followed by its events.
    staleTime: Number.POSITIVE_INFINITY,
  })

/** Asks for a run; answers its identifier at once. */
export const startRun = async (script: string): Promise<string> =>
  (await answered(server.runs.$post({ json: { script } }))).id

/** Asks that a run stop. What was released before stands. */
export const cancelRun = (id: string): Promise<RunView> =>
  runAnswered(server.runs[':id'].$delete({ param: { id } }))

/** What is wrong with a script, and what it uses. */
export const checkScript = (script: string) => answered(server.check.$post({ json: { script } }))

/** The same, with how many people each answer rests on, as a class, and what would be withheld. The log tells of it. */
export const foreseeScript = (script: string) => answered(server.check.forecast.$post({ json: { script } }))

/** What may stand at `offset`. */
export const completeScript = (script: string, offset: number, language: Language) =>
  answered(server.complete.$post({ json: { script, offset, language } }))

/** What the word at `offset` means; null where there is nothing to say. */
export const explainScript = (script: string, offset: number, language: Language) =>
  answered(server.explain.$post({ json: { script, offset, language } }))

/** What the lines up to `offset` have made. */
export const knownQuery = (script: string, offset: number) =>
  queryOptions({
    queryKey: ['known', script, offset],
    queryFn: () => answered(server.known.$post({ json: { script, offset } })),
    gcTime: 60_000,
  })

/** Every command and function of the language. */
export const languageQuery = queryOptions({
  queryKey: ['language'],
  queryFn: () => answered(server.commands.$get()),
  staleTime: Number.POSITIVE_INFINITY,
})

/** Every rule with its numbers, versions and holders. */
export const policiesQuery = queryOptions({
  queryKey: ['policies'],
  queryFn: () => answered(server.policies.$get()) as Promise<PoliciesDocument>,
  staleTime: 60_000,
})

/** Attacks on made-up people that one can watch. */
export const demonstrationsQuery = queryOptions({
  queryKey: ['demonstrations'],
  queryFn: () => answered(server.demonstrations.$get()),
  staleTime: Number.POSITIVE_INFINITY,
})

/** Plays one of them. */
export const playDemonstration = (id: string, defences: boolean) =>
  answered(server.demonstrations[':id'].$post({ param: { id }, json: { defences } }))

/** What one may still be told in these 24 hours. */
export const quotaQuery = queryOptions({
  queryKey: ['runs', 'quota'],
  queryFn: () => answered(server.quota.$get()),
})

/** Runs of others that are shared with one. */
export const sharedRunsQuery = queryOptions({
  queryKey: ['runs', 'shared'],
  queryFn: () => answered(server['shared-runs'].$get()),
})

/** Lets another open a run of one's own, for good. */
export const shareRun = (id: string, reader: string) =>
  answered(server.runs[':id'].share.$post({ param: { id }, json: { reader } }))

/** What is looked for in the release ledger. */
export interface LedgerSearch {
  subject?: string
  register?: string
  /** Rows older than this number. */
  before?: string
}

/** A page of the release ledger, the newest first, and whether there is more. */
export const ledgerQuery = (search: LedgerSearch) =>
  queryOptions({
    queryKey: ['runs', 'ledger', search.subject ?? null, search.register ?? null, search.before ?? null],
    queryFn: async () => {
      const query = { ...search, limit: String(LEDGER_PAGE + 1) }
      const { rows } = await answered(server.ledger.$get({ query }))
      return { rows: rows.slice(0, LEDGER_PAGE), more: rows.length > LEDGER_PAGE }
    },
    // Who may not read it is told so at once.
    retry: false,
  })
const LEDGER_PAGE = 50

/** Ends the session and forgets everything that was fetched under it. */
export async function signOut(client: QueryClient): Promise<void> {
  const session = await client.ensureQueryData(sessionQuery)
  const answer = await fetch(session.signOut, { method: 'POST' })
  if (!answer.ok) throw new Refusal(answer.status, [])
  client.removeQueries({ queryKey: ['run'] })
  client.removeQueries({ queryKey: ['runs'] })
  await client.invalidateQueries({ queryKey: ['session'] })
}

/**
 * Follows a run until it is over and keeps the query of the run up to date. Answers a function that stops following.
 * The browser connects again by itself; the server then tells everything so far anew, so results are kept by index.
 */
export function followRun(client: QueryClient, id: string): () => void {
  const events = new EventSource(`/api/runs/${id}/events`)
  const key = runQuery(id).queryKey
  const update = (change: (view: RunView) => RunView) =>
    client.setQueryData(key, (view) => (view === undefined ? view : change(view)))
  const on = (name: string, take: (data: never) => void) =>
    events.addEventListener(name, (event) => take(JSON.parse((event as MessageEvent<string>).data) as never))
  on('progress', (progress: RunView['progress']) => update((view) => ({ ...view, progress })))
  on('result', (result: RunDocument['results'][number]) =>
    client.setQueryData(partialKey(id), (results: RunDocument['results'] = []) => [
      ...results.filter((one) => one.index !== result.index),
      result,
    ]),
  )
  on('document', (document: RunDocument) => {
    events.close()
    update((view) => ({
      ...view,
      document,
      progress: { ...view.progress, state: document.state, place: null },
    }))
    void client.invalidateQueries({ queryKey: runsQuery.queryKey })
  })
  return () => events.close()
}

/** Results of a run that is still under way, by index. */
export const partialKey = (id: string) => ['run', id, 'results'] as const
