/** Where a browser comes when an app asked in a way that cannot be answered to the app. */
import { Heading, Paragraph } from '@digdir/designsystemet-react'
import { useSearch } from '@tanstack/react-router'
import { useTitle } from '../shell/title.js'
import { useReading } from '../words/reading.js'

export function RefusedPage() {
  const { refused } = useReading().words.apps
  const { error } = useSearch({ from: '/apps/refused' })
  useTitle(refused.title)
  return (
    <article className="page">
      <Heading level={1} data-size="md">
        {refused.title}
      </Heading>
      <Paragraph className="prose lead">{refused.lead}</Paragraph>
      {error !== undefined && (
        <p className="prose">
          {refused.detail}: <code>{error}</code>
        </p>
      )}
    </article>
  )
}
