/** Mending by keyboard: does what the mistake at the cursor says would mend it. */
import { type Action, forEachDiagnostic } from '@codemirror/lint'
import type { Extension } from '@codemirror/state'
import { type Command, EditorView, keymap } from '@codemirror/view'

/** Mod-. mends the mistake at the cursor, else the first on its line; `nothing` is said when there is none to mend. */
export function mending(nothing: () => string): Extension {
  const mend: Command = (view) => {
    const found = nearest(view)
    if (found) found.action.apply(view, found.from, found.to)
    else view.dispatch({ effects: EditorView.announce.of(nothing()) })
    return true
  }
  return keymap.of([{ key: 'Mod-.', run: mend, preventDefault: true }])
}

interface Mend {
  action: Action
  from: number
  to: number
}
function nearest({ state }: EditorView): Mend | null {
  const { head } = state.selection.main
  const line = state.doc.lineAt(head)
  let best: (Mend & { distance: number }) | null = null
  forEachDiagnostic(state, ({ actions }, from, to) => {
    const action = actions?.[0]
    if (!action || to < line.from || from > line.to) return
    const distance = head < from ? from - head : head > to ? head - to : 0
    if (best === null || distance < best.distance) best = { action, from, to, distance }
  })
  return best
}
