/** Suggestions as the compiler makes them: the editor shows them in the server's order and puts them in with their parentheses. */
import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  pickedCompletion,
  startCompletion,
} from '@codemirror/autocomplete'
import type { Extension } from '@codemirror/state'
import type { EditorView } from '@codemirror/view'
import type { Language } from '@sund/model'
import { completeScript } from '../api/queries.js'

/** Completion in the language that the reader has now. */
export function completion(language: () => Language): Extension {
  return autocompletion({ override: [(context) => suggestions(context, language())], icons: false })
}

/** Where codes or names may follow at once, though no word is begun. */
const OPENING = /(?:[=!]=|[(,])[ \t]?$|['"/$]$/

/** Silence of the server is no reason to disturb the writer. */
async function suggestions(context: CompletionContext, language: Language): Promise<CompletionResult | null> {
  const word = context.matchBefore(/[\p{L}\p{N}_@./-]+/u)
  const opens = context.matchBefore(OPENING) !== null
  if (word === null && !opens && !context.explicit) return null
  const found = await completeScript(context.state.doc.toString(), context.pos, language).catch(() => null)
  if (found === null || found.completions.length === 0 || context.aborted) return null
  // A word that stands already needs no help, and Enter should begin the next line.
  const written = context.state.sliceDoc(found.from, context.pos)
  if (!context.explicit) {
    if (found.completions.some(({ text }) => text === written)) return null
    const calm = found.completions.every(({ kind }) => kind === 'code' || kind === 'variable')
    if (word === null && !calm) return null
  }
  return {
    from: found.from,
    filter: false,
    options: found.completions.map(({ text, kind, detail }) => ({
      label: text,
      type: kind,
      apply: put,
      ...(kind === 'code' ? { displayLabel: `${text} — ${detail}` } : { detail }),
    })),
  }
}

/** Puts a suggestion in. What takes an argument gets both parentheses and the cursor between them. */
function put(view: EditorView, completion: Completion, from: number, to: number): void {
  const { label } = completion
  const after = view.state.sliceDoc(to, to + 1)
  const opens = label.endsWith('(')
  const insert = opens && after !== '(' ? `${label})` : opens ? label.slice(0, -1) : label
  const end = /^['"]/.test(label) && after === label[0] ? to + 1 : to
  view.dispatch({
    changes: { from, to: end, insert },
    selection: { anchor: from + label.length },
    annotations: pickedCompletion.of(completion),
    userEvent: 'input.complete',
    scrollIntoView: true,
  })
  if (opens || label.endsWith('/')) startCompletion(view)
}
