/** Changes of the text as a whole: the smallest stretch that differs, and where a cursor is afterwards. Pure. */

export interface Change {
  from: number
  to: number
  insert: string
}

/** The stretch in which two texts differ. */
export function difference(before: string, after: string): Change {
  let from = 0
  while (from < before.length && from < after.length && before[from] === after[from]) from++
  let end = 0
  const most = Math.min(before.length, after.length) - from
  while (end < most && before[before.length - 1 - end] === after[after.length - 1 - end]) end++
  return { from, to: before.length - end, insert: after.slice(from, after.length - end) }
}

/** The place in `after` with as many signs before it as `offset` has in `before`, white space apart. */
export function samePlace(before: string, offset: number, after: string): number {
  let signs = before.slice(0, offset).replace(/\s/g, '').length
  let at = 0
  while (at < after.length && signs > 0) if (/\S/.test(after[at++] as string)) signs--
  return at
}

/** A line put after the line of `offset`, or in its place when it is empty. `cursor` is the end of what was put in. */
export function lineInserted(text: string, offset: number, line: string): Change & { cursor: number } {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const newline = text.indexOf('\n', offset)
  const end = newline < 0 ? text.length : newline
  const empty = text.slice(start, end).trim() === ''
  if (empty) return { from: start, to: end, insert: line, cursor: start + line.length }
  return { from: end, to: end, insert: `\n${line}`, cursor: end + 1 + line.length }
}

/** The word of the language around a place, and the command of its line. */
export function wordAt(text: string, offset: number): { word: string; command: string } {
  const before = /[\p{L}\p{N}_-]*$/u.exec(text.slice(0, offset))?.[0] ?? ''
  const after = /^[\p{L}\p{N}_-]*/u.exec(text.slice(offset))?.[0] ?? ''
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const command = /^[ \t]*([\p{L}\p{N}_-]+)/u.exec(text.slice(start))?.[1] ?? ''
  return { word: before + after, command }
}
