/**
 * The script editor: CodeMirror in a shadow root, where its styles are constructed sheets, so that the page's content policy
 * needs no exception for styles. Tab leaves the editor; everything else it can do stands in its description.
 */
import { closeCompletion, completionKeymap } from '@codemirror/autocomplete'
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
import { useReading } from '../words/reading.js'
import { completion } from './completion.js'
import { difference, lineInserted, samePlace, wordAt } from './edits.js'
import { hints } from './hints.js'
import { scriptLanguage } from './language.js'
import { mending } from './mending.js'
import { offsetsOf } from './positions.js'
import { EDITOR_THEME } from './theme.js'

export interface EditorHandle {
  /** Puts another script in place; undo brings the earlier one back. */
  replace(script: string): void
  /** Changes the script to another in as few signs as possible; answers the line where the change ends. */
  rewrite(script: string): number
  /** Puts a line after the line of the cursor, or at the end; answers which line it is. */
  insert(line: string, where: 'cursor' | 'end'): number
  /** Puts spaces and indentation in order; answers whether anything changed. */
  format(): Promise<boolean>
  goToLine(line: number): void
  focus(): void
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
  /** Someone asks for help with a word; both are empty where there is none. */
  onHelp: (asked: { word: string; command: string }) => void
  /** The script was put in order, or was so already. */
  onFormatted: (changed: boolean) => void
  /** The cursor has come to another line, which ends at `offset`. */
  onLine: (offset: number) => void
}

export default function ScriptEditor({ ref, initial, errors, answered, ...on }: Props) {
  const reading = useReading()
  const { words } = reading
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  // The editor outlives renders: it asks for the latest of these when something happens.
  const now = useRef({ ...on, ...reading })
  now.current = { ...on, ...reading }

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
          completion(() => now.current.language),
          hints(() => now.current),
          mending(() => now.current.words.writing.nothingToMend),
          keymap.of([
            {
              key: 'F1',
              preventDefault: true,
              run({ state }) {
                now.current.onHelp(wordAt(state.doc.toString(), state.selection.main.head))
                return true
              },
            },
            {
              key: 'Shift-Alt-f',
              preventDefault: true,
              run(target) {
                void formatted(target).then((changed) => now.current.onFormatted(changed))
                return true
              },
            },
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
            const line = update.state.doc.lineAt(update.state.selection.main.head)
            if (
              update.docChanged ||
              update.startState.doc.lineAt(update.startState.selection.main.head).number !== line.number
            )
              now.current.onLine(line.to)
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
          'aria-description': `${words.write.editorHelp} ${words.writing.keys}`,
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
                      target.dispatch({
                        changes: { from: start, to: end, insert: fix },
                        effects: EditorView.announce.of(words.writing.mended(fix)),
                        userEvent: 'input.mend',
                      }),
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
      rewrite(script) {
        const editor = view.current
        if (editor === null) return 1
        const change = difference(editor.state.doc.toString(), script)
        const cursor = change.from + change.insert.length
        editor.dispatch({ changes: change, selection: { anchor: cursor }, scrollIntoView: true })
        return editor.state.doc.lineAt(cursor).number
      },
      insert(line, where) {
        const editor = view.current
        if (editor === null) return 1
        const { doc, selection } = editor.state
        const text = doc.toString()
        const end = text.replace(/\s+$/, '').length
        const { cursor, ...changes } = lineInserted(text, where === 'end' ? end : selection.main.head, line)
        editor.dispatch({ changes, selection: { anchor: cursor }, scrollIntoView: true, userEvent: 'input' })
        return editor.state.doc.lineAt(cursor).number
      },
      format: async () => (view.current === null ? false : formatted(view.current)),
      focus: () => view.current?.focus(),
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

/** Puts the script in order; the cursor stays at its word. */
async function formatted(view: EditorView): Promise<boolean> {
  const { format } = await import('./formatting.js')
  const before = view.state.doc.toString()
  const after = format(before)
  if (after === before) return false
  view.dispatch({
    changes: difference(before, after),
    selection: { anchor: samePlace(before, view.state.selection.main.head, after) },
    userEvent: 'format',
  })
  return true
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
