/** A run as it goes: its view, and the results released so far. Follows the run until it is over. */
import type { Result } from '@sund/model'
import type { RunView } from '@sund/server/client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { followRun, partialKey, runQuery } from '../api/queries.js'

export interface FollowedRun {
  view: RunView | undefined
  results: readonly Result[]
  error: Error | null
  refetch: () => void
}

export function useRun(id: string | undefined): FollowedRun {
  const client = useQueryClient()
  const run = useQuery({ ...runQuery(id ?? ''), enabled: id !== undefined })
  const partial = useQuery<readonly Result[]>({
    queryKey: partialKey(id ?? ''),
    queryFn: () => [],
    enabled: false,
  })
  const going = id !== undefined && run.data !== undefined && run.data.document === null
  useEffect(() => {
    if (going) return followRun(client, id)
  }, [client, going, id])
  return {
    view: id === undefined ? undefined : run.data,
    results: [...(partial.data ?? [])].sort((a, b) => a.index - b.index),
    error: run.error,
    refetch: () => void run.refetch(),
  }
}
