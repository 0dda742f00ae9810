/** That nothing of a case's history was changed or removed: its chain of seals, verified by the server when an auditor asks. */
import { Heading } from '@digdir/designsystemet-react'
import { useQuery } from '@tanstack/react-query'
import { proofQuery } from '../api/access.js'
import { Loading, Problem } from '../shell/states.js'
import { useReading } from '../words/reading.js'

export function Proof({ stream }: { stream: string }) {
  const { words } = useReading()
  const { page } = words.cases
  const { data, error, refetch } = useQuery(proofQuery(stream))
  return (
    <section className="case-part" aria-labelledby="proof-title">
      <Heading level={2} data-size="xs" id="proof-title">
        {page.chain}
      </Heading>
      {data ? (
        <>
          <p>{page.chainHolds(data.events)}</p>
          <dl className="fact-list">
            <div>
              <dt>{page.chainHead}</dt>
              <dd>
                <code>{data.head}</code>
              </dd>
            </div>
          </dl>
        </>
      ) : error ? (
        <Problem error={error} retry={() => void refetch()} />
      ) : (
        <Loading lines={2} />
      )}
    </section>
  )
}
