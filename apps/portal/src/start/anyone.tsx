/** The first page of whoever is not signed in: what Sund is in two sentences, the study that is ready to run, and the public register. */
import { Button, Heading, Paragraph } from '@digdir/designsystemet-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { sessionQuery } from '../api/queries.js'
import { ShieldIcon } from '../shell/icons.js'
import { useReading } from '../words/reading.js'
import { useStudy } from './studies.js'

export function Anyone() {
  const { words } = useReading()
  const { data: session } = useQuery(sessionQuery)
  const study = useStudy()
  return (
    <>
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
        {session?.demo && <p className="quiet">{words.shell.demo}</p>}
      </div>
      <Ways />
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
    </>
  )
}

/** Where to go, by what somebody is to health data. */
function Ways() {
  const { words, language } = useReading()
  const { start } = words.permits
  const { data: session } = useQuery(sessionQuery)
  const { research, decide, about, curious } = start.ways
  const ways: [readonly string[], (label: ReactNode) => ReactNode][] = [
    [research, (label) => <Link to="/variables">{label}</Link>],
    [
      decide,
      (label) => (
        <a href={`${session?.signIn ?? '/auth/sign-in'}?${new URLSearchParams({ returnTo: '/', language })}`}>
          {label}
        </a>
      ),
    ],
    [about, (label) => <Link to="/my-choices">{label}</Link>],
    [curious, (label) => <Link to="/register">{label}</Link>],
  ]
  return (
    <section aria-labelledby="ways-title">
      <Heading level={2} data-size="xs" id="ways-title">
        {start.waysTitle}
      </Heading>
      <ul className="ways plain">
        {ways.map(([[who, what], link]) => (
          <li key={who}>
            {link(
              <>
                <strong>{who}</strong>
                <span>{what}</span>
              </>,
            )}
          </li>
        ))}
      </ul>
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
