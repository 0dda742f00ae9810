/** What a word means, shown at the word: when one points at it, and by keyboard for the word at the cursor. */
import { type Extension, StateEffect, StateField } from '@codemirror/state'
import { type Command, EditorView, hoverTooltip, keymap, showTooltip, type Tooltip } from '@codemirror/view'
import { explainScript } from '../api/queries.js'
import type { Reading } from '../words/reading.js'
import { explainedParts, type Parts, spoken } from './explained.js'

export type Now = () => Pick<Reading, 'words' | 'language' | 'say'>

/** Hints on pointing, and on Mod-i at the cursor, which screen readers hear; Escape and any change close it. */
export function hints(now: Now): Extension {
  const ask: Command = (view) => {
    const at = view.state.selection.main.head
    void explainedAt(view, at, now).then((found) => {
      if (view.state.selection.main.head !== at) return
      view.dispatch({
        effects: [
          setHint.of(found?.tooltip ?? null),
          EditorView.announce.of(found ? spoken(found.parts) : now().words.writing.nothingToSay),
        ],
      })
    })
    return true
  }
  const close: Command = (view) => {
    if (view.state.field(HINT) === null) return false
    view.dispatch({ effects: setHint.of(null) })
    return true
  }
  return [
    HINT,
    hoverTooltip(async (view, at) => (await explainedAt(view, at, now))?.tooltip ?? null, { hoverTime: 450 }),
    keymap.of([
      { key: 'Mod-i', run: ask, preventDefault: true },
      { key: 'Escape', run: close },
    ]),
  ]
}

const setHint = StateEffect.define<Tooltip | null>()
const HINT = StateField.define<Tooltip | null>({
  create: () => null,
  update(hint, transaction) {
    for (const effect of transaction.effects) if (effect.is(setHint)) return effect.value
    return transaction.docChanged || transaction.selection ? null : hint
  },
  provide: (field) => showTooltip.from(field),
})

/** Silence of the server is no reason to disturb the writer. */
async function explainedAt(
  view: EditorView,
  at: number,
  now: Now,
): Promise<{ tooltip: Tooltip; parts: Parts } | null> {
  const { words, language, say } = now()
  const answer = await explainScript(view.state.doc.toString(), at, language).catch(() => null)
  const found = answer?.explanation
  if (!found || found.to > view.state.doc.length) return null
  const parts = explainedParts(found.about, words, say)
  const tooltip = { pos: found.from, end: found.to, above: true, create: () => ({ dom: drawn(parts) }) }
  return { tooltip, parts }
}

function drawn({ heading, code, paragraphs, rows, example }: Parts): HTMLElement {
  const hint = element('div', 'hint-at-word')
  hint.append(element(code ? 'code' : 'strong', 'hint-heading', heading))
  for (const paragraph of paragraphs) hint.append(element('p', '', paragraph))
  if (rows.length > 0) {
    const list = element('dl', '')
    for (const { term, text } of rows) list.append(element('dt', '', term), element('dd', '', text))
    hint.append(list)
  }
  if (example !== '') hint.append(element('code', 'hint-example', example))
  return hint
}

function element(name: string, className: string, text = ''): HTMLElement {
  const made = document.createElement(name)
  if (className) made.className = className
  if (text) made.textContent = text
  return made
}
