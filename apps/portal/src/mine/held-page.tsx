/** What is held, of one kind or all, the latest first. What is shown stands in the address. */
import { Button, Chip } from '@digdir/designsystemet-react'
import { HELD_KINDS, type HeldItem, type HeldKind } from '@sund/model'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { heldQuery, placesQuery } from '../api/mine.js'
import { Loading, Problem } from '../shell/states.js'
import { fullDay } from '../words/dates.js'
import { useReading } from '../words/reading.js'
import { AskCorrection } from './ask-correction.js'
import { MinePage } from './frame.js'
import { TakeBack } from './take-back.js'

export function HeldPage() {
  const { held } = useReading().words.mine
  const { kind } = useSearch({ from: '/mine/held' })
  return (
    <MinePage title={kind === undefined ? held.title : held.kinds[kind][0]} lead={held.lead}>
      <Kinds kind={kind} />
      <List kind={kind} key={kind} />
    </MinePage>
  )
}

/** The kinds there are, to choose among. */
function Kinds({ kind }: { kind: HeldKind | undefined }) {
  const { held } = useReading().words.mine
  const navigate = useNavigate()
  const { data } = useQuery(placesQuery)
  const there = new Set(data?.places.flatMap(({ kinds }) => Object.keys(kinds ?? {})))
  const shown = HELD_KINDS.filter((one) => there.has(one) || one === kind)
  return (
    <fieldset className="kind-choice">
      <legend className="ds-sr-only">{held.kind}</legend>
      {[undefined, ...shown].map((one) => (
        <Chip.Radio
          key={one ?? 'all'}
          name="kind"
          value={one ?? 'all'}
          checked={one === kind}
          onChange={() => void navigate({ to: '/mine/held', search: one === undefined ? {} : { kind: one } })}
        >
          {one === undefined ? held.everything : held.kinds[one][0]}
        </Chip.Radio>
      ))}
    </fieldset>
  )
}

function List({ kind }: { kind: HeldKind | undefined }) {
  const { held } = useReading().words.mine
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    heldQuery(kind),
  )
  if (error) return <Problem error={error} retry={() => void refetch()} />
  if (data === undefined) return <Loading />
  const items = data.pages.flatMap((page) => page.items)
  if (items.length === 0) return <p className="quiet">{held.none}</p>
  return (
    <>
      <ul className="held-list">
        {items.map((item) => (
          <li key={`${item.holder} ${item.key}`}>
            <Line item={item} />
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <div className="actions">
          <Button variant="secondary" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {held.more}
          </Button>
        </div>
      )}
    </>
  )
}

function Line({ item }: { item: HeldItem }) {
  const { words, say } = useReading()
  const { held } = words.mine
  const { title, value, at, from, own, kind } = item
  return (
    <details className="held">
      <summary>
        <span className="held-what">
          <strong>{title === null ? held.kinds[kind][1] : say(title)}</strong>
          {value !== null && <span className="held-value">{say(value)}</span>}
        </span>
        <span className="quiet">
          {[
            at === null ? held.undated : fullDay(at, words.locale),
            own ? held.yourself : from === null ? null : held.from(from),
          ]
            .filter((part) => part !== null)
            .join(', ')}
        </span>
      </summary>
      {own ? <TakeBack item={item} /> : <AskCorrection item={item} />}
    </details>
  )
}
