/** Every permit in force, in plain words: who, why, which data, until when, what came of it, and whether one's own choice holds for it. */
import { Button } from '@digdir/designsystemet-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { myPermitsQuery } from '../api/choices.js'
import { Part } from '../cases/case-page.js'
import { Loading, Problem } from '../shell/states.js'
import { useReading } from '../words/reading.js'
import { PermitWords } from './permit-words.js'

export function PossiblePermits() {
  const { choices } = useReading().words
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery(myPermitsQuery)
  const permits = data?.pages.flatMap((page) => page.permits) ?? []
  return (
    <Part id="permits" title={choices.permits}>
      <p className="hint prose">{choices.permitsLead}</p>
      {error ? (
        <Problem error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Loading lines={3} />
      ) : permits.length === 0 && !hasNextPage ? (
        <p className="quiet">{choices.noPermits}</p>
      ) : (
        permits.map((permit) => <PermitWords key={permit.permit} permit={permit} data={choices.data} />)
      )}
      {hasNextPage && (
        <Button variant="secondary" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {choices.more}
        </Button>
      )}
    </Part>
  )
}
