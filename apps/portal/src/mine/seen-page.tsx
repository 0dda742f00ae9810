/** Who looked at one's records, and which research and other permitted use one can be part of, with what came of it. */
import { Button, Field, Label, Select, Switch } from '@digdir/designsystemet-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useId, useState } from 'react'
import { concerningQuery, placesQuery, seenQuery } from '../api/mine.js'
import { Part } from '../cases/case-page.js'
import { PermitWords } from '../choices/permit-words.js'
import { Loading, Problem } from '../shell/states.js'
import { useReading } from '../words/reading.js'
import { MinePage } from './frame.js'
import { Looks } from './looks.js'

export function SeenPage() {
  const { who } = useReading().words.mine
  return (
    <MinePage title={who.title} lead={who.lead}>
      <Part id="looks" title={who.latest}>
        <Everyone />
      </Part>
      <Part id="research" title={who.research}>
        <p className="hint prose">{who.researchLead}</p>
        <Research />
      </Part>
    </MinePage>
  )
}

/** All who looked, in pages; at one holder or any. */
function Everyone() {
  const { words, say } = useReading()
  const { who } = words.mine
  const [holder, setHolder] = useState('')
  const [own, setOwn] = useState(false)
  const places = useQuery(placesQuery)
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    seenQuery({ holder: holder === '' ? undefined : holder, others: !own }),
  )
  const holders = places.data?.places.filter(({ kinds }) => kinds !== null) ?? []
  const id = useId()
  return (
    <>
      <div className="look-filter">
        {holders.length > 1 && (
          <Field>
            <Label htmlFor={id}>{who.where}</Label>
            <Select id={id} value={holder} onChange={({ target }) => setHolder(target.value)}>
              <Select.Option value="">{who.anywhere}</Select.Option>
              {holders.map((place) => (
                <Select.Option key={place.holder} value={place.holder}>
                  {say(place.title)}
                </Select.Option>
              ))}
            </Select>
          </Field>
        )}
        <Switch label={who.mineToo} checked={own} onChange={({ target }) => setOwn(target.checked)} />
      </div>
      {error ? (
        <Problem error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Loading lines={3} />
      ) : (
        <Looks looks={data.pages.flatMap(({ seen }) => seen)} />
      )}
      {hasNextPage && (
        <Button variant="secondary" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {words.mine.held.more}
        </Button>
      )}
    </>
  )
}

function Research() {
  const { words } = useReading()
  const { who } = words.mine
  const permits = useInfiniteQuery(concerningQuery)
  if (permits.error) return <Problem error={permits.error} retry={() => void permits.refetch()} />
  if (permits.data === undefined) return <Loading lines={2} />
  const using = permits.data.pages.flatMap((page) => page.permits)
  return (
    <>
      {using.length === 0 && !permits.hasNextPage && <p className="quiet">{who.noResearch}</p>}
      {using.map((permit) => (
        <PermitWords key={permit.permit} permit={permit} registers={permit.mine} data={who.yourData}>
          {permit.named ? who.named : who.could}
        </PermitWords>
      ))}
      {permits.hasNextPage && (
        <Button
          variant="secondary"
          disabled={permits.isFetchingNextPage}
          onClick={() => void permits.fetchNextPage()}
        >
          {words.choices.more}
        </Button>
      )}
      <p>
        <Link to="/my-choices" className="ds-link">
          {who.otherPermits}
        </Link>
      </p>
    </>
  )
}
