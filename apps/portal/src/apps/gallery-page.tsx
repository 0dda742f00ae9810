/** The gallery: apps in force, who stands behind each, what it can ask for and what its review rests on. For everyone. */
import { Card, Heading, Paragraph } from '@digdir/designsystemet-react'
import type { GalleryApp } from '@sund/server/client'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { galleryQuery } from '../api/apps.js'
import { Empty, Loading, Problem } from '../shell/states.js'
import { useTitle } from '../shell/title.js'
import { fullDay } from '../words/dates.js'
import { useReading } from '../words/reading.js'
import { readScope, sayScope } from './scope.js'

export function GalleryPage() {
  const { apps } = useReading().words
  useTitle(apps.title)
  const { data, error, refetch } = useQuery(galleryQuery)
  return (
    <article className="page">
      <Heading level={1} data-size="md">
        {apps.title}
      </Heading>
      <Paragraph className="prose lead">{apps.lead}</Paragraph>
      {error ? (
        <Problem error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Loading />
      ) : data.apps.length === 0 ? (
        <Empty title={apps.none}>{apps.noneNext}</Empty>
      ) : (
        data.apps.map((app) => <App key={app.id} app={app} />)
      )}
      <p className="actions">
        <Link className="ds-link" to="/apps/developers">
          {apps.developers}
        </Link>
        <Link className="ds-link" to="/apps/registrations">
          {apps.registrations}
        </Link>
      </p>
    </article>
  )
}

function App({ app: { publisher, approvedAt, details } }: { app: GalleryApp }) {
  const { words, say } = useReading()
  const { apps } = words
  const asks = details.scopes.flatMap((scope) => {
    const data = readScope(scope)
    return data === null ? [] : [sayScope(data, words)]
  })
  return (
    <Card className="app-card">
      <Heading level={2} data-size="xs">
        {say(details.title)}
      </Heading>
      <Paragraph>{say(details.summary)}</Paragraph>
      <p className="quiet">
        <a className="ds-link" href={publisher.homepage} rel="noreferrer">
          {apps.by(say(publisher.title))}
        </a>
        {' · '}
        {apps.kinds[details.kind]}
        {' · '}
        {apps.approved(fullDay(approvedAt, words.locale))}
      </p>
      <details>
        <summary>{apps.mayAsk}</summary>
        <ul>
          {asks.map(({ title, details: limits }, i) => (
            <li key={i}>
              {title}. {limits[0]}
            </li>
          ))}
        </ul>
      </details>
      <details>
        <summary>{apps.evidence}</summary>
        {details.evidence.length === 0 ? (
          <p className="quiet">{apps.noEvidence}</p>
        ) : (
          <ul>
            {details.evidence.map(({ kind, title, url }) => (
              <li key={url}>
                {apps.evidenceKinds[kind]}:{' '}
                <a className="ds-link" href={url} rel="noreferrer">
                  {title}
                </a>
              </li>
            ))}
          </ul>
        )}
      </details>
      <p>
        <a className="ds-link" href={details.homepage} rel="noreferrer">
          {apps.homepage}
        </a>
        {' · '}
        <a className="ds-link" href={details.privacy} rel="noreferrer">
          {apps.privacy}
        </a>
      </p>
    </Card>
  )
}
