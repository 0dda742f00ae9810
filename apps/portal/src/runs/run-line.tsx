/** One run in a line: what, when, how it ended. */
import { Tag } from '@digdir/designsystemet-react'
import type { RunSummary } from '@sund/server/client'
import { Link } from '@tanstack/react-router'
import { useReading } from '../words/reading.js'

const COLOURS = {
  queued: 'neutral',
  running: 'info',
  released: 'success',
  failed: 'danger',
  cancelled: 'neutral',
} as const

/** `from`: whose it is, where it is another's. */
export function RunLine({ run, from }: { run: RunSummary; from?: string }) {
  const { words } = useReading()
  const when = new Intl.DateTimeFormat(words.locale, { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(run.at),
  )
  return (
    <Link to="/runs/$run" params={{ run: run.id }} className="run-line">
      <span className="run-title">{run.title || run.id}</span>
      <span className="run-facts">
        <time dateTime={run.at}>{when}</time>
        <Tag data-color={COLOURS[run.state]} data-size="sm">
          {words.runs.state[run.state]}
        </Tag>
        <span>{words.results.count(run.results)}</span>
        {from && <span className="breakable">{from}</span>}
      </span>
    </Link>
  )
}
