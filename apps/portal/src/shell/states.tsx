/** What a page shows when it has nothing of its own to show: loading, empty, refused, failed, nowhere. */
import { Alert, Button, Heading, Paragraph, Skeleton } from '@digdir/designsystemet-react'
import { Link, useLocation } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Refusal } from '../api/client.js'
import { useReading } from '../words/reading.js'
import { SignIn } from './layout.js'
import { useTitle } from './title.js'

/** A sentence of what is being fetched, and the shape of what comes, so that nothing moves when it does. */
export function Loading({ lines = 4 }: { lines?: number }) {
  const { words } = useReading()
  return (
    <div className="loading" role="status">
      <span className="ds-sr-only">{words.shell.loading}</span>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} variant="rectangle" width="100%" height={line === 0 ? 40 : 88} />
      ))}
    </div>
  )
}

/** Nothing here yet, and what one can do about it. */
export function Empty({
  title,
  children,
  action,
}: {
  title: string
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <div className="empty">
      <Heading level={2} data-size="xs">
        {title}
      </Heading>
      {children && <Paragraph className="prose">{children}</Paragraph>}
      {action && <div className="actions">{action}</div>}
    </div>
  )
}

/** The server's no, or its silence, in the reader's words; the detail stays as the server wrote it. */
export function Problem({ error, retry }: { error: unknown; retry?: () => void }) {
  const { words } = useReading()
  const refusal = error instanceof Refusal ? error : null
  if (refusal?.status === 401 || refusal?.errors[0]?.code === 'permission.sign-in')
    return (
      <Empty title={words.shell.signInNeeded} action={<SignIn />}>
        {words.shell.signInNeededWhy}
      </Empty>
    )
  const [first] = refusal?.errors ?? []
  return (
    <Alert data-color="danger" role="alert">
      <Heading level={2} data-size="2xs">
        {first ? words.errors[first.code] : words.shell.problemTitle}
      </Heading>
      {first ? (
        <Paragraph lang="en">
          {first.message} {first.next}
        </Paragraph>
      ) : (
        <Paragraph>{refusal ? words.shell.offline : words.shell.unexpected}</Paragraph>
      )}
      {retry && (
        <Button variant="secondary" data-size="sm" onClick={retry}>
          {words.shell.retry}
        </Button>
      )}
    </Alert>
  )
}

/** An address that leads nowhere. */
export function NotFound() {
  const { words } = useReading()
  const { pathname } = useLocation()
  useTitle(words.shell.notFoundTitle)
  return (
    <article className="page">
      <Heading level={1} data-size="md">
        {words.shell.notFoundTitle}
      </Heading>
      <Paragraph className="prose breakable">{words.shell.notFound(pathname)}</Paragraph>
      <div className="actions">
        <Button asChild>
          <Link to="/">{words.shell.notFoundNext}</Link>
        </Button>
        <Button asChild variant="secondary">
          <Link to="/variables">{words.shell.variables}</Link>
        </Button>
      </div>
    </article>
  )
}

/** A page that broke: the rest of the portal stands. */
export function PageFailure({ error, reset }: { error: unknown; reset: () => void }) {
  return (
    <article className="page">
      <Problem error={error} retry={reset} />
    </article>
  )
}
