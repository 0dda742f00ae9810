/** The look of the editor, in Sund's own colours; they follow light and dark by themselves. */
import { EditorView } from '@codemirror/view'

export const EDITOR_THEME = EditorView.theme({
  '&': {
    height: '100%',
    fontSize: '0.8125rem',
    color: 'var(--ds-color-neutral-text-default)',
    backgroundColor: 'var(--ds-color-neutral-surface-default)',
    borderRadius: 'inherit',
  },
  '&.cm-focused': { outline: '3px solid var(--ds-color-focus-outer)', outlineOffset: '2px' },
  '.cm-scroller': {
    fontFamily: 'var(--sund-mono)',
    lineHeight: '1.65',
    overflow: 'auto',
    borderRadius: 'inherit',
  },
  '.cm-content': { padding: '12px 0', caretColor: 'var(--ds-color-accent-base-default)' },
  '.cm-line': { padding: '0 14px 0 6px' },
  '.cm-cursor': { borderLeftColor: 'var(--ds-color-accent-base-default)', borderLeftWidth: '2px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--ds-color-accent-surface-active)',
  },
  '.cm-gutters': {
    backgroundColor: 'transparent',
    color: 'var(--ds-color-neutral-text-subtle)',
    border: 'none',
    paddingLeft: '6px',
  },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--code-line)' },
  '.cm-placeholder': { color: 'var(--ds-color-neutral-text-subtle)' },
  '.cm-answers': { width: '14px', cursor: 'pointer' },
  '.answer-mark': {
    display: 'inline-block',
    width: '7px',
    height: '7px',
    margin: '0 3px',
    borderRadius: '50%',
    backgroundColor: 'var(--ds-color-brand1-base-default)',
  },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--ds-color-danger-base-default) 1.5px',
    textUnderlineOffset: '3px',
    textDecorationSkipInk: 'none',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--ds-color-neutral-surface-default)',
    color: 'var(--ds-color-neutral-text-default)',
    border: '1px solid var(--ds-color-neutral-border-subtle)',
    borderRadius: '6px',
    boxShadow: 'var(--ds-shadow-md)',
    fontFamily: 'var(--sund-font)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--sund-mono)', maxHeight: '16em' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 10px', lineHeight: '1.5' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--ds-color-accent-base-default)',
    color: 'var(--ds-color-accent-base-contrast-default)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete': { maxWidth: 'min(34rem, 92vw)' },
  '.cm-completionDetail': {
    fontFamily: 'var(--sund-font)',
    fontStyle: 'normal',
    opacity: '0.85',
    marginLeft: '1em',
  },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-diagnostic': {
    borderLeftColor: 'var(--ds-color-danger-base-default)',
    padding: '6px 10px',
    maxWidth: '60ch',
  },
  '.cm-diagnosticAction': {
    backgroundColor: 'var(--ds-color-accent-base-default)',
    color: 'var(--ds-color-accent-base-contrast-default)',
    font: 'inherit',
  },
})
