/** A citizen's first page: who looked last, what is held by kind, and the ways to everything that one can do about it. */
import { Button } from '@digdir/designsystemet-react'
import { HELD_KINDS, type HeldKind } from '@sund/model'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { placesQuery, seenQuery } from '../api/mine.js'
import { sessionQuery } from '../api/queries.js'
import { Part } from '../cases/case-page.js'
import { Loading, Problem } from '../shell/states.js'
import { useReading } from '../words/reading.js'
import { Acting } from './acting.js'
import { Apps } from './apps.js'
import { MinePage, Own } from './frame.js'
import { Looks } from './looks.js'
import { Places } from './places.js'

export function MyPage() {
  const { mine } = useReading().words
  return (
    <MinePage title={useOwnTitle()} lead={mine.lead}>
      <Parts />
    </MinePage>
  )
}

/** The same as the first page of the portal, which has its own frame. */
export function MyStart() {
  const { mine } = useReading().words
  return (
    <Own title={useOwnTitle()} lead={mine.lead}>
      <Parts />
    </Own>
  )
}

function useOwnTitle(): string {
  const { mine } = useReading().words
  const { data: session } = useQuery(sessionQuery)
  return session?.acting ? mine.titleOf(session.acting.name) : mine.title
}

function Parts() {
  const { mine } = useReading().words
  return (
    <>
      <Acting />
      <Part id="who" title={mine.who.title}>
        <Latest />
        <p>
          <Link to="/mine/seen" className="ds-link">
            {mine.who.all}
          </Link>
        </p>
      </Part>
      <Part id="held" title={mine.held.title}>
        <Held />
      </Part>
      <Part id="measure" title={mine.measure.title}>
        <p className="hint prose">{mine.measure.lead}</p>
        <div className="actions">
          <Button asChild>
            <Link to="/mine/measure">{mine.measure.title}</Link>
          </Button>
        </div>
      </Part>
      <Part id="download" title={mine.download.title}>
        <Download />
      </Part>
      <Part id="apps" title={mine.apps.title}>
        <Apps />
      </Part>
      <Part id="choices" title={mine.choices.title}>
        <p className="hint prose">{mine.choices.lead}</p>
        <p>
          <Link to="/my-choices" className="ds-link">
            {mine.choices.link}
          </Link>
        </p>
      </Part>
    </>
  )
}

/** The last few, which is what most come for. */
function Latest() {
  const { data, error, refetch } = useInfiniteQuery(seenQuery({ others: true }))
  if (error) return <Problem error={error} retry={() => void refetch()} />
  if (data === undefined) return <Loading lines={2} />
  return <Looks looks={(data.pages[0]?.seen ?? []).slice(0, 3)} />
}

function Held() {
  const { mine } = useReading().words
  const { data, error, refetch } = useQuery(placesQuery)
  if (error) return <Problem error={error} retry={() => void refetch()} />
  if (data === undefined) return <Loading lines={3} />
  const counts = new Map<HeldKind, number>()
  for (const { kinds } of data.places)
    for (const kind of HELD_KINDS)
      if (kinds?.[kind] !== undefined) counts.set(kind, (counts.get(kind) ?? 0) + kinds[kind])
  return (
    <>
      {counts.size > 0 && (
        <ul className="kind-list">
          {HELD_KINDS.filter((kind) => counts.has(kind)).map((kind) => (
            <li key={kind}>
              <Link to="/mine/held" search={{ kind }} className="kind-link">
                <span>{mine.held.kinds[kind][0]}</span>
                <span className="quiet">{mine.held.count(counts.get(kind) ?? 0)}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      <Places places={data.places} />
      <p>
        <Link to="/mine/corrections" className="ds-link">
          {mine.correct.title}
        </Link>
      </p>
    </>
  )
}

function Download() {
  const { words, language } = useReading()
  const { download } = words.mine
  return (
    <>
      <p className="hint prose">{download.lead}</p>
      <div className="actions">
        <Button asChild variant="secondary">
          <a href={`/api/mine/everything.pdf?language=${language}`} download>
            {download.pdf}
          </a>
        </Button>
        <Button asChild variant="secondary">
          <a href="/api/mine/everything.json" download>
            {download.bundle}
          </a>
        </Button>
      </div>
    </>
  )
}
