/** Runs of others that are shared with one; nothing where there are none. */
import { Heading } from '@digdir/designsystemet-react'
import { useQuery } from '@tanstack/react-query'
import { sharedRunsQuery } from '../api/queries.js'
import { useReading } from '../words/reading.js'
import { RunLine } from './run-line.js'

export function SharedRuns() {
  const { words } = useReading()
  const { share } = words.protection
  const { data } = useQuery(sharedRunsQuery)
  if (data === undefined || data.runs.length === 0) return null
  return (
    <section aria-labelledby="shared-title">
      <Heading level={2} data-size="xs" id="shared-title">
        {share.shared}
      </Heading>
      <ol className="run-list">
        {data.runs.map((run) => (
          <li key={run.id}>
            <RunLine run={run} from={share.by(run.owner)} />
          </li>
        ))}
      </ol>
    </section>
  )
}
