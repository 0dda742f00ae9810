/** Script text to lines of tokens, read off the Lezer tree: the same tree that the editor colours. */
import { parser } from './generated/parser.js'
import type { Span, Word } from './tree.js'

/** Longest script in UTF-16 code units. */
export const MAX_SCRIPT = 1_000_000

/** Token kinds are the node names of `script.grammar`. */
export type TokenKind =
  | 'Command'
  | 'Name'
  | 'Reference'
  | 'Date'
  | 'Number'
  | 'String'
  | 'Arrow'
  | 'Operator'
  | 'Join'
  | 'OpenParen'
  | 'CloseParen'
  | 'Comma'
  | 'Dot'
  | 'Colon'
  | 'Semicolon'
  | 'Assign'
  | 'Interaction'
  | 'Other'

/** `text` differs from what stands at the span where a `$name` was replaced. */
export interface Token extends Word {
  kind: TokenKind
  /** No white space between the token before and this one. */
  joined: boolean
}

/** One logical line. `content` is the raw text of a textblock, `closed` whether its `endblock` was found. */
export interface Line extends Span {
  tokens: Token[]
  textblock: { content: string; closed: boolean } | null
}

/** The lines of a script that hold anything. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = []
  const cursor = parser.parse(text).cursor()
  let line: Line | null = null
  do {
    const { name, from, to } = cursor
    if (name === 'Statement' || name === 'Textblock') {
      line = {
        from,
        to,
        tokens: [],
        textblock: name === 'Textblock' ? { content: '', closed: false } : null,
      }
      lines.push(line)
    } else if (name === 'TextContent' && line?.textblock) line.textblock.content = text.slice(from, to)
    else if (name === 'EndTextblock' && line?.textblock) line.textblock.closed = true
    else if (line && from < to && name !== 'Script' && name !== 'Comment' && name !== 'Continuation')
      line.tokens.push({
        kind: cursor.type.isError ? 'Other' : (name as TokenKind),
        text: text.slice(from, to),
        from,
        to,
        joined: line.tokens.at(-1)?.to === from,
      })
  } while (cursor.next())
  return lines
}
