/** One's own runs, newest first. */
import { Button, Heading, Paragraph } from '@digdir/designsystemet-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { runsQuery } from '../api/queries.js'
import { Empty, Loading, Problem } from '../shell/states.js'
import { useTitle } from '../shell/title.js'
import { useStudy } from '../start/studies.js'
import { useReading } from '../words/reading.js'
import { QuotaLeft } from './quota.js'
import { RunLine } from './run-line.js'
import { SharedRuns } from './shared.js'

export function RunsPage() {
  const { words } = useReading()
  useTitle(words.runs.title)
  const study = useStudy()
  const { data, error, refetch } = useQuery({ ...runsQuery, refetchOnMount: 'always' })
  return (
    <article className="page">
      <Heading level={1} data-size="md">
        {words.runs.title}
      </Heading>
      <Paragraph className="prose lead">{words.runs.lead}</Paragraph>
      {data ? (
        data.runs.length === 0 ? (
          <Empty
            title={words.runs.empty}
            action={
              <>
                <Button asChild>
                  <Link to="/write" search={{ open: study.name }}>
                    {words.write.example}
                  </Link>
                </Button>
                <Button asChild variant="secondary">
                  <Link to="/write">{words.shell.write}</Link>
                </Button>
              </>
            }
          >
            {words.runs.emptyNext}
          </Empty>
        ) : (
          <ol className="run-list">
            {data.runs.map((run) => (
              <li key={run.id}>
                <RunLine run={run} />
              </li>
            ))}
          </ol>
        )
      ) : error ? (
        <Problem error={error} retry={() => void refetch()} />
      ) : (
        <Loading />
      )}
      {data && (
        <>
          <SharedRuns />
          <QuotaLeft />
        </>
      )}
    </article>
  )
}
