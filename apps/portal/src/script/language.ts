/** The script language for the editor: the compiler's own grammar, with colours for its tokens. */
import { HighlightStyle, LanguageSupport, LRLanguage, syntaxHighlighting } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { styleTags, tags } from '@lezer/highlight'
import { HIGHLIGHT, LINE_COMMENT, parser } from '@sund/engine/language'

export function scriptLanguage(): Extension {
  const language = LRLanguage.define({
    name: 'sund',
    parser: parser.configure({
      props: [
        styleTags(Object.fromEntries(Object.entries(HIGHLIGHT).map(([nodes, tag]) => [nodes, tags[tag]]))),
      ],
    }),
    languageData: { commentTokens: { line: LINE_COMMENT } },
  })
  return [new LanguageSupport(language), syntaxHighlighting(COLOURS)]
}

const COLOURS = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--code-keyword)', fontWeight: '600' },
  { tag: tags.macroName, color: 'var(--code-name)' },
  { tag: [tags.number, tags.literal], color: 'var(--code-number)' },
  { tag: tags.string, color: 'var(--code-string)' },
  { tag: tags.operator, color: 'var(--code-operator)' },
  { tag: [tags.comment, tags.meta], color: 'var(--code-comment)', fontStyle: 'italic' },
  { tag: tags.docString, color: 'var(--code-comment)' },
  { tag: tags.invalid, color: 'var(--ds-color-danger-text-subtle)' },
])
