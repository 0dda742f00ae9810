/** Writing a script and running it: the editor, what is wrong, what is used, and the answers beside it. */
import { Button, Heading, Paragraph, Tag } from '@digdir/designsystemet-react'
import type { Result, SundError } from '@sund/model'
import type { CheckView } from '@sund/server/client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { checkScript, runQuery, sessionQuery, startRun } from '../api/queries.js'
import { resultAnchor } from '../results/result.js'
import { ResultList, RunDocumentView } from '../results/run-document.js'
import { SignIn } from '../shell/layout.js'
import { Problem } from '../shell/states.js'
import { useTitle } from '../shell/title.js'
import { isStudy, STUDIES, useStudy } from '../start/studies.js'
import { useReading } from '../words/reading.js'
import { CheckPanel } from './check-panel.js'
import { bringBack, keepDraft, readAside, readDraft, replaceDraft } from './draft.js'
import type { EditorHandle } from './editor.js'
import { Problems } from './problems.js'
import { RunProgressLine } from './progress.js'
import { Tools, useTools } from './tools.js'
import { useRun } from './use-run.js'

const ScriptEditor = lazy(() => import('./editor.js'))

const NONE: readonly SundError[] = []

export function WritePage() {
  const { words } = useReading()
  useTitle(words.write.title)
  const client = useQueryClient()
  const navigate = useNavigate({ from: '/write' })
  const { run: runId, open } = useSearch({ from: '/write' })
  const editor = useRef<EditorHandle>(null)
  const [first] = useState(() => {
    if (isStudy(open)) replaceDraft(STUDIES[open])
    return readDraft()
  })
  const [script, setScript] = useState(first)
  const [aside, setAside] = useState(readAside)
  useEffect(() => {
    if (open !== undefined)
      void navigate({ search: ({ run }) => (run === undefined ? {} : { run }), replace: true })
  }, [open, navigate])

  const study = useStudy()
  const tools = useTools(editor, script.trim() === '')
  const { data: session } = useQuery(sessionQuery)
  const run = useRun(runId)
  const starting = useMutation({
    mutationFn: startRun,
    onSuccess: async (id) => {
      await client.ensureQueryData(runQuery(id))
      await navigate({ search: { run: id }, resetScroll: false })
      // On a narrow screen the answers are further down.
      if (matchMedia('(max-width: 64rem)').matches) document.getElementById('answers')?.scrollIntoView()
    },
  })
  const check = useCheck(script, session?.researcher != null)

  const going = starting.isPending || (run.view !== undefined && run.view.document === null)
  const mayRun = session?.researcher != null && script.trim() !== '' && !going
  const start = useCallback(() => {
    if (mayRun) starting.mutate(script)
  }, [mayRun, script, starting.mutate])
  const change = (next: string) => {
    keepDraft(next)
    setScript(next)
  }
  const replace = (next: string) => {
    replaceDraft(next)
    setAside(readAside())
    editor.current?.replace(next)
  }
  const results = run.view?.document?.results ?? run.results
  const same = run.view !== undefined && run.view.script === script
  const answered = useMemo(
    () =>
      same ? results.filter(({ body }) => body.kind !== 'text').map(({ position }) => position.line) : [],
    [same, results],
  )
  const goToAnswer = (line: number) => {
    const result = results.find(({ position }) => line >= position.line && line <= position.endLine)
    if (result) document.getElementById(resultAnchor(result.index))?.focus()
  }
  const goToLine = (line: number) => editor.current?.goToLine(line)
  const lineOf = ({ position }: Result) => (
    <button
      type="button"
      className="ds-link print-hidden"
      aria-label={words.write.goToLine(position.line)}
      onClick={() => goToLine(position.line)}
    >
      {words.write.line(position.line)}
    </button>
  )

  return (
    <div className="workbench">
      <section className="writing" aria-labelledby="write-title">
        <div className="page-head">
          <Heading level={1} data-size="sm" id="write-title">
            {words.write.title}
          </Heading>
          <div className="actions">
            <Button
              variant="tertiary"
              data-size="sm"
              onClick={() => replace(study.text)}
              disabled={script === study.text}
            >
              {words.write.example}
            </Button>
            <Button variant="tertiary" data-size="sm" onClick={() => replace('')} disabled={script === ''}>
              {words.write.clear}
            </Button>
          </div>
        </div>
        <div className="editor-box">
          <Suspense fallback={<pre className="editor editor-waiting">{first}</pre>}>
            <ScriptEditor
              ref={editor}
              initial={first}
              errors={check.view?.errors ?? NONE}
              answered={answered}
              onChange={change}
              onRun={start}
              onAnswer={goToAnswer}
              onHelp={tools.help}
              onFormatted={tools.formatted}
              onLine={tools.setOffset}
            />
          </Suspense>
        </div>
        <div className="run-controls">
          {session && session.researcher === null ? (
            <>
              <SignIn label={words.write.signInToRun} />
              <span className="quiet">{words.write.signInToRunWhy}</span>
            </>
          ) : (
            <Button onClick={start} disabled={!mayRun} data-size="sm">
              {going ? words.write.running : words.write.run}
            </Button>
          )}
          <span className="quiet saved">{script === '' ? '' : words.write.saved}</span>
        </div>
        {aside !== null && (
          <p className="aside">
            {words.write.replaced}{' '}
            <button
              type="button"
              className="ds-link"
              onClick={() => {
                editor.current?.replace(bringBack())
                setAside(null)
              }}
            >
              {words.write.bringBack}
            </button>
          </p>
        )}
        <Tools
          tools={tools}
          script={script}
          signedIn={session === undefined || session.researcher !== null}
        />
        {script.trim() === '' ? (
          <Teaching onOpen={() => replace(study.text)} />
        ) : (
          <Checked check={check} onLine={goToLine} onFix={(error) => editor.current?.fix(error)} />
        )}
        {check.view && script.trim() !== '' && (
          <CheckPanel
            view={check.view}
            script={script}
            onLine={goToLine}
            onScript={(next) => editor.current?.replace(next)}
          />
        )}
        <p className="hint">
          {words.write.editorHelp} {words.writing.keys}
        </p>
      </section>
      <section className="answers" id="answers" aria-labelledby="answers-title">
        <Heading level={2} data-size="xs" id="answers-title">
          {words.results.title}
        </Heading>
        {starting.error && <Problem error={starting.error} />}
        {starting.isPending ? (
          <p role="status">{words.write.sent}</p>
        ) : run.error ? (
          <Problem error={run.error} retry={run.refetch} />
        ) : run.view === undefined ? (
          <div className="answers-empty">
            <Heading level={3} data-size="2xs">
              {words.write.resultsEmptyTitle}
            </Heading>
            <Paragraph className="prose">{words.write.resultsEmpty}</Paragraph>
          </div>
        ) : (
          <>
            {!same && <p className="changed">{words.write.changed}</p>}
            {run.view.document ? (
              <RunDocumentView document={run.view.document} lineOf={lineOf} onLine={goToLine} />
            ) : (
              <>
                <RunProgressLine view={run.view} />
                <ResultList results={run.results} lineOf={lineOf} />
              </>
            )}
          </>
        )}
      </section>
    </div>
  )
}

interface Checking {
  view: CheckView | undefined
  pending: boolean
}

/** The latest check of the script, a moment after the writer pauses. What was found before stays until then. */
function useCheck(script: string, allowed: boolean): Checking {
  const [paused, setPaused] = useState(script)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(script), 350)
    return () => clearTimeout(timer)
  }, [script])
  const check = useQuery({
    queryKey: ['check', paused],
    queryFn: () => checkScript(paused),
    enabled: allowed && paused.trim() !== '',
    placeholderData: (before) => before,
    gcTime: 60_000,
  })
  return {
    view: script.trim() === '' ? undefined : check.data,
    pending: allowed && (paused !== script || check.isFetching),
  }
}

/** What is wrong, or that nothing is; and every variable that is used, with how sensitive it is and who holds it. */
function Checked({
  check: { view, pending },
  onLine,
  onFix,
}: {
  check: Checking
  onLine: (line: number) => void
  onFix: (error: SundError) => void
}) {
  const { words } = useReading()
  if (view === undefined) return pending ? <p className="quiet">{words.write.checking}</p> : null
  const registers = [...new Map(view.uses.map((use) => [use.register, use]))]
  return (
    <div className="checked">
      <div role="status">
        {view.errors.length === 0 ? (
          <p className="no-problems">{words.write.noProblems}</p>
        ) : (
          <Heading level={2} data-size="2xs">
            {words.write.problems(view.errors.length)}
          </Heading>
        )}
      </div>
      {view.errors.length > 0 && <Problems errors={view.errors} onLine={onLine} onFix={onFix} />}
      {view.uses.length > 0 && (
        <details className="uses">
          <summary>
            {words.write.uses}: {words.write.usesCount(view.uses.length, registers.length)}
          </summary>
          <ul>
            {registers.map(([register, { version, holder }]) => (
              <li key={register}>
                <code>
                  {register}:{version}
                </code>{' '}
                <span className="quiet">{holder}</span>
                <ul>
                  {view.uses
                    .filter((use) => use.register === register)
                    .map((use) => (
                      <li key={use.variable}>
                        <code>{use.variable}</code> <Sensitive sensitivity={use.sensitivity} />
                      </li>
                    ))}
                </ul>
              </li>
            ))}
          </ul>
          {view.runnable && <p>{words.write.mayRun}</p>}
        </details>
      )}
    </div>
  )
}

/** How sensitive a variable is, in a word. */
function Sensitive({ sensitivity }: { sensitivity: CheckView['uses'][number]['sensitivity'] }) {
  const { words } = useReading()
  return (
    <Tag data-size="sm" data-color={sensitivity === 'PERSON_SPECIAL' ? 'brand1' : 'neutral'}>
      {words.sensitivity[sensitivity]}
    </Tag>
  )
}

/** An empty editor says what a script is made of. */
function Teaching({ onOpen }: { onOpen: () => void }) {
  const { words } = useReading()
  return (
    <div className="empty">
      <Heading level={2} data-size="2xs">
        {words.write.emptyTitle}
      </Heading>
      <Paragraph>{words.write.emptyLead}</Paragraph>
      <dl className="teaching">
        {words.write.emptySteps.map(({ code, text }) => (
          <div key={code}>
            <dt>
              <code>{code}</code>
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <Button variant="secondary" data-size="sm" onClick={onOpen}>
        {words.write.example}
      </Button>
    </div>
  )
}
