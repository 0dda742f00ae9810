/** The first page: what Sund is in two sentences, the study that is ready to run, and one's latest answers. */
import { Button, Heading, Paragraph } from '@digdir/designsystemet-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { runsQuery, sessionQuery } from '../api/queries.js'
import { RunLine } from '../runs/run-line.js'
import { ShieldIcon } from '../shell/icons.js'
import { useTitle } from '../shell/title.js'
import { useReading } from '../words/reading.js'
import { useStudy } from './studies.js'

export function StartPage() {
  const { words } = useReading()
  useTitle('')
  const { data: session } = useQuery(sessionQuery)
  const signedIn = session?.researcher != null
  const study = useStudy()
  return (
    <article className="page start">
      <div className="hero">
        <Heading level={1} data-size="lg">
          {words.start.title}
        </Heading>
        <Paragraph data-size="lg" className="prose lead">
          {words.start.lead}
        </Paragraph>
        <div className="actions">
          <Button asChild>
            <Link to="/write" search={{ open: study.name }}>
              {words.start.primary}
            </Link>
          </Button>
          <Button asChild variant="secondary">
            <Link to="/variables">{words.start.secondary}</Link>
          </Button>
        </div>
        {session?.demo && !signedIn && <p className="quiet">{words.shell.demo}</p>}
      </div>
      {signedIn && <Latest />}
      <section className="study" aria-labelledby="study-title">
        <div>
          <Heading level={2} data-size="xs" id="study-title">
            {words.start.exampleTitle}
          </Heading>
          <Paragraph className="prose">{words.start.exampleLead[study.name]}</Paragraph>
          <Link to="/write" search={{ open: study.name }} className="ds-link">
            {words.start.openExample}
          </Link>
        </div>
        <pre className="script script-peek">
          <code>{commandsOf(study.text)}</code>
        </pre>
      </section>
      <section aria-labelledby="how-title">
        <Heading level={2} data-size="xs" id="how-title">
          {words.start.howTitle}
        </Heading>
        <ol className="steps">
          {words.start.how.map(({ title, text }) => (
            <li key={title}>
              <strong>{title}</strong>
              <span>{text}</span>
            </li>
          ))}
        </ol>
      </section>
      <section aria-labelledby="protection-title">
        <Heading level={2} data-size="xs" id="protection-title">
          <ShieldIcon /> {words.start.protectionTitle}
        </Heading>
        <ul className="prose promises">
          {words.start.protection.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </section>
    </article>
  )
}

function Latest() {
  const { words } = useReading()
  const { data } = useQuery(runsQuery)
  if (data === undefined || data.runs.length === 0) return null
  return (
    <section aria-labelledby="latest-title">
      <div className="page-head">
        <Heading level={2} data-size="xs" id="latest-title">
          {words.start.latestTitle}
        </Heading>
        <Link to="/runs" className="ds-link">
          {words.start.latestAll}
        </Link>
      </div>
      <ol className="run-list">
        {data.runs.slice(0, 2).map((run) => (
          <li key={run.id}>
            <RunLine run={run} />
          </li>
        ))}
      </ol>
    </section>
  )
}

/** The lines of a script that do something, its notes left out. */
function commandsOf(script: string): string {
  return script
    .replace(/^textblock\n[\s\S]*?^endblock\n?/gm, '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.trimStart().startsWith('//'))
    .join('\n')
}
