/** What helps one to write, beside the editor: the builder, help on the language, and putting the script in order. */
import { Button, Heading } from '@digdir/designsystemet-react'
import { lazy, type RefObject, Suspense, useCallback, useEffect, useRef, useState } from 'react'
import { Loading } from '../shell/states.js'
import { useReading } from '../words/reading.js'
import type { EditorHandle } from './editor.js'
import type { Asked } from './help-panel.js'

const BuildPanel = lazy(async () => ({ default: (await import('./build/panel.js')).BuildPanel }))
const HelpPanel = lazy(async () => ({ default: (await import('./help-panel.js')).HelpPanel }))

type Panel = 'build' | 'help'
const NOTHING_ASKED: Asked = { word: '', command: '' }

/** The state of the tools, which the editor's keys change too. */
export function useTools(editor: RefObject<EditorHandle | null>, empty: boolean) {
  const { words } = useReading()
  // Who begins with nothing begins with a variable.
  const [panel, setPanel] = useState<Panel | null>(empty ? 'build' : null)
  const [asked, setAsked] = useState(NOTHING_ASKED)
  const [offset, setOffset] = useState(Number.MAX_SAFE_INTEGER)
  const [said, setSaid] = useState('')
  const help = useCallback((next: Asked) => {
    setAsked(next)
    setPanel('help')
  }, [])
  const formatted = (changed: boolean) =>
    setSaid(changed ? words.writing.formatted : words.writing.formattedAlready)
  return { editor, panel, setPanel, asked, help, offset, setOffset, said, setSaid, formatted }
}

export function Tools({
  tools: { editor, panel, setPanel, asked, help, offset, said, setSaid, formatted },
  script,
  signedIn,
}: {
  tools: ReturnType<typeof useTools>
  script: string
  signedIn: boolean
}) {
  const { words } = useReading()
  const { writing } = words
  const inserted = (line: number | undefined) => setSaid(writing.builder.inserted(line ?? 1))
  const close = () => {
    setPanel(null)
    editor.current?.focus()
  }
  const toggle = (which: Panel, open: () => void) => (
    <Button
      variant={panel === which ? 'secondary' : 'tertiary'}
      data-size="sm"
      aria-expanded={panel === which}
      aria-controls={panel === which ? 'tool' : undefined}
      onClick={() => {
        setSaid('')
        if (panel === which) setPanel(null)
        else open()
      }}
    >
      {writing[which]}
    </Button>
  )
  const empty = script.trim() === ''
  return (
    <>
      <fieldset className="tools">
        <legend className="ds-sr-only">{writing.tools}</legend>
        {toggle('build', () => setPanel('build'))}
        {toggle('help', () => help(NOTHING_ASKED))}
        <Button
          variant="tertiary"
          data-size="sm"
          disabled={empty}
          onClick={() => void editor.current?.format().then(formatted)}
        >
          {writing.format}
        </Button>
        <span className="quiet" role="status">
          {said}
        </span>
      </fieldset>
      {!signedIn && <p className="quiet">{writing.signedOut}</p>}
      {panel !== null && (
        <ToolPanel
          key={panel}
          title={panel === 'help' ? writing.help : empty ? writing.builder.first : writing.builder.title}
          onClose={close}
        >
          {panel === 'build' ? (
            <BuildPanel
              script={script}
              offset={offset}
              onInsert={(line, where) => inserted(editor.current?.insert(line, where))}
              onRewrite={(next) => inserted(editor.current?.rewrite(next))}
            />
          ) : (
            <HelpPanel asked={asked} onInsert={(line) => inserted(editor.current?.insert(line, 'cursor'))} />
          )}
        </ToolPanel>
      )}
    </>
  )
}

/** A panel that Escape and its button close, back to the editor. */
function ToolPanel({
  title,
  onClose,
  children,
}: {
  title: string
  onClose: () => void
  children: React.ReactNode
}) {
  const { words } = useReading()
  const panel = useRef<HTMLElement>(null)
  useEffect(() => {
    const closing = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) onClose()
    }
    const element = panel.current
    element?.addEventListener('keydown', closing)
    return () => element?.removeEventListener('keydown', closing)
  })
  return (
    <section className="tool" id="tool" ref={panel} aria-labelledby="tool-title">
      <div className="tool-head">
        <Heading level={2} data-size="2xs" id="tool-title">
          {title}
        </Heading>
        <Button variant="tertiary" data-size="sm" onClick={onClose}>
          {words.writing.close}
        </Button>
      </div>
      <Suspense fallback={<Loading />}>{children}</Suspense>
    </section>
  )
}
