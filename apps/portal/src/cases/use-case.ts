/** A case that commands are sent to, and that is followed while it is open. */
import type { CaseCommand, CaseView, TimelineEntry } from '@sund/model'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { caseQuery, commandCase, followCase, inboxQuery } from '../api/access.js'
import { useReading } from '../words/reading.js'
import type { Acted } from './action-form.js'
import { useOrganisationName, useReader } from './who.js'

/** What forms need to send commands to a case. */
export function useActedCase(view: CaseView, tell: (entry: TimelineEntry) => string): Acted {
  const { words } = useReading()
  const client = useQueryClient()
  const navigate = useNavigate()
  const organisation = useOrganisationName()
  const { queryKey } = caseQuery(view.id)
  const trackOf = (id: string | null) => view.tracks.find((one) => one.id === id)
  return {
    id: view.id,
    revision: view.revision,
    timeline: view.timeline,
    tell,
    words: words.cases.actions,
    send: async (command, revision) => {
      const after = await commandCase(view.id, revision, command as CaseCommand)
      if (after !== null) client.setQueryData(queryKey, after)
      // Whoever stepped aside may not see it any more.
      else await navigate({ to: '/inbox' })
      await client.invalidateQueries({ queryKey: inboxQuery.queryKey })
    },
    refresh: () => client.fetchQuery({ ...caseQuery(view.id), staleTime: 0 }),
    suggested: ({ do: name, track }) => {
      const proposal = name === 'decide' ? trackOf(track)?.proposal : null
      return proposal
        ? {
            outcome: proposal.outcome,
            reason: proposal.reason,
            variables: proposal.variables,
            conditions: proposal.conditions.join('\n'),
          }
        : {}
    },
    surroundings: {
      variables: (track) => trackOf(track)?.variables ?? [],
      body: (track) => trackOf(track)?.body ?? view.accessBody,
      persons: [],
      holders: view.tracks.map(({ body }) => ({ id: body, title: organisation(body) })),
    },
  }
}

/** Keeps the case up to date, and tells what others did to it since it was opened: the last few things. */
export function useLive(view: CaseView, tell: (entry: TimelineEntry) => string): { news: string[] } {
  const client = useQueryClient()
  const { name } = useReader()
  const seen = useRef(view.timeline.at(-1)?.number ?? 0)
  const [news, setNews] = useState<TimelineEntry[]>([])
  const { id, timeline } = view
  useEffect(
    () => followCase(id, () => void client.invalidateQueries({ queryKey: caseQuery(id).queryKey })),
    [client, id],
  )
  useEffect(() => {
    const fresh = timeline.filter(({ number }) => number > seen.current)
    if (fresh.length === 0) return
    seen.current = Math.max(...fresh.map(({ number }) => number))
    setNews(fresh.filter(({ by }) => by !== name))
  }, [timeline, name])
  return { news: news.slice(-3).map(tell) }
}
