/** How to make an app: for developers who have never heard of this place. */
import { Heading, Paragraph } from '@digdir/designsystemet-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { serversQuery } from '../api/apps.js'
import { Problem } from '../shell/states.js'
import { useTitle } from '../shell/title.js'
import { useReading } from '../words/reading.js'

export function DevelopersPage() {
  const { words, say } = useReading()
  const { docs, registrations, title } = words.apps
  useTitle(docs.title)
  const { data, error } = useQuery(serversQuery)
  return (
    <article className="page">
      <Heading level={1} data-size="md">
        {docs.title}
      </Heading>
      <Paragraph className="prose lead">{docs.lead}</Paragraph>
      <ol className="prose">
        {docs.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <Heading level={2} data-size="xs">
        {docs.servers}
      </Heading>
      {error && <Problem error={error} />}
      {data?.servers.length === 0 && <p className="quiet">{docs.noServers}</p>}
      <ul>
        {data?.servers.map(({ holder, base }) => (
          <li key={base}>
            {say(holder)}: <code className="breakable">{base}</code>
          </li>
        ))}
      </ul>
      <Heading level={2} data-size="xs">
        {docs.sample}
      </Heading>
      <p className="prose">{docs.sampleLead}</p>
      <pre>
        <code>npm run sample-app</code>
      </pre>
      <Heading level={2} data-size="xs">
        {docs.sandbox}
      </Heading>
      <p className="prose">{docs.sandboxLead}</p>
      <p className="actions">
        <Link className="ds-link" to="/apps/registrations">
          {registrations}
        </Link>
        <Link className="ds-link" to="/apps">
          {title}
        </Link>
      </p>
    </article>
  )
}
