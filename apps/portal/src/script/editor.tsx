/**
 * The script editor: CodeMirror in a shadow root, where its styles are constructed sheets, so that the page's content policy
 * needs no exception for styles. Tab leaves the editor; everything else it can do stands in its description.
 */
import {
  autocompletion,
  type CompletionContext,
  closeCompletion,
  completionKeymap,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { bracketMatching } from '@codemirror/language'
import { type Diagnostic, lintKeymap, setDiagnostics } from '@codemirror/lint'
import { Compartment, EditorState, RangeSet, StateEffect, StateField } from '@codemirror/state'
import {
  drawSelection,
  EditorView,
  GutterMarker,
  gutter,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  placeholder,
} from '@codemirror/view'
import type { SundError } from '@sund/model'
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react'
import { completeScript } from '../api/queries.js'
import { useReading } from '../words/reading.js'
import { scriptLanguage } from './language.js'
import { offsetsOf } from './positions.js'
import { EDITOR_THEME } from './theme.js'

export interface EditorHandle {
  /** Puts another script in place; undo brings the earlier one back. */
  replace(script: string): void
  goToLine(line: number): void
  /** Does what an error says would mend it. */
  fix(error: SundError): void
}

interface Props {
  ref: Ref<EditorHandle>
  initial: string
  errors: readonly SundError[]
  /** Lines that gave an answer. */
  answered: readonly number[]
  onChange: (script: string) => void
  onRun: () => void
  /** Someone asks for the answer of a line. */
  onAnswer: (line: number) => void
}

export default function ScriptEditor({ ref, initial, errors, answered, onChange, onRun, onAnswer }: Props) {
  const { words, language } = useReading()
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  // The editor outlives renders: it asks for the latest of these when something happens.
  const now = useRef({ onChange, onRun, onAnswer, language, words })
  now.current = { onChange, onRun, onAnswer, language, words }

  // biome-ignore lint/correctness/useExhaustiveDependencies: the editor is made once; `initial` is its first text.
  useEffect(() => {
    const element = host.current
    if (element === null) return
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' })
    const editor = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: initial,
        extensions: [
          history(),
          lineNumbers(),
          answerGutter((line) => now.current.onAnswer(line)),
          highlightActiveLine(),
          highlightActiveLineGutter(),
          drawSelection({ cursorBlinkRate: 0 }),
          bracketMatching(),
          EditorView.lineWrapping,
          scriptLanguage(),
          autocompletion({ override: [(context) => complete(context, now.current.language)], icons: false }),
          keymap.of([
            {
              key: 'Mod-Enter',
              preventDefault: true,
              run(target) {
                closeCompletion(target)
                now.current.onRun()
                return true
              },
            },
            {
              key: 'Alt-Enter',
              run({ state }) {
                now.current.onAnswer(state.doc.lineAt(state.selection.main.head).number)
                return true
              },
            },
            ...completionKeymap,
            ...lintKeymap,
            ...historyKeymap,
            ...defaultKeymap,
          ]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) now.current.onChange(update.state.doc.toString())
          }),
          SPOKEN.of([]),
          EDITOR_THEME,
        ],
      }),
    })
    view.current = editor
    return () => {
      editor.destroy()
      view.current = null
    }
  }, [])

  useEffect(() => {
    view.current?.dispatch({
      effects: SPOKEN.reconfigure([
        EditorView.contentAttributes.of({
          'aria-label': words.write.editor,
          'aria-description': words.write.editorHelp,
          spellcheck: 'false',
          tabindex: '0',
        }),
        placeholder('require no.example.register as r'),
      ]),
    })
  }, [words])

  useEffect(() => {
    const editor = view.current
    if (editor === null) return
    const diagnostics = errors.flatMap((error): Diagnostic[] => {
      if (error.position === undefined) return []
      const { from, to } = offsetsOf(editor.state.doc.toString(), error.position)
      const { fix } = error
      return [
        {
          from,
          to: Math.max(to, Math.min(from + 1, editor.state.doc.length)),
          severity: 'error',
          message: `${words.errors[error.code]}. ${error.message} ${error.next}`,
          ...(fix === undefined
            ? {}
            : {
                actions: [
                  {
                    name: fix === '' ? words.write.fixRemove : words.write.fix(fix),
                    apply: (target, start, end) =>
                      target.dispatch({ changes: { from: start, to: end, insert: fix } }),
                  },
                ],
              }),
        },
      ]
    })
    editor.dispatch(setDiagnostics(editor.state, diagnostics))
  }, [errors, words])

  useEffect(() => {
    view.current?.dispatch({ effects: setAnswered.of(answered) })
  }, [answered])

  useImperativeHandle(
    ref,
    () => ({
      replace(script) {
        const editor = view.current
        editor?.dispatch({
          changes: { from: 0, to: editor.state.doc.length, insert: script },
          selection: { anchor: 0 },
        })
      },
      goToLine(line) {
        const editor = view.current
        if (editor === null) return
        const at = editor.state.doc.line(Math.min(Math.max(1, line), editor.state.doc.lines))
        editor.dispatch({
          selection: { anchor: at.from, head: at.to },
          effects: EditorView.scrollIntoView(at.from, { y: 'center' }),
        })
        editor.focus()
      },
      fix({ position, fix }) {
        const editor = view.current
        if (editor === null || position === undefined || fix === undefined) return
        const { from, to } = offsetsOf(editor.state.doc.toString(), position)
        editor.dispatch({ changes: { from, to, insert: fix }, selection: { anchor: from + fix.length } })
        editor.focus()
      },
    }),
    [],
  )

  return <div ref={host} className="editor" />
}

const SPOKEN = new Compartment()

/** What may stand here, as the compiler knows it. Silence of the server is no reason to disturb the writer. */
async function complete(context: CompletionContext, language: Parameters<typeof completeScript>[2]) {
  const word = context.matchBefore(/[\p{L}\p{N}_@./-]+/u)
  if (word === null && !context.explicit) return null
  const found = await completeScript(context.state.doc.toString(), context.pos, language).catch(() => null)
  if (found === null || found.completions.length === 0 || context.aborted) return null
  // A word that stands already needs no help, and Enter should begin the next line.
  const written = context.state.sliceDoc(found.from, context.pos)
  if (!context.explicit && found.completions.some(({ text }) => text === written)) return null
  return {
    from: found.from,
    options: found.completions.map(({ text, kind, detail }) => ({ label: text, type: kind, detail })),
    validFor: /^[\p{L}\p{N}_@./-]*$/u,
  }
}

const setAnswered = StateEffect.define<readonly number[]>()

class AnswerMark extends GutterMarker {
  override toDOM() {
    const mark = document.createElement('span')
    mark.className = 'answer-mark'
    return mark
  }
}
const ANSWER = new AnswerMark()

/** A mark at each line that gave an answer; pressing it goes there. */
function answerGutter(onAnswer: (line: number) => void) {
  const field = StateField.define<RangeSet<GutterMarker>>({
    create: () => RangeSet.empty,
    update(marks, transaction) {
      for (const effect of transaction.effects)
        if (effect.is(setAnswered)) {
          const { doc } = transaction.state
          return RangeSet.of(
            [...new Set(effect.value)]
              .filter((line) => line <= doc.lines)
              .sort((a, b) => a - b)
              .map((line) => ANSWER.range(doc.line(line).from)),
          )
        }
      return marks.map(transaction.changes)
    },
  })
  return [
    field,
    gutter({
      class: 'cm-answers',
      markers: (view) => view.state.field(field),
      initialSpacer: () => ANSWER,
      domEventHandlers: {
        mousedown(view, line) {
          onAnswer(view.state.doc.lineAt(line.from).number)
          return true
        },
      },
    }),
  ]
}
