/** What the pages of one's own data share: a title that says whose they are, a citizen's sign-in asked for, and the line about for whom one acts. */
import { Button, Heading, Paragraph } from '@digdir/designsystemet-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { actFor } from '../api/mine.js'
import { sessionQuery } from '../api/queries.js'
import { Empty, Loading, Problem } from '../shell/states.js'
import { useTitle } from '../shell/title.js'
import { useReading } from '../words/reading.js'

/** A page of its own. */
export function MinePage({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  useTitle(title)
  return (
    <article className="page mine citizen">
      <Own title={title} lead={lead}>
        {children}
      </Own>
    </article>
  )
}

/** A heading, and what only a citizen sees. */
export function Own({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  const { mine } = useReading().words
  const { data: session, error, refetch } = useQuery(sessionQuery)
  return (
    <>
      <Heading level={1} data-size="md" className="breakable">
        {title}
      </Heading>
      <Paragraph className="prose lead">{lead}</Paragraph>
      {error ? (
        <Problem error={error} retry={() => void refetch()} />
      ) : session === undefined ? (
        <Loading />
      ) : session.citizen ? (
        children
      ) : (
        <Empty title={mine.unknown}>{mine.unknownNext}</Empty>
      )}
    </>
  )
}

/** On every page, for as long as one acts for another. */
export function ActingBanner() {
  const { acting } = useReading().words.mine
  const client = useQueryClient()
  const { data: session } = useQuery(sessionQuery)
  const back = useMutation({ mutationFn: () => actFor(client, 'self') })
  if (!session?.acting) return null
  return (
    <aside className="acting" aria-label={acting.title}>
      <strong>{acting.now(session.acting.name)}</strong>{' '}
      <Button variant="tertiary" data-size="sm" disabled={back.isPending} onClick={() => back.mutate()}>
        {acting.back}
      </Button>
    </aside>
  )
}
