/** Places of errors as offsets into the text. Positions count lines and columns from 1; text may have changed since. */
import type { Position } from '@sund/model'

/** Offsets of a span, kept within the text. Columns count UTF-16 code units, as the compiler's do. */
export function offsetsOf(
  script: string,
  { line, column, endLine, endColumn }: Position,
): { from: number; to: number } {
  const lines = script.split('\n')
  const at = (wantedLine: number, wantedColumn: number): number => {
    const index = Math.min(wantedLine, lines.length) - 1
    let offset = 0
    for (let before = 0; before < index; before++) offset += (lines[before] as string).length + 1
    return offset + Math.min(wantedColumn - 1, (lines[index] ?? '').length)
  }
  const from = at(line, column)
  return { from, to: Math.max(from, at(endLine, endColumn)) }
}
