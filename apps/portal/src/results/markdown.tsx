/**
 * The Markdown of a textblock as elements: headings, paragraphs, lists, emphasis, code, links. Never HTML, so that a script of
 * someone else's can put nothing but text into the page.
 */
import type { ReactNode } from 'react'

export function Markdown({ text }: { text: string }) {
  const all = blocks(text)
  const top = Math.min(...all.map((block) => (block.kind === 'heading' ? block.level : 6)))
  return <div className="prose markdown">{all.map((block, index) => drawBlock(block, index, top))}</div>
}

export type Block =
  | { kind: 'heading'; level: number; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'list'; ordered: boolean; items: string[] }
  | { kind: 'code'; text: string }

/** The blocks of a text, in order. */
export function blocks(text: string): Block[] {
  const done: Block[] = []
  let code: string[] | null = null
  let open = false
  for (const line of text.replaceAll('\r', '').split('\n')) {
    if (/^\s*```/.test(line)) {
      if (code === null) code = []
      else {
        done.push({ kind: 'code', text: code.join('\n') })
        code = null
      }
      open = false
      continue
    }
    if (code !== null) {
      code.push(line)
      continue
    }
    const last = done.at(-1)
    const heading = /^\s{0,3}(#{1,6})\s+(.*)$/.exec(line)
    const item = /^\s*(?:[-*+]|(\d+)[.)])\s+(.*)$/.exec(line)
    if (line.trim() === '') open = false
    else if (heading) {
      done.push({ kind: 'heading', level: (heading[1] as string).length, text: heading[2] as string })
      open = false
    } else if (item) {
      const ordered = item[1] !== undefined
      if (open && last?.kind === 'list' && last.ordered === ordered) last.items.push(item[2] as string)
      else done.push({ kind: 'list', ordered, items: [item[2] as string] })
      open = true
    } else if (open && last?.kind === 'paragraph') last.text += ` ${line.trim()}`
    else if (open && last?.kind === 'list') last.items.push(`${last.items.pop() ?? ''} ${line.trim()}`)
    else {
      done.push({ kind: 'paragraph', text: line.trim() })
      open = true
    }
  }
  if (code !== null) done.push({ kind: 'code', text: code.join('\n') })
  return done
}

function drawBlock(block: Block, key: number, top: number): ReactNode {
  switch (block.kind) {
    case 'heading': {
      // The highest heading of the text stands beside the headings of results.
      const Tag = `h${Math.min(6, block.level - top + 3)}` as 'h3'
      return <Tag key={key}>{inline(block.text)}</Tag>
    }
    case 'paragraph':
      return <p key={key}>{inline(block.text)}</p>
    case 'code':
      return (
        <pre key={key}>
          <code>{block.text}</code>
        </pre>
      )
    case 'list': {
      const items = block.items.map((item, index) => <li key={`${index}-${item}`}>{inline(item)}</li>)
      return block.ordered ? <ol key={key}>{items}</ol> : <ul key={key}>{items}</ul>
    }
  }
}

const INLINE =
  /(`[^`]+`)|(\*\*[^*]+\*\*|__[^_]+__)|(\*[^*\s][^*]*\*|\b_[^_\s][^_]*_\b)|\[([^\]]+)\]\((https?:\/\/[^)\s]+)\)/g

function inline(text: string): ReactNode[] {
  const parts: ReactNode[] = []
  let from = 0
  for (const match of text.matchAll(INLINE)) {
    parts.push(text.slice(from, match.index))
    const [all, code, strong, emphasis, label, href] = match
    const key = match.index
    if (code) parts.push(<code key={key}>{code.slice(1, -1)}</code>)
    else if (strong) parts.push(<strong key={key}>{strong.slice(2, -2)}</strong>)
    else if (emphasis) parts.push(<em key={key}>{emphasis.slice(1, -1)}</em>)
    else
      parts.push(
        <a key={key} className="ds-link" href={href} rel="noreferrer noopener">
          {label}
        </a>,
      )
    from = match.index + all.length
  }
  parts.push(text.slice(from))
  return parts
}
