/** Offsets to lines and columns, both counted from 1; columns in UTF-16 code units as editors count them. */
import type { Position } from '@sund/model'
import type { Span } from './tree.js'

/** Answers positions for one text. A span that reaches past the text is cut at its end. */
export function positionsOf(text: string): (span: Span) => Position {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  const lineOf = (offset: number): number => {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] as number) <= offset) low = middle
      else high = middle - 1
    }
    return low
  }
  return ({ from, to }) => {
    const first = Math.min(Math.max(from, 0), text.length)
    const last = Math.min(Math.max(to, first), text.length)
    const [line, endLine] = [lineOf(first), lineOf(last)]
    return {
      line: line + 1,
      column: first - (starts[line] as number) + 1,
      endLine: endLine + 1,
      endColumn: last - (starts[endLine] as number) + 1,
    }
  }
}
