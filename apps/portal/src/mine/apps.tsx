/** Apps that one lets see or change records: what each may, since when, and its end in two taps. */
import { Button, Heading } from '@digdir/designsystemet-react'
import type { AppGrant } from '@sund/model'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { galleryQuery } from '../api/apps.js'
import { grantsQuery, revokeGrant } from '../api/mine.js'
import { readScope, sayScope } from '../apps/scope.js'
import { Loading, Problem } from '../shell/states.js'
import { fullDay, momentWords } from '../words/dates.js'
import { useReading } from '../words/reading.js'

export function Apps() {
  const { apps } = useReading().words.mine
  const { data, error, refetch } = useQuery(grantsQuery)
  const [ended, setEnded] = useState(false)
  if (error) return <Problem error={error} retry={() => void refetch()} />
  if (data === undefined) return <Loading lines={2} />
  const inForce = data.grants.filter(({ revokedAt }) => revokedAt === null)
  return (
    <>
      <p role="status" className="news">
        {ended ? apps.ended : ''}
      </p>
      {inForce.length === 0 ? (
        <p className="quiet">{apps.none}</p>
      ) : (
        <ul className="look-list">
          {inForce.map((grant) => (
            <li key={grant.id}>
              <One grant={grant} onEnded={() => setEnded(true)} />
            </li>
          ))}
        </ul>
      )}
      <p>
        <Link to="/apps" className="ds-link">
          {apps.gallery}
        </Link>
      </p>
    </>
  )
}

function One({ grant, onEnded }: { grant: AppGrant; onEnded: () => void }) {
  const { words, say } = useReading()
  const { apps } = words.mine
  const client = useQueryClient()
  const { data: gallery } = useQuery(galleryQuery)
  const [asking, setAsking] = useState(false)
  const ending = useMutation({
    mutationFn: () => revokeGrant(grant.id),
    onSuccess: () => {
      onEnded()
      return client.invalidateQueries({ queryKey: grantsQuery.queryKey })
    },
  })
  const known = gallery?.apps.find(({ id }) => id === grant.app)
  const title = known === undefined ? grant.app : say(known.details.title)
  const may = grant.scopes.flatMap((scope) => {
    const data = readScope(scope)
    return data === null ? [] : [sayScope(data, words)]
  })
  return (
    <>
      <Heading level={3} data-size="2xs">
        {title}
      </Heading>
      <p className="quiet">
        {[
          grant.role === 'guardian' ? apps.forChild : null,
          apps.since(fullDay(grant.givenAt, words.locale)),
          grant.usedAt === null ? apps.unused : apps.used(momentWords(grant.usedAt, words.locale)),
        ]
          .filter((part) => part !== null)
          .join(', ')}
      </p>
      <ul>
        {may.map(({ title: what, details }) => (
          <li key={`${what} ${details.join(' ')}`}>{what}</li>
        ))}
      </ul>
      <div className="actions">
        {asking ? (
          <>
            <Button
              data-color="danger"
              data-size="sm"
              disabled={ending.isPending}
              onClick={() => ending.mutate()}
            >
              {apps.confirm(title)}
            </Button>
            <Button variant="tertiary" data-size="sm" onClick={() => setAsking(false)}>
              {words.mine.correct.cancel}
            </Button>
          </>
        ) : (
          <Button variant="secondary" data-size="sm" onClick={() => setAsking(true)}>
            {apps.stop}
            <span className="ds-sr-only"> {title}</span>
          </Button>
        )}
      </div>
      {ending.error && <Problem error={ending.error} />}
    </>
  )
}
