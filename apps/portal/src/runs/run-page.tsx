/** One run: its document, the script that made it, and from each to the other. A run under way is followed. */
import { Button, Heading, Paragraph } from '@digdir/designsystemet-react'
import type { Result } from '@sund/model'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Refusal } from '../api/client.js'
import { runsQuery } from '../api/queries.js'
import { resultAnchor } from '../results/result.js'
import { ResultList, RunDocumentView } from '../results/run-document.js'
import { replaceDraft } from '../script/draft.js'
import { RunProgressLine } from '../script/progress.js'
import { useRun } from '../script/use-run.js'
import { Empty, Loading, Problem } from '../shell/states.js'
import { useTitle } from '../shell/title.js'
import { useReading } from '../words/reading.js'
import { ShareRun } from './share.js'

export function RunPage() {
  const { words } = useReading()
  const { run: id } = useParams({ from: '/runs/$run' })
  const { view, results, error, refetch } = useRun(id)
  const navigate = useNavigate()
  const title = view ? titleOf(view.script) || words.runs.run : words.runs.run
  useTitle(title)
  const at = view?.document?.receipt?.at
  const { data: own } = useQuery(runsQuery)
  const isOwn = own?.runs.some((one) => one.id === id) ?? false
  const open = () => {
    if (view) replaceDraft(view.script)
    void navigate({ to: '/write', search: { run: id } })
  }
  if (error instanceof Refusal && (error.status === 404 || error.status === 400))
    return (
      <article className="page">
        <Empty
          title={words.runs.missing}
          action={
            <Button asChild>
              <Link to="/runs">{words.runs.back}</Link>
            </Button>
          }
        >
          {words.runs.missingWhy}
        </Empty>
      </article>
    )
  return (
    <article className="page page-wide">
      <p className="back print-hidden">
        <Link to="/runs" className="ds-link">
          {words.runs.back}
        </Link>
      </p>
      {view ? (
        <>
          <div className="page-head">
            <div>
              <Heading level={1} data-size="sm" className="breakable">
                {title}
              </Heading>
              <Paragraph data-size="sm" className="quiet">
                {words.runs.state[view.progress.state]}
                {at && (
                  <>
                    {' · '}
                    <time dateTime={at}>
                      {new Intl.DateTimeFormat(words.locale, {
                        dateStyle: 'long',
                        timeStyle: 'short',
                      }).format(new Date(at))}
                    </time>
                  </>
                )}
              </Paragraph>
            </div>
            <div className="actions print-hidden">
              <Button data-size="sm" onClick={open}>
                {words.runs.openInEditor}
              </Button>
              {view.document && isOwn && <ShareRun run={id} />}
            </div>
          </div>
          <div className="beside">
            <div className="beside-results">
              <h2 className="ds-sr-only">{words.results.title}</h2>
              {view.document ? (
                <RunDocumentView document={view.document} lineOf={lineLink} onLine={goToLine} />
              ) : (
                <>
                  <RunProgressLine view={view} />
                  <ResultList results={results} lineOf={lineLink} />
                </>
              )}
            </div>
            <ScriptLines script={view.script} results={view.document?.results ?? results} />
          </div>
        </>
      ) : error ? (
        <Problem error={error} retry={refetch} />
      ) : (
        <Loading />
      )}
    </article>
  )
}

const lineAnchor = (line: number): string => `line-${line}`
const goToLine = (line: number) => document.getElementById(lineAnchor(line))?.focus()

function lineLink(result: Result) {
  return <LineLink line={result.position.line} />
}
function LineLink({ line }: { line: number }) {
  const { words } = useReading()
  return (
    <a className="ds-link" href={`#${lineAnchor(line)}`} aria-label={words.write.goToLine(line)}>
      {words.write.line(line)}
    </a>
  )
}

/** The script with its line numbers; a line that gave an answer leads to it. */
function ScriptLines({ script, results }: { script: string; results: readonly Result[] }) {
  const { words } = useReading()
  const byLine = new Map(results.map((result) => [result.position.line, result]))
  return (
    <section className="beside-script" aria-labelledby="script-title">
      <Heading level={2} data-size="2xs" id="script-title">
        {words.runs.script}
      </Heading>
      <ol className="script-lines">
        {script
          .replace(/\n$/, '')
          .split('\n')
          .map((line, index) => {
            const result = byLine.get(index + 1)
            return (
              <li key={`${index}-${line}`} id={lineAnchor(index + 1)} tabIndex={-1}>
                {result ? (
                  <a href={`#${resultAnchor(result.index)}`} title={words.write.goToResult}>
                    <code>{line}</code>
                  </a>
                ) : (
                  <code>{line}</code>
                )}
              </li>
            )
          })}
      </ol>
    </section>
  )
}

/** The first line that says something, a comment's words included. */
function titleOf(script: string): string {
  const lines = script.split('\n').map((line) => line.replace(/^[\s/#]+/, '').trim())
  return lines.find((line) => line !== '')?.slice(0, 120) ?? ''
}
